"""Parts of cleaning by their exact values, where a page as a whole would hide a small fault."""

import re

import numpy as np
import pytest

from bot.clean.asides import without_asides
from bot.clean.blocks import blocks
from bot.clean.chrome import CONTEXT, context, judge
from bot.clean.contents import drop_contents, entry_key
from bot.clean.copies import borders, closed, find_proven
from bot.clean.evidence import gather
from bot.clean.facts import date_of
from bot.clean.formulas import collapse_formulas
from bot.clean.frontmatter import read_front_matter
from bot.clean.markup import read_html
from bot.clean.measures import First, end_after, spread, until_mark
from bot.clean.page import Line, Page
from bot.clean.receipt import compare
from bot.clean.skeleton import LONGEST, Equal, skeleton

NOBODY = re.compile("小编")


def lines(text: str) -> list[Line]:
    return list(Page.of(text).lines)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a | b\n--- | ---\n1 | 2\n3 | 4\nafter", {0, 1, 2, 3}),
        ("before\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\nx | y", {1, 2, 3}),
        ("|---|---|\n1 | 2", {0, 1}),
        ("a\n----\nb", set()),
        ("名\n---|---\n1 | 2", {0, 1, 2}),
        ("|a|\n|---|\nafter\nx|y", {0, 1}),
        ("a -- b | c\nd | e", set()),
        ("$$\nx\n$$\nafter", {0, 1, 2}),
        ("$$ x $$\nafter\n$$ y $$", set()),
        ("\\begin{align}\nx\n\\end{align}\nafter", {0, 1, 2}),
        ("\\begin{align} x \\end{align}\nafter\n\\end{align}", set()),
        ("$$\n" + "x\n" * 59 + "$$", set(range(61))),
        ("$$\n" + "x\n" * 60 + "$$", set()),
        ("$$\n" + "x\n" * 60 + "$$\ny\n$$", {61, 62, 63}),
        ("costs 5\\$\n$$\nx\n$$", {1, 2, 3}),
    ],
)
def test_tables_and_displayed_formulas_are_blocks(text: str, found: set[int]) -> None:
    assert blocks(lines(text)) == found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("3. 感受野的计算 ........ 12", "感受野的计算"),
        ("[ReLU](#relu)", "relu"),
        ("Batch Norm 2", "batchnorm"),
        ("x" * 299, "x" * 299),
        ("x" * 300, ""),
    ],
)
def test_entries_are_compared_by_their_letters(text: str, key: str) -> None:
    assert entry_key(text) == key


def test_a_table_of_contents_is_kept_beside_the_page_with_its_reason() -> None:
    body = "这一节用几句话讲清楚这个话题,并给出一个可以手算的例子。"
    heads = ["卷积的定义", "池化的作用", "感受野的计算", "归一化的好处"]
    text = "\n".join(["目录", *heads, *(f"{head}\n{body}" for head in heads)])
    page = drop_contents(Page.of(text))
    assert page.contents == tuple(heads)
    assert page.reasons == dict.fromkeys(range(1, 6), "drop_contents")
    assert [line.text for line in page.lines] == [x for head in heads for x in (head, body)]


def test_a_sentence_that_opens_like_an_aside_goes_only_when_it_is_brief() -> None:
    assert without_asides("SPP 有改进,小编已在专栏中详细讲解。", NOBODY) == "SPP 有改进。"
    assert without_asides("SPP 有改进。", NOBODY) == "SPP 有改进。"


def test_the_neighbours_of_a_line_are_counted_without_it() -> None:
    made = lines("\n".join("一句讲卷积的话。" * n for n in (1, 9, 2, 1, 8, 1)))
    first = np.array([0.9, 0.1, 0.5, 0.7, 0.2, 0.6])
    rows = context(made, gather(made), first)
    column = {name: rows[:, CONTEXT.index(name)].tolist() for name in CONTEXT}
    assert column["self"] == first.tolist()
    assert column["before"] == [1.0, 0.9, 0.1, 0.5, 0.7, 0.2]
    assert column["after"] == [0.1, 0.5, 0.7, 0.2, 0.6, 1.0]
    assert column["before2"] == [1.0, 1.0, 0.9, 0.1, 0.5, 0.7]
    assert column["after2"] == [0.5, 0.7, 0.2, 0.6, 1.0, 1.0]
    window = [[x for n, x in enumerate(first) if n != at and abs(n - at) <= 4] for at in range(6)]
    assert column["around"] == pytest.approx([np.mean(near) for near in window])


def test_every_line_is_judged_with_a_probability_and_a_reason() -> None:
    judged = judge(lines("卷积提取局部特征,参数共享。\n点赞收藏关注\n池化降低分辨率。"))
    assert len(judged) == 3 and all(0 <= p <= 1 for p, _ in judged)
    assert judged[1][0] > judged[0][0]


def test_how_far_letters_stand_apart() -> None:
    assert spread("a b cd", skeleton("a b cd")) == [3, 2, 1, 1]
    assert spread("", []) == []


def test_how_far_the_next_mark_is() -> None:
    items = skeleton("ab_cd")
    assert until_mark("ab_cd", items)[:3] == [2, 1, 0]
    assert min(until_mark("ab_cd", items)[3:]) > 2 * LONGEST
    assert until_mark("ab\\alpha", skeleton("ab\\alpha"))[:3] == [2, 1, 0]


def test_a_plain_copy_ends_before_a_mark_or_a_space() -> None:
    def free(segment: str) -> list[int]:
        return First(segment, skeleton(segment)).free[:-1]

    assert free("abc_def") == [3, 2, 1, 3, 2, 1]
    assert free("ab cd") == [2, 1, 2, 1]
    assert free("a\\alpha b") == [1, 0, 1]


def test_where_a_copy_ends() -> None:
    def end(segment: str, at: int) -> int:
        return end_after(segment, skeleton(segment), at)

    assert end("f(x)y", 1) == 4
    assert end("a, b", 0) == 3
    assert end("a=b", 0) == 1
    assert end("|x| y", 0) == 4


def test_the_first_copy_must_be_plain_reach_the_mark_and_leave_a_base() -> None:
    def lengths(segment: str, at: int = 0) -> list[int]:
        items = skeleton(segment)
        equal = Equal(items, anywhere=False)
        mark = until_mark(segment, items)[at]
        return list(First(segment, items).lengths(at, equal, mark))

    assert lengths("a1a_1") == [2]
    assert lengths("a1=a_1") == []
    assert lengths("a{1a_1") == []
    assert lengths("{a}1a_1", 0) == [2]
    assert lengths("aaaa_a") == [2]
    assert lengths("a_1a_1") == []
    assert lengths("aa" + "b" * 300 + "_a") == []


def test_borders_and_brackets_of_copies() -> None:
    segment = "(a)1(a)_1"
    assert borders(segment, skeleton(segment), 0, 2) == (0, 4, 4)
    assert closed("f(x) y", 0, 3) == 4
    assert closed("f(x", 0, 3) == 3
    assert closed("a) b", 0, 1) == 1
    assert closed("\\{a\\} b", 0, 3) == 5
    assert closed("a? b", 0, 1) == 1 and closed("a?b", 0, 1) == 2


@pytest.mark.parametrize(
    ("segment", "latex"),
    [
        ("αt\\alpha_{t}", ["$\\alpha_{t}$"]),
        ("αt\\alpha_{t}αt", ["$\\alpha_{t}$"]),
        ("3 × 3 3\\times 3 3×3", ["$3\\times 3$"]),
        ("- 3 × 3 -3\\times 3 -3×3", ["$-3\\times 3$"]),
        ("_αt\\alpha_{t}", []),
        ("x_{t}=x_{t-1}", []),
        ("plain words", []),
    ],
)
def test_copies_are_found_by_their_letters(segment: str, latex: list[str]) -> None:
    assert [copy.latex for copy in find_proven(segment)] == latex


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_is_read_in_either_english_order(month: int) -> None:
    name = MONTHS[month - 1]
    assert date_of(f"{name} 5, 2020") == f"2020-{month:02}-05"
    assert date_of(f"17 {name} 2021") == f"2021-{month:02}-17"


def test_doubles_are_copies_only_on_a_page_that_has_proven_ones() -> None:
    proven, double = r"当γ=0\gamma = 0时变成交叉熵", "生成器GG和判别器DD"
    assert collapse_formulas(f"{proven}\n{double}").endswith(double)
    assert collapse_formulas(f"{proven}\n{proven}\n{double}").endswith("生成器$G$和判别器$D$")
    # Names are doubled by nature, and marks without a copy prove nothing.
    for name in ("NN", "II", "PP", "CC", "SS"):
        assert collapse_formulas(f"{proven}\n{proven}\n层{name}和层").endswith(f"层{name}和层")
    assert collapse_formulas(f"{proven}\n变量x_{{t}}在此\n{double}").endswith(double)


@pytest.mark.parametrize("attribute", ['role="navigation"', 'class="navbar"', 'id="navbar"'])
def test_furniture_is_known_by_its_role_class_or_id(attribute: str) -> None:
    page = read_html(f"<body><p>正文讲卷积。</p><div {attribute}>首页 关于</div></body>")
    assert page.text == "正文讲卷积。"
    assert [(e.rule, e.action, e.before) for e in page.receipt] == [
        ("drop_element", "removed", "首页 关于")
    ]


def test_what_holds_most_of_the_text_is_no_furniture_whatever_its_name() -> None:
    body = "正文用许多话讲清楚卷积是什么。" * 20
    page = read_html(f"<body><div class='navbar'><p>{body}</p></div><p>完。</p></body>")
    assert body in page.text and page.receipt == ()


def test_nothing_below_a_line_of_html_is_read_twice() -> None:
    page = read_html("<body><p>一<b>二</b>三</p><hr><ul><li>四</li><li>五</li></ul></body>")
    assert re.sub(r"\W", "", page.text) == "一二三四五"


@pytest.mark.parametrize(
    ("text", "left", "title"),
    [
        ("---\ntitle: A\ntags:\n  - x\n- y\n\n---\n正文", ["正文"], "A"),
        ("---\ntitle: 'B'\n...\n正文", ["正文"], "B"),
        ("---\n散文一句\n---\n正文", ["---", "散文一句", "---", "正文"], ""),
        ("---\ntitle: A\n散文一句\n---\n正文", ["---", "title: A", "散文一句", "---", "正文"], ""),
        ("---\n\n---\n正文", ["---", "", "---", "正文"], ""),
        ("正文\n---\ntitle: A\n---", ["正文", "---", "title: A", "---"], ""),
    ],
)
def test_front_matter_is_keys_and_what_belongs_to_them(
    text: str, left: list[str], title: str
) -> None:
    page = read_front_matter(Page.of(text))
    assert ([line.text for line in page.lines], page.facts.title) == (left, title)


def test_a_break_and_a_rule_of_html_end_a_line() -> None:
    assert read_html("<body><p>一<br>二</p></body>").text.split() == ["一", "二"]
    assert read_html("<body><p>一<b>二</b></p></body>").text == "一二"


def test_a_line_cut_in_two_is_told_with_both_parts() -> None:
    before = Page.of("一\n二")
    cut = Page((Line(1, "甲"), Line(1, "乙"), Line(2, "二")))
    (entry,) = compare("cut", before, cut)
    assert (entry.line, entry.action, entry.before, entry.after) == (1, "changed", "一", "甲\n乙")
    (gone,) = compare("drop", before, before.without({1: "promotion"}))
    assert (gone.line, gone.action, gone.before, gone.after) == (2, "removed", "二", "")


def test_letters_are_compared_in_any_order_only_where_asked() -> None:
    anywhere, ordered = (Equal(skeleton("ab ba"), anywhere=way) for way in (True, False))
    assert list(anywhere.lengths(0)) == [2] and list(ordered.lengths(0)) == []
    assert list(Equal(skeleton("abab"), anywhere=False).lengths(0, longest=1)) == []
    assert list(Equal(skeleton("aaaa"), anywhere=False).lengths(0, 2, 2)) == [2]
    assert anywhere.again(0, 2, 2) and not anywhere.again(0, 2, 3)
