"""Sizes in either spelling, Taiwan terms, names across sentences, names of code."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.keyword.index import KeywordIndex
from bot.keyword.query import Level
from bot.keyword.result import KeywordResult
from bot.passage import Passage

TEXTS = {
    "times": "两个 3×3 卷积代替一个 5×5 卷积。",
    "letter": "用 3x3 的卷积核。",
    "apart": "第一层有 3 个核，第二层有 5 个核。",
    "network": "神经网络由许多层组成，每一层都有自己的权重。",
    "module": "自定义层要继承 nn.Module，再写前向传播。",
    "layer": "Conv2d 是二维的层。",
    "deconvolution": "反卷积又叫转置卷积。",
    "sentences": "方向相反。卷积对输入的梯度如下。",
    "formula": "距离用 $1-\\mathrm{IoU}$，计算时对齐中心。",
}


@pytest.fixture(scope="module")
def notes(analyzer: Analyzer) -> KeywordIndex:
    passages = [Passage(name, f"{name}.md", "", text, "zh") for name, text in TEXTS.items()]
    return KeywordIndex.build(passages, analyzer)


def marks(result: KeywordResult) -> dict[str, list[str]]:
    return {
        hit.passage.id: [hit.passage.text[a:b] for a, b in hit.highlights] for hit in result.hits
    }


@pytest.mark.parametrize("typed", ["3x3", "3×3", "3X3", "3*3", "３×３"])
def test_a_size_is_found_in_either_spelling(notes: KeywordIndex, typed: str) -> None:
    assert marks(notes.search(f"{typed} ")) == {"times": ["3×3"], "letter": ["3x3"]}


def test_a_size_beside_a_word_and_in_a_phrase(notes: KeywordIndex) -> None:
    assert notes.search("3x3卷积").hits[0].passage.id == "times"
    assert marks(notes.search('"5x5 卷积"')) == {"times": ["5×5 卷积"]}


def test_mainland_wording_stands_above_other_names(notes: KeywordIndex) -> None:
    found = notes.search("神經網路")
    assert [hit.passage.id for hit in found.hits] == ["network", "module"]
    assert found.hits[0].level is Level.NEAR
    assert marks(notes.search("神經網路", synonyms=False)) == {"network": ["神经网络"]}


def test_a_name_of_code_that_no_passage_holds_whole_is_searched_by_its_parts(
    notes: KeywordIndex,
) -> None:
    assert "layer" in marks(notes.search("nn.Conv2d"))


def test_no_name_goes_across_the_end_of_a_sentence_or_of_a_formula(notes: KeywordIndex) -> None:
    assert set(marks(notes.search("转置卷积"))) == {"deconvolution"}
    assert marks(notes.search("IoU")).get("formula", []) == []


def test_no_name_is_told_in_two_spellings(shipped: KeywordIndex) -> None:
    told = next(n for n in shipped.search("resnet-50").notes if n.kind == "also").values
    assert len({name.casefold() for name in told}) == len(told)
