"""Folders of notes: any folder, any encoding, and every way a file can be bad."""

import os
from pathlib import Path

import pytest

from bot.cli import main
from bot.corpus import Corpus, keep_lines, read_note, unusable
from bot.errors import NoteError

NOTE = "什么是感受野?\n感受野是特征图上一点对应的输入区域,随层数加深而变大。\n"


def test_opens_a_bare_folder_with_notes_of_three_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE, "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text(
        "## What is IoU?\n\nOverlap divided by union.\n", "utf-8"
    )
    html = "<title>T</title><nav>Home</nav><h2>What is NMS?</h2><p>It removes boxes.</p>"
    (tmp_path / "c.html").write_text(html, "utf-8")
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04")
    corpus = Corpus.open(tmp_path)
    assert [note.source for note in corpus.notes] == ["a.txt", "c.html", "sub/b.md"]
    assert [p.heading for p in corpus.passages] == ["什么是感受野?", "What is NMS?", "What is IoU?"]
    assert {p.origin for p in corpus.passages} == {"imported"}
    assert corpus.warnings == ()


def test_a_missing_folder_is_an_error_with_a_sentence() -> None:
    with pytest.raises(NoteError, match="no notes folder"):
        Corpus.open("/nowhere/at/all")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("binary.txt", bytes(range(256)) * 40),
        ("nul.txt", b"\0" * 4000),
        ("large.txt", b"a" * (5 * 1024 * 1024 + 1)),
    ],
)
def test_a_bad_file_is_one_warning_and_the_others_open(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / "good.txt").write_text(NOTE, "utf-8")
    (tmp_path / name).write_bytes(data)
    corpus = Corpus.open(tmp_path)
    assert [note.source for note in corpus.notes] == ["good.txt"]
    assert len(corpus.warnings) == 1
    assert name in corpus.warnings[0].en
    assert name in corpus.warnings[0].zh


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(NOTE, "utf-8")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.txt")
    corpus = Corpus.open(tmp_path)
    assert len(corpus.notes) == 1
    assert len(corpus.warnings) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((NOTE * 3).encode(encoding))
    assert "感受野是特征图上一点" in read_note(path).text


def test_big5_opens_and_reads_simplified(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "什麼是感受野?\n感受野是特徵圖上一點對應的輸入區域,隨層數加深而變大。\n" * 3
    path.write_bytes(text.encode("big5"))
    assert "感受野是特征图上一点对应的输入区域" in read_note(path).text


def test_a_few_broken_bytes_lose_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((NOTE * 20).encode() + b"\xff\xfe tail")
    assert read_note(path).text.count("感受野是特征图上一点") == 20


def test_other_kinds_of_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK")
    with pytest.raises(NoteError, match="is not a note"):
        read_note(path)
    with pytest.raises(NoteError, match="no file"):
        read_note(tmp_path / "none.txt")


def test_a_broken_manifest_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE, "utf-8")
    (tmp_path / "manifest.toml").write_text("[[notes]\n", "utf-8")
    corpus = Corpus.open(tmp_path)
    assert len(corpus.notes) == 1
    assert "manifest.toml" in corpus.warnings[0].en


def test_only_changed_files_are_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE, "utf-8")
    before = Corpus.open(tmp_path)
    (tmp_path / "b.txt").write_text(NOTE.replace("感受野", "卷积核"), "utf-8")
    after = Corpus.open(tmp_path, before.notes)
    assert after.notes[0] is before.notes[0]
    assert len(after.notes) == 2


def test_kept_lines_survive_cleaning_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NOTE + "分享到微博请遵守国家法律\n", "utf-8")
    assert "分享到微博" not in read_note(path).text
    keep_lines(path, frozenset({"分享到微博请遵守国家法律"}))
    assert "分享到微博" in read_note(path).text


def test_front_matter_gives_title_author_and_date(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: 卷积\nauthor: 林\ndate: 2024-05-01\n---\n\n## {NOTE}", "utf-8")
    note = read_note(path)
    assert (note.title, note.author, note.date) == ("卷积", "林", "2024-05-01")
    assert "---" not in note.text


def test_html_formulas_tables_and_code() -> None:
    from bot.clean.markup import read_html

    page = read_html(
        "<p>Let <math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x_{t}"
        "</annotation></semantics></math> be.</p><pre>a = 1\n  b</pre>"
        "<table><tr><td>1</td><td>2</td></tr></table><script>alert(1)</script>"
    )
    text = page.text
    assert "$x_{t}$" in text
    assert "```\na = 1\n  b\n```" in text
    assert "1 | 2" in text
    assert "alert" not in text
    assert [entry.before for entry in page.receipt] == ["alert(1)"]


PAGE = """<html><head><title>Notes</title></head>
<body class="has-sidebar"><nav>Home</nav>
<form id="form"><h2 id="related-work">What is a <em>rate</em> of 10<sup>-3</sup>?</h2>
<p>It scales the step x<sub>t</sub><sup>2</sup> and the 1<sup>st</sup> epochs<sup>[2]</sup>.</p>
<div class="share-box">Share on <b>Weibo</b>
or copy</div></form><div id="cookieBanner">We use cookies</div>
</body></html>"""


def test_every_element_left_out_is_in_the_receipt_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, "utf-8")
    note = read_note(path)
    out = [(entry.line, entry.before) for entry in note.receipt if entry.rule == "drop_element"]
    assert out == [
        (2, "Home"), (5, "Share on"), (5, "Weibo"), (6, "or copy"), (6, "We use cookies"),
    ]  # fmt: skip
    (passage,) = note.passages
    assert (passage.line, passage.heading) == (3, "What is a rate of 10^-3?")
    assert passage.text == "It scales the step x_t^2 and the 1st epochs[2]."


def test_a_line_of_an_element_left_out_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, "utf-8")
    keep_lines(path, frozenset({"We use cookies"}))
    note = read_note(path)
    assert "We use cookies" in note.text
    assert "We use cookies" not in [entry.before for entry in note.receipt]


def test_a_removed_line_reads_as_in_the_file_and_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    advert = "版權歸作者所有，任何形式轉載請聯繫作者 &nbsp;"
    body = "卷積神經網路的學習率決定每一步的大小,過大則發散,過小則收斂得慢。\n" * 12
    path.write_text(f"什麼是學習率?\n{body}{advert}\n", "utf-8")
    assert advert in [entry.before for entry in read_note(path).receipt]
    keep_lines(path, frozenset({advert.strip()}))
    assert advert not in [x.before for x in read_note(path).receipt if x.action == "removed"]


def test_a_short_note_with_a_few_lost_bytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("什么是学习率?\n它决定".encode() + b"\xff\xfe" + "步长。".encode())
    note = read_note(path)
    assert "它决定\ufffd\ufffd步长。" in note.text
    (entry,) = (entry for entry in note.receipt if entry.rule == "decode")
    assert (entry.line, entry.before) == (2, "它决定\\xff\\xfe步长。")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(NoteError):
        read_note(path)


def test_files_left_out_are_told_without_reading_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"## {NOTE}", "utf-8")
    (tmp_path / "b.txt").write_bytes("什么是感受野?".encode("gb18030"))
    assert unusable(tmp_path) == ()
    (tmp_path / "c.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "d.md").write_bytes(b"")
    (tmp_path / "manifest.toml").write_text("notes = 3", "utf-8")
    assert unusable(tmp_path) == Corpus.open(tmp_path).warnings
    assert len(unusable(tmp_path)) == 3


def test_ask_tells_of_files_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(f"## {NOTE}", "utf-8")
    (tmp_path / "d.md").write_bytes(b"")
    assert main(["ask", "什么是感受野?", "--corpus", str(tmp_path)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "d.md" in line
