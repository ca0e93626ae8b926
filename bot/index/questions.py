"""A question made ready for the passages of one index: repaired, weighted, its concepts found."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.analysis.analyzer import Analyzer
from bot.analysis.commonness import chinese_commonness
from bot.analysis.folding import mainland_wording, simplify
from bot.analysis.language import detect_language
from bot.analysis.naming import as_named
from bot.analysis.query import FRAME_WEIGHT, Correction, Query, query_of
from bot.analysis.spelling import SpellingRepair, repair
from bot.analysis.versions import with_full_versions
from bot.index.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Makes queries of questions.

    analyzer:  finds words and concepts
    lexicon:   what dictionaries know of English words, and concepts described in plain words
    spelling:  gives what repairs typing errors; it is made when a question is first repaired
    """

    analyzer: Analyzer
    lexicon: Lexicon
    spelling: Callable[[], SpellingRepair]

    def commonness(self, term: str) -> float:
        """How everyday a term is, in [0, 1]; 0 for a term of art."""
        if term.isascii():
            return self.lexicon.commonness.get(term, 0.0)
        return chinese_commonness(term, self.analyzer.tokenizer.frequencies)

    def is_word(self, term: str) -> bool:
        """Whether a dictionary of the language has the term."""
        if term.isascii():
            return term in self.lexicon.commonness
        return bool(self.analyzer.tokenizer.frequencies.get(term))

    def understand(self, question: str, as_written: bool = False) -> Query:
        """The query of a question; typing errors are repaired and told, unless ``as_written``."""
        text = with_full_versions(mainland_wording(question))
        corrections: tuple[Correction, ...] = ()
        if not as_written:
            text, corrections = repair(text, self.analyzer.analyze(text), self.spelling())
        named, written = self._as_named(text), simplify(question)
        original = named if written == text else self._as_named(written)
        language = detect_language(question)
        query = query_of(named, language, self.analyzer, self.commonness, corrections, original)
        content = [term for term, weight in query.terms.items() if weight > FRAME_WEIGHT]
        return replace(query, described=self.lexicon.descriptions.match(content, named))

    def _as_named(self, text: str) -> str:
        """``text`` with every English name of the glossary in one spelling."""
        return as_named(self.analyzer.analyze(text), self.analyzer.glossary)
