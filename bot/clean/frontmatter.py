"""The block of ``key: value`` lines at the head of a Markdown note or of exported flash cards."""

import re
from dataclasses import replace
from typing import Any

from bot.clean.page import Page

_KEY = re.compile(r"([A-Za-z_][\w-]{0,30})\s*:\s*(.*)")
_ITEM = re.compile(r"\s+\S|\s*-\s")
# The header of a text file of Anki, told in its manual ("Importing text files").
_CARDS = re.compile(
    r"#(?:separator|html|(?:deck|notetype|guid|tags) column|deck|notetype|tags|columns|"
    r"if matches)\s?:.*",
    re.IGNORECASE,
)
_LONGEST = 60
_FIELDS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "date": "date",
    "site": "site",
    "source": "url",
    "url": "url",
    "link": "url",
}


def read_front_matter(page: Page) -> Page:
    """Take the front matter off a note and keep its title, author, date and address.

    A note that merely begins with a rule has none: every line must be a key or belong to one.
    """
    first = next((line.text for line in page.lines), "")
    if _CARDS.fullmatch(first):
        return _without_directives(page)
    if first.strip() != "---":
        return page
    fields: dict[str, str] = {}
    for at, line in enumerate(page.lines[1:_LONGEST], start=1):
        if line.text.strip() in ("---", "..."):
            return _without(page, at, fields) if fields else page
        key = _KEY.fullmatch(line.text.rstrip())
        if key:
            fields[key[1].lower()] = key[2].strip().strip("\"'")
        elif line.text.strip() and not _ITEM.match(line.text):
            return page
    return page


def _without_directives(page: Page) -> Page:
    told = next(
        (at for at, line in enumerate(page.lines) if not _CARDS.fullmatch(line.text)),
        len(page.lines),
    )
    return page.without(dict.fromkeys(range(told), "front_matter"))


def _without(page: Page, end: int, fields: dict[str, str]) -> Page:
    known: dict[str, Any] = {
        _FIELDS[key]: value for key, value in fields.items() if key in _FIELDS and value
    }
    dropped = dict.fromkeys(range(end + 1), "front_matter")
    return replace(page.without(dropped), facts=replace(page.facts, **known))
