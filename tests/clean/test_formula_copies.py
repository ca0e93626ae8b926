r"""Formulas that a page copied, beside what is none: where a copy begins and ends."""

import pytest

from bot.clean.copies import _is_plain, borders
from bot.clean.formulas import collapse_formulas
from bot.clean.measures import First, end_after, spread, until_mark
from bot.clean.skeleton import Equal, skeleton


@pytest.mark.parametrize(
    ("text", "collapsed"),
    [
        # Brackets and signs of the spaced copy stand apart from its letters.
        (r"集合 { a , b } \{a,b\} {a,b} 是", r"集合 $\{a,b\}$ 是"),
        (r"集合 { a , b } \{ a, b \} {a,b} 是", r"集合 $\{ a, b \}$ 是"),
        (r"点 ( a , b ) (a,b) (a,b) 是", r"点 $(a,b)$ 是"),
        (r"段 [ a , b ] [a,b] [a,b] 是", r"段 $[a,b]$ 是"),
        (r"取 - 3 × 3 -3\times 3 -3×3 是", r"取 $-3\times 3$ 是"),
        (r"n - ( a b ) (a_b) (ab) 是", r"n - $(a_b)$ 是"),
        (r"n - a b a_b ab 是", r"n - $a_b$ 是"),
        (r"{ a } \{a\} {a}", r"$\{a\}$"),
        (r"点 x 1 x_1 x1 是", r"点 $x_1$ 是"),
        (r"n - a b a-b ab 是", r"n - $a-b$ 是"),
        (r"n - x b x-b xb 是", r"n - $x-b$ 是"),
        # What stands behind the third copy, with or without a space before it.
        (r"点 a b a_b ab xy 是", r"点 $a_b$ xy 是"),
        (r"点 a b a_b ab c d c_d cd 是", r"点 $a_b$ $c_d$ 是"),
        (r"点 a b a_bab 是", r"点 $a_b$ 是"),
        (r"点 3 × 3 3\times 33×3 是", r"点 $3\times 3$ 是"),
        (r"集合 { a , b } \{a,b\}{a,b} 是", r"集合 $\{a,b\}$ 是"),
        # A letter three times is a formula where no word stands beside it.
        ("层 A A A 是", "层 $A$ 是"),
        ("层-x A A A 是", "层-x A A A 是"),
        ("层 A A A ab. 是", "层 A A A ab. 是"),
        ("层 A A A b. 是", "层 $A$ b. 是"),
        # Two copies, in any order where a fraction may turn it round, one behind the other.
        (r"取ba1\frac{a_1}{b}是", r"取$\frac{a_1}{b}$是"),
        (r"取αt\alpha_{t}βs\beta_{s}是", r"取$\alpha_{t}$ $\beta_{s}$是"),
        (r"取αt\alpha_{t}αtβs\beta_{s}βs是", r"取$\alpha_{t}$ $\beta_{s}$是"),
        (r"取αt\alpha_{t}bc是", r"取$\alpha_{t}$ bc是"),
        (r"取xαt\alpha_{t}是", r"取x $\alpha_{t}$是"),
        (r"取ab ab^{*}是", r"取ab ab^{*}是"),
        (r"取a{a_{1}是", r"取a{a_{1}是"),
        (r"取=a=a_{1}是", r"取=a=a_{1}是"),
        # A third copy right behind them belongs to them, unless it goes on or a space parts it.
        (r"取αt\alpha_{t}αtxyβ_1是", r"取$\alpha_{t}$ xyβ_1是"),
        (r"取αt\alpha_{t}αtβ_1是", r"取$\alpha_{t}$αtβ_1是"),
        (r"取αt\alpha_{t}αt^2是", r"取$\alpha_{t}$αt^2是"),
        (r"取αt\alpha_{t}α t是", r"取$\alpha_{t}$α t是"),
        # Brackets that a copy opens it closes; a mark of a question may stand for a lost letter.
        (r"取f(x)f(\hat x)是", r"取$f(\hat x)$是"),
        (r"取[a]1[a]_1是", r"取$[a]_1$是"),
        (r"取{a}1{a}_1是", r"取${a}_1$是"),
        (r"取{a1}a_{1}是", r"取$a_{1}$是"),
        (r"取(a1(a_1)是", r"取($(a_1)$是"),
        (r"取a?1a?_1是", r"取$a?_1$是"),
        (r"取a1? a_1? 是", r"取$a_1$? 是"),
        (r"取a1?a_1?是", r"取$a_1?$是"),
        (r"取{1a){_1a)是", r"取{1a){_1a)是"),
        (r"取a}1a}_1是", r"取a}1a}_1是"),
        (r"取a 1a_1a 1是", r"取a 1a_1a 1是"),
        # Without the plain copy nothing is proven.
        (r"{ a , b } \{a,b\}", r"{ a , b } \{a,b\}"),
    ],
)
def test_a_formula_that_stands_three_times_is_reduced_with_its_brackets(
    text: str, collapsed: str
) -> None:
    assert collapse_formulas(text) == collapsed


@pytest.mark.parametrize(
    ("segment", "apart"), [("a b", [2, 1]), ("a b c", [3, 2, 1]), ("ab", [1, 1]), ("a  b", [2, 1])]
)
def test_letters_stand_apart_by_spaces(segment: str, apart: list[int]) -> None:
    assert spread(segment, skeleton(segment)) == apart


def test_a_mark_may_stand_behind_the_last_letter() -> None:
    assert until_mark("ab\\{", skeleton("ab\\{")) == [2, 1, 0]


@pytest.mark.parametrize(
    ("segment", "free"), [("abc^2", [3, 2, 1, 1]), ("ab c", [2, 1, 1]), ("a_b", [1, 1])]
)
def test_a_plain_copy_ends_before_a_power(segment: str, free: list[int]) -> None:
    assert First(segment, skeleton(segment)).free[:-1] == free


@pytest.mark.parametrize(
    ("segment", "at", "end"), [("ax", 0, 1), ("a: b", 0, 3), ("a;b", 0, 2), ("a) }b", 0, 3)]
)
def test_a_copy_ends_behind_what_closes_it_and_the_marks_after_it(
    segment: str, at: int, end: int
) -> None:
    assert end_after(segment, skeleton(segment), at) == end


@pytest.mark.parametrize(
    ("segment", "at", "lengths"),
    [
        # The mark of the second copy stands in it, or right behind it.
        ("ab ab^*", 0, [2]),
        ("aa^*", 0, [1]),
        ("aaaa^*", 0, [2]),
        ("α\\alpha b", 0, [1]),
        ("ab abc^*", 0, []),
        ("_bb^*", 0, [1]),
        # A copy has as many braces that open as close.
        ("x{1}x_{1}", 0, [2]),
        ("a}1a_1", 0, []),
        ("{a}1a_1", 0, [2]),
        ("{{a}1a_1", 0, [2]),
        ("a{1a_1", 0, []),
        # No formula begins with an operator or with what stands below a letter.
        ("a=a^*", 0, []),
        ("x1x^1", 0, [2]),
    ],
)
def test_the_first_copy_reaches_up_to_the_mark_of_the_second(
    segment: str, at: int, lengths: list[int]
) -> None:
    items = skeleton(segment)
    equal, mark = Equal(items, anywhere=False), until_mark(segment, items)[at]
    assert list(First(segment, items).lengths(at, equal, mark)) == lengths


def test_a_letter_before_a_copy_is_no_sign_of_it() -> None:
    assert borders("xa1a_1", skeleton("xa1a_1"), 1, 2)[0] == 1
    assert borders("-a1a_1", skeleton("-a1a_1"), 0, 2)[0] == 0


@pytest.mark.parametrize(("size", "longest"), [(240, 120), (300, 120), (238, 119)])
def test_a_formula_of_more_than_120_letters_is_not_compared(size: int, longest: int) -> None:
    assert next(Equal(skeleton("a" * size), anywhere=False).lengths(0)) == longest


PROVEN = "当γ=0\\gamma = 0时\n"


@pytest.mark.parametrize(
    ("text", "collapsed"),
    [
        # Letters and formulas, between Chinese characters, marks or the ends of a line.
        ("生成器GG判别器DD", "生成器$G$判别器$D$"),
        ("在f(x)f(x)之间", "在$f(x)$之间"),
        ("在a=ba=b之间", "在$a=b$之间"),
        ("在xxyy之间", "在$x$ $y$之间"),
        ("在aabb,之间", "在$a$ $b$,之间"),
        ("在GG:之间", "在$G$:之间"),
        ("模型GG 在", "模型$G$ 在"),
        ("在GG", "在$G$"),
        ("GG在", "$G$在"),
        ("a1a1之间", "$a1$之间"),
        ("在`c`GG之间", "在`c`$G$之间"),
        ("在`c`11之间", "在`c`1之间"),
        ("在 : GG : 之间", "在 : $G$ : 之间"),
        ("概率为00和11之间", "概率为0和1之间"),
        ("取11,样本", "取1,样本"),
        # A decimal number right behind itself, where it also stands alone.
        ("置信0.90.9,大于0.9", "置信0.9,大于0.9"),
        ("版本2.12.1,取2.1", "版本2.1,取2.1"),
        # A count, a number, a decimal, a word, and what is more than a double, stand as they are.
        ("取11个样本", None),
        ("概率为11次", None),
        ("年份2020之间", None),
        ("在22之间", None),
        ("11之间", None),
        ("概率 11之间", None),
        ("在1.1之间", None),
        ("取0.0到1.1之间", None),
        ("在1.1.之间", None),
        ("在x y x y之间", None),
        ("在=a=a之间", None),
        ("在--之间", None),
        ("在AAB之间", None),
        ("在x yx y之间", None),
        ("在12和1 21 2之间", None),
        ("在abba之间", None),
        ("在::之间", None),
        ("在a之间", None),
        ("在GGx之间", None),
        ("在xGG之间", None),
        ("`GG`和$GG$与https://a.org/GG", None),
        ("The GG and DD nets", None),
        ("版本0.90.90,0.9", None),
        ("版本1.0.90.9,0.9", None),
    ],
)
def test_doubles_on_a_page_with_two_proven_formulas(text: str, collapsed: str | None) -> None:
    assert collapse_formulas(f"{PROVEN}{text}").split("\n")[1] == text
    after = collapse_formulas(f"{PROVEN}{PROVEN}{text}").split("\n")[2]
    assert after == (text if collapsed is None else collapsed)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a{b}", True), (" a ", True), ("a b", False), ("a{b", False), ("ab}", False), ("a_b", False)],
)
def test_a_plain_copy_has_no_space_no_mark_and_whole_braces(text: str, plain: bool) -> None:
    assert _is_plain(text) is plain
