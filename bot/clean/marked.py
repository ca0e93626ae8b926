"""Sections under marked headings: what their author wrote, whatever words of sites stand in it.

A note on the design of systems has sections called 登录 and 评论 and speaks of them, and one of
experiments is full of short lines with numbers. A heading that its author marked is as likely
chrome as what stands under it. A line of its section goes only for what stands in it, not for its
neighbours, and all that the section has only if every line of it, and the heading, is surely of a
site by itself. That does not hold below a heading that opens a section of sites, as 相关推荐 does.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.clean.scan import Flags
from bot.clean.vocabulary import section_table
from bot.resources import read_toml

_MARK = re.compile(r"\s{0,3}(#{1,6})\s")


def levels_of(texts: Sequence[str], own: NDArray[np.float64]) -> list[int]:
    """The level of each line that is a marked heading, 0 for all others.

    0 for all on a page with chrome above its headings: a site stands around them and has its own.

    own:  the probability of each line by itself
    """
    levels = [len(match[1]) if (match := _MARK.match(text)) else 0 for text in texts]
    above = next((at for at, level in enumerate(levels) if level), 0)
    site = bool((own[:above] >= read_toml("cleaning.toml")["chrome"]["drop"]).any())
    return [0] * len(levels) if site else levels


def as_below(levels: Sequence[int], first: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities of lines by themselves, that of a heading at most that of the line below.

    >>> as_below([1, 0, 2], np.array([0.9, 0.1, 0.8])).tolist()
    [0.1, 0.1, 0.8]
    """
    lower = first.copy()
    for at in range(len(levels) - 2, -1, -1):
        if levels[at]:
            lower[at] = min(lower[at], lower[at + 1])
    return lower


def written(
    texts: Sequence[str], levels: Sequence[int], going: Flags, own: NDArray[np.float64]
) -> Flags:
    """Which lines stay for the section they stand in.

    going:  the lines that would be dropped
    own:    the probability of each line by itself
    """
    limits = read_toml("cleaning.toml")["chrome"]
    stays = np.zeros(len(texts), bool)
    heads = [at for at, level in enumerate(levels) if level]
    below = 0  # the level of the next heading, if it stays
    for head, end in reversed([*zip(heads, [*heads, len(texts)][1:], strict=True)]):
        body, whole = slice(head + 1, end), slice(head, end)
        if not section_table(texts[head].lower()):
            kept = ~going[body] | (own[body] < limits["drop"])
            alone = below <= levels[head] and bool((own[whole] < limits["heading"]).any())
            stays[body] = True if alone and not kept.any() else kept
        stays[head] = (~going[body] | stays[body]).any() or below > levels[head]
        below = levels[head] if stays[head] or not going[head] else 0
    return stays
