"""What an interviewer would ask next, by rule: only sentences around known names.

missing   points of the reference that were not detected, named by a concept or word of theirs
sibling   the neighbouring question of the same note, or one on the same concept
confused  the concept that is often taken for this one
compute   a demo of the topic with given inputs, whose number is checked exactly
demo      what the demo of the topic suggests to ask
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Glossary
from bot.demos import all_demos
from bot.demos._spec import Demo
from bot.interview.exercises import Exercise, exercise_for
from bot.interview.grading import Grade
from bot.interview.questions import Question
from bot.resources import read_toml
from bot.text import Text


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A next question.

    kind:     missing, sibling, confused, compute or demo
    text:     as asked
    question: the id in the bank where it is one of the bank, else ``""``
    demo:     the id of the demo it belongs to, else ``""``
    exercise: the number that is asked for, for ``compute``
    """

    kind: str
    text: Text
    question: str = ""
    demo: str = ""
    exercise: Exercise | None = None


def follow_ups(
    question: Question,
    grade: Grade,
    bank: Sequence[Question],
    analyzer: Analyzer,
    seed: int = 0,
) -> tuple[FollowUp, ...]:
    """All follow-ups for an answer, in the order an interviewer would take them."""
    return (
        *_missing(grade),
        *_compute(question, seed),
        *_confused(question, analyzer.glossary),
        *_siblings(question, bank),
        *_from_demos(question),
    )


def next_hint(grade: Grade, told: Collection[Text] = ()) -> Text | None:
    """A concept or word of a missing point that was not ``told`` yet: a nudge, not an answer."""
    return next((name for name in _named_points(grade) if name not in told), None)


def _missing(grade: Grade) -> list[FollowUp]:
    """What was left out; nothing where nothing was said."""
    named = _named_points(grade) if grade.kind != "blank" else []
    found = [FollowUp("missing", _sentence("missing", x=name)) for name in named[:1]]
    if named and len(grade.missing) > 1:
        found.append(FollowUp("missing", _sentence("more", n=len(grade.missing))))
    return found


def _named_points(grade: Grade) -> list[Text]:
    """The most telling concept or word of each missing point, weightiest first.

    As the note has it: a word may name several concepts, and another name may be another thing.
    """
    points = sorted(grade.points, key=lambda p: -p.weight)
    clues = dict.fromkeys(p.clue for p in points if p.clue and not p.covered)
    return [Text(clue, clue) for clue in clues]


def _confused(question: Question, glossary: Glossary) -> list[FollowUp]:
    for concept in question.concepts[:1]:
        for other in glossary[concept].related("confused"):
            if other in glossary:
                names = {"x": glossary[concept].title, "y": glossary[other].title}
                return [FollowUp("confused", _sentence("confused", **names))]
    return []


def _siblings(question: Question, bank: Sequence[Question], most: int = 2) -> list[FollowUp]:
    """Questions on the same concept, then the nearest ones of the same note."""
    places = {q.id: place for place, q in enumerate(bank)}
    here = places.get(question.id, 0)
    others = [q for q in bank if q.id != question.id]
    shared = [q for q in others if set(q.concepts) & set(question.concepts)]
    same = [q for q in others if q.source == question.source]
    near = sorted(same, key=lambda q: abs(places[q.id] - here))
    chosen = dict.fromkeys([*shared, *near])
    return [FollowUp("sibling", Text(q.text, q.text), q.id) for q in list(chosen)[:most]]


def _from_demos(question: Question, most: int = 1) -> list[FollowUp]:
    return [
        FollowUp("demo", ask, demo=id_)
        for id_, demo in _demos_of(question)
        for ask in demo.asks[:1]
    ][:most]


def _compute(question: Question, seed: int) -> list[FollowUp]:
    exercise = exercise_for(question.concepts, seed)
    if exercise is None:
        return []
    asked = _sentence("compute", text=exercise.text)
    return [FollowUp("compute", asked, demo=exercise.demo, exercise=exercise)]


def _demos_of(question: Question) -> list[tuple[str, Demo]]:
    """Demos whose most central topic is a concept of the question."""
    return [
        (id_, demo)
        for id_, demo in all_demos().items()
        if demo.topics and demo.topics[0] in question.concepts
    ]


def _sentence(name: str, **values: object) -> Text:
    """A sentence of ``interview.toml``; values that are Texts read in the sentence's language."""
    row = read_toml("interview.toml")["followups"][name]

    def said(language: str) -> dict[str, object]:
        return {k: v.to(language) if isinstance(v, Text) else v for k, v in values.items()}

    english = row["en"].format(**said("en"))
    return Text(row["zh"].format(**said("zh")), english[:1].upper() + english[1:])
