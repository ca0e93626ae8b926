"""Nothing a person can type, paste or drop into a folder ends in a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.engine import Bot
from bot.errors import InputError

STRANGE = {
    "empty": "",
    "blanks": " \t\n ",
    "long Chinese": "空洞卷积的感受野怎么计算" * 8_500,
    "long English": "how do I compute the receptive field " * 2_700,
    "one long word": "x" * 100_000,
    "emoji": "🙂👩‍👩‍👧‍👦🏳️‍🌈 空洞卷积 🚀",
    "control characters": "空洞\x00卷\x07积\x1b[31m\x7f有什么问题",
    "half characters": "空洞卷积\ud800\udfff",
    "right to left": "ما هي \u202eالشبكة العصبية\u202c 空洞卷积",
    "combining": "a" + "\u0301" * 500,
    "zero width": "空\u200b洞\u200b卷\ufeff积",
    "operators": '"空洞 OR (AND NOT title:: -',
    "markup": "<script>alert(1)</script> $\\frac{1}{0}$ `rm -rf /`",
    "private use": "\ue000\uf8ff\U0010ffff",
    "Hangul and kana": "합성곱 신경망 畳み込み ニューラルネット",
    "digits": "1" * 5_000,
    "marks": "?" * 5_000,
    "brackets": "(" * 3_000 + ")" * 3_000,
}


@pytest.mark.parametrize("question", STRANGE.values(), ids=STRANGE)
def test_any_question_is_answered_or_declined(bot: Bot, question: str) -> None:
    answer = bot.ask(question, [question])
    assert 0.0 <= answer.confidence <= 1.0
    assert bot.ask(question).answered in (True, False)


@pytest.mark.parametrize("name", ["empty", "blanks", "one long word", "marks", "digits"])
def test_what_asks_nothing_is_declined(bot: Bot, name: str) -> None:
    assert not bot.ask(STRANGE[name]).answered


@pytest.mark.parametrize("name", ["emoji", "control characters", "half characters", "markup"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_terminal_prints_any_answer(
    name: str, form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", STRANGE[name], *form]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    out.encode("utf-8")
    assert "\x1b" not in out and "\x00" not in out


def test_a_batch_of_strange_questions_is_answered_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps({"id": name, "text": text}) for name, text in STRANGE.items()]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n\n".join(lines), "utf-8")
    assert main(["ask", "--batch", str(batch), "--json"]) == 0
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [d["id"] for d in documents] == list(STRANGE)


BAD_LINES = {
    "ask": [
        '{"id": 7}', '{"id": 7, "text": 5}', '{"id": 7, "text": null}',
        '{"id": 7, "text": "IoU", "context": "no list"}',
        '{"id": 7, "text": "IoU", "context": [1, "空洞卷积"]}',
    ],
    "grade": ['{"id": 7}', '{"id": 7, "question": 5}', '{"id": 7, "question": "q", "answer": []}'],
}  # fmt: skip
NO_OBJECT = ["{", "[]", "5", '"text"', "null", "空洞", "[" * 100_000]
SOUND = {"ask": '{"id": %d, "text": "IoU"}', "grade": '{"id": %d, "question": "IoU 是什么"}'}


@pytest.mark.parametrize(
    ("command", "line", "told"),
    [(command, line, 7) for command in BAD_LINES for line in BAD_LINES[command]]
    + [(command, line, None) for command in BAD_LINES for line in NO_OBJECT],
)
def test_a_bad_line_of_a_batch_is_told_in_its_place_and_costs_no_other(
    command: str, line: str, told: int | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join([SOUND[command] % 1, "", line, SOUND[command] % 2]), "utf-8")
    assert main([command, "--batch", str(batch), "--json"]) == 2
    out, err = capsys.readouterr()
    first, bad, last = map(json.loads, out.splitlines())
    assert (first["id"], bad["id"], last["id"]) == (1, told, 2)
    assert bad.keys() == first.keys() | {"error"} and "error" not in last
    assert "第 3 行" in bad["error"] and "line 3" in bad["error"]
    assert err.count("\n") == 1 and "第 3 行" in err and "line 3" in err


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\u3000", "\u200b", "???", "。。", "🙂"])
def test_what_is_no_question_gets_one_plain_sentence(
    bot: Bot, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = bot.ask(question)
    assert (answer.answered, answer.hits, answer.confidence) == (False, (), 0.0)
    assert answer.reply is not None and "没有问题" in answer.reply.zh
    assert main(["ask", question]) == 0
    assert capsys.readouterr().out == answer.reply.to(answer.language) + "\n"


@pytest.fixture
def mixed_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "good.md").write_text("# 空洞卷积\n\n空洞卷积扩大感受野,不增加参数。\n", "utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    (folder / "broken.txt").write_bytes("空洞卷积".encode() + b"\xff\xfe\xc3 abc")
    (folder / "empty.md").write_bytes(b"")
    (folder / "nul.txt").write_bytes(b"a\x00b\n" * 20)
    (folder / "photo.jpg").write_bytes(bytes(1000))
    (folder / "manifest.toml").write_bytes(b"[[notes\nfile = ")
    (folder / "dir.md").mkdir()
    (folder / "loop.md").symlink_to(folder / "loop.md")
    return folder


@pytest.mark.usefixtures("one_analyzer")
def test_unreadable_files_among_notes_are_told_and_the_others_open(mixed_folder: Path) -> None:
    bot = Bot.open(mixed_folder)
    assert bot.ask("空洞卷积").hits[0].passage.source == "good.md"
    told = " ".join(warning.en for warning in bot.corpus.warnings)
    assert "picture.md" in told
    assert "manifest.toml" in told
    for warning in bot.corpus.warnings:
        assert warning.zh != warning.en


@pytest.mark.usefixtures("one_analyzer")
def test_the_terminal_answers_over_such_a_folder(
    mixed_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "空洞卷积", "--corpus", str(mixed_folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["passages"][0]["source"] == "good.md"


def test_a_glossary_that_is_none_is_told(
    mixed_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mixed_folder / "glossary.tsv").write_bytes(b"\xff\xfe\x00")
    assert main(["ask", "空洞卷积", "--corpus", str(mixed_folder)]) == 2
    assert "glossary.tsv" in capsys.readouterr().err


@pytest.mark.usefixtures("one_analyzer")
@pytest.mark.parametrize(
    "data", [b"[[erratum]]\nsource = 'a'\n", b"\xff", b"x = 1", b"erratum = 5"]
)
def test_errata_that_are_none_are_told(
    mixed_folder: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (mixed_folder / "errata.toml").write_bytes(data)
    assert main(["ask", "空洞卷积", "--corpus", str(mixed_folder)]) == 2
    assert "errata.toml" in capsys.readouterr().err


NO_QUESTIONS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "nothing": ((None,), {}),
    "bytes": ((b"IoU",), {}),
    "a number": ((5,), {}),
    "a list": ((["IoU"],), {}),
    "one text as history": (("IoU", "NMS"), {}),
    "no history": (("IoU", None), {}),
    "numbers as history": (("IoU", [1]), {}),
    "no number of passages": (("IoU",), {"top": "3"}),
    "an unknown source": (("IoU",), {"source": "web"}),
}


@pytest.mark.parametrize(("asked", "how"), NO_QUESTIONS.values(), ids=NO_QUESTIONS)
def test_what_is_no_text_is_refused_with_a_sentence(
    bot: Bot, asked: tuple[Any, ...], how: dict[str, Any]
) -> None:
    for method in (
        bot.ask,
        bot.explain,
        lambda first, *rest, **how: bot.why_not(first, "x", *rest, **how),
    ):
        with pytest.raises(InputError, match="must be") as refused:
            method(*asked, **how)
        assert "应是" in refused.value.message.zh
