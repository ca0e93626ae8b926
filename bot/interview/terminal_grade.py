"""The second half of a question in the terminal: what was covered, the reference, an exercise, the
grade."""

from bot.interview.exercises import Exercise, Verdict, check_number
from bot.interview.grading import Grade, suggested_rating
from bot.interview.keypoints import short_answer
from bot.interview.questions import Question
from bot.interview.report import GRADES
from bot.interview.schedule import RATINGS
from bot.interview.session import Session
from bot.interview.terminal_room import Terminal

MOST_FOLLOWING = 3


def grade_answer(at: Terminal, session: Session) -> Session:
    """Show what the answer covers, take the grade and store it; the session after it."""
    question, grade = at.room.question(session), at.room.grade(session)
    if at.room.typed(session).strip():
        _coverage(at, grade)
    at.tell("reference", source=question.source, heading=question.heading)
    _reference(at, question)
    exercise = _follow(at, session)
    rating = _rating(at, session, suggested_rating(grade.score), exercise)
    return at.room.rate(session, rating, at.now())


def _reference(at: Terminal, question: Question) -> None:
    """The short answer of the notes; what stands below it is one command away."""
    end = short_answer(question.reference)
    at.write(question.reference[:end].rstrip())
    if end < len(question.reference):
        at.tell("more")


def _coverage(at: Terminal, grade: Grade) -> None:
    at.tell("score", n=f"{grade.score:.0%}")
    for point in grade.points:
        name = "covered" if point.covered else "missing"
        name = "partly" if point.begun else name
        at.tell(name, point=point.text, said=at.say("comma").join(point.said))
    for hint in grade.hints:
        at.write(hint.to(at.language))


def _follow(at: Terminal, session: Session) -> Exercise | None:
    """Print what an interviewer might ask next; the exercise among it, if there is one."""
    following = at.room.next_questions(session)
    for follow in [follow for follow in following if not follow.exercise][:MOST_FOLLOWING]:
        at.tell("next", text=follow.text.to(at.language))
    exercise = next((follow for follow in following if follow.exercise), None)
    if exercise is None:
        return None
    at.tell("compute", text=exercise.text.to(at.language))
    return exercise.exercise


def _exercise(at: Terminal, session: Session, exercise: Exercise) -> None:
    """Ask for a number until it is right or the line is empty; the last one is kept."""
    at.write(exercise.text.to(at.language))
    at.tell("rounding")
    unit = exercise.unit.to(at.language)
    while typed := at.read(at.say("number", unit=unit) if unit else at.say("bare_number")):
        at.room.keep_number(session, typed, at.now())
        verdict = check_number(typed, exercise.answer)
        at.tell(f"number_{verdict.value}", told=exercise.told.to(at.language))
        if verdict is Verdict.RIGHT:
            return
    at.tell("number_given_up", told=exercise.told.to(at.language), demo=exercise.demo)


def _rating(at: Terminal, session: Session, suggested: int, exercise: Exercise | None) -> int:
    """The grade the user chose; Enter takes the suggested one, ``:calc`` opens the exercise and
    ``:more`` shows the rest of the reference."""
    reference = at.room.question(session).reference
    choices = "  ".join(
        f"{p.rating} {GRADES[p.rating].to(at.language)} ({p.interval.to(at.language)})"
        for p in at.room.choices(session, at.now())
    )
    while True:
        typed = at.read(at.say("rate", choices=choices, n=suggested)).strip()
        if not typed:
            return suggested
        if typed in map(str, RATINGS):
            return int(typed)
        if typed.lower() == ":more":
            at.write(reference[short_answer(reference) :].strip())
        elif exercise and typed.lower() == ":calc":
            _exercise(at, session, exercise)
        else:
            at.tell("rate_again")
