"""The command line: names and shapes of what it prints, exit codes, one sentence on bad input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import imports
from bot.answer import Answer, Verdict
from bot.cli import main
from bot.commands.asking import in_words
from bot.engine import Bot
from bot.passage import Passage

ROOT = Path(__file__).parent.parent
ANSWER = {"answered", "confidence", "language", "passages", "demos", "erratum"}
PASSAGE = {"id", "source", "heading", "text", "score", "highlights"}

Capture = pytest.CaptureFixture[str]


def printed(capsys: Capture, *argv: str) -> Any:
    assert main([*argv, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def check_answer(document: dict[str, Any]) -> None:
    assert document.keys() >= ANSWER
    assert isinstance(document["answered"], bool)
    assert 0 <= document["confidence"] <= 1
    assert document["language"] in ("zh", "en")
    for passage in document["passages"]:
        assert passage.keys() >= PASSAGE
        assert all(0 <= a < b <= len(passage["text"]) for a, b in passage["highlights"])
    scores = [passage["score"] for passage in document["passages"]]
    assert scores == sorted(scores, reverse=True)
    assert all(demo.keys() == {"id", "title"} for demo in document["demos"])
    assert document["erratum"] is None or document["erratum"]["right"]


@pytest.mark.parametrize(
    "question", ["空洞卷积有什么问题?", "今天天气怎么样", "你好", "what is BN"]
)
def test_ask_prints_one_document(capsys: Capture, question: str) -> None:
    check_answer(printed(capsys, "ask", question))


def test_ask_lists_as_many_as_asked_for(capsys: Capture) -> None:
    assert len(printed(capsys, "ask", "卷积", "--top", "3")["passages"]) == 3


@pytest.mark.parametrize("top", ["0", "-1"])
def test_ask_refuses_to_list_nothing(capsys: Capture, top: str) -> None:
    assert main(["ask", "卷积", "--top", top]) == 2
    assert "--top must be at least 1" in capsys.readouterr().err


def test_ask_takes_earlier_turns(capsys: Capture) -> None:
    document = printed(capsys, "ask", "那它的缺点呢?", "--context", "空洞卷积是什么?")
    assert "空洞卷积" in document["interpretation"]


def test_ask_leaves_a_question_as_written(capsys: Capture) -> None:
    slip = "knowlege distillation"
    assert printed(capsys, "ask", slip)["corrections"]
    assert not printed(capsys, "ask", slip, "--as-written")["corrections"]


def test_ask_in_words_tells_the_source(capsys: Capture) -> None:
    assert main(["ask", "空洞卷积有什么问题?"]) == 0
    out = capsys.readouterr().out
    assert ".txt:" in out
    assert "dilated-gridding" in out
    assert main(["ask", "asdkjh"]) == 0
    assert "Not in the notes" in capsys.readouterr().out


def test_ask_in_words_shows_both_of_two_passages_that_fit_alike(bot: Bot) -> None:
    answer = bot.ask("空洞卷积是什么?", source="notes")
    alike = replace(answer, verdict=Verdict.AMBIGUOUS)
    told = in_words(alike)
    assert told.startswith("可能是这两段之一")
    assert all(f"— {hit.passage.source}:{hit.passage.line}" in told for hit in answer.hits[:2])
    assert "— " in in_words(replace(alike, hits=alike.hits[:1]))


@pytest.mark.parametrize("enough", [True, False])
def test_ask_in_words_begins_with_the_short_answer_of_a_note(bot: Bot, enough: bool) -> None:
    answer = bot.ask("what is batch normalization", source="companion")
    short, late = answer.shorts[0], answer.sections[0][-1]
    assert short is not None and late.part > 1
    hits = (replace(answer.hits[0], passage=late),)
    told = in_words(replace(answer, hits=hits, answers=1, shorts=(replace(short, enough=enough),)))
    assert short.text in told
    assert (late.text in told) is (not enough)


def test_ask_reads_the_notes_added_in_the_app_unless_a_folder_is_named(
    new_home: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(new_home()))
    monkeypatch.chdir(ROOT)
    text = "# 灯塔\n\n## 霍布鲁克灯塔有多高?\n\n霍布鲁克灯塔高四十二米,建在岬角上。\n"
    imports.add("mine.md", text.encode())
    question = "霍布鲁克灯塔有多高?"
    with_own = printed(capsys, "ask", question)
    assert with_own["passages"][0]["source"] == "mine.md"
    without = printed(capsys, "ask", question, "--corpus", "corpus")
    assert all(passage["source"] != "mine.md" for passage in without["passages"])


def test_a_batch_answers_line_by_line_with_context(tmp_path: Path, capsys: Capture) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"id": "a", "text": "空洞卷积是什么?"},
        {"id": 7, "text": "那它的缺点呢?", "context": ["空洞卷积是什么?"]},
        {"id": "c", "text": "今天天气怎么样", "context": []},
    ]
    batch.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert main(["ask", "--batch", str(batch), "--json"]) == 0
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [document["id"] for document in documents] == ["a", 7, "c"]
    for document in documents:
        check_answer(document)
    assert "空洞卷积" in documents[1]["interpretation"]
    assert not documents[2]["answered"]


def test_search_prints_one_document(capsys: Capture) -> None:
    document = printed(capsys, "search", "空洞卷积 -批归一化")
    assert isinstance(document, dict)
    assert "空洞卷积" in json.dumps(document, ensure_ascii=False)


def test_clean_prints_passages_and_the_receipt(capsys: Capture) -> None:
    note = sorted((ROOT / "corpus" / "scraped").glob("000*.txt"))[0]
    document = printed(capsys, "clean", str(note))
    assert document.keys() == {"title", "language", "passages", "removed", "changed"}
    assert all(p.keys() == {"heading", "text"} for p in document["passages"])
    assert document["removed"]
    assert all(r.keys() >= {"line", "text", "rule"} for r in document["removed"])
    assert all(c.keys() >= {"line", "rule"} for c in document["changed"])
    assert main(["clean", str(note)]) == 0
    assert "## " in capsys.readouterr().out


def test_demos_are_listed(capsys: Capture) -> None:
    rows = printed(capsys, "demo", "--list")
    assert all(row.keys() >= {"id", "title"} for row in rows)
    assert "receptive-field" in [row["id"] for row in rows]
    assert main(["demo", "--list", "--language", "en"]) == 0
    assert "receptive-field" in capsys.readouterr().out


def test_a_demo_takes_parameters_from_options_and_files(tmp_path: Path, capsys: Capture) -> None:
    default = printed(capsys, "demo", "iou")
    assert default.keys() == {"demo", "params", "outputs", "insight"}
    changed = dict(default["params"])
    params = tmp_path / "params.json"
    params.write_text(json.dumps(changed), "utf-8")
    assert printed(capsys, "demo", "iou", "--params", str(params)) == default
    name, value = next(iter(changed.items()))
    assert printed(capsys, "demo", "iou", "--set", f"{name}={json.dumps(value)}") == default
    assert main(["demo", "iou"]) == 0
    assert " = " in capsys.readouterr().out


BAD = {
    "no question": ["ask"],
    "question and batch": ["ask", "IoU", "--batch", "x.jsonl"],
    "no such folder": ["ask", "IoU", "--corpus", "no/such/folder"],
    "a file as folder": ["ask", "IoU", "--corpus", "pyproject.toml"],
    "no such batch": ["ask", "--batch", "no-such.jsonl", "--json"],
    "a batch of no name": ["ask", "--batch", "a\0b", "--json"],
    "no such answers": ["grade", "--batch", "no-such.jsonl"],
    "search in no folder": ["search", "IoU", "--corpus", "no/such/folder"],
    "no such note": ["clean", "no-such.txt"],
    "a folder as note": ["clean", "corpus"],
    "no note at all": ["clean", "pyproject.toml"],
    "unknown demo": ["demo", "no-such-demo"],
    "unknown parameter": ["demo", "iou", "--set", "no_such=1"],
    "no assignment": ["demo", "iou", "--set", "k"],
    "nameless assignment": ["demo", "iou", "--set", "=3"],
    "no such parameter file": ["demo", "iou", "--params", "no-such.json"],
    "a folder as parameter file": ["demo", "iou", "--params", "corpus"],
    "out of range": ["demo", "receptive-field", "--set", 'layers=[{"k": -3}]'],
    "no number": ["demo", "receptive-field", "--set", "layers=abc"],
    "not finite": ["demo", "receptive-field", "--set", "layers=NaN"],
    "no questions": ["eval", "--questions", "no/such/folder"],
}


@pytest.mark.parametrize("argv", BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_in_both_languages(argv: list[str], capsys: Capture) -> None:
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert " / " in err
    assert any("㐀" <= c <= "鿿" for c in err)
    assert "Traceback" not in err


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[1, 2]", b"{", b'"x"'])
def test_a_bad_parameter_file_is_told(data: bytes, tmp_path: Path, capsys: Capture) -> None:
    params = tmp_path / "params.json"
    params.write_bytes(data)
    assert main(["demo", "iou", "--params", str(params)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("command", ["ask", "search", "clean", "demo", "eval"])
def test_every_command_explains_itself(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


def run(*argv: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *argv],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_a_real_process_answers_in_utf8() -> None:
    done = run("ask", "空洞卷积有什么问题?", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    check_answer(json.loads(done.stdout.decode("utf-8")))


def test_a_real_process_tells_bad_input() -> None:
    done = run("ask", "IoU", "--corpus", "no/such/folder")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8").count("\n") == 1


def test_ask_in_words_tells_what_was_repaired_and_calls_only_the_near_near(
    capsys: Capture,
) -> None:
    main(["ask", "膨胀巻积有什么缺点?"])
    assert "已改正：膨胀巻积 → 膨胀卷积" in capsys.readouterr().out
    main(["ask", "今天天气怎么样"])
    assert capsys.readouterr().out.count("\n") == 1
    main(["ask", "GAN 的模式崩塌怎么解决"])
    assert "GAN" in capsys.readouterr().out.split("\n", 1)[1]


def test_ask_in_words_tells_under_which_headings_nothing_stands() -> None:
    empty = Passage("0", "a.md", "AUC", "", "zh", kind="heading")
    near = Passage("1", "b.md", "ROC", "x", "zh")
    said = {
        (near, empty): ["相近的标题", "ROC (b.md)", "下面没有答案", "AUC (a.md)"],
        (empty,): ["下面没有答案", "AUC (a.md)"],
        (): ["没有相近的内容"],
    }
    for passages, lines in said.items():
        told = in_words(Answer(False, 0.0, (), language="zh", near=passages)).split("\n")
        assert all(part in line for part, line in zip(lines, told, strict=True))


def test_search_in_words_tells_how_many_and_how_many_more(capsys: Capture) -> None:
    main(["search", "感受野", "--top", "2"])
    lines = capsys.readouterr().out.splitlines()
    total = int(lines[0].split()[1])
    assert lines[0] == f"找到 {total} 段 / passages found: {total}"
    assert lines[-1] == f"还有 {total - 2} 段（--top {total}） / {total - 2} more (--top {total})"
    assert not any("##" in line for line in lines)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("clean", "{}/none"), "there is no file"),
        (("ask", "--batch", "{}/none.jsonl"), "there is no file"),
        (("demo", "iou", "--params", "{}/none.json"), "there is no file"),
        (("demo", "iou", "--params", "{}/bad.json"), "bad.json, line 2: not JSON"),
        (("demo", "qqqqqq"), "demo --list tells them all"),
    ],
)
def test_a_refusal_names_the_file_the_line_or_the_next_step(
    tmp_path: Path, capsys: Capture, argv: tuple[str, ...], told: str
) -> None:
    (tmp_path / "bad.json").write_text('{"a": 1,\n b}', "utf-8")
    assert main([word.format(tmp_path) for word in argv]) == 2
    assert told in capsys.readouterr().err


def test_who_chooses_no_language_has_that_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path))
    for machine, told in (("en_US.UTF-8", "0 due now"), ("zh_CN.UTF-8", "现在到期 0 题")):
        monkeypatch.setenv("LC_ALL", machine)
        assert main(["progress"]) == 0
        assert capsys.readouterr().out.startswith(told)


@pytest.mark.parametrize("words", [("progress",), ("export", "all.csv")])
def test_a_filter_without_a_book_is_refused_and_not_ignored(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--text", "IoU"]) == 2
    assert "--book" in capsys.readouterr().err
