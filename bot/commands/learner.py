"""Who sits at the command line: the progress kept so far, the clock and the days it is kept by."""

import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import InputError
from bot.resources import read_toml
from bot.text import Text

if TYPE_CHECKING:
    from bot.interview.schedule import Habits
    from bot.interview.store import Store


def open_store() -> "Store":
    """The user's progress. Raises StoreError when it cannot be opened."""
    from bot.interview.store import Store
    from bot.userdata import data_folder

    return Store.open(data_folder())


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


def habits() -> "Habits":
    """The user's days begin by the clock of this machine."""
    from bot.interview.schedule import Habits

    return Habits(zone=now().astimezone().tzinfo or UTC)


def check_topics(topics: Collection[str]) -> None:
    """Raise InputError for a topic that no question can have."""
    known = read_toml("interview.toml")["topics"]
    if not set(topics) <= known.keys():
        names = ", ".join(known)
        raise InputError(Text(f"主题应为 {names}", f"--topic must be one of {names}"))
