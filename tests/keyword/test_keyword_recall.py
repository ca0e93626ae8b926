"""What stands in a passage finds it: every run of Han characters, every word, every beginning."""

import itertools
import os
import random
import re
from collections.abc import Iterable

import opencc
import pytest

from bot.keyword.index import KeywordIndex
from bot.passage import Passage

HAN = re.compile(r"[㐀-鿿]{2,}")
LATIN = re.compile(r"(?<![^\W_])[A-Za-z][A-Za-z0-9]*(?![^\W_])")
WORDS = r"[A-Za-z]{2,}|[㐀-鿿]{2,}"
FIRST = 5
ALL = bool(os.environ.get("MIANDA_ALL_WINDOWS"))
"""Try every window and order, which takes some minutes, instead of a seeded share of them."""


def displayed(passage: Passage) -> str:
    return f"{passage.heading}\n{passage.text}"


def owners(index: KeywordIndex, pieces_of) -> dict[str, set[str]]:
    """Each piece of text to the ids of the passages that hold it."""
    found: dict[str, set[str]] = {}
    for passage in index.passages:
        for piece in pieces_of(displayed(passage)):
            found.setdefault(piece, set()).add(passage.id)
    return found


def windows(text: str, length: int) -> set[str]:
    return {run[i : i + length] for run in HAN.findall(text) for i in range(len(run) - length + 1)}


def found_ids(index: KeywordIndex, query: str) -> set[str]:
    result = index.search(query, k=len(index.passages), synonyms=False)
    assert result.total == len(result.hits)
    return {hit.passage.id for hit in result.hits}


def drawn(table: dict[str, set[str]], most: int) -> list[str]:
    """``most`` pieces of the table by a fixed seed; all of them for the full proof."""
    pieces = sorted(table)
    return pieces if ALL or len(pieces) <= most else random.Random(7).sample(pieces, most)


@pytest.mark.parametrize("length", [2, 3, 4, 5, 6, 12, 30])
def test_every_run_of_characters_finds_its_passages(shipped: KeywordIndex, length: int) -> None:
    table = owners(shipped, lambda text: windows(text, length))
    assert len(table) > 10
    for window in drawn(table, 800):
        assert table[window] <= found_ids(shipped, window), window


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk", "t2s"])
def test_every_run_is_found_in_the_other_script(shipped: KeywordIndex, script: str) -> None:
    """Conversion goes window by window: what a user pastes has lost its neighbours."""
    convert = opencc.OpenCC(script).convert
    for length in (2, 3, 4, 5, 6):
        table = owners(shipped, lambda text, n=length: windows(text, n))
        for window in drawn(table, 200):
            typed = convert(window)
            if len(typed) == len(window):
                assert table[window] <= found_ids(shipped, typed), (window, typed)


def test_traditional_notes_are_found_by_simplified_words(small: KeywordIndex) -> None:
    for typed in ("卷积神经网路", "記憶體", "记忆体", "接着", "干燥", "了解", "头发", "后面"):
        assert "tw" in found_ids(small, typed), typed


def test_every_latin_word_finds_its_passages(shipped: KeywordIndex) -> None:
    table = owners(shipped, lambda text: set(LATIN.findall(text)))
    for word in drawn(table, 1500):
        assert table[word] <= found_ids(shipped, word), word


def test_every_beginning_of_three_letters_finds_its_passages(shipped: KeywordIndex) -> None:
    def beginnings(text: str) -> set[str]:
        words = (word.lower() for word in LATIN.findall(text))
        return {word[:n] for word in words for n in range(3, len(word))}

    table = owners(shipped, beginnings)
    for prefix in drawn(table, 1500):
        assert table[prefix] <= found_ids(shipped, prefix), prefix


def test_the_order_of_words_keeps_the_passage_in_the_first_five(shipped: KeywordIndex) -> None:
    """Words of a heading in every order; the parts of one long answer share a heading."""
    headings = {p.heading: set(re.findall(WORDS, p.heading)) for p in shipped.passages}
    table = {heading: words for heading, words in headings.items() if len(words) > 1}
    tried = 0
    for heading in drawn(table, 80):
        words = list(dict.fromkeys(re.findall(WORDS, heading)))[:4]
        if heading not in first_headings(shipped, words):
            continue
        for order in itertools.permutations(words):
            assert heading in first_headings(shipped, order), order
            tried += 1
    assert tried > 500


def first_headings(index: KeywordIndex, words: Iterable[str]) -> set[str]:
    return {hit.passage.heading for hit in index.search(" ".join(words), FIRST).hits}


@pytest.mark.parametrize(
    ("typed", "turned"),
    [
        ("layer normalization", "normalization layer"),
        ("receptive field size", "field size receptive"),
        ("knowledge distillation", "distillation knowledge"),
    ],
)
def test_a_name_in_another_order_finds_the_same(
    shipped: KeywordIndex, typed: str, turned: str
) -> None:
    one, other = shipped.search(typed, 10_000), shipped.search(turned, 10_000)
    assert [hit.passage.id for hit in one.hits[:FIRST]] == [
        hit.passage.id for hit in other.hits[:FIRST]
    ]


def test_no_passage_is_found_by_characters_that_merely_sound_alike(small: KeywordIndex) -> None:
    assert found_ids(small, "布料") == {"code"}
    assert small.search("不料").total == 0


def test_joined_and_split_words_find_the_same_first_passage(shipped: KeywordIndex) -> None:
    firsts = {
        shipped.search(typed, 1).hits[0].passage.id
        for typed in ("batchnorm", "batch-norm", "BatchNorm", "batch norm", "Batch_Norm")
    }
    assert len(firsts) == 1
