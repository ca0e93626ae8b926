"""The second half of a question: what is covered, the reference, the grade, what comes next."""

import json

import streamlit as st

from bot.clock import now
from bot.demos import get_demo
from bot.errors import MiandaError
from bot.interview.exercises import Exercise, Verdict, check_number
from bot.interview.grading import Grade, Point, suggested_rating
from bot.interview.keypoints import short_answer
from bot.interview.questions import Question
from bot.interview.report import GRADES, WORDS
from bot.interview.room import Room
from bot.interview.session import Session
from bot.ui.demo_inputs import mode_index
from bot.ui.markup import show, tag
from bot.ui.measures import meter
from bot.ui.note_text import label, pieces, section_titles
from bot.ui.places import question_source
from bot.ui.points import draw_points, inline
from bot.ui.shell import page_file
from bot.ui.state import language, say
from bot.ui.steps import take

MOST_FOLLOWING = 3


def graded(room: Room, session: Session, question: Question) -> None:
    """Draw it."""
    text, grade = room.typed(session), room.grade(session)
    if text.strip():
        _coverage(text, grade)
    _reference(question)
    _ratings(room, session, suggested_rating(grade.score) if text.strip() else 0)
    following = room.next_questions(session)
    told = [follow for follow in following if not follow.exercise][:MOST_FOLLOWING]
    items = [tag("span", follow.text.to(language())) for follow in told]
    draw_points(say("interview.follow"), items)
    for follow in following:
        if follow.exercise:
            _exercise(room, session, follow.exercise)


def _reference(question: Question) -> None:
    """The short answer of the notes, the rest of it one click away, and where it stands."""
    text, end = question.reference, short_answer(question.reference)
    with st.container(gap=None):
        st.html(tag("p", say("interview.reference"), "small-label"))
        show(pieces(text[:end]), "note", question.language)
    if end < len(text):
        title = label(say("interview.rest", sections=section_titles(text[end:])), 240)
        with st.expander(title, icon=":material/unfold_more:", key="interview.rest"):
            show(pieces(text[end:]), "note", question.language)
    st.html(question_source(question.source, question.heading, question.id))


def _ratings(room: Room, session: Session, suggested: int) -> None:
    told = tag("strong", say("interview.rate"))
    if suggested:
        rating = GRADES[suggested].to(language())
        told += " " + tag("span", say("interview.suggested", rating=rating), "soft")
    with st.container(gap="xsmall", key="interview.ratings"):
        st.html(tag("p", told, "rate", raw=True))
        buttons = st.container(horizontal=True, gap="small")
    with buttons:
        for preview in room.choices(session, now()):
            name = GRADES[preview.rating].to(language())
            st.button(
                f"{name} · {preview.interval.to(language())}",
                key=f"interview.rate.{preview.rating}.{len(session.results)}",
                shortcut=str(preview.rating),
                type="primary" if preview.rating == suggested else "secondary",
                on_click=_rate,
                args=(room, session, preview.rating),
            )


def _rate(room: Room, session: Session, rating: int) -> None:
    """Grade the answer and go on to the next question."""
    take(session, lambda: room.rate(session, rating, now()))


def _coverage(text: str, grade: Grade) -> None:
    made = sum(point.covered for point in grade.points)
    points = say("interview.points", n=made, all=len(grade.points))
    score = tag("strong", say("interview.score", score=f"{grade.score:.0%}"))
    told = score + meter(grade.score) + tag("span", points)
    limits = tag("p", WORDS["limits"].to(language()), "soft")
    st.html(tag("div", tag("p", told, raw=True) + limits, "score", raw=True))
    for hint in grade.hints:
        st.html(tag("p", hint.to(language()), "insight"))
    yours = tag("p", say("interview.yours"), "small-label")
    st.html(yours + tag("div", tag("p", text, "typed", tabindex=0), "note", raw=True))
    for name, covered in (("covered", True), ("missing", False)):
        found = [_point(point) for point in grade.points if point.covered is covered]
        draw_points(say(f"interview.{name}", n=len(found)), found, name)


def _point(point: Point) -> str:
    """A key point, and the words of the answer that cover it or part of it."""
    told = "said" if point.covered else "partly" if point.begun else ""
    words = say("search.comma").join(point.said)
    by = tag("div", say(f"interview.{told}", words=words), "soft") if told and words else ""
    return tag("span", inline(point.text), raw=True) + by


def _exercise(room: Room, session: Session, exercise: Exercise) -> None:
    """A number to work out, a box for it, and what it is worth."""
    key = f"interview.number.{session.id}.{session.current}"
    if key not in st.session_state:
        st.session_state[key] = room.number_typed(session)
    unit = exercise.unit.to(language())
    title = tag("p", say("interview.compute"), "small-label")
    st.html(title + tag("p", exercise.text.to(language())))
    with st.container(key="interview-number"):
        st.text_input(
            say("interview.number", unit=unit) if unit else say("interview.bare_number"),
            key=key,
            autocomplete="off",
            on_change=_keep_number,
            args=(room, session, key),
        )
    typed = st.session_state[key] or ""
    verdict = check_number(typed, exercise.answer) if typed.strip() else None
    told = exercise.told.to(language())
    if verdict is None:
        st.caption(say("interview.rounding"))
    else:
        sign = ":material/check_circle:" if verdict is Verdict.RIGHT else ":material/replay:"
        box = st.success if verdict is Verdict.RIGHT else st.info
        box(label(say(f"interview.number_{verdict.value}", told=told), 400), icon=sign)
    st.page_link(
        page_file("demos"),
        label=say("interview.worked"),
        icon=":material/calculate:",
        query_params=demo_address(exercise),
    )


def demo_address(exercise: Exercise) -> dict[str, str]:
    """What leads to the demo, with the numbers of the exercise where its screen can hold them."""
    demo, given = get_demo(exercise.demo), dict(exercise.inputs)
    opened = demo.modes[mode_index(demo, given)]
    holds = opened is demo.mode_for(given)
    return {"demo": exercise.demo} | ({"set": json.dumps(given)} if holds else {})


def _keep_number(room: Room, session: Session, key: str) -> None:
    """Store what was typed; it is checked all the same when that fails."""
    try:
        room.keep_number(session, st.session_state[key] or "", now())
    except MiandaError as error:
        st.toast(label(error.message.to(language()), 400))
