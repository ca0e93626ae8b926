import pytest

from bot.analysis.aspects import announced_aspects, asked_aspects


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("空洞卷积有什么缺点", "drawback"),
        ("空洞卷積有什麼缺點", "drawback"),
        ("what are its drawbacks?", "drawback"),
        ("它的优点呢", "advantage"),
        ("BN vs LN", "difference"),
        ("用在哪里", "when-to-use"),
    ],
)
def test_a_question_asks_for_an_aspect(question: str, aspect: str) -> None:
    assert aspect in asked_aspects(question)


@pytest.mark.parametrize("text", ["", "空洞卷积", "IoU", "advantageous"])
def test_a_bare_name_asks_for_nothing(text: str) -> None:
    assert asked_aspects(text) == frozenset()


def test_a_heading_announces_what_a_question_asks() -> None:
    assert "drawback" in announced_aspects("空洞卷积的缺点:")
    assert announced_aspects("残差网络") == frozenset()
