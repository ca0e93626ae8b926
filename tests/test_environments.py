"""The program in odd places: homes with odd names or none, a full disk, a narrow locale."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.cli import main
from bot.engine import Bot
from bot.interview import shelf
from bot.interview.store import Store
from bot.kept import cache
from bot.userdata import data_folder
from tests.interview.interview_samples import NOON

ROOT = Path(__file__).parent.parent
NOTE = "# 卷积\n\n## 什么是空洞卷积?\n\n空洞卷积在卷积核里插入空洞,扩大感受野,不增加参数。\n"
HOMES = ("家 mit Umlaut ä", os.fsdecode(b"h\xff\xb1"), "a'b\"c%41?#&", "a\nb", "-x", "*[a]")
# A process that may write no file of more than so many bytes, as on a full disk, and its commands.
CROWDED = """
import json, resource, sys
from bot.cli import main
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for words in json.loads(sys.argv[2]):
    print(">", words[0], main(words), flush=True)
"""


def run(words: list[str], **settings: str) -> subprocess.CompletedProcess[str]:
    """A Python process with these arguments and settings."""
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **settings},
    )


@pytest.mark.parametrize("name", HOMES, ids=ascii)
def test_any_folder_may_be_the_home(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        (tmp_path / name).mkdir()
    except OSError:
        pytest.skip("this disk knows no such name")
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / name))
    Store.open(data_folder())
    for command in ("backup", "backup", "progress", "restore", "restore"):
        assert main([command]) == 0, capsys.readouterr().err
    assert Store.open(data_folder()).check()
    assert data_folder() == tmp_path / name


def test_the_home_of_nobody_is_a_folder_like_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIANDA_HOME", "~nobody-of-that-name/x")
    assert main(["backup"]) == 0
    assert Store.open("~nobody-of-that-name/x").check()


def test_the_cache_is_where_the_progress_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MIANDA_HOME", "~/study ")
    assert cache.cache_folder().parent == data_folder() == tmp_path / "study"
    monkeypatch.setenv("MIANDA_HOME", " ")
    assert "mianda" in str(cache.cache_folder()) and data_folder().name == "mianda"


def test_without_a_home_and_in_a_narrow_locale_no_command_fails(tmp_path: Path) -> None:
    """No HOME, and a locale in which Chinese file names are not text."""
    (tmp_path / "plain.md").write_text(NOTE, "utf-8")
    place = str(tmp_path / "家")
    narrow = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": ""}
    program = "import sys; from bot.cli import main; print([main(w.split()) for w in sys.argv[1:]])"
    words = ["backup", "progress", f"export {tmp_path}/出.csv", f"clean {tmp_path}/plain.md",
             f"clean {tmp_path}/空.md", "restore"]  # fmt: skip
    done = run(["-c", program, *words], MIANDA_HOME=place, **narrow)
    assert done.stdout.splitlines()[-1:] == ["[0, 0, 0, 0, 2, 0]"], done.stderr
    assert "Traceback" not in done.stderr
    assert "\\u7a7a\\u6d1e" in done.stdout  # what such a terminal cannot show is told in signs


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of processes")
@pytest.mark.parametrize("limit", [0, 9_000])
def test_a_full_disk_is_told_and_leaves_the_old_exports(
    limit: int, bot: Bot, new_home: Callable[[], Path], tmp_path: Path
) -> None:
    home, out = new_home(), tmp_path / "out"
    for made in (out, tmp_path / "tmp"):
        made.mkdir()
    Store.open(home)
    for name in ("a.apkg", "a.csv", "a.md"):
        (out / name).write_text("old", "utf-8")
    commands = [["export", str(out / "a.apkg")], ["export", str(out / "a.csv")],
                ["export", str(out / "a.md")], ["ask", "什么是空洞卷积?"]]  # fmt: skip
    environment = {"MIANDA_HOME": str(home), "TMPDIR": str(tmp_path / "tmp")}
    done = run(["-c", CROWDED, str(limit), json.dumps(commands)], **environment)
    assert "Traceback" not in done.stderr, done.stderr
    codes = [line.split() for line in done.stdout.splitlines() if line.startswith(">")]
    assert codes[0][2] == "2" and codes[-1][1:] == ["ask", "0"] and "感受野" in done.stdout
    for (_, _, code), name in zip(codes, ("a.apkg", "a.csv", "a.md"), strict=False):
        assert ((out / name).read_bytes() == b"old") == (code == "2")
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_what_could_not_be_kept_is_not_told_as_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path))
    with monkeypatch.context() as patch:

        def full(*given: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr("os.fsync", full)
        arrays = cache.kept("key", lambda: {"a": np.arange(3)})
    assert arrays["a"].tolist() == [0, 1, 2]
    assert "could not be kept" in caplog.text
    caplog.clear()
    assert cache.found("key") is None
    assert caplog.text == ""


def test_what_is_stored_last_stays_when_the_clock_was_set_back(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for number in range(shelf.RECENT + 5):
        now = NOON - timedelta(days=400) if number > shelf.RECENT else NOON
        shelf.save_conversation(store, f"c{number}", "IoU", [{"question": "IoU?"}], now)
        shelf.note_search(store, f"search {number}", now)
    last = range(shelf.RECENT + 4, 4, -1)
    assert [chat.id for chat in shelf.conversations(store)] == [f"c{n}" for n in last]
    assert list(shelf.recent_searches(store)) == [f"search {n}" for n in last]
