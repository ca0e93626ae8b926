"""The report of an interview on the screen: every question, the topics, and what to do next."""

from collections.abc import Callable

import streamlit as st

from bot.clock import now
from bot.interview.questions import topic_title
from bot.interview.records import history, questions
from bot.interview.report import (
    GRADES,
    WORDS,
    Report,
    Row,
    computed_line,
    session_report,
    to_csv,
    to_markdown,
)
from bot.interview.room import Room
from bot.interview.session import Session
from bot.ui import measures
from bot.ui.clicks import once
from bot.ui.markup import tag
from bot.ui.points import draw_points, inline
from bot.ui.shell import page_file
from bot.ui.state import language, say
from bot.ui.steps import begin, take, told_outcome, undone

BOM = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""


def report_view(room: Room, session: Session, go: Callable[[Session | None], None]) -> None:
    """Draw it; ``go`` leads to another session, or to the setup."""
    st.title(say("interview.done"), anchor=False)
    told_outcome()
    made = session_report(session, history(room.store, session.id), questions(room.store))
    if not made.rows:
        st.html(tag("p", say("interview.nothing"), "soft"))
    else:
        _summary(made)
    _steps(room, session, made, go)
    for row in made.rows:
        _row(row)
    st.page_link(page_file("progress"), label=say("interview.books"), icon=":material/insights:")


def _steps(
    room: Room, session: Session, made: Report, go: Callable[[Session | None], None]
) -> None:
    """What can be done with an interview that is over."""
    with st.container(horizontal=True, gap="small"):
        if made.again:
            st.button(
                say("interview.drill", n=len(made.again)), key="interview.drill", type="primary",
                on_click=begin,
                args=(once(lambda: room.drill(made.again, session.options, now())), go),
            )  # fmt: skip
        if made.rows:
            _downloads(made, session)
        st.button(say("interview.new"), key="interview.new", on_click=go, args=(None,))
        if session.results:
            st.button(
                say("interview.undo"), key="interview.undo.last", icon=":material/undo:",
                type="tertiary", shortcut="z", on_click=take,
                args=(session, lambda: room.undo(session, now()), undone(session)),
            )  # fmt: skip


def _summary(made: Report) -> None:
    """The interview in four numbers, its topics, and what its scores are worth."""
    scores = [row.score for row in made.rows if row.score is not None]
    minutes, seconds = divmod(round(sum(row.seconds for row in made.rows)), 60)
    took = "interview.took" if minutes else "interview.took_less"
    facts = [
        (say("interview.answered"), f"{len(scores)} / {len(made.rows)}"),
        (say("interview.mean"), f"{sum(scores) / len(scores):.0%}" if scores else "—"),
        (say("interview.spent"), say(took, minutes=minutes, seconds=seconds)),
    ]
    st.html(measures.tiles(facts) + tag("p", WORDS["limits"].to(language()), "soft"))
    if made.by_topic:
        weakest = sorted(made.by_topic.items(), key=lambda pair: pair[1])
        named = {topic_title(topic).to(language()): score for topic, score in weakest}
        st.html(tag("h2", say("interview.by_topic"), "part") + measures.shares(named))


def _row(row: Row) -> None:
    question, review = row.question, row.review
    shown = (
        say("interview.blank")
        if row.score is None
        else say("interview.score", score=f"{row.score:.0%}")
    )
    rating, seconds = GRADES[row.rating].to(language()), round(row.seconds)
    facts = [say("interview.row", rating=rating, score=shown, seconds=seconds)]
    facts += [say("interview.row_hints", n=row.hints)] if row.hints else []
    with st.container(border=True, gap="small"):
        st.html(tag("p", question.text, "heading") + tag("p", " · ".join(facts), "trail"))
        if review and review.answer:
            st.html(tag("div", tag("p", review.answer, "typed", tabindex=0), "note", raw=True))
            for name, found in (("covered", review.covered), ("missing", review.missing)):
                title = say(f"interview.{name}", n=len(found))
                draw_points(title, map(inline, found), name)
        if row.computed:
            st.html(tag("p", WORDS["computed"].to(language()), "small-label")
                    + tag("p", computed_line(row.computed, language())))  # fmt: skip
        st.page_link(
            page_file("notes"),
            label=say("ask.open_note"),
            icon=":material/menu_book:",
            query_params={"note": question.source, "passage": question.id},
        )


def when(session: Session) -> str:
    """The day and hour when a session began, by the local clock."""
    return session.begun.astimezone().strftime("%Y-%m-%d %H:%M")


def _downloads(made: Report, session: Session) -> None:
    text = to_markdown(made, language(), begun=when(session))
    st.download_button(
        say("ask.export"), text, "interview.md", "text/markdown",
        key="interview.export", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.download_button(
        say("interview.csv"), BOM + to_csv(made.rows), "interview.csv", "text/csv",
        key="interview.csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
