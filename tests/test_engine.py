"""Bot: the contract of ``ask`` and what the product promises on its own notes."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot as package
from bot.answer import Answer, Verdict
from bot.engine import Bot
from bot.errors import NoteError
from bot.neighbours import near_titles, short_answer
from bot.passage import Passage, section
from bot.reading import merged, read
from bot.search import PassageIndex

PROMISED = (
    ("空洞卷积有什么问题?", "空洞卷积", "dilated-gridding"),
    ("how do I compute the receptive field of a CNN?", "receptive field", "receptive-field"),
    ("BN的作用", "BN", "batchnorm"),
    ("what is knowledge distillation", "distillation", "distillation"),
)


def test_the_public_names_are_there() -> None:
    assert package.__all__ == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name).__name__ == name
    assert dir(package) == package.__all__
    with pytest.raises(AttributeError, match="PassageIndex"):
        package.Nothing  # noqa: B018


@pytest.mark.parametrize(("question", "word", "demo"), PROMISED)
def test_a_promised_question_is_answered_with_its_demo(
    bot: Bot, question: str, word: str, demo: str
) -> None:
    answer = bot.ask(question)
    first = answer.hits[0].passage
    assert answer.answered
    assert word in (first.heading + first.text).lower() or word in first.heading
    assert first.text and first.kind == "answer"
    assert demo in [card.id for card in answer.demos]


@pytest.mark.parametrize("history", [(), ("什么是IoU?",)])
def test_a_question_taken_as_written_is_not_repaired(bot: Bot, history: tuple[str, ...]) -> None:
    slip = "空洞卷机有什么问题?"
    repaired, as_written = (bot.ask(slip, history, as_written=how) for how in (False, True))
    assert repaired.corrections == (("空洞卷机", "空洞卷积"),)
    assert as_written.corrections == ()
    assert as_written.confidence < repaired.confidence


def test_sound_text_is_answered_alike_as_written(bot: Bot) -> None:
    question = "空洞卷积有什么问题?"
    assert bot.ask(question, as_written=True) == bot.ask(question)


@pytest.mark.parametrize("question", ["今天天气怎么样", "asdkjh", "what's for dinner"])
def test_what_is_not_in_the_notes_is_declined(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert not answer.answered
    assert answer.verdict == Verdict.NOT_FOUND
    assert answer.confidence < 0.5
    assert answer.errata == ()


@pytest.mark.parametrize("greeting", ["你好", "Hello!", "谢谢", "ok 好的，got it, thanks"])
def test_small_talk_gets_a_human_reply(bot: Bot, greeting: str) -> None:
    answer = bot.ask(greeting)
    assert (answer.answered, answer.verdict) == (False, Verdict.SMALL_TALK)
    assert answer.reply is not None
    assert answer.reply.zh != answer.reply.en
    assert answer.hits == ()


@pytest.mark.parametrize("top", [-5, 0, 1, 3, 10_000])
def test_as_many_passages_as_asked_for(bot: Bot, top: int) -> None:
    answer = bot.ask("卷积神经网络", top=top)
    assert len(answer.hits) == len(answer.highlights)
    assert len(answer.hits) <= max(top, 0)
    assert answer.answered <= bool(answer.hits)


def test_hits_are_verbatim_passages_of_the_notes(bot: Bot) -> None:
    own = set(bot.corpus.passages)
    assert all(hit.passage in own for hit in bot.ask("卷积").hits)


def test_the_same_question_gets_the_same_answer(bot: Bot) -> None:
    assert bot.ask("空洞卷积有什么问题?") == bot.ask("空洞卷积有什么问题?")


def test_other_names_and_corrections_are_told(bot: Bot) -> None:
    assert "空洞卷积" in bot.ask("dilated convolution").also_searched
    assert bot.ask("recpetive field").corrections == (("recpetive", "receptive"),)


def test_related_headings_have_answers_and_are_others(bot: Bot) -> None:
    answer = bot.ask("空洞卷积有什么问题?")
    first = answer.hits[0].passage
    assert answer.related
    for passage in answer.related:
        assert passage.source == first.source
        assert passage.heading != first.heading
        assert passage.text


def test_there_must_be_a_folder(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoteError) as caught:
        Bot.open(tmp_path / "none")
    assert str(tmp_path / "none") in caught.value.message.zh


def test_a_bare_folder_of_notes_will_do(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "bread.md").write_text(
        "# 怎么发面?\n\n温水化开酵母,揉面后静置一小时。\n", "utf-8"
    )
    (tmp_path / "tea.txt").write_text(
        "How long to steep green tea?\n\nTwo minutes at 80 °C.\n", "utf-8"
    )
    answer = Bot.open(tmp_path).ask("怎么发面")
    assert answer.hits[0].passage.source == "deep/bread.md"
    assert "酵母" in answer.hits[0].passage.text


@pytest.mark.parametrize("passages", [[], [Passage("a", "a.md", "标题", "", "zh", kind="heading")]])
def test_without_notes_everything_is_declined(passages: list[Passage]) -> None:
    answer = Bot.over(passages).ask("空洞卷积")
    assert (answer.answered, answer.confidence, answer.hits) == (False, 0.0, ())


SNIPPETS = st.sampled_from(
    ["空洞卷积", "what is ", "感受野", "BN", "的作用", "?", "\n", "recpetive "]
)
QUESTIONS = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(), max_size=40),
    st.lists(SNIPPETS, max_size=12).map("".join),
)


@settings(max_examples=150)
@given(question=QUESTIONS, history=st.lists(QUESTIONS, max_size=2))
def test_any_question_gets_an_answer_within_a_second(
    bot: Bot, question: str, history: list[str]
) -> None:
    start = time.process_time()
    answer = bot.ask(question, history)
    assert time.process_time() - start < 1
    assert isinstance(answer, Answer)
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.language in ("zh", "en")
    for hit, spans in zip(answer.hits, answer.highlights, strict=True):
        assert all(0 <= a < b <= len(hit.passage.text) for a, b in spans)
    if answer.hits:
        a, b = answer.best
        assert 0 <= a <= b <= len(answer.hits[0].passage.text)


def test_only_headings_that_hold_something_of_the_question_are_near(bot: Bot) -> None:
    for question in ("what is the capital of France", "who won the world cup in 2018", "今天天气"):
        answer = bot.ask(question)
        assert not answer.answered and answer.hits and answer.near == ()
    told = bot.ask("How heavy an anchor does a small sailboat need?")
    headings = [passage.heading for passage in told.near]
    assert headings and all(re.search("anchor|small", heading) for heading in headings)
    assert len(set(headings)) == len(headings)
    assert bot.ask("空洞卷积有什么问题?").near == ()


def test_an_aspect_alone_is_nothing_to_look_at(bot: Bot) -> None:
    answer = bot.ask("What's the difference between a mutex and a semaphore?")
    assert not answer.answered and answer.near == ()


@pytest.mark.parametrize(
    ("question", "title", "enough"),
    [
        ("what is batch normalization", "## Do not confuse", True),
        ("what is batch normalization", "## When it fails", True),
        ("when does batch norm fail on small batches", "## When it fails", False),
        ("why does batch normalization work", "## Why it works", False),
        ("how is batch normalization computed", "## Worked example", False),
    ],
)
def test_a_short_answer_is_enough_where_the_part_found_tells_no_more_of_what_is_asked(
    bot: Bot, question: str, title: str, enough: bool
) -> None:
    index = bot.companions["en"]
    number = next(
        at
        for at, passage in enumerate(index.passages)
        if passage.source.endswith("batch-normalization.md") and title in passage.text
    )
    assert index.passages[number].part > 1
    short = short_answer(index, number, index.understand(question))
    assert short is not None and short.enough is enough


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_parts_of_a_companion_note_stand_in_the_index_of_its_language(
    bot: Bot, language: str
) -> None:
    passages = bot.companions[language].passages
    for number, passage in enumerate(passages):
        assert f"/{language}/" in passage.source
        assert {part.source for part in section(passages, number)} == {passage.source}


def test_notes_of_ones_own_have_no_short_answer(bot: Bot) -> None:
    assert short_answer(bot.index, 0, bot.index.understand("BN")) is None


def test_beside_an_absent_thing_stand_headings_of_its_kind(bot: Bot) -> None:
    answer = bot.ask("dice loss", source="notes")
    assert not answer.answered
    assert any("loss" in passage.heading.lower() for passage in answer.near)


@pytest.mark.parametrize(
    ("question", "title"),
    [("AUC和ROC是什么", "AUC和ROC"), ("权重初始化", "权重初始化方法"), ("ROC curve", "AUC和ROC")],
)
def test_a_title_whose_answer_was_lost_is_near(bot: Bot, question: str, title: str) -> None:
    answer = bot.ask(question, source="notes")
    assert not answer.answered
    assert [(passage.heading, passage.kind) for passage in answer.near] == [(title, "heading")]
    assert all(hit.passage.kind != "heading" for hit in answer.hits)


@pytest.mark.parametrize("title", ["AUC 和 ROC 的关系", "AUC和ROC", "空洞卷积"])
def test_a_title_with_a_text_comes_before_a_lost_one(bot: Bot, title: str) -> None:
    lost = Passage("0", "a.md", "AUC和ROC", "", "zh", kind="heading")
    told = Passage("1", "b.md", title, "见下一章。", "zh")
    analyzer, descriptions = bot.index.analyzer, bot.index.lexicon.descriptions
    index = PassageIndex.build([lost, told], analyzer, descriptions)
    reading = read(index, index.understand("AUC和ROC的历史和发明人"))
    near = near_titles(merged([reading], 10)[0], [reading], analyzer)
    assert near[0] == (told if "AUC" in title else lost)
