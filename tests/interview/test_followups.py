"""Follow-ups: missing points, neighbours, confused concepts, and numbers checked exactly."""

from dataclasses import replace

import pytest
from interview_samples import PASSAGES

from bot.analysis.analyzer import Analyzer
from bot.demos import get_demo
from bot.interview.exercises import Verdict, check_number
from bot.interview.followups import follow_ups, next_hint
from bot.interview.grading import Grader
from bot.interview.questions import question_bank
from bot.text import Text


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
    assert next_hint(grade) is None


def test_no_hint_is_given_twice(analyzer: Analyzer, grader: Grader) -> None:
    bank = question_bank(PASSAGES, analyzer)
    grade = grader.grade(bank[1].text, bank[1].reference, "")
    told: tuple[Text, ...] = ()
    while (hint := next_hint(grade, told)) is not None:
        assert hint not in told
        told = (*told, hint)
    assert told


@pytest.mark.parametrize(
    ("reference", "answer", "first"),
    [
        ("Registers are saved; the scheduler picks another job.", "It picks a job.", "Registers"),
        ("哈夫曼编码是前缀码,平均码长最短。", "平均码长最短", "哈夫曼编码"),
    ],
)
def test_a_hint_is_a_whole_word_of_what_was_not_said(
    grader: Grader, reference: str, answer: str, first: str
) -> None:
    shown = next_hint(grader.grade("", reference, answer))
    assert shown is not None and shown.zh == shown.en and shown.en in reference
    assert shown.en == first


def test_the_exercise_of_a_demo_has_the_answer_the_demo_computes(
    analyzer: Analyzer, grader: Grader
) -> None:
    bank = question_bank(PASSAGES, analyzer)
    question = replace(bank[0], concepts=("intersection-over-union",))
    grade = grader.grade(question.text, question.reference, "")
    asked = set()
    for seed in range(3):
        (exercise,) = [
            f.exercise for f in follow_ups(question, grade, bank, analyzer, seed) if f.exercise
        ]
        values = get_demo(exercise.demo)(**exercise.inputs).values
        assert exercise.answer == values["iou"]
        assert check_number(f"= {exercise.answer}", exercise.answer) is Verdict.RIGHT
        assert check_number(f"= {exercise.answer + 1}", exercise.answer) is Verdict.WRONG
        asked.add(exercise.text.zh)
    assert len(asked) == 3


def test_often_confused_concepts_are_asked_for(analyzer: Analyzer, grader: Grader) -> None:
    bank = question_bank(PASSAGES, analyzer)
    confused = next(c for c in analyzer.glossary.values() if c.related("confused"))
    question = replace(bank[0], concepts=(confused.id,))
    grade = grader.grade(question.text, question.reference, "")
    texts = [f.text for f in follow_ups(question, grade, bank, analyzer) if f.kind == "confused"]
    assert (
        len(texts) == 1
        and confused.title.zh in texts[0].zh
        and confused.title.en.capitalize() in texts[0].en
    )


def test_after_a_blank_answer_nothing_is_said_to_be_missing(
    analyzer: Analyzer, grader: Grader
) -> None:
    bank = question_bank(PASSAGES, analyzer)
    grade = grader.grade(bank[1].text, bank[1].reference, "")
    assert not [f for f in follow_ups(bank[1], grade, bank, analyzer) if f.kind == "missing"]


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        # Not the verb that many others may stand for, nor the number.
        ("The layer computes 12 embeddings.", "embedding"),
        # As the glossary lists it, not as the sentence bends it.
        ("The decoder is causally masked.", "causal mask"),
    ],
)
def test_a_hint_is_a_telling_name(grader: Grader, reference: str, shown: str) -> None:
    hint = next_hint(grader.grade("What does the decoder do?", reference, "It runs."))
    assert hint is not None and hint.en == shown


def test_a_point_said_in_part_is_told_with_its_words(grader: Grader) -> None:
    reference = "The keeper stores fractional coordinates of each bilinear sample of a bin"
    (point,) = grader.grade("What is kept?", reference, "fractional coordinates").points
    assert point.begun and not point.covered and set(point.said) == {"fractional", "coordinates"}
    (none,) = grader.grade("What is kept?", reference, "a dog").points
    assert not none.begun


def test_key_points_stay_within_their_sentences(grader: Grader) -> None:
    reference = (
        "Both turn regions into features of fixed size, for example 7×7, for the head. RoI pooling "
        "rounds the region to cells. For the channels, average pooling and max pooling go through "
        "one shared network."
    )
    assert [p.text for p in grader.grade("", reference, "x y").points] == [
        "Both turn regions into features of fixed size",
        "for example 7×7, for the head",
        "RoI pooling rounds the region to cells",
        "For the channels, average pooling and max pooling go through one shared network",
    ]
