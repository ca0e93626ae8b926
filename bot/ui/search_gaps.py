"""What the notes could not answer: kept from the Search page, downloaded as a to-write list."""

from collections.abc import Iterable
from functools import partial

import streamlit as st

from bot.analysis.language import detect_language
from bot.clock import now
from bot.interview import shelf
from bot.ui.clicks import safely
from bot.ui.state import say, store


def offer_gap(text: str) -> None:
    """A button that puts what was searched on the list."""
    st.button(
        say("ask.gap"), key="search.gap", icon=":material/playlist_add:",
        on_click=safely, args=(partial(_note, text),),
    )  # fmt: skip


def offer_list() -> None:
    """A button that downloads the list, where there is anything on it."""
    if gaps := shelf.gaps(store()):
        st.download_button(
            say("search.gaps"),
            gap_list(gaps, say("notes.gaps")),
            file_name="gaps.md",
            mime="text/markdown",
            key="search.gaps",
            icon=":material/download:",
            on_click="ignore",
        )


def gap_list(gaps: Iterable[shelf.Gap], title: str) -> str:
    """The list as Markdown with a box to tick for each entry, most often asked first.

    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 1, 2, tzinfo=UTC)
    >>> gap_list([shelf.Gap("quantum\\nchromodynamics", "en", 3, day, day)], "Gaps")
    '# Gaps\\n\\n- [ ] quantum chromodynamics × 3 (2026-01-02)\\n'
    """
    rows = (
        f"- [ ] {' '.join(gap.text.split())} × {gap.times} ({gap.last.date().isoformat()})\n"
        for gap in gaps
    )
    return f"# {title}\n\n" + "".join(rows)


def _note(text: str) -> None:
    shelf.note_gap(store(), text, detect_language(text), now())
    st.toast(say("ask.gap_saved"))
