"""What is a table of contents: pages with one that lie right at a limit, and pages without."""

from collections.abc import Iterable

import pytest

from bot.clean.contents import drop_contents, entry_key
from bot.clean.page import Page

BODY = "这一节用几句话讲清楚这个话题,并给出一个可以手算的例子。"
HEADS = ["卷积的定义", "池化的作用", "感受野的计算", "归一化的好处", "残差的连接"]
LONG = "卷" * 30
DOTTED = ["1 卷积 ........ 3", "2 池化 ……………… 7", "3 残差 ········ ix"]


def text_of(heads: list[str]) -> list[str]:
    return [line for head in heads for line in (head, f"说到{head},{BODY}")]


def gone(lines: list[str]) -> list[str]:
    """The lines that go, all of them as parts of a table of contents."""
    page = drop_contents(Page.of("\n".join(lines)))
    assert set(page.reasons.values()) <= {"drop_contents"}
    return [lines[number - 1] for number in sorted(page.reasons)]


@pytest.mark.parametrize(
    ("contents", "text"),
    [
        # Three headings are a table of contents, and two below a line that calls them so.
        (HEADS[:3], text_of(HEADS[:3])),
        (["目录", *HEADS[:2]], text_of(HEADS[:2])),
        (["## Contents", "", *HEADS[:2]], text_of(HEADS[:2])),
        # Up to two short lines stand between, and an entry that stands nowhere else.
        (["目录", "一", "二", *HEADS[:3]], text_of(HEADS[:3])),
        ([*HEADS[:2], "结语", *HEADS[2:4]], text_of(HEADS[:4])),
        ([*HEADS[:2], "甲", HEADS[2], "乙", HEADS[3]], text_of(HEADS[:4])),
        # Every other one comes back right behind the one before it.
        (HEADS[:3], [HEADS[0], *text_of(HEADS[1:3])]),
        # One of five comes back out of order.
        (HEADS, text_of([HEADS[1], HEADS[0], *HEADS[2:]])),
        # Links and numbers do not hide that an entry is a heading.
        ([f"- [{head}](#{at})" for at, head in enumerate(HEADS)], text_of(HEADS)),
        ([f"{at}. {head}" for at, head in enumerate(HEADS, 1)], text_of(HEADS)),
        # With dots to its page, an entry needs no heading.
        (DOTTED, [BODY]),
        (["目录", *DOTTED[:2]], [BODY]),
        # All entries in one line, most of which are headings.
        (["目录", "01 卷积的定义 02 池化的作用 03 感受野的计算 04 其他"], text_of(HEADS[:3])),
        (["1.卷积的定义 2.池化的作用 3.感受野的计算 4.甲 5.乙"], text_of(HEADS[:3])),
    ],
)
def test_a_table_of_contents_goes(contents: list[str], text: list[str]) -> None:
    assert gone([BODY, *contents, *text]) == [line for line in contents if line]


@pytest.mark.parametrize(
    "lines",
    [
        # Two headings alone, one below a line that calls it contents, and a lone line with dots.
        [*HEADS[:2], *text_of(HEADS[:2])],
        ["目录", HEADS[0], *text_of(HEADS[:1])],
        [DOTTED[0], BODY],
        # Entries that come back together are a menu.
        [*HEADS, BODY, *HEADS],
        # Less than three in five come back, or most of them in another order.
        [HEADS[0], "甲", HEADS[1], "乙", HEADS[2], "丙", BODY, *text_of(HEADS[:1]), BODY],
        [*HEADS[:4], *text_of(HEADS[3::-1])],
        # Too few numbers in a line, too few headings, or a first number far inside a sentence.
        ["01 卷积的定义 02 池化的作用 03 感受野的计算", *text_of(HEADS[:3])],
        ["1.卷积的定义 2.池化的作用 3.丙 4.甲 5.乙", *text_of(HEADS[:2])],
        ["讲" * 22 + " 1.卷积的定义 2.池化的作用 3.感受野的计算 4.甲", *text_of(HEADS[:3])],
    ],
)
def test_what_is_no_table_of_contents_stays(lines: list[str]) -> None:
    assert gone(lines) == []


def test_a_heading_that_says_contents_far_above_stays() -> None:
    for between in (["一", "二", "三"], ["卷" * 21]):
        assert gone(["目录", *between, *HEADS[:3], *text_of(HEADS[:3])])[-3:] == HEADS[:3]
        assert "目录" not in gone(["目录", *between, *HEADS[:3], *text_of(HEADS[:3])])
    assert gone(["目录", "卷" * 20, *HEADS[:3], *text_of(HEADS[:3])])[0] == "目录"


def test_the_entries_are_kept_as_the_headings_they_name() -> None:
    for contents in (
        ["1. 卷积的定义", "甲", "2. [池化的作用](#2)", "3. 感受野的计算 ..... 12"],
        ["01 卷积的定义 02 池化的作用 03 感受野的计算 04 甲"],
    ):
        page = drop_contents(Page.of("\n".join([*contents, *text_of(HEADS[:3])])))
        assert [entry for entry in page.contents if entry != "甲"] == HEADS[:3]


def test_a_program_has_no_contents() -> None:
    lines = [*HEADS[:3], *text_of(HEADS[:3])]
    page = Page(Page.of("\n".join(lines)).lines, code=frozenset({1, 2, 3}))
    assert drop_contents(page) == page


@pytest.mark.parametrize(
    ("lines", "going"),
    [
        # Three in five come back, with one line between that does not.
        ([HEADS[0], "甲", HEADS[1], "乙", HEADS[2], *text_of(HEADS[:3])], range(5)),
        ([HEADS[0], "甲", HEADS[1], "乙", HEADS[2], "丙", HEADS[3], *text_of(HEADS[:4])], ()),
        ([*HEADS[:2], "甲", "乙", *HEADS[2:], *text_of(HEADS[2:])], range(4, 7)),
        # Few of them come back together, and most in their order.
        ([*HEADS, *HEADS[:4], *text_of(HEADS[4:])], ()),
        ([*HEADS[:4], *text_of([HEADS[1], HEADS[0], *HEADS[2:4]])], ()),
        ([*HEADS, *text_of([HEADS[at] for at in (1, 0, 2, 4, 3)])], ()),
        ([*HEADS, *HEADS[:4], BODY, HEADS[4], BODY], ()),
        # The headings are none, though the contents repeat them.
        ([*HEADS[:3], *[x for head in HEADS[:3] for x in (head, f"说到{head}")]], range(3)),
        (
            [HEADS[0], "甲", HEADS[1], "乙", HEADS[2]]
            + [x for head in HEADS[:3] for x in (head, f"说到{head}")],
            range(5),
        ),
        # At the end of a page, too; what calls them contents stands above them.
        ([*text_of(HEADS[:3]), *HEADS[:3]], range(6, 9)),
        ([*HEADS[:3], *text_of(HEADS[:3]), "目录"], range(3)),
        # A heading has up to ninety letters.
        (["卷" * 90, *HEADS[:2], *text_of(["卷" * 90, *HEADS[:2]])], range(3)),
        (["卷" * 91, *HEADS[:2], *text_of(["卷" * 91, *HEADS[:2]])], ()),
        # In a line of entries the first number stands among the first characters.
        (["讲" * 20 + " 1.卷积的定义 2.池化的作用 3.感受野的计算 4.甲", *text_of(HEADS[:3])], [0]),
        (["讲" * 21 + " 1.卷积的定义 2.池化的作用 3.感受野的计算 4.甲", *text_of(HEADS[:3])], ()),
        (
            [f"1.{LONG} 2.池化的作用 3.感受野的计算 4.甲", *text_of([LONG, *HEADS[1:3]])],
            [0],
        ),
        (["1.卷积的定义 2.池化的作用 3.感受野的计算 4." + "甲" * 2973, *text_of(HEADS[:3])], [0]),
        (["1.卷积的定义 2.池化的作用 3.感受野的计算 4." + "甲" * 2974, *text_of(HEADS[:3])], ()),
        # The dots to a page may be many.
        (["卷" * 100 + "." * 297 + " 3", "池" + "." * 9 + "4", BODY], range(2)),
        (["卷" * 100 + "." * 298 + " 3", "池" + "." * 9 + "4", BODY], ()),
    ],
)  # fmt: skip
def test_the_limits_of_a_table_of_contents(lines: list[str], going: Iterable[int]) -> None:
    assert gone(lines) == [lines[at] for at in going]
    heads = [entry_key(lines[at]) for at in going if entry_key(lines[at]) in map(entry_key, HEADS)]
    page = drop_contents(Page.of("\n".join(lines)))
    assert [entry for entry in page.contents if entry in HEADS][: len(heads)] == heads


@pytest.mark.parametrize("stop", "。.！!；;")
def test_a_sentence_below_the_contents_is_none_of_them(stop: str) -> None:
    # 小结 stands again on the page, as the entries do.
    lines = [*HEADS[:3], f"先说几句为什么写这一页{stop}", "小结", BODY, *text_of(HEADS[:3]), "小结"]
    assert gone(lines) == HEADS[:3]
    assert gone([*HEADS[:3], "其他", *lines[4:]]) == [*HEADS[:3], "其他", "小结"]


def test_of_eleven_headings_seven_of_ten_may_follow_the_one_before() -> None:
    names = [f"{name}的定义" for name in "卷池残归激注编解嵌采损"]
    order = [1, 0, 2, 4, 3, 5, 7, 6, 8, 9, 10]
    assert gone([*names, *text_of([names[at] for at in order])]) == names


@pytest.mark.parametrize("text", ["第1章:卷积", "一、卷积", "卷积", "  卷积", "Q3. 卷积"])
def test_the_key_of_an_entry_has_no_number(text: str) -> None:
    assert entry_key(text) == "卷积"
