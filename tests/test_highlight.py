"""Spans that matched lie inside the text, in order, and name what the question names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import Bot
from bot.highlight import merge, sentences, spoken, widened
from bot.passage import Passage

TEXT = (
    "空洞卷积(Dilated Conv)插入空洞。它扩大感受野;缺点是网格效应。\n"
    "- 第一点,很快。还省参数。\n"
    "- 第二点"
)
OTHER = "这是什么?那是怎么回事。"


@pytest.fixture(scope="module")
def small() -> Bot:
    return Bot.over([Passage("a", "a.md", "空洞卷积", TEXT, "zh"),
                     Passage("b", "a.md", "知识蒸馏", OTHER, "zh")])  # fmt: skip


def marked(bot: Bot, question: str, passage: str) -> list[str]:
    answer = bot.ask(question)
    for hit, spans in zip(answer.hits, answer.highlights, strict=True):
        if hit.passage.id == passage:
            return [hit.passage.text[a:b] for a, b in spans]
    return []


@pytest.mark.parametrize("question", ["dilated convolution", "空洞卷積", "atrous conv"])
def test_a_name_is_marked_in_both_languages(small: Bot, question: str) -> None:
    assert marked(small, question, "a")[:2] == ["空洞卷积", "Dilated Conv"]


def test_the_frame_of_a_question_is_not_marked(small: Bot) -> None:
    assert marked(small, "什么是知识蒸馏?怎么回事", "b") == []


def test_nothing_is_marked_for_another_topic(small: Bot) -> None:
    assert marked(small, "知识蒸馏", "a") == []


def test_highlights_of_the_notes_lie_in_their_passages(bot: Bot) -> None:
    for question in ("空洞卷积有什么问题?", "IoU", "what is batch norm", "卷积", "recpetive field"):
        answer = bot.ask(question)
        assert any(answer.highlights), question
        for hit, spans in zip(answer.hits, answer.highlights, strict=True):
            assert all(0 <= a < b <= len(hit.passage.text) for a, b in spans)
            assert all(left[1] < right[0] for left, right in pairwise(spans))


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=8).map(
    lambda spans: [(start, start + length) for start, length in spans]
)


@given(SPANS)
def test_merged_spans_cover_the_same_places_apart(spans: list[tuple[int, int]]) -> None:
    merged = merge(spans)
    assert {i for a, b in merged for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(left[1] < right[0] for left, right in pairwise(merged))


def whole(text: str, place: int) -> str:
    """The sentence at a place, widened to what it needs to be understood."""
    found = spoken(text)
    best = next(span for span in found if span[0] <= place < span[1])
    return text[slice(*widened(text, found, best))]


@given(st.text(st.sampled_from("空洞 BNconv。;!?\n-1.$`x"), max_size=60))
def test_a_widened_sentence_lies_in_the_text_and_holds_the_sentence(text: str) -> None:
    found = spoken(text)
    for span in found:
        start, end = widened(text, found, span)
        assert 0 <= start <= span[0] <= span[1] <= end <= len(text)


@given(st.text(st.sampled_from("空洞 x1,。;!?\n"), max_size=60))
def test_sentences_leave_out_nothing_but_blanks_and_marks(text: str) -> None:
    spans = sentences(text)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert not {text[i] for i in range(len(text)) if i not in covered} & set("空洞x1,")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ("网格效应", "它扩大感受野;缺点是网格效应。"),
        ("第二点", "- 第二点"),
        ("参数", "- 第一点,很快。还省参数。"),
    ],
)
def test_the_best_sentence_is_whole(found: str, sentence: str) -> None:
    assert whole(TEXT, TEXT.index(found)) == sentence


@pytest.mark.parametrize(
    ("text", "found", "told"),
    [
        ("1.网格影响\n\n像素不连续。很致命。\n\n2.远处无关", "网格", "1.网格影响\n\n像素不连续。"),
        ("由此得到下式:\n\n$a$用于平衡。完。", "下式", "由此得到下式:\n\n$a$用于平衡。"),
        ("1. 提高分辨率\n2. 换主干\n3. 加数据", "分辨率", "1. 提高分辨率"),
        ("1. 提高分辨率。\n其余见下。", "分辨率", "1. 提高分辨率。"),
        ("缺点有:", "缺点", "缺点有:"),
        (
            "用代码算:\n\n```\niou = 1\n```\n\n得到结果。",
            "用代码",
            "用代码算:\n\n```\niou = 1\n```\n\n得到结果。",
        ),
    ],
)
def test_what_only_announces_is_told_with_what_follows(text: str, found: str, told: str) -> None:
    assert whole(text, text.index(found)) == told


def test_formulas_are_not_cut() -> None:
    text = "公式为 $a;b。c$,其中 `x;y` 是代码。完。"
    assert [text[a:b] for a, b in sentences(text)] == [
        "公式为 $a;b。c$,其中 `x;y` 是代码。",
        "完。",
    ]
