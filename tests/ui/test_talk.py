"""What a question runs again: the conversation and not the page around it, new cards only."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from benchmarks.window import APP, served, window
from bot.engine import Bot
from bot.ui import state
from bot.ui.chat_sidebar import exported
from bot.ui.conversation import ask
from bot.ui.talk import PLACES, Talk

AROUND = "--lost:"
"""Stands in the style sheet of the page, not in the conversation."""


async def talked(home: Path, notes: Path) -> list[tuple[str, bool, bool]]:
    """What four steps show: the page's HTML, whether it may be begun afresh, whether all was drawn.

    They are two questions, a new conversation, and its first question.
    """
    seen = []
    with served(APP, {"MIANDA_HOME": str(home), "MIANDA_CORPUS": str(notes)}) as server:
        async with window(server) as page:
            await page.load()
            for question in ("什么是IoU?", "空洞卷积有什么问题?", "", "什么是知识蒸馏?"):
                await (page.ask(question) if question else page.press("ask.fresh"))
                fresh = any(button.id.endswith("-ask.fresh") for button in page.buttons)
                seen.append((page.shown, fresh, AROUND in page.shown))
    return seen


def test_a_further_question_runs_the_conversation_alone(tmp_path: Path, notes: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(lambda: asyncio.run(talked(tmp_path, notes))).result()
    first, second, afresh, again = seen
    # The first question brings buttons into the side bar, so that the page is drawn.
    assert [whole for _, _, whole in seen] == [True, False, True, True]
    assert [fresh for _, fresh, _ in seen] == [True, True, False, True]
    assert 'id="turn-0"' in first[0] and 'id="turn-1"' not in first[0]
    assert 'id="turn-0"' in second[0] and "网格效应" in second[0]
    assert "turn-" not in afresh[0]
    assert 'id="turn-0"' in again[0] and "网格效应" not in again[0]


def test_a_card_is_made_once_and_again_in_another_language(app: AppTest) -> None:
    app.query_params["lang"] = "zh"
    app.run()
    app.chat_input[0].set_value("什么是IoU?").run()
    made = app.session_state["ask.talk"].drawn[0][1]
    app.chat_input[0].set_value("空洞卷积有什么问题?").run()
    assert app.session_state["ask.talk"].drawn[0][1] is made
    app.session_state["language"] = "en"
    app.run()
    assert app.session_state["ask.talk"].drawn[0][1] is not made
    assert "Found" in shown(app)


def test_the_export_holds_what_was_asked_since_its_button_was_drawn(notes: Path) -> None:
    bot, held = Bot.open(notes), Talk()
    held.become("a", ask(bot, (), "什么是IoU?"))
    before = exported(held, "zh")
    held.become("a", ask(bot, held.turns, "空洞卷积有什么问题?"))
    assert exported(held, "zh").startswith(before.rstrip("\n"))
    assert "网格效应" in exported(held, "zh")


def test_notes_are_looked_at_again_when_the_last_look_is_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, looks, session = [100.0], iter("abc"), {}
    monkeypatch.setattr(state, "monotonic", lambda: clock[0])
    monkeypatch.setattr(state, "content", lambda: next(looks))
    monkeypatch.setattr(state, "_opening", lambda name: None)
    monkeypatch.setattr(state, "_LAST", state._Look())
    monkeypatch.setattr(state.st, "session_state", session)

    def named(step: Callable[[], None], seconds: float) -> str:
        clock[0] += seconds
        step()
        return str(session["app.notes"])

    assert named(state.keep_warm, 0) == "a"
    assert named(state.keep_warm, state.FRESH / 2) == "a"
    assert named(state.warm, 0) == "b"
    assert named(state.keep_warm, state.FRESH * 0.9) == "b"
    assert named(state.keep_warm, state.FRESH * 0.2) == "c"


def test_conversations_take_turns_with_the_names_of_their_widgets(app: AppTest) -> None:
    app.run()
    names = []
    for number in range(2 * PLACES):
        app.chat_input[0].set_value("什么是IoU?").run()
        assert len(app.session_state["ask.talk"].turns) == 1
        names.append(next(str(button.key) for button in app.button if ".0.next." in button.key))
        app.button(key="ask.fresh").click().run()
        assert not app.exception, number
    assert 1 < len(set(names)) <= PLACES
    assert all(one != other for one, other in itertools.pairwise(names))


def test_windows_are_answered_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "is_ready", lambda: True)
    monkeypatch.setattr(state, "begin", lambda notes, here: None)
    inside, most = 0, 0

    def answer(number: int) -> None:
        nonlocal inside, most
        with state.turn():
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, range(8)))
    assert (inside, most) == (0, 1)


def test_a_window_that_waits_for_the_notes_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(state, "is_ready", lambda: False)
    with ThreadPoolExecutor(1) as pool, state.turn():
        assert pool.submit(lambda: list(_entered())).result(5) == [True]


def _entered() -> Iterator[bool]:
    with state.turn():
        yield True
