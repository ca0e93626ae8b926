"""The store: what is written is there, what fails leaves everything as it was."""

import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from interview_samples import NOON, make_question

from bot.errors import InputError, StoreError
from bot.interview import saved_sessions, shelf
from bot.interview.migrations import STEPS, migrate
from bot.interview.questions import Question
from bot.interview.records import Answered, cards, history, questions, record, undo, wrong_book
from bot.interview.schedule import AGAIN, EASY, GOOD
from bot.interview.session import Options, drill, finish_question, pause, take_hint
from bot.interview.store import FILE, Store
from bot.text import Text

DATA = Path(__file__).parent / "data"
HINT = Text("栈", "stack")


def test_a_grade_is_there_after_reopening(store: Store, question: Question) -> None:
    answered = Answered(question, GOOD, 0.7, "后进先出", 12.5, ("先进后出",), ("线性表",))
    card = record(store, answered, NOON)
    again = Store.open(store.folder)
    assert cards(again) == {"q1": card}
    assert card.reviews == 1 and card.due is not None
    (review,) = history(again)
    assert (review.answer, review.covered, review.missing) == (
        "后进先出",
        ("先进后出",),
        ("线性表",),
    )
    assert questions(again)["q1"] == question


def test_the_file_is_as_safe_as_sqlite_can_make_it(store: Store) -> None:
    with store.connection() as db:
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.check()


def test_an_unknown_rating_is_refused_and_nothing_is_stored(
    store: Store, question: Question
) -> None:
    with pytest.raises(InputError):
        record(store, Answered(question, 5), NOON)
    assert not questions(store) and not history(store)


def test_one_undo_takes_back_grade_schedule_and_session(store: Store, question: Question) -> None:
    asking = drill(["q1"], Options(), NOON)
    first = record(store, Answered(question, GOOD), NOON)
    record(store, Answered(question, AGAIN), NOON, finish_question(asking, NOON, AGAIN))
    assert cards(store)["q1"].wrong
    assert undo(store, NOON, asking, asking.id) == "q1"
    assert saved_sessions.open_session(store) == asking
    assert cards(store)["q1"] == first and len(history(store)) == 1
    assert undo(store, NOON) == "q1"
    assert cards(store) == {} and history(store) == ()
    assert undo(store, NOON) is None


def test_a_step_back_brings_the_typed_answer_back(store: Store, question: Question) -> None:
    asking = drill(["q1", "q2"], Options(), NOON)
    saved_sessions.begin_session(store, asking, [question], NOON)
    assert saved_sessions.step_back(store, asking, NOON) == asking
    rated = finish_question(asking, NOON, GOOD)
    record(store, Answered(question, GOOD, 0.5, "后进先出"), NOON, rated)
    skipped = finish_question(rated, NOON)
    saved_sessions.save_step(store, rated, skipped, NOON)
    assert saved_sessions.step_back(store, skipped, NOON) == rated
    assert saved_sessions.step_back(store, rated, NOON) == asking
    assert saved_sessions.draft(store, asking.key) == "后进先出" and cards(store) == {}


def test_of_two_windows_only_the_first_step_counts(store: Store, question: Question) -> None:
    asking = drill(["q1", "q2"], Options(), NOON)
    saved_sessions.begin_session(store, asking, [question], NOON)
    after = finish_question(asking, NOON, GOOD)
    record(store, Answered(question, GOOD), NOON, after)
    late = (
        lambda: record(store, Answered(question, AGAIN), NOON, finish_question(asking, NOON, 1)),
        lambda: saved_sessions.save_step(store, asking, finish_question(asking, NOON), NOON),
        lambda: saved_sessions.save_step(store, asking, take_hint(asking, HINT), NOON),
    )
    for step in late:
        with pytest.raises(StoreError, match="another window"):
            step()
    assert saved_sessions.open_session(store) == after
    assert [review.rating for review in history(store)] == [GOOD]
    saved_sessions.step_back(store, after, NOON)
    with pytest.raises(StoreError, match="another window"):
        saved_sessions.step_back(store, after, NOON)


def test_the_last_sign_of_a_session_is_a_step_or_a_draft(store: Store) -> None:
    asking = drill(["q1"], Options(), NOON)
    assert saved_sessions.last_seen(store, asking) is None
    saved_sessions.save_session(store, pause(asking, NOON), NOON)
    assert saved_sessions.last_seen(store, asking) == NOON
    later = NOON + timedelta(minutes=3)
    saved_sessions.save_draft(store, asking.key, "栈", later)
    assert saved_sessions.last_seen(store, asking) == later


def test_undo_of_one_session_leaves_the_grades_of_another(store: Store) -> None:
    one, other = (drill([id_], Options(), NOON) for id_ in ("q1", "q2"))
    record(store, Answered(make_question("q1"), GOOD), NOON, one)
    changed = drill(["q2"], Options(seed=1), NOON)
    assert undo(store, NOON, session_id="nothing-was-graded-here") is None
    record(store, Answered(make_question("q2"), GOOD), NOON, changed)
    assert undo(store, NOON, session_id=other.id) == "q2"
    assert set(cards(store)) == {"q1"}


def test_the_wrong_book_is_left_after_two_right_answers_in_a_row(
    store: Store, question: Question
) -> None:
    for rating, wrong in ((AGAIN, True), (GOOD, True), (AGAIN, True), (EASY, True), (GOOD, False)):
        record(store, Answered(question, rating), NOON)
        assert bool(wrong_book(store)) is wrong


def test_the_shelf_keeps_drafts_favourites_gaps_searches_chats_and_settings(
    store: Store, question: Question
) -> None:
    saved_sessions.save_draft(store, "k", "写到一半", NOON)
    assert saved_sessions.draft(store, "k") == "写到一半"
    saved_sessions.save_draft(store, "k", "", NOON)
    assert saved_sessions.draft(store, "k") == ""
    shelf.set_favourite(store, question, True, NOON)
    assert shelf.favourites(store) == (question,)
    shelf.set_favourite(store, question, False, NOON)
    assert shelf.favourites(store) == ()
    for _ in range(2):
        shelf.note_gap(store, " 什么是RoPE ", "zh", NOON)
    assert [(gap.text, gap.times) for gap in shelf.gaps(store)] == [("什么是RoPE", 2)]
    shelf.drop_gap(store, "什么是RoPE")
    assert shelf.gaps(store) == ()
    shelf.save_conversation(store, "c", "IoU", [{"role": "user", "text": "IoU?"}], NOON)
    assert shelf.conversations(store)[0].turns == ({"role": "user", "text": "IoU?"},)
    shelf.drop_conversation(store, "c")
    assert shelf.conversations(store) == ()
    shelf.save_setting(store, "interview-date", "2026-03-01")
    assert shelf.setting(store, "interview-date") == "2026-03-01"
    assert shelf.setting(store, "unset", "default") == "default"


def test_only_the_last_twenty_searches_are_kept_and_they_can_be_cleared(
    store: Store, clock: object
) -> None:
    for number in range(25):
        shelf.note_search(store, f"search {number}", clock())  # type: ignore[operator]
    assert shelf.recent_searches(store)[0] == "search 24"
    assert len(shelf.recent_searches(store)) == shelf.RECENT
    shelf.clear_searches(store)
    assert shelf.recent_searches(store) == ()


def test_an_unfinished_session_is_found_again(store: Store) -> None:
    left = drill(["q1", "q2"], Options(topics=("dl",), levels=(1, 2)), NOON)
    saved_sessions.save_session(store, left, NOON)
    assert saved_sessions.open_session(Store.open(store.folder)) == left
    assert saved_sessions.sessions(store) == (left,)


def test_a_newer_file_is_refused_and_untouched(store: Store) -> None:
    with store.connection() as db:
        db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="upgrade"):
        Store.open(store.folder)
    assert store.path.read_bytes() == before


def test_the_stored_fixture_of_version_1_opens_with_its_history(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript((DATA / "version_1.sql").read_text("utf-8"))
    connection.close()
    old = Store.open(tmp_path)
    assert cards(old)["q1"].reviews == 2 and len(history(old)) == 2
    assert wrong_book(old)[0][0].id == "q1"
    record(old, Answered(make_question("q1"), GOOD), NOON)
    assert old.check()


def test_a_step_to_a_next_version_keeps_the_data_and_a_failing_one_changes_nothing(
    store: Store, question: Question
) -> None:
    record(store, Answered(question, GOOD), NOON)
    with pytest.raises(StoreError):
        Store.open(store.folder, steps=(*STEPS, "ALTER TABLE cards ADD x; SELECT nonsense"))
    assert cards(Store.open(store.folder)).keys() == {"q1"}
    newer = Store.open(store.folder, steps=(*STEPS, "ALTER TABLE cards ADD COLUMN extra TEXT"))
    with newer.connection() as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(STEPS) + 1
        assert db.execute("SELECT extra FROM cards").fetchone()[0] is None
        migrate(db, (*STEPS, "never run again"))
    assert cards(newer).keys() == {"q1"}


@pytest.mark.parametrize("damage", [b"not a database at all" * 400, None])
def test_a_damaged_file_is_reported_and_never_overwritten(
    store: Store, question: Question, damage: bytes | None
) -> None:
    record(store, Answered(question, GOOD), NOON)
    raw = store.path.read_bytes()
    store.path.write_bytes(damage or raw[:100] + b"\xff" * 3000 + raw[3100:])
    before = store.path.read_bytes()
    with pytest.raises(StoreError):
        cards(Store.open(store.folder))
    assert not store.check()
    assert store.path.read_bytes() == before


def test_a_folder_that_is_a_file_is_one_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"folder|permissions"):
        Store.open(tmp_path / "file" / "inside")
    with pytest.raises(StoreError, match="not a folder"):
        Store.open(tmp_path / "file")


TWO_WINDOWS = """
import sys
from datetime import UTC, datetime
from bot.interview.questions import Question
from bot.interview.records import Answered, record
from bot.interview.store import Store
store = Store.open(sys.argv[1])
for n in range(15):
    question = Question("shared", "a.md", "栈", "什么是栈?", "zh", "algo", "后进先出")
    record(store, Answered(question, 3, answer=f"{sys.argv[2]}-{n}"), datetime.now(UTC))
"""


def test_two_processes_grading_at_once_lose_no_update(store: Store) -> None:
    command = [sys.executable, "-c", TWO_WINDOWS, str(store.folder)]
    running = [subprocess.Popen([*command, name]) for name in ("one", "two")]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert cards(store)["shared"].reviews == 30
    assert len({review.answer for review in history(store)}) == 30
