"""Which lines of an outline are chrome, and which pages are none for their words of sites."""

import pytest

from bot.clean.evidence import gather
from bot.clean.outlines import edge_chrome, is_outline
from bot.clean.page import Page
from bot.clean.scan import Scan
from bot.clean.sitewords import Words, find_words


def lines_of(chrome: list[str], size: int = 20, prose: str = "- 卷积{}") -> Page:
    return Page.of("\n".join([*chrome, *(prose.format(n) for n in range(len(chrome), size))]))


@pytest.mark.parametrize(
    ("chrome", "outline"),
    [
        (["- 登录"] * 5, True),
        (["- 登录"] * 6, False),
        (["- 发布于2023"] * 6, False),
        (["- 点赞ab"] * 6, False),
        (["- 点赞abcd"] * 6, True),
        (["- " + "卷" * 25] * 9, True),
    ],
)
def test_a_quarter_of_an_outline_may_be_words_of_sites(chrome: list[str], outline: bool) -> None:
    lines = lines_of(chrome).lines
    assert is_outline(lines, gather(lines)) is outline


@pytest.mark.parametrize(
    ("line", "head", "tail"),
    [
        ("登录", 6, 0),
        ("点赞ab", 6, 0),
        ("点赞abcd", 0, 0),
        ("卷积", 0, 0),
        ("上一篇 卷积的核怎么滑动", 6, 6),
        ("2023-03-05 卷积", 6, 6),
        ("https://example.org/a", 6, 6),
        ("卷积的核 未经授权 不可用", 6, 6),
    ],
)
def test_at_the_end_of_an_outline_a_word_of_sites_may_be_a_topic(
    line: str, head: int, tail: int
) -> None:
    size = 30
    found = edge_chrome(gather(Page.of("\n".join([line] * size)).lines))
    assert found == {*range(head), *range(size - tail, size)}


@pytest.mark.parametrize(
    ("words", "spam"),
    [
        (Words(0.6, "spam", "", (), False), True),
        (Words(0.5, "spam", "", (), False), False),
        (Words(0.9, "menu", "", ("spam",), False), False),
        (Words(0.1, "", "", ("spam", "spam"), False), True),
        (Words(0.1, "", "", ("spam", "menu"), False), False),
    ],
)
def test_spam_is_most_of_a_line_or_more_than_one_phrase_of_it(words: Words, spam: bool) -> None:
    assert words.is_spam is spam


def test_the_words_of_each_line_are_told_and_those_of_others_are_not() -> None:
    lines = [
        "卷积",
        "点赞 12",
        "上一篇 池化",
        "池化的核未经授权",
        "湖南省 湖北省 广东省 四川省 山东省",
    ]
    assert find_words(Scan(lines)) == [
        Words(0.0, "", "", (), False),
        Words(1.0, "counter", "", (), False),
        Words(0.6, "menu", "menu", (), False),
        Words(0.0, "", "", ("legal",), False),
        Words(0.4, "byline", "", (), True),
    ]
