"""Bot: the wiring of notes, index, dialogue and answer. It holds state and decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.analysis.analyzer import Analyzer
from bot.analysis.language import detect_language
from bot.answer import Answer, Erratum, Verdict, judge
from bot.dialogue import Interpretation, interpret
from bot.highlight import best_sentence, highlights
from bot.library import open_corpus, open_library
from bot.passage import Passage
from bot.related import DemoCard, demo_cards, related_demos
from bot.resources import read_toml
from bot.search import Hit, PassageIndex, Ranking
from bot.smalltalk import small_talk

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.keyword.index import KeywordIndex

LONGEST_QUESTION = 2_000
"""Characters of a question that are read; what follows is noise to a search of short passages."""


class Bot:
    """Answers questions from one corpus.

    >>> from bot.passage import Passage
    >>> bot = Bot.over([Passage("p", "a.md", "IoU", "IoU 是交并比:交集面积除以并集面积。", "zh")])
    >>> bot.ask("IoU是什么?").hits[0].passage.id
    'p'
    """

    def __init__(
        self,
        index: PassageIndex,
        corpus: "Callable[[], Corpus]",
        errata: Sequence[Erratum] = (),
        demos: Sequence[DemoCard] | None = None,
    ) -> None:
        """``corpus`` opens the notes when they are asked for; ``demos`` are all by default."""
        self.index = index
        self.errata = tuple(errata)
        self._open_corpus = corpus
        self._demos = demos

    @classmethod
    def open(cls, corpus_dir: str | Path = "corpus", *further: str | Path) -> "Bot":
        """A bot over the notes of a folder, and of further ones where they exist.

        The index comes from the user's cache when nothing changed since it was built. Raises
        NoteError when there is no folder.
        """
        folders = tuple(map(Path, (corpus_dir, *further)))
        library = open_library(folders)
        return cls(library.index, lambda: open_corpus(folders), library.errata, library.demos)

    @classmethod
    def over(cls, passages: Sequence[Passage]) -> "Bot":
        """A bot over passages that are already at hand."""

        def corpus() -> "Corpus":
            from bot.corpus import Corpus

            return Corpus(Path(), (), tuple(passages))

        return cls(PassageIndex.build(passages), corpus)

    @cached_property
    def corpus(self) -> "Corpus":
        """The notes with their receipts; they are read and cleaned when first asked for."""
        return self._open_corpus()

    @cached_property
    def demos(self) -> tuple[DemoCard, ...]:
        """A card for every demo."""
        return demo_cards() if self._demos is None else tuple(self._demos)

    @cached_property
    def keywords(self) -> "KeywordIndex":
        """The keyword index over the passages, each with the demos that its title names."""
        from bot.keyword.index import KeywordIndex

        demos = {
            passage.id: tuple(demo.id for demo in self.demos_of(number))
            for number, passage in enumerate(self.index.passages)
        }
        return KeywordIndex.build(self.index.passages, self.analyzer, demos)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        top: int = 10,
        as_written: bool = False,
    ) -> Answer:
        """Answer a question; ``history`` are the user's earlier turns, oldest first.

        Typing errors are repaired unless it is to be taken ``as_written``. Any text is answered or
        declined: no question raises an error.
        """
        question = question[:LONGEST_QUESTION]
        if reply := small_talk(question):
            language = detect_language(question)
            return Answer(False, 0.0, (), (), language, Verdict.SMALL_TALK, reply=reply)
        earlier = [turn[:LONGEST_QUESTION] for turn in history]
        meaning = interpret(question, earlier, self.analyzer)
        meaning, ranking = self._read(question, meaning, as_written)
        hits = tuple(self.index.hits(ranking, top))
        return self._answer(ranking, hits, meaning.text if meaning.carried else "")

    def _read(
        self, question: str, meaning: Interpretation, as_written: bool
    ) -> tuple[Interpretation, Ranking]:
        """The reading of a question and its ranking; of a doubtful one the surer reading."""
        ranking = self.index.rank(self.index.understand(meaning.text, as_written))
        if not meaning.doubtful:
            return meaning, ranking
        alone = self.index.rank(self.index.understand(question, as_written))
        in_context, on_its_own = (judge(reading, self.index)[0] for reading in (ranking, alone))
        if on_its_own >= max(in_context, read_toml("dialogue.toml")["sure_alone"]):
            return Interpretation(question), alone
        return meaning, ranking

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of questions and passages."""
        return self.index.analyzer

    def _answer(self, ranking: Ranking, hits: tuple[Hit, ...], interpretation: str) -> Answer:
        probability, verdict = judge(ranking, self.index)
        query = ranking.query
        answered = bool(hits) and verdict not in (Verdict.NOT_FOUND, Verdict.SMALL_TALK)
        first = hits[0].passage if hits else None
        numbers = [int(number) for number in ranking.order[: len(hits)]]
        marked = tuple(tuple(highlights(query, self.index.fields, n)) for n in numbers)
        return Answer(
            answered=answered,
            confidence=probability,
            hits=hits,
            demos=self.demos_of(numbers[0], query.named) if answered else (),
            language=query.language,
            verdict=verdict,
            interpretation=interpretation,
            corrections=tuple((c.written, c.read) for c in query.corrections),
            also_searched=self._other_names(ranking),
            highlights=marked,
            best=best_sentence(first.text, marked[0], query.aspects) if first else (0, 0),
            errata=tuple(self.errata_in(first)) if first and answered else (),
            related=self._siblings(numbers[0]) if numbers else (),
        )

    def demos_of(
        self, number: int, asked: Mapping[str, float] | None = None
    ) -> tuple[DemoCard, ...]:
        """Demos that fit a passage, by its number, and the concepts ``asked`` for."""
        passage = self.index.passages[number]
        title = self.analyzer.analyze(" ".join((*passage.trail, passage.heading))).concepts()
        text = self.index.fields.concept_marks.greatest_weights(number)
        return related_demos(asked or {}, title, text, self.demos, self.analyzer.glossary)

    def errata_in(self, passage: Passage) -> list[Erratum]:
        """Known mistakes whose quote stands in the passage."""
        name = Path(passage.source).name
        return [e for e in self.errata if e.source == name and e.quote in passage.text]

    def _siblings(self, number: int, most: int = 3) -> tuple[Passage, ...]:
        """Neighbouring questions of the same note that have an answer, nearest first."""
        passage = self.index.passages[number]
        heads = [p for p in self._note_of(number) if p.part == 1]
        places = {p.heading: place for place, p in enumerate(heads)}
        here = places.get(passage.heading, 0)
        others = [
            (abs(place - here), p)
            for place, p in enumerate(heads)
            if p.kind == "answer" and p.heading != passage.heading
        ]
        return tuple(p for _, p in sorted(others, key=lambda pair: pair[0])[:most])

    def _note_of(self, number: int) -> list[Passage]:
        """The passages of the same note, which stand in a row."""
        passages = self.index.passages
        source = passages[number].source
        first = last = number
        while first > 0 and passages[first - 1].source == source:
            first -= 1
        while last + 1 < len(passages) and passages[last + 1].source == source:
            last += 1
        return [passages[i] for i in range(first, last + 1)]

    def _other_names(self, ranking: Ranking) -> tuple[str, ...]:
        asked = ranking.query.text.casefold()
        names = [
            name
            for concept, weight in ranking.query.named.items()
            if weight == 1.0
            for name in (
                *self.analyzer.glossary[concept].zh[:1],
                *self.analyzer.glossary[concept].en[:1],
            )
        ]
        return tuple(name for name in dict.fromkeys(names) if name.casefold() not in asked)
