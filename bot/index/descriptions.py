"""A reverse dictionary: from a description in plain words to the concept it describes.

"How can a filter look wider without more weights" names nothing, yet means dilated convolution.
``bot/lexicon/descriptions.tsv`` holds such descriptions for many concepts in both languages; a
question is compared with each by the cosine of their TF-IDF vectors over content words and, in
Chinese, pairs of characters. The best ones lend their concepts to the search.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.analysis.folding import fold
from bot.index.tfidf import TfIdf, fit_tfidf

MOST = 5
LEAST = 0.2
"""How many concepts a question may describe, and how like the description it must be."""
_HAN_RUN = re.compile(r"[㐀-鿿]{2,}")


@dataclass(frozen=True, slots=True)
class Descriptions:
    """``owners[i]`` is the concept that description number i describes.

    ``terms`` are the words of all descriptions of a concept.
    """

    owners: tuple[str, ...]
    index: TfIdf
    terms: Mapping[str, tuple[str, ...]]

    def match(self, terms: Iterable[str], text: str) -> dict[str, float]:
        """Concepts that a question describes, with similarities in [LEAST, 1], best first.

        ``terms`` are its content words, ``text`` its wording.
        """
        scores = self.index.get_scores([*terms, *_pairs(text)])
        found: dict[str, float] = {}
        alike = (scores >= LEAST).nonzero()[0]
        for number in alike[np.argsort(-scores[alike], kind="stable")][: 4 * MOST].tolist():
            if len(found) == MOST:
                break
            found.setdefault(self.owners[number], float(scores[number]))
        return found


def build_descriptions(rows: Sequence[Mapping[str, str]], analyzer: Analyzer) -> Descriptions:
    """The reverse dictionary of rows with ``id``, ``zh`` and ``en`` lists."""
    owners: list[str] = []
    documents: list[list[str]] = []
    words: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for text in filter(None, f"{row['zh']}|{row['en']}".split("|")):
            owners.append(row["id"])
            terms = [token.term for token in analyzer.tokenizer.tokenize(text)]
            words[row["id"]] = (*words.get(row["id"], ()), *terms)
            documents.append([*terms, *_pairs(text)])
    return Descriptions(tuple(owners), fit_tfidf(documents), words)


def _pairs(text: str) -> list[str]:
    """Adjacent pairs of Han characters.

    >>> _pairs("看得更远")
    ['看得', '得更', '更远']
    """
    runs = _HAN_RUN.findall(fold(text))
    return [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
