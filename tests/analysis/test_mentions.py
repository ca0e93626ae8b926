"""Concepts are found under every way of writing them, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.analyzer import Analyzer
from bot.analysis.folding import fold
from bot.analysis.glossary import Concept
from bot.analysis.mentions import NESTED_WEIGHT, TOPIC_WEIGHT, MentionFinder, name_forms

CONCEPTS = (
    Concept("conv", "dl", ("卷积",), ("convolution",)),
    Concept("dilated", "dl", ("空洞卷积",), ("dilated convolution",)),
    Concept("bn", "dl", ("批归一化",), ("batch normalization", "BatchNorm"), ("BN",)),
    Concept("bn-role", "topic", ("BN的作用",), ()),
    Concept("instance-norm", "dl", (), ("instance normalization",), ("IN",)),
    Concept("iou", "cv", ("交并比",), (), ("IoU",)),
)
FINDER = MentionFinder(name_forms(CONCEPTS, frozenset({"in"})))


def named(text: str) -> set[str]:
    return {mention.concept for mention in FINDER.find(text)}


@pytest.mark.parametrize(
    "text",
    ["BatchNorm", "batchnorm", "batch norm", "batch-norm", "Batch Normalization", "BN", "ＢＮ",
     "batch_normalization", "batch normalisation", "批归一化", "批歸一化", "用了BN层",
     "BatchNorm2d"],
)  # fmt: skip
def test_one_concept_under_all_its_writings(text: str) -> None:
    assert "bn" in named(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [("I live in Berlin", "instance-norm"), ("biou", "iou"), ("dilated cat", "dilated")],
)
def test_no_concept_inside_other_words(text: str, concept: str) -> None:
    assert concept not in named(text)


def test_an_abbreviation_that_is_a_word_needs_its_capitals_in_english_only() -> None:
    assert "instance-norm" in named("use IN instead")
    assert "instance-norm" in named("in 归一化是什么意思")


@pytest.mark.parametrize(
    ("text", "found"),
    [("TOPS", True), ("60 TOPS", True), ("on top of it", False), ("GANs", True), ("began", False)],
)
def test_an_abbreviation_has_no_form_but_the_plural(text: str, found: bool) -> None:
    names = (Concept("gan", "", ("对抗网络",), (), ("GAN",)),)
    rate = Concept("ops", "", ("算力",), (), ("TOPS",))
    finder = MentionFinder(name_forms((*names, rate)))
    assert bool(finder.find(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a generator", {"generator"}),
        ("two generators", {"generator"}),
        ("it generates noise", set()),
        ("what is generated", set()),
        ("filtering a row", {"filter"}),
        ("filters", {"filter"}),
    ],
)
def test_what_does_a_thing_is_not_doing_it(text: str, found: set[str]) -> None:
    concepts = [Concept(name, "", (), (name,)) for name in ("generator", "filter")]
    assert {m.concept for m in MentionFinder(name_forms(concepts)).find(text)} == found


def test_two_pluses_belong_to_the_name() -> None:
    concepts = [Concept("plain", "", (), ("k-means",)), Concept("seeded", "", (), ("k-means++",))]
    finder = MentionFinder(name_forms(concepts))
    assert {m.concept for m in finder.find("choose k in k-means")} == {"plain"}
    weights = {m.concept: m.weight for m in finder.find("k-means++ 的初始化")}
    assert weights == {"seeded": 1.0, "plain": NESTED_WEIGHT}


def test_a_longer_name_wins_and_keeps_what_is_inside_it() -> None:
    weights = {m.concept: m.weight for m in FINDER.find("空洞卷积的缺点")}
    assert weights == {"dilated": 1.0, "conv": NESTED_WEIGHT}


def test_a_topic_does_not_hide_its_concept() -> None:
    weights = {m.concept: m.weight for m in FINDER.find("BN的作用")}
    assert weights == {"bn": 1.0, "bn-role": TOPIC_WEIGHT}


def test_an_empty_glossary_finds_nothing() -> None:
    assert MentionFinder(name_forms(())).find("空洞卷积") == ()


@given(
    st.text(
        st.sampled_from("空洞卷積批归一化交并比BNIoUbatch norm-_2d ()的作用在里\n"), max_size=50
    )
)
def test_every_mention_is_a_name_at_its_place(text: str) -> None:
    letters = {c.id: {"".join(filter(str.isalnum, fold(n)))[:1] for n in c.names} for c in CONCEPTS}
    for mention in FINDER.find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        written = fold(text[mention.start : mention.end])
        assert written[0] in letters[mention.concept], (mention, written)
        assert written.strip() == written


@given(st.text(max_size=60))
def test_any_text_can_be_searched(analyzer: Analyzer, text: str) -> None:
    for mention in analyzer.finder.find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 < mention.weight <= 1


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("空洞卷积有什么问题", "dilated-convolution"),
        ("膨胀卷积", "dilated-convolution"),
        ("atrous convolution", "dilated-convolution"),
        ("捲積神經網路", "convolutional-neural-network"),
        ("mAP 怎么算", "mean-average-precision"),
        ("what is knowledge distillation", "knowledge-distillation"),
        ("知识蒸馏", "knowledge-distillation"),
    ],
)
def test_the_shipped_glossary_finds(analyzer: Analyzer, text: str, concept: str) -> None:
    assert analyzer.analyze(text).concepts().get(concept) == 1.0


def test_a_foreign_name_across_two_words_is_an_accident(analyzer: Analyzer) -> None:
    assert "accounting" not in analyzer.analyze("你会计算感受野吗").concepts()


def test_a_word_of_a_foreign_field_stands_in_one_piece() -> None:
    overtime = Concept("overtime", "hr", ("加班",), ("overtime", "extra hours"), ())
    dropout = Concept("dropout", "dl", ("随机失活",), ("dropout",), ())
    finder = MentionFinder(name_forms((overtime, dropout), foreign={"hr"}))
    assert finder.find("shrink the step size over time") == ()
    assert {m.concept for m in finder.find("paid overtime, extra hours")} == {"overtime"}
    assert [m.concept for m in finder.find("drop out")] == ["dropout"]


@pytest.mark.parametrize(
    ("text", "concept"),
    [("Can I use SGD here?", "canny"), ("I keep mixing up bagging and boosting", "mixup")],
)
def test_a_name_of_one_word_is_not_put_together_of_inflected_words(
    analyzer: Analyzer, text: str, concept: str
) -> None:
    assert concept not in {mention.concept for mention in analyzer.finder.find(text)}
    together = {mention.concept for mention in analyzer.finder.find("Canny and mix-up, mix up")}
    assert concept in together
