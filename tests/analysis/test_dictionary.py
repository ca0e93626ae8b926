"""The general dictionary: translations that occur in a vocabulary."""

import pytest

from bot.analysis.commonness import chinese_commonness, english_commonness
from bot.analysis.dictionary import (
    MOST,
    InVocabulary,
    by_chinese,
    by_english,
    glosses,
    key,
    read_pairs,
)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    return read_pairs()


def test_only_words_of_the_vocabulary_come_back(pairs: list[tuple[str, str]]) -> None:
    table = InVocabulary(by_english(pairs), {"尺寸", "模糊", "香蕉"})
    assert "尺寸" in table[key("size")]
    assert table[key("banana")] == ("香蕉",)
    assert {word for words in table.values() for word in words} <= {"尺寸", "模糊", "香蕉"}


def test_both_directions_agree(pairs: list[tuple[str, str]]) -> None:
    table = InVocabulary(by_chinese(pairs), {key("banana")})
    assert table["香蕉"] == (key("banana"),)
    assert list(table) == [word for word in table.table if word in table]
    assert len(table) == len(list(table))


def test_a_word_has_few_translations_best_first(pairs: list[tuple[str, str]]) -> None:
    vocabulary = {chinese for _, chinese in pairs}
    table = InVocabulary(by_english(pairs), vocabulary)
    assert max(map(len, table.values())) == MOST
    assert table[key("size")][0] == "尺寸"


@pytest.mark.parametrize(
    ("senses", "expected"),
    [
        ("to be good at/skilled", ["good at", "skilled"]),
        ("surname Wang", []),
        ("variant of 糢", []),
        ("a very long explanation of something", []),
        ("CL:個|个[ge4]", []),
    ],
)
def test_only_plain_equivalents_are_kept(senses: str, expected: list[str]) -> None:
    assert list(glosses(senses)) == expected


def test_commonness_orders_words_in_both_languages(pairs: list[tuple[str, str]]) -> None:
    english = english_commonness(word for word, _ in pairs)
    assert english[key("good")] > english[key("banana")] > english.get("atrous", 0.0)
    frequencies = {"我们": 100_000, "卷积": 30}
    chinese = [chinese_commonness(word, frequencies) for word in ("我们", "卷积", "蒸馏")]
    assert chinese == sorted(chinese, reverse=True)
    assert (chinese[0], chinese[2]) == (1.0, 0.0)
