"""Questions from passages: what is asked, in which language, and what is never asked."""

import pytest
from interview_samples import PASSAGES

from bot.analysis.analyzer import Analyzer
from bot.analysis.language import detect_language
from bot.engine import Bot
from bot.interview.questions import question_bank, topic_title, topics_of
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
        ("转置卷积的步骤", "请讲讲:转置卷积的步骤", "steps of transposed convolution"),
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


def test_longer_answers_are_harder(analyzer: Analyzer) -> None:
    levels = [
        question_bank([Passage("p", "a.md", "转置卷积", "\n".join([LONG] * n), "zh")], analyzer)[
            0
        ].level
        for n in (1, 2, 10)
    ]
    assert levels == sorted(levels) and levels[0] < levels[-1] == 3


def test_every_template_takes_a_name_in_both_languages() -> None:
    for name, row in read_toml("interview.toml")["questions"]["templates"].items():
        assert [text.format(x="IoU") != text for text in row] == [True, True], name


def test_the_shipped_notes_give_questions_in_both_languages() -> None:
    bot = Bot.open("corpus")
    for language in ("zh", "en"):
        bank = question_bank(bot.corpus.passages, bot.analyzer, language)
        assert len(bank) >= 40
        assert len({q.id for q in bank}) == len(bank) == len({q.text for q in bank})
        asked = [q for q in bank if detect_language(q.text) == language]
        assert len(asked) >= 0.9 * len(bank)


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
    (whole,) = question_bank(passages, analyzer, "en")
    (alone,) = question_bank(passages[:1], analyzer, "en")
    assert whole.reference == f"{short}\n{why}"
    assert whole.level == alone.level and whole.id == alone.id
