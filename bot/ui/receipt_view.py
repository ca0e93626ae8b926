"""What cleaning took away or changed in a note: each reason with an example, each line in full."""

from collections.abc import Sequence

import streamlit as st

from bot.clean.page import Entry
from bot.clean.receipt import reason_text
from bot.ui.imports import by_reason
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.state import language, say

SHOWN = 40
LONGEST_LINE = 300
AROUND, LONGEST_EXAMPLE = 5, 44
"""Characters of an example: beside what was changed, and of all that was taken away."""


def receipt_view(receipt: Sequence[Entry], key: str, kept: set[str] | None = None) -> None:
    """Draw a receipt: what was taken away, which is to be checked, before what was changed.

    kept:  the lines the reader wants kept; when given, each removed line has a box to tick, and
           the set is changed accordingly
    """
    if not receipt:
        st.html(tag("p", say("notes.nothing_lost"), "soft"))
    for action in ("removed", "changed"):
        entries = [entry for entry in receipt if entry.action == action]
        if entries:
            with st.container(gap=None):
                st.html(tag("p", say(f"notes.{action}", n=len(entries)), "small-label"))
                for number, group in enumerate(by_reason(entries).values()):
                    _group(group, f"{key}.{action}.{number}", kept)


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


def _group(entries: Sequence[Entry], key: str, kept: set[str] | None) -> None:
    """One reason: closed its name and an example, open its lines."""
    reason, told = entries[0].reason.to(language()), example(entries)
    title = say("notes.reason", reason=reason, n=len(entries))
    title = say("notes.such_as", title=title, example=told) if told else title
    with st.expander(label(title, 160), key=key, type="compact"):
        for place, entry in enumerate(entries[:SHOWN]):
            _entry(entry, f"{key}.{place}", kept)
        if len(entries) > SHOWN:
            st.caption(say("notes.more_lines", n=len(entries) - SHOWN))


def _entry(entry: Entry, key: str, kept: set[str] | None) -> None:
    number = tag("span", say("ask.line", line=entry.line), "soft")
    before = tag("del" if entry.action == "removed" else "span", _cut(entry.before))
    after = tag("ins", _cut(entry.after)) if entry.action == "changed" else ""
    st.html(tag("div", number + before + after, "receipt", raw=True))
    if kept is not None and entry.action == "removed" and entry.before.strip():
        line = entry.before.strip()
        if st.checkbox(say("notes.keep"), value=line in kept, key=f"{key}.keep"):
            kept.add(line)
        else:
            kept.discard(line)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + "…"
