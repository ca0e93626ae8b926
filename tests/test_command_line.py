"""What the command line says of itself: helps and complaints, in the language of the machine."""

import argparse
import io
import re

import pytest

from bot.cli import build_parser, main
from bot.commands import interviewing
from bot.resources import read_toml

Capture = pytest.CaptureFixture[str]
MACHINES = {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8", "both": "C.UTF-8"}
COMPLAINTS: dict[str, tuple[str, str, str]] = {
    "no command": ("", "缺少 COMMAND", "required: COMMAND"),
    "another command": ("nonsense", "COMMAND 不能是 'nonsense'，可选：", "invalid choice"),
    "no text": ("search", "缺少 text", "required: text"),
    "no whole number": ("ask IoU --top many", "--top 应是整数，不能是 'many'", "invalid int value"),
    "no number": ("interview --minutes x", "--minutes 应是数，不能是 'x'", "invalid float value"),
    "no such level": (
        "interview --level 9",
        "--level 不能是 9，可选：1, 2, 3",
        "invalid choice: 9",
    ),
    "nothing behind": ("ask IoU --top", "--top 后面缺少内容", "expected one argument"),
    "none behind": ("demo iou --set", "--set 后面缺少内容", "expected at least one"),
    "something behind": ("index --json=3", "--json 后面不能有内容，收到 '3'", "ignored explicit"),
    "two that exclude": (
        "import --both --replace x",
        "--replace 不能和 --both 同用",
        "not allowed",
    ),
    "a beginning of two": ("interview --l zh", "--l 写得不全，可能是 --level, --", "ambiguous"),
    "an unknown one": ("ask IoU --sorce {x}", "不认识 --sorce {x}", "unrecognized arguments: --so"),
}


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of every command by its name."""
    found = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(next(found).choices)


def said(words: str, capsys: Capture) -> str:
    """The one line on stderr with which a command ends that is written wrongly."""
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    return err


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("words", "zh", "en"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_what_is_written_wrongly_is_one_sentence_in_the_language_of_the_machine(
    words: str, zh: str, en: str, machine: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LC_ALL", MACHINES[machine])
    told = said(words, capsys)
    assert (zh in told) == (machine != "en")
    assert (en in told) == (machine != "zh")
    name = words.split()[0] if words and words != "nonsense" else ""
    assert " ".join(f"python -m bot {name} --help".split()) in told


def test_every_pattern_of_a_complaint_is_met(capsys: Capture) -> None:
    told = [said(words, capsys).partition(" / ")[2] for words, _, _ in COMPLAINTS.values()]
    for one in read_toml("command_line.toml")["complaints"]:
        assert any(re.match(one["pattern"], line) for line in told), one["pattern"]


def test_what_no_pattern_knows_is_told_in_the_words_of_argparse(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LC_ALL", MACHINES["zh"])
    with pytest.raises(SystemExit):
        build_parser().error("something new {0}")
    assert capsys.readouterr().err == "something new {0}；用法见 python -m bot --help\n"


@pytest.mark.parametrize("name", commands())
def test_the_help_of_a_command_is_in_the_language_of_the_machine(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, machine in MACHINES.items():
        monkeypatch.setenv("LC_ALL", machine)
        parser = commands()[name]
        told = [parser.description, *(action.help for action in parser._actions)]
        for words in told:
            assert words
            chinese = any("一" <= sign <= "鿿" for sign in words)
            assert chinese == (language != "en"), words
            assert (" / " in words) == (language == "both"), words
        assert parser.format_help().startswith(
            ("用法", "usage") if language != "both" else "用法 /"
        )


def test_every_help_belongs_to_an_argument() -> None:
    helps = read_toml("command_line.toml")["help"]
    parsers = commands()
    assert set(helps) - {"every"} <= set(parsers)
    every = {action.dest for parser in parsers.values() for action in parser._actions}
    assert set(helps["every"]) <= every | {"command"}
    for name, words in helps.items():
        if name != "every":
            assert set(words) - {"about"} <= {action.dest for action in parsers[name]._actions}


@pytest.mark.parametrize(
    ("topic", "near"), [("detecton", "detection"), ("目标检测", "detection"), ("qqqqqq", "")]
)
@pytest.mark.parametrize("words", [("interview",), ("progress", "--book", "wrong")])
def test_a_topic_that_is_none_names_the_near_ones_and_where_all_are(
    words: tuple[str, ...], topic: str, near: str, capsys: Capture
) -> None:
    assert main([*words, "--topic", "dl", "--topic", topic]) == 2
    told = capsys.readouterr().err
    assert f"there is no topic {topic}" in told and len(told) < 200
    assert (f"perhaps {near}?" in told) == bool(near)
    assert told.count("python -m bot interview --help") == 2
    help_ = commands()["interview"].format_help()
    for id_, (zh, _) in read_toml("interview.toml")["topics"].items():
        assert re.search(rf"\b{id_}\s+\({zh[:2]}", help_), id_


@pytest.mark.parametrize("folder", ["{}/none", "{}"])
def test_a_folder_without_questions_is_named_as_it_was_typed(
    folder: str, tmp_path: object, capsys: Capture
) -> None:
    typed = folder.format(tmp_path)
    assert main(["eval", "--questions", typed]) == 2
    told = capsys.readouterr().err
    assert re.search(rf"{re.escape(typed)}(?![/\w])", told) and f"{typed}/questions" not in told


def test_every_command_stands_in_a_line_with_its_help(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LC_ALL", MACHINES["en"])
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    commands = [line for line in lines if line.startswith("    ") and line.strip()]
    assert len(commands) >= 14
    assert len({line.index(line.split(maxsplit=1)[1]) for line in commands}) == 1


def test_the_line_of_a_prompt_ends_with_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("typed\n"))
    assert interviewing._read("> ") == "typed"
    with pytest.raises(EOFError):
        interviewing._read("> ")
    assert capsys.readouterr().out == "> > \n"
