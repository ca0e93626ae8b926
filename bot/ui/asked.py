"""One question of an interview on the screen: answer it, compare, rate. One step, one action."""

import streamlit as st

from bot.interview.grading import Grade, Point, suggested_rating
from bot.interview.questions import Question
from bot.interview.report import WORDS
from bot.interview.session import Session
from bot.interview.shelf import favourites, set_favourite
from bot.ui.markup import show, tag
from bot.ui.note_text import pieces
from bot.ui.room import Room
from bot.ui.state import language, now, say

RATINGS = ("again", "hard", "good", "easy")


def question_view(room: Room, session: Session) -> None:
    """Draw the present question, before or after its answer is revealed."""
    question = room.question(session)
    st.progress(len(session.results) / len(session.queue), text=session.progress.to(language()))
    if session.options.seconds and not session.revealed:
        _clock(session)
    st.html(tag("h1", question.text, "asked", lang=question.language))
    if session.revealed:
        _graded(room, session, question)
    else:
        _answering(room, session)
    _corner(room, session, question)


@st.fragment(run_every=1.0)
def _clock(session: Session) -> None:
    """The time that is left; at the end it only nudges."""
    left = session.remaining(now())
    text = say("interview.left", n=round(left)) if left else say("interview.over")
    st.html(tag("p", text, "soft"))


def _answering(room: Room, session: Session) -> None:
    key = f"interview.answer.{session.id}.{session.current}"
    if key not in st.session_state:
        st.session_state[key] = room.typed(session)
    st.text_area(
        say("interview.answer"),
        key=key,
        height=180,
        placeholder=say("interview.placeholder"),
        on_change=lambda: room.keep_draft(session, st.session_state[key], now()),
    )
    for number in range(session.hints):
        shown = st.session_state.get(f"interview.hint.{session.id}.{session.current}.{number}")
        if shown:
            st.html(tag("p", say("interview.hinted", hint=shown.to(language())), "insight"))
    with st.container(horizontal=True, gap="small"):
        if st.button(say("interview.submit"), key="interview.submit", type="primary",
                     shortcut="Ctrl+Enter"):  # fmt: skip
            room.keep_draft(session, st.session_state[key], now())
            room.reveal(session, now())
            st.rerun()
        if st.button(say("interview.reveal"), key="interview.reveal", shortcut="space"):
            room.keep_draft(session, st.session_state[key], now())
            room.reveal(session, now())
            st.rerun()
        if st.button(say("interview.hint"), key="interview.hint", icon=":material/lightbulb:"):
            room.keep_draft(session, st.session_state[key], now())
            after, shown = room.hint(session, now())
            name = f"interview.hint.{session.id}.{session.current}.{after.hints - 1}"
            st.session_state[name] = shown
            st.rerun()
        if st.button(say("interview.skip"), key="interview.skip", type="tertiary"):
            room.skip(session, now())
            st.rerun()
    if room.typed(session):
        st.caption(say("interview.saved", time=now().astimezone().strftime("%H:%M")))


def _graded(room: Room, session: Session, question: Question) -> None:
    text, grade = room.typed(session), room.grade(session)
    if text.strip():
        _coverage(text, grade)
    st.html(tag("p", say("interview.reference"), "small-label"))
    show(pieces(question.reference), "note", question.language)
    st.html(tag("p", f"{question.source} › {question.heading}", "trail"))
    suggested = suggested_rating(grade.score) if text.strip() else 0
    st.html(tag("p", say("interview.rate"), "small-label"))
    with st.container(horizontal=True, gap="small", key="interview.ratings"):
        for preview, name in zip(room.choices(session, now()), RATINGS, strict=True):
            title = f"{say(f'interview.{name}')} · {preview.interval.to(language())}"
            if st.button(
                title,
                key=f"interview.rate.{name}",
                shortcut=str(preview.rating),
                type="primary" if preview.rating == suggested else "secondary",
            ):
                room.rate(session, preview.rating, now())
                st.rerun()
    following = room.next_questions(session)[:3]
    if following:
        st.html(tag("p", say("interview.follow"), "small-label"))
        items = "".join(tag("li", follow.text.to(language())) for follow in following)
        st.html(tag("ul", items, "note", raw=True))


def _coverage(text: str, grade: Grade) -> None:
    st.html(tag("p", say("interview.score", score=f"{grade.score:.0%}"), "question"))
    st.html(tag("p", WORDS["limits"].to(language()), "soft"))
    st.html(tag("p", say("interview.yours"), "small-label"))
    st.html(tag("div", tag("p", text), "note", raw=True))
    for name, covered in (("covered", True), ("missing", False)):
        points = [point for point in grade.points if point.covered is covered]
        if points:
            st.html(tag("p", say(f"interview.{name}", n=len(points)), "small-label"))
            items = "".join(tag("li", _point(point), raw=True) for point in points)
            st.html(tag("ul", items, f"note {name}", raw=True))
    for hint in grade.hints:
        st.html(tag("p", hint.to(language()), "soft"))


def _point(point: Point) -> str:
    """A key point, and the words of the answer that cover it."""
    said = say("search.comma").join(point.said)
    by = tag("div", say("interview.said", words=said), "soft") if point.covered and said else ""
    return tag("span", point.text) + by


def _corner(room: Room, session: Session, question: Question) -> None:
    """What is always at hand below a question."""
    liked = question.id in {q.id for q in favourites(room.store)}
    with st.container(horizontal=True, gap="small"):
        if st.button(
            say("interview.unlike" if liked else "interview.like"),
            key="interview.like",
            icon=":material/star:",
            type="tertiary",
        ):
            set_favourite(room.store, question, not liked, now())
            st.rerun()
        if session.results and st.button(
            say("interview.undo"), key="interview.undo", icon=":material/undo:", type="tertiary",
            shortcut="z",
        ):  # fmt: skip
            room.undo(session, now())
            st.rerun()
        if st.button(say("interview.stop"), key="interview.stop", type="tertiary"):
            room.close(session, now())
            st.rerun()
