"""The Interview page: set it up, one question at a time, then the report."""

import secrets

import streamlit as st

from bot.engine import Bot
from bot.errors import MiandaError
from bot.interview.opening import prepare
from bot.interview.questions import topics_of
from bot.interview.records import cards
from bot.interview.saved_sessions import stored_session
from bot.interview.schedule import is_due, local_day
from bot.interview.session import Options, Session, only_known
from bot.ui.asked import question_view
from bot.ui.interview_report import report_view
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.room import Bank, Room
from bot.ui.shell import LANGUAGE_NAMES, page_file
from bot.ui.state import LANGUAGES, bot, habits, language, now, remember, say, store

COUNTS = (3, 5, 10, 20)
LEVELS = (1, 2, 3)
LIMITS = (0, 60, 120, 300)
SEEDS = 10**6
HERE = "interview.here"


def draw() -> None:
    """The page, from the top."""
    try:
        session = _present()
        if session is None:
            _setup()
        elif session.finished:
            report_view(_room(session.options.language), session, _go)
        else:
            question_view(_room(session.options.language), session)
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))
        st.page_link(page_file("progress"), label=say("nav.progress"), icon=":material/insights:")


@st.cache_resource(max_entries=4, show_spinner=False)
def _bank(_bot: Bot, identity: int, spoken: str) -> Bank:
    return Bank.of(_bot, spoken)


def _room(spoken: str) -> Room:
    notes = bot()
    return Room(_bank(notes, id(notes), spoken), store(), habits())


def _present() -> Session | None:
    """The interview that the address names; its clock goes on when this window comes to it."""
    wanted = st.query_params.get("session", "")
    found = stored_session(store(), wanted) if wanted else None
    if found and not found.finished:
        found = only_known(found, _room(found.options.language).known())
        if st.session_state.get(HERE) != found.id:
            found = _room(found.options.language).reopen(found, now())
    st.session_state[HERE] = found.id if found else ""
    return found


def _go(session: Session | None) -> None:
    """Draw the page again with another session, or with none."""
    st.session_state[HERE] = session.id if session else ""
    remember("session", session.id if session else "")
    st.rerun()


def _setup() -> None:
    st.title(say("nav.interview"), anchor=False)
    st.html(tag("p", say("interview.lead"), "lead"))
    spoken = st.segmented_control(
        say("interview.language"),
        LANGUAGES,
        default=language(),
        format_func=LANGUAGE_NAMES.__getitem__,
        key="interview.language",
        required=True,
    )
    room = _room(spoken)
    _prepared(room)
    _resume_card(room)
    bank = room.bank.questions.values()
    due = sum(is_due(card, now(), room.habits) for card in cards(room.store).values())
    st.caption(say("interview.bank", n=len(bank), due=due))
    titles = topics_of(bank)
    topics = st.pills(
        say("interview.topics"),
        list(titles),
        selection_mode="multi",
        format_func=lambda topic: label(titles[topic].to(language())),
        key=f"interview.topics.{spoken}",
    )
    left, right = st.columns(2)
    with left:
        count = st.segmented_control(
            say("interview.count"), COUNTS, default=5, key="interview.count", required=True
        )
        levels = st.segmented_control(
            say("interview.levels"),
            LEVELS,
            selection_mode="multi",
            format_func=lambda level: say(f"interview.level_{level}"),
            key="interview.levels",
        )
    with right:
        seconds = st.segmented_control(
            say("interview.limit"),
            LIMITS,
            default=0,
            format_func=lambda s: (
                say("interview.minutes", n=s // 60) if s else say("interview.none")
            ),
            key="interview.limit",
            required=True,
        )
    seed = st.session_state.setdefault("interview.seed", secrets.randbelow(10_000))
    options = Options(tuple(topics), count, tuple(levels), spoken, seconds, seed)
    if st.button(say("interview.start"), key="interview.start", type="primary"):
        _go(room.begin(options, now()))
    with st.expander(say("interview.more"), icon=":material/terminal:", key="interview.command"):
        st.number_input(
            say("interview.seed"), min_value=0, max_value=SEEDS, step=1, key="interview.seed"
        )
        st.code(_command(options), language="bash")


def _prepared(room: Room) -> None:
    """Back up the progress, and tell whose history followed a note that has changed."""
    today = local_day(now(), room.habits)
    moved = prepare(room.store, bot().corpus.passages, list(room.bank.questions.values()), today)
    for link in moved.links:
        st.info(label(say("interview.moved", old=link.old.text, new=link.new.text), 400))


def _command(options: Options) -> str:
    """What asks the same in the terminal."""
    chosen = [f"--topic {topic}" for topic in options.topics]
    chosen += [f"--level {level}" for level in options.levels]
    chosen += [f"--minutes {options.seconds // 60}"] if options.seconds else []
    command = f"python -m bot interview --count {options.count} --seed {options.seed}"
    return " ".join([command, f"--language {options.language}", *chosen])


def _resume_card(room: Room) -> None:
    left = room.left_open()
    if not left:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.html(tag("p", say("interview.open", progress=left.progress.to(language())), "heading"))
        if st.button(say("interview.resume"), key="interview.resume", icon=":material/play_arrow:"):
            _go(room.reopen(left, now()))
        if st.button(say("interview.drop"), key="interview.drop", type="tertiary"):
            room.close(left, now())
            st.rerun()


if __name__ == "__main__":
    draw()
