"""An HTML page as text: what each element becomes, in which line of the file, and what is told."""

import pytest

from bot.clean.markup import Markup, read_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p><p>二</p>", "一\n\n二"),
        ("一<p>二</p>三", "一\n\n二\n\n三"),
        ("一<div>二</div>三", "一\n二\n三"),
        ("一<hr>二", "一\n\n二"),
        ("一<table><tr><td>甲<td>乙</table>二", "一\n\n甲 | 乙 |\n\n二"),
        ("<ul><li>一<li>二</ul>", "- 一\n\n- 二"),
        ("<h1>甲</h1><h6>乙</h6><h7>丙</h7>", "# 甲\n\n###### 乙\n\n丙"),
        ("<h2> </h2>一", "一"),
        ("<h2>甲 <b>乙</b><sub>1</sub></h2>", "## 甲 乙_1"),
        ("a<sub>1</sub>b<sup>n-1</sup>", "a_1b^{n-1}"),
        ("<pre>\n x\n  y\n</pre>", "```\n x\n  y\n```"),
        ("一<pre>x</pre>二", "一\n\n```\nx\n```\n\n二"),
        ("<code>x</code>", "`x`"),
        (
            '<math><mi>x</mi><annotation encoding="application/x-tex"> x_1 </annotation></math>',
            "$x_1$",
        ),
        ("<math><mi>x</mi></math>", "x"),
        ("一  二\t三<br>四", "一 二 三\n四"),
        ("<!-- x -->一<!-- y -->", "一"),
        ("", ""),
        ("a<sup>n\n1</sup>", "a^{n 1}"),
    ],
)
def test_what_an_element_becomes(html: str, text: str) -> None:
    assert read_html(f"<body>{html}</body>").text == text


def test_each_line_of_text_stands_in_its_line_of_the_file() -> None:
    html = (
        "<title>x</title>\n<p>一\n二<b>\n三</b></p>\r\n\r\n<p>\n\n四</p>\n<h2>五</h2>\n<p>六<br>七"
    )
    page = read_html(html)
    assert [line.strip() for line in page.text.split("\n")] == [
        "一 二 三",
        "",
        "四",
        "",
        "## 五",
        "",
        "六",
        "七",
    ]
    assert page.numbers == (2, 2, 8, 8, 9, 9, 10, 10)
    assert [page.line(n) for n in (0, 1, 3, 8, 9)] == [0, 2, 8, 10, 9]
    assert Markup("一\n二").line(2) == 2


def test_the_head_of_a_page_tells_its_facts() -> None:
    head = """<title> A\n  title </title><meta name="author" content=" Ada ">
    <meta property="article:published_time" content="2024-05-06T07:08">
    <meta property="og:site_name" content="Site"><link rel="canonical" href="https://example.org/a">
    """
    facts = read_html(f"<head>{head}</head><body>一</body>").facts
    assert (facts.title, facts.author, facts.date) == ("A title", "Ada", "2024-05-06")
    assert (facts.site, facts.url) == ("Site", "https://example.org/a")
    nothing = read_html('<head><meta name="author"></head><body>一</body>').facts
    assert (nothing.title, nothing.author, nothing.site) == ("", "", "")


@pytest.mark.parametrize(("size", "shown"), [(200, 200), (201, 200)])
def test_of_a_program_left_out_the_receipt_shows_the_beginning(size: int, shown: int) -> None:
    html = f"<body>\n<p>一</p>\n<script>\n{'x' * size}</script></body>"
    (entry,) = read_html(html).receipt
    assert (entry.line, entry.before, entry.rule) == (3, "x" * shown, "drop_element")


def test_a_line_that_is_left_out_can_be_kept() -> None:
    html = "<body><p>一</p>\n<nav>首页\n<b>关于</b>\n联系</nav><p>二</p></body>"
    page = read_html(html, frozenset({"关于"}))
    assert page.text == "一\n\n关于\n\n二"
    assert [(entry.line, entry.before) for entry in page.receipt] == [(2, "首页"), (4, "联系")]
    assert page.numbers[2] == 3


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        ("一", (1,)),
        ("<body>\n\n一", (3,)),
        ("<body><p>一</p>\n\n</p>二", (1, 1, 3)),
        ("<!doctype html>\n<!-- x\n -->\n<p>一", (4,)),
    ],
)
def test_text_stands_in_a_line_of_the_file_whatever_tags_it_has(
    html: str, numbers: tuple[int, ...]
) -> None:
    assert read_html(html).numbers == numbers


def test_a_page_of_frames_has_no_text() -> None:
    assert read_html("<frameset><frame src=a></frameset>") == Markup("")


def test_a_tag_in_a_title_is_its_text() -> None:
    assert read_html("<title>Why <b> is not <i></title>一").facts.title == "Why <b> is not <i>"


def test_a_program_in_the_head_is_told_and_the_title_is_not() -> None:
    page = read_html("<head><title>甲</title>\n<script>x = 1</script></head><body>一")
    assert page.text == "一"
    assert [(entry.line, entry.before) for entry in page.receipt] == [(2, "x = 1")]
