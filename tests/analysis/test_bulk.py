"""Many texts at once are analysed as one after another, which is the definition."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.analyzer import Analyzer
from bot.analysis.bulk import BulkAnalyzer, Sheet
from bot.analysis.folding import fold, folded_code_points
from bot.engine import Bot

FRAGMENTS = (
    "空洞卷积", "神經網路", "ＢＮ層", "BatchNormConv", "batch-norm", "IoU", "map", "IN", "in",
    "3.5x", "3d2net", "GPUs", "α", "会计算", "乾燥", "乾坤", "İıſK", "ﬁ㎏㈱", "\x00", "\ud800",
    "12a3b.5", "1.2a3.4b", "+++", "++3", "αβ7", "ıx", "aı", "k++", "internationalization",
    "supercalifragilistic",
    "、", "\n", " ", ".", "7", ",", "的作用", "learning rates", "normal", "学习", "率",
)  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=9).map("".join), max_size=6)
Found = list[tuple[list[tuple[object, ...]], list[tuple[object, ...]]]]


@pytest.fixture(scope="module", params=["at once", "run by run"])
def bulk(analyzer: Analyzer, request: pytest.FixtureRequest) -> BulkAnalyzer:
    return BulkAnalyzer(analyzer, much_han=1 if request.param == "at once" else 1 << 60)


def found_at_once(bulk: BulkAnalyzer, texts: list[str]) -> Found:
    sheet = Sheet.of(texts)
    analysed = bulk.analyze(sheet)
    tokens, mentions = analysed.tokens, analysed.mentions
    names, found = list(bulk.vocabulary), [([], []) for _ in texts]
    for term, start, end, whole in zip(
        tokens.terms, tokens.starts, tokens.ends, tokens.whole, strict=True
    ):
        offset = sheet.borders[sheet.owners[start]]
        span = (int(start - offset), int(end - offset))
        found[sheet.owners[start]][0].append((names[term], *span, bool(whole)))
    for concept, start, end, weight in zip(
        mentions.concepts, mentions.starts, mentions.ends, mentions.weights, strict=True
    ):
        offset = sheet.borders[sheet.owners[start]]
        span = (int(start - offset), int(end - offset))
        found[sheet.owners[start]][1].append((bulk.concepts[concept], *span, float(weight)))
    return [(sorted(tokens), mentions) for tokens, mentions in found]


def found_one_by_one(analyzer: Analyzer, texts: list[str]) -> Found:
    return [
        (
            sorted((token.term, token.start, token.end, token.whole) for token in one.tokens),
            [(m.concept, m.start, m.end, m.weight) for m in one.mentions],
        )
        for one in map(analyzer.analyze, texts)
    ]


@given(texts=TEXTS)
def test_any_texts(bulk: BulkAnalyzer, analyzer: Analyzer, texts: list[str]) -> None:
    assert found_at_once(bulk, texts) == found_one_by_one(analyzer, texts)


@given(texts=TEXTS)
def test_characters_and_words_of_any_texts(bulk: BulkAnalyzer, texts: list[str]) -> None:
    sheet = Sheet.of(texts)
    terms, places = bulk.analyze(sheet).characters
    names = list(bulk.vocabulary)
    found = sorted((int(place), names[term]) for term, place in zip(terms, places, strict=True))
    expected = re.finditer("[㐀-鿿]|[a-z0-9]+", sheet.folded)
    assert found == [(match.start(), match.group()) for match in expected]


def test_no_other_letter_is_taken_for_one_of_a_run() -> None:
    odd = {
        chr(code)
        for code in range(0x80, 0x110000)
        if not 0xD800 <= code < 0xE000 and re.fullmatch("[a-z0-9α-ω+]", chr(code), re.IGNORECASE)
    }
    folded = {character for character in odd if fold(character) == character}
    assert folded == {"İ", "ı", *map(chr, range(ord("α"), ord("ω") + 1))} - {"ς"}


def test_the_shipped_notes(bulk: BulkAnalyzer, analyzer: Analyzer, bot: Bot) -> None:
    texts = [text for passage in bot.passages for text in (passage.heading, passage.text)]
    assert found_at_once(bulk, texts) == found_one_by_one(analyzer, texts)


HAN = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=30)
LONG_WORDS = (
    "中华人民共和国全国人民代表大会常务委员会",
    "一九四九年中华人民共和国中央人民政府",
    "中国",
)


@given(texts=st.lists(st.lists(HAN | st.sampled_from(LONG_WORDS)).map("".join), max_size=4))
def test_any_chinese(bulk: BulkAnalyzer, analyzer: Analyzer, texts: list[str]) -> None:
    assert found_at_once(bulk, texts) == found_one_by_one(analyzer, texts)


def test_words_of_the_dictionary_side_by_side(bulk: BulkAnalyzer, analyzer: Analyzer) -> None:
    words = [word for word in analyzer.tokenizer.frequencies if len(word) > 1]
    long = sorted(words, key=lambda word: (-len(word), word))[:300]
    texts = ["".join(words[start::997]) for start in range(5)] + long
    assert found_at_once(bulk, texts) == found_one_by_one(analyzer, texts)


@given(TEXTS)
def test_long_texts_are_folded_as_short_ones(texts: list[str]) -> None:
    together = "\n".join(texts)
    folded = "".join(map(chr, folded_code_points(together)))
    assert folded == fold(together) == "\n".join(map(fold, texts))
