"""What is promised of the whole program: the same bytes everywhere, and nothing said outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NOTE = (
    "# 卷积笔记\n\n## 空洞卷积有什么问题?\n\n空洞卷积(dilated convolution)会产生网格效应,"
    "膨胀率为 2 时小物体可能漏检。\n\n## What does dropout do?\n\nDropout sets random units to "
    "zero during training.\n"
)
SAVES = """
import sys
from bot.corpus import Corpus
from bot.keyword.index import KeywordIndex
from bot.index.storage import write_folder
from bot.search import PassageIndex
from pathlib import Path
passages = Corpus.open(sys.argv[1]).passages
index = PassageIndex.build(passages)
index.save(sys.argv[2] + "/index")
keywords = KeywordIndex.build(passages, index.analyzer)
write_folder(Path(sys.argv[2]) / "keywords", keywords.to_arrays())
"""
# The program of a process that may connect to itself alone, and the command it runs.
ALONE = """
import sys
from only_here import refuse
sys.addaudithook(refuse)
from bot.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "a.md").write_text(NOTE, "utf-8")
    return folder


def run(program: str, *words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A Python process that runs ``program``, and what it said."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(HERE), **settings},
    )


def test_the_same_notes_give_the_same_bytes_whatever_the_order_of_sets(
    notes: Path, tmp_path: Path
) -> None:
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        done = run(SAVES, notes, tmp_path / seed, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    stored = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*.*"))
    assert {path.suffix for path in stored} >= {".bin", ".json"}
    for path in stored:
        assert (tmp_path / "1" / path).read_bytes() == (tmp_path / "2" / path).read_bytes(), path


COMMANDS = (
    ("ask", "空洞卷积有什么问题?"),
    ("search", "dropout", "--json"),
    ("clean", "a.md"),
    ("import", "a.md", "--dry-run"),
    ("demo", "iou", "--json"),
    ("progress",),
    ("doctor",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_asks_for_nothing_outside(notes: Path, command: tuple[str, ...]) -> None:
    words = [str(notes / word) if word == "a.md" else word for word in command]
    over = ["--corpus", str(notes)] if command[0] in ("ask", "search") else []
    done = run(ALONE, *words, *over)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_what_asks_outside_would_be_noticed() -> None:
    program = ALONE.replace("from bot.cli import main", "import urllib.request").replace(
        "sys.exit(main(sys.argv[1:]))", "urllib.request.urlopen('http://example.org', timeout=1)"
    )
    done = run(program)
    assert done.returncode and "asked for example.org" in done.stderr
