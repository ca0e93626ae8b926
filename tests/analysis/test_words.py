import pytest

from bot.analysis.words import pieces, stem


@pytest.mark.parametrize(
    "forms",
    [
        ("normalisation", "normalization"),
        ("convolution", "convolutions"),
        ("optimise", "optimize", "optimised"),
        ("pooling", "pooled"),
    ],
)
def test_inflections_and_spellings_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["iou", "gan", "resnet50", "yolov3", "fp16"])
def test_names_stay_whole(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize("pair", [("posit", "pose"), ("image", "imagine"), ("loss", "lose")])
def test_other_words_keep_other_stems(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("BatchNorm", ["Batch", "Norm"]),
        ("MobileNetV2", ["Mobile", "Net", "V", "2"]),
        ("DeepLab", ["Deep", "Lab"]),
        ("lower", ["lower"]),
        ("CNNs", ["CNNs"]),
    ],
)
def test_camel_case_is_cut_at_its_humps(word: str, parts: list[str]) -> None:
    assert [word[a:b] for a, b in pieces(word)] == parts
