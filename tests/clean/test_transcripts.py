"""The times of a transcript go, and what only looks like them stays."""

import pytest

from bot.clean.page import Page
from bot.clean.transcript import strip_time_stamps

SPOKEN = "这一句讲卷积"


def shown(times: list[str], between: int = 0) -> tuple[list[str], list[str]]:
    """A talk with so many lines before its last time, as it was and as it is left."""
    said = [f"{time} {SPOKEN}" for time in times]
    lines = ["Channel", *said[:-1], *["", "接着讲池化"] * between, said[-1], "谢谢", "再见"]
    return lines, strip_time_stamps(Page.of("\n".join(lines))).text.split("\n")


@pytest.mark.parametrize(("between", "talk"), [(0, True), (12, True), (13, False)])
def test_one_line_in_four_begins_with_a_time_from_the_first_to_the_last(
    between: int, talk: bool
) -> None:
    lines, left = shown(["0:05", "0:11", "59:58", "1:00:00"], between)
    assert left == ([line.split(" ")[-1] for line in lines] if talk else lines)


@pytest.mark.parametrize(
    ("falling", "pairs", "talk"), [(0, 4, True), (1, 10, True), (1, 9, False), (2, 10, False)]
)
@pytest.mark.parametrize("fall", [0, 1])
def test_nine_times_in_ten_are_later_than_the_one_before(
    falling: int, pairs: int, talk: bool, fall: int
) -> None:
    minutes = [0]
    for pair in range(pairs):
        minutes.append(minutes[-1] + (-fall if 3 <= pair < 3 + falling else 2))
    lines, left = shown([f"{minute}:30" for minute in minutes])
    assert (left != lines) is talk


def test_a_line_that_is_only_a_time_goes_with_its_reason() -> None:
    page = strip_time_stamps(Page.of("00:01\n早停\n00:09\n停下\n[00:20] 为什么\n(0:31)\n走不远"))
    assert page.text == "早停\n停下\n为什么\n走不远"
    assert page.reasons == dict.fromkeys((1, 3, 6), "time_stamp")
