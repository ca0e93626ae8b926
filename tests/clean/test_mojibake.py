"""Text read in a wrong encoding, right at each limit of what is read again."""

import pytest

from bot.clean.mojibake import undo_mojibake
from bot.clean.shifted import common_share

USUAL = "的一是不了有和人中上我以时来用们到就分对成"
RARE = "诮谇黉"  # None in common use.
SOUND = "在这大个国他生作于出会主"


def as_gbk(text: str) -> str:
    """The text as it reads when its UTF-8 is taken for GB 18030."""
    return text.encode().decode("gb18030")


@pytest.mark.parametrize(("usual", "there"), [(17, True), (15, False)], ids=["17/20", "15/18"])
@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_what_is_read_again_is_made_of_characters_in_common_use(
    usual: int, there: bool, wrong: str
) -> None:
    text = USUAL[: usual - 1] + RARE + USUAL[usual - 1]
    shown = text.encode().decode(wrong)
    assert (undo_mojibake(shown) == text) is there


@pytest.mark.parametrize(("text", "there"), [("卷积", True), ("。卷", False)])
@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_one_han_character_proves_no_wrong_encoding(text: str, there: bool, wrong: str) -> None:
    shown = text.encode().decode(wrong)
    assert undo_mojibake(shown) == (text if there else shown)


def test_a_run_of_letters_with_accents_stays() -> None:
    assert undo_mojibake("Ãâçô àéîõü") == "Ãâçô àéîõü"


@pytest.mark.parametrize("letters", ["ÀÁÂÃÄÅÆÇ", "ÈÉÊË", "ÀÉÈÊ", "Les lettres ÀÁÂÃÄÅ, puis ÈÉÊË"])
def test_a_list_of_letters_is_read_again_only_beside_what_is_none(letters: str) -> None:
    assert undo_mojibake(letters) == letters
    assert undo_mojibake(f"ÎÒÃÇ {letters[:4]}") == f"ÎÒÃÇ {letters[:4]}"
    assert undo_mojibake("ÎÒÃÇÑ§Ï°\nÎÒÃÇ") == "我们学习\n我们"


@pytest.mark.parametrize("text", ["学习", "深度学习"])
@pytest.mark.parametrize("behind", ["", "在", "在这"])
def test_sound_characters_stand_behind_what_is_read_again(text: str, behind: str) -> None:
    assert undo_mojibake(as_gbk(text) + behind) == text + behind


@pytest.mark.parametrize(("size", "there"), [(1, True), (2, True), (11, True), (12, False)])
def test_up_to_eleven_sound_characters_stand_before_what_is_read_again(
    size: int, there: bool
) -> None:
    before, text = SOUND[:size], "深度学习" * 6
    shown = before + as_gbk(text)
    assert undo_mojibake(shown) == (before + text if there else shown)


def test_sound_characters_on_both_sides_are_not_told_from_what_is_wrong() -> None:
    shown = f"这{as_gbk('深度学习')}在"
    assert undo_mojibake(shown) == shown


@pytest.mark.parametrize(("before", "there"), [("这", False), ("", True)], ids=["7/10", "6/9"])
def test_a_run_that_is_mostly_in_common_use_is_sound(before: str, there: bool) -> None:
    text = "为两" * 3
    shown = before + as_gbk(text)
    assert common_share(shown) == pytest.approx(0.7 if before else 2 / 3)
    assert undo_mojibake(shown) == (before + text if there else shown)


def test_signs_are_read_again_beside_sound_text() -> None:
    text = "Donâ€™t 卷积\nla Ã© à\n池化的核"
    assert undo_mojibake(text) == "Don’t 卷积\nla é à\n池化的核"
