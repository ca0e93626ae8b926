"""An interview as JSON text, as the store keeps it, and back."""

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from bot.interview.exercises import Computed, Verdict
from bot.interview.session import Options, Result, Session
from bot.text import Text

_NAMES = frozenset(field.name for field in fields(Session))


def to_json(session: Session) -> str:
    """The session as JSON text."""
    raw = asdict(session)
    raw["since"] = session.since.isoformat() if session.since else None
    return json.dumps(raw, ensure_ascii=False)


def from_json(text: str) -> Session:
    """The session of a JSON text that :func:`to_json` made, now or in an older version."""
    raw = {name: value for name, value in json.loads(text).items() if name in _NAMES}
    options = raw["options"]
    for name in ("topics", "levels"):
        options[name] = tuple(options[name])
    raw["options"] = Options(**options)
    raw["queue"] = tuple(raw["queue"])
    raw["results"] = tuple(_result(result) for result in raw["results"])
    raw["told"] = tuple(Text(**hint) for hint in raw.get("told", ()))
    raw["since"] = datetime.fromisoformat(raw["since"]) if raw["since"] else None
    return Session(**raw)


def _result(raw: dict[str, Any]) -> Result:
    number = raw.get("computed")
    if number is None:
        return Result(**raw)
    told = Computed(Text(**number["asked"]), number["typed"], Verdict(number["verdict"]))
    return Result(**raw | {"computed": told})
