"""Exercises: every one can be computed and says all it needs; what is typed is checked exactly."""

import string

import pytest

from bot.analysis.analyzer import Analyzer
from bot.demos import get_demo
from bot.demos._params import Choice
from bot.interview.exercises import (
    MOST_DIGITS,
    Verdict,
    check_number,
    computed,
    exercise_for,
    seed_of,
)
from bot.resources import read_toml

ROWS = read_toml("exercises.toml")["exercise"]
KEYS = [f"{row['demo']} {row['output']}" for row in ROWS]
RIGHT, ROUGH, WRONG, NONE = Verdict.RIGHT, Verdict.ROUGH, Verdict.WRONG, Verdict.NONE


@pytest.mark.parametrize("row", ROWS, ids=KEYS)
def test_every_exercise_is_computed_by_its_demo_and_has_a_finite_number(
    row: dict[str, object], analyzer: Analyzer
) -> None:
    main = row["topics"][0]  # type: ignore[index]
    for number, inputs in enumerate(row["inputs"]):  # type: ignore[arg-type, var-annotated]
        exercise = exercise_for((main,), number)
        assert exercise is not None and abs(exercise.answer) < 1e15
        assert exercise.demo == row["demo"] and exercise.inputs == inputs
        assert check_number(exercise.told.en, exercise.answer) is RIGHT
        assert check_number(exercise.told.zh, exercise.answer) is RIGHT
    assert set(row["topics"]) <= analyzer.glossary.keys()  # type: ignore[call-overload]


@pytest.mark.parametrize("row", ROWS, ids=KEYS)
def test_a_question_says_every_input_that_is_a_number(row: dict[str, object]) -> None:
    demo = get_demo(str(row["demo"]))
    choices = {p.name for mode in demo.modes for p in mode.params if isinstance(p, Choice)}
    for language in ("zh", "en"):
        said = {name for _, name, _, _ in string.Formatter().parse(str(row[language])) if name}
        for inputs in row["inputs"]:  # type: ignore[attr-defined]
            assert said <= inputs.keys()
            assert inputs.keys() - said <= choices


def test_two_exercises_never_compete_for_one_concept() -> None:
    mains = [row["topics"][0] for row in ROWS]
    assert len(mains) == len(set(mains))


def test_a_concept_without_an_exercise_has_none_and_the_key_decides_the_inputs() -> None:
    assert exercise_for(("no-such-concept",)) is None
    assert exercise_for(()) is None
    assert seed_of("a/q1") == seed_of("a/q1") != seed_of("a/q2")


@pytest.mark.parametrize("typed", ["1" * 100_000, "1/" + "3" * 5000, "3." + "1" * 6000])
def test_a_number_of_thousands_of_digits_is_wrong_and_kept_short(typed: str) -> None:
    assert check_number(typed, 1.0) is WRONG
    kept = computed(exercise_for(("output-size",)), typed)
    assert kept is not None and len(kept.typed) == MOST_DIGITS and kept.verdict is WRONG


def test_nothing_typed_is_no_outcome() -> None:
    exercise = exercise_for(("output-size",))
    assert computed(exercise, "  ") is None and computed(None, "7") is None
    told = computed(exercise, " 7 ")
    assert told is not None and told.typed == "7"


@pytest.mark.parametrize(
    ("answer", "expected", "verdict"),
    [
        ("7", 7.0, RIGHT), ("7x7 所以 49", 49.0, RIGHT), ("1,280", 1280.0, RIGHT),
        ("1e3", 1000.0, RIGHT), ("0.33", 1 / 3, RIGHT), ("33.3%", 1 / 3, RIGHT),
        ("1/3", 1 / 3, RIGHT), ("0.34", 1 / 3, WRONG), ("0.3", 1 / 3, ROUGH),
        ("0", 1 / 3, ROUGH), ("1/0", 1.0, WRONG), ("−2.5", -2.5, RIGHT), ("2.5", -2.5, WRONG),
        ("", 1.0, NONE), ("没有", 1.0, NONE), ("大约7", 7.0, RIGHT), ("8", 7.0, WRONG),
        ("105.4M", 105_415_200.0, RIGHT), ("1.05亿", 105_415_200.0, RIGHT),
        ("105M", 105_415_200.0, RIGHT), ("105000000", 105_415_200.0, WRONG),
        ("106M", 105_415_200.0, WRONG), ("25 MB", 25.0, RIGHT), ("25 M", 25.0, WRONG),
        ("34,944 个参数", 34944.0, RIGHT), ("34,940", 34944.0, WRONG), ("55 px", 55.0, RIGHT),
        ("0.0", 0.04, ROUGH), ("0.01", 0.01, RIGHT), ("1e999", 1.0, WRONG), ("0.13", 0.125, RIGHT),
        ("0.12", 0.125, RIGHT), ("9" * 400, 1.0, WRONG),
    ],
)  # fmt: skip
def test_numbers_are_checked_as_precisely_as_they_are_given(
    answer: str, expected: float, verdict: Verdict
) -> None:
    assert check_number(answer, expected) is verdict
