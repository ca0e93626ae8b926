"""How sure the program is that the first passage answers, as a calibrated probability.

The question is taken apart into units (:mod:`bot.units`). The features say how much of their weight
the first passage meets, and whether the most specific unit is met: a question that names a concept
the notes do not have is to be refused even if every other word matches. A forest of extremely
randomised trees (Geurts et al., Machine Learning 63, 2006) over the features is fitted by
``tools/fit_confidence.py`` and stored as plain numbers; its votes are calibrated as Platt (1999)
proposed. There are two of them: the user's notes have short headings, the title of a companion note
is a whole question, and the same words tell more or less in the one and the other.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from bot.analysis.query import Query
from bot.forest import fitted_forest
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking
from bot.units import KINDS, Unit, holds, is_titled, lacks_subject, units

Collection = Literal["notes", "companion"]
"""The user's notes or the companion notes."""
_LEAST_VOTE = 1e-3
_WORD = re.compile(r"[^\W_]{2}")
"""Two letters or digits in a row: single ones name nothing, however many there are."""
_LEAST_WEIGHT = 0.1
_MANY_MET, _MANY = 5, 12
"""Numbers of units that are as good as any greater number."""


def confidence(ranking: Ranking, index: PassageIndex, collection: Collection = "notes") -> float:
    """Probability in [0, 1] that the first passage of ``ranking`` answers its question."""
    if not len(ranking.order) or ranking.scores[ranking.order[0]] <= 0:
        return 0.0
    if not _WORD.search(ranking.query.text):
        return 0.0
    found = units(ranking.query, int(ranking.order[0]), index)
    probability = predict(_features(found, ranking, index), collection)
    if lacks_subject(ranking.query, found):
        probability *= read_toml("confidence.toml")["thresholds"]["no_subject"]
    return probability


def predict(values: Mapping[str, float], collection: Collection = "notes") -> float:
    """The fitted forest applied to features by name: its mean vote, calibrated, in (0, 1)."""
    forest = fitted_forest(collection)
    vote = forest.vote(np.array([values[name] for name in forest.features]))
    scale = read_toml("confidence.toml")[collection]
    odds = math.log(max(vote, _LEAST_VOTE) / max(1 - vote, _LEAST_VOTE))
    return 1 / (1 + math.exp(-(scale["slope"] * odds + scale["offset"])))


def features(ranking: Ranking, index: PassageIndex) -> dict[str, float]:
    """What speaks for and against the first passage, each about [0, 1]."""
    return _features(units(ranking.query, int(ranking.order[0]), index), ranking, index)


def _features(found: list[Unit], ranking: Ranking, index: PassageIndex) -> dict[str, float]:
    first = int(ranking.order[0])
    parts = {name: float(part[first]) for name, part in ranking.parts.items()}
    return {
        **parts,
        **_unit_features(found),
        **_described_features(ranking.query, first, index),
        "titled": _share(found, [float(is_titled(unit, first, index)) for unit in found]),
        "margin": _margin(ranking, index),
        "score": float(ranking.scores[first]),
        "lost": _lost_lead(ranking, index, first),
        "outline": float(index.passages[first].kind == "outline"),
        "english": float(ranking.query.language == "en"),
        "asks": float(bool(ranking.query.aspects)),
    }


def _unit_features(found: list[Unit]) -> dict[str, float]:
    """Sums and extremes over the units of a question."""
    by_kind = {kind: [unit for unit in found if unit.kind == kind] for kind in KINDS}
    heaviest = max(found, key=lambda unit: unit.weight, default=None)
    features = {
        "coverage": _share(found, [unit.covered for unit in found]),
        "unknown": _share(found, [float(not unit.known) for unit in found]),
        "specific": heaviest.covered if heaviest else 0.0,
        "weight": min(sum(unit.weight for unit in found) / 3, 1.0),
        "units": min(len(found), _MANY) / _MANY,
        "met": min(sum(u.covered > 0 and u.weight > _LEAST_WEIGHT for u in found), _MANY_MET)
        / _MANY_MET,
        "named": min(len(by_kind["concept"]), 3) / 3,
    }
    for kind, members in by_kind.items():
        features[f"met_{kind}"] = max((u.weight * u.covered for u in members), default=0.0)
        features[f"unmet_{kind}"] = max((u.weight * (1 - u.covered) for u in members), default=0.0)
        features[f"unknown_{kind}"] = max((u.weight for u in members if not u.known), default=0.0)
    return features


def _described_features(query: Query, passage: int, index: PassageIndex) -> dict[str, float]:
    """Greatest likeness of described concepts: in the passage, in any passage, in none."""
    field = index.fields.concepts
    met = absent = known = 0.0
    for concept, likeness in query.described.items():
        if holds(field, concept, passage):
            met = max(met, likeness)
        if concept in field.terms:
            known = max(known, likeness)
        else:
            absent = max(absent, likeness)
    return {
        "described_met": met,
        "described_absent": absent,
        "described_lead": known - absent,
    }


def _lost_lead(ranking: Ranking, index: PassageIndex, first: int) -> float:
    """How much better the title of a lost answer fits than that of the first passage."""
    fit = ranking.parts["titles"] + ranking.parts["heading"]
    lost = index.factors == 0
    return max(float(fit[lost].max(initial=0.0)) - float(fit[first]), 0.0) if lost.any() else 0.0


def _share(found: Sequence[Unit], values: Sequence[float]) -> float:
    """The mean of ``values`` in [0, 1], weighted as the units they belong to."""
    total = sum(unit.weight for unit in found)
    weighted = sum(u.weight * value for u, value in zip(found, values, strict=True))
    return weighted / total if total else 0.0


def _margin(ranking: Ranking, index: PassageIndex) -> float:
    """Lead of the first passage over the first one of another section, as a share of its score."""
    first = index.passages[ranking.order[0]]
    best = float(ranking.scores[ranking.order[0]])
    for number in ranking.order[1:20]:
        passage = index.passages[number]
        if (passage.source, passage.heading) != (first.source, first.heading):
            return (best - float(ranking.scores[number])) / best
    return 1.0
