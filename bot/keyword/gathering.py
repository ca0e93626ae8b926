"""Names whose words were typed in another order: ``distillation of knowledge``, ``layer norm``.

People type the words that come to mind first; the notes write a name in one order. Words that name
a concept as they stand stay where they are, and nothing is guessed about the others.
"""

from itertools import permutations

from bot.analysis.mentions import MentionFinder

_MOST_WORDS = 6
"""Words up to which all orders of two and three are tried: 150 short texts, looked up in one go."""
_SIZES = (3, 2)


def gathered(words: list[str], finder: MentionFinder) -> list[str]:
    """The words, those of a name brought together in its order; longer names first.

    >>> from bot.analysis.analyzer import Analyzer
    >>> finder = Analyzer.open().finder
    >>> gathered(["field", "why", "receptive"], finder)
    ['receptive', 'field', 'why']
    >>> gathered(["transfer", "learning", "deep"], finder)
    ['transfer', 'learning', 'deep']
    """
    if not 1 < len(words) <= _MOST_WORDS:
        return words
    order = list(range(len(words)))
    free = set(order) - _named(words, finder)
    for size in _SIZES:
        while chosen := _other_order(words, sorted(free), size, finder):
            free -= set(chosen)
            first = min(map(order.index, chosen))
            rest = [i for i in order if i not in chosen]
            order = [*rest[:first], *chosen, *rest[first:]]
    return [words[i] for i in order]


def other_orders(text: str, finder: MentionFinder) -> list[str]:
    """The other orders of the words of ``text`` that are names, too.

    >>> from bot.analysis.analyzer import Analyzer
    >>> other_orders("normalization layer", Analyzer.open().finder)
    ['layer normalization']
    """
    words = text.split()
    if len(words) not in _SIZES or not text.isascii():
        return []
    orders = [" ".join(order) for order in permutations(words)]
    return [order for order in orders if order != text and _is_name(order, finder)]


def _is_name(text: str, finder: MentionFinder) -> bool:
    return any((m.start, m.end) == (0, len(text)) for m in finder.find(text))


def _named(words: list[str], finder: MentionFinder) -> set[int]:
    """The places of words that stand together in a name as typed."""
    found: set[int] = set()
    starts, position = [], 0
    for word in words:
        starts.append(position)
        position += len(word) + 1
    for mention in finder.find(" ".join(words)):
        inside = [i for i, start in enumerate(starts) if mention.start <= start < mention.end]
        if len(inside) > 1:
            found.update(inside)
    return found


def _other_order(
    words: list[str], free: list[int], size: int, finder: MentionFinder
) -> tuple[int, ...]:
    """The first ``size`` of the free words that are a name in some order; else nothing."""
    orders = list(permutations(free, size))
    texts = [" ".join(words[i] for i in order) for order in orders]
    spans, position = {}, 0
    for order, text in zip(orders, texts, strict=True):
        spans[position, position + len(text)] = order
        position += len(text) + 1
    named = {(m.start, m.end) for m in finder.find("\n".join(texts))} if texts else set()
    return min((spans[span] for span in named & spans.keys()), default=())
