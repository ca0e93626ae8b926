"""Questions from passages: what is asked, in which language, and what is never asked."""

import pytest
from interview_samples import PASSAGES

from bot.analysis.analyzer import Analyzer
from bot.analysis.language import detect_language
from bot.engine import Bot
from bot.interview.prose import prose_of
from bot.interview.questions import Question, question_bank, topic_title, topics_of
from bot.passage import Passage
from bot.resources import read_toml

LONG = "转置卷积通过在输入之间补零再做卷积来扩大特征图,常用于分割网络的解码器和生成网络。"


def heading(text: str, language: str = "zh") -> Passage:
    return Passage("p", "a.md", text, LONG, language)


def test_only_passages_with_an_answer_are_asked(analyzer: Analyzer) -> None:
    bank = question_bank(PASSAGES, analyzer)
    assert [q.id for q in bank] == ["dilated", "iou", "dropout"]
    short = Passage("x", "a.md", "什么是卷积?", "待补充", "zh")
    assert question_bank([short], analyzer) == ()


def test_a_heading_that_asks_is_asked_as_it_stands(analyzer: Analyzer) -> None:
    (question,) = question_bank([heading("转置卷积为什么能放大特征图?")], analyzer)
    assert question.text == "转置卷积为什么能放大特征图?" and question.language == "zh"


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        ("转置卷积", "什么是转置卷积", "What is transposed convolution?"),
        ("转置卷积的步骤", "请讲讲：转置卷积的步骤", "steps of transposed convolution"),
        ("Focal Loss的作用", "Focal Loss的作用", "purpose of Focal Loss"),
        ("What is dropout?", "dropout", "What is dropout?"),
    ],
)
def test_other_headings_are_put_into_a_sentence_of_the_language_chosen(
    analyzer: Analyzer, title: str, zh: str, en: str
) -> None:
    for language, part in (("zh", zh), ("en", en)):
        (question,) = question_bank([heading(title)], analyzer, language)
        assert part.lower() in question.text.lower()
        assert question.heading == title and question.reference == LONG


def test_the_parts_of_one_answer_are_one_question(analyzer: Analyzer) -> None:
    parts = [
        Passage(f"p{n}", "a.md", "转置卷积", f"{LONG}({n})", "zh", part=n, parts=2) for n in (1, 2)
    ]
    (question,) = question_bank(parts, analyzer)
    assert question.id == "p1" and "(1)" in question.reference and "(2)" in question.reference


def test_of_companion_notes_the_one_in_the_language_is_asked(analyzer: Analyzer) -> None:
    english = Passage("en", "iou.en.md", "IoU", "IoU is the intersection of two boxes divided by "
                      "their union; it is 0 when they do not overlap.", "en")  # fmt: skip
    chinese = Passage(
        "zh", "iou.zh.md", "IoU", "IoU 是两个框的交集面积除以并集面积,不相交时为 0。", "zh"
    )
    for language in ("zh", "en"):
        (question,) = question_bank([english, chinese], analyzer, language)
        assert question.id == language


def test_topics_have_titles_in_both_languages(analyzer: Analyzer) -> None:
    topics = topics_of(question_bank(PASSAGES, analyzer))
    assert topics and all(title.zh and title.en for title in topics.values())
    assert topic_title("no-such-field").en == "no-such-field"


def test_the_levels_are_the_thirds_of_the_bank_by_how_much_there_is_to_say(
    analyzer: Analyzer,
) -> None:
    headings = ("转置卷积", "空洞卷积", "分组卷积")
    passages = [
        Passage(f"p{n}", "a.md", title, "\n".join([LONG] * n), "zh")
        for n, title in zip((10, 1, 3), headings, strict=True)
    ]
    assert [q.level for q in question_bank(passages, analyzer)] == [3, 1, 2]
    assert [q.level for q in question_bank(passages[:1], analyzer)] == [1]


@pytest.mark.parametrize(
    "reference",
    ["IoU 即交并比,是预测框与真实框交集的面积 / 并集的面积\n"
     "def area of the box: return what the width is in the height",
     "$f(x, y) = f(x_1, y) \\cdot what is the rest$ 线性插值 $a + b$",
     "```python\nif this is the box and that is not: return None\n```\n"
     "重叠的面积除以总面积,再看阈值"],
)  # fmt: skip
def test_what_only_code_or_formulas_say_in_english_is_asked_from_the_companion_note(
    analyzer: Analyzer, reference: str
) -> None:
    told = "IoU is the area of the intersection of two boxes divided by the area of their union."
    passages = [
        Passage("own", "a.md", "IoU怎么计算?", reference, "zh"),
        Passage("note", "companion/en/intersection-over-union.md", "How is IoU computed?", told,
                "en", origin="companion"),
    ]  # fmt: skip
    assert [q.id for q in question_bank(passages, analyzer, "en")] == ["note"]


def test_every_template_takes_a_name_in_both_languages() -> None:
    for name, row in read_toml("interview.toml")["questions"]["templates"].items():
        assert [text.format(x="IoU") != text for text in row] == [True, True], name


def answered(question: Question) -> str:
    return detect_language(prose_of(question.reference))


def test_the_shipped_notes_give_questions_in_both_languages() -> None:
    bot = Bot.open("corpus")
    for language in ("zh", "en"):
        bank = question_bank(bot.corpus.passages, bot.analyzer, language)
        assert len(bank) >= 40
        assert len({q.id for q in bank}) == len(bank) == len({q.text for q in bank})
        assert {q.language for q in bank} == {language} == {answered(q) for q in bank}
        assert {q.level for q in bank} == {1, 2, 3}
        named = read_toml("interview.toml")["topics"]
        assert {bot.analyzer.glossary[c].field for q in bank for c in q.concepts} <= named.keys()


def test_an_answer_in_parts_is_one_reference_whose_level_is_that_of_its_short_answer(
    analyzer: Analyzer,
) -> None:
    heading, source = "What is dropout?", "companion/en/dropout.md"
    short = "Dropout sets random units to zero during training, so that no unit relies on another."
    why = "## Why it works\n" + "Thinned networks share their weights and are averaged. " * 15
    passages = (
        Passage("1", source, heading, short, "en", parts=2, origin="companion"),
        Passage("2", source, heading, why, "en", ("Why it works",), part=2, parts=2,
                origin="companion"),
    )  # fmt: skip
    longer = Passage("3", "companion/en/momentum.md", "What is momentum?", f"{short} {short}", "en",
                     origin="companion")  # fmt: skip
    whole, other = question_bank((*passages, longer), analyzer, "en")
    assert whole.reference == f"{short}\n{why}" and whole.id == "1"
    assert whole.level < other.level
