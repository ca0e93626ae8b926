"""What stands in a passage finds it: every run of Han characters, every word, every beginning."""

import itertools
import os
import random
import re
from collections.abc import Iterable

import opencc
import pytest

from bot.analysis.folding import mainland_wording
from bot.keyword.alphabet import fold_text
from bot.keyword.index import KeywordIndex
from bot.keyword.query import Unit
from bot.keyword.spellings import sequence_of
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
    for window in drawn(table, 300):
        assert table[window] <= found_ids(shipped, window), window


@pytest.fixture(scope="module")
def every_window(shipped: KeywordIndex) -> dict[str, set[int]]:
    """Every run of 2 to 6 characters to the numbers of the passages that hold it."""
    found: dict[str, set[int]] = {}
    for number, passage in enumerate(shipped.passages):
        text = displayed(passage)
        for window in set().union(*(windows(text, length) for length in range(2, 7))):
            found.setdefault(window, set()).add(number)
    return found


def looked_up(index: KeywordIndex, sequence: tuple[Unit, ...]) -> set[int]:
    """The passages that the exact look-up of every search finds, without ranking them."""
    finder = index._contents.finder
    return set((finder.layout.segments(finder.find(sequence).starts) // 2).tolist())


def test_every_run_of_all_passages_is_looked_up(
    shipped: KeywordIndex, every_window: dict[str, set[int]]
) -> None:
    assert len(every_window) > 100_000
    for window, holders in every_window.items():
        assert holders <= looked_up(shipped, sequence_of(window)), window


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk", "t2s"])
def test_every_run_reads_the_same_in_the_other_script(
    every_window: dict[str, set[int]], script: str
) -> None:
    """Run by run: what a user pastes has lost its neighbours. Both ways, as folding is equality."""
    typed = opencc.OpenCC(script).convert("\n".join(every_window)).split("\n")
    for window, other in zip(every_window, typed, strict=True):
        assert fold_text(other) == fold_text(window), (window, other)


def test_every_word_and_beginning_of_all_passages_is_looked_up(shipped: KeywordIndex) -> None:
    words: dict[str, set[int]] = {}
    for number, passage in enumerate(shipped.passages):
        for word in LATIN.findall(displayed(passage)):
            words.setdefault(word.lower(), set()).add(number)
    beginnings: dict[str, set[int]] = {}
    for word, holders in words.items():
        assert holders <= looked_up(shipped, (Unit(word),)), word
        for length in range(3, len(word) + 1):
            beginnings.setdefault(word[:length], set()).update(holders)
    assert len(beginnings) > 5_000
    for beginning, holders in beginnings.items():
        assert holders <= looked_up(shipped, (Unit(beginning, prefix=True),)), beginning


def test_a_taiwan_wording_finds_the_mainland_one(
    shipped: KeywordIndex, every_window: dict[str, set[int]]
) -> None:
    """Of a seeded share, wherever the wording alone leads back to the run it was made of."""
    windows = sorted(every_window)
    typed = opencc.OpenCC("s2twp").convert("\n".join(windows)).split("\n")
    pairs = [
        (window, other)
        for window, other in zip(windows, typed, strict=True)
        if fold_text(other) != fold_text(window) and mainland_wording(other) == window
    ]
    assert len(pairs) > 1_000
    ids = [passage.id for passage in shipped.passages]
    for window, other in random.Random(7).sample(pairs, 120):
        found = {hit.passage.id for hit in shipped.search(other, len(ids)).hits}
        assert {ids[number] for number in every_window[window]} <= found, (window, other)


@pytest.mark.parametrize("script", ["s2t", "t2s"])
def test_a_search_finds_runs_in_the_other_script(
    shipped: KeywordIndex, every_window: dict[str, set[int]], script: str
) -> None:
    ids = [passage.id for passage in shipped.passages]
    convert = opencc.OpenCC(script).convert
    for window in random.Random(7).sample(sorted(every_window), 200):
        holders = {ids[number] for number in every_window[window]}
        assert holders <= found_ids(shipped, convert(window)), window


def test_traditional_notes_are_found_by_simplified_words(small: KeywordIndex) -> None:
    for typed in ("卷积神经网路", "記憶體", "记忆体", "接着", "干燥", "了解", "头发", "后面"):
        assert "tw" in found_ids(small, typed), typed


def test_every_latin_word_finds_its_passages(shipped: KeywordIndex) -> None:
    table = owners(shipped, lambda text: set(LATIN.findall(text)))
    for word in drawn(table, 500):
        assert table[word] <= found_ids(shipped, word), word


def test_every_beginning_of_three_letters_finds_its_passages(shipped: KeywordIndex) -> None:
    def beginnings(text: str) -> set[str]:
        words = (word.lower() for word in LATIN.findall(text))
        return {word[:n] for word in words for n in range(3, len(word))}

    table = owners(shipped, beginnings)
    for prefix in drawn(table, 500):
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
