"""How evidence becomes one score: parts stay comparable and add up by their weights."""

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.index.fields import build_fields
from bot.index.fusion import Translations, concept_query, fuse, title_match
from bot.passage import Passage
from bot.resources import read_toml
from bot.search import PassageIndex

TEXTS = (
    ("dilated", "空洞卷积", "空洞卷积扩大感受野,不增加参数量。"),
    ("conv", "卷积", "卷积核在图像上滑动。"),
    ("both", "空洞卷积、批归一化与交并比", "三个话题各讲一句。"),
    ("bn", "批归一化", "批归一化稳定每层输入的分布。"),
)
QUESTIONS = ("空洞卷积", "what is dilated convolution", "批归一化 优点", "asdkjh qwpeoi", "", "的")


@pytest.fixture(scope="module")
def index(analyzer: Analyzer) -> PassageIndex:
    return PassageIndex.build([Passage(i, "a.md", h, t, "zh") for i, h, t in TEXTS], analyzer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_part_is_a_finite_share(index: PassageIndex, question: str) -> None:
    ranking = index.rank(index.understand(question))
    for name, part in ranking.parts.items():
        assert part.shape == (len(TEXTS),), name
        assert np.isfinite(part).all(), name
        assert (part >= 0).all() and (part <= 1 + 1e-9).all(), name


def test_the_weights_name_the_parts_and_only_them(index: PassageIndex) -> None:
    names = index.rank(index.understand("空洞卷积")).parts.keys()
    tables = read_toml("ranking.toml")
    for table in ("prior", "weights"):
        for kind in ("same", "cross"):
            assert tables[table][kind].keys() == names, f"{table}.{kind}"
            assert all(weight >= 0 for weight in tables[table][kind].values())


def test_fusing_is_a_weighted_sum() -> None:
    parts = {"a": np.array([1.0, 0.0]), "b": np.array([0.5, 1.0])}
    assert fuse(parts, {"a": 2.0, "b": 1.0}).tolist() == [2.5, 1.0]
    assert fuse(parts, {"b": 1.0}).tolist() == [0.5, 1.0]
    assert not fuse(parts, {}).any()


def test_a_weak_best_match_does_not_count_like_a_perfect_one(index: PassageIndex) -> None:
    perfect = index.rank(index.understand("空洞卷积")).parts["words"].max()
    stray = index.rank(index.understand("滑动 香蕉 苹果 足球 电影 天气 做饭")).parts["words"].max()
    assert perfect == pytest.approx(1.0)
    assert 0 < stray < perfect


def test_a_title_matches_best_when_it_names_just_what_is_asked(
    index: PassageIndex, analyzer: Analyzer
) -> None:
    asked = {"dilated-convolution": 1.0}
    found = title_match(asked, asked, index.fields).dense()
    match = dict(zip([t[0] for t in TEXTS], found, strict=True))
    assert match["dilated"] > match["both"] > match["bn"] == 0.0


def test_a_title_lacks_what_no_title_has(index: PassageIndex) -> None:
    asked = {"dilated-convolution": 1.0}
    more = {**asked, "beam-search": 1.0}
    alone = title_match(asked, asked, index.fields).dense()[0]
    assert title_match(more, more, index.fields).dense()[0] < alone
    assert not title_match({"beam-search": 1.0}, {"beam-search": 1.0}, index.fields).dense().any()


def test_a_concept_inside_a_longer_name_counts_less() -> None:
    terms = concept_query({"iou": 0.5})
    assert terms["iou"] == 0.5
    assert 0 < terms["iou~"] < 0.5


def test_a_word_and_its_translations_are_alternatives(index: PassageIndex) -> None:
    translations = Translations({"banana": ("香蕉",)}, {"香蕉": ("banana",)})
    query = index.understand("banana split")
    (group,) = translations.groups(query, {"banana": 0})
    assert group[1] == ("banana", "香蕉")
    assert translations.of("香蕉") == ("banana",)
    assert translations.of("苹果") == ()


def test_fields_of_no_passages_give_no_scores(analyzer: Analyzer) -> None:
    fields = build_fields([], analyzer, {})
    assert title_match({"iou": 1.0}, {"iou": 1.0}, fields).dense().shape == (0,)
    assert PassageIndex.build([], analyzer).search("IoU") == []
