"""The Interview page: set it up, one question at a time, then the report."""

import secrets

import streamlit as st

from bot.engine import Bot
from bot.errors import MiandaError
from bot.interview.questions import Question, topics_of
from bot.interview.records import cards, history, questions
from bot.interview.report import Report, report, to_markdown
from bot.interview.schedule import is_due
from bot.interview.session import Options, Session, resume
from bot.interview.shelf import sessions
from bot.ui.asked import RATINGS, question_view
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.room import Bank, Room
from bot.ui.shell import LANGUAGE_NAMES, page_file
from bot.ui.state import LANGUAGES, bot, habits, language, now, remember, say, store

COUNTS = (3, 5, 10, 20)
LEVELS = (1, 2, 3)
LIMITS = (0, 60, 120, 300)


def draw() -> None:
    """The page, from the top."""
    try:
        session = _present()
        if session is None:
            _setup()
        elif session.finished:
            _report(session)
        else:
            question_view(_room(session.options.language), session)
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))


@st.cache_resource(max_entries=4, show_spinner=False)
def _bank(_bot: Bot, identity: int, spoken: str) -> Bank:
    return Bank.of(_bot, spoken)


def _room(spoken: str) -> Room:
    notes = bot()
    return Room(_bank(notes, id(notes), spoken), store(), habits())


def _present() -> Session | None:
    """The interview that the address names; its clock goes on."""
    wanted = st.query_params.get("session", "")
    found = next((s for s in sessions(store()) if s.id == wanted), None) if wanted else None
    return resume(found, now()) if found and not found.revealed else found


def _go(session: Session | None) -> None:
    remember("session", session.id if session else "")


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
        st.session_state.setdefault("interview.seed", secrets.randbelow(10_000))
        seed = st.number_input(
            say("interview.seed"), min_value=0, max_value=10**6, key="interview.seed"
        )
    options = Options(tuple(topics), count, tuple(levels), spoken, seconds, int(seed))
    if st.button(say("interview.start"), key="interview.start", type="primary"):
        _go(room.begin(options, now()))
        st.rerun()
    with st.expander(say("demo.command"), icon=":material/terminal:", key="interview.command"):
        st.code(
            f"python -m bot interview --count {count} --seed {int(seed)} --language {spoken}",
            language="bash",
        )


def _limit(seconds: int) -> str:
    return say("interview.minutes", n=seconds // 60) if seconds else say("interview.none")


def _resume_card(room: Room) -> None:
    left = room.left_open()
    if not left:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.html(tag("p", say("interview.open", progress=left.progress.to(language())), "heading"))
        if st.button(say("interview.resume"), key="interview.resume", icon=":material/play_arrow:"):
            _go(left)
            st.rerun()
        if st.button(say("interview.drop"), key="interview.drop", type="tertiary"):
            room.close(left, now())
            st.rerun()


def _report(session: Session) -> None:
    st.title(say("interview.done"), anchor=False)
    made = report(history(store(), session.id), questions(store()))
    if not made.rows:
        st.html(tag("p", say("interview.nothing"), "soft"))
    for row in made.rows:
        _row(row.question, row.review.rating, row.review.score, row.review.seconds)
    with st.container(horizontal=True, gap="small"):
        if made.again and st.button(
            say("interview.drill", n=len(made.again)), key="interview.drill", type="primary"
        ):
            room = _room(session.options.language)
            _go(room.drill(made.again, session.options, now()))
            st.rerun()
        _download(made)
        if st.button(say("interview.new"), key="interview.new"):
            _go(None)
            st.rerun()
    st.page_link(page_file("progress"), label=say("nav.progress"), icon=":material/insights:")


def _row(question: Question, rating: int, score: float | None, seconds: float) -> None:
    shown = "—" if score is None else f"{score:.0%}"
    facts = say("interview.row", rating=say(f"interview.{RATINGS[rating - 1]}"), score=shown,
                seconds=round(seconds))  # fmt: skip
    with st.container(border=True, gap="small"):
        st.html(tag("p", question.text, "heading") + tag("p", facts, "trail"))
        st.page_link(
            page_file("notes"),
            label=say("ask.open_note"),
            icon=":material/menu_book:",
            query_params={"note": question.source, "passage": question.id},
        )


def _download(made: Report) -> None:
    st.download_button(
        say("ask.export"),
        data=to_markdown(made, language()),
        file_name="interview.md",
        mime="text/markdown",
        key="interview.export",
        icon=":material/download:",
        on_click="ignore",
    )


if __name__ == "__main__":
    draw()
