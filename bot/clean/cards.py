"""Flash cards and glossaries: notes of which each line is a name and what is to be said of it.

    What is a token?<tab>A piece of text.        早停:验证误差不再下降时停止训练。

Each name becomes a heading. A tab parts the two in exported cards, a colon in glossaries; a list
of a few such lines below a heading is an answer and stays.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.clean.evidence import units
from bot.clean.page import Line, Page

_TERM = re.compile(r"([^\W\d][^:：。；;，,!！?？|\t]{0,30}?)\s*(?:[:：]|\s[-–—])\s*(\S.*)")
_LETTER = re.compile(r"\w")
Pair = tuple[str, str]
_FEWEST_CARDS, _FEWEST_TERMS = 2, 4
_SHARE, _LONGEST = 0.8, 45


def cut_cards(page: Page) -> Page:
    """Make a heading of each name on a page of cards or of terms, a body of what stands behind.

    Nearly every line must be one, and no name may come again: who speaks in a dialogue does.
    """
    texts = {
        at: line.text
        for at, line in enumerate(page.lines)
        if line.text.strip() and line.number not in page.code
    }
    if texts and (first := next(iter(texts.items())))[1].startswith("# "):
        del texts[first[0]]
    found = _all_told(texts, _card, _FEWEST_CARDS) or _all_told(texts, _term, _FEWEST_TERMS)
    if not found:
        return page
    cut: list[Line] = []
    for at, line in enumerate(page.lines):
        name, said = found.get(at, ("", line.text))
        cut += [Line(line.number, f"## {name}")] if name else []
        cut.append(Line(line.number, said))
    return replace(page, lines=tuple(cut))


def _card(text: str) -> Pair | None:
    name, *said = text.strip().split("\t")
    return (name.strip(), said[0].strip()) if len(said) == 1 else None


def _term(text: str) -> Pair | None:
    match = _TERM.fullmatch(text.strip())
    return (match[1], match[2]) if match else None


def _all_told(
    texts: Mapping[int, str], read: Callable[[str], Pair | None], fewest: int
) -> dict[int, Pair]:
    """The name and what is said of it for each line that has both, if nearly all have."""
    pairs = {at: pair for at, text in texts.items() if (pair := read(text))}
    found = {
        at: pair
        for at, pair in pairs.items()
        if all(map(_LETTER.search, pair)) and units(pair[0]) <= _LONGEST
    }
    names = {name.lower() for name, _ in found.values()}
    told = len(found) >= max(fewest, _SHARE * len(texts)) and len(names) == len(found)
    return found if told else {}
