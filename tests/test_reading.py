"""The user's notes and the companion notes: which answers first, and that neither is mixed."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import Bot
from bot.answer import Verdict
from bot.companion import FOLDER, answering, read_head, read_heads
from bot.errors import NoteError
from bot.evaluation.questions import SETS, load_questions
from bot.reading import in_order, led_by, merged, read

QUALITY = Path(__file__).parent / "quality"
OWN = """# 空洞卷积

空洞卷积在卷积核的元素之间插入空隙,扩大感受野而不增加参数,也不降低分辨率。它常用于语义分割,使输出保持较高的分辨率。
"""
HEAD = """---
concepts: [{id}]
level: basic
demos: []
answers: [{heading}]
sources:
  - A handbook, 2016, chapter 9
checks: []
follow-ups:
  - And then? -> {other}
---

"""
LOST = {"dilated-convolution": "空洞卷积", "batch-normalization": "BN"}
TEXTS = {
    ("zh", "dilated-convolution"): "# 什么是空洞卷积?\n\n空洞卷积让卷积核隔点取样,"
    "感受野变大,参数量不变。代价是可能出现网格效应,堆叠时应混用不同的膨胀率。\n",
    ("en", "dilated-convolution"): "# What is dilated convolution?\n\nDilated convolution spreads "
    "the taps of a kernel apart: the receptive field grows, the number of weights does not.\n",
    ("zh", "batch-normalization"): "# 批归一化有什么作用?\n\n批归一化用一个批次的均值和方差"
    "把激活标准化,再缩放和平移,使训练更稳定。\n",
    ("en", "batch-normalization"): "# What does batch normalization do?\n\nBatch normalization "
    "standardises activations with the mean and variance of a batch and stabilises training.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one note of the user's own and two companion notes in both languages."""
    root = tmp_path_factory.mktemp("corpus")
    (root / "mine.md").write_text(OWN, "utf-8")
    for (language, name), text in TEXTS.items():
        (other,) = {name for _, name in TEXTS} - {name}
        path = root / FOLDER / language / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD.format(id=name, other=other, heading=LOST[name]) + text, "utf-8")
    return root


@pytest.fixture(scope="module")
def mixed(folder: Path) -> Bot:
    return Bot.open(folder)


def origins(bot: Bot, question: str, source: str = "all") -> list[str]:
    answer = bot.ask(question, source=source)  # type: ignore[arg-type]
    return [hit.passage.origin for hit in answer.hits]


def test_a_question_in_the_language_of_the_notes_is_answered_by_them_first(mixed: Bot) -> None:
    answer = mixed.ask("什么是空洞卷积?")
    assert [hit.passage.source for hit in answer.hits[:2]] == [
        "mine.md",
        "companion/zh/dilated-convolution.md",
    ]
    assert answer.answered and answer.answers == 2


def test_a_question_in_the_other_language_is_answered_in_it_first(mixed: Bot) -> None:
    answer = mixed.ask("what is dilated convolution?")
    first, second = (hit.passage for hit in answer.hits[:2])
    assert (first.language, first.origin) == ("en", "companion")
    assert second.source == "mine.md"
    assert answer.answers == 2


def test_what_only_the_companion_notes_answer_is_answered_by_them(mixed: Bot) -> None:
    answer = mixed.ask("批归一化的作用是什么")
    assert answer.answered and answer.answers == 1
    assert answer.hits[0].passage.source == "companion/zh/batch-normalization.md"
    assert not mixed.ask("批归一化的作用是什么", source="notes").answered


@pytest.mark.parametrize(
    ("source", "expected"), [("notes", {"imported"}), ("companion", {"companion"})]
)
def test_one_kind_can_be_asked_alone(mixed: Bot, source: str, expected: set[str]) -> None:
    assert set(origins(mixed, "空洞卷积", source)) == expected


def test_scores_never_rise_along_the_list(mixed: Bot) -> None:
    for question in ("空洞卷积", "dilated convolution", "批归一化", "batch norm 和空洞卷积"):
        scores = [hit.score for hit in mixed.ask(question).hits]
        assert scores == sorted(scores, reverse=True)


def test_a_companion_note_leads_to_its_follow_ups(mixed: Bot) -> None:
    answer = mixed.ask("批归一化的作用是什么")
    assert [p.source for p in answer.related] == ["companion/zh/dilated-convolution.md"]


def test_an_index_from_the_cache_answers_the_same(mixed: Bot, folder: Path) -> None:
    again = Bot.open(folder)
    assert again.companions.keys() == mixed.companions.keys() == {"zh", "en"}
    assert again.ask("什么是空洞卷积?") == mixed.ask("什么是空洞卷积?")


def test_the_notes_alone_answer_as_if_there_were_no_companion_notes(folder: Path) -> None:
    shipped, plain = Bot.open("corpus"), Bot.open("corpus/scraped")
    for question in load_questions(QUALITY, SETS)[::23]:
        beside, alone = (
            bot.ask(question.text, question.turns, source="notes") for bot in (shipped, plain)
        )
        assert beside.confidence == pytest.approx(alone.confidence, abs=1e-12)
        assert [hit.passage.heading for hit in beside.hits] == [
            hit.passage.heading for hit in alone.hits
        ]


def test_the_note_that_names_the_heading_comes_before_one_of_better_words(mixed: Bot) -> None:
    query = replace(mixed.index.understand("批归一化和空洞卷积"), named={})
    own, companion = (read(index, query) for index in (mixed.index, mixed.companions["zh"]))
    assert own.first is not None
    sure = replace(own, confidence=1.0, verdict=Verdict.SURE)
    for name in ("dilated-convolution", "batch-normalization"):
        source = f"companion/zh/{name}.md"
        led = led_by(sure, companion, {own.first.heading: [source]})
        assert led.first is not None and led.first.source == source
        assert led.answered
        assert led.confidence >= 0.9
        assert sorted(led.ranking.order) == sorted(companion.ranking.order)
    unsure = led_by(replace(own, confidence=0.0), companion, {own.first.heading: [source]})
    assert unsure is companion


def test_a_note_on_the_very_concept_that_is_named_stays_first(mixed: Bot) -> None:
    query = mixed.index.understand("批归一化和空洞卷积")
    own, companion = (read(index, query) for index in (mixed.index, mixed.companions["zh"]))
    sure = replace(own, confidence=1.0, verdict=Verdict.SURE)
    assert sure.first is not None and companion.first is not None
    last = companion.index.passages[companion.ranking.order[-1]].source
    assert companion.first.source != last
    assert led_by(sure, companion, {sure.first.heading: [last]}).first == companion.first


def test_readings_are_ordered_and_merged_without_loss(mixed: Bot) -> None:
    query = mixed.index.understand("空洞卷积")
    readings = [read(index, query) for index in (mixed.companions["zh"], mixed.index)]
    ordered = in_order(readings)
    found, answers = merged(ordered, 10)
    assert answers == 2
    assert len({one.hit.passage.id for one in found}) == len(found)
    assert merged(ordered, 1)[1] == 1
    assert merged(ordered, 0) == ([], 0)


def test_the_note_that_answers_a_lost_heading_is_found_in_each_language(folder: Path) -> None:
    companions, warnings = read_heads(folder)
    assert warnings == ()
    for language in ("zh", "en"):
        found = answering(companions, "空洞卷积", language)
        assert found is not None
        assert (found.id, found.language) == ("dilated-convolution", language)
    assert answering(companions, "nothing", "zh") is None


def test_a_damaged_front_matter_is_named_and_the_note_still_read(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / "zh" / "relu.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\nconcepts: [relu\n---\n\n# 什么是 ReLU?\n\nReLU 把负数变成零。\n", "utf-8")
    companions, warnings = read_heads(tmp_path)
    assert companions == ()
    assert "relu.md" in warnings[0].en
    assert Bot.open(tmp_path).ask("什么是 ReLU?").hits
    with pytest.raises(NoteError, match="relu"):
        read_head(path, tmp_path)
