"""Headings without a number: questions, and short lines that text stands under.

Used where a page has no better sign. Each line gets points for the signs it shows, its neighbours
among them, and counts as a heading from a threshold on. A short line that does not ask proves
little alone, so such lines count only when the page has several.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.split.rows import BOLD, LABEL_ENDS, SENTENCE_ENDS, Row
from bot.split.signs import asks, is_generic, signs

FAMILY = "?"
_MARK = re.compile(r"\s*(?:[-*•+>|$:：、,，。)）\]]|\d|[a-z(（])")
_CLAUSE = re.compile("[,，]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LIST = re.compile(r"\s*(?:[-*•+]\s|(?:1|[(（]1[)）]|①|a)\s?[.、)）]?\s?\S)")
_ENDS = (*SENTENCE_ENDS, *LABEL_ENDS)
_PROSE_ENDS = ("。", ".", ";", "；", "!", "！", "?", "？", ":", "：")
_FINISHED = (*_PROSE_ENDS, "`", "$")
_LONGEST = 30
_LONGEST_QUESTION = 45
_BRIEF, _LENGTHY = 12, 22
_FEWEST = 3
_SURE = 3.0


def find_unnumbered(rows: Sequence[Row], known: dict[int, str]) -> dict[int, str]:
    """The positions of unnumbered headings, all of one family."""
    gaps = sum(row.gap for row in rows) < 0.7 * len(rows)
    own = own_points(rows)
    points = {
        at: own[at] + points_around(rows, at, gaps)
        for at, row in enumerate(rows)
        if at not in known and _may_be(rows, at)
    }
    threshold = signs()["short"]["threshold"]
    found = {at for at, total in points.items() if total >= threshold}
    plain = {at for at in found if not rows[at].question and not rows[at].listed}
    sure = [at for at in plain if points[at] >= _SURE]
    if len(plain) < _FEWEST and len(sure) < _FEWEST - 1:
        found -= plain
    return dict.fromkeys(sorted(found), FAMILY)


def _may_be(rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    longest = _LONGEST_QUESTION if row.question or row.listed else _LONGEST
    plain = not row.numbered or row.question
    return not row.verbatim and row.level in (0, BOLD) and row.units <= longest and plain


def own_points(rows: Sequence[Row]) -> list[float]:
    """The points of each line as a heading by itself; equal lines are weighed once."""
    known: dict[tuple[str, bool, bool], float] = {}
    for row in rows:
        if (key := (row.text, row.verbatim, row.listed)) not in known:
            known[key] = _total(_own_signs(row))
    return [known[row.text, row.verbatim, row.listed] for row in rows]


def points_around(rows: Sequence[Row], at: int, gaps: bool) -> float:
    """The points of a line for those above and below; ``gaps``: whether empty ones mean a thing."""
    return _total({**_signs_around(rows, at), "gap": gaps and rows[at].gap})


def _total(shown: Mapping[str, bool]) -> float:
    weights = signs()["short"]
    return float(sum(weights[name] for name, there in shown.items() if there))


def _own_signs(row: Row) -> dict[str, bool]:
    text = row.text.rstrip()
    return {
        "question": row.question,
        "asks": not row.question and (asks(row) or _asks_inside(row)),
        "bold": row.level == BOLD,
        "listed": row.listed,
        "open_end": not text.endswith(_ENDS),
        "ends_sentence": text.endswith(SENTENCE_ENDS),
        "ends_colon": text.endswith(LABEL_ENDS),
        "brief": row.units <= _BRIEF,
        "lengthy": row.units > _LENGTHY and not row.question,
        "mark": bool(_MARK.match(text)) and not (row.numbered or _begins_with_term(row)),
        "clause": not row.question and bool(_CLAUSE.search(row.title)),
        "generic": is_generic(row),
    }


def _signs_around(rows: Sequence[Row], at: int) -> dict[str, bool]:
    row, following = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    above = rows[at - 1].text.rstrip() if at else "."
    length = following.units if following else 0
    finished = above.endswith(_FINISHED)
    return {
        "much_longer": length >= 3 * row.units and length > _BRIEF,
        "longer": 3 * row.units > length > 1.3 * row.units,
        "shorter": length <= row.units,
        "prose_follows": bool(following and following.text.rstrip().endswith(_PROSE_ENDS)),
        "list_follows": bool(following and _LIST.match(following.text)),
        "after_sentence": finished or (at > 0 and rows[at - 1].verbatim),
        "after_fragment": not finished,
    }


def _begins_with_term(row: Row) -> bool:
    """Whether a Chinese question begins with a Latin term, which may well be lower case."""
    return row.question and row.text[:1].isalpha() and bool(_HAN.search(row.text))


def _asks_inside(row: Row) -> bool:
    return bool(_words_that_ask().search(row.title.lower()))


@cache
def _words_that_ask() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, signs()["asks_inside"])))
