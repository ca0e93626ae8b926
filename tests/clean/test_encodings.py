"""In which encodings a note is read, and which bytes are no text."""

import pytest

from bot.clean.encodings import decode, lost_bytes
from bot.errors import NoteError
from bot.text import Text

SIMPLE = "卷积神经网络学习图像的特征,参数共享。\n"
FULL = "卷積神經網路學習圖像的特徵,參數共享。\n"
ENGLISH = "Dropout keeps each unit with a probability, so that no unit relies on another one.\n"
FRENCH = "Le cœur du réseau, c’est qu’il apprend lui-même à partir des données étiquetées.\n"
RUSSIAN = "Свёрточная сеть учит признаки изображения, а функция потерь уменьшается.\n"
JAPANESE = "畳み込みニューラルネットワークは画像の特徴を学習します。損失関数を最小化する。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLE, "utf-8"),
        (SIMPLE, "gb18030"),
        (FULL, "big5"),
        (FULL, "gb18030"),
        ("注意力" * 7, "utf-16-le"),
        ("注意力" * 7, "utf-16-be"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
    ],
)
@pytest.mark.parametrize("times", [1, 700])
@pytest.mark.parametrize("before", ["", "a"])
def test_a_note_is_read_in_its_encoding_whatever_its_length(
    text: str, encoding: str, times: int, before: str
) -> None:
    note = before + text * times
    if encoding.startswith("utf-16") and "\n" not in text:
        note = text * times
    assert decode(note.encode(encoding)) == note


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        ("efbbbf", "utf-8"),
        ("fffe", "utf-16-le"),
        ("feff", "utf-16-be"),
        ("fffe0000", "utf-32-le"),
        ("0000feff", "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [SIMPLE, ENGLISH])
def test_a_mark_tells_the_encoding_and_is_no_part_of_the_text(
    mark: str, encoding: str, text: str
) -> None:
    data = bytes.fromhex(mark) + text.encode(encoding)
    assert decode(data) == text
    assert decode(data[:-1]).startswith(text[:-1])


def wide(latin: int, misplaced: int = 0) -> bytes:
    """UTF-16 of a hundred characters, so many of them Latin and so many with a low byte of 0."""
    text = "a" * latin + "\u4e00" * misplaced + "卷" * (100 - latin - misplaced)
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("latin", "misplaced", "read"),
    [(21, 0, True), (20, 0, False), (80, 3, True), (80, 4, False)],
)
def test_utf_16_without_a_mark_is_known_by_zeros_in_every_other_place(
    latin: int, misplaced: int, read: bool
) -> None:
    data = wide(latin, misplaced)
    if read:
        assert decode(data) == data.decode("utf-16-le")
    else:
        with pytest.raises(NoteError):
            decode(data)


@pytest.mark.parametrize("byte", range(32))
def test_a_text_has_hardly_any_control_characters(byte: int) -> None:
    few, many = (b"x" * (100 - n) + bytes([byte]) * n for n in (2, 3))
    assert decode(few) == few.decode()
    if byte in b"\t\n\f\r\x1b":
        assert decode(many) == many.decode()
    else:
        with pytest.raises(NoteError) as told:
            decode(many)
        assert told.value.message == Text("这不是文本文件", "this is not a text file")


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_file_is_told_as_empty(data: bytes) -> None:
    with pytest.raises(NoteError) as told:
        decode(data)
    assert told.value.message == Text("文件是空的", "the file is empty")


@pytest.mark.parametrize(
    ("whole", "broken", "shown"), [(4, 2, "\ufffd\ufffd"), (2, 1, "\ufffd"), (3, 2, "ÿÿ")]
)
def test_utf_8_is_known_by_two_whole_characters_for_each_broken_one(
    whole: int, broken: int, shown: str
) -> None:
    data = b"x" * 400 + "é".encode() * whole + b" \xff" * broken
    assert decode(data).replace(" ", "").endswith(shown)


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("92", "’"),
        ("93", "“"),
        ("e9", "é"),
        ("b0", "°"),
        ("b1", "±"),
        ("b5", "µ"),
        ("81", "\ufffd"),
    ],
)
def test_english_with_a_few_signs_of_windows_loses_none(sign: str, text: str) -> None:
    assert decode(b"x " * 49 + b"5" + bytes.fromhex(sign)) == "x " * 49 + f"5{text}"


def test_english_that_quotes_russian_is_read() -> None:
    text = ENGLISH * 2 + "In Russian: свёрточная сеть.\n"
    assert decode(text.encode("cp1251")) == text


def test_a_byte_that_is_no_character_costs_no_other() -> None:
    plain = FRENCH.replace("œ", "oe").replace("’", "'") * 3
    assert decode(plain.encode("latin-1") + b"\x81") == plain + "\x81"
    assert decode((JAPANESE * 700).encode("shift_jis") + b"\xff") == JAPANESE * 700 + "\ufffd"
    many = SIMPLE * 20 + "\ufffd" * 5
    assert decode((SIMPLE * 20).encode() + b"\xff" * 5) == many


@pytest.mark.parametrize(("lost", "read"), [(3, True), (4, False)])
def test_a_short_text_may_have_lost_three_bytes(lost: int, read: bool) -> None:
    data = b"\xef\xbb\xbfabc" + b"\xff" * lost
    if read:
        assert decode(data) == "abc" + "\ufffd" * lost
    else:
        with pytest.raises(NoteError):
            decode(data)


@pytest.mark.parametrize(("whole", "read"), [(106, True), (102, False)])
def test_chinese_may_have_lost_hardly_two_characters_in_a_hundred(whole: int, read: bool) -> None:
    data = "卷".encode("gb18030") * whole + b"\xff\xff"
    assert (decode(data) == "卷" * whole + "\ufffd\ufffd") is read


@pytest.mark.parametrize(("rare", "read"), [("龘", True), ("龘龘", False)])
def test_more_than_three_in_five_characters_of_chinese_are_common(rare: str, read: bool) -> None:
    text = f"卷积核{rare}"
    assert (decode(text.encode("gb18030")) == text) is read


def test_each_line_with_lost_bytes_is_told_as_it_stands_in_the_file() -> None:
    data = "一一\n二".encode() + b"\xff\n" + "三".encode() + b"\xfe"
    entries = [*lost_bytes(decode(data), data)]
    assert [(e.line, e.rule, e.action, e.before, e.after) for e in entries] == [
        (2, "decode", "changed", "二\\xff", "二\ufffd"),
        (3, "decode", "changed", "三\\xfe", "三\ufffd"),
    ]
    assert entries[0].reason.en == "bytes that could not be read"
    assert [*lost_bytes("一", b"x")] == []
    # Read in another encoding the lines of the file are not those of its bytes.
    assert [e.before for e in lost_bytes("一\n\ufffd", b"\xff")] == ["\ufffd"]
