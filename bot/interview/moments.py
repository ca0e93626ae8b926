"""Times as they are stored: in UTC, and never without a zone."""

from datetime import UTC, datetime


def utc(moment: datetime) -> datetime:
    """``moment`` in UTC; raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("times must have a zone")
    return moment.astimezone(UTC)


def stamp(moment: datetime) -> str:
    """A time as stored: UTC, ISO 8601."""
    return utc(moment).isoformat()
