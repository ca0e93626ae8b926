"""What the terms of a question reach in every passage: the lexical parts, not yet as shares.

In a large collection each part is added up by itself, a stretch of passages at a time
(:mod:`bot.index.sums`), in a small one all of them in one call (:mod:`bot.index.together`).
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from bot.index.bm25 import BM25, group_scores
from bot.index.sums import WIDE, Sums, total
from bot.index.tfidf import TfIdf
from bot.index.together import Together, added

PARTS = {
    "words": "words",
    "heading": "heading",
    "subheadings": "subheadings",
    "grams": "grams",
    "characters": "characters",
    "tfidf": "tfidf",
    "concepts": "concepts",
    "described": "concepts",
    "glosses": "glosses",
}
"""Every part that seeks weighted terms, and the field it seeks in."""
TRANSLATED = {"translated": "words", "translated_heading": "heading"}
"""The parts that seek translations, and the field of each."""
_WEIGHTED = (("words", "heading", "glosses"), ("subheadings",), ("concepts",), ("described",))
_PIECES = (("grams", "tfidf"), ("characters",))
"""Parts that seek the same terms; what is sought of the pieces of a question counts once."""
_NUMBERS = {part: number for number, part in enumerate((*PARTS, *TRANSLATED))}
"""The parts as fields of few passages, see :class:`bot.index.together.Together`."""

Sought = Mapping[str, Mapping[str, float]]
"""Part -> the weighted terms that it seeks."""
Groups = Sequence[tuple[float, tuple[str, ...]]]
"""Terms that count as one term, with the weight of that one."""


class Reached(NamedTuple):
    """The scores of all passages, the greatest one, and that of the ideal one, 0 for cosines."""

    scores: Sums
    greatest: float
    ideal: float


class Lexical:
    """The fields in which terms are sought, all over the same passages."""

    def __init__(self, fields: Mapping[str, BM25 | TfIdf], translated: Mapping[str, BM25]) -> None:
        """``fields`` by part, those that seek translations apart."""
        self._fields, self._translated = fields, translated
        self._width = next(iter(translated.values())).corpus_size

    def reached(self, sought: Sought, groups: Groups) -> dict[str, Reached]:
        """Part -> what the passages reach; the ``groups`` are sought as translations."""
        return (self._of_many if self._width >= WIDE else self._of_few)(sought, groups)

    def _of_many(self, sought: Sought, groups: Groups) -> dict[str, Reached]:
        found = {part: self._fields[part].found(terms) for part, terms in sought.items()}
        found |= {part: _of_groups(index, groups) for part, index in self._translated.items()}
        ideals = {part: self._fields[part].ideal(terms) for part, terms in sought.items()}
        whole = sum(weight for weight, _ in groups)
        ideals |= {part: whole * index.idf_of("") for part, index in self._translated.items()}
        return {part: Reached(sums, sums.greatest, ideals[part]) for part, sums in found.items()}

    def _of_few(self, sought: Sought, groups: Groups) -> dict[str, Reached]:
        weighted: list[tuple[bytes, float]] = []
        for parts in _WEIGHTED:
            terms = sought[parts[0]]
            weighted += zip(self._rows[parts].rows([*terms]), terms.values(), strict=True)
        alike = self._rows_of_groups.rows([terms for _, terms in groups])
        weighted += zip(alike, [weight for weight, _ in groups], strict=True)
        pieces = chain.from_iterable(
            self._rows[parts].rows([*sought[parts[0]]]) for parts in _PIECES
        )
        scores, ideals = added(weighted, pieces, len(_NUMBERS), self._width)
        greatest = scores.max(axis=1, initial=0.0).tolist()
        found = map(Reached, map(Sums.of_all, scores), greatest, ideals.tolist())
        return dict(zip(_NUMBERS, found, strict=True))

    @cached_property
    def _rows(self) -> dict[tuple[str, ...], Together[str]]:
        return {
            parts: Together({_NUMBERS[p]: self._fields[p].given for p in parts}, self._width)
            for parts in (*_WEIGHTED, *_PIECES)
        }

    @cached_property
    def _rows_of_groups(self) -> Together[tuple[str, ...]]:
        given = {_NUMBERS[part]: index.given_alike for part, index in self._translated.items()}
        return Together(given, self._width)


def _of_groups(index: BM25, groups: Groups) -> Sums:
    return total([(group_scores(index, ts), weight) for weight, ts in groups], index.corpus_size)
