"""Pages whose elements nest without end are read in good time, others exactly as before."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.clean.markup import read_html
from bot.clean.nesting import flattened
from bot.resources import read_toml
from tests.calls import calls

DEEPEST = read_toml("html.toml")["nesting"]["deepest"]
STYLES = read_toml("html.toml")["nesting"]["styles"]
ENDLESS = ("<div>", "<ul><li>", "<math>", "<x-y>", "<DIV>", "<div></i>", "<dl><dt>", "<div/>",
           "<svg><div/>", "<section\n>", "<div><wbr>")  # fmt: skip


def depth(html: str) -> int:
    """The most elements that stand inside one another."""
    root = LexborHTMLParser(html).root
    deepest, left = 0, [(root, 1)] if root else []
    while left:
        node, deep = left.pop()
        deepest = max(deepest, deep)
        left += [(child, deep + 1) for child in node.iter()]
    return deepest


@pytest.mark.parametrize("piece", ENDLESS)
def test_elements_without_end_nest_as_deep_as_in_a_browser(piece: str) -> None:
    html = piece * 3_000
    assert depth(html) > 2 * DEEPEST
    assert depth(flattened(html, "line")) <= 2 * DEEPEST + 5  # an item stands in every list


@pytest.mark.parametrize("piece", ["<p><b>a\n", "<a>\n<b>\n", "<p><font>\n<i>a\n", "<p><b x>a\n"])
def test_styles_that_are_never_closed_are_not_opened_again_in_every_paragraph(piece: str) -> None:
    once, twice = (calls(lambda n=n: read_html(piece * n)) for n in (200, 400))
    assert once < twice < 3 * once
    assert twice < 150 * STYLES * 400  # took 4,000,000


def test_what_stands_too_deep_keeps_its_text() -> None:
    inside = "<h2>A <b>title</b></h2><p>空洞卷积"
    page = read_html("<div>" * 3_000 + inside + "</div>" * 3_000 + "end")
    assert page.text.split() == ["A", "title", "空洞卷积", "end"]


def test_a_page_with_many_closed_elements_loses_none() -> None:
    item = "<li><a href=x><b>IoU</b></a> <svg><path d='m'/><g/>\n<path d='n'\n/></svg></li>"
    page = read_html(f"<ul>{item * 2_000}</ul><h2>End</h2>")
    assert page.text.count("- IoU") == 2_000
    assert page.text.endswith("## End")


def test_tags_in_programs_and_comments_count_for_nothing() -> None:
    script = "<script>if (a<b ) x = '<div>' + '<b>';</script><!-- <div> <b> --><!-->"
    page = read_html(f"{script * 1_000}<h2>Title</h2>\n<p>x <code>f(x)</code>")
    assert page.text == "## Title\n\nx `f(x)`"
    assert page.numbers == (1, 1, 2)


def test_a_line_of_a_program_in_a_heading_reads_as_it_stands() -> None:
    assert read_html("<h2>a<script>if (a<b )</script></h2>").text == "## aif (a<b )"
