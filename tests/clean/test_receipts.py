"""The receipt: each line that a rule took away or changed, with what became of it."""

from dataclasses import replace

from bot.clean.page import Entry, Line, Page
from bot.clean.receipt import as_in_file, compare, reason_text, whole_text
from bot.text import Text


def told(before: Page, after: Page) -> list[tuple[int, str, str, str, str]]:
    return [
        (entry.line, entry.rule, entry.action, entry.before, entry.after)
        for entry in compare("rule", before, after)
    ]


def test_a_rule_of_texts_leaves_lines_of_code_and_equal_lines_as_they_are() -> None:
    def shout(text: str) -> str:
        """Louder."""
        return text.replace("a", "A")

    rule = whole_text(shout)
    page = replace(Page.of("a\nb\na\na"), code=frozenset({3}))
    after = rule(page)
    assert (after.text, rule.__name__, rule.__doc__) == ("A\nb\na\nA", "shout", "Louder.")
    assert after.lines[1] is page.lines[1] and after.lines[2] is page.lines[2]
    assert [line.number for line in after.lines] == [1, 2, 3, 4]
    assert rule(replace(page, code=frozenset({1, 3, 4}))).lines == page.lines
    quiet = Page.of("b")
    assert rule(quiet) is quiet


def test_what_was_dropped_changed_or_joined_is_told_line_by_line() -> None:
    before = Page.of("甲\n\n乙\n丙\n丁\n戊")
    kept = replace(before, lines=before.lines[:5], reasons={6: "menu"})
    assert told(before, before) == [] == told(before, replace(before, reasons={1: "menu"}))
    assert told(before, kept) == [(6, "rule", "removed", "戊", "")]
    assert next(compare("rule", before, kept)).reason == reason_text("menu")
    # A blank line that is gone is not told; one that was cut is told with its parts.
    cut = replace(
        before, lines=(*before.lines[:1], Line(3, "乙一"), Line(3, "乙二"), *before.lines[3:])
    )
    assert told(before, cut) == [(3, "rule", "changed", "乙", "乙一\n乙二")]
    assert next(compare("join_broken_lines", before, cut)).reason == reason_text(
        "join_broken_lines"
    )
    fenced = replace(before, lines=(*before.lines[:2], Line(3, "```"), *before.lines[2:]))
    assert told(before, fenced) == [(3, "rule", "changed", "乙", "```\n乙")]
    # Lines without a reason were joined to the one above.
    joined = replace(before, lines=(Line(1, "甲"), Line(3, "乙丙丁"), Line(6, "戊")))
    assert told(before, joined) == [
        (3, "rule", "changed", "乙", "乙丙丁"),
        (4, "rule", "changed", "丙", "乙丙丁"),
        (5, "rule", "changed", "丁", "乙丙丁"),
    ]
    # Above the first line there is none.
    assert told(before, replace(before, lines=before.lines[1:])) == [
        (1, "rule", "changed", "甲", "")
    ]
    # A line that was emptied is still there.
    assert told(Page.of("甲"), Page((Line(1, ""),))) == [(1, "rule", "changed", "甲", "")]


def test_a_removed_line_reads_as_in_the_file_and_a_changed_one_as_the_rule_met_it() -> None:
    raw = Page.of("登錄(lù) 註冊\n卷積(juǎn)").lines
    gone = Entry(1, "drop_boilerplate", "removed", "登录 注册", "", Text("", ""))
    assert as_in_file(gone, raw) == replace(gone, before="登錄(lù) 註冊")
    same = replace(gone, before=raw[0].text)
    assert as_in_file(same, raw) is same
    changed = Entry(2, "simplify", "changed", "卷積", "卷积", Text("", ""))
    assert as_in_file(changed, raw) is changed


def test_a_reason_without_a_sentence_is_its_own() -> None:
    assert reason_text("byline").zh == "作者、日期或来源行"
    assert reason_text("nobody wrote it") == Text("nobody wrote it", "nobody wrote it")
