"""What a keyword search returns, and its JSON shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.analysis.casing import as_title
from bot.keyword.query import Level
from bot.passage import Passage, Span
from bot.resources import read_toml
from bot.text import Text

_MOST_ECHOED, _LONGEST_ECHOED = 12, 60
"""How many words of a query a note repeats, and how many characters of each."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the search did that the reader should know.

    kind:    malformed, empty, cut, also, corrected, pinyin, ignored, apart, filters, excluded,
             dropped, some, passed, nothing or near (terms to try instead)
    values:  the words or filters it is about
    """

    kind: str
    text: Text
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeywordHit:
    """A passage found.

    level:       how its worst clause was met; NONE when the query had to be relaxed to words
    score:       the level plus a share in [0, 1) that orders passages of one level
    highlights:  spans of ``passage.text`` that matched, in order, not overlapping
    heading_highlights:  the same of ``passage.heading``
    snippet:     the span of ``passage.text`` to show where there is room for two lines
    demos:       ids of demos that belong to the passage
    """

    passage: Passage
    score: float
    level: Level
    highlights: tuple[Span, ...]
    heading_highlights: tuple[Span, ...]
    snippet: Span
    demos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermCard:
    """The concept that a query names.

    zh, en:    the best name in each language, empty where there is none
    aliases:   the other names and abbreviations
    confused:  (id, name) of concepts it is often taken for
    passages:  language -> the passages that name it, best first
    demos:     ids of demos that belong to these passages if the concept stands in their title
    """

    concept: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    confused: tuple[tuple[str, Text], ...]
    passages: Mapping[str, tuple[Passage, ...]]
    demos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeywordResult:
    """A page of hits and all that was found besides.

    total:     how many passages were found; the hits begin at number ``offset``
    facets:    facet -> value -> how many of the found passages have it
    synonyms:  whether other names of concepts were searched, too
    """

    query: str
    total: int
    offset: int
    hits: tuple[KeywordHit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    card: TermCard | None = None
    synonyms: bool = True


def note(kind: str, *values: str, **fields: object) -> Note:
    """The note of that kind with its sentence in both languages.

    >>> note("also", "批归一化", "batch normalization", "BN").text.en
    'Also searched: 批归一化, Batch normalization, BN'

    What was typed is repeated in part only, however long it is.
    """
    values = tuple(map(_short, values[:_MOST_ECHOED]))
    fields = {k: _short(v) if isinstance(v, str) else v for k, v in fields.items()}
    sentence = read_toml("keyword.toml")["notes"][kind]
    names = tuple(map(as_title, values)) if kind == "also" else values
    zh = Text(sentence["zh"], sentence["en"]).format(values="、".join(names), **fields).zh
    en = Text(sentence["zh"], sentence["en"]).format(values=", ".join(names), **fields).en
    return Note(kind, Text(zh, en), values)


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_ECHOED else value[: _LONGEST_ECHOED - 1] + "…"


def result_json(result: KeywordResult) -> dict[str, Any]:
    """A result as printed by ``search --json``."""
    return {
        "query": result.query,
        "total": result.total,
        "offset": result.offset,
        "synonyms": result.synonyms,
        "passages": [_hit_json(hit) for hit in result.hits],
        "facets": {
            facet: [{"value": value, "count": count} for value, count in counts.items()]
            for facet, counts in result.facets.items()
        },
        "notes": [
            {"kind": n.kind, "zh": n.text.zh, "en": n.text.en, "values": list(n.values)}
            for n in result.notes
        ],
        "card": _card_json(result.card) if result.card else None,
    }


def _hit_json(hit: KeywordHit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "id": passage.id,
        "source": passage.source,
        "heading": passage.heading,
        "text": passage.text,
        "score": round(hit.score, 6),
        "match": hit.level.name.lower(),
        "highlights": [list(span) for span in hit.highlights],
        "heading_highlights": [list(span) for span in hit.heading_highlights],
        "snippet": list(hit.snippet),
        "language": passage.language,
        "trail": list(passage.trail),
        "line": passage.line,
        "origin": passage.origin,
        "demos": list(hit.demos),
    }


def _card_json(card: TermCard) -> dict[str, Any]:
    return {
        "concept": card.concept,
        "zh": card.zh,
        "en": card.en,
        "aliases": list(card.aliases),
        "confused": [{"id": i, "zh": name.zh, "en": name.en} for i, name in card.confused],
        "passages": {
            language: [{"id": p.id, "source": p.source, "heading": p.heading} for p in passages]
            for language, passages in card.passages.items()
        },
        "demos": list(card.demos),
    }
