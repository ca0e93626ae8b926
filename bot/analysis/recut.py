"""Words of a question that the notes do not have, cut anew as the notes may have them.

jieba takes the longest word of its dictionary (解除合同 beside notes that write 合同的解除), takes
算不算 for a word, and guesses where a word is in no dictionary (治瓦|螨 for 治|瓦螨). What nobody
wrote tells nothing of whether the notes answer; what it is made of does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.analysis.tokenizer import Token

_LENGTHS = (2, 3)
"""Of the n-grams of the notes, those longer than a character."""
_NEGATIONS = "不没"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of Chinese words.

    noted:  whether the notes have a word
    word:   whether a dictionary has it
    held:   whether the notes hold two or three characters in a row
    """

    noted: Callable[[str], bool]
    word: Callable[[str], bool]
    held: Callable[[str], bool]


def recut(content: Sequence[Token], inner: Sequence[Token], known: Known) -> Iterator[Token]:
    """The words of ``content``, those cut anew of which the notes have only parts.

    ``content`` are whole words in order, ``inner`` words inside longer ones.

    >>> noted, words, held = {"解除", "合同"}, {"解除合同", "治"}, {"瓦螨"}
    >>> known = Known(noted.__contains__, words.__contains__, held.__contains__)
    >>> parts = [Token("解除", 0, 2, False), Token("合同", 2, 4, False)]
    >>> [token.term for token in recut([Token("解除合同", 0, 4)], parts, known)]
    ['解除', '合同']
    >>> guessed = [Token("治瓦", 0, 2), Token("螨", 2, 3)]
    >>> [token.term for token in recut(guessed, [], known)]
    ['治', '瓦螨']
    """
    loose: list[Token] = []
    for token in content:
        if loose and not (loose[-1].end == token.start and _is_loose(token, known)):
            yield from _joined(loose, known)
            loose = []
        if _is_loose(token, known):
            loose.append(token)
        else:
            yield from [token] if known.noted(token.term) else _parts(token, inner, known)
    yield from _joined(loose, known)


def _is_loose(token: Token, known: Known) -> bool:
    """Whether a border of a word is doubtful: of a single character beside what is guessed."""
    return not token.term.isascii() and (len(token.term) == 1 or _is_guess(token, known))


def _is_guess(token: Token, known: Known) -> bool:
    """Whether a word is only what its characters made likely."""
    return not (known.noted(token.term) or known.word(token.term))


def _parts(token: Token, inner: Sequence[Token], known: Known) -> Sequence[Token]:
    """The word after 不 in 算不算; what a word is made of, if the notes have all; or the word."""
    term = token.term
    if len(term) > 2 and term[1] in _NEGATIONS and term[0] == term[2]:
        return [Token(term[2:], token.start + 2, token.end)]
    own = [t for t in inner if token.start <= t.start and t.end <= token.end]
    own = [part for part in own if known.noted(part.term)]
    covered = {place for part in own for place in range(part.start, part.end)}
    return own if len(covered) == token.end - token.start else [token]


def _joined(loose: Sequence[Token], known: Known) -> Iterator[Token]:
    """Guesses and single characters beside them, cut where the notes hold longer stretches."""
    text = "".join(token.term for token in loose)
    guessed = any(_is_guess(token, known) for token in loose)
    borders = _borders(text, known) if guessed else []
    if not borders:
        yield from loose
    for begin, end in pairwise(borders):
        start = loose[0].start
        yield Token(text[begin:end], start + begin, start + end)


def _borders(text: str, known: Known) -> list[int]:
    """Where to cut to have the most characters in stretches that are held, and fewest of these.

    What lies between such stretches stays in one piece. No borders where nothing is held.
    """
    size = len(text)
    # From every place on: how many characters are held, in how many stretches, and the next end.
    best = [(0, 0, 0)] * (size + 1)
    for start in range(size - 1, -1, -1):
        ways = [(*best[start + 1][:2], 0)]
        for end in (start + length for length in _LENGTHS):
            if end <= size and known.held(text[start:end]):
                ways.append((best[end][0] + end - start, best[end][1] - 1, end))
        best[start] = max(ways)
    borders, start = {0, size}, 0
    while start < size:
        if end := best[start][2]:
            borders |= {start, end}
        start = end or start + 1
    return sorted(borders) if best[0][0] else []
