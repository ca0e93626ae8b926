"""PassageIndex: the contract of search, on passages made by hand."""

from pathlib import Path

import pytest

from bot.analysis.analyzer import Analyzer
from bot.passage import Passage
from bot.search import Hit, PassageIndex

ROWS = (
    (
        "dilated",
        "空洞卷积",
        "空洞卷积在卷积核中插入空洞,扩大感受野而不增加参数。缺点是网格效应。",
        "zh",
    ),
    ("bn", "BN的作用", "批归一化让每层输入的分布稳定,加快收敛。", "zh"),
    ("distil", "知识蒸馏", "用教师网络的软标签训练学生网络。", "zh"),
    ("dropout", "What does dropout do?", "Dropout sets random units to zero in training.", "en"),
    ("eval", "What does dropout do?", "At test time all units are used, scaled.", "en"),
)
OUTLINE = Passage("toc", "a.md", "目录", "空洞卷积\n批归一化\n知识蒸馏", "zh", kind="outline")
LOST = Passage("lost", "a.md", "感受野怎么计算?", "", "zh", kind="heading")


@pytest.fixture(scope="module")
def index(analyzer: Analyzer) -> PassageIndex:
    passages = [Passage(i, "a.md", h, t, language) for i, h, t, language in ROWS]
    return PassageIndex.build([*passages, OUTLINE, LOST], analyzer)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("空洞卷积有什么问题?", "dilated"),
        ("what are the drawbacks of dilated convolution", "dilated"),
        ("atrous conv", "dilated"),
        ("空洞卷積的缺點", "dilated"),
        ("batchnorm", "bn"),
        ("批标准化有什么用", "bn"),
        ("knowledge distillation", "distil"),
        ("随机失活的作用", "dropout"),
        ("空洞卷机", "dilated"),
    ],
)
def test_a_question_of_either_language_finds_the_passage(
    index: PassageIndex, question: str, first: str
) -> None:
    assert index.search(question)[0].passage.id == first


def test_hits_are_passages_with_falling_positive_scores(index: PassageIndex) -> None:
    hits = index.search("空洞卷积和批归一化", k=4)
    assert all(isinstance(hit, Hit) for hit in hits)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 < len(hits) <= 4
    assert all(score > 0 for score in scores)


@pytest.mark.parametrize("k", [0, -1, -100])
def test_no_hits_are_asked_for(index: PassageIndex, k: int) -> None:
    assert index.search("空洞卷积", k) == []


def test_more_hits_are_asked_for_than_there_are(index: PassageIndex) -> None:
    assert len(index.search("空洞卷积", 10**9)) <= len(ROWS) + 1


def test_a_heading_that_lost_its_answer_is_never_found(index: PassageIndex) -> None:
    hits = index.search("感受野怎么计算?", 100)
    assert "lost" not in [hit.passage.id for hit in hits]


def test_an_outline_stands_behind_what_explains(index: PassageIndex) -> None:
    found = [hit.passage.id for hit in index.search("空洞卷积 批归一化 知识蒸馏")]
    assert found[0] != "toc"


@pytest.mark.parametrize("question", ["", " ", "?!", "\u0000", "🙂🙂"])
def test_a_question_without_words_finds_nothing(index: PassageIndex, question: str) -> None:
    assert index.search(question) == []


def test_equal_passages_keep_their_order(analyzer: Analyzer) -> None:
    twins = [Passage(str(n), "a.md", "IoU", "交并比是交集除以并集。", "zh") for n in range(5)]
    hits = PassageIndex.build(twins, analyzer).search("IoU")
    assert [hit.passage.id for hit in hits] == ["0", "1", "2", "3", "4"]


def test_a_search_is_repeatable(analyzer: Analyzer, index: PassageIndex) -> None:
    again = PassageIndex.build(index.passages, analyzer)
    for question in ("空洞卷积", "dropout at test time", "网络"):
        assert again.search(question) == index.search(question)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_smallest_collections_can_be_searched(analyzer: Analyzer, count: int) -> None:
    passages = [Passage(i, "a.md", h, t, lang) for i, h, t, lang in ROWS[:count]]
    hits = PassageIndex.build(passages, analyzer).search("空洞卷积")
    assert [hit.passage.id for hit in hits] == ["dilated"][:count]


def test_what_was_saved_answers_the_same(index: PassageIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "kept")
    loaded = PassageIndex.load(tmp_path / "kept")
    assert list(loaded.passages) == list(index.passages)
    for question in ("空洞卷积有什么问题?", "knowledge distilation", "随机失活"):
        assert loaded.search(question) == index.search(question)
