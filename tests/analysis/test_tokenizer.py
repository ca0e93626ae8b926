"""Tokens carry offsets into the displayed text; the glossary's words survive whole."""

from itertools import pairwise

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.folding import fold
from bot.analysis.tokenizer import Tokenizer
from bot.analysis.words import pieces, stem

MIXED = st.text(
    st.sampled_from("空洞卷積感受野的是怎么算一二 ,。?()ABNormconvReLU0123-_./$\n\té①ﬁ🙂\u0000"),
    max_size=60,
)


def test_given_words_stay_whole_and_tell_what_is_inside_them() -> None:
    tokens = list(Tokenizer(["空洞卷积"]).tokenize("什么是空洞卷積?"))
    whole = [token.term for token in tokens if token.whole]
    inner = [token.term for token in tokens if not token.whole]
    assert whole[-1] == "空洞卷积"
    assert inner == ["空洞", "卷积"]


def test_words_of_one_tokenizer_do_not_leak_into_another() -> None:
    word = "甲乙丙丁戊"
    assert word in [t.term for t in Tokenizer([word]).tokenize(word)]
    assert word not in [t.term for t in Tokenizer().tokenize(word)]
    assert word not in jieba.lcut(word)


def test_latin_is_cut_at_hyphens_and_humps() -> None:
    terms = [token.term for token in Tokenizer().tokenize("state-of-the-art BatchNorm2d")]
    assert terms[:5] == ["state", "of", "the", "art", "batchnorm2d"]
    assert "batch" in terms


@given(MIXED)
def test_every_token_lies_in_the_text_and_matches_it(text: str) -> None:
    for token in _TOKENIZER.tokenize(text):
        assert 0 <= token.start < token.end <= len(text)
        written = fold(text)[token.start : token.end]
        assert token.term in (written, stem(written)), (token, written)


@given(st.text(max_size=80))
def test_any_text_can_be_cut(text: str) -> None:
    covered = [False] * len(text)
    for token in _TOKENIZER.tokenize(text):
        covered[token.start : token.end] = [True] * (token.end - token.start)
    han = [i for i, c in enumerate(fold(text)) if "㐀" <= c <= "鿿"]
    assert all(covered[i] for i in han), "every Han character belongs to a token"


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    list(Tokenizer(["空洞卷积"]).tokenize("空洞卷积"))
    assert capsys.readouterr() == ("", "")


def test_pieces_never_overlap() -> None:
    for word in ("BatchNorm2d", "ABCdef", "resNet50V2", "GPUs", "x"):
        spans = pieces(word)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


_TOKENIZER = Tokenizer(["空洞卷积", "感受野"])
