"""The views of the passages that a question is compared with."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.index.fields import NESTED, Fields, build_fields, single_characters
from bot.index.stretch import sub_headings, title_of
from bot.passage import Passage

PASSAGES = (
    Passage("0", "a.md", "空洞卷积", "定义一句话。\n空洞卷积的缺点:\n会产生网格效应。", "zh"),
    Passage("1", "a.md", "缺点", "训练慢。", "zh", trail=("深度学习", "批归一化")),
    Passage("2", "a.md", "IoU", "", "en", kind="heading"),
)


@pytest.fixture(scope="module")
def fields(analyzer: Analyzer) -> Fields:
    return build_fields(PASSAGES, analyzer, {"intersection-over-union": ("overlap", "of", "boxes")})


def test_a_title_has_the_headings_above_it_first() -> None:
    assert title_of(PASSAGES[1]).split(" › ") == ["深度学习", "批归一化", "缺点"]


def test_sub_headings_are_short_lines_that_announce() -> None:
    text = "优点:\n1. 很快。\n这一行没有句号但是它实在太长了所以它不可能是一个小标题\n缺点\nx\n"
    assert sub_headings(text) == ["优点:", "缺点"]
    assert sub_headings("") == []


def test_every_index_has_all_passages_in_order(fields: Fields) -> None:
    sizes = {
        fields.words.corpus_size, fields.heading.corpus_size, fields.grams.corpus_size,
        fields.characters.corpus_size, fields.concepts.corpus_size, fields.glosses.corpus_size,
        fields.subheadings.corpus_size, len(fields.titles.norms),
    }  # fmt: skip
    assert sizes == {len(PASSAGES)}


@pytest.mark.parametrize(
    ("field", "term", "found"),
    [
        ("words", "网格", [True, False, False]),
        ("heading", "网格", [False, False, False]),
        ("heading", "批归一化", [False, True, False]),
        ("concepts", "dilated-convolution", [True, False, False]),
        ("concepts", "intersection-over-union", [False, False, True]),
        ("glosses", "overlap", [False, False, True]),
        ("characters", "慢", [False, True, False]),
        ("subheadings", "缺点", [True, False, False]),
    ],
)
def test_a_field_holds_its_part_of_a_passage(
    fields: Fields, field: str, term: str, found: list[bool]
) -> None:
    scores = getattr(fields, field).get_scores({term: 1.0})
    assert (scores > 0).tolist() == found


def test_aspects_are_announced_by_titles_or_sub_headings(fields: Fields) -> None:
    assert fields.aspects["drawback"].tolist() == [1]
    assert fields.part_aspects["drawback"].tolist() == [0]


def test_a_mention_inside_a_longer_name_is_a_term_of_its_own(fields: Fields) -> None:
    assert "dilated-convolution" in fields.concepts.terms
    assert any(term.endswith(NESTED) for term in fields.concepts.terms)


def test_characters_are_folded() -> None:
    assert single_characters("ＢＮ層, x2") == ["bn", "层", "x2"]
