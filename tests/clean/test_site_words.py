"""Which share of a line the words of sites cover, and of which table they are."""

import pytest

from bot.clean.coverage import coverage
from bot.clean.evidence import gather
from bot.clean.page import Page
from bot.clean.pipeline import clean_and_explain


@pytest.mark.parametrize(
    ("line", "share", "table"),
    [
        # A Han character counts twice a Latin letter, a digit not at all; an apostrophe in a word.
        ("点赞abcd", 4 / 8, "counter"),
        ("点赞 1024 收藏 88", 1.0, "counter"),
        ("the 点赞", 4 / 7, "counter"),
        ("don't 点赞", 4 / 9, "counter"),
        ("'点赞'", 1.0, "counter"),
        ("点赞评论转发分享abc", 16 / 19, "counter"),
        # The longest word that stands there, and the table of most letters.
        ("share", 1.0, "counter"),
        ("share on", 1.0, "share"),
        ("登录 点赞 收藏", 1.0, "counter"),
        # A word of one character beside numbers, other such words, or the ends of the line.
        ("赞 12", 1.0, "counter"),
        ("12 赞", 1.0, "counter"),
        ("赞１２", 1.0, "counter"),
        ("大 中 小", 1.0, "menu"),
        ("点赞 赞 收藏", 1.0, "counter"),
        ("小", 1.0, "menu"),
        # Of a long line the first two hundred characters.
        ("a" * 198 + "点赞", 4 / 202, "counter"),
    ],
)
def test_the_words_of_sites_cover_a_share_of_a_line(line: str, share: float, table: str) -> None:
    assert coverage([line]) == {0: (pytest.approx(share), table)}
    # Whatever the other lines are.
    around = ["卷积的定义", line, "赞", "感受野"]
    assert coverage(around)[1] == (pytest.approx(share), table)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12",
        "小节",
        "赞abc",
        "赞 abc",
        "abc 赞",
        "赞,卷",
        "卷 赞",
        "it's 赞",
        "a" * 199 + "点赞",
    ],
)
def test_other_lines_have_no_word_of_sites(line: str) -> None:
    assert coverage([line]) == {}
    assert coverage(["点赞", line, "收藏"]).keys() == {0, 2}


@pytest.mark.parametrize(
    ("line", "share"),
    [
        # An apostrophe counts inside a word, not at its ends.
        ("a' 点赞", 4 / 5),
        ("'a 点赞", 4 / 5),
        ("a'b 点赞", 4 / 7),
        ("a’b 点赞", 4 / 7),
        ("点赞 a'", 4 / 5),
        # Characters beyond the first plane are no letters.
        ("😀点赞", 1.0),
        ("点赞😀", 1.0),
        ("\U0002a6a5点赞", 1.0),
    ],
)
def test_what_counts_as_a_letter_of_a_line(line: str, share: float) -> None:
    assert coverage([line])[0][0] == pytest.approx(share)


NOTE = """什么是感受野?
感受野是特征图上一个点对应的输入区域,层数越深越大。
What is dropout?
Dropout sets a random share of the activations to zero during training."""


@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize(
    "bar",
    [
        "登录 注册 下载APP",
        "登录 | 注册 | 下载 APP",
        "首页 登录 注册",
        "打开APP 查看更多",
        "Log in  Sign up  Get the app",
        "Sign in | Register | Download the app",
        "© 2023 知乎",
        "© 2019-2023 某某网 版权所有",
        "© 2024 Example, Inc.",
        "Copyright © 2023 Example Ltd. All rights reserved.",
        "Copyright 2021 The Authors",
        "All rights reserved.",
        "京ICP备12345678号",
        "版权声明：本文为原创文章，转载请注明出处",
        "版权声明:本文为博主原创文章,遵循CC 4.0 BY-SA版权协议,转载请附上原文出处链接和本声明。",
    ],
)
def test_bars_of_buttons_and_copyright_lines_go_from_a_short_page_too(bar: str, at: int) -> None:
    lines = NOTE.split("\n")
    cleaned = clean_and_explain("\n".join([*lines[:at], bar, *lines[at:]]))
    assert [entry.before for entry in cleaned.receipt] == [bar]


@pytest.mark.parametrize(
    "line",
    [
        "数据库 操作系统 网络协议",
        "登录日志如何做异常检测?",
        "登录后可以查看的页面怎么爬取?",
        "Copyright of training data",
        "版权检测怎么做?",
        "(c) 2020 个样本",
        "Source: Goodfellow 2016, chapter 9",
        "返回值是什么",
        "Log in with attention",
    ],
)
def test_a_short_page_keeps_its_lines_with_words_of_sites(line: str) -> None:
    assert clean_and_explain(f"{NOTE}\n{line}").receipt == ()


@pytest.mark.parametrize(("behind", "sure"), [(" a", True), (" ab", False)])
def test_a_bar_is_nothing_but_words_of_sites(behind: str, sure: bool) -> None:
    bar = "登录" + "点赞" * 22 + "阅读量" + behind
    assert gather(Page.of(bar).lines).sure.tolist() == [sure]
