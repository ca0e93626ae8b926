"""Which lines that look like chrome go: those with a sign of a site, and those beside one."""

import numpy as np
import pytest

from bot.clean.evidence import Evidence, gather
from bot.clean.page import Page
from bot.clean.signs import is_origin, plain, says_nothing, supported
from bot.resources import read_toml

SIGNED = [
    "未经训练的网络",
    "池化的核未经授权",
    "麻豆 无码",
    "写于2023-03-05",
    "见 https://example.org/a",
    "问 @learner",
    "bertha_fan",
    "小鹿 10:00",
    "湖南省 湖北省 广东省 四川省 山东省",
]


def evidence(lines: list[str]) -> Evidence:
    return gather(Page.of("\n".join(lines)).lines)


@pytest.mark.parametrize("sign", ["登录", "点赞ab", *SIGNED])
@pytest.mark.parametrize("dropped", [5, 6])
def test_a_fifth_with_signs_speaks_for_all_and_fewer_for_their_run(sign: str, dropped: int) -> None:
    lines = [sign, "卷积", "池化的核", *"甲乙丙丁"[: dropped - 2]]
    going = np.array([at != 2 for at in range(len(lines))])
    apart = [dropped == 5] * (dropped - 2)
    assert supported(going, evidence(lines)).tolist() == [True, True, False, *apart]
    assert supported(going[::-1], evidence(lines[::-1])).tolist() == [*apart, False, True, True]


@pytest.mark.parametrize("line", ["卷积", "点赞abcd"])
def test_a_line_of_half_words_of_sites_is_no_sign(line: str) -> None:
    lines = [line, "登录", *"甲乙丙丁戊"]
    going = np.array([at != 1 for at in range(len(lines))])
    # What stays is no sign, either.
    assert not supported(going, evidence(lines)).any()


@pytest.mark.parametrize("sign", SIGNED)
def test_a_line_that_is_surely_chrome_by_itself_goes_for_a_sign(sign: str) -> None:
    found = evidence([sign, "卷积", "登录", sign + "。"])
    assert plain(np.array([0.95, 1.0, 1.0, 0.94]), found).tolist() == [True, False, False, False]


def test_addresses_go_outside_the_text() -> None:
    lines = Page.of("https://example.org/a\n卷积\nhttps://example.org/b").lines
    told = says_nothing(lines, np.array([True, True, False]), gather(lines))
    assert told.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("本文链接：https://example.org/12", True),
        ("【原文链接】 www.example.org/12", True),
        ("**Permalink**: <https://example.org/?p=1>", True),
        ("原文 https://example.org/12。", True),
        ("本文链接：见下", False),
        ("链接:https://example.org/12", False),
        ("https://example.org/12 本文链接", False),
        ("本文链接：https://example.org/12 讲得很好", False),
    ],
)
def test_the_address_of_the_page_itself_stands_behind_its_label(text: str, origin: bool) -> None:
    assert is_origin(text) is origin


@pytest.mark.parametrize("where", ["labels", "edges"])
def test_every_label_may_stand_before_an_address(where: str) -> None:
    for label in read_toml("boilerplate.toml")["origin"][where]:
        assert is_origin(f"{label}: https://example.org/12", where)
        assert is_origin(f"{label}：HTTPS://www.example.org/12", where)
