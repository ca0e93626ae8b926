"""The cutter against jieba itself, on every Chinese run of the notes, questions and lexicons."""

import re
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.cutter import Cutter
from bot.analysis.folding import fold
from bot.analysis.glossary import chinese_words, load_glossary
from bot.analysis.tokenizer import jieba_model

ROOT = Path(__file__).parents[2]
TEXTS = [
    *sorted((ROOT / "corpus").rglob("*.txt")),
    *sorted((ROOT / "tests" / "quality" / "questions").iterdir()),
    *sorted((ROOT / "bot" / "lexicon").glob("*.tsv")),
]
WORDS = sorted(set(chinese_words(load_glossary().values())))


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(jieba_model(WORDS))


@pytest.fixture(scope="module")
def peer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in WORDS:
        tokenizer.add_word(word)
    return tokenizer


def test_the_dictionary_is_that_of_jieba(peer: jieba.Tokenizer) -> None:
    model = jieba_model(WORDS)
    assert model.frequencies == peer.FREQ
    assert model.total == peer.total


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_run_is_cut_as_jieba_cuts_it(
    path: Path, cutter: Cutter, peer: jieba.Tokenizer
) -> None:
    runs = set(re.findall("[㐀-鿿]+", fold(path.read_text("utf-8", "replace"))))
    differing = [r for r in runs if cutter.cut(r) != list(peer.tokenize(r, mode="search"))]
    assert not differing


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1, max_size=30))
def test_any_run_is_cut_as_jieba_cuts_it(cutter: Cutter, peer: jieba.Tokenizer, run: str) -> None:
    assert cutter.cut(run) == list(peer.tokenize(run, mode="search"))
