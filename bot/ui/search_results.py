"""What the Search page shows of a result: the hits and the card of a concept, as one markup.

A page is drawn anew with every letter typed, and each element of Streamlit costs milliseconds in
the server and in the browser; so all hits are one element, and their links are plain addresses.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import islice

from bot.analysis.casing import as_title, cased
from bot.keyword.result import KeywordHit, TermCard
from bot.keyword.snippets import snippet
from bot.passage import Passage, Span
from bot.text import Text
from bot.ui.formula import as_text
from bot.ui.markup import tag
from bot.ui.note_text import marked
from bot.ui.places import link, passage_link, source_line
from bot.ui.state import language, say

MOST_ALIASES, MOST_PER_LANGUAGE, MOST_DEMOS = 4, 2, 3
_SECTION = re.compile(r"^#{2,6} +(?:[^<\n]*?( …)?$)?", re.MULTILINE)
"""The sign of a section, and its title where nothing in it is marked."""
_FORMULA = re.compile(r"\$([^$<\n]+)\$")
_GAP = re.compile(r"\n\s*\n")
_LEFT_OVER = re.compile(r"\s+…$")
"""What is left of a stretch that ended with the title of the next section."""
_TELLING = re.compile(r"^(?!#{1,6} |```)[^\n]*\w[^\n]*$", re.MULTILINE)
LONGEST_LINE = 80
"""Characters of a line of code in the place of a snippet."""
Titles = Mapping[str, Text]
"""The title of every demo by its id."""


def hits_markup(hits: Sequence[KeywordHit], demos: Titles) -> str:
    """The hits in their order."""
    return tag("ol", "".join(_hit(hit, demos) for hit in hits), "hits", raw=True)


def card_markup(card: TermCard, demos: Titles) -> str:
    """The names of a concept, what it is confused with, its passages in both languages, demos."""
    names = " · ".join(name for name in (card.zh, as_title(card.en)) if name)
    parts = [tag("p", names, "heading")]
    if card.aliases:
        aliases = say("search.comma").join(map(cased, _first_names(card.aliases)))
        parts.append(tag("p", say("search.aliases", names=aliases), "soft"))
    if card.confused:
        others = (as_title(name.to(language())) for _, name in card.confused)
        confused = say("search.comma").join(others)
        parts.append(tag("p", say("search.confused", names=confused), "soft"))
    sides = "".join(_side(name, shown) for name, shown in card.passages.items() if shown)
    parts.append(tag("div", sides, "sides", raw=True))
    parts.append(_demo_links(card.demos, demos))
    return tag("section", "".join(parts), "hit", raw=True, aria_label=names)


def _first_names(aliases: Sequence[str]) -> list[str]:
    """The shortest other names of each script: in a whole list nobody finds the abbreviation.

    >>> _first_names(["bn", "BN", "批标准化"])
    ['BN', '批标准化']
    """
    # Of names that differ in their case only the one with capitals, which sorts first.
    apart = {name.casefold(): name for name in sorted(aliases, reverse=True)}.values()
    chinese = sorted((name for name in apart if not name.isascii()), key=len)
    latin = sorted((name for name in apart if name.isascii()), key=len)
    return [*latin[:MOST_ALIASES], *chinese[:MOST_ALIASES]]


def _hit(hit: KeywordHit, demos: Titles) -> str:
    """Title, snippet and source of a passage, with links to the note and to its demos."""
    passage = hit.passage
    marks = hit.heading_highlights if passage.heading else ()
    title = marked(passage.heading or passage.source, marks)
    return tag(
        "li",
        tag("p", passage_link(title, passage), "heading", raw=True,
            lang=passage.language)
        + _snippet(passage, hit.snippet, hit.highlights)
        + tag("p", source_line(passage, heading=False), "trail", title=passage.source)
        + _demo_links(hit.demos, demos),
        "hit",
        raw=True,
    )  # fmt: skip


def _side(name: str, passages: Sequence[Passage]) -> str:
    """The best passages of one language."""
    body = tag("p", say(f"search.language_{name}"), "small-label")
    for passage in passages[:MOST_PER_LANGUAGE]:
        title = marked(passage.heading or passage.source, ())
        body += tag("p", passage_link(title, passage), raw=True, lang=passage.language)
        body += _snippet(passage, snippet(passage.text, ()), ())
    return tag("div", body, raw=True)


def _snippet(passage: Passage, span: Span, marks: Sequence[Span]) -> str:
    start, end = _unfenced(passage.text, *span)
    if not _TELLING.search(passage.text[start:end]):
        return _line_of_code(passage)
    start += len(passage.text[start:end]) - len(passage.text[start:end].lstrip())
    end = start + len(passage.text[start:end].rstrip())
    body = ("… " if span[0] > 0 else "") + marked(passage.text, marks, start, end)
    body += " …" if span[1] < len(passage.text) else ""
    body = _LEFT_OVER.sub(" …", _GAP.sub("\n", _SECTION.sub(r"\1", body)).strip())
    body = _FORMULA.sub(lambda found: _drawn(found[1]) or found[0], body)
    return tag("div", tag("p", body, raw=True), "note", raw=True, lang=passage.language)


def _unfenced(text: str, start: int, end: int) -> Span:
    r"""A stretch without the fences of code at its ends.

    >>> text = "```py\nx = 1\n```"
    >>> a, b = _unfenced(text, 0, len(text)); text[a:b]
    'x = 1\n'
    """
    if text.startswith("```", start, end):
        start = text.find("\n", start, end) + 1 or end
    return start, end - 3 if text.endswith("```", start, end) else end


def _line_of_code(passage: Passage) -> str:
    """A line of a passage that begins with code, which is never cut to a snippet.

    The longer one of the first two: the first one often only imports something.
    """
    first = islice(_TELLING.finditer(passage.text), 2)
    line = max((found[0].strip() for found in first), key=len, default="")
    cut = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} …"
    body = tag("p", tag("code", cut), raw=True) if line else ""
    return tag("div", body, "note", raw=True, lang=passage.language)


@lru_cache(maxsize=4096)
def _drawn(escaped: str) -> str | None:
    """A formula as characters, None when it needs more than that."""
    return as_text(unescape(escaped))


def _demo_links(ids: Sequence[str], demos: Titles) -> str:
    """The first demos: what a passage only touches upon stands on its own page."""
    known = [demo for demo in ids if demo in demos][:MOST_DEMOS]
    links = (
        link("▶ " + tag("span", demos[demo].to(language())), "demos", demo=demo) for demo in known
    )
    return tag("p", " ".join(links), "demo-links", raw=True) if known else ""
