"""What stands around an answer: the rest of it, what may be asked next, the nearest titles."""

from collections.abc import Iterable, Iterator, Sequence

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import announced_aspects, asked_aspects
from bot.analysis.query import Query
from bot.answer import Short
from bot.highlight import highlights
from bot.judging.units import content_words
from bot.passage import Passage
from bot.reading import Found, Reading
from bot.search import PassageIndex
from bot.telling import telling_sentence

_LEAST_LIKENESS = 55.0
"""Of 100: slips of the hand reach 60 and more, letters typed at random stay below 50."""
_TITLES = "titles", "heading"
"""The parts of a score that tell how far a title meets a question."""
_MOST_LOST = 3
_SECTION = "\n## "
_COMPUTED, _SHOWN = "computation", frozenset({"formula", "example", "code"})
"""How a thing is computed is shown by any of three aspects."""


def leading_part(passage: Passage) -> str:
    """The stretch of a passage that the sentence to be emphasised is taken from.

    A companion note begins with the short answer; what follows explains it.

    >>> leading_part(Passage("1", "companion/en/a.md", "A?", "Short.\\n\\n## Why\\nLong.", "en",
    ...              origin="companion"))
    'Short.'
    """
    if passage.is_companion and passage.part == 1:
        return passage.text.partition(_SECTION)[0].rstrip()
    return passage.text


def short_answer(index: PassageIndex, number: int, query: Query) -> Short | None:
    """The short answer of the companion note of passage ``number``; None for other notes."""
    begin = number - index.passages[number].part + 1
    first = index.passages[begin]
    if not first.is_companion:
        return None
    text = leading_part(first)
    found = highlights(query, index.fields, begin, first.text)
    marks = [span for span in found if span[1] <= len(text)]
    enough = number > begin and not _adds(index, number, len(text), query)
    return Short(text, tuple(marks), telling_sentence(query, index, begin, text), enough)


def _adds(index: PassageIndex, number: int, end: int, query: Query) -> bool:
    """Whether a later part of a note tells of the question what its first ``end`` letters do not.

    It does when it names more of what is asked, or when one of its headings announces the aspect.
    """
    passage = index.passages[number]
    titles = [line for line in passage.text.split("\n") if line.startswith(_SECTION.strip("\n"))]
    asked = query.aspects | (_SHOWN if _COMPUTED in query.aspects else frozenset())
    if any(not asked.isdisjoint(announced_aspects(title)) for title in titles):
        return True
    begin = number - passage.part + 1
    return not _named(index, number, len(passage.text), query) <= _named(index, begin, end, query)


def _named(index: PassageIndex, number: int, end: int, query: Query) -> set[str]:
    """The concepts and content words of a question in the first ``end`` letters of a passage."""
    words = content_words(index.analyzer.analyze(query.text), query)
    fields = index.fields
    concepts = {name for name, weight in query.named.items() if weight == 1.0}
    marks = ((fields.concept_marks, concepts), (fields.words_marks, words))
    return {
        name
        for where, names in marks
        for name in names
        if any(stop <= end for _, stop in where.spans(number, [name]))
    }


def siblings(passages: Sequence[Passage], number: int, most: int = 3) -> tuple[Passage, ...]:
    """Neighbouring questions of the same note that have an answer, nearest first."""
    passage = passages[number]
    heads = [p for p in _note_of(passages, number) if p.part == 1]
    places = {p.heading: place for place, p in enumerate(heads)}
    here = places.get(passage.heading, 0)
    others = [
        (abs(place - here), p)
        for place, p in enumerate(heads)
        if p.kind == "answer" and p.heading != passage.heading
    ]
    return tuple(p for _, p in sorted(others, key=lambda pair: pair[0])[:most])


def near_titles(
    found: Iterable[Found], readings: Sequence[Reading], analyzer: Analyzer
) -> tuple[Passage, ...]:
    """The passages whose heading holds something of what is asked, the first one of each heading.

    That is a concept that the question names, or a word of it that neither frames it nor only asks
    for an aspect: "the difference" of two other things is nothing to look at. Where there is none,
    it is what a named concept is a kind of: beside Dice loss stand loss functions. Headings whose
    text was lost, which no search finds, come last.
    """
    query = readings[0].ranking.query
    lost = (passage for one in readings for passage in _lost_titles(one))
    passages = (*(one.hit.passage for one in found), *lost)
    concepts = {name for name, weight in query.named.items() if weight == 1.0}
    words = content_words(analyzer.analyze(query.text), query)
    words = {word for word in words if not asked_aspects(word)}
    if not concepts and not words:
        return ()
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.heading, passage)
    wider = {kind for concept in concepts for kind in analyzer.glossary[concept].wider}
    near = (
        tuple(p for heading, p in first.items() if _holds(heading, names, words, analyzer))
        for names in (concepts, wider)
    )
    return next(filter(None, near), ())


def _lost_titles(reading: Reading) -> Iterator[Passage]:
    """The headings whose text was lost that meet the question better than every other, best first.

    What another heading meets as well is to be looked for there.
    """
    index, ranking = reading.index, reading.ranking
    scored = ranking.order[ranking.scores[ranking.order] > 0]
    fit, others = (
        ranking.parts.at(numbers, _TITLES).sum(axis=0) for numbers in (index.lost, scored)
    )
    for place in (-fit).argsort(kind="stable")[:_MOST_LOST]:
        if fit[place] > others.max(initial=0.0):
            yield index.passages[index.lost[place]]


def _holds(heading: str, concepts: set[str], words: set[str], analyzer: Analyzer) -> bool:
    held = analyzer.concepts_of[heading], analyzer.words_of[heading]
    return not (concepts.isdisjoint(held[0]) and words.isdisjoint(held[1]))


def nearest_titles(text: str, passages: Sequence[Passage], most: int = 3) -> list[Passage]:
    """The passages whose headings are spelled most like ``text``, for want of anything better.

    The likeness is the weighted ratio of rapidfuzz; headings less like the text than a slip of the
    hand makes them are left out.

    >>> note = [Passage("1", "a", "Dropout", "x", "en"), Passage("2", "a", "IoU", "x", "en")]
    >>> [passage.heading for passage in nearest_titles("dorpot", note, most=1)]
    ['Dropout']
    """
    from rapidfuzz import fuzz, process

    titles = {p.heading: p for p in reversed(passages) if p.kind == "answer" and p.heading}
    found = process.extract(
        text, list(titles), scorer=fuzz.WRatio, processor=str.casefold, limit=most,
        score_cutoff=_LEAST_LIKENESS,
    )  # fmt: skip
    return [titles[title] for title, _, _ in found]


def _note_of(passages: Sequence[Passage], number: int) -> list[Passage]:
    """The passages of the same note, which stand in a row."""
    source = passages[number].source
    first = last = number
    while first > 0 and passages[first - 1].source == source:
        first -= 1
    while last + 1 < len(passages) and passages[last + 1].source == source:
        last += 1
    return [passages[i] for i in range(first, last + 1)]
