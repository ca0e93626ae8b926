"""Kills, full disks and folders without permission: no acknowledged grade is lost."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from interview_samples import NOON, make_question

from bot.errors import StoreError
from bot.interview.records import Answered, cards, history, record
from bot.interview.schedule import GOOD
from bot.interview.store import Store, as_store_errors

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
GRADE_ONCE = """
import os, sys
from datetime import UTC, datetime
from bot.errors import StoreError
from bot.interview.questions import Question
from bot.interview.records import Answered, record
from bot.interview.store import Store, as_store_errors
question = Question("q2", "a.md", "队列", "什么是队列?", "zh", "algo", "先进先出")
for folder in sys.argv[1:]:
    if os.fork():
        os.wait()
        continue
    os.environ["FAIL_AT"] = os.path.basename(folder)
    try:
        record(Store.open(folder), Answered(question, 3), datetime(2026, 1, 6, tzinfo=UTC))
        print(folder, "acknowledged", flush=True)
    except StoreError as error:
        print(folder, "refused:", error.message.en, flush=True)
    os._exit(0)
"""


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_300_kills_at_random_moments_lose_no_acknowledged_grade(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "kill_driver.py"), str(tmp_path), "300", "7"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    acknowledged, stored = map(int, done.stdout.split())
    # Every other run is killed after its first acknowledged grade, however slow the machine is.
    assert acknowledged >= 150, "the kills came before anything was graded"
    assert stored >= acknowledged


@pytest.fixture(scope="session")
def failing_writes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler on Linux")
    library = tmp_path_factory.mktemp("shim") / "failing_writes.so"
    source = HERE / "failing_writes.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library


@pytest.mark.slow
def test_every_nth_write_failing_leaves_the_old_state_readable(
    tmp_path: Path, failing_writes: Path
) -> None:
    store = Store.open(tmp_path / "home")
    record(store, Answered(make_question("q1"), GOOD), NOON)
    homes = [tmp_path / str(number) for number in range(1, 40)]
    for home in homes:
        shutil.copytree(store.folder, home)
    outcomes = grade_with_failing_writes(homes, failing_writes)
    assert set(outcomes.values()) == {"refused", "acknowledged"}
    for home in homes:
        left = Store.open(home)
        assert left.check() and "q1" in cards(left)
        assert "q2" in cards(left) or outcomes[home] == "refused", f"lost at write {home.name}"
        assert sum(card.reviews for card in cards(left).values()) == len(history(left))


def grade_with_failing_writes(homes: list[Path], library: Path) -> dict[Path, str]:
    """What processes say that grade once each, while writes fail from the n-th on; n is the name
    of the folder."""
    environment = {**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", GRADE_ONCE, *map(str, homes)],
        capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line.split() for line in done.stdout.splitlines())
    return {Path(folder): outcome.rstrip(":") for folder, outcome, *_ in lines}


def test_a_full_disk_is_one_sentence_and_nothing_old_is_lost(store: Store, tmp_path: Path) -> None:
    record(store, Answered(make_question("q1"), GOOD), NOON)
    with store.connection() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]

    def full(*args: object, **kwargs: object) -> object:
        import sqlite3

        connection = sqlite3.connect(*args, **kwargs)  # type: ignore[call-overload]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    crowded = Store(store.folder, full)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="disk is full"):
        record(crowded, Answered(make_question("q2"), GOOD, answer="长" * 100_000), NOON)
    assert cards(store).keys() == {"q1"} and store.check()
    record(store, Answered(make_question("q2"), GOOD), NOON)
    assert cards(store).keys() == {"q1", "q2"}


@pytest.mark.parametrize("left_log", [False, True], ids=["closed", "after a kill"])
def test_where_nothing_can_be_written_the_records_are_still_read(
    store: Store, left_log: bool
) -> None:
    record(store, Answered(make_question("q1"), GOOD), NOON)
    stays = sqlite3.connect(store.path)
    if left_log:
        stays.execute("SELECT count(*) FROM cards").fetchone()
        record(store, Answered(make_question("q2"), GOOD), NOON)
        assert store.path.with_name(f"{store.path.name}-wal").stat().st_size

    def refused(path: object, uri: bool = False, **how: object) -> sqlite3.Connection:
        """A connection that can make no file beside the database, as on a full disk."""
        if not uri:
            raise sqlite3.OperationalError("unable to open database file")
        return sqlite3.connect(str(path), uri=True)

    opened = Store.open(store.folder, refused)
    assert cards(opened).keys() == ({"q1", "q2"} if left_log else {"q1"})
    with pytest.raises(StoreError, match="cannot write"):
        record(opened, Answered(make_question("q3"), GOOD), NOON)
    with pytest.raises(StoreError):
        Store.open(store.folder / "elsewhere", refused)
    stays.close()
    assert len(history(store)) == 1 + left_log


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (sqlite3.OperationalError("disk I/O error"), "disk is full"),
        (sqlite3.OperationalError("database or disk is full"), "disk is full"),
        (OSError(errno.EACCES, "Permission denied", "/home/full"), "permissions"),
    ],
)
def test_a_disk_without_room_is_named(
    error: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=0))
    with pytest.raises(StoreError, match=said), as_store_errors(tmp_path / "x"):
        raise error


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_one_sentence(store: Store) -> None:
    record(store, Answered(make_question("q1"), GOOD), NOON)
    store.folder.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="permissions"):
            record(store, Answered(make_question("q2"), GOOD), NOON)
    finally:
        store.folder.chmod(0o755)
    assert cards(store).keys() == {"q1"}


def test_a_folder_that_cannot_be_made_is_one_sentence() -> None:
    with pytest.raises(StoreError, match="cannot write"):
        Store.open("/proc/no-such-place/mianda")


def test_an_answer_of_100_kb_is_stored_whole(store: Store) -> None:
    long = "栈是后进先出的线性表。" * 10_000
    record(store, Answered(make_question("q1"), GOOD, answer=long), NOON)
    assert history(store)[0].answer == long
