"""What a command prints cannot act on the terminal: names of files and folders least of all."""

import ast
import os
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.shared import printable

ROOT = Path(__file__).parents[1]
HOSTILE = "\x1b[31m\x1b]0;pwn\x07\u202e\x9b31m\r"
NOTE = "# 卷积\n\n## 什么是空洞卷积?\n\n空洞卷积在卷积核里插入空洞,扩大感受野,不增加参数。\n"
ONLY_BY = {"say", "warn", "print_json"}
"""The functions of bot/commands/shared.py that may print: they take out what a terminal obeys."""


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "bot" / "commands").glob("*.py")), ROOT / "bot" / "cli.py"], ids=str
)
def test_commands_print_through_one_door(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name not in ONLY_BY:
            called = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
            assert "print" not in [f.id for f in called if isinstance(f, ast.Name)], node.name


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and notes in folders with hostile names, beside a file that is no note."""
    made = tmp_path / f"a{HOSTILE}"
    try:
        (made / "notes").mkdir(parents=True)
    except OSError:
        pytest.skip("this disk knows no such name")
    (made / "notes" / "a.md").write_text(NOTE, "utf-8")
    (made / "notes" / f"bad{HOSTILE}\nline.md").write_bytes(b"\x89PNG" + bytes(100))
    monkeypatch.setenv("MIANDA_HOME", str(made))
    return made


@pytest.mark.usefixtures("one_analyzer")
@pytest.mark.parametrize(
    "command",
    [
        ["backup"], ["restore"], ["doctor"], ["progress"], ["export", "NOTES/a.csv"],
        ["export", "NOTES/a.apkg"], ["export", "nowhere/a.md"], ["search", "空洞"], ["index"],
        ["clean", "NOTES/a.md"], ["clean", "NOTES/b.md"], ["import", "NOTES/a.md"],
        ["ask", "什么是空洞卷积?"], ["ask", "--batch", "NOTES/none"],
        ["grade", "--batch", "NOTES/none"], ["demo", "iou", "--params", "NOTES/none"],
        ["eval", "--questions", "NOTES"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_name_acts_on_the_terminal(
    command: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = str(place / "notes")
    given = [word.replace("NOTES", notes) for word in command]
    with_notes = command[0] not in ("backup", "restore", "clean", "demo", "import")
    if command[0] == "restore":
        main(["backup"])
    code = main([*given, *(["--corpus", notes] if with_notes else [])])
    out, err = capsys.readouterr()
    assert code in (0, 2)
    assert printable(out) == out and printable(err) == err
    if code == 2:
        assert err.splitlines()[-1].count(" / ") >= 1


@pytest.mark.parametrize("words", [["ask", "a", HOSTILE], ["ask", f"--{HOSTILE}"], [HOSTILE]])
def test_a_refused_word_is_told_without_what_it_does(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    err = capsys.readouterr().err
    assert left.value.code == 2 and err.count("\n") == 1 and printable(err) == err


@pytest.mark.parametrize("name", ["a\0b.csv", "a\0b.md", "a\0b.apkg"])
@pytest.mark.usefixtures("one_analyzer")
def test_no_name_holds_a_zero_character(
    name: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", name, "--corpus", os.fspath(place / "notes")]) == 2
    assert "cannot write ab" in capsys.readouterr().err


@pytest.mark.usefixtures("one_analyzer")
@pytest.mark.parametrize("command", [["search", "空洞"], ["index"], ["doctor"]])
def test_every_command_over_notes_tells_what_it_left_out_in_one_line_each(
    command: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--corpus", str(place / "notes")]) == 0
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "line.md: this is not a text file" in told
