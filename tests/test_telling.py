"""The sentence that is marked as the one that tells what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import Bot
from bot.passage import Passage
from bot.telling import telling_sentence

TEXT = (
    "量化把浮点数换成整数。量化占内存少。\n\n"
    "量化的缺点\n\n会丢精度。要硬件支持。\n\n"
    "量化的公式\n\n$q=round(x/s)$"
)


@pytest.fixture(scope="module")
def small() -> Bot:
    passages = [Passage("a", "a.md", "量化", TEXT, "zh"), Passage("b", "a.md", "空", "", "zh")]
    return Bot.over(passages)


def told(bot: Bot, question: str) -> str:
    start, end = telling_sentence(bot.index.understand(question), bot.index, 0, TEXT)
    return TEXT[start:end]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("量化是什么", "量化把浮点数换成整数。"),
        ("量化占多少内存", "量化占内存少。"),
        ("量化有什么缺点", "会丢精度。"),
        ("drawbacks of quantization", "会丢精度。"),
        ("量化的公式", "$q=round(x/s)$"),
    ],
)
def test_a_sentence_tells_what_is_asked(small: Bot, question: str, sentence: str) -> None:
    assert sentence in told(small, question)


def test_the_first_sentence_is_told_when_nothing_is_met(small: Bot) -> None:
    assert told(small, "天气") == "量化把浮点数换成整数。"
    assert telling_sentence(small.index.understand("量化"), small.index, 1, "") == (0, 0)


@given(end=st.integers(0, len(TEXT)), question=st.text("量化缺点 what is?$=", max_size=20))
def test_what_is_told_lies_in_the_text(small: Bot, end: int, question: str) -> None:
    start, stop = telling_sentence(small.index.understand(question), small.index, 0, TEXT[:end])
    assert 0 <= start <= stop <= end
