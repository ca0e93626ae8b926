"""The glossary counts as far as the passages speak its language."""

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.index.sums import Sums
from bot.index.trust import FULL_TRUST, trust_in_glossary, trusted
from bot.passage import Passage
from bot.search import PassageIndex

OTHER_TRADE = (
    "Brush the dough with melted butter and let it rest near the oven for an hour.",
    "A filter of paper keeps the coffee clear; rinse it before you pour the water.",
    "The harbour was closed in winter, and the ferries sailed from the northern quay.",
    "Old letters in the archive tell how the village lost its mill and its bridge.",
)
OF_THE_GLOSSARY = {
    "concepts", "titles", "described", "glosses", "aspects_on_topic", "parts_on_topic",
}  # fmt: skip
OWN_TRADE = ("空洞卷积扩大感受野。", "批归一化与dropout。", "IoU与NMS。")


def _index(texts: tuple[str, ...], language: str, analyzer: Analyzer) -> PassageIndex:
    made = [Passage(str(i), "s", "", text, language) for i, text in enumerate(texts)]
    return PassageIndex.build(made, analyzer)


@pytest.mark.parametrize(("texts", "language"), [(OWN_TRADE, "zh")])
def test_notes_of_its_own_trade_trust_it_in_full(analyzer, texts, language):
    index = _index(texts, language, analyzer)
    assert trust_in_glossary(index.fields) == 1
    query = index.understand("空洞卷积")
    found = {"concepts": Sums.of_all(np.ones(3)), "words": Sums.of_all(np.ones(3))}
    assert trusted(found, index.fields) is found
    assert index.rank(query).order[0] == 0


def test_texts_of_another_trade_trust_it_by_their_share_of_concepts(analyzer):
    index = _index(OTHER_TRADE, "en", analyzer)
    concepts = len(index.fields.concepts.weights.columns)
    words = len(index.fields.words.weights.columns)
    expected = concepts / words / FULL_TRUST
    assert 0 < expected < 1
    found = {n: Sums.of_all(np.ones(4)) for n in ("words", "heading", *OF_THE_GLOSSARY)}
    lowered = {name: part.dense() for name, part in trusted(found, index.fields).items()}
    assert {name for name, part in lowered.items() if part[0] < 1} == OF_THE_GLOSSARY
    assert lowered["concepts"] == pytest.approx(np.full(4, expected))


def test_an_index_without_words_does_not_divide_by_them(analyzer):
    assert trust_in_glossary(_index((), "en", analyzer).fields) == 1
