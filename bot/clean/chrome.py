"""Site chrome: every line gets a probability, first by itself, then in the light of its neighbours.

1. :mod:`bot.clean.evidence` weighs each line alone; a logistic function turns that into a first
   probability.
2. A second logistic function sees the first probabilities of the line and of its neighbours, its
   place on the page, and whether a heading such as "Related posts" opened the part it stands in.
3. Lines above the threshold are dropped.

The weights are in ``lexicon/line_weights.toml``; ``tests/clean/fit_weights.py`` made them.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.clean import vocabulary
from bot.clean.blocks import blocks
from bot.clean.evidence import FEATURES, Evidence, gather
from bot.clean.marked import as_below, levels_of, written
from bot.clean.outlines import edge_chrome, is_outline
from bot.clean.page import Line, Page
from bot.clean.scan import Counts, Flags, Scan, told_once
from bot.clean.signs import is_origin, plain, says_nothing, supported
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
    "related_section",
    "other_section",
    "answered",
    "since_content",
    "until_content",
    "kinship",
)
_GRAM = re.compile(r"[a-z]{4,}")
_MARKED = re.compile(
    r"\s*(?:[【(（]?[\d一二三四五六七八九十]{1,3}[】)）.、:：]|Q\d|第.{1,3}[题章节])"
)
_TITLE = re.compile(r"\s{0,3}#{1,6}\s")
_WINDOW = 4
_EDGE = 12
_NEAR = 10
_SURE = 0.2
_BODY = 25


def drop_boilerplate(page: Page) -> Page:
    """Drop the lines of the page that belong to the site, not to its subject."""
    whole = blocks(page.lines)
    where = [
        i
        for i, line in enumerate(page.lines)
        if line.text.strip() and line.number not in page.code and i not in whole
    ]
    lines = [page.lines[i] for i in where]
    settings = read_toml("cleaning.toml")["chrome"]
    judged = list(zip(where, judge(lines), strict=True))
    # A heading with its mark is the author's, and a page of a few lines has no site around it.
    own = len(lines) + len(page.reasons) < settings["few"]
    certain = {i: why for i, (p, why) in judged if p >= 1.0}
    limits = {i: settings["heading" if _TITLE.match(page.lines[i].text) else "drop"] for i in where}
    likely = {i: why for i, (p, why) in judged if p >= limits[i] and not own}
    dropped = certain | likely
    return page.without(dropped if len(dropped) < len(lines) else certain)


def alone(lines: Sequence[Line]) -> NDArray[np.float64]:
    """The probability that each line is chrome, whatever stands around it."""
    return _logistic(_weights()[0], gather(lines).features)


def judge(lines: Sequence[Line]) -> list[tuple[float, str]]:
    """The probability that each line is chrome, and the reason it would be dropped for."""
    evidence = gather(lines)
    if is_outline(lines, evidence):
        edges = edge_chrome(evidence)
        return [(float(at in edges), reason) for at, reason in enumerate(evidence.reasons)]
    line_weights, context_weights = _weights()
    texts = [line.text for line in lines]
    own = _logistic(line_weights, evidence.features)
    levels = levels_of(texts, own)
    first = as_below(levels, own)
    rows = context(lines, evidence, first)
    likely = _logistic(context_weights, np.hstack([rows, evidence.features]))
    likely = np.where(plain(first, evidence), np.maximum(likely, first), likely)
    outside = rows[:, CONTEXT.index("head")] + rows[:, CONTEXT.index("tail")] > 0
    certain = evidence.sure | says_nothing(lines, outside, evidence)
    drop = read_toml("cleaning.toml")["chrome"]["drop"]
    going = certain | (likely >= drop)
    stays = ~supported(going, evidence) | written(texts, levels, going, own)
    return _with_reasons(lines, evidence, np.where(going & stays, 0.0, likely), certain)


def _with_reasons(
    lines: Sequence[Line], evidence: Evidence, likely: NDArray[np.float64], certain: Flags
) -> list[tuple[float, str]]:
    judged: list[tuple[float, str]] = []
    announced = False
    for at, line in enumerate(lines):
        p, reason = 1.0 if certain[at] else float(likely[at]), evidence.reasons[at]
        if certain[at] and is_origin(line.text):
            reason = "origin"
        if announced and not certain[at] and evidence.lengths[at] <= _BODY:
            # What a pitch announces with its colon is the thing it advertises.
            p, reason = 1.0, "promotion"
        judged.append((p, reason))
        announced = bool(evidence.sure[at]) and line.text.rstrip().endswith((":", "："))
    return judged


def context(
    lines: Sequence[Line], evidence: Evidence, first: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The features of :data:`CONTEXT`, one row a line, from the first probabilities of all."""
    body = (first < _SURE) & (evidence.lengths > _BODY)
    strong = body.tolist()
    sections = _sections(lines, strong)
    columns = {
        **_neighbours(first, evidence.lengths),
        **_places(body),
        "related_section": [section == "related" for section in sections],
        "other_section": [section not in ("", "related") for section in sections],
        "since_content": _distances(strong),
        "until_content": _distances(strong[::-1])[::-1],
        "kinship": kinship([line.text for line in lines], strong),
    }
    return np.column_stack([columns[name] for name in CONTEXT]).astype(np.float64)


def _neighbours(first: NDArray[np.float64], lengths: Counts) -> dict[str, ArrayLike]:
    """What the lines around each line are likely to be."""
    n, at = len(first), np.arange(len(first))
    padded = np.concatenate(([1.0, 1.0], first, [1.0, 1.0]))
    low, high = np.maximum(at - _WINDOW, 0), np.minimum(at + _WINDOW + 1, n)
    sums = np.concatenate(([0.0], np.cumsum(first)))
    answered = np.zeros(n, bool)
    answered[:-1] = (first[1:] < _SURE) & (lengths[1:] > lengths[:-1])
    return {
        "self": first,
        "before": padded[1 : n + 1],
        "after": padded[3 : n + 3],
        "before2": padded[:n],
        "after2": padded[4:],
        "around": (sums[high] - sums[low] - first) / np.maximum(high - low - 1, 1),
        "run": _runs(first.tolist()),
        "answered": answered,
    }


def _places(body: Flags) -> dict[str, ArrayLike]:
    """Where on the page each line stands; ``body`` tells the lines that are surely text."""
    n, at = len(body), np.arange(len(body))
    return {
        "head": np.cumsum(body) == 0,
        "tail": np.cumsum(body[::-1])[::-1] == 0,
        "edge_head": np.maximum(1 - at / _EDGE, 0.0),
        "edge_tail": np.maximum(1 - (n - 1 - at) / _EDGE, 0.0),
    }


def _sections(lines: Sequence[Line], strong: Sequence[bool]) -> list[str]:
    """The table of the chrome section each line stands in, such as "Related posts"; else ``""``.

    A section of links ends where text begins again, any section at a heading that is marked.
    """
    inside, found = "", []
    tables = told_once(vocabulary.section_table, [line.text.strip().lower() for line in lines])
    for line, table, body in zip(lines, tables, strong, strict=True):
        if table:
            inside = table
        elif line.text.startswith("#") or (_asks(line.text) if inside == "promotion" else body):
            inside = ""
        found.append(inside)
    return found


def _asks(text: str) -> bool:
    return bool(_MARKED.match(text)) or text.rstrip().endswith(("?", "？"))


def _distances(strong: Sequence[bool]) -> list[float]:
    """How far above each line the nearest sure body text stands, 1 for ten lines or more."""
    distance, found = _NEAR, []
    for body in strong:
        distance = 0 if body else min(distance + 1, _NEAR)
        found.append(distance / _NEAR)
    return found


def kinship(texts: Sequence[str], strong: Sequence[bool]) -> NDArray[np.float64]:
    """The share of each line's words that the sure body text of the page uses elsewhere.

    Words are pairs of Han characters and Latin words of four letters or more. A link to another
    article has none in common with this one.
    """
    rows, words = Scan([text.lower() for text in texts]).grams(_GRAM)
    body = np.array(strong, np.bool_)[rows]
    known, counts = np.unique(words[body], return_counts=True)
    uses = np.zeros(len(words), np.int64)
    if len(known):
        places = np.minimum(np.searchsorted(known, words), len(known) - 1)
        uses = np.where(known[places] == words, counts[places], 0)
    shared = np.bincount(rows, uses > body, len(texts))
    return np.asarray(shared / np.maximum(np.bincount(rows, minlength=len(texts)), 1), np.float64)


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


def _logistic(weights: NDArray[np.float64], features: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each row of ``features``; the first weight is the bias."""
    total = weights[0] + features @ weights[1:]
    return np.asarray(1 / (1 + np.exp(-np.clip(total, -30.0, 30.0))), np.float64)


@cache
def _weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    data = read_toml("line_weights.toml")
    line, around = data["line"], data["context"]
    return (
        np.array([line["bias"], *(line[name] for name in FEATURES)]),
        np.array([around["bias"], *(around[name] for name in (*CONTEXT, *FEATURES))]),
    )
