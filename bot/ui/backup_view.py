"""The backups on the screen: when they were made, and the way back to one of them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from bot.clock import habits, now
from bot.errors import MiandaError
from bot.interview.backup import (
    DAYS,
    FOLDER,
    WEEKS,
    Backup,
    back_up,
    backups,
    day_of,
    inspect,
    restore,
    set_aside,
)
from bot.interview.schedule import local_day
from bot.ui.clicks import once
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.state import language, say, store
from bot.userdata import data_folder

_DONE, _FAILED = "backup.done", "backup.failed"


def backup_view(damaged: bool = False) -> None:
    """Draw them; ``damaged`` when the progress itself cannot be read."""
    folder = data_folder()
    st.header(say("backup.title"), anchor=False)
    if told := st.session_state.pop(_DONE, None):
        st.success(label(told, 400), icon=":material/check_circle:")
    if failed := st.session_state.pop(_FAILED, None):
        st.error(label(failed.to(language()), 400))
    st.html(tag("p", say("backup.lead", days=DAYS, weeks=WEEKS, folder=folder / FOLDER), "soft"))
    found = backups(folder)
    if not found:
        st.html(tag("p", say("backup.none"), "soft"))
    if not damaged:
        st.button(
            say("backup.now"), key="backup.now", icon=":material/save:",
            on_click=_settle, args=(_back_up,),
        )  # fmt: skip
    if found:
        with st.expander(say("backup.list", n=len(found)), expanded=damaged, key="backup.list"):
            for path in found:
                _row(folder, path)
            st.code("python -m bot restore", language="bash")
    for path in set_aside(folder):
        st.caption(label(say("backup.aside", path=path), 400))


def _settle(act: Callable[[], str]) -> None:
    """Do what ``act`` does and let the page say what it returns, or why it could not be done."""
    try:
        st.session_state[_DONE] = act()
    except MiandaError as error:
        st.session_state[_FAILED] = error.message


def _back_up() -> str:
    """Write today's backup anew with what is there now."""
    path = back_up(store(), local_day(now(), habits()), anew=True)
    return say("backup.made", day=day_of(path).isoformat())


def _row(folder: Path, path: Path) -> None:
    """One backup and, after a question, the way back to it.

    What asks has another name after a way was taken: it closes, and a second press does nothing.
    """
    backup, day = _inspected(str(path), path.stat().st_mtime), day_of(path).isoformat()
    with st.container(horizontal=True, vertical_alignment="center"):
        if backup.answers is None:
            st.html(tag("p", f"{day} · " + say("backup.broken")))
            return
        st.html(tag("p", f"{day} · " + say("backup.answers", n=backup.answers)))
        named = f"{day}.{len(set_aside(folder))}"
        with st.popover(say("backup.restore"), key=f"backup.ask.{named}"):
            st.html(tag("p", say("backup.sure", day=day)))
            st.button(
                say("backup.yes"), key=f"backup.yes.{named}", type="primary",
                on_click=_settle, args=(once(partial(_restore, folder, path)),),
            )  # fmt: skip


def _restore(folder: Path, path: Path) -> str:
    done = restore(folder, now(), path)
    aside = done.aside.name if done.aside else "—"
    return say("backup.restored", day=day_of(path).isoformat(), aside=aside)


@st.cache_data(max_entries=32, show_spinner=False)
def _inspected(path: str, changed: float) -> Backup:
    """What a backup holds, looked at once as long as it was not ``changed``."""
    return inspect(Path(path))
