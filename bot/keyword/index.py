"""KeywordIndex: build it over passages, search it by words and operators.

    index = KeywordIndex.build(passages, analyzer, demos)
    result = index.search("空洞卷积 -池化 lang:zh", k=20, facets={"topic": ["receptive-field"]})

It finds every passage that holds what was typed, which :class:`bot.search.PassageIndex` does not
promise: that one looks for an answer, this one for a text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, zip_longest

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Concept
from bot.analysis.spelling import SpellingRepair, repair
from bot.analysis.targets import Targets
from bot.index.storage import Arrays
from bot.keyword.card import Cards
from bot.keyword.contents import Contents, contents_of, pack, unpack
from bot.keyword.evaluation import Evaluator
from bot.keyword.facets import FACETS, Facets
from bot.keyword.layout import Mask
from bot.keyword.nearest import nearest_terms, terms_by_spelling
from bot.keyword.pinyin import pinyin_names, read_pinyin, sound_of
from bot.keyword.planning import Planner
from bot.keyword.query import Plan
from bot.keyword.ranking import Ranker
from bot.keyword.relaxing import Attempt, Outcome, settle
from bot.keyword.result import KeywordResult, Note, note
from bot.keyword.spellings import sequence_of
from bot.keyword.syntax import Parsed, Wish, parse, plain
from bot.keyword.vocabulary import Vocabulary
from bot.passage import Passage

LONGEST_ECHO = 400
"""Characters of a query that a result repeats."""


class KeywordIndex:
    """Finds the passages of one collection by keywords; built once, then only read.

    ``demos`` maps the ids of passages to the ids of the demos that belong to them.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        analyzer: Analyzer,
        contents: Contents,
    ) -> None:
        self.passages, self.demos = tuple(passages), contents.demos
        self._analyzer, self._contents = analyzer, contents
        finder, concepts, demos = contents.finder, contents.concepts, self.demos
        self._vocabulary = Vocabulary(finder.words, contents.understood, contents.targets)
        self._evaluator = Evaluator(finder, concepts)
        self._cards = Cards(self.passages, analyzer, concepts, self._evaluator, demos)
        self._facets = Facets(self.passages, concepts, contents.holdings, self._cards.concept_named)
        self._planner = Planner(
            analyzer, self._vocabulary, concepts.ids.__contains__, finder.occurs
        )
        self._ranker = Ranker(self.passages, finder.layout, demos)

    @classmethod
    def build(
        cls,
        passages: Iterable[Passage],
        analyzer: Analyzer | None = None,
        demos: Mapping[str, Sequence[str]] | None = None,
    ) -> "KeywordIndex":
        """Index the passages; ``demos`` maps passage ids to the ids of their demos."""
        passages, analyzer = tuple(passages), analyzer or Analyzer.open()
        return cls(passages, analyzer, contents_of(passages, analyzer, demos or {}))

    @classmethod
    def from_arrays(
        cls, arrays: Arrays, passages: Iterable[Passage], analyzer: Analyzer
    ) -> "KeywordIndex":
        """The index of :meth:`to_arrays`, with the passages and the analyzer it was built of."""
        return cls(tuple(passages), analyzer, unpack(arrays))

    def to_arrays(self) -> Arrays:
        """The index without its passages as arrays, to be stored."""
        return pack(self._contents)

    def warm(self) -> None:
        """Make what only some searches need, so that none of them has to wait for it."""
        _ = self._pinyin, self._spelling, self._terms

    def search(
        self,
        text: str,
        k: int = 20,
        offset: int = 0,
        facets: Mapping[str, Sequence[str]] | None = None,
        synonyms: bool = True,
    ) -> KeywordResult:
        """The passages that meet a query, best first, ``k`` of them from number ``offset`` on.

        facets:    values chosen besides the operators of the query: source, language, topic, has
        synonyms:  whether other names of the concepts named are searched, too

        Any text is searched: what cannot be read as operators is read as words.

        >>> passages = [Passage("p", "a.md", "", "感受野是特征图上一个点对应的输入区域。", "zh")]
        >>> hit = KeywordIndex.build(passages).search("感受野").hits[0]
        >>> [hit.passage.text[a:b] for a, b in hit.highlights]
        ['感受野']
        """
        parsed = self._resolved(parse(text), text)
        notes = [note(kind) for kind in ("malformed", "cut") if getattr(parsed, kind)]
        parsed = self._narrowed(parsed, facets or {})
        attempts = self._attempts(parsed, synonyms)
        first = next(attempts)
        if first.plan.is_empty:
            return KeywordResult(text[:LONGEST_ECHO], 0, 0, (), notes=(*notes, note("empty")))
        outcome = settle(chain((first,), attempts), self._allowed)
        return KeywordResult(
            query=text[:LONGEST_ECHO],
            total=int(np.count_nonzero(outcome.found)),
            offset=max(offset, 0),
            hits=self._ranker.hits(outcome, max(k, 0), max(offset, 0)),
            facets=self._facets.counts(outcome.found),
            notes=(*notes, *_changes(outcome), *outcome.notes, *self._near(outcome, synonyms)),
            card=self._cards.card(parsed),
            synonyms=synonyms,
        )

    def _resolved(self, parsed: Parsed, text: str) -> Parsed:
        """The query with the values of its filters understood; read plainly when one is not."""
        filters, barred = (
            {
                facet: tuple(self._facets.canonical(facet, v) for v in values)
                for facet, values in side.items()
            }
            for side in (parsed.filters, parsed.barred)
        )
        known = {f: tuple(v for v in values if v) for f, values in filters.items()}
        known_barred = {f: tuple(v for v in values if v) for f, values in barred.items()}
        if known != filters or known_barred != barred:
            return plain(text)
        return replace(parsed, filters=known, barred=known_barred)

    def _narrowed(self, parsed: Parsed, chosen: Mapping[str, Sequence[str]]) -> Parsed:
        """The query with the chosen facet values added to its filters; unknown ones are skipped."""
        filters = {facet: list(values) for facet, values in parsed.filters.items()}
        for facet in FACETS:
            for value in chosen.get(facet, ()):
                meant = self._facets.canonical(facet, value)
                if meant and meant not in filters.setdefault(facet, []):
                    filters[facet].append(meant)
        return replace(parsed, filters={f: tuple(v) for f, v in filters.items() if v})

    def _attempts(self, parsed: Parsed, synonyms: bool) -> Iterator[Attempt]:
        """The query as typed, with Chinese slips corrected, with pinyin read.

        A stretch that stands nowhere is corrected before it is searched by its words.
        """
        typed = self._attempt(parsed, synonyms)
        if not typed.plan.apart:
            yield typed
        words = [wish.text for group in parsed.groups for wish in group]
        if _is_plain(parsed):
            text, notes = self._corrected(words)
            if notes:
                yield self._attempt(_with_words(parsed, text.split()), synonyms, notes)
        if typed.plan.apart:
            yield typed
        if _is_plain(parsed) and (read := read_pinyin(words, self._pinyin)):
            notes = (note("pinyin", read=" ".join(read)),)
            yield self._attempt(_with_words(parsed, read), synonyms, notes)

    def _corrected(self, words: Sequence[str]) -> tuple[str, tuple[Note, ...]]:
        """The words with Chinese slips repaired; the planner sees to the Latin ones."""
        analysis = self._analyzer.analyze(" ".join(words))
        chinese = tuple(token for token in analysis.tokens if not token.term.isascii())
        text, slips = repair(analysis.text, replace(analysis, tokens=chinese), self._spelling)
        return text, tuple(note("corrected", typed=s.written, read=s.read) for s in slips)

    def _attempt(self, parsed: Parsed, synonyms: bool, notes: tuple[Note, ...] = ()) -> Attempt:
        plan = self._planner.plan(parsed, synonyms)
        return Attempt(plan, tuple(map(self._evaluator.evaluate, plan.clauses)), notes)

    def _allowed(self, plan: Plan) -> Mask:
        """The passages that pass the filters and hold nothing excluded."""
        allowed = self._facets.allowed(plan.filters)
        for facet, values in plan.barred.items():
            for value in values:
                allowed &= ~self._facets.mask(facet, value)
        for sequences in plan.excluded:
            allowed &= ~self._evaluator.holding(sequences)
        return allowed

    def _near(self, outcome: Outcome, synonyms: bool) -> Iterator[Note]:
        """Terms to try instead of those that stand nowhere."""
        dropped = [typed for n in outcome.notes if n.kind == "dropped" for typed in n.values]
        finder = self._contents.finder
        if any(n.kind == "nothing" for n in outcome.notes):
            typed = (clause.typed for clause in outcome.plan.clauses)
            dropped = [text for text in typed if not finder.occurs(sequence_of(text))]
        found = (nearest_terms(text, self._terms, sound_of) for text in dropped)
        terms = dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*found))))
        if offered := [t for t in terms if synonyms or finder.occurs(sequence_of(t))]:
            yield note("near", *offered)

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        return terms_by_spelling(self._known, self._contents.finder.words.words, self._pinyin)

    @cached_property
    def _known(self) -> tuple[Concept, ...]:
        """The concepts that the notes name."""
        glossary = self._analyzer.glossary
        return tuple(glossary[concept] for concept in self._contents.concepts.ids)

    @cached_property
    def _spelling(self) -> SpellingRepair:
        """Repairs towards names that the notes hold."""
        frequencies = self._analyzer.tokenizer.frequencies
        return SpellingRepair(Targets.of(self._known), (self._vocabulary.stems,), frequencies)

    @cached_property
    def _pinyin(self) -> Mapping[str, str]:
        return pinyin_names(self._known)


def _is_plain(parsed: Parsed) -> bool:
    return all(len(group) == 1 and not group[0].phrase for group in parsed.groups)


def _with_words(parsed: Parsed, words: Sequence[str]) -> Parsed:
    return replace(parsed, groups=tuple((Wish(word),) for word in words))


def _changes(outcome: Outcome) -> list[Note]:
    """What the planning changed; of a search that found nothing, corrections only."""
    plan = outcome.plan
    told = [note("corrected", typed=typed, read=read) for typed, read in plan.corrections]
    lists = (("also", plan.other_names), ("ignored", plan.ignored), ("apart", plan.apart))
    if outcome.found.any():
        told += [note(kind, *values) for kind, values in lists if values]
    return told
