"""HTML to the light Markdown that the rules work on.

Only what a reader sees is kept: headings, paragraphs, lists, tables, code and formulas. What a page
declares to be navigation, a form or a script goes at once; the rest of the chrome is left to the
rules, which see the same lines as on a plain copy.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.clean.page import Facts

_DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "iframe",
        "svg",
        "canvas",
        "object",
        "video",
        "audio",
        "dialog",
        "menu",
        "input",
        "textarea",
        "head",
    }
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "figure",
        "figcaption",
        "details",
        "summary",
        "address",
        "hr",
        "body",
        "html",
    }
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINES = re.compile(r"\n{3,}")


def html_to_text(html: str) -> tuple[str, Facts]:
    """The visible text of a page, and what its head tells about it.

    >>> text, facts = html_to_text("<title>T</title><nav>Menu</nav><h2>Q?</h2><p>A <b>b</b></p>")
    >>> text, facts.title
    ('## Q?\\n\\nA b', 'T')
    """
    tree = LexborHTMLParser(html)
    facts = _facts(tree)
    body = tree.body
    if body is None:
        return "", facts
    text = "".join(_render(body))
    lines = [line.rstrip() for line in text.split("\n")]
    return _LINES.sub("\n\n", "\n".join(lines)).strip("\n"), facts


def _facts(tree: LexborHTMLParser) -> Facts:
    title = tree.css_first("title")
    return Facts(
        title=_SPACE.sub(" ", title.text()).strip() if title else "",
        author=_attribute(tree, 'meta[name="author"]', "content"),
        date=_attribute(tree, 'meta[property="article:published_time"]', "content")[:10],
        site=_attribute(tree, 'meta[property="og:site_name"]', "content"),
        url=_attribute(tree, 'link[rel="canonical"]', "href"),
    )


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or "").strip() if node else ""


def _render(root: LexborNode) -> Iterator[str]:
    """The pieces of text below ``root``; a stack instead of recursion, for any depth of nesting."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield _SPACE.sub(" ", node.text_content or "")
        elif not _is_hidden(node, tag):
            opening, inner, closing = _parts(node, tag)
            yield opening
            stack.append(closing)
            stack.extend(reversed(inner))


def _is_hidden(node: LexborNode, tag: str) -> bool:
    if tag in _DROPPED or tag.startswith(("-", "!")):
        return True
    attributes = node.attributes
    classes = attributes.get("class") or ""
    return "hidden" in attributes or "katex-html" in classes or "MathJax_Preview" in classes


def _parts(node: LexborNode, tag: str) -> tuple[str, list[LexborNode | str], str]:
    """What opens an element, what is in it, and what closes it."""
    if tag == "br":
        return "\n", [], ""
    if tag == "pre":
        return f"\n\n```\n{node.text().strip(chr(10))}\n```\n\n", [], ""
    if tag == "math":
        note = node.css_first('annotation[encoding="application/x-tex"]')
        return (f"${note.text().strip()}$", [], "") if note else ("", _children(node), "")
    if tag in _HEADINGS:
        title = _SPACE.sub(" ", node.text()).strip()
        return (f"\n\n{'#' * _HEADINGS[tag]} {title}\n\n" if title else ""), [], ""
    if tag == "li":
        return "\n- ", _children(node), "\n"
    if tag in ("td", "th"):
        return "", _children(node), " | "
    if tag == "code":
        return "`", _children(node), "`"
    if tag == "p":
        return "\n\n", _children(node), "\n\n"
    return ("\n", _children(node), "\n") if tag in _BLOCKS else ("", _children(node), "")


def _children(node: LexborNode) -> list[LexborNode | str]:
    return list(node.iter(include_text=True))
