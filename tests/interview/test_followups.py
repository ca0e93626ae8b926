"""Follow-ups: missing points, neighbours, confused concepts, and numbers checked exactly."""

from dataclasses import replace

import pytest
from interview_samples import PASSAGES

from bot.analysis.analyzer import Analyzer
from bot.demos import get_demo
from bot.interview.followups import first_hint, follow_ups, right_number
from bot.interview.grading import Grader
from bot.interview.questions import question_bank


def test_every_kind_of_follow_up_is_asked(analyzer: Analyzer, grader: Grader) -> None:
    bank = question_bank(PASSAGES, analyzer)
    question = bank[1]
    grade = grader.grade(question.text, question.reference, "不知道")
    found = follow_ups(question, grade, bank, analyzer)
    kinds = {follow.kind for follow in found}
    assert {"missing", "sibling"} <= kinds
    siblings = [follow.question for follow in found if follow.kind == "sibling"]
    assert siblings and question.id not in siblings
    assert all(follow.text.zh and follow.text.en for follow in found)


def test_a_complete_answer_has_nothing_missing(analyzer: Analyzer, grader: Grader) -> None:
    bank = question_bank(PASSAGES, analyzer)
    grade = grader.grade(bank[0].text, bank[0].reference, bank[0].reference)
    assert grade.missing == ()
    assert not [f for f in follow_ups(bank[0], grade, bank, analyzer) if f.kind == "missing"]
    assert "no more" in first_hint(bank[0], grade, analyzer).en


def test_the_exercise_of_a_demo_has_the_answer_the_demo_computes(
    analyzer: Analyzer, grader: Grader
) -> None:
    bank = question_bank(PASSAGES, analyzer)
    topic = get_demo("receptive-field").topics[0]
    question = replace(bank[0], concepts=(topic,))
    grade = grader.grade(question.text, question.reference, "")
    for seed in range(3):
        exercises = [
            f for f in follow_ups(question, grade, bank, analyzer, seed) if f.kind == "compute"
        ]
        assert len(exercises) == 1 and exercises[0].answer is not None
        assert right_number(f"= {exercises[0].answer}", exercises[0].answer)
        assert not right_number(f"= {exercises[0].answer + 1}", exercises[0].answer)


def test_often_confused_concepts_are_asked_for(analyzer: Analyzer, grader: Grader) -> None:
    bank = question_bank(PASSAGES, analyzer)
    confused = next(c for c in analyzer.glossary.values() if c.related("confused"))
    question = replace(bank[0], concepts=(confused.id,))
    grade = grader.grade(question.text, question.reference, "")
    texts = [f.text for f in follow_ups(question, grade, bank, analyzer) if f.kind == "confused"]
    assert len(texts) == 1 and confused.title.zh in texts[0].zh and confused.title.en in texts[0].en


@pytest.mark.parametrize(
    ("answer", "expected", "right"),
    [
        ("7", 7.0, True), ("7x7 所以 49", 49.0, True), ("1,280", 1280.0, True),
        ("1e3", 1000.0, True),
        ("0.33", 1 / 3, True), ("33.3%", 1 / 3, True), ("1/3", 1 / 3, True),
        ("0.34", 1 / 3, False),
        ("0", 1 / 3, False), ("1/0", 1.0, False), ("−2.5", -2.5, True), ("", 1.0, False),
        ("大约7", 7.0, True), ("8", 7.0, False),
    ],
)  # fmt: skip
def test_numbers_are_checked_as_precisely_as_they_are_given(
    answer: str, expected: float, right: bool
) -> None:
    assert right_number(answer, expected) is right
