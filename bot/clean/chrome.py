"""Site chrome: every line gets a probability, first by itself, then in the light of its neighbours.

1. :mod:`bot.clean.evidence` weighs each line alone; a logistic function turns that into a first
   probability.
2. A second logistic function sees the first probabilities of the line and of its neighbours, its
   place on the page, and whether a heading such as "Related posts" opened the part it stands in.
3. Lines above the threshold are dropped.

The weights are in ``lexicon/line_weights.toml``; ``tests/clean/fit_weights.py`` made them.
"""

import math
from collections.abc import Sequence
from functools import cache

from bot.clean import vocabulary
from bot.clean.evidence import FEATURES, Evidence, gather, units
from bot.clean.page import Line, Page
from bot.resources import read_toml

CONTEXT = (
    "self",
    "before",
    "after",
    "before2",
    "after2",
    "around",
    "run",
    "head",
    "tail",
    "edge_head",
    "edge_tail",
    "section",
    "answered",
    "preamble",
)
_WINDOW = 4
_EDGE = 12


def drop_boilerplate(page: Page) -> Page:
    """Drop the lines of the page that belong to the site, not to its subject."""
    at = [i for i, line in enumerate(page.lines) if line.text.strip()]
    lines = [page.lines[i] for i in at if page.lines[i].number not in page.code]
    where = [i for i in at if page.lines[i].number not in page.code]
    threshold = read_toml("cleaning.toml")["chrome"]["drop"]
    judged = zip(where, judge(lines), strict=True)
    return page.without({i: reason for i, (p, reason) in judged if p >= threshold})


def judge(lines: Sequence[Line]) -> list[tuple[float, str]]:
    """The probability that each line is chrome, and the reason it would be dropped for."""
    evidence = gather(list(lines))
    line_weights, context_weights = _weights()
    first = [_logistic(line_weights, item.features) for item in evidence]
    rows = context(lines, evidence, first)
    return [
        (_logistic(context_weights, row + item.features), item.reason)
        for row, item in zip(rows, evidence, strict=True)
    ]


def context(
    lines: Sequence[Line], evidence: Sequence[Evidence], first: Sequence[float]
) -> list[tuple[float, ...]]:
    """The features of :data:`CONTEXT` for each line, from the first probabilities of all."""
    n = len(lines)
    padded = [1.0, 1.0, *first, 1.0, 1.0]
    sections = _sections(lines)
    strong = [i for i in range(n) if first[i] < 0.2 and units(lines[i].text) > 25]
    start, end = (strong[0], strong[-1]) if strong else (n, -1)
    runs = _runs(first)
    sums = [0.0]
    for p in first:
        sums.append(sums[-1] + p)
    rows = []
    for i in range(n):
        low, high = max(0, i - _WINDOW), min(n, i + _WINDOW + 1)
        around = (sums[high] - sums[low] - first[i]) / max(high - low - 1, 1)
        row = (
            first[i],
            padded[i + 1],
            padded[i + 3],
            padded[i],
            padded[i + 4],
            around,
            runs[i],
            i < start,
            i > end,
            max(0.0, 1 - i / _EDGE),
            max(0.0, 1 - (n - 1 - i) / _EDGE),
            sections[i],
            i + 1 < n and first[i + 1] < 0.3 and units(lines[i + 1].text) > 20,
            0.0,
        )
        rows.append(tuple(float(x) for x in row))
    return rows


def _sections(lines: Sequence[Line]) -> list[bool]:
    """Whether each line stands under a heading such as "Related posts"."""
    inside, found = False, []
    for line in lines:
        if vocabulary.section_table(line.text.strip().lower()):
            inside = True
        elif line.text.startswith("#"):
            inside = False
        found.append(inside)
    return found


def _runs(first: Sequence[float]) -> list[float]:
    """The length of the unbroken run of likely chrome around each line, 1 for eight or more."""
    runs = [0.0] * len(first)
    begin = 0
    for i in range(len(first) + 1):
        if i == len(first) or first[i] < 0.5:
            for j in range(begin, i):
                runs[j] = min(i - begin, 8) / 8
            begin = i + 1
    return runs


def _logistic(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    total = weights[0] + sum(w * x for w, x in zip(weights[1:], features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> tuple[tuple[float, ...], tuple[float, ...]]:
    data = read_toml("line_weights.toml")
    line, around = data["line"], data["context"]
    return (
        (line["bias"], *(line[name] for name in FEATURES)),
        (around["bias"], *(around[name] for name in (*CONTEXT, *FEATURES))),
    )
