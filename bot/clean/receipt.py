"""What a rule did, found by comparing the page before it with the page after it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from typing import Protocol

from bot.clean.page import Entry, Line, Page
from bot.resources import read_toml
from bot.text import Text


class Rule(Protocol):
    """A named step from page to page."""

    __name__: str

    def __call__(self, page: Page, /) -> Page: ...


def whole_text(function: Callable[[str], str]) -> Rule:
    """The rule that applies ``function`` to the text of a page, except to its code lines.

    ``function`` must not add or remove line breaks.
    """

    @wraps(function)
    def rule(page: Page, /) -> Page:
        before = page.text
        after = function(before)
        if after == before:
            return page
        pairs = zip(page.lines, after.split("\n"), strict=True)
        lines = (
            line if line.text == text or line.number in page.code else Line(line.number, text)
            for line, text in pairs
        )
        return replace(page, lines=tuple(lines))

    return rule


def compare(rule: str, before: Page, after: Page) -> Iterator[Entry]:
    """The receipt entries for one rule, in the order of the raw lines; blank lines are left out."""
    if before.lines == after.lines:
        return
    touched = _touched(before, after)
    old, new = _by_number(before, touched), _by_number(after, touched)
    left_numbers = [line.number for line in after.lines]
    for number, text in old.items():
        left = new.get(number)
        if left == text or (left is None and not text.strip()):
            continue
        if left is None and number in after.reasons:
            yield Entry(number, rule, "removed", text, "", reason_text(after.reasons[number]))
            continue
        if left is None:  # A line that is gone without a reason was joined to the one before it.
            at = bisect_left(left_numbers, number)
            left = after.lines[at - 1].text if at else ""
        yield Entry(number, rule, "changed", text, left, reason_text(rule))


def as_in_file(entry: Entry, raw: Sequence[Line]) -> Entry:
    """The entry, where a removed line reads as in the file, whatever rules had changed before."""
    if entry.action != "removed" or entry.before == raw[entry.line - 1].text:
        return entry
    return replace(entry, before=raw[entry.line - 1].text)


def _touched(before: Page, after: Page) -> set[int]:
    """The numbers of the lines that the rule made or took away; the others are the same objects."""
    changed = set(map(id, before.lines)) ^ set(map(id, after.lines))
    return {line.number for line in (*before.lines, *after.lines) if id(line) in changed}


def reason_text(key: str) -> Text:
    """The sentence for a reason key of ``cleaning.toml``; an unknown key is its own sentence."""
    sentence = read_toml("cleaning.toml")["reasons"].get(key, {"zh": key, "en": key})
    return Text(sentence["zh"], sentence["en"])


def _by_number(page: Page, numbers: set[int]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for line in page.lines:
        if line.number in numbers:
            known = texts.get(line.number)
            texts[line.number] = line.text if known is None else f"{known}\n{line.text}"
    return texts
