"""Numbers of an answer beside those of a reference."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.interview.grading import Grader
from bot.interview.numbers import numbers_in

STACKED = "What is the receptive field of stacked convolutions?"
HELD = "Two stacked 3×3 convolutions with stride 1 give 5×5. It grows with depth and dilation."


@pytest.fixture(scope="module")
def grader() -> Grader:
    return Grader(Analyzer.open())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("γ=2, pt=0.9", [2.0, 0.9]),
        ("25%", [0.25]),
        ("ResNet-50, YOLOv2, AP75, 3d, p_4, 1.2.3", []),
        ("约为 8 到 9 倍", [8.0, 9.0]),
    ],
)
def test_numbers_are_read_apart_from_names(text: str, numbers: list[float]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("answer", "suspected"),
    [
        ("Two stacked 3×3 convolutions with stride 1 give 6×6.", True),
        ("Two stacked 3×3 convolutions with stride 1 give 5×5.", False),
        ("Two stacked 3×3 convolutions with stride 1 give five by five.", False),
        ("It grows with depth and dilation, by 7 in my own network.", False),
        ("Two stacked 3×3 convolutions with stride 1 give 5×5, and with stride 4 more.", False),
    ],
)
def test_only_another_number_for_the_same_thing_is_suspected(
    answer: str, suspected: bool, grader: Grader
) -> None:
    grade = grader.grade(STACKED, HELD, answer)
    assert grade.evidence["numbers"] == float(suspected)
    assert any("6×6" in hint.en and "5×5" in hint.en for hint in grade.hints) is suspected


def test_a_number_of_the_question_is_no_other_number(grader: Grader) -> None:
    asked = "What do two stacked 3×3 convolutions with stride 1 give, 5×5 or 6×6?"
    answer = "Two stacked 3×3 convolutions with stride 1 give 6×6."
    assert grader.grade(asked, HELD, answer).evidence["numbers"] == 0.0


def test_another_number_takes_part_of_the_score(grader: Grader) -> None:
    right, wrong = (
        grader.grade(STACKED, HELD, HELD.replace("5×5", size)).score for size in ("5×5", "6×6")
    )
    assert right > 0.8
    assert 0.35 < wrong < 0.65
