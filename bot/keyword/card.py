"""The term card: what the glossary and the notes know of the concept that a query names."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.keyword.concepts import Concepts
from bot.keyword.evaluation import Evaluator, Scores
from bot.keyword.layout import title_lines
from bot.keyword.query import Clause, Level, Lookup
from bot.keyword.result import TermCard
from bot.keyword.syntax import Parsed
from bot.passage import Passage
from bot.resources import read_toml
from bot.text import Text


class Cards:
    """Makes the cards of one collection."""

    def __init__(
        self,
        passages: Sequence[Passage],
        analyzer: Analyzer,
        concepts: Concepts,
        evaluator: Evaluator,
        demos: Mapping[str, Sequence[str]],
    ) -> None:
        self._passages = passages
        self._analyzer = analyzer
        self._concepts = concepts
        self._evaluator = evaluator
        self._demos = demos
        self._languages = {
            language: np.array([p.language == language for p in passages], dtype=bool)
            for language in ("zh", "en")
        }

    def concept_named(self, text: str) -> str:
        """The concept that the whole of ``text`` names, the most frequent one; or empty."""
        text = text.strip()
        if text in self._analyzer.glossary:
            return text
        named = [
            m.concept
            for m in self._analyzer.finder.find(text)
            if not any(map(str.isalnum, text[: m.start] + text[m.end :]))
        ]
        return max(named, key=lambda c: len(self._concepts.about(c)), default="")

    def card(self, parsed: Parsed) -> TermCard | None:
        """The card of a query that is nothing but the name of a concept."""
        if any(len(group) > 1 for group in parsed.groups):
            return None
        concept = self.concept_named(" ".join(group[0].text for group in parsed.groups))
        return self._card(concept) if concept else None

    def _card(self, concept: str) -> TermCard:
        entry = self._analyzer.glossary[concept]
        found = self._evaluator.evaluate(Clause("", (Lookup(Level.SYNONYM, concept=concept),)))
        about = self._concepts.about(concept)
        passages = {
            language: tuple(self._first(about[mask[about]], found.scores))
            for language, mask in self._languages.items()
        }
        return TermCard(
            concept=concept,
            zh=(*entry.zh, "")[0],
            en=(*entry.en, "")[0],
            aliases=(*entry.zh[1:], *entry.en[1:], *entry.abbr),
            confused=self._confused(concept),
            passages=passages,
            demos=self._demos_of(concept, [p for shown in passages.values() for p in shown]),
        )

    def _first(self, numbers: NDArray[np.int32], scores: Scores) -> Iterator[Passage]:
        """The answers of these passages by their best score, each by its first part here."""
        most = read_toml("keyword.toml")["limits"]["card_passages"]
        first: dict[tuple[str, str], Passage] = {}
        for passage in map(self._passages.__getitem__, numbers.tolist()):
            first.setdefault((passage.source, passage.heading), passage)
        order = np.argsort(-scores[numbers], kind="stable")
        ranked = (self._passages[i] for i in numbers[order].tolist())
        answers = dict.fromkeys((passage.source, passage.heading) for passage in ranked)
        return (first[answer] for answer in islice(answers, most))

    def _confused(self, concept: str) -> tuple[tuple[str, Text], ...]:
        glossary = self._analyzer.glossary
        ids = (*glossary[concept].related("confused"), *self._mistaken_for.get(concept, ()))
        return tuple((i, glossary[i].title) for i in dict.fromkeys(ids) if i in glossary)

    @cached_property
    def _mistaken_for(self) -> Mapping[str, list[str]]:
        """Concept -> the concepts that name it as one they are confused with."""
        table: dict[str, list[str]] = defaultdict(list)
        for concept, entry in self._analyzer.glossary.items():
            for other in entry.related("confused"):
                table[other].append(concept)
        return table

    def _demos_of(self, concept: str, ranked: Sequence[Passage]) -> tuple[str, ...]:
        counts: Counter[str] = Counter()
        for passage in ranked:
            demos = self._demos.get(passage.id, ())
            if demos and any(
                m.concept == concept for m in self._analyzer.finder.find(title_lines(passage))
            ):
                counts.update(demos)
        return tuple(demo for demo, _ in counts.most_common())
