"""The Progress page over a store with a past: leeches, gone notes, a clock set back, damage."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.engine import Bot
from bot.interview.backup import back_up
from bot.interview.questions import Question, question_bank
from bot.interview.records import Answered, history, record
from bot.interview.schedule import AGAIN, EASY, GOOD
from bot.interview.shelf import save_setting, set_favourite
from bot.interview.store import Store

NOW = datetime.now(UTC)


@pytest.fixture(scope="session")
def bank(notes: Path) -> dict[str, Question]:
    bot = Bot.open(notes)
    return {question.heading: question for question in question_bank(bot.passages, bot.analyzer)}


@pytest.fixture
def store(app: AppTest) -> Store:
    return Store.open(os.environ["MIANDA_HOME"])


def progress(app: AppTest, language: str = "zh") -> str:
    app.query_params["lang"] = language
    app.run()
    app.switch_page("bot/ui/pages/progress.py").run()
    assert not app.exception
    return shown(app)


def entries(app: AppTest) -> list[str]:
    return [block.label for block in app.expander]


def test_what_is_forgotten_again_and_again_comes_with_another_way(
    app: AppTest, store: Store, bank: dict[str, Question]
) -> None:
    iou = bank["什么是IoU?"]
    for number in range(6):
        day = NOW - timedelta(days=60 - 10 * number)
        record(store, Answered(iou, EASY), day)
        record(store, Answered(iou, AGAIN, 0.1, "重叠"), day + timedelta(days=5))
    text = progress(app)
    assert "这题常忘：换个方式试试" in text and "忘了 " in text and "再对 2 次移出" in text
    links = [element.proto.query_string for element in app.get("page_link")]
    assert any("demo=iou" in link for link in links)
    assert not app.error


def test_a_gone_note_and_a_clock_set_back_lose_nothing(
    app: AppTest, store: Store, bank: dict[str, Question]
) -> None:
    gone = replace(bank["什么是IoU?"], id="gone", source="gone.md", text="什么是旧题?")
    record(store, Answered(gone, AGAIN), NOW + timedelta(days=300))
    record(store, Answered(bank["什么是IoU?"], AGAIN), NOW)
    set_favourite(store, gone, True, NOW)
    save_setting(store, "interview-date", "2020-01-01")
    text = progress(app)
    assert not app.error and len([name for name in entries(app) if "旧题" in name]) == 2
    assert [caption.value for caption in app.caption if "gone.md" in caption.value]
    assert "学过的题" in text
    next(b for b in app.button if b.key == "book.drill_wrong").click().run()
    assert not app.exception


def test_a_damaged_file_leads_to_its_backups(
    app: AppTest, store: Store, bank: dict[str, Question]
) -> None:
    record(store, Answered(bank["什么是IoU?"], GOOD), NOW)
    back_up(store, NOW.date())
    store.path.write_bytes(b"damaged" * 1000)
    progress(app, "en")
    assert "damaged" in app.error[0].value
    key = f"backup.yes.{NOW.date().isoformat()}"
    asking = next(b for b in app.button if b.key.startswith(key))
    asking.click().run()
    assert not app.error and not app.exception
    assert "set aside" in app.success[0].value
    # What asked has closed: a second press of a double click restores nothing.
    assert asking.key not in {b.key for b in app.button}
    assert len(history(store)) == 1
