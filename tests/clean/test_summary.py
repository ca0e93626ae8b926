"""A receipt told in short: each reason with an example that shows what was done."""

import pytest

from bot.clean.page import Action, Entry
from bot.clean.receipt import reason_text
from bot.clean.summary import by_reason, changed_part, example
from bot.text import Text


def entry(action: Action, before: str, after: str = "", reason: str = "x") -> Entry:
    known = Text(reason, reason) if reason == "x" else reason_text(reason)
    return Entry(1, "rule", action, before, after, known)


def test_the_smallest_case_is_the_example() -> None:
    long = entry("changed", "甲" * 30 + "機" + "乙" * 30, "甲" * 30 + "机" + "乙" * 30)
    assert example([long, entry("changed", "機器", "机器")]) == "機器 → 机器"


def test_what_cannot_be_seen_and_spam_have_none() -> None:
    assert example([entry("changed", "a\u200bb", "ab")]) == ""
    assert example([entry("removed", "buy now", reason="spam")]) == ""


def test_a_long_line_that_was_removed_is_cut() -> None:
    assert example([entry("removed", "字" * 80)]) == "字" * 44 + "…"
    assert (
        example([entry("removed", "|"), entry("removed", "首页  登录\t注册")]) == "首页 登录 注册"
    )


@pytest.mark.parametrize(
    ("before", "after"), [("", "a"), ("aa", "a"), ("abcabc", "abc"), ("同", "同"), ("a", "")]
)
def test_the_changed_parts_of_short_lines_are_the_lines(before: str, after: str) -> None:
    assert changed_part(before, after) == (before, after)


def test_what_surrounds_a_change_is_cut_alike_on_both_sides() -> None:
    before, after = changed_part("0123456789 old 0123456789", "0123456789 new 0123456789")
    assert (before, after) == ("…6789 old 0123…", "…6789 new 0123…")


def test_a_receipt_is_told_by_what_was_done_the_most_frequent_first() -> None:
    once, menu = entry("changed", "機", "机"), entry("removed", "首页", reason="menu")
    found = by_reason([once, menu, menu])
    assert [*found.items()] == [
        ("removed: site menu or navigation", [menu, menu]),
        ("changed: x", [once]),
    ]


@pytest.mark.parametrize(("size", "shown"), [(44, "字" * 44), (45, "字" * 44 + "…")])
def test_a_removed_line_of_forty_four_characters_is_shown_whole(size: int, shown: str) -> None:
    assert example([entry("removed", "字" * size)]) == shown


@pytest.mark.parametrize("action", ["removed", "changed"])
@pytest.mark.parametrize(("place", "seen"), [(39, True), (40, False)])
def test_the_first_forty_cases_are_looked_at(action: Action, place: int, seen: bool) -> None:
    others = [entry(action, "长句" * 3, "短句")] * 60
    best = (
        entry(action, "首页 登录 注册 关于") if action == "removed" else entry(action, "機", "机")
    )
    others[place] = best
    assert (example(others) in ("首页 登录 注册 关于", "機 → 机")) is seen


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("01234x", "01234y", ("01234x", "01234y")),
        ("012345x", "012345y", ("…12345x", "…12345y")),
        ("x01234", "y01234", ("x01234", "y01234")),
        ("x012345", "y012345", ("x01234…", "y01234…")),
    ],
)
def test_five_letters_on_either_side_of_a_change_are_shown(
    before: str, after: str, parts: tuple[str, str]
) -> None:
    assert changed_part(before, after) == parts
