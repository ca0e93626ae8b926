"""The trie: a node for every beginning of a word, by length and then by letters."""

from math import log

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.trie import Trie

WORDS = st.dictionaries(st.text("空洞卷a\udc80🙂", max_size=4), st.integers(1, 9), max_size=12)
FAR = "🙂"


def with_beginnings(words: dict[str, int]) -> dict[str, int]:
    """The words, and 0 for what begins one and is none."""
    beginnings = {word[:n]: 0 for word in words for n in range(1, len(word))}
    return {**beginnings, **words}


@given(WORDS)
def test_nodes_are_words_by_length_and_letters(words: dict[str, int]) -> None:
    table, total = with_beginnings(words), sum(words.values()) + 1
    trie = Trie.of(table, total)
    nodes = sorted(sorted(w for w in table if w and FAR not in w), key=len)
    places = {word: node for node, word in enumerate(nodes)}
    weights = [log(table[word]) - log(total) if table[word] else -np.inf for word in nodes]
    assert trie.weights.tolist() == weights
    singles = {chr(code): node for code, node in enumerate(trie.firsts.tolist()) if node >= 0}
    assert singles == {word: node for word, node in places.items() if len(word) == 1}
    edges = [places[word[:-1]] << 16 | ord(word[-1]) for word in nodes if len(word) > 1]
    assert trie.edges.tolist() == edges
