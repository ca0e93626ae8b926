"""What an HTML page does not show: dropped with an entry in the receipt, unless it is the text."""

import pytest

from bot.clean.markup import read_html


@pytest.mark.parametrize(
    "how", ["hidden", 'style="color:red; DISPLAY : none"', "style='visibility:hidden;top:0'"]
)
def test_what_a_page_hides_goes_unless_nothing_else_is_left(how: str) -> None:
    page = read_html(f"<body><p>正文讲卷积。</p><div {how}>看不见<b>的词</b></div></body>")
    assert page.text == "正文讲卷积。"
    assert [(e.before, e.reason.en) for e in page.receipt] == [
        ("看不见", "not shown on the page"), ("的词", "not shown on the page")
    ]  # fmt: skip
    for alone in ("<body {}><p>正文讲卷积。</p></body>", "<p {}>正文讲卷积。</p><a>首页</a>"):
        assert "正文讲卷积。" in read_html(alone.format(how)).text


@pytest.mark.parametrize(("times", "left"), [(24, False), (26, True)])
def test_answers_that_a_click_would_show_stay_when_they_are_most_of_the_page(
    times: int, left: bool
) -> None:
    seen, answer = "<p>问题是什么</p>" * 25, "<div><p hidden>答案是卷积</p></div>" * times
    assert ("答案是卷积" in read_html(f"<body>{seen}{answer}</body>").text) is left


@pytest.mark.parametrize(
    "page",
    [
        "<p hidden='until-found'>折叠的话</p>",
        "<p style='background:none;x-display:none'>折叠的话</p>",
        "<p style='display:none'><math>折叠的话</math></p>",
    ],
)
def test_what_can_be_seen_or_found_or_is_the_source_of_a_formula_is_not_hidden(page: str) -> None:
    assert "折叠的话" in read_html(f"<body><p>正文用许多话讲清楚卷积。</p>{page}</body>").text
