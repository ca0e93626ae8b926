"""The moment it is and the days the user lives by: the only place that reads the clock."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.interview.schedule import Habits


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def habits() -> "Habits":
    """The user's days begin by the clock of this machine."""
    from bot.interview.schedule import Habits  # FSRS takes a while to import

    return Habits(zone=now().astimezone().tzinfo or UTC)
