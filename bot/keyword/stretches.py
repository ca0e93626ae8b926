"""Plain words side by side, read as one text: typing errors corrected, concepts found, cut.

Nothing is corrected that the notes, the glossary or another form of the word explain.
"""

from dataclasses import dataclass

from bot.analysis.analyzer import Analyzer
from bot.analysis.mentions import Mention
from bot.keyword.alphabet import fold_text, units
from bot.keyword.vocabulary import Vocabulary
from bot.passage import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """text:       the words as they are read, joined by spaces
    words:      spans of the words, from their first letter to their last
    mentions:   concepts named, also those inside longer names
    corrected:  spans of words that were typed otherwise; ``corrections`` as (typed, read)
    open_end:   the last word may be unfinished
    """

    text: str
    words: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    corrected: tuple[Span, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    open_end: bool = False

    def is_corrected(self, start: int, end: int) -> bool:
        """Whether a corrected word stands in ``text[start:end]``."""
        return any(a < end and start < b for a, b in self.corrected)

    def inside(self, start: int, end: int, shorter: bool = False) -> list[Mention]:
        """Mentions in ``text[start:end]`` that do not overlap, the longest preferred, in order.

        With ``shorter`` only those that do not fill the span.
        """
        kept: list[Mention] = []
        for mention in sorted(self.mentions, key=lambda m: (m.start - m.end, m.start)):
            fits = start <= mention.start and mention.end <= end
            if shorter and (mention.start, mention.end) == (start, end):
                continue
            if fits and all(mention.end <= k.start or k.end <= mention.start for k in kept):
                kept.append(mention)
        return sorted(kept, key=lambda m: m.start)


def read_words(
    words: list[str], analyzer: Analyzer, vocabulary: Vocabulary, open_end: bool
) -> Stretch:
    """The stretch of ``words``.

    A word is read as one that only the glossary has when that completes the name of a concept.
    """
    typed = " ".join(words)
    named = [(m.start, m.end) for m in analyzer.finder.find(typed)]
    found: list[tuple[int, int, str]] = []
    for start, end, wide in units(folded := fold_text(typed)):
        last = open_end and end == len(typed)
        if wide or any(a <= start and end <= b for a, b in named):
            continue
        if read := _correction(folded[start:end], last, vocabulary):
            found.append((start, end, read))
    stretch = _replaced(typed, found, analyzer, open_end)
    useful = [
        slip
        for slip, (start, end) in zip(found, stretch.corrected, strict=True)
        if vocabulary.begins(slip[2])
        or any(m.start <= start and end <= m.end for m in stretch.mentions)
    ]
    return stretch if useful == found else _replaced(typed, useful, analyzer, open_end)


def _replaced(
    typed: str, slips: list[tuple[int, int, str]], analyzer: Analyzer, open_end: bool
) -> Stretch:
    """The stretch of a text with ``typed[start:end]`` read otherwise for each slip."""
    text, corrected = typed, []
    shift = 0
    for start, end, read in slips:
        text = text[: start + shift] + read + text[end + shift :]
        corrected.append((start + shift, start + shift + len(read)))
        shift += len(read) - (end - start)
    told = tuple((typed[start:end], read) for start, end, read in slips)
    mentions = analyzer.finder.find(text)
    return Stretch(text, _words(text), mentions, tuple(corrected), told, open_end)


def pieces(stretch: Stretch, vocabulary: Vocabulary) -> list[Span]:
    """The stretch cut into names of several words, and single words.

    A name counts when it begins and ends where words do; two words that the notes write as one
    are such a name, too.
    """
    starts = {start: i for i, (start, _) in enumerate(stretch.words)}
    ends = {end: i for i, (_, end) in enumerate(stretch.words)}
    names = {
        starts[m.start]: ends[m.end]
        for m in stretch.inside(0, len(stretch.text))
        if m.start in starts and m.end in ends
    }
    found: list[Span] = []
    i = 0
    while i < len(stretch.words):
        last = names.get(i, i)
        if last == i and i + 1 < len(stretch.words) and i + 1 not in names:
            joined = "".join(stretch.text[a:b] for a, b in stretch.words[i : i + 2])
            last += fold_text(joined) in vocabulary
        found.append((stretch.words[i][0], stretch.words[last][1]))
        i = last + 1
    return found


def _correction(word: str, last: bool, vocabulary: Vocabulary) -> str | None:
    explained = (
        vocabulary.understands(word)
        or (last and vocabulary.begins(word))
        or vocabulary.splits(word, last)
    )
    return None if explained else vocabulary.correction(word, last)


def _words(text: str) -> tuple[Span, ...]:
    """Spans of the words between spaces, without the signs around them."""
    found: list[Span] = []
    for start, end, _ in units(fold_text(text)):
        if found and " " not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
