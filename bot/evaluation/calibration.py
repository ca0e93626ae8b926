"""Whether a probability means what it says, as functions of (probability, truth) pairs.

reliability   in bins of equal width, what was said beside what was true
ECE           expected calibration error: the mean distance of the two, weighted by the number of
              pairs in each bin (Guo et al., ICML 2017)
AUROC         the probability that a true pair was given more than a false one
abstention    what a threshold on the probability lets through (El-Yaniv and Wiener, JMLR 2010)
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[float, bool]
"""(probability in [0, 1], whether it came true)"""


@dataclass(frozen=True, slots=True)
class Bin:
    """The pairs whose probability lies in [low, high); the last bin includes its upper end.

    said, true:  mean probability and share that came true; NaN for an empty bin
    """

    low: float
    high: float
    count: int
    said: float
    true: float


@dataclass(frozen=True, slots=True)
class Cut:
    """What happens when everything below ``threshold`` is declined.

    spoken:    share of all pairs that are not declined
    precise:   share of those that are true; NaN when everything is declined
    """

    threshold: float
    spoken: float
    precise: float


def share(items: Iterable[bool]) -> float:
    """Share of true items; NaN for none.

    >>> share([True, False])
    0.5
    """
    values = list(items)
    return sum(values) / len(values) if values else math.nan


def reliability(pairs: Sequence[Pair], bins: int = 10) -> list[Bin]:
    """The reliability table in ``bins`` bins of equal width.

    >>> reliability([(0.1, False), (0.9, True), (1.0, False)], bins=2)[1]
    Bin(low=0.5, high=1.0, count=2, said=0.95, true=0.5)
    """
    inside: list[list[Pair]] = [[] for _ in range(bins)]
    for pair in pairs:
        inside[min(int(pair[0] * bins), bins - 1)].append(pair)
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            count=len(held),
            said=sum(p for p, _ in held) / len(held) if held else math.nan,
            true=share(truth for _, truth in held),
        )
        for number, held in enumerate(inside)
    ]


def calibration_error(pairs: Sequence[Pair], bins: int = 10) -> float:
    """Expected calibration error in [0, 1]; 0 for no pairs.

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    """
    filled = [b for b in reliability(pairs, bins) if b.count]
    return sum(b.count * abs(b.said - b.true) for b in filled) / max(len(pairs), 1)


def auroc(pairs: Sequence[Pair]) -> float:
    """Area under the ROC curve in [0, 1], ties counting half; 0.5 when one side is empty.

    >>> auroc([(0.9, True), (0.4, True), (0.4, False), (0.1, False)])
    0.875
    """
    right = [p for p, truth in pairs if truth]
    wrong = sorted(p for p, truth in pairs if not truth)
    if not right or not wrong:
        return 0.5
    wins = sum(bisect_left(wrong, p) + bisect_right(wrong, p) for p in right) / 2
    return wins / (len(right) * len(wrong))


def abstention(pairs: Sequence[Pair], thresholds: Iterable[float]) -> list[Cut]:
    """The abstention curve: one cut for every threshold.

    >>> abstention([(0.9, True), (0.6, False), (0.1, False)], [0.5, 0.8])[1].precise
    1.0
    """
    cuts = []
    for threshold in thresholds:
        spoken = [truth for p, truth in pairs if p >= threshold]
        cuts.append(Cut(threshold, len(spoken) / max(len(pairs), 1), share(spoken)))
    return cuts
