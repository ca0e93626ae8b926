"""Folding: one script, width and case, and never another length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.folding import fold, mainland_wording, simplify
from bot.resources import read_rows


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("空洞卷積", "空洞卷积"),
        ("ＣＮＮ（卷积）", "cnn(卷积)"),
        ("ReLU", "relu"),
        ("①", "1"),
        ("乾燥與乾坤", "干燥与乾坤"),
        ("", ""),
    ],
)
def test_script_width_and_case_are_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["ﬁne", "Straße", "㎏", "İ", "½", "\U0001f600", "e\u0301"])
def test_what_would_change_length_stays(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=80))
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(simplify(text)) == len(text)


@given(st.text(st.sampled_from("學習網絡覆蓋裡後乾燥準確率卷積層的a B"), max_size=30))
def test_traditional_text_folds_once_and_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_half_a_character_is_no_error() -> None:
    assert fold("空洞卷積\ud800x") == "空洞卷积\ufffdx"
    assert fold("\udcff") == "\ufffd"
    assert mainland_wording("網路\ud800").startswith("网络")


def test_taiwan_words_become_mainland_words_only_in_traditional_script() -> None:
    assert mainland_wording("類神經網路的記憶體") != "類神經網路的記憶體"
    assert mainland_wording("影像分割與網路").startswith("图像分割")
    assert mainland_wording("网路的资讯") == "网路的资讯"
    assert mainland_wording("batch size") == "batch size"


def test_words_that_opencc_leaves_are_told_as_the_mainland_does() -> None:
    assert mainland_wording("語意分割的座標運作") == "语义分割的坐标工作"
    assert mainland_wording("侦测") == "侦测"


def test_a_word_of_the_table_is_left_by_opencc_and_by_itself() -> None:
    rows = read_rows("taiwan.tsv")
    words = [row["taiwan"] for row in rows]
    assert len(set(words)) == len(words)
    assert [w for w in words if simplify(w) != w] == []
    assert [r for r in rows if r["mainland"] in words or r["mainland"] == r["taiwan"]] == []
