"""The floors and ceilings of the quality test, and the only way to change them.

    python -m tests.quality.quality_floors                              print figures and bounds
    python -m tests.quality.quality_floors --update                     tighten what can be
    python -m tests.quality.quality_floors --update --allow-regression  also loosen, with a reason

``floors.json`` holds what must be reached, what must not be passed, and a hash of the questions, so
that neither changes unnoticed. A new floor lies ``MARGIN`` below what was measured.
"""

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.engine import Bot
from bot.evaluation.figures import Outcome, ask_all, by_group, summarise, summarise_dialogues
from bot.evaluation.questions import (
    DIALOGUES,
    FRESH,
    FRESH_DIALOGUES,
    SETS,
    load_questions,
    load_sections,
    part_of,
)

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
MARGIN = 0.01
RISING = ("hit@1", "answer@1", "nDCG@10", "AUROC")
FALLING = ("false answers", "false refusals", "ECE", "polluted")
Figures = Mapping[str, float]


def measure(bot: Bot) -> dict[str, float]:
    """Every guarded figure by the name of its group and its own: ``"fit hit@1"``."""
    sections = load_sections(HERE)
    outcomes = ask_all(bot, load_questions(HERE, SETS), sections)
    dialogues = {
        name: summarise_dialogues(ask_all(bot, load_questions(HERE, [name]), sections))
        for name in (DIALOGUES, FRESH_DIALOGUES)
    }
    outside = [o for o in outcomes if o.question.set == FRESH and not o.question.answerable]
    groups = {
        **{part: summarise(members) for part, members in by_group(outcomes, part_of).items()},
        **{
            f"{FRESH} {kind}": {"false answers": false_answers(members)}
            for kind, members in kinds(outside)
        },
        **dialogues,
    }
    return {
        f"{group} {name}": value
        for group, figures in groups.items()
        for name, value in figures.items()
        if not math.isnan(value)
    }


def kinds(outside: list[Outcome]) -> list[tuple[str, list[Outcome]]]:
    """Out-of-scope questions by kind, those kinds with enough to measure a share."""
    groups = by_group(outside, lambda question: question.kind)
    return [(kind, members) for kind, members in groups.items() if len(members) >= 20]


def false_answers(members: list[Outcome]) -> float:
    return sum(o.answered for o in members) / len(members)


def questions_hash() -> str:
    """SHA-256 over the question files and the sections they are graded by."""
    digest = hashlib.sha256()
    for path in (HERE / "sections.tsv", *sorted((HERE / "questions").glob("*.jsonl"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_ceiling(name: str) -> bool:
    """Whether a figure is better the lower it is."""
    return name.endswith(FALLING)


def is_worse(name: str, value: float, bound: float) -> bool:
    """Whether a figure violates its bound."""
    return value > bound if is_ceiling(name) else value < bound


def updated(bounds: Figures, measured: Figures, allow_regression: bool = False) -> dict[str, float]:
    """New bounds: tighter where the figures allow, never looser unless that is allowed.

    Raises ValueError, naming the figures, when one violates its bound or is no longer measured.

    >>> updated({"fit hit@1": 0.8}, {"fit hit@1": 0.9, "fit ECE": 0.05})
    {'fit hit@1': 0.89, 'fit ECE': 0.06}
    >>> updated({"fit hit@1": 0.8}, {"fit hit@1": 0.805})
    {'fit hit@1': 0.8}
    """
    lost = [n for n, b in bounds.items() if n not in measured or is_worse(n, measured[n], b)]
    if lost and not allow_regression:
        raise ValueError(f"worse than their bounds: {', '.join(lost)}; see --allow-regression")
    new = {}
    for name, value in measured.items():
        tight = math.floor((value - MARGIN) * 1000 + 0.5) / 1000
        if is_ceiling(name):
            tight = math.ceil((value + MARGIN) * 1000 - 0.5) / 1000
        old = bounds.get(name, tight)
        keep_old = name not in lost and is_worse(name, tight, old)
        new[name] = old if keep_old else tight
    return new


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    arguments = parser.parse_args()
    stored = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"bounds": {}}
    measured = measure(Bot.open(HERE.parents[1] / "corpus"))
    for name, value in measured.items():
        print(f"{name:32} {value:.4f}  bound {stored['bounds'].get(name, math.nan):.3f}")
    if not arguments.update:
        return 0
    try:
        bounds = updated(stored["bounds"], measured, arguments.allow_regression)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    document = {"questions_sha256": questions_hash(), "bounds": bounds}
    FLOORS.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
