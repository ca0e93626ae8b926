"""What a follow-up question means, given the user's earlier turns."""

from pathlib import Path

import pytest

from bot.analysis.analyzer import Analyzer
from bot.asked import Source
from bot.dialogue.meaning import Tie, interpret
from bot.dialogue.turns import about, asked_of
from bot.engine import Bot
from bot.evaluation.questions import load_questions
from bot.passage import Passage

QUALITY = Path(__file__).parent / "quality"

ZH, EN = ("空洞卷积是什么?",), ("What is a depthwise separable convolution?",)


@pytest.mark.parametrize(
    ("question", "history", "topic"),
    [
        ("那它的缺点呢?", ZH, "dilated-convolution"),
        ("有什么优点?", ZH, "dilated-convolution"),
        ("它和标准卷积比呢", ZH, "dilated-convolution"),
        ("and its parameters?", EN, "depthwise-separable-convolution"),
        ("why is it faster?", EN, "depthwise-separable-convolution"),
        ("它的缺點呢?", ZH, "dilated-convolution"),
        ("再说具体一点", ("BN的作用", "空洞卷积是什么?"), "dilated-convolution"),
    ],
)
def test_a_turn_that_leans_on_the_topic_carries_it(
    analyzer: Analyzer, question: str, history: tuple[str, ...], topic: str
) -> None:
    meaning = interpret(question, history, analyzer)
    assert meaning.carried
    assert topic in analyzer.analyze(meaning.text).concepts()


@pytest.mark.parametrize(
    "question",
    [
        "知识蒸馏的原理是什么?",
        "how do I compute the receptive field of a CNN?",
        "什么是交并比",
        "What is the difference between ReLU and sigmoid?",
        "how would you get ready for a long talk with people from another part of the company",
        "一对其余是怎么做分类的",  # The name holds what looks like a pronoun.
    ],
)
def test_a_new_topic_drops_the_old_one(analyzer: Analyzer, question: str) -> None:
    meaning = interpret(question, (*ZH, *EN), analyzer)
    assert meaning.text == question
    assert not meaning.carried


@pytest.mark.parametrize(
    ("question", "meant", "dropped"),
    [
        ("不对,我说的是深度可分离卷积", "depthwise-separable-convolution", "dilated-convolution"),
        ("no, I meant knowledge distillation", "knowledge-distillation", "dilated-convolution"),
    ],
)
def test_a_correction_replaces_the_topic(
    analyzer: Analyzer, question: str, meant: str, dropped: str
) -> None:
    concepts = analyzer.analyze(interpret(question, ZH, analyzer).text).concepts()
    assert meant in concepts
    assert dropped not in concepts


@pytest.mark.parametrize(
    ("history", "meant"),
    [
        (("卷积是什么", "它的参数量怎么算?"), "池化的参数量怎么算?"),
        (("BN 的作用", "它的缺点呢?"), "池化的缺点呢?"),
        (("卷积的优点",), "池化的优点"),
    ],
)
def test_a_correction_asks_what_was_asked_without_its_pronoun(
    analyzer: Analyzer, history: tuple[str, ...], meant: str
) -> None:
    assert interpret("不对,我问的是池化", history, analyzer).text == meant


def test_the_kind_a_topic_is_of_is_not_carried_beside_it(analyzer: Analyzer) -> None:
    meaning = interpret("它是怎么缩放的", ("EfficientNet 属于轻量网络吗?",), analyzer)
    assert meaning.carried == "EfficientNet"


@pytest.mark.parametrize(
    "question", ["回到刚才的空洞卷积,缺点是什么", "back to dilated convolution"]
)
def test_an_earlier_topic_can_be_returned_to(analyzer: Analyzer, question: str) -> None:
    history = ("空洞卷积是什么?", "知识蒸馏是什么?")
    concepts = analyzer.analyze(interpret(question, history, analyzer).text).concepts()
    assert "dilated-convolution" in concepts
    assert "knowledge-distillation" not in concepts


def test_an_elliptic_turn_asks_the_same_of_another_topic(analyzer: Analyzer) -> None:
    meaning = interpret("那知识蒸馏呢?", ("空洞卷积有什么缺点?",), analyzer)
    concepts = analyzer.analyze(meaning.text).concepts()
    assert "knowledge-distillation" in concepts
    assert "dilated-convolution" not in concepts
    assert "缺点" in meaning.text


@pytest.mark.parametrize("question", ["那它的缺点呢?", "why?", "", "🙂", "回到刚才的"])
@pytest.mark.parametrize("history", [(), ("",)])
def test_without_a_topic_there_is_nothing_to_carry(
    analyzer: Analyzer, question: str, history: tuple[str, ...]
) -> None:
    assert interpret(question, history, analyzer).carried == ""


def test_the_bot_tells_what_it_understood(bot: Bot) -> None:
    answer = bot.ask("那它的缺点呢?", ZH)
    assert "空洞卷积" in answer.interpretation
    assert bot.ask("空洞卷积的缺点", ZH).interpretation == ""
    alone = bot.ask(answer.interpretation)
    assert [h.passage.id for h in alone.hits] == [h.passage.id for h in answer.hits]


@pytest.mark.parametrize("history", [("🙂", "\u0000"), ("x" * 100_000,), ("\ud800",)])
def test_strange_turns_before_do_no_harm(bot: Bot, history: tuple[str, ...]) -> None:
    assert bot.ask("空洞卷积有什么问题?", history) == bot.ask("空洞卷积有什么问题?")
    assert 0.0 <= bot.ask("那它的缺点呢?", history).confidence <= 1.0


def test_small_talk_is_no_topic(bot: Bot) -> None:
    assert "空洞卷积" in bot.ask("那它的缺点呢?", (*ZH, "谢谢")).interpretation


def test_what_stands_for_itself_is_not_answered_by_an_earlier_topic(bot: Bot) -> None:
    answer = bot.ask("how do I bake sourdough bread", ("why divide by sqrt(d_k) in attention",))
    assert not answer.answered
    assert not answer.interpretation


@pytest.mark.parametrize(
    ("question", "carries"),
    [
        ("what is batch normalization and 为什么要用它", False),
        ("BN 是什么?为什么要用它", False),
        ("why no BN in it?", True),
        ("它和 BN 有什么区别", True),
    ],
)
def test_a_pronoun_in_a_clause_of_its_own_means_the_clause_before(
    analyzer: Analyzer, question: str, carries: bool
) -> None:
    assert bool(interpret(question, ZH, analyzer).carried) is carries


@pytest.mark.parametrize(
    ("question", "tie"),
    [
        ("那它的缺点呢?", Tie.POINTING),
        ("and the latter?", Tie.POINTING),
        ("any downsides?", Tie.LOOSE),
        ("my detector draws six boxes around the same dog, so how do I clean it up", Tie.LOOSE),
        ("和标准卷积比呢", Tie.SAID),
        ("how is that not the same as a standard convolution?", Tie.SAID),
    ],
)
def test_what_ties_a_turn_to_the_topic_before(analyzer: Analyzer, question: str, tie: Tie) -> None:
    meaning = interpret(question, ZH, analyzer)
    assert meaning.carried == "空洞卷积" and meaning.tie is tie


@pytest.mark.parametrize(
    "question",
    [
        "标准卷积和分组卷积的区别", "which is better, ResNet or VGG?", "你最大的缺点是什么",
        "what are your strengths", "what is depthwise conv, and which networks use it?",
        "what does MobileNet change in depthwise convolution and who uses it", "超参数是什么",
    ],
)  # fmt: skip
def test_what_speaks_for_itself_carries_nothing(analyzer: Analyzer, question: str) -> None:
    assert not interpret(question, ZH, analyzer).carried


@pytest.mark.parametrize(
    ("last", "question", "meant"),
    [
        ("ViT 的特点", "Swin Transformer 呢?", "Swin Transformer 的特点"),
        ("What are the features of FCN?", "what about U-Net?", "What are the features of U-Net?"),
        ("ResNet 和 VGG 的区别", "那 ViT 呢", "ResNet 和 ViT 的区别"),
        ("图像分割里的阈值分割有什么缺点", "分水岭呢", "图像分割里的分水岭有什么缺点"),
        ("What is IoU?", "thanks, and NMS?", "What is NMS?"),
        ("How is mAP computed?", "oh wait, I wanted IoU, not mAP", "How is IoU computed?"),
        ("空洞卷积的缺点", "不是空洞卷积,是自注意力的", "自注意力的缺点"),
        ("what does NMS do", "not NMS, IoU", "what does IoU do"),
    ],
)  # fmt: skip
def test_what_was_asked_before_is_asked_of_the_topic_named_now(
    analyzer: Analyzer, last: str, question: str, meant: str
) -> None:
    assert interpret(question, (last,), analyzer).text == meant


def test_the_question_is_the_last_one_that_asks_something(analyzer: Analyzer) -> None:
    history = ("ViT 的特点", "谢谢")
    assert interpret("那 RepVGG 呢", history, analyzer).text == "RepVGG 的特点"
    assert interpret("那 RepVGG 呢", ("ViT 的特点", "讲讲 U-Net"), analyzer).carried == ""


@pytest.mark.parametrize(
    ("topic", "turn", "meant"),
    [
        ("空洞卷积", "那它的缺点呢?", "那空洞卷积的缺点呢?"),
        ("scaling laws", "how are they applied?", "how are scaling laws applied?"),
        ("BN", "what's bad about it, and is it slow?", "what's bad about BN, and is it slow?"),
        ("transformers", "what is their cost?", "what is transformers' cost?"),
        ("focal loss", "and its drawbacks?", "and focal loss's drawbacks?"),
        ("GAN", "打个比方", "GAN 打个比方"),
        ("", "why?", "why?"),
    ],
)
def test_the_topic_takes_the_place_of_the_pronoun(topic: str, turn: str, meant: str) -> None:
    assert about(topic, turn) == meant


def test_a_turn_without_a_topic_is_asked_of_the_new_one(analyzer: Analyzer) -> None:
    assert asked_of("LN", "优点呢", analyzer) == "LN 优点呢"


def test_several_topics_are_carried_as_a_list(analyzer: Analyzer) -> None:
    assert interpret("为什么", ("Dropout 能防过拟合吗",), analyzer).carried == "Dropout、过拟合"
    assert interpret("why?", ("does dropout stop overfitting",), analyzer).carried == (
        "dropout, overfitting"
    )


def test_a_complaint_asks_nothing(analyzer: Analyzer) -> None:
    assert not interpret("你答得不对啊", ZH, analyzer).carried


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ("批归一花的作用", "My detector gives ten boxes for one cat. How do I keep just the best?"),
        ("ResNet 解决了什么问题", "标注里可能有错,训练的时候怎么别太相信它"),
        ("what's the formula for IoU", "how do I train my dog to stop barking"),
    ],
)  # fmt: skip
def test_a_question_in_plain_words_is_answered_as_if_it_were_the_first(
    bot: Bot, history: str, question: str
) -> None:
    assert bot.ask(question, (history,)) == bot.ask(question)


def test_what_the_notes_themselves_name_is_no_follow_up(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# 蜂窝编码\n\n蜂窝编码把信号分成六边形的格子。缺点是计算很慢。\n\n"
        "# zebra coding\n\nZebra coding writes a signal as stripes of two widths.\n",
        "utf-8",
    )
    answer = Bot.open(tmp_path).ask("what is zebra coding?", ("蜂窝编码有什么缺点?",))
    assert not answer.interpretation
    assert answer.hits[0].passage.heading == "zebra coding"


@pytest.mark.slow
def test_hardly_a_question_is_taken_for_a_follow_up_of_another_topic(bot: Bot) -> None:
    asked = [q for q in load_questions(QUALITY, ["in_scope", "real_style"]) if q.answerable]
    carried, every = 0, 5
    for question, before in zip(asked[::every], asked[every * 7 :: every], strict=False):
        if not question.gold.keys() & before.gold.keys():
            carried += bool(bot.ask(question.text, (before.text,), source="notes").interpretation)
    assert carried <= 0.02 * len(asked[::every])


@pytest.mark.parametrize(
    "question",
    ["北京明天多少度", "埃及金字塔是怎么建成的", "how to focus better when studying", "怎么做面包"],
)
@pytest.mark.parametrize("source", ["all", "notes"])
def test_everyday_turns_are_not_answered_from_the_topic_before(
    bot: Bot, question: str, source: Source
) -> None:
    answer = bot.ask(question, ("空洞卷积是什么?",), source=source)
    assert not answer.answered and not answer.interpretation


def test_notes_without_a_passage_lead_nowhere() -> None:
    answer = Bot.over([]).ask("北京明天多少度", ("IoU 是什么?",))
    assert not answer.answered


@pytest.mark.parametrize(
    ("question", "history", "meant", "name"),
    [
        ("前一个的缺点", ("空洞卷积是什么", "分组卷积是什么"), "空洞卷积的缺点", "空洞卷积"),
        ("后者的作用", ("BN 和 Dropout 有什么区别",), "Dropout的作用", "Dropout"),
        ("第2个的作用", ("BN 和 Dropout 有什么区别",), "Dropout的作用", "Dropout"),
        ("the first one?", ("compare U-Net and FCN",), "U-Net?", "U-Net"),
        ("另一个呢", ("FPN 和 SPP 哪个好", "FPN 有什么优点"), "SPP 有什么优点", "SPP"),
        ("它们有什么关系", ("BN是什么", "LN是什么"), "BN、LN有什么关系", "BN、LN"),
        ("which of the two is older?", ("What is IoU?", "What is FPN?"),
         "which of IoU、FPN is older?", "IoU、FPN"),
    ],
)  # fmt: skip
def test_a_pointer_gives_way_to_the_name_of_what_it_points_at(
    analyzer: Analyzer, question: str, history: tuple[str, ...], meant: str, name: str
) -> None:
    meaning = interpret(question, history, analyzer)
    assert (meaning.text, meaning.carried, meaning.tie) == (meant, name, Tie.POINTING)


def test_an_ordinal_counts_what_the_answer_listed(analyzer: Analyzer) -> None:
    listed = Passage("a", "a.md", "轻量级网络", "有:\n1. MobileNet\n2. ShuffleNet", "zh")
    history = ("轻量级网络有哪些",)
    meaning = interpret("第二个详细讲讲", history, analyzer, lambda: listed)
    assert meaning.text == "ShuffleNet详细讲讲"
    assert interpret("最后一个呢", history, analyzer, lambda: listed).text == "ShuffleNet呢"
    assert interpret("第三个呢", history, analyzer, lambda: listed).carried != "ShuffleNet"


def test_the_other_one_may_stand_in_the_heading_of_the_answer(analyzer: Analyzer) -> None:
    other = Passage("b", "a.md", "One-stage与Two-stage的区别", "不同。", "zh")
    meaning = interpret("另一个呢", ("One-stage是什么",), analyzer, lambda: other)
    assert meaning.carried == "Two-stage"


@pytest.mark.parametrize("question", ["打错了,是转置卷积", "oops, 转置卷积", "抱歉,应该是转置卷积"])
def test_what_is_taken_back_is_asked_of_what_was_meant(analyzer: Analyzer, question: str) -> None:
    meaning = interpret(question, ("空洞卷积的缺点",), analyzer)
    assert meaning.text == "转置卷积的缺点"
