"""HTML to the light Markdown that the rules work on.

Only what a reader sees is kept: headings, paragraphs, lists, tables, code and formulas. What a page
declares to be navigation, a form or a script (:mod:`bot.clean.furniture`) goes at once, with an
entry in the receipt; the rest of the chrome is left to the rules, which see the same lines as on a
plain copy.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.clean.furniture import Furniture
from bot.clean.nesting import flattened
from bot.clean.page import LINE_ENDS as _LINE_ENDS
from bot.clean.page import Entry, Facts
from bot.clean.receipt import reason_text

_BLOCKS = frozenset(
    {
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
    }
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE = "data-line-of-the-file"
_MARK = re.compile(rf" {_LINE}=\d+ ")
# Of a program that is left out the receipt shows the beginning of each line.
_LONGEST = 200
_SCRIPTS = {"sub": "_", "sup": "^"}
# What is raised without being a power: footnotes, ordinals, trade marks.
_NO_POWER = re.compile(r"(?:\[.{1,12}\]|st|nd|rd|th|[™®*†‡§]|)", re.IGNORECASE)
_SIMPLE = re.compile(r"[-+−]?\d+|\w")


@dataclass(frozen=True, slots=True)
class Markup:
    """A file read, before any rule has seen its text.

    text:     what a reader sees of it; of an HTML page, as light Markdown
    facts:    what its head tells
    numbers:  the line of the file that each line of ``text`` stands in; empty if they are the same
    receipt:  what of the file is not in ``text``
    """

    text: str
    facts: Facts = field(default_factory=Facts)
    numbers: tuple[int, ...] = ()
    receipt: tuple[Entry, ...] = ()

    def line(self, number: int) -> int:
        """The line of the file that holds a line of ``text``, both counted from 1."""
        return self.numbers[number - 1] if 0 < number <= len(self.numbers) else number


def read_html(html: str, keep: frozenset[str] = frozenset()) -> Markup:
    """The visible text of a page, and a receipt of the elements that were left out.

    keep:  lines of text that stay though they stand in such an element

    >>> page = read_html("<title>T</title>\\n<nav>Menu</nav><h2>Q?</h2>\\n<p>A <b>b</b></p>")
    >>> page.text, page.facts.title, page.numbers
    ('## Q?\\n\\nA b', 'T', (2, 2, 3))
    >>> [(entry.line, entry.before) for entry in page.receipt]
    [(2, 'Menu')]
    """
    # The parser does not tell where an element is: every tag carries its line.
    tree = LexborHTMLParser(flattened(_LINE_ENDS.sub("\n", html), _LINE))
    if tree.root is None or tree.body is None:
        return Markup("")
    receipt: list[Entry] = []
    pieces = _render(tree.root, Furniture(tree.body), keep, receipt)
    text, numbers = _assemble(pieces)
    return Markup(text, _facts(tree), numbers, tuple(receipt))


def _assemble(pieces: Iterable[tuple[int, str]]) -> tuple[str, tuple[int, ...]]:
    """The pieces as one text, blank lines at most single, and the line of the file of each line."""
    lines: list[list[str]] = [[]]
    numbers: list[int] = [0]
    for number, piece in pieces:
        for at, part in enumerate(piece.split("\n")):
            if at:
                lines.append([])
                numbers.append(0)
            lines[-1].append(part)
            if part.strip() and not numbers[-1]:
                numbers[-1] = number
    shown: list[tuple[str, int]] = []
    for parts, number in zip(lines, numbers, strict=True):
        line = "".join(parts).rstrip()
        if line or (shown and shown[-1][0]):
            shown.append((line, number or shown[-1][1]))
    while shown and not shown[-1][0]:
        shown.pop()
    return "\n".join(line for line, _ in shown), tuple(number for _, number in shown)


def _facts(tree: LexborHTMLParser) -> Facts:
    title = tree.css_first("title")
    return Facts(
        title=_SPACE.sub(" ", _MARK.sub("", title.text())).strip() if title else "",
        author=_attribute(tree, 'meta[name="author"]', "content"),
        date=_attribute(tree, 'meta[property="article:published_time"]', "content")[:10],
        site=_attribute(tree, 'meta[property="og:site_name"]', "content"),
        url=_attribute(tree, 'link[rel="canonical"]', "href"),
    )


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return _MARK.sub("", node.attributes.get(name) or "").strip() if node else ""


def _render(
    root: LexborNode, furniture: Furniture, keep: frozenset[str], receipt: list[Entry]
) -> Iterator[tuple[int, str]]:
    """The pieces of text below ``root``, each with its line; furniture goes to the receipt.

    A stack instead of recursion, for any depth of nesting.
    """
    stack: list[LexborNode | str] = [root]
    number = 1
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield number, node
            continue
        tag = node.tag or ""
        number = _number(node, number)
        if tag == "-text":
            text = node.text_content or ""
            above = len(text) - len(text.lstrip())
            yield number + text.count("\n", 0, above), _SPACE.sub(" ", text)
            number += text.count("\n")
        elif tag == "head":
            stack.extend(reversed([child for child in _children(node) if child.tag != "title"]))
        elif reason := furniture.reason(node, tag):
            for entry in _left_out(node, number, reason):
                if entry.before in keep:
                    yield entry.line, f"\n\n{entry.before}\n\n"
                else:
                    receipt.append(entry)
        else:
            opening, inner, closing = _parts(node, tag)
            yield number, opening
            stack.append(closing)
            stack.extend(reversed(inner))


def _left_out(root: LexborNode, number: int, reason: str) -> Iterator[Entry]:
    """An entry for each line of text in an element that is left out, one for a whole program."""
    for node in root.traverse(include_text=True):
        if node.tag != "-text":
            number = _number(node, number)
            continue
        text = _MARK.sub("", node.text_content or "")
        lines = [text] if reason == "script" else text.split("\n")
        for at, line in enumerate(lines):
            shown = _SPACE.sub(" ", line).strip()[:_LONGEST]
            if shown:
                yield Entry(number + at, "drop_element", "removed", shown, "", reason_text(reason))


def _number(node: LexborNode, before: int) -> int:
    """The line of the file an element begins in; ``before`` for one that the parser has added."""
    return int(node.attributes.get(_LINE) or before)


def _parts(node: LexborNode, tag: str) -> tuple[str, Sequence[LexborNode], str]:
    """What opens an element, what is in it, and what closes it."""
    if tag == "br":
        return "\n", [], ""
    if tag == "pre":
        return f"\n\n```\n{node.text().strip(chr(10))}\n```\n\n", [], ""
    if tag == "math":
        note = node.css_first('annotation[encoding="application/x-tex"]')
        return (f"${note.text().strip()}$", [], "") if note else ("", _children(node), "")
    if tag in _HEADINGS:
        title = _in_one_line(node)
        return (f"\n\n{'#' * _HEADINGS[tag]} {title}\n\n" if title else ""), [], ""
    if tag == "li":
        return "\n- ", _children(node), "\n"
    if tag in _SCRIPTS:
        return _script(_SCRIPTS[tag], node.text()), [], ""
    if tag in ("td", "th"):
        return "", _children(node), " | "
    if tag == "code":
        return "`", _children(node), "`"
    if tag == "p":
        return "\n\n", _children(node), "\n\n"
    return ("\n", _children(node), "\n") if tag in _BLOCKS else ("", _children(node), "")


def _in_one_line(root: LexborNode) -> str:
    """The text of an element, without its marks but for what stands below or above the line."""
    pieces = []
    for node in root.traverse(include_text=True):
        if node.tag == "-text":
            text, tag = node.text_content or "", node.parent.tag if node.parent else ""
            pieces.append(_script(_SCRIPTS[tag], text) if tag in _SCRIPTS else text)
    return _SPACE.sub(" ", "".join(pieces)).strip()


def _script(mark: str, text: str) -> str:
    """What stands below or above the line, so that a power does not read as a longer number.

    >>> _script("^", "-3"), _script("_", "t-1"), _script("^", "[12]"), _script("^", "th")
    ('^-3', '_{t-1}', '[12]', 'th')
    """
    text = _SPACE.sub(" ", text).strip()
    if _NO_POWER.fullmatch(text):
        return text
    return f"{mark}{text}" if _SIMPLE.fullmatch(text) else f"{mark}{{{text}}}"


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))
