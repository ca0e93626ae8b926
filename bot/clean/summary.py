"""A receipt told in short: each reason, how often it was met, and one example of it."""

from collections.abc import Iterable, Sequence

from bot.clean.page import Entry
from bot.clean.receipt import reason_text

SHOWN, LONGEST_LINE = 40, 300
"""Entries of a reason that are looked at, and characters of a line that is shown."""
AROUND, LONGEST_EXAMPLE = 5, 44
"""Characters of an example: beside what was changed, and of all that was taken away."""


def by_reason(receipt: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of a receipt by what was done and why, the most frequent first."""
    found: dict[str, list[Entry]] = {}
    for entry in receipt:
        found.setdefault(f"{entry.action}: {entry.reason.en}", []).append(entry)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def example(entries: Sequence[Entry]) -> str:
    """What was done, by one of the first entries: the smallest change, the longest line that fits.

    ``""`` when it cannot be seen, and of spam, which nobody wants to meet unasked.

    >>> from bot.text import Text
    >>> done = Entry(1, "rule", "changed", "用注意力(zì)機制", "用注意力機制", Text("", ""))
    >>> example([done])
    '用注意力(zì)機制 → 用注意力機制'
    """
    if entries[0].reason == reason_text("spam"):
        return ""
    if entries[0].action == "removed":
        lines = [" ".join(entry.before.split()) for entry in entries[:SHOWN]]
        whole = [line for line in lines if len(line) <= LONGEST_EXAMPLE]
        return max(whole, key=len) if whole else f"{lines[0][:LONGEST_EXAMPLE]}…"
    pairs = [changed_part(entry.before, entry.after) for entry in entries[:SHOWN]]
    seen = [(a, b) for a, b in pairs if _visible(a) != _visible(b) and len(a) < LONGEST_LINE]
    return " → ".join(min(seen, key=lambda pair: sum(map(len, pair)))) if seen else ""


def changed_part(before: str, after: str) -> tuple[str, str]:
    """The stretches of two lines that differ, with a few letters around them.

    >>> changed_part("in a long enough line, colour", "in a long enough line, color")
    ('… colour', '… color')
    """
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    first, last = max(0, start - AROUND), max(0, end - AROUND)
    lead, tail = "…" * (first > 0), "…" * (last > 0)
    return lead + before[first : len(before) - last] + tail, (
        lead + after[first : len(after) - last] + tail
    )


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _visible(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
