"""From the words typed to clauses: what is searched exactly, and what besides.

Plain words that stand together are looked at together, because ``batch norm`` and 空洞 卷积 are
names of one concept each. Every clause's first alternative is the text as typed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from bot.analysis.analyzer import Analyzer, frame_words
from bot.analysis.folding import mainland_wording
from bot.keyword.alphabet import fold_text, letters_of
from bot.keyword.gathering import gathered, other_orders
from bot.keyword.query import All, Clause, Level, Lookup, Plan, Unit, Units
from bot.keyword.spellings import near_spellings, sequence_of, sized, sizes, spellings
from bot.keyword.stretches import Stretch, pieces, read_words
from bot.keyword.syntax import Parsed, Wish
from bot.keyword.vocabulary import Vocabulary
from bot.passage import Span
from bot.resources import read_toml

Alternatives = list[Lookup | All]


@dataclass(slots=True)
class _Told:
    """What the planning of one query has to tell."""

    other_names: list[str] = field(default_factory=list)
    corrections: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


class Planner:
    """Plans queries for one collection."""

    def __init__(
        self,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        names_concept: Callable[[str], bool],
        occurs: Callable[[Units], bool],
    ) -> None:
        """``names_concept`` and ``occurs`` tell whether a concept or sequence is in the notes."""
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._names_concept = names_concept
        self._occurs = occurs
        self._frame_words = frame_words()

    def plan(self, parsed: Parsed, synonyms: bool = True) -> Plan:
        """The clauses of a query; without ``synonyms`` only the typed words and their forms."""
        told = _Told()
        clauses = list(self._clauses(parsed, told))
        excluded = [wish for wish in parsed.excluded if sequence_of(wish.text)]
        if not synonyms:
            clauses = [_without_synonyms(clause) for clause in clauses]
            told.other_names.clear()
        return Plan(
            clauses=tuple(clauses[: read_toml("keyword.toml")["limits"]["clauses"]]),
            excluded=tuple(self._excluded(wish) for wish in excluded),
            excluded_words=tuple(wish.text for wish in excluded),
            filters=parsed.filters,
            barred=parsed.barred,
            other_names=_distinct(told.other_names),
            corrections=tuple(dict.fromkeys(told.corrections)),
            ignored=tuple(dict.fromkeys(told.ignored)),
            apart=tuple(dict.fromkeys(told.apart)),
        )

    def _clauses(self, parsed: Parsed, told: _Told) -> Iterator[Clause]:
        seen = 0
        for plain, run in groupby(parsed.groups, lambda g: len(g) == 1 and not g[0].phrase):
            groups = list(run)
            seen += len(groups)
            open_end = parsed.open_end and seen == len(parsed.groups)
            if plain:
                words = self._content([group[0].text for group in groups], told)
                yield from self._plain(words, open_end, told)
            else:
                for group in groups:
                    yield from self._either(group, told)

    def _content(self, words: list[str], told: _Told) -> list[str]:
        """The words without function words, unless nothing else is there."""
        content = [word for word in words if fold_text(word) not in self._frame_words]
        if not content:
            return words
        told.ignored += [word for word in words if word not in content]
        return content

    def _either(self, group: tuple[Wish, ...], told: _Told) -> Iterator[Clause]:
        """One clause for a phrase, or for wishes joined by OR."""
        found: Alternatives = []
        for wish in group:
            if wish.phrase:
                found.append(Lookup(Level.EXACT, sized(wish.text)))
                continue
            clauses = list(self._plain([wish.text], False, told))
            if len(clauses) == 1:
                found += clauses[0].alternatives
            elif clauses:
                found.append(All(Level.EXACT, tuple(clauses)))
        if found:
            found.sort(key=lambda alternative: -alternative.level)
            yield Clause(" OR ".join(wish.text for wish in group), tuple(found))

    def _plain(self, words: list[str], open_end: bool, told: _Told) -> Iterator[Clause]:
        ordered = gathered(words, self._analyzer.finder)
        stretch = read_words(ordered, self._analyzer, self._vocabulary, open_end)
        told.corrections += stretch.corrections
        for start, end in pieces(stretch, self._vocabulary):
            for clause in self._typed_clauses(stretch, start, end, told):
                if stretch.is_corrected(start, end):
                    clause = Clause(clause.typed, (All(Level.FUZZY, (clause,)),))
                yield clause

    def _typed_clauses(
        self, stretch: Stretch, start: int, end: int, told: _Told
    ) -> tuple[Clause, ...]:
        """One clause for a piece that stands somewhere as a whole, else one for each word."""
        clause = self._clause(stretch, start, end, told)
        *whole, words = clause.alternatives
        if not isinstance(words, All) or any(map(self._stands, whole)):
            return (clause,)
        told.apart += [part.typed for part in words.clauses]
        return tuple(Clause(part.typed, (All(Level.WORDS, (part,)),)) for part in words.clauses)

    def _stands(self, alternative: Lookup | All) -> bool:
        """Whether some passage may hold the alternative."""
        if isinstance(alternative, All):
            return True
        return bool(alternative.concept) or any(map(self._occurs, alternative.sequences))

    def _clause(self, stretch: Stretch, start: int, end: int, told: _Told) -> Clause:
        """The clause of ``stretch.text[start:end]``, which begins and ends with a letter."""
        typed = stretch.text[start:end]
        found = self._literal(stretch, start, end)
        named = [m.concept for m in stretch.mentions if (m.start, m.end) == (start, end)]
        found += self._synonyms(typed, named, told)
        known = any(map(self._names_concept, named))
        spans = self._parts(stretch, start, end, known)
        if spans and spans != [(start, end)]:
            found.append(All(Level.WORDS, self._words_of(stretch, spans, known, told)))
        found += [
            Lookup(Level.FUZZY, ((Unit(word),),))
            for word in self._vocabulary.neighbours(fold_text(typed))
        ]
        return Clause(typed, tuple(found))

    def _literal(self, stretch: Stretch, start: int, end: int) -> Alternatives:
        """The text as typed, then other forms of its words."""
        typed = stretch.text[start:end]
        last = stretch.open_end and end == stretch.words[-1][1]
        turned = map(sequence_of, other_orders(typed, self._analyzer.finder))
        exact = (*spellings(typed, self._vocabulary), *turned)
        found: Alternatives = [Lookup(Level.EXACT, exact)]
        if near := near_spellings(typed, self._vocabulary, last):
            found.append(Lookup(Level.NEAR, near))
        return found

    def _words_of(
        self, stretch: Stretch, spans: list[Span], known: bool, told: _Told
    ) -> tuple[Clause, ...]:
        """A clause for each word; the words of a known name have no other names of their own."""
        if not known:
            return tuple(self._clause(stretch, a, b, told) for a, b in spans)
        return tuple(
            Clause(stretch.text[a:b], tuple(self._literal(stretch, a, b))) for a, b in spans
        )

    def _synonyms(self, typed: str, named: list[str], told: _Told) -> Alternatives:
        found: Alternatives = []
        other_names: list[str] = []
        wording = mainland_wording(typed)
        if sequence_of(wording) != sequence_of(typed) and self._occurs(sequence_of(wording)):
            found.append(Lookup(Level.NEAR, (sequence_of(wording),)))
            other_names.append(wording)
        for concept in filter(self._names_concept, named):
            found.append(Lookup(Level.SYNONYM, concept=concept))
            entry = self._analyzer.glossary[concept]
            other_names += [*entry.zh[:1], *entry.en[:1], *entry.abbr[:1]]
        told.other_names += [name for name in other_names if letters_of(name) != letters_of(typed)]
        return found

    def _parts(self, stretch: Stretch, start: int, end: int, named: bool) -> list[Span]:
        """The words of a piece, to be found apart; none for a Chinese name in the notes.

        A single character left between words means nothing by itself: where the piece stands
        somewhere as a whole it is found by that alone, elsewhere by its words.
        """
        whole = sequence_of(stretch.text[start:end])
        if named and len(whole) == 1:
            return []
        inner = [] if named else stretch.inside(start, end, shorter=True)
        spans: list[Span] = []
        position = start
        for mention in inner:
            spans += [*self._words(stretch, position, mention.start), (mention.start, mention.end)]
            position = mention.end
        spans += self._words(stretch, position, end)
        words = [(a, b) for a, b in spans if b - a > 1 or stretch.text[a].isascii()]
        if len(words) == len(spans):
            return spans
        return [] if self._occurs(whole) else words or spans

    def _words(self, stretch: Stretch, start: int, end: int) -> list[Span]:
        """The outermost words of ``stretch.text[start:end]`` that carry a topic."""
        text = stretch.text[start:end]
        words = [(t.start, t.end) for t in self._analyzer.tokenizer.tokenize(text)] + sizes(text)
        spans: list[Span] = []
        for low, high in sorted(words, key=lambda word: (word[0], -word[1])):
            if low >= (spans[-1][1] - start if spans else 0):
                spans.append((start + low, start + high))
        return [(a, b) for a, b in spans if fold_text(stretch.text[a:b]) not in self._frame_words]

    def _excluded(self, wish: Wish) -> tuple[Units, ...]:
        if wish.phrase:
            return (sequence_of(wish.text),)
        return spellings(wish.text, self._vocabulary)


def _without_synonyms(clause: Clause) -> Clause:
    kept: Alternatives = []
    for alternative in clause.alternatives:
        if isinstance(alternative, All):
            parts = tuple(map(_without_synonyms, alternative.clauses))
            kept.append(All(alternative.level, parts))
        elif alternative.level != Level.SYNONYM:
            kept.append(alternative)
    return Clause(clause.typed, tuple(kept))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names, of several spellings of one the first."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(letters_of(name), name)
    return tuple(kept.values())
