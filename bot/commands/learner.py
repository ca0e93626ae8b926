"""Who sits at the command line: the progress kept so far, and the topics to choose from."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from bot.commands.parser import title
from bot.commands.speech import told
from bot.errors import InputError
from bot.resources import read_toml
from bot.text import Text

if TYPE_CHECKING:
    from bot.interview.store import Store


def open_store() -> "Store":
    """The user's progress. Raises StoreError when it cannot be opened."""
    from bot.interview.store import Store
    from bot.userdata import data_folder

    return Store.open(data_folder())


def with_topics(parser: Any) -> None:
    """Add ``--topic``, and all topics to the help."""
    parser.add_argument("--topic", action="append", default=[])
    parser.more = _all_topics


def check_topics(topics: Iterable[str]) -> None:
    """Raise InputError, naming those that are alike, for a topic that no question can have."""
    known = read_toml("interview.toml")["topics"]
    for topic in topics:
        if topic not in known:
            raise InputError(_no_such(topic, known))


def _no_such(topic: str, known: Mapping[str, list[str]]) -> Text:
    """That there is no such topic, those with a like id or title, and where all are listed."""
    ids = {name: id_ for id_, titles in known.items() for name in (id_, *titles)}
    alike = get_close_matches(topic, ids, n=3)
    near = ", ".join(dict.fromkeys(ids[name] for name in alike))
    zh, en = (f"，是不是 {near}？", f"; perhaps {near}?") if near else ("。", ".")
    listed = "python -m bot interview --help"
    return Text(
        f"--topic：没有主题 {topic}{zh}全部主题见 {listed}",
        f"--topic: there is no topic {topic}{en} All topics: {listed}",
    )


def _all_topics() -> str:
    known = read_toml("interview.toml")["topics"]
    rows = (f"{id_} ({told(Text(*titles))})" for id_, titles in known.items())
    return f"{title('topics')}: {', '.join(rows)}"
