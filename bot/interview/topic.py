"""Whether an answer speaks of what was asked, or answers another question.

A fluent answer to another question is long and shares the common words of the field, so that
neither its length nor its few matches prove anything. What gives it away is that it names other
concepts than the reference and the question do. An answer in words of one's own shares few words
too, but it names hardly any concept that is foreign to the question.
"""

import math

import numpy as np

from bot.interview.evidence import Comparison, features
from bot.resources import read_toml

SIGNS = ("recall", "precision", "foreign", "own")
_OWN = 0.5
"""Credit from which a concept of the answer belongs to the reference or the question."""
_IN_DOUBT = 0.6
"""Up to this probability nothing is held against an answer: by cross-validation .5 takes too much
from answers with few shared words, .8 lets answers to other questions pass."""


def topic_signs(seen: Comparison) -> dict[str, float]:
    """What tells whether an answer is on the topic.

    ``recall`` and ``precision`` as in :mod:`bot.interview.evidence`; ``foreign`` and ``own`` are
    ln(1 + weight of the concepts of the answer) that the reference and the question do not have,
    and that they have.
    """
    numbers = features(seen)
    best = np.maximum(seen.credits.max(axis=0, initial=0.0), seen.asked)
    named = [(unit.weight, met >= _OWN) for unit, met in zip(seen.answer.units, best, strict=True)
             if unit.concepts]  # fmt: skip
    return {
        "recall": numbers["recall"],
        "precision": numbers["precision"],
        "foreign": math.log1p(sum(weight for weight, met in named if not met)),
        "own": math.log1p(sum(weight for weight, met in named if met)),
    }


def stray(seen: Comparison) -> float:
    """How sure it is that an answer answers another question, in [0, 1]; 0 when in doubt."""
    if not seen.credits.size:
        return 0.0
    weights: dict[str, float] = read_toml("grading.toml")["topic"]
    signs = topic_signs(seen) | {"bias": 1.0}
    off = 1 / (1 + math.exp(-sum(weight * signs[name] for name, weight in weights.items())))
    return max(0.0, (off - _IN_DOUBT) / (1 - _IN_DOUBT))
