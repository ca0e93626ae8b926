"""The second half of a question in the terminal: what was covered, the reference, an exercise, the
grade."""

from bot.interview import session as steps
from bot.interview.exercises import Exercise, Verdict, check_number, computed, seed_of
from bot.interview.followups import follow_ups
from bot.interview.grading import Grade, suggested_rating
from bot.interview.keypoints import short_answer
from bot.interview.questions import Question
from bot.interview.records import Answered, cards, record
from bot.interview.report import GRADES
from bot.interview.saved_sessions import draft, save_draft
from bot.interview.schedule import RATINGS, Card, previews
from bot.interview.session import Session
from bot.interview.terminal_room import Room

MOST_FOLLOWING = 3


def grade_answer(room: Room, session: Session, question: Question, text: str) -> Session:
    """Show what ``text`` covers, take the grade and store it; the session after it."""
    grade = room.grader.grade(question.text, question.reference, text)
    if text.strip():
        _coverage(room, grade)
    room.tell("reference", source=question.source, heading=question.heading)
    _reference(room, question)
    exercise = _follow(room, session, question, grade)
    rating = _rating(room, session, question, grade, exercise)
    now, score = room.now(), grade.score if text.strip() else None
    number = computed(exercise, draft(room.store, session.number_key))
    after = steps.finish_question(session, now, rating, score, number)
    answered = Answered(
        question, rating, score, text, session.elapsed(now), grade.covered, grade.missing
    )
    record(room.store, answered, now, after, room.habits)
    save_draft(room.store, session.key, "", now)
    return after


def _reference(room: Room, question: Question) -> None:
    """The short answer of the notes; what stands below it is one command away."""
    end = short_answer(question.reference)
    room.write(question.reference[:end].rstrip())
    if end < len(question.reference):
        room.tell("more")


def _coverage(room: Room, grade: Grade) -> None:
    room.tell("score", n=f"{grade.score:.0%}")
    for point in grade.points:
        name = "covered" if point.covered else "missing"
        name = "partly" if point.begun else name
        room.tell(name, point=point.text, said=room.say("comma").join(point.said))
    for hint in grade.hints:
        room.write(hint.to(room.language))


def _follow(room: Room, session: Session, question: Question, grade: Grade) -> Exercise | None:
    """Print what an interviewer might ask next; the exercise among it, if there is one."""
    bank, seed = list(room.bank.values()), seed_of(session.key)
    following = follow_ups(question, grade, bank, room.grader.analyzer, seed)
    for follow in [follow for follow in following if not follow.exercise][:MOST_FOLLOWING]:
        room.tell("next", text=follow.text.to(room.language))
    exercise = next((follow for follow in following if follow.exercise), None)
    if exercise is None:
        return None
    room.tell("compute", text=exercise.text.to(room.language))
    return exercise.exercise


def _exercise(room: Room, session: Session, exercise: Exercise) -> None:
    """Ask for a number until it is right or the line is empty; the last one is kept."""
    room.write(exercise.text.to(room.language))
    room.tell("rounding")
    unit = exercise.unit.to(room.language)
    while typed := room.read(room.say("number", unit=unit) if unit else room.say("bare_number")):
        save_draft(room.store, session.number_key, typed, room.now())
        verdict = check_number(typed, exercise.answer)
        room.tell(f"number_{verdict.value}", told=exercise.told.to(room.language))
        if verdict is Verdict.RIGHT:
            return
    room.tell("number_given_up", told=exercise.told.to(room.language), demo=exercise.demo)


def _rating(
    room: Room, session: Session, question: Question, grade: Grade, exercise: Exercise | None
) -> int:
    """The grade the user chose; Enter takes the suggested one, ``:calc`` opens the exercise and
    ``:more`` shows the rest of the reference."""
    card = cards(room.store).get(question.id, Card(question.id))
    choices = "  ".join(
        f"{p.rating} {GRADES[p.rating].to(room.language)} ({p.interval.to(room.language)})"
        for p in previews(card, room.now(), room.habits)
    )
    suggested = suggested_rating(grade.score)
    while True:
        typed = room.read(room.say("rate", choices=choices, n=suggested)).strip()
        if not typed:
            return suggested
        if typed in map(str, RATINGS):
            return int(typed)
        if typed.lower() == ":more":
            room.write(question.reference[short_answer(question.reference) :].strip())
        elif exercise and typed.lower() == ":calc":
            _exercise(room, session, exercise)
        else:
            room.tell("rate_again")
