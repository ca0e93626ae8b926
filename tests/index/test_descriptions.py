"""The reverse dictionary: from plain words to the concept they describe."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.index.descriptions import LEAST, MOST, Descriptions, build_descriptions

ROWS = (
    {"id": "dilated", "zh": "在卷积核里插空扩大视野|看得更宽又不加权重", "en": "filter with holes"},
    {"id": "dropout", "zh": "训练时随机关掉一部分神经元", "en": "switch off random units"},
    {"id": "empty", "zh": "", "en": ""},
)


@pytest.fixture(scope="module")
def descriptions(analyzer: Analyzer) -> Descriptions:
    return build_descriptions(ROWS, analyzer)


@pytest.mark.parametrize(
    ("question", "concept"),
    [
        ("怎样看得更宽又不加权重", "dilated"),
        ("a filter that has holes", "dilated"),
        ("为什么训练时要随机关掉神经元", "dropout"),
        ("switching off units at random", "dropout"),
    ],
)
def test_a_description_finds_its_concept(
    descriptions: Descriptions, analyzer: Analyzer, question: str, concept: str
) -> None:
    terms = [token.term for token in analyzer.tokenizer.tokenize(question)]
    found = descriptions.match(terms, question)
    assert next(iter(found)) == concept
    assert all(LEAST <= likeness <= 1 + 1e-9 for likeness in found.values())
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_what_describes_nothing_finds_nothing(descriptions: Descriptions) -> None:
    assert descriptions.match(["banana"], "banana") == {}
    assert descriptions.match([], "") == {}


def test_a_question_describes_few_concepts(analyzer: Analyzer) -> None:
    rows = [{"id": f"c{i}", "zh": "", "en": "the same words"} for i in range(3 * MOST)]
    assert len(build_descriptions(rows, analyzer).match(["same", "word"], "")) == MOST


def test_the_words_of_all_descriptions_are_kept_by_concept(descriptions: Descriptions) -> None:
    assert "hole" in descriptions.terms["dilated"]
    assert "empty" not in descriptions.terms


def test_there_may_be_no_descriptions(analyzer: Analyzer) -> None:
    assert build_descriptions([], analyzer).match(["filter"], "filter") == {}
