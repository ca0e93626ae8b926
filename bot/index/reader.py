"""Takes passages apart into a :class:`Stretch`: titles, texts and sub-headings on one sheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import ranges
from bot.analysis.aspects import announced_in
from bot.analysis.bulk import Analysed, BulkAnalyzer, Sheet
from bot.index.counting import Counts, count, tally
from bot.index.grams import GramTable, gram_keys
from bot.index.marks import Marks
from bot.index.rows import Rows
from bot.index.stretch import NESTED, Groups, Stretch, sub_headings, title_of
from bot.passage import Passage

Numbers = NDArray[Any]
_TITLES, _TEXTS, _PARTS, _WRITTEN = slice(0, 1), slice(1, 2), slice(2, 3), slice(0, 2)
"""The blocks of a sheet; what is written is title and text."""


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

    def read(self, passages: Sequence[Passage]) -> Stretch:
        """The stretch of these passages."""
        titles, texts = [title_of(p) for p in passages], [p.text for p in passages]
        parts = ["\n".join(sub_headings(text)) for text in texts]
        sheet = Sheet.of([*titles, *texts, *parts])
        return _Taken(self, sheet, self._bulk.analyze(sheet), len(passages)).stretch()

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

    def counted(self, terms: Numbers, columns: Numbers, width: int) -> Counts:
        """The counts of vocabulary terms in passages."""
        return count(terms, columns, width, self._names)

    def numbers_of(self, strings: Iterable[str]) -> Numbers:
        """The vocabulary's numbers of strings."""
        return np.fromiter(map(self._bulk.vocabulary.__getitem__, strings), np.int64)

    @property
    def _names(self) -> Sequence[str]:
        return list(self._bulk.vocabulary)


class _Taken:
    """A sheet of titles, then texts, then sub-headings of ``width`` passages, analysed."""

    def __init__(self, reader: Reader, sheet: Sheet, analysed: Analysed, width: int) -> None:
        self._reader, self._sheet, self._width = reader, sheet, width
        self._tokens, self._mentions = analysed.tokens, analysed.mentions
        self._single = analysed.characters
        self._token_texts = sheet.owners[self._tokens.starts]
        self._mention_texts = sheet.owners[self._mentions.starts]

    def stretch(self) -> Stretch:
        # A concept is one more term beside the words of a sub-heading.
        parts = zip(self._words(_PARTS), self._concepts(_PARTS), strict=True)
        counts = {
            "words": self._counted(*self._words(_WRITTEN)),
            "heading": self._counted(*self._words(_TITLES)),
            "subheadings": self._counted(*map(np.concatenate, parts)),
            "grams": self._grams(),
            "characters": self._counted(*self._characters()),
            "concepts": self._counted(*self._concepts(_WRITTEN)),
        }
        titles, counts["glosses"] = self._titles()
        return Stretch(
            counts,
            titles,
            self._announced(_TITLES),
            self._announced(_PARTS),
            self._word_marks(counts["words"]),
            self._concept_marks(),
        )

    def _counted(self, terms: Numbers, columns: Numbers) -> Counts:
        return self._reader.counted(terms, columns, self._width)

    def _within(self, texts: NDArray[np.int32], blocks: slice) -> NDArray[np.bool_]:
        """Whether texts are titles (block 0), texts (1) or sub-headings (2)."""
        inside: NDArray[np.bool_] = (texts >= blocks.start * self._width) & (
            texts < blocks.stop * self._width
        )
        return inside

    def _words(self, blocks: slice) -> tuple[Numbers, Numbers]:
        chosen = self._within(self._token_texts, blocks)
        return self._tokens.terms[chosen], self._token_texts[chosen] % self._width

    def _concepts(self, blocks: slice) -> tuple[Numbers, Numbers]:
        chosen = self._within(self._mention_texts, blocks)
        found = self._mentions.only(chosen)
        terms = self._reader.concept_terms(found.concepts, found.weights)
        return terms, self._mention_texts[chosen] % self._width

    def _grams(self) -> Counts:
        keys, places = gram_keys(self._sheet.codes[: self._sheet.borders[2 * self._width]])
        columns = self._sheet.owners[places] % max(self._width, 1)
        different, rows = tally(keys, columns, self._width)
        lengths = np.bincount(columns, minlength=self._width).astype(np.int32)
        return Counts(GramTable(different), rows, lengths)

    def _characters(self) -> tuple[Numbers, Numbers]:
        terms, places = self._single
        chosen = places < self._sheet.borders[2 * self._width]
        return terms[chosen], self._sheet.owners[places[chosen]] % max(self._width, 1)

    def _titles(self) -> tuple[Counts, Counts]:
        """The concepts of the titles with their greatest weights, and their glosses."""
        chosen = self._within(self._mention_texts, _TITLES)
        found, columns = self._mentions.only(chosen), self._mention_texts[chosen]
        # By falling weight, so that the first of equal concepts of a title is the greatest.
        order = np.argsort(-found.weights, kind="stable")
        pairs = columns[order].astype(np.int64) * len(self._reader.concepts) + found.concepts[order]
        different, first = np.unique(pairs, return_index=True)
        columns, concepts = np.divmod(different, max(len(self._reader.concepts), 1))
        counts = count(concepts, columns, self._width, self._reader.concepts)
        numbers = np.array([counts.terms[self._reader.concepts[c]] for c in concepts], np.int64)
        weights = found.weights[order][first][np.lexsort((columns, numbers))]
        rows = Rows(counts.rows.starts, counts.rows.columns, weights, self._width)
        terms, lengths = self._reader.glosses(concepts)
        glosses = self._counted(terms, np.repeat(columns, lengths))
        return Counts(counts.terms, rows, counts.lengths), glosses

    def _announced(self, block: slice) -> Groups:
        first = block.start * self._width
        start, stop = self._sheet.borders[[first, block.stop * self._width]]
        found = {
            aspect: self._sheet.owners[np.array(places) + start] - first
            for aspect, places in announced_in(self._sheet.folded[start:stop]).items()
        }
        return {aspect: np.unique(texts).astype(np.int64) for aspect, texts in found.items()}

    def _word_marks(self, words: Counts) -> Marks:
        chosen = self._within(self._token_texts, _TEXTS).nonzero()[0]
        of_vocabulary = np.zeros(len(self._reader._names), np.int64)
        of_vocabulary[self._reader.numbers_of(words.terms)] = np.arange(len(words.terms))
        names = of_vocabulary[self._tokens.terms[chosen]]
        spans = self._tokens.starts[chosen], self._tokens.ends[chosen]
        weights = np.full(len(chosen), 100, np.uint8)
        return self._marks(words.terms, self._token_texts[chosen], names, spans, weights)

    def _concept_marks(self) -> Marks:
        chosen = self._within(self._mention_texts, _TEXTS)
        found, texts = self._mentions.only(chosen), self._mention_texts[chosen]
        columns = texts - self._width
        counts = count(found.concepts, columns, self._width, self._reader.concepts)
        of_concept = np.zeros(len(self._reader.concepts), np.int64)
        numbers = {concept: n for n, concept in enumerate(self._reader.concepts)}
        of_concept[[numbers[term] for term in counts.terms]] = np.arange(len(counts.terms))
        weights = np.rint(found.weights * 100).astype(np.uint8)
        spans = found.starts, found.ends
        return self._marks(counts.terms, texts, of_concept[found.concepts], spans, weights)

    def _marks(
        self,
        numbers: Mapping[str, int],
        texts: NDArray[np.int32],
        names: Numbers,
        spans: tuple[Numbers, Numbers],
        weights: NDArray[np.uint8],
    ) -> Marks:
        offsets = self._sheet.borders[texts]
        columns = names, spans[0] - offsets, spans[1] - offsets, weights
        return Marks.of(numbers, texts - self._width, self._width, columns)
