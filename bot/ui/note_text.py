"""The text of a note as pieces that are safe to show: our own HTML, and formulas for KaTeX.

Every character of the note goes through ``html.escape``; the only tags are ours. A note is never
handed to a Markdown renderer, which would load its images, follow its directives and change its
punctuation.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from bot.passage import Span
from bot.ui.formula import as_text, can_be_drawn
from bot.ui.note_blocks import FENCE, blocks, table_rows


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that may be shown as it is."""

    body: str

    def _repr_html_(self) -> str:
        """The markup, in which Streamlit looks for no file name and no indentation."""
        return self.body


@dataclass(frozen=True, slots=True)
class Latex:
    """A formula that KaTeX will draw."""

    body: str


Piece = Html | Latex
_MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)
_STOP = re.compile(r"[ \t]*([,.;:，。；：])(?=\s|$)")
_INLINE_CODE = re.compile(r"`([^`\n]+)`")
_SECTION = re.compile(r"^#{2,6} +(\S.*)$", re.MULTILINE)
_GAP = re.compile(r"\n\s*\n")


def pieces(text: str, marks: Sequence[Span] = (), best: Span = (0, 0)) -> tuple[Piece, ...]:
    """``text`` ready to be shown, with the spans ``marks`` marked and ``best`` emphasised.

    >>> pieces("a < b", marks=[(0, 1)])[0].body
    '<p><mark>a</mark> &lt; b</p>'
    """
    return _pieces(text, tuple(marks), best)


@lru_cache(maxsize=1024)
def _pieces(text: str, marks: tuple[Span, ...], best: Span) -> tuple[Piece, ...]:
    """The pieces; a conversation is drawn again with every question that is added to it."""
    found: list[Piece] = []
    for kind, start, end in blocks(text):
        if kind == "code":
            found.append(Html(_code(text, start, end, marks)))
        elif kind == "table":
            found.append(Html(_table(text, start, end, _Spans(marks, best))))
        else:
            found.extend(_prose(text, start, end, _Spans(marks, best)))
    return tuple(_join(found))


def marked(text: str, marks: Sequence[Span], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` escaped, with the spans ``marks`` in our own tag.

    >>> marked("a<b>c", [(1, 2)])
    'a<mark>&lt;</mark>b&gt;c'
    """
    return _Spans(tuple(marks), (0, 0)).html(text, start, len(text) if end is None else end)


@dataclass(frozen=True, slots=True)
class _Spans:
    marks: tuple[Span, ...]
    best: Span

    def html(self, text: str, start: int, end: int) -> str:
        """``text[start:end]`` escaped, with marks and the best sentence in our own tags."""
        edges = {start, end, *self.best}
        edges.update(edge for span in self.marks for edge in span)
        edges.update(i for i in range(start, end) if "\n" in text[max(i - 1, 0) : i + 1])
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        parts = []
        for a, b in itertools.pairwise(cuts):
            part = escape(text[a:b])
            if not part.strip():
                parts.append(part)
                continue
            if any(m <= a and b <= n for m, n in self.marks):
                part = f"<mark>{part}</mark>"
            if self.best[0] <= a and b <= self.best[1]:
                part = f"<b>{part}</b>"
            parts.append(part)
        return "".join(parts)

    def around(self, html: str, start: int, end: int) -> str:
        """A formula in place of ``text[start:end]``, emphasised with the sentence around it."""
        return f"<b>{html}</b>" if self.best[0] <= start and end <= self.best[1] else html


def _code(text: str, start: int, end: int, marks: Sequence[Span]) -> str:
    """A block of code; the lines of its fence stay in the text and are not seen."""
    spans, body, at = _Spans(tuple(marks), (0, 0)), "", start
    for match in FENCE.finditer(text, start, end):
        stop = min(match.end() + 1, end)
        body += spans.html(text, at, match.start())
        body += _unseen(text[match.start() : stop])
        at = stop
    body += spans.html(text, at, end)
    return f'<pre tabindex="0"><code>{body}</code></pre>'


def _table(text: str, start: int, end: int, spans: _Spans) -> str:
    """Rows as a table, the first one its head; the bars between cells stay and are not seen."""
    body, at = "", start
    for row, name in zip(table_rows(text, start, end), _heads(), strict=False):
        cells = ""
        for first, last in row:
            cells += f"<{name}>{_unseen(text[at:first])}{_cell(text, first, last, spans)}</{name}>"
            at = last
        body += f"<tr>{cells}</tr>"
    table = f"<table>{body}</table>{_unseen(text[at:end])}"
    return f'<div class="table" tabindex="0">{table}</div>'


def _heads() -> Iterator[str]:
    return itertools.chain(["th"], itertools.repeat("td"))


def _unseen(text: str) -> str:
    return f'<span class="fence">{escape(text)}</span>' if text else ""


def _cell(text: str, start: int, end: int, spans: _Spans) -> str:
    """The text of a cell with its formulas in a line; one that needs KaTeX stays as written."""
    parts, at = [], start
    for match in _MATH.finditer(text, start, end):
        if (inline := as_text((match[1] or match[2]).strip())) is not None:
            parts += [_inline(text, at, match.start(), spans), f"<i>{inline}</i>"]
            at = match.end()
    return "".join([*parts, _inline(text, at, end, spans)])


def _prose(text: str, start: int, end: int, spans: _Spans) -> Iterator[Piece]:
    """Paragraphs with their formulas; a formula that needs KaTeX stands on a line of its own."""
    buffer = ""
    at = start
    for match in _MATH.finditer(text, start, end):
        latex = (match[1] or match[2]).strip()
        alone = _stands_alone(text, *match.span())
        inline = None if alone else as_text(latex)
        if inline is None and not can_be_drawn(latex):
            continue
        buffer += _inline(text, at, match.start(), spans)
        at = match.end()
        if inline is not None:
            buffer += spans.around(f"<i>{inline}</i>", *match.span())
            continue
        yield Html(_paragraphs(buffer))
        # A full stop alone on the line below would belong to nothing.
        if stop := _STOP.match(text, at, end):
            latex, at = rf"{latex}\text{{{stop[1]}}}", stop.end()
        yield Latex(latex)
        buffer = ""
    yield Html(_paragraphs(buffer + _inline(text, at, end, spans)))


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    newline = text.find("\n", end)
    after = text[end : len(text) if newline < 0 else newline]
    return not before.strip() and not after.strip(" ,。.，;；")


def _inline(text: str, start: int, end: int, spans: _Spans) -> str:
    parts, at = [], start
    for match in _INLINE_CODE.finditer(text, start, end):
        parts.append(spans.html(text, at, match.start()))
        parts.append(f"<code>{spans.html(text, match.start(1), match.end(1))}</code>")
        at = match.end()
    parts.append(spans.html(text, at, end))
    return "".join(parts)


def _paragraphs(html: str) -> str:
    """Paragraphs, and the titles of sections without the marks before them."""
    blocks = (block.strip("\n") for block in _GAP.split(_SECTION.sub(r"\n\n\g<0>\n\n", html)))
    return "".join(
        f'<p class="section">{title[1]}</p>'
        if (title := _SECTION.fullmatch(block))
        else f"<p>{block}</p>"
        for block in blocks
        if block.strip()
    )


def _join(found: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces of HTML as one, empty ones left out."""
    html = ""
    for piece in found:
        if isinstance(piece, Html):
            html += piece.body
            continue
        if html:
            yield Html(html)
        html = ""
        yield piece
    if html:
        yield Html(html)


def section_titles(text: str) -> str:
    """The titles of the sections of a text, for the label of what holds them.

    >>> section_titles("Short.\\n\\n## Why\\nA.\\n\\n### How\\nB.")
    'Why · How'
    """
    return " · ".join(_SECTION.findall(text))


_MARKS = re.compile(r"([!#$&*+\-.:<=>@\[-`{-~]|(?<=\])\(|(?<=\d)\))")
_LINKED = re.compile(r"(?<=\w)(?=\\[.@:])|(?<=-)(?=\\[->])|(?<=[<=])(?=\\[->])", re.ASCII)
_JOINER = "\u2060"


def label(text: str, longest: int = 80) -> str:
    """``text`` for the label of a button, which Streamlit reads as Markdown: its marks escaped.

    An invisible joiner keeps addresses from becoming links and dashes from becoming arrows. What
    marks nothing stays as it is: a screen reader would read the stroke before it.

    >>> label("![x](y)").replace(_JOINER, ""), label("IoU (0/1, %)")
    ('\\\\!\\\\[x\\\\]\\\\(y)', 'IoU (0/1, %)')
    """
    line = " ".join(text.split())
    line = line if len(line) <= longest else line[: longest - 1] + "…"
    return _LINKED.sub(_JOINER, _MARKS.sub(r"\\\1", line))
