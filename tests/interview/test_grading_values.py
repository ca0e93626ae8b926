"""Parts of grading by their exact values, where a score as a whole would hide a small fault."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.interview.coverage import Matcher, best_window, by_clause, credit_matrix
from bot.interview.grading import (
    SIGNS,
    Grade,
    Grader,
    Point,
    hint,
    penalty_of,
    said_once,
    score_of,
    suggested_rating,
    without_code,
)
from bot.interview.synonyms import Thesaurus
from bot.interview.wording import Unit
from bot.resources import read_toml

CNN, NETWORK = "convolutional-neural-network", "neural-network"
RULES = read_toml("interview.toml")["matching"]
NEAR, SYNONYM = RULES["neighbour"], RULES["synonym"]
NO_SIGNS = dict.fromkeys(SIGNS, 0.0)
LOAD = ("为什么装填因子要小?", "装填因子越高,冲突越多,查找越慢。")


@pytest.fixture(scope="module")
def matcher(analyzer: Analyzer) -> Matcher:
    pairs = [("begin", "开始"), ("start", "开始"), ("start", "启动"), ("rare", "稀有")]
    return Matcher(analyzer.glossary, Thesaurus(pairs, ["node|vertex"]))


def unit(*words: str, concepts: tuple[str, ...] = ()) -> Unit:
    return Unit(frozenset(concepts), words, 1.0, 0, 1)


@pytest.mark.parametrize(
    ("asked", "said", "credit"),
    [
        (unit("甲", concepts=(CNN,)), unit("乙", concepts=(CNN, "x")), 1.0),
        (unit(concepts=(CNN,)), unit(concepts=(NETWORK,)), NEAR),
        (unit(concepts=(NETWORK,)), unit(concepts=(CNN,)), NEAR),
        (unit(concepts=(CNN,)), unit(concepts=("padding",)), 0.0),
        (unit(concepts=("hidden-layer",)), unit(concepts=(NETWORK,)), NEAR),
        (unit("vertex", concepts=(CNN,)), unit("node", concepts=(NETWORK,)), SYNONYM),
        (unit("深度网络", "深度", "网络"), unit("网络模型", "网络", "模型"), 0.5),
        (unit("深度网络", "深度", "网络"), unit("网络"), 1.0),
        (unit("网", "网络"), unit("网络"), 1.0),
        (unit("甲", "乙"), unit(), 0.0),
        (unit(), unit("甲"), 0.0),
        (unit("begin", "start"), unit("开始"), SYNONYM),
        (unit("begin"), unit("start"), 0.6 * SYNONYM),
        (unit("begin", "rare"), unit("稀有", "开始"), 0.0),
        (unit("gradient"), unit("gradeint"), 0.9 * SYNONYM),
        (unit("layer"), unit("layre"), 0.9 * SYNONYM),
        (unit("layers"), unit("player"), 0.0),
        (unit("loss"), unit("lost"), 0.0),
        (unit("conv12"), unit("conv13"), 0.0),
        (unit("gradient"), unit("gradien1"), 0.0),
        (unit("reused"), unit("reusabl"), 0.9 * SYNONYM),
        (unit("acted"), unit("actabl"), 0.0),
        (unit("transfer"), unit("transform"), 0.0),
        (unit("残差块"), unit("残差"), 0.5 * 2 / 3 * SYNONYM),
        (unit("残差块"), unit("块残积"), 0.5 * 2 / 3 * SYNONYM),
        (unit("残差"), unit("差"), 0.0),
        (unit("layer"), unit("残差层"), 0.0),
        (unit("layer"), unit("layér"), 0.0),
    ],
)
def test_two_units_give_each_other_credit(
    matcher: Matcher, asked: Unit, said: Unit, credit: float
) -> None:
    assert matcher.credit(asked, said) == pytest.approx(credit)


@pytest.mark.parametrize(("likeness", "credit"), [(0.25, 0.25 * SYNONYM), (0.24, 0.0)])
def test_words_are_synonyms_from_a_quarter_of_likeness_on(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch, likeness: float, credit: float
) -> None:
    monkeypatch.setattr(Thesaurus, "similarity", lambda *_: likeness)
    matcher = Matcher(analyzer.glossary, Thesaurus([], []))
    assert matcher.credit(unit("甲"), unit("乙")) == pytest.approx(credit)


def test_what_two_units_share_that_can_give_credit(matcher: Matcher) -> None:
    assert matcher.keys(unit("begin", "x", concepts=(CNN,))) == {
        f"c {CNN}", f"c {NETWORK}", "w begin", "w x", "t begin", "t 开始", "s be", "s in",
    }  # fmt: skip
    assert matcher.keys(unit("残差", "网络")) == {
        "w 残差", "w 网络", "t 残差", "s 残", "s 差",
    }  # fmt: skip
    assert matcher.keys(unit(concepts=("unheard-of",))) == {"c unheard-of"}


def test_a_matrix_has_the_credit_of_every_pair(matcher: Matcher) -> None:
    asked = [unit("vertex"), unit("gradient"), unit("开始"), unit(concepts=(CNN,)), unit("残差")]
    said = [unit("gradeint"), unit("node"), unit("x"), unit("node"), unit(concepts=(NETWORK,)),
            unit("start"), unit("残网")]  # fmt: skip
    expected = [[matcher.credit(one, other) for other in said] for one in asked]
    assert credit_matrix(asked, said, matcher) == pytest.approx(np.array(expected))
    assert np.count_nonzero(expected) == 6
    assert credit_matrix([], said, matcher).shape == (0, 7)


def test_a_clause_gives_its_best_credit() -> None:
    matrix = np.array([[0.2, 0.9, 0.5], [0.4, 0.0, 0.7]])
    assert by_clause(matrix, [0, 0, 2], 3).tolist() == [[0.9, 0.0, 0.5], [0.4, 0.0, 0.7]]
    assert by_clause(np.zeros((2, 0)), [], 0).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize(
    ("credits", "weights", "best"),
    [
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, 1, 1], (2 / 3, 0)),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, 1, 2], (3 / 4, 1)),
        ([[1, 0, 0], [0, 0, 1]], [1, 1], (0.5, 0)),
        ([[0, 0, 0], [0, 0, 1]], [1, 3], (0.75, 1)),
        ([[1, 0], [0, 1]], [1, 1], (1.0, 0)),
        ([[0.5], [1]], [1, 1], (0.75, 0)),
        ([[1, 1], [1, 1]], [0, 0], (0.0, 0)),
    ],
)
def test_a_point_is_covered_by_two_neighbouring_clauses(
    credits: list[list[float]], weights: list[float], best: tuple[float, int]
) -> None:
    covered, where = best_window(np.array(credits, float), np.array(weights, float))
    assert (covered, where) == (pytest.approx(best[0]), best[1])


def test_code_is_blanked_and_everything_keeps_its_place() -> None:
    text = "交集除以并集,再取比值。\n```py\nx = 1\n```\n完。"
    assert without_code(text) == "交集除以并集,再取比值。\n     \n     \n   \n完。"
    assert without_code("十个字符的一段话呢。\n```\nx\n```").split() == ["十个字符的一段话呢。"]
    assert without_code("九个字符的一段话。\n```\nx\n```").endswith("```\nx\n```")


def test_so_many_characters_are_read_and_no_more(grader: Grader) -> None:
    seen = grader.compare("问" * 2_000, "题" * 7_000, "".join(map(str, range(1_500))))
    read = [len(side.text) for side in (seen.question, seen.reference, seen.answer)]
    assert read == [1_000, 6_000, 4_000]
    for length in (4_000, 4_001):
        hints = grader.grade(*LOAD, "答" * length).hints
        assert (hint("long", n=4_000) in hints) == (length > 4_000)


def test_a_blank_answer_has_no_score_and_says_so(grader: Grader) -> None:
    grade = grader.grade(*LOAD, " ")
    assert (grade.score, grade.kind, grade.hints) == (0.0, "blank", (hint("blank"),))
    assert grade.missing == ("装填因子越高,冲突越多", "查找越慢") and grade.evidence == {}


def test_a_reference_without_words_gives_no_sign(grader: Grader) -> None:
    grade = grader.grade("什么是栈?", "", "后进先出")
    doubts = ("swap", "loose", "contrary", "values", "numbers", "stray", "unmet")
    signs = dict.fromkeys((*doubts, "echo", "stuffing"), 0.0)
    assert {name: grade.evidence[name] for name in SIGNS} == signs
    assert set(grade.evidence) > set(signs) and grade.kind == "answer"


def test_a_sign_against_an_answer_comes_with_its_hint(grader: Grader) -> None:
    contrary = grader.grade(*LOAD, "装填因子越低,冲突越多,查找越慢,链表。")
    assert contrary.hints == (hint("contrary", said="装填因子越低", held="装填因子越高"),)
    assert contrary.evidence["contrary"] == pytest.approx(1 / 3)
    values = grader.grade("How fast is merge sort?", "It takes O(n log n) time.", "It is O(n^2).")
    assert values.hints == (hint("values", said="O(n^2)", held="O(n log n)"),)
    assert values.evidence["values"] == 1.0
    echo = grader.grade("栈和队列有什么区别?", "栈后进先出。", "栈和队列的区别就是栈和队列有区别")
    assert echo.hints == (hint("echo"),) and echo.kind == "echo" and echo.evidence["echo"] == 1.0


def test_a_good_answer_is_an_answer_without_hints(grader: Grader) -> None:
    grade = grader.grade(*LOAD, LOAD[1])
    assert (grade.kind, grade.hints) == ("answer", ()) and not grade.missing
    assert grade.points[1].said == ("查找", "越慢")
    assert Grade(1.0).kind == "answer"


def test_what_is_said_again_is_read_once() -> None:
    assert said_once("梯度下降算法梯度下降算法") == "梯度下降算法"
    assert said_once("梯度下降法梯度下降法") == "梯度下降法梯度下降法"
    assert said_once("栈顶栈顶栈顶,好好学") == "栈顶,好好学"


@pytest.mark.parametrize(
    ("coverage", "covered", "said", "begun"),
    [
        (0.2, False, ("栈",), True), (0.19, False, ("栈",), False),
        (0.9, True, ("栈",), False), (0.3, False, (), False),
    ],
)  # fmt: skip
def test_a_point_is_begun_when_a_fifth_of_it_is_said(
    coverage: float, covered: bool, said: tuple[str, ...], begun: bool
) -> None:
    assert Point("栈是后进先出的", 1.0, coverage, covered, said).begun is begun


def test_a_limit_that_is_just_reached_counts(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULES, "covered", 1.0)
    monkeypatch.setitem(RULES, "evidence", 1.0)
    grade = grader.grade(*LOAD, LOAD[1])
    assert [point.coverage for point in grade.points] == [1.0, 1.0]
    assert not grade.missing and all(point.said for point in grade.points)


THREE = "栈只在一端插入和删除元素。队列从两端插入和删除元素。哈希表按照键的哈希值查找元素。"


def test_a_score_that_no_point_explains_is_unsure_from_three_points_on(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratings = read_toml("interview.toml")["ratings"]
    asked = ("栈、队列和哈希表有什么特点?", THREE, THREE)
    assert hint("unsure") not in grader.grade(*asked).hints
    monkeypatch.setitem(RULES, "covered", 1.1)
    grade = grader.grade(*asked)
    assert len(grade.points) == 3 and hint("unsure") in grade.hints
    for name in ("good", "easy"):
        monkeypatch.setitem(ratings, name, 1.1)
    for limit, unsure in ((grade.score, True), (grade.score + 0.01, False)):
        monkeypatch.setitem(ratings, "hard", limit)
        assert (hint("unsure") in grader.grade(*asked).hints) is unsure
    monkeypatch.setitem(ratings, "hard", 0.0)
    assert hint("unsure") not in grader.grade(*LOAD, LOAD[1]).hints


def test_a_swap_is_told_when_it_is_believed(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    believed = read_toml("interview.toml")["contrast"]["believed"]
    for swap, told in ((believed, True), (believed - 0.01, False)):
        monkeypatch.setattr(Grader, "signs", lambda *_, swap=swap: NO_SIGNS | {"swap": swap})
        assert (hint("swap") in grader.grade(*LOAD, LOAD[1]).hints) is told


@pytest.mark.parametrize(
    ("answer", "contradictions", "share"),
    [
        ("装填因子越高,冲突越多,查找越慢。", 1, 1 / 3), ("查找越慢。", 1, 1.0),
        ("查找越慢。", 2, 1.0), ("链表", 0, 0.0), ("查找越慢。", 0, 0.0),
    ],
)  # fmt: skip
def test_contradictions_count_by_the_clauses_that_tell_something(
    grader: Grader, answer: str, contradictions: int, share: float
) -> None:
    seen = replace(grader.compare(*LOAD, answer), contrary=[((0, 1), (0, 1))] * contradictions)
    assert grader.signs(seen)["contrary"] == pytest.approx(share)


def test_the_score_is_the_logistic_function_of_the_evidence() -> None:
    weights = read_toml("grading.toml")["weights"]
    evidence = {**dict.fromkeys(weights, 0.5), **NO_SIGNS}
    del evidence["bias"]
    z = weights["bias"] + sum(0.5 * w for name, w in weights.items() if name != "bias")
    assert score_of(evidence) == pytest.approx(1 / (1 + math.exp(-z)))
    assert score_of(evidence | {"swap": 1.0}) == pytest.approx(0.15 / (1 + math.exp(-z)))


@pytest.mark.parametrize(
    ("signs", "factor"),
    [
        ({}, 1.0), ({"swap": 0.5}, 0.575), ({"contrary": 0.25}, 0.575), ({"values": 1.0}, 0.235),
        ({"stray": 0.4}, 0.66), ({"contrary": 1.0}, 0.15), ({"swap": 0.2, "stray": 0.4}, 0.66),
        ({"unmet": 1.0}, 0.15), ({"echo": 1.0}, 0.15), ({"stuffing": 1.0, "swap": 0.1}, 0.15),
    ],
)  # fmt: skip
def test_the_strongest_sign_lowers_the_score(signs: dict[str, float], factor: float) -> None:
    assert penalty_of(NO_SIGNS | signs) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("score", "rating"),
    [(0.0, 1), (0.34, 1), (0.35, 2), (0.59, 2), (0.6, 3), (0.84, 3), (0.85, 4), (1.0, 4)],
)
def test_a_rating_begins_with_its_limit(score: float, rating: int) -> None:
    assert suggested_rating(score) == rating
