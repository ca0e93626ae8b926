"""The fields of a changed collection, made of those of the old one and of what changed.

Only the added passages are taken apart, and those that are gone, to know which terms they had. What
is found is small and can be stored beside the old index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.index.bm25 import BM25, idf
from bot.index.counting import Counts
from bot.index.fields import Fields, Headings
from bot.index.patched import Difference, Patch, patched_counts, patched_marks
from bot.index.rows import Rows, Scores
from bot.index.storage import Arrays
from bot.index.stretch import LEXICAL, Stretch
from bot.index.stretch_codec import pack_stretch, unpack_stretch
from bot.index.tfidf import TfIdf, moved_norms, norms_of
from bot.index.workers import read_each
from bot.passage import Passage

Packed = dict[str, NDArray[Any]]
_TITLES = "titles"
_DIFFERENCE = ("rows", "losing", "losses")


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in an index.

    patch:        which passages stay and where the added ones stand
    added:        the added passages, taken apart
    differences:  of the terms of every lexical field, and of the concepts of the titles
    gram_norms, title_norms:  of all passages: they change with every passage
    """

    patch: Patch
    added: Stretch
    differences: Mapping[str, Difference]
    gram_norms: Scores
    title_norms: Scores


def change_of(
    old: Fields,
    patch: Patch,
    added: Sequence[Passage],
    gone: Sequence[Passage],
    analyzer: Analyzer,
    descriptions: Mapping[str, Sequence[str]],
) -> Change:
    """What the fields have to know of ``added`` passages and of those that are ``gone``."""
    new, lost = read_each((added, gone), analyzer, descriptions)
    stretch = old.stretch
    differences = {
        name: Difference.of(stretch.counts[name].terms, new.counts[name].terms, lost.counts[name])
        for name in LEXICAL
    }
    titles = Difference.of(stretch.titles.terms, new.titles.terms, lost.titles)
    names = patched_counts(stretch.titles, new.titles, patch, titles)
    return Change(
        patch,
        new,
        {**differences, _TITLES: titles},
        _gram_norms(old.tfidf, new.counts["grams"], patch, differences["grams"]),
        names.rows.sum(range(len(names.rows.lengths)), _rarities(names.rows)),
    )


def _gram_norms(old: TfIdf, added: Counts, patch: Patch, difference: Difference) -> Scores:
    lengths = patched_counts(old.counts, added, patch, difference).rows.lengths
    n = len(patch.origins)
    return patch.of_passages(
        moved_norms(old, lengths[: len(old.terms)], n),
        norms_of(added.rows, lengths[difference.rows], n),
    )


def _rarities(rows: Rows) -> Scores:
    """The idf of every row; 0 of one that no passage has any more, which must not be the rarest."""
    return np.array([idf(df, rows.width) if df else 0.0 for df in rows.lengths.tolist()])


def patched_fields(old: Fields, change: Change) -> Fields:
    """The fields of the changed collection."""
    stretch, added, patch = old.stretch, change.added, change.patch
    counts = {
        name: patched_counts(
            stretch.counts[name], added.counts[name], patch, change.differences[name]
        )
        for name in LEXICAL
    }
    titles = patched_counts(stretch.titles, added.titles, patch, change.differences[_TITLES])
    return Fields(
        **{name: BM25(field) for name, field in counts.items()},
        tfidf=TfIdf(counts["grams"], change.gram_norms, np.empty((2, 0))),
        titles=Headings(titles.terms, _rarities(titles.rows), titles.rows, change.title_norms),
        aspects=patch.of_groups(old.aspects, added.aspects),
        part_aspects=patch.of_groups(old.part_aspects, added.part_aspects),
        words_marks=patched_marks(old.words_marks, added.words_marks, patch),
        concept_marks=patched_marks(old.concept_marks, added.concept_marks, patch),
    )


def pack_change(change: Change) -> Packed:
    """A change as arrays by name."""
    packed = pack_stretch(change.added) | {
        "origins": change.patch.origins,
        "old": np.array([change.patch.old]),
        "gram norms": change.gram_norms,
        "title norms": change.title_norms,
    }
    for name, difference in change.differences.items():
        packed |= {f"{part} of {name}": getattr(difference, part) for part in _DIFFERENCE}
    return packed


def unpack_change(arrays: Arrays) -> Change:
    """What :func:`pack_change` packed."""
    patch = Patch(arrays["origins"], int(arrays["old"][0]))
    differences = {
        name: Difference(*(arrays[f"{part} of {name}"] for part in _DIFFERENCE))
        for name in (*LEXICAL, _TITLES)
    }
    return Change(
        patch,
        unpack_stretch(arrays, len(patch.added)),
        differences,
        arrays["gram norms"],
        arrays["title norms"],
    )
