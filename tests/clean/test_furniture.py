"""What of an HTML page is furniture: by its element, its names, its style, and what it holds."""

import pytest

from bot.clean.furniture import named_reason
from bot.clean.markup import read_html

TEXT = "卷积核在输入上滑动,每一步做一次点积。"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("share", "share"),
        ("Share", "share"),
        ("share-box", "share"),
        ("box_share", "share"),
        ("postSidebar", "related"),
        ("navShare", "menu"),
        ("box", ""),
        ("related-work", ""),
        ("share2work", ""),
        ("", ""),
        ("share-" + "box" * 18, ""),
        ("share" + "-box" * 13 + "-li", ""),
        ("share" + "-box" * 13 + "-ul", "share"),
        ("share" + "-box" * 14, ""),
    ],
)
def test_a_name_is_one_of_furniture_when_each_of_its_words_is(name: str, reason: str) -> None:
    assert named_reason(name) == reason


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("<nav>首页</nav>", "site menu or navigation"),
        ("<script>首页</script>", "script or style"),
        ("<div class='post share-box'>首页</div>", "share bar"),
        ("<div class='post' id='share'>首页</div>", "share bar"),
        ("<ul role='navigation'><li>首页</li></ul>", "site menu or navigation"),
        ("<p hidden>首页</p>", "not shown on the page"),
        ("<div hidden class='share'>首页</div>", "not shown on the page"),
        ("<p style='color:red; DISPLAY : NONE'>首页</p>", "not shown on the page"),
        ("<p style='visibility:hidden'>首页</p>", "not shown on the page"),
        ("<span class='katex-html'>首页</span>", "second rendering of a formula"),
        ("<span class='MathJax_Preview'>首页</span>", "second rendering of a formula"),
    ],
)
def test_furniture_goes_with_its_reason(element: str, reason: str) -> None:
    page = read_html(f"<body><p>{TEXT}</p>{element}</body>")
    assert page.text.strip() == TEXT
    assert [entry.reason.en for entry in page.receipt] == [reason]


@pytest.mark.parametrize(
    "element",
    [
        "<span class='share'>首页</span>",
        "<div class='share-work'>首页</div>",
        "<p hidden='until-found'>首页</p>",
        "<p style='display:block'>首页</p>",
        "<p style='max-display:none'>首页</p>",
        "<p style='visibility:hiddenly'>首页</p>",
        "<div style='display:none' class='katex-box'><math><mi>首页</mi></math></div>",
    ],
)
def test_what_is_no_furniture_stays(element: str) -> None:
    page = read_html(f"<body><p>{TEXT}</p>{element}</body>")
    assert "首页" in page.text and page.receipt == ()


@pytest.mark.parametrize(("size", "most"), [(49, False), (50, True), (60, True)])
@pytest.mark.parametrize("start", ["<div class='sidebar'>", "<nav>", "<aside>"])
def test_what_holds_half_of_the_letters_of_a_page_and_fifty_stays(
    start: str, size: int, most: bool
) -> None:
    page = read_html(f"<body>{start}<p>{'卷' * size}</p></div></nav></aside><p>池化</p></body>")
    assert ("卷" in page.text) is most
    # The other half may be a letter longer, and letters of links count on neither side.
    for more, stays in ((size, most), (size + 1, False)):
        other = f"<p>{'池' * more}</p><a>{'链' * 200}</a><script>{'x' * 200}</script>"
        page = read_html(f"<body>{start}{'卷' * size}<a>首页</a></div></nav></aside>{other}</body>")
        assert ("卷" in page.text) is stays


@pytest.mark.parametrize(("hidden", "shown", "goes"), [(60, 61, True), (60, 60, False)])
def test_what_a_page_hides_goes_unless_all_of_it_is_most_of_the_page(
    hidden: int, shown: int, goes: bool
) -> None:
    half = hidden // 2
    parts = f"<p hidden>{'卷' * half}</p><div hidden><p hidden>{'卷' * half}</p></div>"
    page = read_html(f"<body>{parts}<p>{'池' * shown}</p></body>")
    assert ("卷" not in page.text) is goes
    assert "卷" in read_html(f"<body><p hidden>{'卷' * 9}</p></body>").text
