"""Examples stand for their kind where a question asks to tell two things apart."""

import re

import pytest

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Concept, Glossary
from bot.interview.contrast import with_kinds
from bot.interview.grading import Grader
from bot.interview.joints import Joint
from bot.interview.wording import Side, Unit, side_of

DETECTORS = (
    "How do one-stage and two-stage detectors differ?",
    "Two-stage detectors first propose regions and then classify each of them; they are accurate "
    "and slow. One-stage detectors predict boxes on a dense grid in one pass; they are fast and "
    "suffer from class imbalance.",
)
BIRDS: Glossary = {
    "bird": Concept("bird", "x", (), ("bird",)),
    "fish": Concept("fish", "x", (), ("fish",)),
    "crow": Concept("crow", "x", (), ("crow",), relations=(("is-a", "bird"), ("part-of", "fish"))),
    "raven": Concept("raven", "x", (), ("raven",), relations=(("is-a", "crow"),)),
    "flying-fish": Concept(
        "flying-fish", "x", (), ("flyer",), relations=(("is-a", "bird"), ("is-a", "fish"))
    ),
    "egg": Concept("egg", "x", (), ("egg",), relations=(("is-a", "hen"), ("related", "bird"))),
    "hen": Concept("hen", "x", (), ("hen",), relations=(("is-a", "egg"),)),
}
TWO = Joint(("bird", "fish"), alone=True, concepts=(frozenset({"bird"}), frozenset({"fish"})))


def naming(word: str, concept: str) -> Side:
    """A text that is one word and names one concept."""
    return Side(word, (Unit(frozenset({concept}), (word,), 1.0, 0, len(word)),), ((0, len(word)),))


@pytest.mark.parametrize(
    ("word", "concept", "called"),
    [
        ("Crow", "crow", (True, False)),
        ("raven", "raven", (True, False)),
        ("flyer", "flying-fish", (False, False)),
        ("egg", "egg", (False, False)),
        ("stone", "unknown", (False, False)),
        ("bird", "bird", (True, False)),
        ("fishcrow", "crow", (False, True)),
    ],
)
def test_what_is_a_kind_of_only_one_thing_stands_for_it(
    word: str, concept: str, called: tuple[bool, bool]
) -> None:
    names = with_kinds(TWO, [naming("x", "unknown"), naming(word, concept)], BIRDS)
    one, other = (bool(re.search(name, word.lower())) for name in names)
    assert (one, other) == called


def test_names_without_kinds_stay_as_they_are() -> None:
    assert with_kinds(TWO, [naming("bird", "bird"), naming("egg", "egg")], BIRDS) == TWO.names


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        ("YOLO first proposes regions and then classifies each, accurate but slow. Faster R-CNN "
         "predicts boxes on a dense grid in one pass, fast, with class imbalance.", True),
        ("Faster R-CNN first proposes regions and then classifies each, accurate but slow. YOLO "
         "predicts boxes on a dense grid in one pass, fast, with class imbalance.", False),
    ],
)  # fmt: skip
def test_an_answer_is_held_to_the_examples_it_speaks_of(
    grader: Grader, answer: str, swapped: bool
) -> None:
    grade = grader.grade(*DETECTORS, answer)
    assert any("swapped" in hint.en for hint in grade.hints) == swapped
    assert grade.score < 0.3 if swapped else grade.score > 0.7


STEPS = (
    "How is a cake made?",
    "First the butter and the sugar are creamed. Then the flour and the milk are folded in. "
    "Finally the tin is baked and cooled on a rack.",
)


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        ("First the flour and the milk are folded in. Then the butter and the sugar are creamed. "
         "Finally the tin is baked and cooled on a rack.", True),
        ("First the tin is baked and cooled on a rack. Finally the butter and the sugar are "
         "creamed.", True),
        ("First butter and sugar are creamed. Then flour and milk are folded in. Finally the tin "
         "is baked.", False),
    ],
)  # fmt: skip
def test_the_order_of_steps_is_looked_at(grader: Grader, answer: str, swapped: bool) -> None:
    grade = grader.grade(*STEPS, answer)
    assert any("swapped" in hint.en for hint in grade.hints) == swapped


def test_an_example_is_a_unit_of_the_text(analyzer: Analyzer) -> None:
    sides = [side_of(analyzer, "YOLO is quick")]
    ids = frozenset({"two-stage-detector"}), frozenset({"one-stage-detector"})
    names = with_kinds(Joint(("two", "one"), alone=True, concepts=ids), sides, analyzer.glossary)
    assert names[0] == "two" and re.search(names[1], "why yolo")
