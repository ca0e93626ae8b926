"""Nothing but a MiandaError comes out of a function that is given a text, a file or parameters.

Texts are made of what notes, questions and attacks are made of, in any order. What was found while
this was written has tests of its own where it was mended; here chance goes on looking, with the
same examples in every run.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from bot.analysis.glossary import load_glossary
from bot.clean.encodings import decode
from bot.clean.pipeline import clean_and_explain
from bot.companion import read_heads
from bot.corpus import Corpus, read_note
from bot.demos import all_demos, get_demo
from bot.demos._spec import plain
from bot.engine import Bot
from bot.errors import MiandaError
from bot.facts import check_facts, read_facts
from bot.imports import preview, safe_name
from bot.interview.grading import Grader
from bot.interview.questions import question_bank
from bot.interview.report import safe_cell
from bot.interview.store import Store
from bot.jsonlines import question_of, read_jsonl
from bot.keyword.syntax import parse
from bot.library import read_errata
from bot.passage import Passage
from bot.search import PassageIndex
from bot.split.parts import LIMIT
from bot.ui.conversation import replay
from bot.ui.demo_inputs import from_text, is_typed
from bot.ui.formula import as_text, can_be_drawn, powers_of_ten
from bot.ui.note_text import label, pieces

PIECES = (
    "空洞卷积", "感受野", "学习率", "recpetive ", "batch norm ", "IoU", "为什么", "不是", "的",
    "答:", "# ", "## 1. ", "1、什么是卷积?\n", "①", "- ", "\n", "\n\n", "\r", "\u2028", "\t", " ",
    "1\n", "a\n b\n", "```python\n", "```", "~~~\n", "def f(x):\n    return x\n", "$", "$$",
    "\\frac{1}{", "}", "{", "\\(", "^", "_", "| a | b |\n|---|---|\n", "---\n", "<table><tr><td>",
    "</td>", "<script>", "<!--", "&#x110000;", "&amp;", "(jīng)", "Ã©", "锟斤拷", "\x00",
    "\x1b[31m",
    "\u202e", "\u200b", "a\u0301", "🙂", "İ", "½", "٣", "１２", '"', "“", "-", "OR ", "lang:zh",
    "topic:", "(", ")", "[", "[1,", '{"a":', "%s", "{n}", "\\", "1e999", "https://a.b/c?d=e",
    "第1页", "共 条)", "x" * 50, "，", "。", "：", "=",
)  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)
ENDLESS = ("空洞卷积", "A ", "```python\n", "<table><tr><td>", "(")
"""What is repeated to 100 kB: long lines, many lines, brackets that never close."""
SIZE, SECONDS = 100_000, 2.0
"""A second on a machine that does nothing else; the tests may run on a busy one."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SOUP,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("akx"), inner),
    max_leaves=8,
)
NOTE = Passage("p", "a.md", "IoU", "IoU 是交并比:交集面积除以并集面积。", "zh")

Reader = Callable[[str], Any]
REFUSING = {"why not", "query", "search", "txt", "html", "import", "bytes", "glossary", "errata",
            "facts", "lines"}  # fmt: skip
"""The readers that may refuse a text; the others take any."""


@pytest.fixture(scope="module")
def readers(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    """Every function that takes a text, by name."""
    folder, grader = tmp_path_factory.mktemp("files"), Grader(bot.analyzer)

    def file(suffix: str, read: Callable[[Path], Any]) -> Reader:
        path = folder / f"note{suffix}"

        def written(text: str) -> Any:
            path.write_text(text, "utf-8", "surrogatepass")
            return read(path)

        return written

    def lines(path: Path) -> Any:
        return [question_of(line) for line in read_jsonl(str(path))]

    return {
        "ask": bot.ask,
        "follow up": lambda text: bot.ask("那它的缺点呢?", [text]),
        "explain": bot.explain,
        "why not": lambda text: bot.why_not("IoU", text),
        "passages": lambda text: PassageIndex.build(
            [Passage("t", "t", text, text, "zh")], bot.analyzer, bot.index.lexicon.descriptions
        ),
        "search": bot.keywords.search,
        "query": parse,
        "clean": clean_and_explain,
        "txt": file(".txt", read_note),
        "html": file(".html", read_note),
        "import": lambda text: preview(f"{text[:90]}.md", text.encode("utf-8", "surrogatepass")),
        "bytes": lambda text: decode(text.encode("utf-16")),
        "grade": lambda text: grader.grade("什么是 IoU?", NOTE.text, text),
        "reference": lambda text: grader.grade("什么是 IoU?", text, "交并比"),
        "bank": lambda text: question_bank(
            [Passage("t", "t", text[:200], text[:LIMIT], "zh")], bot.analyzer, "zh"
        ),
        "glossary": file(".tsv", load_glossary),
        "errata": file(".toml", read_errata),
        "facts": file(".toml", read_facts),
        "lines": file(".jsonl", lines),
        "shown": pieces,
        "label": label,
        "drawn": can_be_drawn,
        "formula": as_text,
        "powers": powers_of_ten,
        "name": safe_name,
        "cell": safe_cell,
        "conversation": lambda text: replay(bot, [{"question": text, "source": text}]),
    }


def outcome(read: Reader, given: Any) -> str:
    """What a function does with a thing: ``"read"``, or the sentence it refuses it with.

    Any other exception comes out. A refusal has its sentence in both languages.
    """
    try:
        read(given)
    except MiandaError as error:
        assert error.message.zh.strip() and error.message.en.strip()
        return error.message.en
    return "read"


@settings(max_examples=8)
@given(SOUP)
def test_any_text_is_read_or_refused(readers: dict[str, Reader], text: str) -> None:
    for name, read in readers.items():
        note(name)
        told = outcome(read, text)
        assert told == "read" or name in REFUSING
        assert told == outcome(read, text), "the same text, another outcome"


@pytest.mark.parametrize("piece", ENDLESS)
def test_nothing_takes_a_second(readers: dict[str, Reader], piece: str) -> None:
    text = (piece * (SIZE // len(piece.encode()) + 1))[:SIZE]
    slow = {}
    for name, read in readers.items():
        # The first call may open a table; other programs on the machine may take the cache.
        slow[name] = seconds(read, text)
        if slow[name] >= SECONDS:
            slow[name] = seconds(read, text)
    assert not {name: took for name, took in slow.items() if took >= SECONDS}


def seconds(read: Reader, text: str) -> float:
    """Processor time of one call."""
    start = time.process_time()
    outcome(read, text)
    return time.process_time() - start


@settings(max_examples=40)
@given(st.data())
def test_any_parameters_are_computed_or_refused(data: st.DataObject) -> None:
    demo = get_demo(data.draw(st.sampled_from(sorted(all_demos()))))
    mode = data.draw(st.sampled_from(demo.modes))
    params = data.draw(st.lists(st.sampled_from(mode.params), max_size=3, unique_by=id))
    raw = {param.name: data.draw(VALUES | near(plain(param.default))) for param in params}

    def run(values: dict[str, Any]) -> None:
        json.dumps(plain(demo(**values).values), allow_nan=False)

    told = outcome(run, raw)
    assert told == "read" or raw, "a demo runs on its defaults"
    assert told == outcome(run, raw)
    for param in filter(is_typed, params):
        typed = data.draw(SOUP | st.just("[" * SIZE) | VALUES.map(str))
        refused = outcome(lambda text, param=param: param.parse(from_text(param, text)), typed)
        assert refused == "read" or param.name in refused, "which box is it?"


def near(value: Any) -> st.SearchStrategy[Any]:
    """Values of the shape of ``value``, with other numbers in it."""
    if isinstance(value, list):
        return st.tuples(*map(near, value)).map(list)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return st.just(value)
    return st.sampled_from([value, value + 1, -value, 0, value * 100, value / 2])


TABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "errata.toml": (
        "erratum",
        dict.fromkeys(("wrong_zh", "wrong_en", "right_zh", "right_en", "evidence", "demo"), "a")
        | {"source": "a.md", "quote": "IoU"},
    ),
    "facts.toml": (
        "fact",
        {"source": "a.md", "quote": "IoU", "demo": "iou", "output": "iou", "stated": 0.5}
        | {"params": {}, "tolerance": 0.1},
    ),
    "manifest.toml": (
        "notes",
        {"file": "a.md", "title": "T", "language": "zh", "site": "s", "date": "2020", "url": "u"},
    ),
}
HEAD = {
    "concepts": ["iou"], "level": "basic", "demos": ["iou"], "answers": ["IoU"], "sources": ["s"],
    "checks": [{"demo": "iou", "params": {}, "output": "iou", "value": "1"}],
    "follow-ups": ["Why? -> iou"],
}  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_any_table_beside_the_notes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "a.md").write_text(f"# IoU\n\n{NOTE.text}\n", "utf-8")
    for name, (table, entry) in TABLES.items():
        rows = "".join(f"{key} = {in_toml(value)}\n" for key, value in changed(data, entry).items())
        (folder / name).write_text(f"[[{table}]]\n{rows}", "utf-8")
    path = folder / "companion" / "zh" / "iou.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{json.dumps(changed(data, HEAD))}\n---\n# IoU\n\n交并比。\n", "utf-8")
    assert [n.source for n in Corpus.open(folder).notes] == ["a.md", "companion/zh/iou.md"]
    companions, warnings = read_heads(folder)
    assert len(companions) + len(warnings) == 1
    for name, read in (
        ("facts.toml", lambda at: check_facts(NOTE, read_facts(at))),
        ("errata.toml", lambda at: Bot.over([NOTE], read_errata(at)).errata_in(NOTE)),
    ):
        told = outcome(read, folder / name)
        assert told == "read" or name in told, "which file is it?"


def changed(data: st.DataObject, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with one or two of its values replaced by anything."""
    keys = data.draw(st.lists(st.sampled_from(sorted(entry)), min_size=1, max_size=2))
    return entry | {key: data.draw(TOML) for key in keys}


TOML = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.sampled_from(["", "a", "fr", "IoU"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("akx"), inner),
    max_leaves=5,
)


def in_toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {in_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    return json.dumps(value)


@settings(max_examples=15)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_a_progress_file_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, begins: bool
) -> None:
    folder = tmp_path_factory.mktemp("progress")
    path = Store.open(folder).path
    path.write_bytes((b"SQLite format 3\0" if begins else b"") + data)
    told = outcome(lambda at: Store.open(at).check(), folder)
    assert told == "read" or path.name in told, "which file is it?"
