"""Reports: what is in them, and that they neither run in a spreadsheet nor break the page."""

import csv
import io
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interview_samples import NOON, make_question

from bot.errors import StoreError
from bot.interview.anki import to_html, write_deck
from bot.interview.markdown import quote
from bot.interview.records import Review
from bot.interview.report import COLUMNS, report, safe_cell, to_csv, to_markdown

QUESTIONS = {id_: make_question(id_, topic=topic) for id_, topic in (("q1", "dl"), ("q2", "cv"))}


def answered(id_: str, rating: int, score: float | None, answer: str = "后进先出") -> Review:
    return Review(1, id_, "s", NOON, rating, score, answer, 12.0, ("先进后出",), ("线性表",))


def test_a_report_has_means_by_topic_and_what_to_drill() -> None:
    made = report(
        [answered("q1", 3, 0.8), answered("q1", 1, 0.2), answered("q2", 4, None),
         answered("gone", 3, 1.0)],
        QUESTIONS,
    )  # fmt: skip
    assert made.by_topic == {"dl": pytest.approx(0.5)}
    assert made.again == ("q1",) and len(made.rows) == 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_shows_answers_points_and_limits(language: str) -> None:
    text = to_markdown(report([answered("q1", 1, 0.2)], QUESTIONS), language)
    for part in ("后进先出", "先进后出", "线性表", "20%", QUESTIONS["q1"].text):
        assert part in text
    assert ("不理解意思" if language == "zh" else "does not understand") in text


def test_a_report_begins_with_its_day_and_totals_and_blames_no_blank_answer() -> None:
    made = report([answered("q1", 1, 0.2), answered("q2", 3, None, "")], QUESTIONS)
    title, _, totals, *_ = to_markdown(made, "zh", begun="2026-01-05 20:00").splitlines()
    assert title == "# 面试报告 · 2026-01-05 20:00"
    assert totals == "作答：1 / 2 · 平均得分：20% · 用时：24 秒"
    text = to_markdown(made, "en")
    assert text.startswith("# Interview report\n\nAnswered: 1 / 2 · Mean score: 20% · Time: 24 s\n")
    typed, blank = text.split("## 2. ")
    assert "**Points not detected**" in typed and "**Points not detected**" not in blank
    assert "**Points of the model answer**" in blank


CODE = "Short.\n\n## Code\n```python\nif x_1 < 2:\n    <b>[a](b)</b>\n```\nEnd."


def test_code_and_titles_keep_their_shape_in_exports() -> None:
    lines = quote(CODE)
    assert lines[2:8] == [
        "> **Code**",
        ">",
        ">     if x_1 < 2:",
        ">         <b>[a](b)</b>",
        ">",
        "> End.",
    ]
    html = to_html(CODE)
    assert "<b>Code</b><pre>if x_1 &lt; 2:<br>    &lt;b&gt;" in html and "```" not in html


@given(st.lists(st.sampled_from(["```", "# t", "<b>", "a", "", "    ```", "> q"])))
def test_nothing_ends_code_before_its_fence(lines: list[str]) -> None:
    for line in quote("\n".join(lines)):
        assert (
            line == ">"
            or line.startswith(("> **", ">     "))
            or "<b>" not in line.replace("\\<b", "")
        )


def test_markdown_of_a_hostile_answer_stays_text() -> None:
    hostile = "<script>alert(1)</script>\n# heading\n![x](http://evil.example/a.png)"
    text = to_markdown(report([answered("q1", 1, 0.2, hostile)], QUESTIONS), "en")
    assert "<script" not in text.replace("\\<", "") and "![x](" not in text
    assert not any(line.startswith("# h") for line in text.splitlines())


def test_csv_reads_back_and_never_starts_a_formula() -> None:
    rows = report([answered("q1", 1, 0.25, '=HYPERLINK("http://evil.example")')], QUESTIONS).rows
    header, row = csv.reader(io.StringIO(to_csv(rows)))
    assert tuple(header) == COLUMNS
    values = dict(zip(header, row, strict=True))
    assert values["answer"] == '\'=HYPERLINK("http://evil.example")' and values["score"] == "0.25"


@given(st.text())
def test_no_text_becomes_a_formula(text: str) -> None:
    assert safe_cell(text).lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}


def test_an_anki_deck_updates_on_the_next_import(tmp_path: Path) -> None:
    first, second = tmp_path / "a.apkg", tmp_path / "b.apkg"
    question = replace(QUESTIONS["q1"], reference="a < b & $x^2$")
    assert write_deck([question, QUESTIONS["q2"]], first, NOON) == 2
    write_deck([replace(question, reference="edited")], second, NOON)
    guids = [notes_of(path, tmp_path) for path in (first, second)]
    assert guids[1].keys() < guids[0].keys()
    assert any("a &lt; b &amp; \\(x^2\\)" in fields for fields in guids[0].values())


def notes_of(path: Path, folder: Path) -> dict[str, str]:
    """The fields of the notes of a package by their GUIDs."""
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", folder / path.stem)
    connection = sqlite3.connect(folder / path.stem / "collection.anki2")
    try:
        return dict(connection.execute("SELECT guid, flds FROM notes").fetchall())
    finally:
        connection.close()


def test_a_deck_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot write"):
        write_deck([QUESTIONS["q1"]], tmp_path / "missing" / "a.apkg", NOON)


@given(st.text())
def test_no_text_becomes_markup_in_a_card(text: str) -> None:
    assert "<" not in to_html(text).replace("<br>", "")
