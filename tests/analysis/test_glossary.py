from pathlib import Path

import pytest

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import load_glossary, parse_glossary
from bot.errors import NoteError

TABLE = "id\tfield\tzh\ten\tabbr\tslips\trelations\tnote\n"


def test_a_row_becomes_a_concept() -> None:
    row = "iou\tcv\t交并比|交并比\tintersection over union\tIoU\t交兵比\tpart-of:nms|bad\t\n"
    (concept,) = parse_glossary(TABLE + row).values()
    assert concept.names == ("交并比", "intersection over union", "IoU", "交兵比")
    assert concept.relations == (("part-of", "nms"),)
    assert concept.related("part-of") == ("nms",)
    assert (concept.title.zh, concept.title.en) == ("交并比", "intersection over union")


def test_a_name_is_shown_in_the_other_language_when_there_is_none() -> None:
    (concept,) = parse_glossary(TABLE + "relu\tdl\t\tReLU\t\t\t\t\n").values()
    assert concept.title.zh == "ReLU"


def test_the_table_of_the_user_extends_and_overrides(tmp_path: Path) -> None:
    extra = tmp_path / "glossary.tsv"
    extra.write_text("id\tfield\tzh\ten\nspline-net\tdl\t样条网络\tspline network\n"
                     "relu\tdl\t整流\trectifier\n", "utf-8-sig")  # fmt: skip
    glossary = load_glossary(extra)
    assert glossary["relu"].zh == ("整流",)
    concepts = Analyzer(glossary).analyze("什么是样条网络").concepts()
    assert concepts["spline-net"] == 1.0
    assert len(glossary) == len(load_glossary()) + 1


def test_of_several_tables_the_last_one_is_the_strongest(tmp_path: Path) -> None:
    tables = [tmp_path / name for name in ("below.tsv", "top.tsv")]
    for table, name in zip(tables, ("蜂螨", "瓦螨"), strict=True):
        table.write_text(f"id\tzh\nvarroa\t{name}\n{table.stem}\t{name}属\n", "utf-8")
    glossary = load_glossary(*tables)
    assert glossary["varroa"].zh == ("瓦螨",)
    assert glossary["below"].zh == ("蜂螨属",)


def test_no_table_of_the_user_is_no_error(tmp_path: Path) -> None:
    assert load_glossary(tmp_path / "glossary.tsv") == load_glossary()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01", b"", b"zh\ten\n\xe7\n", b"\n\n"])
def test_what_is_no_table_is_told_in_both_languages(tmp_path: Path, data: bytes) -> None:
    extra = tmp_path / "glossary.tsv"
    extra.write_bytes(data)
    with pytest.raises(NoteError) as caught:
        load_glossary(extra)
    assert "glossary.tsv" in caught.value.message.zh
    assert "glossary.tsv" in caught.value.message.en
