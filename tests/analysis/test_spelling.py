"""Typing errors are repaired and told; sound text comes back as it is."""

import pytest

from bot.analysis.folding import fold
from bot.analysis.nearest import allowed_errors
from bot.analysis.spelling import Slip, replace
from bot.analysis.versions import with_full_versions
from bot.engine import Bot
from bot.passage import Passage


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("recpetive field", "receptive field"),
        ("batch normalizaton", "batch normalization"),
        ("knowlege distillation", "knowledge distillation"),
        ("mobilnetv2", "mobilenetv2"),
        ("空洞卷机", "空洞卷积"),
        ("知识争馏", "知识蒸馏"),
        ("感受夜怎么算", "感受野怎么算"),
    ],
)
def test_a_slip_is_repaired_and_told(bot: Bot, written: str, read: str) -> None:
    query = bot.index.understand(written)
    assert query.text.replace(" ", "") == read.replace(" ", "")
    assert query.corrections
    for correction in query.corrections:
        assert correction.written in written
        assert correction.read in query.text


@pytest.mark.parametrize(
    "sound",
    [
        "空洞卷积有什么问题?",
        "how do I compute the receptive field of a CNN?",
        "what is knowledge distillation",
        "BN的作用",
        "今天天气怎么样",
        "ResNet50 和 VGG16 的区别",
        "YOLOv3 用了哪些 tricks",
        "MobileNetV9 是什么",
        "ResNat50x2 fnord7",
        "I had a good dinner with my parents yesterday",
        "反卷积和上采样有什么区别",
        "ResNet的结构和特点",
        "",
        "🙂",
    ],
)
def test_sound_text_stays(bot: Bot, sound: str) -> None:
    query = bot.index.understand(sound)
    # Names are read as the glossary writes them, see bot.analysis.naming.
    assert fold(query.text) == fold(sound)
    assert query.corrections == ()


@pytest.mark.parametrize("word", ["relu", "a", "fp16", "yolov5", "resnet101"])
def test_short_names_and_digits_are_never_touched(word: str) -> None:
    assert allowed_errors(word) == 0


def test_several_slips_are_replaced_from_the_right() -> None:
    text, corrections = replace("aa bb cc", [Slip(0, 2, "xxxx"), Slip(6, 8, "z")])
    assert text == "xxxx bb z"
    assert [(c.written, c.read) for c in corrections] == [("aa", "xxxx"), ("cc", "z")]


@pytest.mark.parametrize(
    "question", ["MobileNetV1 和 V2 的区别", "mobilnetv2和v1的区别", "MobileNetV2 vs V1"]
)
def test_versions_named_together_share_their_name(bot: Bot, question: str) -> None:
    named = bot.index.understand(question).named
    assert {"mobilenet-v1", "mobilenet-v2"} <= set(named)


@pytest.mark.parametrize("text", ["IPv4 和 v6", "BN 和 v2", "v1 和 v2 的区别", "MobileNetV1 V2"])
def test_a_version_alone_stays_unless_it_is_joined_to_a_named_one(text: str) -> None:
    assert with_full_versions(text) == text.replace("和 v6", "和 IPv6")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("when do gradients vanich", "vanish"),
        ("main proerties of a conv layer", "properties"),
        ("the receptive fieed", "field"),
        ("BN speeds up traning", "training"),
    ],
)
def test_everyday_words_are_repaired_and_of_equally_near_ones_that_of_most_names(
    bot: Bot, written: str, read: str
) -> None:
    assert [found.read for found in bot.index.understand(written).corrections] == [read]


@pytest.mark.parametrize(
    "sound",
    [
        "What is Scala used for",
        "mutex or semaphore",
        "how does Redis persist data",
        "compare it with Presto and Vespa",
    ],
)
def test_names_of_other_fields_are_no_errors(bot: Bot, sound: str) -> None:
    assert bot.index.understand(sound).corrections == ()


def test_a_word_of_the_notes_alone_is_repaired_towards_as_they_write_it() -> None:
    passages = [
        Passage("a", "a.md", ".gitignore 不生效", "已经跟踪的文件不受影响。", "zh"),
        Passage("b", "b.md", "submodule", "clone 下来子目录是空的。", "zh"),
    ]
    bot = Bot.over(passages)
    assert bot.ask("gitingore 没有效果").corrections == (("gitingore", "gitignore"),)
    assert bot.ask("what is a submoduel").corrections == (("submoduel", "submodule"),)
    assert bot.ask("what is Submoduel").corrections == ()
