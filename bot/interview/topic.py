"""Whether an answer answers what was asked, or another question, or wrongly.

A fluent answer to another question is long and shares the common words of the field, so that
neither its length nor its few matches prove anything. What gives it away is that it names other
concepts than the reference and the question do. A wrong answer names the right ones and says little
that the reference says; one in words of one's own says as little of it, but at the length of a full
answer.
"""

import math
from collections.abc import Mapping

import numpy as np

from bot.interview.evidence import Comparison, features
from bot.resources import read_toml

SIGNS = ("recall", "precision", "foreign", "own", "fullness", "brief")
_OWN = 0.5
"""Credit from which a concept of the answer belongs to the reference or the question."""
_IN_DOUBT = 0.4
"""Up to this probability nothing is held against an answer: .5 lets long answers to other questions
pass."""
_BRIEF = 3.0
"""ln(1 + weight) up to which a longer answer is more trusted: about twenty words."""


def topic_signs(seen: Comparison) -> dict[str, float]:
    """What tells whether a question is answered.

    ``recall``, ``precision`` and ``fullness`` as in :mod:`bot.interview.evidence`, ``brief`` its
    ``content`` as far as an answer may be short; ``foreign`` and ``own`` are ln(1 + weight of the
    concepts of the answer) that the reference and the question do not have, and that they have.
    """
    numbers = features(seen)
    best = np.maximum(seen.credits.max(axis=0, initial=0.0), seen.asked)
    named = [(unit.weight, met >= _OWN) for unit, met in zip(seen.answer.units, best, strict=True)
             if unit.concepts]  # fmt: skip
    return {
        "foreign": math.log1p(sum(weight for weight, met in named if not met)),
        "own": math.log1p(sum(weight for weight, met in named if met)),
        "brief": min(_BRIEF, numbers["content"]),
        **{name: numbers[name] for name in ("recall", "precision", "fullness")},
    }


def stray(seen: Comparison) -> float:
    """How sure it is that an answer does not answer the question, in [0, 1]; 0 when in doubt."""
    if not seen.credits.size:
        return 0.0
    return strayed(topic_signs(seen), read_toml("grading.toml")["topic"])


def strayed(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The same from the signs of the topic; ``weights`` have one more, the ``bias``.

    >>> strayed({"recall": 0.0}, {"recall": -9.0, "bias": 9.0}) > 0.99
    True
    """
    z = sum(weight * signs.get(name, 1.0) for name, weight in weights.items())
    off = 1 / (1 + math.exp(-z))
    return max(0.0, (off - _IN_DOUBT) / (1 - _IN_DOUBT))
