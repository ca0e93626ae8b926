"""The index of passages as one object: build, search, save, load.

:class:`PassageIndex` knows nothing of notes or answers. It ranks passages for a question and can
say why; deciding whether the first one is an answer is the business of :mod:`bot.answer`.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.nearest import OwnWords
from bot.analysis.query import Query
from bot.analysis.spelling import SpellingRepair
from bot.analysis.targets import Targets, repair_targets
from bot.errors import StoreError
from bot.index import codec
from bot.index.analyzer_codec import pack_analyzer, unpack_analyzer, unpack_targets
from bot.index.descriptions import Descriptions, build_descriptions
from bot.index.fields import Fields, build_fields, extended_fields
from bot.index.fusion import fuse_both, parts
from bot.index.lexicon import Lexicon, build_lexicon
from bot.index.memory import keep_freed_memory
from bot.index.parts import Parts
from bot.index.questions import QuestionReader
from bot.index.storage import Arrays, read_folder, write_folder
from bot.index.sums import WIDE
from bot.index.traits import KINDS, Traits, in_order
from bot.passage import Passage
from bot.resources import read_rows, read_toml
from bot.text import Text

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score; scores compare within one question only."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that a search computed.

    order:  passage numbers, best first: all, or the first ``MOST_ORDERED`` of more
    voted:  passage number -> what the judgement of the candidates added to its score, once they
            are judged (:mod:`bot.judging.confidence`)
    """

    query: Query
    parts: Parts
    scores: NDArray[np.float64]
    order: NDArray[np.int64]
    voted: Mapping[int, float] = field(default_factory=dict)


class PassageIndex:
    """Ranks passages for questions in either language."""

    def __init__(
        self,
        passages: Sequence[Passage],
        traits: Traits,
        fields: Fields,
        analyzer: Analyzer,
        lexicon: Lexicon,
    ) -> None:
        self.passages = passages
        self.fields = fields
        self.analyzer = analyzer
        self.lexicon = lexicon
        self.traits = traits
        self.languages = traits.languages
        if len(traits.kinds) >= WIDE:
            keep_freed_memory()

    @cached_property
    def factors(self) -> NDArray[np.float64]:
        """What the kind of every passage multiplies its score by."""
        factor = read_toml("ranking.toml")["factor"]
        kinds: NDArray[np.float64] = np.array([float(factor[kind]) for kind in KINDS])
        return kinds[self.traits.kinds]

    @cached_property
    def lost(self) -> NDArray[np.intp]:
        """The passages that never score: headings whose text was lost."""
        lost: NDArray[np.intp] = (self.factors == 0).nonzero()[0]
        return lost

    @classmethod
    def build(
        cls,
        passages: Iterable[Passage],
        analyzer: Analyzer | None = None,
        descriptions: Descriptions | None = None,
    ) -> "PassageIndex":
        """Index the passages; those without text are known but never found.

        ``analyzer`` and ``descriptions`` may be those of another index.
        """
        passages, analyzer = tuple(passages), analyzer or Analyzer.open()
        if descriptions is None:
            descriptions = build_descriptions(read_rows("descriptions.tsv"), analyzer)
        fields = build_fields(passages, analyzer, descriptions.terms)
        lexicon = build_lexicon(fields.words.terms, descriptions)
        return cls(passages, Traits.of(passages), fields, analyzer, lexicon)

    def extended(self, new: Sequence[Passage]) -> "PassageIndex":
        """The index of these passages and ``new`` ones after them, as if built of all of them."""
        fields = extended_fields(self.fields, new, self.analyzer, self.lexicon.descriptions.terms)
        traits = self.traits.extended(Traits.of(new))
        both, lexicon = codec.extended_passages(self.passages, new), self.lexicon
        lexicon = lexicon.over(fields.words.terms)
        index = PassageIndex(both, traits, fields, self.analyzer, lexicon)
        index.__dict__["_targets"] = self._targets
        return index

    def save(self, path: str | Path) -> None:
        """Store the index as a folder that :meth:`load` opens.

        Raises StoreError when the folder cannot be written.
        """
        try:
            write_folder(Path(path), self.to_arrays())
        except OSError as error:
            message = Text(f"无法写入索引 {path}", f"cannot write the index {path}")
            raise StoreError(message) from error

    @classmethod
    def load(cls, path: str | Path) -> "PassageIndex":
        """The index that :meth:`save` stored; it answers exactly as that one did.

        When a part of the folder is damaged the index is built anew from its passages. Raises
        StoreError when these are damaged, too.
        """
        if not Path(path).is_dir():
            raise StoreError(Text(f"没有索引文件夹 {path}", f"there is no index folder {path}"))
        stored = read_folder(Path(path))
        if not stored.damaged:
            return cls.from_arrays(stored.arrays)
        try:
            passages = tuple(codec.unpack_passages(stored.arrays))
        except (KeyError, ValueError) as error:
            raise StoreError(
                Text(f"{path} 不是完整的索引文件夹", f"{path} is not a whole index folder")
            ) from error
        _LOG.warning("index %s is damaged (%s) and is built anew", path, stored.damaged[0])
        return cls.build(passages)

    def to_arrays(self) -> codec.Packed:
        """The whole index as arrays by name."""
        shared = codec.pack_lexicon(self.lexicon) | pack_analyzer(self.analyzer, self._targets)
        return self.own_arrays() | shared

    def own_arrays(self) -> codec.Packed:
        """What an index with the same analyzer and descriptions does not have in common with it."""
        arrays = codec.pack_passages(self.passages) | codec.pack_fields(self.fields)
        return arrays | {"languages": self.traits.languages, "kinds": self.traits.kinds}

    @classmethod
    def from_arrays(cls, arrays: Arrays, beside: "PassageIndex | None" = None) -> "PassageIndex":
        """The index of :meth:`to_arrays`; ``beside`` is one with the same dictionaries, if any.

        What both ask them for is then looked up once.
        """
        traits = Traits(arrays["languages"], arrays["kinds"])
        fields = codec.unpack_fields(arrays, len(traits.kinds))
        passages = codec.unpack_passages(arrays)
        if beside:
            lexicon = beside.lexicon.over(fields.words.terms)
            return cls(passages, traits, fields, beside.analyzer, lexicon)
        lexicon = codec.unpack_lexicon(arrays, fields.words.terms)
        index = cls(passages, traits, fields, unpack_analyzer(arrays), lexicon)
        index.__dict__["_targets"] = unpack_targets(arrays)
        return index

    @cached_property
    def _targets(self) -> Targets:
        return repair_targets(self.analyzer)

    @cached_property
    def spelling(self) -> SpellingRepair:
        """Repairs typing errors against the glossary and the words of the passages."""
        terms = self.fields.words.terms
        known = (terms, self.lexicon.commonness)
        own = OwnWords(terms, self._written)
        return SpellingRepair(self._targets, known, self.analyzer.tokenizer.frequencies, own)

    def _written(self, term: str) -> str:
        """How the first passage that tells most of a word writes it, in lower case."""
        number = self.fields.words.best([term], 1)[0][0]
        passage = self.passages[number]
        text = "\n".join((*passage.trail, passage.heading, passage.text))
        tokens = self.analyzer.analyze(text).tokens
        return next((text[t.start : t.end].lower() for t in tokens if t.term == term), term)

    @cached_property
    def _questions(self) -> QuestionReader:
        return QuestionReader(self.analyzer, self.lexicon, lambda: self.spelling)

    def commonness(self, term: str) -> float:
        """How everyday a term is, in [0, 1]; 0 for a term of art."""
        return self._questions.commonness(term)

    def is_word(self, term: str) -> bool:
        """Whether a dictionary of the language has the term."""
        return self._questions.is_word(term)

    def understand(self, question: str, as_written: bool = False) -> Query:
        """The query of a question; typing errors are repaired and told, unless ``as_written``."""
        return self._questions.understand(question, as_written)

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The best ``k`` passages with positive scores, best first; ties keep passage order.

        There are never more than ``MOST_ORDERED``.
        """
        return self.hits(self.rank(self.understand(query)), k)

    def hits(self, ranking: Ranking, k: int) -> list[Hit]:
        """The first ``k`` of a ranking as hits."""
        return [
            Hit(self.passages[i], float(ranking.scores[i]))
            for i in ranking.order[: max(k, 0)]
            if ranking.scores[i] > 0
        ]

    def rank(self, query: Query) -> Ranking:
        """Every passage scored for ``query``; headings without text score 0."""
        computed = parts(query, self.fields, self.lexicon.translations)
        met = {name: part for name, part in computed.items() if part.some}
        weights = read_toml("ranking.toml")["weights"]
        mixes = weights["same"], weights["cross"]
        scores = fuse_both(met, mixes, self._written_in(query.language)) * self.factors
        return Ranking(query, Parts(computed), scores, in_order(scores))

    def _written_in(self, language: str) -> NDArray[np.bool_]:
        if language not in self._languages:
            self._languages[language] = self.languages == language
        return self._languages[language]

    @cached_property
    def _languages(self) -> dict[str, NDArray[np.bool_]]:
        """Which passages are in a language; comparing strings each time takes longer."""
        return {}
