"""Which of two things has more of what: said right in other forms, and turned round."""

import time

import pytest

from bot.interview.grading import Grade, Grader

SORTS = (
    "Which is faster, quicksort or heapsort?",
    "In practice quicksort is faster than heapsort, because it uses the cache better.",
)
GATES = (
    "Compare GRU and LSTM.",
    "A GRU has fewer parameters than an LSTM and trains faster.",
)
STEPS = ("SGD 和 Adam 有什么区别?", "Adam 比 SGD 收敛快,但泛化能力不如 SGD。")
SWITCH = ("线程和进程的开销有什么不同?", "线程切换的开销比进程小,进程的隔离性比线程强。")
LISTS = ("数组和链表哪个查找快?", "按下标访问时数组比链表快,插入时链表比数组快。")
MEMORY = (
    "Compare RNNs and Transformers.",
    "Transformers train faster than RNNs but need more memory than RNNs.",
)


def accused(grade: Grade) -> bool:
    """Whether an answer is told that it may say the contrary, or swap the two things."""
    return bool(grade.evidence["contrary"] or grade.evidence["swap"] >= 0.4)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (SORTS, "Heapsort is slower than quicksort."),
        (SORTS, "Heapsort is not as fast as quicksort."),
        (SORTS, "Compared with heapsort, quicksort runs faster."),
        (GATES, "An LSTM has more parameters than a GRU."),
        (GATES, "LSTM trains slower than GRU."),
        (STEPS, "SGD 收敛比 Adam 慢。"),
        (STEPS, "SGD 的泛化比 Adam 好。"),
        (STEPS, "论泛化,Adam 不如 SGD。"),
        (SWITCH, "线程的隔离性比进程弱。"),
        (SWITCH, "进程的隔离优于线程。"),
        (SWITCH, "进程切换比线程开销更大。"),
        (LISTS, "数组插入比链表慢。"),
        (LISTS, "插入元素时数组不如链表快。"),
        (MEMORY, "RNNs need less memory than Transformers."),
        (MEMORY, "Unlike RNNs, Transformers train fast."),
    ],
)
def test_a_right_comparison_is_never_held_against_an_answer(
    grader: Grader, asked: tuple[str, str], answer: str
) -> None:
    assert not accused(grader.grade(*asked, answer))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (SORTS, "Heapsort is faster than quicksort in practice."),
        (SORTS, "Quicksort is not as fast as heapsort."),
        (SORTS, "Quicksort is less fast than heapsort."),
        (GATES, "The LSTM has fewer parameters than the GRU."),
        (GATES, "GRU trains slower than LSTM."),
        (STEPS, "SGD 收敛比 Adam 快。"),
        (STEPS, "Adam 的泛化比 SGD 好。"),
        (STEPS, "Adam 没有 SGD 收敛得快。"),
        (SWITCH, "进程的隔离性不如线程。"),
        (SWITCH, "线程的隔离优于进程。"),
        (LISTS, "插入元素时链表不如数组快。"),
        (LISTS, "链表的按下标访问比数组快。"),
        (MEMORY, "RNNs need more memory than Transformers."),
        (MEMORY, "Unlike Transformers, RNNs train fast."),
    ],
)
def test_a_comparison_that_is_turned_round_is_told(
    grader: Grader, asked: tuple[str, str], answer: str
) -> None:
    assert accused(grader.grade(*asked, answer))


def test_the_hint_shows_both_statements(grader: Grader) -> None:
    grade = grader.grade(*GATES, "An LSTM needs fewer parameters than a GRU.")
    told = "An LSTM needs fewer parameters than a GRU", "A GRU has fewer parameters than an LSTM"
    shown = "\n".join(hint.en for hint in grade.hints)
    assert all(part in shown for part in told)
    assert grade.score < 0.3


def test_another_quality_is_no_contradiction(grader: Grader) -> None:
    """Slower at one thing, faster at another."""
    assert not accused(grader.grade(*GATES, "A GRU answers slower than an LSTM at inference."))
    assert not accused(grader.grade(*SWITCH, "进程的健壮性比线程强。"))


def test_a_page_of_comparisons_is_graded_in_seconds(grader: Grader) -> None:
    """Every clause of it is like every one of the reference."""
    page = "。".join(f"线程的第 {n} 种开销比进程小" for n in range(400))
    began = time.process_time()
    grader.grade(SWITCH[0], page, page.replace("小", "大"))
    assert time.process_time() - began < 6
