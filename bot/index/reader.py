"""Takes passages apart into a :class:`Stretch`: titles, texts and sub-headings on one sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import different, first_places, narrow, ranges
from bot.analysis.aspects import announced_in
from bot.analysis.bulk import Analysed, BulkAnalyzer, Sheet
from bot.index.counting import COLUMN_BITS, Tally, occurring, tally
from bot.index.grams import gram_keys
from bot.index.part import GRAMS, Block, Part, Placed, put_together
from bot.index.stretch import NESTED, Groups, Stretch, sub_headings, title_of
from bot.passage import Passage

Numbers = NDArray[Any]
Written = tuple[Sequence[str], Sequence[str]]
"""Titles and texts of passages."""
LENGTH = 4_096
"""Passages that are read at a time."""
_TOGETHER, _MOST = (1 << COLUMN_BITS) // LENGTH, 1 << 25
"""Piles of them that are counted together, and occurrences from which on that are enough."""
_TITLES, _TEXTS, _PARTS, _WRITTEN = slice(0, 1), slice(1, 2), slice(2, 3), slice(0, 2)
"""The blocks of a sheet; what is written is title and text."""


def written(passages: Sequence[Passage]) -> Written:
    """What there is to read of passages."""
    return [title_of(passage) for passage in passages], [passage.text for passage in passages]


class Reader:
    """Takes passages apart; remembers words from one stretch to the next."""

    def __init__(self, bulk: BulkAnalyzer, descriptions: Mapping[str, Sequence[str]]) -> None:
        self._bulk = bulk
        number = bulk.vocabulary.__getitem__
        self._concept_terms = np.array(
            [(number(concept), number(concept + NESTED)) for concept in bulk.concepts], np.int64
        ).reshape(-1, 2)
        glosses = [descriptions.get(concept, ()) for concept in bulk.concepts]
        self._glosses = np.array([number(term) for terms in glosses for term in terms], np.int64)
        self._gloss_lengths = np.array([len(terms) for terms in glosses], np.int64)

    def read(self, passages: Sequence[Passage], length: int = LENGTH) -> Stretch:
        """The stretch of these passages, of which ``length`` are read at a time."""
        starts = range(0, max(len(passages), 1), length)
        piles = ((start, written(passages[start : start + length])) for start in starts)
        return self.stretch(self.blocks(piles))

    def blocks(self, piles: Iterable[tuple[int, Written]]) -> list[Block]:
        """Piles of up to ``LENGTH`` passages, each with its place, counted and in order.

        They are read as they come, from the first place on or from the last one.
        """
        blocks: dict[int, Block] = {}
        uncounted: dict[int, Part] = {}

        def count() -> None:
            own = sorted(uncounted)
            blocks[own[0]] = Block.of([uncounted.pop(place) for place in own])

        for place, pile in piles:
            uncounted[place] = self.part(pile)
            size = sum(part.size for part in uncounted.values())
            if len(uncounted) == _TOGETHER or size >= _MOST:
                count()
        if uncounted:
            count()
        return [blocks[place] for place in sorted(blocks)]

    def part(self, passages: Written) -> Part:
        """A few passages, given by their titles and texts, taken apart."""
        titles, texts = passages
        sheet = Sheet.of([*titles, *texts, *("\n".join(sub_headings(text)) for text in texts)])
        return _Taken(self, sheet, self._bulk.analyze(sheet), len(titles)).part()

    def stretch(self, blocks: Sequence[Block]) -> Stretch:
        """The stretch of blocks in order, all of which this reader took apart."""
        return put_together(blocks, list(self._bulk.vocabulary), self.concepts)

    def concept_terms(self, concepts: Numbers, weights: NDArray[np.float64]) -> Numbers:
        """The index term of each mention."""
        terms: Numbers = self._concept_terms[concepts, (weights != 1).astype(np.intp)]
        return terms

    def glosses(self, concepts: Numbers) -> tuple[Numbers, Numbers]:
        """The terms of the descriptions of concepts in a row, and how many each has."""
        lengths = self._gloss_lengths[concepts]
        starts = (np.cumsum(self._gloss_lengths) - self._gloss_lengths)[concepts]
        return self._glosses[ranges(starts, lengths)], lengths

    @property
    def concepts(self) -> Sequence[str]:
        """The ids of all concepts by number."""
        return self._bulk.concepts


class _Taken:
    """A sheet of titles, then texts, then sub-headings of ``width`` passages, analysed."""

    def __init__(self, reader: Reader, sheet: Sheet, analysed: Analysed, width: int) -> None:
        self._reader, self._sheet, self._width = reader, sheet, width
        self._tokens, self._mentions = analysed.tokens, analysed.mentions
        self._single = analysed.characters
        # The passage of every character of the sheet.
        numbers = np.tile(np.arange(width, dtype=np.int32), 3)
        self._columns = np.repeat(numbers, np.diff(sheet.borders))
        self._token_texts = sheet.owners[self._tokens.starts]
        self._mention_texts = sheet.owners[self._mentions.starts]

    def part(self) -> Part:
        # A concept is one more term beside the words of a sub-heading.
        parts = zip(self._words(_PARTS), self._concepts(_PARTS), strict=True)
        titles, glosses = self._titles()
        terms: Mapping[str, tuple[Numbers, Numbers]] = {
            "words": self._words(_WRITTEN),
            "heading": self._words(_TITLES),
            "subheadings": (np.concatenate(next(parts)), np.concatenate(next(parts))),
            "characters": self._characters(),
            "concepts": self._concepts(_WRITTEN),
            "glosses": glosses,
        }
        in_texts, concept_marks = self._concept_marks()
        return Part(
            self._width,
            {name: (occurring(*found),) for name, found in terms.items()} | {GRAMS: self._grams()},
            titles,
            in_texts,
            self._announced(_TITLES),
            self._announced(_PARTS),
            self._word_marks(),
            concept_marks,
        )

    def _within(self, texts: NDArray[np.int32], blocks: slice) -> NDArray[np.bool_]:
        """Whether texts are titles (block 0), texts (1) or sub-headings (2)."""
        inside: NDArray[np.bool_] = (texts >= blocks.start * self._width) & (
            texts < blocks.stop * self._width
        )
        return inside

    def _words(self, blocks: slice) -> tuple[Numbers, Numbers]:
        chosen = self._within(self._token_texts, blocks)
        return self._tokens.terms[chosen], self._columns[self._tokens.starts[chosen]]

    def _concepts(self, blocks: slice) -> tuple[Numbers, Numbers]:
        chosen = self._within(self._mention_texts, blocks)
        found = self._mentions.only(chosen)
        terms = self._reader.concept_terms(found.concepts, found.weights)
        return terms, self._columns[found.starts]

    def _grams(self) -> tuple[Numbers, ...]:
        codes = self._sheet.codes[: self._sheet.borders[2 * self._width]]
        return tuple(gram_keys(codes, self._columns, COLUMN_BITS))

    def _characters(self) -> tuple[Numbers, Numbers]:
        terms, places = self._single
        chosen = places < self._sheet.borders[2 * self._width]
        return terms[chosen], self._columns[places[chosen]]

    def _titles(self) -> tuple[Tally, tuple[Numbers, Numbers]]:
        """The concepts of the titles with their greatest weights, and their glosses."""
        chosen = self._within(self._mention_texts, _TITLES)
        found, columns = self._mentions.only(chosen), self._mention_texts[chosen]
        # By falling weight, so that the first of equal concepts of a title is the greatest.
        order = np.argsort(-found.weights, kind="stable")
        pairs = found.concepts[order] * self._width + columns[order]
        first = first_places(pairs)
        concepts, columns = np.divmod(pairs[first], max(self._width, 1))
        counts = tally([occurring(concepts, columns)], self._width)
        rows = replace(counts.rows, values=found.weights[order][first])
        terms, lengths = self._reader.glosses(concepts)
        return replace(counts, rows=rows), (terms, np.repeat(columns, lengths))

    def _announced(self, block: slice) -> Groups:
        first = block.start * self._width
        start, stop = self._sheet.borders[[first, block.stop * self._width]]
        found = {
            aspect: self._sheet.owners[np.array(places) + start] - first
            for aspect, places in announced_in(self._sheet.folded[start:stop]).items()
        }
        return {aspect: different(texts).astype(np.int64) for aspect, texts in found.items()}

    def _word_marks(self) -> Placed:
        chosen = self._within(self._token_texts, _TEXTS).nonzero()[0]
        tokens, texts = self._tokens, self._token_texts[chosen]
        spans = tokens.starts[chosen], tokens.ends[chosen]
        return self._placed(texts, tokens.terms[chosen], spans, np.full(len(chosen), 100))

    def _concept_marks(self) -> tuple[Tally, Placed]:
        chosen = self._within(self._mention_texts, _TEXTS)
        found, texts = self._mentions.only(chosen), self._mention_texts[chosen]
        counts = tally([occurring(found.concepts, texts - self._width)], self._width)
        spans, weights = (found.starts, found.ends), np.rint(found.weights * 100)
        return counts, self._placed(texts, found.concepts, spans, weights)

    def _placed(
        self,
        texts: NDArray[np.int32],
        names: Numbers,
        spans: tuple[Numbers, Numbers],
        weights: Numbers,
    ) -> Placed:
        starts, ends = spans
        begins = starts - self._sheet.borders[texts]
        return Placed(
            narrow(texts - self._width),
            narrow(names),
            narrow(begins),
            narrow(ends - starts),
            weights.astype(np.uint8),
        )
