"""The Interview page: set it up, one question at a time, then the report."""

import secrets
from collections import Counter

import streamlit as st

from bot.clock import now
from bot.errors import MiandaError
from bot.interview.opening import prepare
from bot.interview.questions import OTHER, topics_of
from bot.interview.records import cards
from bot.interview.room import Room
from bot.interview.saved_sessions import stored_session
from bot.interview.schedule import is_due, local_day
from bot.interview.session import Options, Session, only_known
from bot.ui.clicks import once
from bot.ui.interview_report import report_view
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.question_view import question_view
from bot.ui.rooms import room_for
from bot.ui.shell import LANGUAGE_NAMES, page_file
from bot.ui.state import LANGUAGES, bot, language, remember, say, store
from bot.ui.steps import begin, take, told_outcome

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
            report_view(room_for(session.options.language), session, _go)
        else:
            question_view(room_for(session.options.language), session)
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))
        st.page_link(page_file("progress"), label=say("nav.progress"), icon=":material/insights:")


def _present() -> Session | None:
    """The interview that the address names.

    Its clock goes on when this window comes to it, unless it was paused.
    """
    wanted = st.query_params.get("session", "")
    found = stored_session(store(), wanted) if wanted else None
    if found and not found.finished:
        found = only_known(found, room_for(found.options.language).known())
        if st.session_state.get(HERE) != found.id and not found.paused:
            found = room_for(found.options.language).reopen(found, now())
    st.session_state[HERE] = found.id if found else ""
    return found


def _go(session: Session | None) -> None:
    """Let the next run draw another session, or none."""
    st.session_state[HERE] = session.id if session else ""
    remember("session", session.id if session else "")


def _setup() -> None:
    st.title(say("nav.interview"), anchor=False)
    st.html(tag("p", say("interview.lead"), "lead"))
    told_outcome()
    if "session" in st.query_params:
        st.info(say("interview.unknown"), icon=":material/link_off:")
    spoken = st.segmented_control(
        say("interview.language"),
        LANGUAGES,
        default=language(),
        format_func=LANGUAGE_NAMES.__getitem__,
        key="interview.language",
        required=True,
    )
    room = room_for(spoken)
    _prepared(room)
    _resume_card(room)
    bank = room.bank.questions.values()
    due = sum(is_due(card, now(), room.habits) for card in cards(room.store).values())
    st.caption(say("interview.bank", n=len(bank), due=due))
    titles = topics_of(bank)
    many = Counter(question.topic for question in bank)
    st.pills(
        say("interview.topics"),
        sorted(titles, key=lambda topic: (topic == OTHER, -many[topic])),
        selection_mode="multi",
        format_func=lambda topic: label(titles[topic].to(language())),
        key=f"interview.topics.{spoken}",
    )
    _how_many()
    st.session_state.setdefault("interview.seed", secrets.randbelow(10_000))
    st.button(
        say("interview.start"), key="interview.start", type="primary",
        on_click=begin, args=(once(_started), _go),
    )  # fmt: skip
    with st.expander(say("interview.more"), icon=":material/terminal:", key="interview.command"):
        st.number_input(
            say("interview.seed"), min_value=0, max_value=SEEDS, step=1, key="interview.seed"
        )
        st.code(_command(_chosen()), language="bash")


def _how_many() -> None:
    """How many questions, how hard and how long: side by side where there is room."""
    with st.container(horizontal=True, gap="large", key="interview-how"):
        st.segmented_control(
            say("interview.count"), COUNTS, default=5, key="interview.count", required=True
        )
        st.segmented_control(
            say("interview.levels"),
            LEVELS,
            selection_mode="multi",
            format_func=lambda level: say(f"interview.level_{level}"),
            key="interview.levels",
        )
        st.segmented_control(
            say("interview.limit"),
            LIMITS,
            default=0,
            format_func=lambda s: (
                say("interview.minutes", n=s // 60) if s else say("interview.none")
            ),
            key="interview.limit",
            required=True,
        )


def _chosen() -> Options:
    """What is chosen now, which may be newer than what the page shows."""
    held = st.session_state
    spoken = held["interview.language"]
    return Options(
        tuple(held[f"interview.topics.{spoken}"]),
        held["interview.count"],
        tuple(held["interview.levels"]),
        spoken,
        held["interview.limit"],
        held["interview.seed"],
    )


def _started() -> Session:
    """A new interview as it is chosen. Raises InputError when no question fits."""
    options = _chosen()
    return room_for(options.language).begin(options, now())


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
        st.button(
            say("interview.resume"), key="interview.resume", icon=":material/play_arrow:",
            on_click=begin, args=(lambda: room.reopen(left, now()), _go),
        )  # fmt: skip
        st.button(
            say("interview.drop"), key="interview.drop", type="tertiary",
            on_click=take, args=(left, lambda: room.close(left, now())),
        )  # fmt: skip


if __name__ == "__main__":
    draw()
