"""Answers that turn a reference round in other words: directions, denials, subjects not named."""

import pytest

from bot.interview.coverage import credit_matrix
from bot.interview.denial import denied_in
from bot.interview.grading import Grader
from bot.interview.turned import turned
from bot.interview.wording import side_of

RIVER = "The upper course is steep, so the water is fast and carries large stones."


def turned_in(grader: Grader, reference: str, answer: str) -> list[tuple[str, str]]:
    """The parts of an answer and of a reference between which a word is turned round."""
    held, said = side_of(grader.analyzer, reference), side_of(grader.analyzer, answer)
    credits = credit_matrix(held.units, said.units, grader._matcher)
    pairs = turned(held, said, (credits >= 0.8) * credits)
    return [(answer[slice(*mine)].strip(), reference[slice(*theirs)].strip())
            for mine, theirs in pairs]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        (RIVER, "The river is slow and carries small stones there."),
        ("The cache stores pages that were used early in the day.",
         "Pages used late in the day go to the cache."),
        ("小样本时树的深度要浅,叶子的样本数要少。", "小样本时,叶子的样本数要多。"),
        ("学习率预热让早期的更新步子小。", "早期的更新步子大,这叫学习率预热。"),
    ],
)  # fmt: skip
def test_a_direction_turned_round_is_found(grader: Grader, reference: str, answer: str) -> None:
    assert len(turned_in(grader, reference, answer)) == 1
    right = turned_in(grader, reference, reference)
    assert not right


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        (RIVER, "The water of the upper course is not slow."),
        ("Larger batches give less noise in the gradient.",
         "When batches are smaller, there is more noise in the gradient."),
        ("装填因子越大,冲突越多。", "装填因子越小,冲突越少。"),
        ("树越高,磁盘的读写次数越多,所以要矮。", "这样磁盘的读写次数就少。"),
        ("Writes are slow and reads are fast on this disk.",
         "On this disk reads are fast, unlike its slow writes."),
    ],
)  # fmt: skip
def test_what_stays_true_is_not_turned(grader: Grader, reference: str, answer: str) -> None:
    assert not turned_in(grader, reference, answer)


def test_a_turned_statement_covers_no_point_and_is_told(grader: Grader) -> None:
    question = "How does a river flow in its upper course?"
    right = grader.grade(question, RIVER, "The water is fast there and carries large stones.")
    wrong = grader.grade(question, RIVER, "The water is slow there and carries small stones.")
    assert right.score > 0.6 and not right.hints
    assert wrong.score < 0.3 and any("opposite" in hint.en for hint in wrong.hints)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It has no separate cell state, but a gate.", ["separate", "cell state"]),
        ("no guarantee or order", ["guarantee", "order"]),
        ("It sends without any guarantee.", ["guarantee"]),
        ("它不存数据,只存指针", ["不存", "数据"]),
        ("The gate keeps the state.", []),
    ],
)
def test_what_is_denied_reaches_over_the_thing(
    grader: Grader, text: str, denied: list[str]
) -> None:
    side = side_of(grader.analyzer, text)
    found = [u for u, no in zip(side.units, denied_in(side), strict=True) if no]
    assert [text[u.start : u.end] for u in found] == denied


BRIDGES = (
    "How does an arch bridge differ from a beam bridge?",
    "An arch bridge has no bending moment in its stones and pushes against its banks; a beam "
    "bridge bends and only presses down on its piers.",
)


def test_what_is_denied_of_one_counts_for_the_other(grader: Grader) -> None:
    right = grader.grade(
        *BRIDGES,
        "A beam bridge has a bending moment, an arch bridge has none and pushes against its banks.",
    )
    wrong = grader.grade(
        *BRIDGES,
        "An arch bridge has a bending moment and bends. A beam bridge has no bending moment and "
        "pushes against its banks.",
    )
    assert not right.hints and wrong.score < right.score - 0.4
    assert any("swapped" in hint.en for hint in wrong.hints)


CACHES = (
    "LRU 是怎样工作的?为什么常好于 FIFO?",
    "淘汰最久没有被访问的页面,因为最近用过的还会再用。FIFO 淘汰最早调入的页面,不管它是否常用。",
)


def test_a_reference_that_begins_without_a_name_is_about_what_was_asked(grader: Grader) -> None:
    right = grader.grade(*CACHES, "LRU 淘汰最久没有访问的页面,FIFO 淘汰最早调入的页面。")
    wrong = grader.grade(*CACHES, "LRU 淘汰最早调入的页面,FIFO 淘汰最久没有访问的页面。")
    assert right.score > 0.6 and not right.hints
    assert wrong.score < 0.35 and any("swapped" in hint.en for hint in wrong.hints)


def test_names_that_differ_by_a_sign_are_two_things(grader: Grader) -> None:
    question = "B树和B+树有什么区别?"
    reference = "B树的每个结点都存放数据;B+树只有叶结点存放数据,叶结点用链表相连,便于范围查询。"
    wrong = "B+树的每个结点都存放数据;B树只有叶结点存放数据,叶结点用链表相连,便于范围查询。"
    assert grader.grade(question, reference, reference).score > 0.8
    assert grader.grade(question, reference, wrong).score < 0.3
