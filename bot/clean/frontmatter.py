"""What programs write at the head of a note: keys with values, directives of flash cards.

---                 +++                   title:: BN        # BN
title: BN           title = "BN"          tags:: cnn
---                 +++                                     Created: May 1, 2023
                                                            Tags: cnn
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any

from bot.clean.page import Page
from bot.resources import read_toml

_MARKS = {
    "---": (("---", "..."), re.compile(r"([A-Za-z_][\w-]{0,30})\s*:\s*(.*)")),
    "+++": (("+++",), re.compile(r"([A-Za-z_][\w-]{0,30})\s*=\s*(.*)")),
}
"""The mark that begins the front matter -> those that end it, and a line with a key."""
_PROPERTY = re.compile(r"([A-Za-z][\w-]{0,30})::\s*(.*)")
_LABEL = re.compile(r"([^\W\d][\w ]{0,30}?)\s*[:：]\s*\S.{0,200}")
_FEWEST_LABELS = 2
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
    if _PROPERTY.fullmatch(first.strip()):
        return _without_properties(page)
    mark = _MARKS.get(first.strip())
    return _between(page, *mark) if mark else _without_labels(page)


def _between(page: Page, ends: tuple[str, ...], keys: re.Pattern[str]) -> Page:
    """The page without the ``keys`` between its first line and one of ``ends``."""
    fields: dict[str, str] = {}
    for at, line in enumerate(page.lines[1:_LONGEST], start=1):
        if line.text.strip() in ends:
            return _without(page, range(at + 1), fields) if fields else page
        key = keys.fullmatch(line.text.rstrip())
        if key:
            fields[key[1].lower()] = key[2].strip().strip("\"'")
        elif line.text.strip() and not _ITEM.match(line.text):
            return page
    return page


def _without_properties(page: Page) -> Page:
    found = [_PROPERTY.fullmatch(line.text.strip()) for line in page.lines[:_LONGEST]]
    own = list(takewhile(bool, found))
    fields = {match[1].lower(): match[2].strip() for match in own if match}
    return _without(page, range(len(own)), fields)


def _without_labels(page: Page) -> Page:
    """The page without what an exported database says of it below the title.

    Only lines of the keys that such programs name go, and only several together.
    """
    filled = [at for at, line in enumerate(page.lines[:_LONGEST]) if line.text.strip()]
    if not filled or not page.lines[filled[0]].text.startswith("# "):
        return page
    labels = [_LABEL.fullmatch(page.lines[at].text.strip()) for at in filled[1:]]
    own = [*zip(filled[1:], takewhile(bool, labels), strict=False)]
    keys = read_toml("cleaning.toml")["properties"]["keys"]
    known = [at for at, match in own if match and match[1].lower() in keys]
    return _without(page, known, {}) if len(known) >= _FEWEST_LABELS else page


def _without_directives(page: Page) -> Page:
    told = next(
        (at for at, line in enumerate(page.lines) if not _CARDS.fullmatch(line.text)),
        len(page.lines),
    )
    return page.without(dict.fromkeys(range(told), "front_matter"))


def _without(page: Page, lines: Iterable[int], fields: Mapping[str, str]) -> Page:
    known: dict[str, Any] = {
        _FIELDS[key]: value for key, value in fields.items() if key in _FIELDS and value
    }
    dropped = dict.fromkeys(lines, "front_matter")
    return replace(page.without(dropped), facts=replace(page.facts, **known))
