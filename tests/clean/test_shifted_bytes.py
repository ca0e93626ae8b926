"""What a lost byte leaves, right at each limit of what is read again."""

import pytest

from bot.clean.shifted import common_share, repair_shifted_bytes

# Read one byte off, the characters between two of these are in common use, or are not.
SOUND, ODD = "的一是不了有和人中上我以时来用们到就分", "在这大个国他生作于出"
RARE = "诮谇黉"  # None in common use, and read one byte off like the others.
END = "園"  # Its second byte is below 0x80, and that byte alone is read as a letter.
# Read one byte off, the second byte of one and the first of the other are a letter or a mark.
LATIN = {"M": "希望", "!": "希。"}


def lost(text: str) -> str:
    """The text as it is read without its first byte."""
    return "?" + text.encode("gbk")[1:].decode("gb18030")


def repaired(text: str, known: str = "") -> bool:
    """Whether a page that has the text and what is known shows it again after a lost byte."""
    page = f"{known}{text}\n"
    return repair_shifted_bytes(page + lost(text)) == page + text


@pytest.mark.parametrize(("size", "there"), [(39, True), (40, False)])
def test_a_stretch_is_read_again_up_to_forty_characters(size: int, there: bool) -> None:
    assert repaired((ODD * 4)[:size] + END) is there


@pytest.mark.parametrize(
    ("sound", "odd", "there"),
    [(17, 3, False), (18, 3, False), (16, 4, True), (5, 1, True), (6, 1, False)],
)
def test_what_reads_well_is_no_lost_byte(sound: int, odd: int, there: bool) -> None:
    # The last character is odd, since what follows it is the end.
    text = (SOUND[:sound] + ODD)[: sound + odd] + END
    shown = lost(text)[1:-1]
    assert (common_share(shown) < 0.85) is there
    assert repaired(text) is there


@pytest.mark.parametrize(
    ("size", "there"), [(20, True), (19, False), (21, True)], ids=["17/20", "16/19", "18/21"]
)
def test_what_is_read_again_is_made_of_characters_in_common_use(size: int, there: bool) -> None:
    usual = (ODD * 2)[: size - 3]
    text = f"{usual[:9]}{RARE}{usual[9:]}{END}"
    assert len(text) == size + 1
    assert repaired(text) is there


@pytest.mark.parametrize(("letters", "there"), [(1, True), (2, True), (3, False)])
@pytest.mark.parametrize("letter", LATIN)
def test_two_letters_in_a_stretch_may_be_full_width_ones_made_plain(
    letter: str, letters: int, there: bool
) -> None:
    text = "在" + LATIN[letter] * letters + "国" + END
    plain = lost(text).replace(chr(ord(letter) + 0xFEE0), letter)
    assert plain.count(letter) == letters
    page = f"{text}\n"
    assert (repair_shifted_bytes(page + plain) == page + text) is there


def test_a_stretch_begins_right_behind_another_one() -> None:
    text = "在这" + END
    assert repair_shifted_bytes(f"{text}\n{lost(text)}{lost(text)}") == f"{text}\n{text}{text}"


@pytest.mark.parametrize("before", ["卷", "\n卷", "。。卷"])
def test_of_characters_that_fit_the_page_has_one_behind_the_same_character(before: str) -> None:
    # 和 and 仆 have the same second byte, the one that is left.
    page = "{}{}\n仆。仆。卷和。"
    text = f"和在{END}"
    assert repair_shifted_bytes(page.format(before, lost(text))) == page.format(before, text)


@pytest.mark.parametrize(("annotated", "there"), [("鹅(é)", True), ("短(duǎn)", False)])
@pytest.mark.parametrize("text", ["鹅", "在国鹅"])
def test_a_reading_tells_a_character_that_the_page_has_with_that_reading(
    text: str, annotated: str, there: bool
) -> None:
    # 鹅 and 短 have the same first byte.
    left = text.encode("gbk")[1:-1].decode("gb18030")
    page = f"在国。{annotated}。?{left}?é)的"
    shown = f"在国。{annotated}。{text}的"
    assert (repair_shifted_bytes(page) == shown) is there
    assert (repair_shifted_bytes(page) == page) is not there


@pytest.mark.parametrize("text", ["?\u00f1e", "卷积?\ue5e5e", "?\n在這", "卷?"])
def test_what_is_no_two_bytes_stays(text: str) -> None:
    assert repair_shifted_bytes(text) == text


@pytest.mark.parametrize("character", "亞。海")
def test_a_lost_byte_may_be_the_first_of_any_common_character(character: str) -> None:
    assert repaired(f"{character}在{END}")


def test_a_lost_byte_with_its_reading_is_restored_however_well_the_rest_reads() -> None:
    text = f"中人有和{END}"
    assert repair_shifted_bytes(f"{text}\n?zhōng){lost(text)[1:]}") == f"{text}\n{text}"


def test_of_a_character_both_bytes_may_be_lost() -> None:
    assert repair_shifted_bytes("和(hé)好(hǎo)。??hé)") == "和(hé)好(hǎo)。和"


def test_of_characters_with_one_reading_the_page_has_one_more_often() -> None:
    known = "在国。鹅(é)额(é)额"
    left = "在国额".encode("gbk")[1:-1].decode("gb18030")
    assert repair_shifted_bytes(f"{known}。?{left}?é)的") == f"{known}。在国额的"


def test_marks_are_full_width_only_on_a_page_that_has_them() -> None:
    text = f"！在国{END}"
    assert repair_shifted_bytes(f"x{text}\n{lost(text)}") == f"x{text}\n!在国{END}"
    assert repair_shifted_bytes(f"，{text}\n{lost(text)}") == f"，{text}\n{text}"


@pytest.mark.parametrize(("text", "there"), [(ODD[:5], True), (SOUND[:5], False)])
def test_a_second_byte_of_0x80_is_read_as_the_sign_of_the_euro(text: str, there: bool) -> None:
    whole = f"{text}線"
    shown = "?" + whole.encode("gbk")[1:-1].decode("gb18030") + "€"
    assert (repair_shifted_bytes(f"{whole}\n{shown}") == f"{whole}\n{whole}") is there


@pytest.mark.parametrize(
    ("text", "share"),
    [("\uffff", 0.0), ("~卷", 1.0), ("", 0.0), ("啊", 1.0), ("作", 1.0), ("亍", 0.0)],
)
def test_which_characters_are_common(text: str, share: float) -> None:
    assert common_share(text) == share
