"""What the README and the documents claim is executed: commands, examples, links, names."""

import argparse
import re
import subprocess
from pathlib import Path

import pytest

from bot.cli import build_parser, main
from bot.demos import demo_ids

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def command_names() -> list[str]:
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return sorted(action.choices)
    raise AssertionError("the command line has no commands")


@pytest.mark.parametrize("name", command_names())
def test_every_command_is_named(name: str) -> None:
    assert f"`{name}`" in README


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in command_names():
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
        assert name in capsys.readouterr().out


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_example_is_the_real_output(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r'```console\n\$ \S+ -m bot ask "([^"]+)"\n(.*?)```', README, re.DOTALL)
    assert shown
    assert main(["ask", shown[1], "--corpus", str(ROOT / "corpus")]) == 0
    assert capsys.readouterr().out.split() == shown[2].split()


def test_the_python_example_runs() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    names: dict[str, object] = {}
    exec(
        compile(code[1].replace('"corpus"', repr(str(ROOT / "corpus"))), "README.md", "exec"), names
    )
    assert names["answer"].answered


def test_the_number_of_demos_is_right() -> None:
    assert f"{len(demo_ids())} computations" in README


def test_ci_runs_exactly_the_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    extract = re.search(r"command=\$\((.*)\)", script)
    assert extract
    found = subprocess.run(
        ["bash", "-c", extract[1]], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    block = re.search(r"<!-- test -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert block and found == block[1]
    assert "requirements-dev.lock" in found
    assert found.endswith("-m pytest -n 3 --dist loadfile --no-loadscope-reorder")


def test_nothing_names_a_registry() -> None:
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements.lock",
        "requirements-dev.lock",
    ):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text and "--index" not in text, name
