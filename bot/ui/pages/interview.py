"""The Interview page: set it up, one question at a time, then the report."""

import secrets

import streamlit as st

from bot.demos._charts import Bars
from bot.engine import Bot
from bot.errors import MiandaError
from bot.interview.opening import prepare
from bot.interview.questions import topic_title, topics_of
from bot.interview.records import cards, history, questions
from bot.interview.report import WORDS, Report, Row, report, to_markdown
from bot.interview.schedule import is_due, local_day
from bot.interview.session import Options, Session, only_known, resume
from bot.interview.shelf import sessions
from bot.ui.asked import RATINGS, question_view
from bot.ui.chart import Look, vega_lite
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.palette import palette
from bot.ui.room import Bank, Room
from bot.ui.shell import LANGUAGE_NAMES, page_file
from bot.ui.state import LANGUAGES, bot, habits, is_dark, language, now, remember, say, store
from bot.ui.words import strings

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
    if found and not found.finished:
        found = only_known(found, _room(found.options.language).known())
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
        st.session_state.setdefault("interview.seed", secrets.randbelow(10_000))
        seed = st.number_input(
            say("interview.seed"), min_value=0, max_value=10**6, key="interview.seed"
        )
    options = Options(tuple(topics), count, tuple(levels), spoken, seconds, int(seed))
    if st.button(say("interview.start"), key="interview.start", type="primary"):
        _go(room.begin(options, now()))
        st.rerun()
    with st.expander(say("demo.command"), icon=":material/terminal:", key="interview.command"):
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
        _row(row)
    _topics(made)
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


def _topics(made: Report) -> None:
    """The mean score of each topic as a chart."""
    if not made.by_topic:
        return
    chart = Bars(
        WORDS["topics"],
        strings()["progress.plan_topic"],
        WORDS["score"],
        tuple(topic_title(topic) for topic in made.by_topic),
        (tuple(made.by_topic.values()),),
    )
    spec = vega_lite(chart, Look(language(), palette(is_dark()), 180))
    st.html(tag("p", WORDS["topics"].to(language()), "figure-title"))
    st.vega_lite_chart(spec, theme=None, key="interview.chart", alt=chart.title.to(language()))


def _row(row: Row) -> None:
    question, review = row.question, row.review
    shown = "—" if review.score is None else f"{review.score:.0%}"
    facts = say("interview.row", rating=say(f"interview.{RATINGS[review.rating - 1]}"),
                score=shown, seconds=round(review.seconds))  # fmt: skip
    with st.container(border=True, gap="small"):
        st.html(tag("p", question.text, "heading") + tag("p", facts, "trail"))
        if review.answer:
            st.html(tag("div", tag("p", review.answer), "note", raw=True))
        for name, points in (("covered", review.covered), ("missing", review.missing)):
            if points and review.answer:
                items = "".join(tag("li", point) for point in points)
                title = tag("p", say(f"interview.{name}", n=len(points)), "small-label")
                st.html(title + tag("ul", items, f"note {name}", raw=True))
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
