"""Words that the notes lack are cut as the notes have them, and only these."""

import pytest

from bot.analysis.recut import Known, recut
from bot.analysis.tokenizer import Token, Tokenizer

TOKENIZER = Tokenizer()


def cut(text: str, noted: str = "", held: str = "", words: str | None = None) -> str:
    """The words of a text by jieba, cut anew; ``words`` are those of the dictionary."""
    known = Known(
        noted.split().__contains__,
        (words.split() if words is not None else [*TOKENIZER.frequencies]).__contains__,
        held.split().__contains__,
    )
    tokens = list(TOKENIZER.tokenize(text))
    found = list(recut([t for t in tokens if t.whole], [t for t in tokens if not t.whole], known))
    assert all(text[token.start : token.end].lower() == token.term for token in found)
    return " ".join(token.term for token in found)


@pytest.mark.parametrize(
    ("text", "noted", "held", "expected"),
    [
        ("解除合同", "", "", "解除合同"),
        ("解除合同", "解除 合同", "", "解除 合同"),
        ("解除合同", "解除 合同 解除合同", "", "解除合同"),
        ("解除合同", "合同", "", "解除合同"),
        ("算不算要约", "要约", "", "算 要约"),
        ("治瓦螨", "", "", "治瓦 螨"),
        ("治瓦螨", "", "瓦螨", "治 瓦螨"),
        ("治瓦螨", "治瓦", "瓦螨", "治瓦 螨"),
        ("varroa治瓦螨", "", "瓦螨", "varroa 治 瓦螨"),
        ("治瓦螨和治瓦螨", "和", "瓦螨", "治 瓦螨 和治 瓦螨"),
        ("开车", "", "开车", "开车"),
        ("", "", "", ""),
    ],
)
def test_what_the_notes_lack_is_cut_as_they_have_it(
    text: str, noted: str, held: str, expected: str
) -> None:
    assert cut(text, noted, held) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("甲乙 丙丁", "甲乙 丙丁 戊"),
        ("甲乙丙 丁戊", "甲乙丙 丁戊"),
        ("乙丙 丁戊", "甲 乙丙 丁戊"),
        ("乙丙丁", "甲 乙丙丁 戊"),
        ("甲丙", "甲乙丙丁戊"),
    ],
)
def test_most_characters_are_in_stretches_of_the_notes(held: str, expected: str) -> None:
    known = Known(lambda _: False, lambda _: False, held.split().__contains__)
    found = recut([Token("甲乙丙丁戊", 3, 8)], [], known)
    assert " ".join(token.term for token in found) == expected


def test_words_apart_are_not_joined() -> None:
    known = Known(lambda _: False, lambda _: False, {"乙丙"}.__contains__)
    apart = [Token("甲乙", 0, 2), Token("丙丁", 3, 5)]
    assert list(recut(apart, [], known)) == apart
