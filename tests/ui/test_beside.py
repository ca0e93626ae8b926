"""Answers from a second process are those of this one, and nothing is lost when it ends."""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.answer import Answer, Erratum, Verdict
from bot.engine import Bot
from bot.passage import Passage
from bot.text import Text
from bot.ui import beside, shared_notes, state
from bot.ui.beside import Beside
from bot.ui.lines import answer_of, line_of
from bot.ui.second import answers

QUESTIONS = (
    "什么是IoU?", "IuO是什么", "What does batch normalization do?", "hi", "巧克力蛋糕怎么做?",
    "it has drawbacks?", "膨胀率 \ud800 \n\u2028 “引号”",
)  # fmt: skip
PATIENCE = 60.0


@pytest.fixture(scope="module")
def here(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot over the small notes, in folders from which a second process opens them, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIANDA_CORPUS", str(notes))
        patch.setenv("MIANDA_HOME", str(tmp_path_factory.mktemp("home")))
        yield shared_notes.open_library()


class Asked:
    """What answers here, and how often it did."""

    def __init__(self, bot: Bot) -> None:
        self.bot, self.times = bot, 0

    def __call__(self) -> Bot:
        self.times += 1
        return self.bot


def ready(second: Beside) -> bool:
    """Whether the process opens the notes before long."""
    until = time.monotonic() + PATIENCE
    while not second.is_ready and second._watch.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    return second.is_ready


@pytest.fixture
def second(here: Bot) -> Iterator[tuple[Beside, Asked]]:
    """A second process that is ready."""
    asked = Asked(here)
    process = Beside(shared_notes.content(), asked)
    assert ready(process)
    yield process, asked
    process.end()


def test_a_line_holds_all_of_an_answer(here: Bot) -> None:
    told = [here.ask(question, ["什么是空洞卷积?"]) for question in QUESTIONS]
    assert {one.verdict for one in told} >= {Verdict.SURE, Verdict.SMALL_TALK, Verdict.NOT_FOUND}
    for answer in told:
        line = line_of(answer)
        assert "\n" not in line and line.isascii()
        again = answer_of(line)
        assert again == answer and type(again.verdict) is Verdict


def test_a_line_holds_what_is_rare_in_an_answer() -> None:
    erratum = Erratum("a.md", "q", Text("错", "wrong"), Text("对", "right"), Text("证", "why"))
    passage = Passage("p", "a.md", "h", "t", "en", trail=("a", "b"), also_in=("c.md",))
    answer = Answer(
        True, 0.1 + 0.2, (), errata=(erratum,), near=(passage,), sections=((passage,),),
        shorts=(None,), corrections=(("a", "b"),),
    )  # fmt: skip
    assert answer_of(line_of(answer)) == answer


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"Answer": 1',
        '{"Text": ["a", "b"]}',
        '{"Text": []}',
        '{"Fork": []}',
    ],
)
def test_what_is_no_answer_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        answer_of(line)


def test_questions_are_answered_line_by_line(here: Bot) -> None:
    lines = [json.dumps((question, (), {"top": 3})) for question in QUESTIONS[:2]]
    told = [answer_of(line) for line in answers(here, lines)]
    assert told == [here.ask(question, top=3) for question in QUESTIONS[:2]]


def test_a_second_process_answers_as_this_one(second: tuple[Beside, Asked]) -> None:
    process, asked = second
    for question in QUESTIONS:
        history = ("什么是空洞卷积?",)
        told = process.ask(question, history, as_written=True, source="notes")
        assert told == asked.bot.ask(question, history, as_written=True, source="notes")
    assert asked.times == 0


def test_windows_that_ask_it_at_once_have_each_their_answer(
    second: tuple[Beside, Asked],
) -> None:
    process, asked = second
    questions = list(QUESTIONS[:3]) * 8
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(process.ask, questions))
    assert told == [asked.bot.ask(question) for question in questions]
    assert asked.times == 0


def test_when_it_is_killed_questions_are_answered_here(second: tuple[Beside, Asked]) -> None:
    process, asked = second
    process._process.kill()
    process._process.wait()
    for times in (1, 2):
        assert process.ask("什么是IoU?") == asked.bot.ask("什么是IoU?")
        assert asked.times == times
    process._watch.join(PATIENCE)
    assert not process.is_ready and not process._watch.is_alive()


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-c", "print('other notes', flush=True); input()"),
        (sys.executable, "-c", "raise SystemExit(3)"),
        ("/nowhere/python",),
    ],
)
def test_one_that_cannot_answer_is_of_no_use(here: Bot, command: tuple[str, ...]) -> None:
    asked = Asked(here)
    process = Beside("these notes", asked, command)
    process._watch.join(PATIENCE)
    assert not process._watch.is_alive() and not process.is_ready
    assert process.ask("什么是IoU?").answered and asked.times == 1


def test_one_that_says_nonsense_is_asked_once(here: Bot) -> None:
    told = "print('these notes', flush=True)\nwhile input(): print('{}', flush=True)"
    asked = Asked(here)
    process = Beside("these notes", asked, (sys.executable, "-c", told))
    assert ready(process)
    assert process.ask("什么是IoU?") == asked.bot.ask("什么是IoU?") and not process.is_ready
    process.end()
    assert asked.times == 1


def test_it_ends_when_nobody_asks_any_more(here: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LOOK", 0.01)
    process = Beside(shared_notes.content(), Asked(here))
    assert ready(process) and process._watch.is_alive()
    monkeypatch.setattr(beside, "IDLE", 0.0)
    process._watch.join(PATIENCE)
    assert not process.is_ready and process._process.returncode is not None


def test_one_is_begun_for_the_notes_of_now_and_not_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    class Made(Beside):
        def __init__(self, notes: str, here: object) -> None:
            made.append(notes)
            super().__init__(notes, lambda: Bot.over(()), (sys.executable, "-c", "input()"))

    latest: list[Beside] = []
    monkeypatch.setattr(beside, "_latest", latest)
    monkeypatch.setattr(beside, "Beside", Made)
    for cores, notes in ((1, "a"), (2, "a"), (2, "a"), (2, "b")):
        monkeypatch.setattr(beside.os, "cpu_count", lambda cores=cores: cores)
        beside.begin(notes, lambda: Bot.over(()))
    assert made == ["a", "b"]
    assert beside.beside("b") is None
    monkeypatch.setattr(beside, "IDLE", 0.0)
    beside.begin("b", lambda: Bot.over(()))
    assert made == ["a", "b", "b"] and len(latest) == 1
    latest[0].end()


def test_only_a_crowd_begins_one(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(state, "is_ready", lambda: True)
    monkeypatch.setattr(state, "notes_name", lambda: "notes")
    monkeypatch.setattr(state, "begin", lambda notes, here: begun.append(notes))

    def hold(_: int) -> None:
        with state.turn():
            time.sleep(0.05)

    for windows, expected in ((1, False), (state.CROWD + 2, True)):
        with ThreadPoolExecutor(windows) as pool:
            list(pool.map(hold, range(windows)))
        assert bool(begun) == expected
    assert not state._WAITING
