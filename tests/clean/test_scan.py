"""All lines of a page counted at once, each find given back to its line."""

import re

import numpy as np
import pytest

from bot.clean.scan import Scan
from bot.clean.vocabulary import is_pitch, phrase_tables, rows_of_places, section_table

LINES = ["卷积ab", "", "x", "积卷积卷积", "net的net", "\U0010ffff卷"]
SCAN = Scan(LINES)


def test_characters_are_counted_in_their_lines() -> None:
    assert SCAN.total(SCAN.among("卷x")).tolist() == [1, 0, 1, 2, 0, 1]
    assert SCAN.total(SCAN.among("\U0010ffff")).tolist() == [0, 0, 0, 0, 0, 1]
    assert SCAN.total(SCAN.between("a", "n")).tolist() == [2, 0, 0, 0, 4, 0]
    # Half of a pair of surrogates, as broken files have it, is a character like any other.
    broken = Scan(["卷\ud800", "积"])
    assert broken.total(broken.between("\ud800", "\udfff")).tolist() == [1, 0]


def test_matches_are_counted_in_the_line_they_end_in() -> None:
    finds = [*re.finditer("x|ab|net|卷", SCAN.text)]
    assert SCAN.count(finds).tolist() == [2, 0, 1, 2, 2, 1]
    assert SCAN.has(re.finditer("x", SCAN.text)).tolist() == [False, False, True] + [False] * 3
    assert SCAN.has_among([2, 4], re.compile("x|卷"), re.compile("^net", re.M)).tolist() == [
        False, False, True, False, True, False
    ]  # fmt: skip


def test_the_lines_with_a_phrase_and_those_of_some_places_are_told_once() -> None:
    assert [*SCAN.rows_with("卷积")] == [0, 3]
    assert [*SCAN.rows_with("net")] == [4]
    assert [*SCAN.rows_with("x")] == [2]
    assert [*SCAN.rows_with("层")] == []
    large = Scan([*["参数共享"] * 6000, "卷积"])
    assert [*large.rows_with("卷积")] == [6000] and [*large.rows_with("积卷")] == []
    assert SCAN.rows([8, 0, 6, 1]) == [0, 2, 3]


def test_pairs_of_han_characters_and_words_are_told_once_for_each_line() -> None:
    rows, numbers = SCAN.grams(re.compile("[a-z]{3,}"))
    assert rows.tolist() == [0, 3, 3, 4]
    pair, *others, word = numbers.tolist()
    assert pair in others and len({pair, *others, word}) == 3
    one, two = (np.unique(Scan([text]).grams(re.compile("[a-z]+"))[1]) for text in ("ab cd", "ab"))
    assert len(one) == 2 and len(two) == 1


@pytest.mark.parametrize(
    ("line", "tables"),
    [
        ("未经授权,未经授权", ["legal"]),
        ("转载请注明出处", ["legal", "certain", "legal", "legal"]),
        ("卷积", None),
    ],
)
def test_a_phrase_is_told_once_for_a_line(line: str, tables: list[str] | None) -> None:
    found = phrase_tables(Scan(["池化", line, "残差"]))
    assert {at: sorted(names) for at, names in found.items()} == (
        {1: sorted(tables)} if tables else {}
    )


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("相关推荐", "related"),
        ("【 ## 相关推荐 : 】", "related"),
        ("03. related posts", "related"),
        ("x 相关推荐", ""),
        ("x related posts", ""),
        ("卷积", ""),
    ],
)
def test_a_heading_opens_a_section_whatever_its_marks(line: str, table: str) -> None:
    assert section_table(line) == table


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("湖南省 湖北省 广东省 卷积 池化", True),
        ("湖南省 湖北省 卷积 池化 归一", False),
        ("湖南省,湖北省，广东省|卷积、池化", True),
        ("湖南省 湖北省 卷卷卷卷卷卷卷卷卷卷卷省 卷积 池化", True),
        ("湖南省 湖北省 卷卷卷卷卷卷卷卷卷卷卷卷省 卷积 池化", False),
        ("湖南省 湖北省 广东省 四川省", False),
    ],
)
def test_three_in_five_short_words_are_places(line: str, places: bool) -> None:
    assert rows_of_places(Scan(["卷积", line])) == ({1} if places else set())


def test_every_clause_of_a_pitch_speaks_to_the_reader() -> None:
    assert is_pitch("大家好,欢迎关注。。") and not is_pitch("大家好,卷积很快。")
    assert not is_pitch("。,") and not is_pitch("")
