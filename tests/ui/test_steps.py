"""Two presses of one button, as in a double click, are one step, and nothing to complain of."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from time import sleep

import pytest

from bot.errors import InputError
from bot.interview.session import Options, Session, drill, finish_question
from bot.text import Text
from bot.ui import answer_card, steps
from bot.ui.clicks import once

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """An interview of three questions, in a window of its own."""
    monkeypatch.setattr(steps.st, "session_state", {})
    return drill(["a", "b", "c"], Options(), NOON)


def test_the_second_press_on_a_question_is_no_step_and_no_failure(session: Session) -> None:
    after = finish_question(session, NOON)

    def refused() -> Session:
        raise InputError(Text("在另一个窗口里", "in another window"))

    steps.take(session, lambda: after)
    steps.take(session, refused)
    window = steps._steps()
    assert window.place == (after.id, 1, False) and window.failed is None
    steps.take(after, refused)
    assert window.failed


def test_a_press_on_another_interview_is_a_step(session: Session) -> None:
    steps.take(session, lambda: finish_question(session, NOON))
    other = replace(session, id="20260501T120000000000-9")
    steps.take(other, lambda: finish_question(other, NOON))
    assert steps._steps().place == (other.id, 1, False)


def test_what_is_begun_by_two_presses_at_once_is_begun_once() -> None:
    begun: list[int] = []

    def begin() -> int:
        sleep(0.05)
        begun.append(len(begun))
        return len(begun)

    act = once(begin)
    with ThreadPoolExecutor(4) as threads:
        assert {press.result() for press in [threads.submit(act) for _ in range(4)]} == {1}
    assert begun == [0]


def test_a_question_that_is_offered_is_asked_once_by_two_presses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    presses: list[Callable[[], None]] = []
    asked: list[str] = []
    monkeypatch.setattr(
        answer_card.st, "button", lambda *_, on_click, **__: presses.append(on_click)
    )
    answer_card._questions("next", ["a", "b"], "key", asked.append)
    for press in (*presses, *presses):
        press()
    assert asked == ["a", "b"]


def test_what_was_cut_short_is_begun_by_the_next_press() -> None:
    tries: list[int] = []

    def begin() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise KeyboardInterrupt
        return "begun"

    act = once(begin)
    with pytest.raises(KeyboardInterrupt):
        act()
    assert act() == act() == "begun" and len(tries) == 2
