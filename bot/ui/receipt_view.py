"""What cleaning took away or changed in a note: each reason with an example, each line in full."""

from collections.abc import Sequence

import streamlit as st

from bot.clean.page import Entry
from bot.clean.summary import LONGEST_LINE, SHOWN, by_reason, example
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.state import language, say


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
        line, name = entry.before.strip(), f"{key}.keep"
        st.checkbox(
            say("notes.keep"), value=line in kept, key=name,
            on_change=_tick, args=(kept, line, name),
        )  # fmt: skip


def _tick(kept: set[str], line: str, name: str) -> None:
    """Keep a line when the box of that name is ticked."""
    (kept.add if st.session_state[name] else kept.discard)(line)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + "…"
