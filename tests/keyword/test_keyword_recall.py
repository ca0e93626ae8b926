"""What stands in a passage finds it: every run of Han characters, every word, every beginning."""

import itertools
import re

import opencc
import pytest

from bot.keyword.index import KeywordIndex
from bot.passage import Passage

HAN = re.compile(r"[㐀-鿿]{2,}")
LATIN = re.compile(r"(?<![^\W_])[A-Za-z][A-Za-z0-9]*(?![^\W_])")
FIRST = 5


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


@pytest.mark.slow
@pytest.mark.parametrize("length", [2, 3, 4, 5, 6])
def test_every_run_of_characters_finds_its_passages(shipped: KeywordIndex, length: int) -> None:
    table = owners(shipped, lambda text: windows(text, length))
    assert len(table) > 1000
    for window, ids in table.items():
        assert ids <= found_ids(shipped, window), window


def test_runs_of_any_length_find_their_passages(shipped: KeywordIndex) -> None:
    """A share of all lengths, for a quick run."""
    for length in (2, 3, 4, 5, 6, 12, 30):
        table = owners(shipped, lambda text, n=length: windows(text, n))
        for window in itertools.islice(table, length, None, 97):
            assert table[window] <= found_ids(shipped, window), window


@pytest.mark.slow
@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk", "t2s"])
def test_every_run_is_found_in_the_other_script(shipped: KeywordIndex, script: str) -> None:
    """All lengths are tried, each on its share of the windows; conversion goes window by window."""
    convert = opencc.OpenCC(script).convert
    for length in (2, 3, 4, 5, 6):
        table = owners(shipped, lambda text, n=length: windows(text, n))
        for window in itertools.islice(table, length, None, 5):
            typed = convert(window)
            if len(typed) == len(window):
                assert table[window] <= found_ids(shipped, typed), (window, typed)


def test_traditional_notes_are_found_by_simplified_words(small: KeywordIndex) -> None:
    for typed in ("卷积神经网路", "記憶體", "记忆体", "接着", "干燥", "了解", "头发", "后面"):
        assert "tw" in found_ids(small, typed), typed


def test_every_latin_word_finds_its_passages(shipped: KeywordIndex) -> None:
    for word, ids in owners(shipped, lambda text: set(LATIN.findall(text))).items():
        assert ids <= found_ids(shipped, word), word


def test_every_beginning_of_three_letters_finds_its_passages(shipped: KeywordIndex) -> None:
    def beginnings(text: str) -> set[str]:
        words = (word.lower() for word in LATIN.findall(text))
        return {word[:n] for word in words for n in range(3, len(word))}

    for prefix, ids in owners(shipped, beginnings).items():
        assert ids <= found_ids(shipped, prefix), prefix


def test_the_order_of_words_keeps_the_passage_in_the_first_five(shipped: KeywordIndex) -> None:
    """Words of a heading, in every order; and the results themselves are the same."""
    tried = 0
    for passage in shipped.passages:
        words = list(dict.fromkeys(re.findall(r"[A-Za-z]{2,}|[㐀-鿿]{2,}", passage.heading)))[:4]
        first = [hit.passage.id for hit in shipped.search(" ".join(words), FIRST).hits]
        if len(words) < 2 or passage.id not in first:
            continue
        for order in itertools.permutations(words):
            hits = shipped.search(" ".join(order), FIRST).hits
            assert passage.id in [hit.passage.id for hit in hits], order
            tried += 1
    assert tried > 20


def test_no_passage_is_found_by_characters_that_merely_sound_alike(small: KeywordIndex) -> None:
    assert found_ids(small, "布料") == {"code"}
    assert small.search("不料").total == 0


def test_joined_and_split_words_find_the_same_first_passage(shipped: KeywordIndex) -> None:
    firsts = {
        shipped.search(typed, 1).hits[0].passage.id
        for typed in ("batchnorm", "batch-norm", "BatchNorm", "batch norm", "Batch_Norm")
    }
    assert len(firsts) == 1
