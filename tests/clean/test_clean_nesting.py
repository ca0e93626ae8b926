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


@pytest.mark.parametrize(
    ("html", "numbered"),
    [
        # In a program, a style sheet or a comment nothing is a tag, up to what ends it.
        ("<style>a<b>c</style><b>", "<style n=1 >a<b>c</style><b n=1 >"),
        ("<SCRIPT><b></style><i></Script><b>", "<SCRIPT n=1 ><b></style><i></Script><b n=1 >"),
        ("<!-- <b> --><b>", "<!-- <b> --><b n=1 >"),
        ("<!-- <b> --!><b>", "<!-- <b> --!><b n=1 >"),
        ("<!--> <b>", "<!--> <b n=1 >"),
        ("<!---> <b>", "<!---> <b n=1 >"),
        ("<!-- </script> <b> -->", "<!-- </script> <b> -->"),
        ("--> <b>", "--> <b n=1 >"),
        # In a picture they are.
        ("<svg><script><b></script></svg>", "<svg n=1 ><script n=1 ><b n=1 ></script></svg>"),
        ("<svg></svg><script><b></script>", "<svg n=1 ></svg><script n=1 ><b></script>"),
        # Every tag bears the line it begins in.
        ("\n<p>", "\n<p n=2 >"),
        ("<p>\n\n<b>a\n<i\nx=1>", "<p n=1 >\n\n<b n=3 >a\n<i n=4 \nx=1>"),
    ],
)
def test_a_tag_bears_its_line(html: str, numbered: str) -> None:
    assert flattened(html, "n") == numbered


@pytest.mark.parametrize(
    ("before", "tag", "there"),
    [
        ("<b>" * (STYLES - 1), "b", True),
        ("<b>" * STYLES, "b", False),
        ("<b>" * STYLES, "div", True),
        ("<b>" * STYLES + "</b>", "i", True),
        ("</b>" * 2 + "<b>" * STYLES, "i", False),
        ("<div></div>" * STYLES + "<b>" * STYLES + "</div>", "i", False),
        ("<div>" * (DEEPEST - 1), "div", True),
        ("<div>" * DEEPEST, "div", False),
        ("<div>" * DEEPEST, "b", False),
        ("<div>" * DEEPEST, "li", True),
        ("<li>" * DEEPEST, "div", True),
        ("<div>" * DEEPEST + "</div>", "div", True),
        ("<div>" * DEEPEST + "</p>", "div", False),
        # What a slash closes counts in a picture or a formula, but for what ends it.
        ("<svg>" + "<path/>" * DEEPEST, "div", True),
        ("<math>" + "<mi />" * DEEPEST, "div", True),
        ("<svg>" + "<g>" * DEEPEST, "div", False),
        ("<svg></svg>" + "<x/>" * DEEPEST, "div", False),
        ("<svg>" + "<div/>" * DEEPEST, "div", False),
        ("<svg>" * DEEPEST + "<path/>" * 2, "g", False),
    ],
)
def test_an_element_is_opened_where_there_is_room(before: str, tag: str, there: bool) -> None:
    name = flattened(f"{before}<{tag} id=last>", "n").rpartition("<")[2].split()[0]
    assert name == (tag if there else "meta")
