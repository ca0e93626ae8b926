"""What cleaning took away or changed in a note, by reason, each line in full."""

from collections.abc import Sequence

import streamlit as st

from bot.clean.page import Entry
from bot.ui.imports import by_reason
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.state import language, say

SHOWN = 40
LONGEST_LINE = 300


def receipt_view(receipt: Sequence[Entry], key: str, kept: set[str] | None = None) -> None:
    """Draw a receipt.

    kept:  the lines the reader wants kept; when given, each removed line has a box to tick, and
           the set is changed accordingly
    """
    if not receipt:
        st.html(tag("p", say("notes.nothing_lost"), "soft"))
        return
    removed = sum(entry.action == "removed" for entry in receipt)
    st.caption(say("notes.receipt", removed=removed, changed=len(receipt) - removed))
    for number, entries in enumerate(by_reason(receipt).values()):
        first = entries[0]
        title = say(f"notes.{first.action}", reason=first.reason.to(language()), n=len(entries))
        with st.expander(label(title, 120), key=f"{key}.{number}"):
            for place, entry in enumerate(entries[:SHOWN]):
                _entry(entry, f"{key}.{number}.{place}", kept)
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
