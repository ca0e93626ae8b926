"""Inputs that once took seconds: the work they make grows with their size, not with its square.

Work is counted in function calls, which no other program on the machine can change. What an input
costs a character is compared with the same input of twice the size.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.analysis.spelling import SpellingRepair
from bot.clean.pipeline import clean_and_explain
from bot.corpus import kept_lines, read_note
from bot.engine import Bot
from bot.errors import InputError, NoteError
from bot.evaluation.questions import load_questions
from bot.facts import read_facts
from bot.folders import read_manifest
from bot.keyword.pinyin import read_pinyin
from bot.library import read_errata
from bot.ui.formula import as_text, can_be_drawn
from bot.ui.note_text import Html, pieces
from tests.calls import calls

SIZE = 3_000
MOST = 100
"""Calls a character may take; these take 1 to 80, and took 120 to 700."""
MOST_SEARCHING = 300_000
"""Calls that a search for a long text may take; these take a third, and took 1,080,000."""
FORMULAS = (
    "f(x)=x^2\n", "x\n", "1\n", "x_i\n", "x^2\n", "x\nx_i\nx\n", "x ",
    "A A A ", "$x$ ", "x^2 x^2 ", "\\alpha ", "\\frac{1}{2}",
    "a=" * 119 + "_a ", "a{" * 119 + "_a ", "(a}" * 119 + "_a ", "a " * 119 + "_a ", "$\\frac{1}{",
    "$" + "{" * 900 + "}" * 900 + "$ a ",
)  # fmt: skip


def repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def page(suffix: str, folder: Path) -> Callable[[str], object]:
    path = folder / f"note{suffix}"

    def read(text: str) -> object:
        path.write_text(text, "utf-8")
        return read_note(path)

    return read


@pytest.mark.parametrize("piece", FORMULAS, ids=lambda piece: piece[:12].strip())
@pytest.mark.parametrize("reader", ["clean", ".html", "shown"])
def test_a_formula_repeated_takes_work_by_its_length(
    reader: str, piece: str, tmp_path: Path
) -> None:
    readers = {"clean": clean_and_explain, "shown": pieces, ".html": page(".html", tmp_path)}
    read, short, long = readers[reader], repeated(piece, SIZE), repeated(piece, 2 * SIZE)
    read(repeated(piece, SIZE - 1))  # opens the tables; what has been read is not read again
    once, twice = calls(lambda: read(short)), calls(lambda: read(long))
    assert twice < MOST * 2 * SIZE
    assert twice < 3 * once


def test_names_said_over_and_over_take_work_by_their_number(bot: Bot) -> None:
    short, long = repeated("IoU ", SIZE), repeated("IoU ", 2 * SIZE)
    find = bot.analyzer.finder.find
    find("IoU")
    assert calls(lambda: find(long)) < 2.2 * calls(lambda: find(short))


@pytest.mark.parametrize("piece", ["αβ ", "第一章 a\n", "①a\n"])
def test_what_stands_nowhere_is_read_as_pinyin_in_good_time(bot: Bot, piece: str) -> None:
    """Every stretch of the words of a query was a name to be looked up: 2 seconds for 12 kB."""
    text = repeated(piece, 8_000)
    bot.keywords.search(text)  # opens the tables
    sounds = calls(lambda: read_pinyin(text.split(), {"ganshouye": "感受野"}))
    assert sounds < 12 * len(text.split())
    assert calls(lambda: bot.keywords.search(text)) < MOST_SEARCHING


def test_a_slip_that_comes_again_and_again_is_weighed_once(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[str] = []
    cost = SpellingRepair._cost

    def weigh(repair: SpellingRepair, window: str, name: str) -> float | None:
        weighed.append(window)
        return cost(repair, window, name)

    monkeypatch.setattr(SpellingRepair, "_cost", weigh)
    bot.index.spelling.chinese([(0, "卷积" * 20)])
    once = len(weighed)
    bot.index.spelling.chinese([(0, "卷积" * 200)])
    assert 0 < once == len(weighed) - once


KEYS = ("1." * 50_000, f"[{'a.' * 50_000}a]", f"a = {{{'b.' * 50_000}b = 1}}")
NESTED = (f"a = {'[' * 50_000}", "a = " + "{a = " * 50_000)


@pytest.mark.parametrize("text", KEYS + NESTED, ids=lambda text: text[:10])
def test_a_table_without_end_is_no_table(text: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(text, "utf-8")

    def refused(read: Callable[[Path], object]) -> None:
        with pytest.raises(NoteError):
            read(path)

    assert calls(lambda: refused(read_facts)) < SIZE
    assert calls(lambda: refused(read_errata)) < SIZE
    assert read_manifest(tmp_path) is None


def test_a_list_without_end_beside_a_note_or_among_questions_is_none(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.with_name("a.md.kept.json").write_text("[" * 100_000)
    assert kept_lines(note) == frozenset()
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "mine.jsonl").write_text("[" * 100_000)
    with pytest.raises(InputError, match="mine"):
        load_questions(tmp_path, ["mine"])


def test_a_formula_without_end_is_shown_as_it_stands() -> None:
    for latex in ("{" * 100_000 + "}" * 100_000, "{" * 900 + "}" * 900, "x" * 100_000):
        assert as_text(latex) is None
        assert not can_be_drawn(latex)
    (shown,) = pieces(f"a ${'x' * 100_000}$ b")
    assert isinstance(shown, Html) and len(shown.body) > 100_000
