import pytest

from bot.analysis.language import detect_language, han_share


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("空洞卷积有什么问题?", "zh"),
        ("BN的作用", "zh"),
        ("Dropout 和 BatchNorm 能不能一起用", "zh"),
        ("什麼是感受野", "zh"),
        ("what is knowledge distillation", "en"),
        ("how does 空洞卷积 enlarge the receptive field", "en"),
        ("IoU", "en"),
        ("", "en"),
        ("?!… 🙂", "en"),
    ],
)
def test_a_sentence_has_the_language_of_most_of_its_words(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_the_share_grows_with_chinese_words() -> None:
    shares = [han_share(text) for text in ("what is BN", "BN layer 的作用", "批归一化的作用")]
    assert shares == sorted(shares)
    assert 0 < shares[1] < shares[2] == 1.0
