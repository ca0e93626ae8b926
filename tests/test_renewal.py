"""A folder that changed is answered from as if it were indexed anew, without doing so."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import bot.library
from bot.analysis.analyzer import Analyzer
from bot.engine import Bot
from bot.kept.renewal import State

NOTES = {
    "b.md": "# 卷积\n\n## 空洞卷积\n\n空洞卷积在不增加参数的情况下扩大感受野,但会带来网格效应,"
    "小物体可能漏检,因此常与其他膨胀率配合使用,例如混合空洞卷积让相邻各层的膨胀率没有大于一的公约数。"
    "\n\n## BN 的作用\n\n优点:\nBN 加快收敛,允许更大的学习率,对初始化不那么敏感。\n",
    "d.md": "# Boxes\n\n## IoU\n\nIntersection over union divides the area that two boxes share by "
    "the area that they cover together, and is one for boxes that are the same in every respect.\n",
    "f.md": "# 池化\n\n## 最大池化\n\n最大池化取窗口里最大的数,让小的平移不改变结果。\n",
}
BEAR = (
    "# 熊\n\n## 短尾矮袋鼠吃什么?\n\n短尾矮袋鼠吃草、树叶和嫩芽,夜间活动,主要生活在罗特尼斯岛上。\n"
)
SAME = "# 又一篇\n\n## 什么是 IoU\n" + NOTES["d.md"].split("## IoU\n")[1]
QUESTIONS = ("空洞卷积有什么缺点", "短尾矮袋鼠吃什么", "what is IoU", "BN的作用", "pooling", "??")
Change = Callable[[Path], object]


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_analyzer: Analyzer) -> Path:
    """A folder of notes."""
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bot.library, "program_version", lambda: "this one")
    (tmp_path / "notes").mkdir()
    for name, text in NOTES.items():
        write(tmp_path / "notes", name, text)
    return tmp_path / "notes"


def assert_as_built_anew(bot: Bot, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(notes.parent / "another home"))
    anew = Bot.open(notes)
    assert list(bot.index.passages) == list(anew.index.passages)
    assert bot.index.passages[-2:] == anew.index.passages[-2:]
    for question in QUESTIONS:
        one, other = (each.index.understand(question) for each in (bot, anew))
        assert one == other
        ranked, expected = bot.index.rank(one), anew.index.rank(other)
        np.testing.assert_allclose(ranked.scores, expected.scores, rtol=1e-9)
        np.testing.assert_array_equal(ranked.order, expected.order)
        found, again = bot.ask(question), anew.ask(question)
        assert [hit.passage for hit in found.hits] == [hit.passage for hit in again.hits]
        assert (found.answered, found.highlights) == (again.answered, again.highlights)


def shifted(text: str) -> str:
    return text.replace("\n\n## ", "\n\n\n\n## ", 1)


CHANGES: dict[str, Change] = {
    "a note behind": lambda folder: write(folder, "z.md", BEAR),
    "a note in front": lambda folder: write(folder, "a.md", BEAR),
    "a note below": lambda folder: ((folder / "e").mkdir(), write(folder / "e", "a.md", BEAR)),
    "more in a note": lambda folder: write(folder, "b.md", NOTES["b.md"] + BEAR),
    "less in a note": lambda folder: write(folder, "b.md", NOTES["b.md"].split("\n\n## BN")[0]),
    "other lines": lambda folder: write(folder, "b.md", shifted(NOTES["b.md"])),
    "a note is gone": lambda folder: (folder / "d.md").unlink(),
    "another name": lambda folder: (folder / "b.md").rename(folder / "x.md"),
    "the same behind": lambda folder: write(folder, "e.md", SAME + BEAR),
    "the same in front": lambda folder: write(folder, "c.md", SAME + BEAR),
    "the same twice": lambda folder: (write(folder, "c.md", SAME), write(folder, "z.md", SAME)),
    "no text": lambda folder: write(folder, "e.md", ""),
    "a manifest": lambda folder: write(
        folder, "manifest.toml", '[[notes]]\nfile = "d.md"\nlanguage = "zh"\n'
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_answered_as_if_built_anew(
    notes: Path, builds: list[int], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Bot.open(notes)
    CHANGES[name](notes)
    bots = Bot.open(notes), Bot.open(notes)
    assert len(builds) == 1
    for one in bots:
        assert_as_built_anew(one, notes, monkeypatch)


@pytest.mark.parametrize("name", ["c.md", "d.md", "e.md"])
def test_what_was_merged_comes_back_with_a_change(
    notes: Path, builds: list[int], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(notes, "c.md", SAME)
    write(notes, "e.md", SAME + BEAR)
    assert len(Bot.open(notes).index.passages) == 5
    (notes / name).unlink()
    changed = Bot.open(notes)
    assert len(builds) == 1
    assert_as_built_anew(changed, notes, monkeypatch)


def test_changes_follow_each_other(
    notes: Path, builds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("nothing", "the same in front", "a note is gone", "a note behind"):
        CHANGES.get(name, id)(notes)
        changed = Bot.open(notes)
    assert len(builds) == 1
    assert_as_built_anew(changed, notes, monkeypatch)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("glossary.tsv", "id\tzh\nquokka\t短尾矮袋鼠\n"),
        ("animals/glossary.tsv", "id\tzh\nquokka\t短尾矮袋鼠\n"),
        (
            "companion/zh/iou.md",
            "---\n{}\n---\n# IoU\n\n交并比是两个框相交的面积除以相并的面积。\n",
        ),
        ("long.md", BEAR + "## 更多\n\n短尾矮袋鼠会爬树。\n" * 3_000),
    ],
)
def test_some_changes_need_a_build(notes: Path, builds: list[int], name: str, text: str) -> None:
    Bot.open(notes)
    (notes / name).parent.mkdir(parents=True, exist_ok=True)
    write(notes, name, text)
    Bot.open(notes)
    assert len(builds) == 2


def test_glossaries_count_wherever_they_lie(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    places = ["one/bees/glossary.tsv", "one/glossary.tsv", "two/bread/sour/glossary.tsv"]
    for place in places:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path, place, f"id\tzh\nvarroa\t{place}\n")
    state = State.of(folders, "")
    assert [path.relative_to(tmp_path).as_posix() for path in state.tables] == places
    write(tmp_path, places[2], "id\tzh\nvarroa\t瓦螨\n")
    after = State.of(folders, "")
    assert not {state.lexicon, state.told, state.key} & {after.lexicon, after.told, after.key}


def test_without_the_old_index_it_is_built_anew(
    notes: Path, builds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    Bot.open(notes)
    (old,) = (notes.parent / "home" / "cache").glob("index-*")
    CHANGES["a note in front"](notes)
    Bot.open(notes)
    (old / "contents.json").unlink()
    assert_as_built_anew(Bot.open(notes), notes, monkeypatch)
    assert len(builds) == 3


def test_a_changed_index_is_stored_and_added_to_as_a_whole(notes: Path, tmp_path: Path) -> None:
    Bot.open(notes)
    CHANGES["a note in front"](notes)
    index = Bot.open(notes).index
    index.save(tmp_path / "index")
    stored = index.load(tmp_path / "index")
    assert list(stored.passages) == list(index.passages)
    assert len(index.extended(stored.passages[:1]).passages) == len(index.passages) + 1


def test_the_first_note_of_a_folder_that_was_not_there_needs_no_build(
    notes: Path, builds: list[int], tmp_path: Path
) -> None:
    Bot.open(notes, tmp_path / "more")
    (tmp_path / "more").mkdir()
    write(tmp_path / "more", "g.md", BEAR)
    answer = Bot.open(notes, tmp_path / "more").ask("短尾矮袋鼠吃什么")
    assert answer.hits[0].passage.source == "g.md"
    assert len(builds) == 1


def test_notes_with_one_name_in_two_folders_are_built_anew(
    notes: Path, builds: list[int], tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    write(tmp_path / "more", "b.md", BEAR)
    Bot.open(notes, tmp_path / "more")
    write(tmp_path / "more", "g.md", BEAR)
    assert Bot.open(notes, tmp_path / "more").ask("短尾矮袋鼠吃什么").hits
    assert len(builds) == 2
