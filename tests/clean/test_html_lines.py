"""Which elements of an HTML page stand on lines of their own."""

import pytest

from bot.clean.markup import read_html

ALONE = (
    "p div section article main blockquote ul ol dl dt dd figure figcaption details summary address"
)


@pytest.mark.parametrize("tag", ALONE.split())
def test_a_block_stands_on_lines_of_its_own(tag: str) -> None:
    page = read_html(f"<body><div>一<{tag}>二</{tag}>三</div></body>")
    assert page.text.split() == ["一", "二", "三"]


@pytest.mark.parametrize("tag", ["b", "span", "a", "em", "font"])
def test_other_elements_stand_in_the_line(tag: str) -> None:
    assert read_html(f"<body><p>一<{tag}>二</{tag}>三</p></body>").text == "一二三"


def test_each_row_of_a_table_stands_on_a_line_of_its_own() -> None:
    rows = "<tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr>"
    page = read_html(f"<body>一<table>{rows}</table>二</body>")
    assert [line for line in page.text.split("\n") if line] == ["一", "甲 | 乙 |", "1 | 2 |", "二"]


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_has_the_mark_of_its_level(level: int) -> None:
    page = read_html(f"<body><h{level}>卷积 <b>定义</b></h{level}><p>正文</p></body>")
    assert page.text == f"{'#' * level} 卷积 定义\n\n正文"
