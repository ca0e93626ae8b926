"""Bot: the wiring of notes, index, dialogue and answer. It holds state and decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from bot.analysis.analyzer import Analyzer
from bot.analysis.language import detect_language
from bot.analysis.query import Query, other_names
from bot.answer import Answer, Erratum, Short, Verdict
from bot.asked import Asked, How
from bot.dialogue.context import in_context
from bot.dialogue.meaning import Interpretation
from bot.highlight import highlights
from bot.library import Library, open_corpus, open_keywords, open_library
from bot.neighbours import leading_part, near_titles, nearest_titles, short_answer, siblings
from bot.passage import Passage, Span, section
from bot.reading import (
    Found,
    Reading,
    in_order,
    led_by,
    merged,
    read,
    read_companion,
    scale_of,
)
from bot.related import DemoCard, demo_cards, related_demos
from bot.search import Hit, PassageIndex
from bot.smalltalk import small_talk
from bot.telling import telling_sentence

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.explanation import Comparison, Explanation
    from bot.keyword.index import KeywordIndex

NEAR = 3
"""Titles that are named when nothing at all fits."""
OFFERED, LISTED = 3, 8
"""Demos that an answer offers at most, and that a passage lists."""


class Bot:
    """Answers questions from one corpus.

    >>> from bot.passage import Passage
    >>> bot = Bot.over([Passage("p", "a.md", "IoU", "IoU 是交并比:交集面积除以并集面积。", "zh")])
    >>> bot.ask("IoU是什么?").hits[0].passage.id
    'p'
    """

    def __init__(self, library: Library, corpus: "Callable[[], Corpus]") -> None:
        """``corpus`` opens the notes when they are asked for."""
        self.index = library.index
        self.companions = library.companions
        self.library = library
        self._open_corpus = corpus

    @classmethod
    def open(cls, corpus_dir: str | Path = "corpus", *further: str | Path) -> "Bot":
        """A bot over the notes of a folder, and of further ones where they exist.

        The index comes from the user's cache when nothing changed since it was built. Raises
        NoteError when there is no folder.
        """
        folders = tuple(map(Path, (corpus_dir, *further)))
        return cls(open_library(folders), lambda: open_corpus(folders))

    @classmethod
    def over(cls, passages: Sequence[Passage], errata: Sequence[Erratum] = ()) -> "Bot":
        """A bot over passages that are already at hand."""

        def corpus() -> "Corpus":
            from bot.corpus import Corpus

            return Corpus(Path(), (), tuple(passages))

        return cls(Library(PassageIndex.build(passages), errata=tuple(errata)), corpus)

    @cached_property
    def corpus(self) -> "Corpus":
        """The notes with their receipts; they are read and cleaned when first asked for."""
        return self._open_corpus()

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages: of the user's notes, then of the companion notes."""
        indexes = (self.index, *self.companions.values())
        return tuple(passage for index in indexes for passage in index.passages)

    @cached_property
    def demos(self) -> tuple[DemoCard, ...]:
        """A card for every demo."""
        return demo_cards() if self.library.demos is None else self.library.demos

    @cached_property
    def keywords(self) -> "KeywordIndex":
        """The keyword index over the passages, each with the demos that its title names."""
        return open_keywords(self.library, self.passages, self.analyzer, self._demo_ids)

    def _demo_ids(self) -> dict[str, tuple[str, ...]]:
        return {
            passage.id: tuple(demo.id for demo in self.demos_of(index, number, most=LISTED))
            for index in (self.index, *self.companions.values())
            for number, passage in enumerate(index.passages)
        }

    def ask(self, question: str, history: Sequence[str] = (), **how: Unpack[How]) -> Answer:
        """Answer a question; ``history`` are the user's earlier turns, oldest first.

        Any text is answered or declined: no question raises an error. ``how`` it is to be taken is
        told in :class:`bot.asked.Asked`. Raises InputError for what is no text.
        """
        asked = Asked(question, history, **how)
        if reply := small_talk(asked.question):
            language = detect_language(asked.question)
            return Answer(False, 0.0, (), (), language, Verdict.SMALL_TALK, reply=reply)
        readings, meaning = self._read(asked)
        return self._answer(readings, meaning.text if meaning.carried else "", asked.top)

    def explain(
        self, question: str, history: Sequence[str] = (), **how: Unpack[How]
    ) -> "tuple[Explanation, ...]":
        """Why each passage that :meth:`ask` finds with the same arguments has its score.

        A heading that is listed only for its spelling has no score to explain.
        """
        from bot.explanation import explain

        asked = Asked(question, history, **how)
        if small_talk(asked.question):
            return ()
        readings, _ = self._read(asked)
        return tuple(
            explain(one.reading, one.number, scale_of(one.reading, readings[0]))
            for one in merged(readings, asked.top)[0]
        )

    def why_not(
        self, question: str, other: str, history: Sequence[str] = (), **how: Unpack[How]
    ) -> "Comparison":
        """The first passage for a question compared with another one, by its id or heading.

        Raises InputError when there is no such passage, or no first one.
        """
        from bot.explanation import why_not

        readings, _ = self._read(Asked(question, history, **how))
        return why_not(readings, other)

    def _read(self, asked: Asked) -> tuple[list[Reading], Interpretation]:
        """What the collections say to a question, read with what went before it."""
        return in_context(asked, self.index, lambda text: self._readings(text, asked))

    def _readings(self, text: str, asked: Asked) -> list[Reading]:
        """What each collection says to ``text``, the one to be shown first in front."""
        query = self.index.understand(text, asked.as_written)
        companion = self.companions.get(query.language)
        own = read(self.index, query)
        if companion is None or asked.source == "notes":
            return [own]
        told = led_by(own, read_companion(companion, query), self.library.answering)
        return [told] if asked.source == "companion" else in_order([own, told])

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of questions and passages."""
        return self.index.analyzer

    def _answer(self, readings: list[Reading], interpretation: str, top: int) -> Answer:
        first, query = readings[0], readings[0].ranking.query
        found, answers = merged(readings, top)
        marked = tuple(
            tuple(highlights(query, one.reading.index.fields, one.number, one.hit.passage.text))
            for one in found
        )
        passage = found[0].hit.passage if found else None
        answered = first.answered and passage is not None
        alike = (
            () if found else nearest_titles(query.text, self.index.passages, max(min(top, NEAR), 0))
        )
        near = () if answered else (*near_titles(found, readings, self.analyzer), *alike)
        shorts = tuple(
            short_answer(one.reading.index, one.number, query) for one in found[:answers]
        )
        return Answer(
            answered=answered,
            confidence=first.confidence,
            hits=(*(one.hit for one in found), *(Hit(passage, 0.0) for passage in alike)),
            demos=self.demos_of(first.index, found[0].number, query.named) if answered else (),
            language=query.language,
            verdict=first.verdict,
            interpretation=interpretation,
            corrections=tuple((c.written, c.read) for c in query.corrections),
            also_searched=other_names(query, self.analyzer.glossary),
            highlights=(*marked, *(() for _ in alike)),
            best=self._best(query, found, shorts),
            errata=tuple(self.errata_in(passage)) if passage and answered else (),
            related=self._next(found[0]) if found else (),
            answers=answers,
            sections=tuple(
                section(one.reading.index.passages, one.number) for one in found[:answers]
            ),
            shorts=shorts,
            near=near,
        )

    def _best(self, query: Query, found: Sequence[Found], shorts: Sequence[Short | None]) -> Span:
        """The sentence to be marked in the first passage; ``shorts`` are those of the answers."""
        if not found:
            return 0, 0
        index, number = found[0].reading.index, found[0].number
        if shorts and shorts[0] and index.passages[number].part == 1:
            return shorts[0].best
        return telling_sentence(query, index, number, leading_part(index.passages[number]))

    def demos_of(
        self,
        index: PassageIndex,
        number: int,
        asked: Mapping[str, float] | None = None,
        most: int = OFFERED,
    ) -> tuple[DemoCard, ...]:
        """The best demos for a passage, by its number, and the concepts ``asked`` for."""
        passage = index.passages[number]
        title = self.analyzer.concepts_of[" ".join((*passage.trail, passage.heading))]
        text = index.fields.concept_marks.greatest_weights(number)
        return related_demos(asked or {}, title, text, self.demos, self.analyzer.glossary, most)

    def errata_in(self, passage: Passage) -> list[Erratum]:
        """Known mistakes whose quote stands in the passage."""
        name = Path(passage.source).name
        return [e for e in self.library.errata if e.source == name and e.quote in passage.text]

    def _next(self, found: Found) -> tuple[Passage, ...]:
        follow_ups = self.library.follow_ups.get(found.hit.passage.source)
        if follow_ups is None:
            return siblings(found.reading.index.passages, found.number)
        return tuple(self._begins[source] for source in follow_ups if source in self._begins)

    @cached_property
    def _begins(self) -> dict[str, Passage]:
        """The first passage of each companion note."""
        companions = (p for index in self.companions.values() for p in index.passages)
        return {passage.source: passage for passage in companions if passage.part == 1}
