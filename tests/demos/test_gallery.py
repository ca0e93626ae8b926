"""The gallery finds a demo by the words of either language, and by no accident of spelling."""

from functools import cache

import pytest

from bot.ui import gallery


@cache
def _cards() -> tuple[gallery.Card, ...]:
    return gallery.cards()


def _found(text: str) -> set[str]:
    return {card.id for card in gallery.matching(_cards(), text)}


@pytest.mark.parametrize(
    ("zh", "en", "both"),
    [
        ("归一化", "normalization", {"batchnorm", "norm-axes"}),
        ("卷积", "convolution", {"conv2d-stepper", "receptive-field", "dilated-gridding"}),
        ("注意力", "attention", {"attention-scaling", "multi-head-attention", "se-cbam"}),
        ("损失", "loss", {"focal-loss", "ce-vs-mse", "loss-zoo", "gan-losses"}),
        ("感受野", "receptive field", {"receptive-field"}),
    ],
)
def test_both_languages_find_the_same_demos(zh: str, en: str, both: set[str]) -> None:
    assert both <= _found(zh)
    assert both <= _found(en)


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("ROC", "roc-auc", "image-preprocess"),
        ("CE", "ce-vs-mse", "deploy-budget"),
        ("gan", "gan-js", "logistic-regression"),
    ],
)
def test_an_abbreviation_is_not_found_inside_a_word(text: str, there: str, absent: str) -> None:
    assert there in _found(text)
    assert absent not in _found(text)


def test_part_of_a_longer_word_and_nothing_at_all() -> None:
    assert {"pixelshuffle", "grouped-conv-shuffle"} <= _found("shuffle")
    assert _found("") == {card.id for card in _cards()}
    assert not _found("zzzz")
