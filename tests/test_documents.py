"""Every command that the documents show is run.

What answers in seconds is run as it stands, ``eval`` over a folder of two notes. The scripts that
measure for minutes are begun with the arguments shown, until these are read: a name, an import or
an option that is gone ends them earlier. A few are run whole by other tests.
"""

import argparse
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bot.cli import build_parser, main

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PYTHON = re.compile(r"(?:^ {4}|^\$ |`|&& |^)(?:\S*/)?python3? ([^`\n&]*[^`\n& ])", re.MULTILINE)
SHORT = re.compile(r"`([a-z]+) (--[^`]*)`")
COMMENT = re.compile(r" {2,}.*")
ELSEWHERE = {
    "-m venv .venv": "test_readme.py holds it equal to what CI runs",
    "-m pip install -q -r requirements.lock": "CI installs both files",
    "-m pip install -q -r requirements-dev.lock": "CI installs both files",
    "-m pytest -n 3 --dist loadfile --no-loadscope-reorder": "it runs this test",
    "-m pytest tests/companion": "it is a part of the whole",
    "-m streamlit run app.py": "browser/running.py starts it",
    "-m bot COMMAND --help": "test_readme.py asks every command",
    "-m bot demo bottleneck": "demos/test_adding.py saves the file first",
    "-m bot ask": "the lines around tell what is asked",
}
PEERS = {"benchmarks.speed": "bm25s", "benchmarks.growth": "bm25s"}
"""Packages of benchmarks/requirements.txt that a script cannot begin without."""
SECTIONS = "section\tsource\theading\tstate\na\ta.md\tIoU\tanswer\nb\tb.md\tDropout\tanswer\n"
QUESTIONS = {
    "in_scope": '{"id": "1", "text": "What is IoU?", "gold": {"a": 2}',
    "real_style": '{"id": "2", "text": "What does dropout do?", "gold": {"b": 2}',
    "once_held_out": '{"id": "3", "text": "What is dropout?", "gold": {"b": 2}',
    "fresh": '{"id": "6", "text": "dropout", "gold": {"b": 2}',
    "out_of_scope": '{"id": "4", "text": "What is a B-tree?", "gold": {}',
    "dialogues": '{"id": "5", "text": "Why?", "turns": ["What is IoU?"], "gold": {"a": 2}',
}


def shown() -> dict[str, list[str]]:
    """What follows ``python`` in the documents, each with the documents that show it."""
    found: dict[str, list[str]] = {}
    for path in DOCUMENTS:
        for match in PYTHON.finditer(path.read_text("utf-8")):
            found.setdefault(COMMENT.sub("", match[1]), []).append(path.name)
    return found


COMMANDS = shown()
RUN = sorted(COMMANDS.keys() - ELSEWHERE.keys())
BOT = [command for command in RUN if command.startswith("-m bot ")]
SCRIPTS = [c for c in RUN if re.match(r"-m (?:benchmarks|tools|tests)\.", c)]
OTHER = sorted({*RUN} - {*BOT} - {*SCRIPTS})


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two notes and a labelled question of every set about them."""
    notes = {"a.md": "# IoU\n\nThe overlap of two boxes over their union.\n",
             "b.md": "# Dropout\n\nUnits are set to zero at random while training.\n"}  # fmt: skip
    for name, text in notes.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "sections.tsv").write_text(SECTIONS, "utf-8")
    (tmp_path / "questions").mkdir()
    for name, line in QUESTIONS.items():
        rest = ', "language": "en", "kind": "plain", "topic": "t"}\n'
        (tmp_path / "questions" / f"{name}.jsonl").write_text(line + rest, "utf-8")
    return tmp_path


def test_what_is_run_elsewhere_is_still_shown() -> None:
    assert COMMANDS.keys() >= ELSEWHERE.keys()
    assert BOT and SCRIPTS and OTHER


@pytest.mark.parametrize("command", BOT)
def test_a_command_of_the_program_runs(
    command: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = shlex.split(command.replace("DIR", shlex.quote(str(small))))[2:]
    if argv[0] == "eval":
        argv += ["--corpus", str(small), "--questions", str(small)]
    assert main(argv) == 0
    assert capsys.readouterr().out.strip()


class _Read(Exception):  # noqa: N818
    """The arguments were accepted; the rest would take minutes."""


@pytest.mark.parametrize("command", SCRIPTS)
def test_a_script_that_measures_begins(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, module, *words = shlex.split(command)
    peer = PEERS.get(module, "")
    if peer and find_spec(peer) is None:
        pytest.skip(f"{peer} of benchmarks/requirements.txt is not installed")
    # It may be imported already, which runpy warns of.
    monkeypatch.delitem(sys.modules, module, raising=False)
    if "argparse" not in (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"):
        assert runpy.run_module(module)
        assert all(word.isdigit() for word in words)
        return
    parse = argparse.ArgumentParser.parse_args

    def read(parser: argparse.ArgumentParser, *given: Any) -> NoReturn:
        parse(parser, *given)
        raise _Read

    monkeypatch.setattr(sys, "argv", [module, *words])
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", read)
    with pytest.raises(_Read):
        runpy.run_module(module, run_name="__main__")


@pytest.mark.parametrize("command", OTHER)
def test_any_other_command_runs(command: str) -> None:
    done = subprocess.run(
        [sys.executable, *shlex.split(command)],
        cwd=ROOT,
        capture_output=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def short_forms() -> Iterator[tuple[str, str]]:
    """Commands named without ``python -m bot``, such as `` `ask --explain` ``."""
    for path in DOCUMENTS:
        text = " ".join(path.read_text("utf-8").split())
        yield from ((path.name, " ".join(match.groups())) for match in SHORT.finditer(text))


@pytest.mark.parametrize(("document", "command"), sorted(set(short_forms())))
def test_an_option_that_is_named_is_there(document: str, command: str) -> None:
    name, *words = shlex.split(command)
    (commands,) = (
        action
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    known = commands.choices[name]._option_string_actions
    options = [word for word in words if word.startswith("--")]
    assert options and set(options) <= known.keys(), document


def test_every_module_and_folder_has_its_place_in_the_map_of_the_house() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`(?:bot/)?(\w+)`", text))
    there = {path.stem for path in (ROOT / "bot").iterdir() if not path.name.startswith("_")}
    assert there <= named, there - named
