"""What an interviewer would ask next, by rule: only sentences around known names.

missing   points of the reference that were not detected, named by a concept in them
sibling   the neighbouring question of the same note, or one on the same concept
confused  the concept that is often taken for this one
compute   a demo of the topic with given inputs, whose number is checked exactly
demo      what the demo of the topic suggests to ask
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Glossary
from bot.demos import all_demos
from bot.demos._params import Json
from bot.demos._spec import Demo, Example
from bot.errors import DemoInputError
from bot.interview.grading import Grade
from bot.interview.questions import Question
from bot.resources import read_toml
from bot.text import Text

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])[-+−]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?\s*%?"
)
_LONGEST_INPUT = 60
"""Characters of one input that can be read out as part of a question."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A next question.

    kind:     missing, sibling, confused, compute or demo
    text:     as asked
    question: the id in the bank where it is one of the bank, else ``""``
    demo:     the id of the demo it belongs to, else ``""``
    answer:   the number that is right, for ``compute``
    """

    kind: str
    text: Text
    question: str = ""
    demo: str = ""
    answer: float | None = None


def follow_ups(
    question: Question,
    grade: Grade,
    bank: Sequence[Question],
    analyzer: Analyzer,
    seed: int = 0,
) -> tuple[FollowUp, ...]:
    """All follow-ups for an answer, in the order an interviewer would take them."""
    return (
        *_missing(grade, analyzer),
        *_compute(question, seed),
        *_confused(question, analyzer.glossary),
        *_siblings(question, bank),
        *_from_demos(question),
    )


def right_number(answer: str, expected: float) -> bool:
    """Whether an answer states ``expected``, rounded as the user chose to round it.

    The last number of the text counts. Fractions and percentages are numbers too.

    >>> right_number("IoU = 25/175 = 0.143", 1 / 7), right_number("14.3 %", 1 / 7)
    (True, True)
    >>> right_number("0.15", 1 / 7), right_number("no idea", 1 / 7)
    (False, False)
    """
    found = _NUMBER.findall(answer)
    return bool(found) and _matches(found[-1], expected)


def first_hint(question: Question, grade: Grade, analyzer: Analyzer, number: int = 0) -> Text:
    """The concept of the ``number``-th point that is still missing: a nudge, not an answer."""
    named = _named_points(grade, analyzer)
    if not named:
        return Text("没有更多提示了。", "there are no more hints")
    return named[min(number, len(named) - 1)]


def _missing(grade: Grade, analyzer: Analyzer) -> list[FollowUp]:
    named = _named_points(grade, analyzer)
    found = [FollowUp("missing", _sentence("missing", x=name)) for name in named[:1]]
    if len(grade.missing) > 1:
        found.append(FollowUp("missing", _sentence("more", n=len(grade.missing))))
    return found


def _named_points(grade: Grade, analyzer: Analyzer) -> list[Text]:
    """A concept, or else the first words, of each missing point, weightiest first."""
    names = []
    for point in sorted(grade.points, key=lambda p: -p.weight):
        if point.covered:
            continue
        concepts = analyzer.analyze(point.text).concepts()
        best = max(concepts, key=lambda c: concepts[c], default=None)
        start = point.text[:6].strip() + "…"
        names.append(analyzer.glossary[best].title if best else Text(start, start))
    return list(dict.fromkeys(names))


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
    """One exercise from the published examples of the topic's first demo that has one number."""
    for id_, demo in _demos_of(question):
        exercises = list(_exercises(demo))
        if exercises:
            example, name = exercises[seed % len(exercises)]
            value = demo(**example.inputs).values[name]
            inputs = ", ".join(f"{key} = {item}" for key, item in example.inputs.items())
            text = _sentence("compute", x=demo.title, inputs=inputs, y=name)
            return [FollowUp("compute", text, demo=id_, answer=_as_number(value))]
    return []


def _demos_of(question: Question) -> list[tuple[str, Demo]]:
    """Demos whose most central topic is a concept of the question."""
    return [
        (id_, demo)
        for id_, demo in all_demos().items()
        if demo.topics and demo.topics[0] in question.concepts
    ]


def _exercises(demo: Demo) -> Iterable[tuple[Example, str]]:
    """(example, output) pairs with inputs short enough to read and one number to find."""
    for example in demo.examples:
        if not example.inputs or any(len(str(v)) > _LONGEST_INPUT for v in example.inputs.values()):
            continue
        try:
            values: Mapping[str, Json] = demo(**example.inputs).values
        except DemoInputError:
            continue
        for name in example.values:
            if _as_number(values.get(name)) is not None:
                yield example, name


def _as_number(value: Json) -> float | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain else None


def _matches(written: str, expected: float) -> bool:
    plain = re.sub(r"[,\s]", "", written).replace("−", "-")
    percent = plain.endswith("%")
    plain = plain.rstrip("%")
    if "/" in plain:
        above, below = plain.split("/")
        if not float(below):
            return False
        value = float(Fraction(above) / Fraction(below))
        return abs(value - expected) <= 1e-9 * max(1.0, abs(expected))
    digits = len(plain.partition("e")[0].partition(".")[2]) if "." in plain else 0
    scale = 100.0 if percent else 1.0
    exact = abs(float(plain) - expected * scale) <= 1e-9 * max(1.0, abs(expected * scale))
    return exact or (digits > 0 and round(expected * scale, digits) == float(plain))


def _sentence(name: str, **values: object) -> Text:
    """A sentence of ``interview.toml``; values that are Texts read in the sentence's language."""
    row = read_toml("interview.toml")["followups"][name]

    def said(language: str) -> dict[str, object]:
        return {k: v.to(language) if isinstance(v, Text) else v for k, v in values.items()}

    return Text(row["zh"].format(**said("zh")), row["en"].format(**said("en")))
