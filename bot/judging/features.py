"""What speaks for and against each candidate passage as the answer to a question.

Every feature is a number about [0, 1] for every candidate. A passage is judged by its own features
and by their lead over the best candidate of any other section: "holds all that is asked, as no
other does".
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.analysis.aspects import announced_aspects
from bot.analysis.query import Query
from bot.judging.beside import beside_features, unstated_features
from bot.judging.topics import Topics, fitted_topics, topic_features
from bot.judging.units import KINDS, NAMES, Candidates, Unit, Values
from bot.passage import Passage
from bot.search import PassageIndex, Ranking

CANDIDATES = 8
"""So many passages are judged: the right one is among them for 627 of 633 fresh questions."""
LEAD = "_lead"
_LEAST_WEIGHT = 0.1
_MANY_MET, _MANY, _OFTEN, _LONG = 5, 12, 6, 80
"""Numbers of met units, of units, of mentions and of letters as good as any greater number."""


def candidates_of(ranking: Ranking) -> Candidates:
    """The numbers of the best passages that have a score at all."""
    best = ranking.order[:CANDIDATES]
    return best[ranking.scores[best] > 0]


def features(
    ranking: Ranking, found: Sequence[Unit], index: PassageIndex, topics: Topics | None = None
) -> dict[str, Values]:
    """Every feature of the candidates by name, each of shape (candidates,).

    ``topics`` tells what the title of an answer is likely to name; None is the model stored.
    """
    candidates = candidates_of(ranking)
    scores = ranking.scores[candidates]
    passages = [index.passages[number] for number in candidates.tolist()]
    headings = [passage.heading for passage in passages]
    question = index.analyzer.analyze(ranking.query.text)
    parts = ranking.parts.at(candidates)
    own = {
        **_named(ranking.parts, parts),
        "score": scores,
        "share": scores / scores.max(initial=1e-9),
        **_met_units(found, len(candidates)),
        "described_met": _described_met(ranking.query, candidates, index),
        "unasked": _unasked(ranking.query, headings, index),
        **topic_features(question, headings, index.analyzer, topics or fitted_topics()),
        **_forms(ranking, parts, passages, index),
    }
    table = np.array([*own.values()])
    others = np.where(_other_sections(passages), table[:, None, :], 0.0)
    leads = table - others.max(axis=2, initial=0.0)
    asked = {**_of_units(found), **_of_question(ranking.query, index)}
    same = np.repeat([*asked.values()], len(candidates)).reshape(len(asked), len(candidates))
    against = beside_features(question, found, len(candidates))
    against |= unstated_features(ranking.query.aspects, candidates, index)
    lead = _named((name + LEAD for name in own), leads)
    return {**own, **lead, **against, **_named(asked, same)}


def _met_units(found: Sequence[Unit], count: int) -> dict[str, Values]:
    """How far each candidate meets the units of a question: sums and extremes over them."""
    weights = np.array([unit.weight for unit in found])
    rows = [unit.covered for unit in found] + [unit.titled for unit in found]
    rows += [unit.frequency for unit in found]
    held = np.array(rows).reshape(3, len(found), count)
    held[2] = np.minimum(held[2], _OFTEN) / _OFTEN
    means = weights @ held / max(float(weights.sum()), 1e-9)
    # One unit is the heaviest, none where there are no units.
    specific = held[:, weights.argsort()[-1:]].max(axis=1, initial=0.0)
    covered, titled, often = held
    names = np.array([unit.kind in NAMES for unit in found], bool)
    counted = (covered > 0) & (weights > _LEAST_WEIGHT)[:, None]
    met = weights[:, None] * (covered, 1 - covered)
    features = {
        **_named(("coverage", "titled", "often"), means),
        **_named(("specific", "specific_titled", "specific_often"), specific),
        "least_named": np.where(titled > 0, 1.0, often)[names].min(axis=0, initial=1.0),
        "untitled": (weights[:, None] * (1 - titled))[names].max(axis=0, initial=0.0),
        "met": np.minimum(counted.sum(axis=0), _MANY_MET) / _MANY_MET,
    }
    for kind in ("concept", "word"):
        of_kind = np.array([unit.kind == kind for unit in found], bool)
        both = met[:, of_kind].max(axis=1, initial=0.0)
        features |= _named((f"met_{kind}", f"unmet_{kind}"), both)
    return features


def _named(names: Iterable[str], rows: Iterable[Values]) -> dict[str, Values]:
    return dict(zip(names, rows, strict=True))


def _of_units(found: Sequence[Unit]) -> dict[str, float]:
    """What the units of a question are, whatever the candidates."""
    total = sum(unit.weight for unit in found)
    unknown = [unit for unit in found if not unit.known]
    return {
        "weight": min(total / 3, 1.0),
        "units": min(len(found), _MANY) / _MANY,
        "named": min(sum(unit.kind == "concept" for unit in found), 3) / 3,
        "unknown": sum(unit.weight for unit in unknown) / max(total, 1e-9),
        **{
            f"unknown_{kind}": max((u.weight for u in unknown if u.kind == kind), default=0.0)
            for kind in KINDS
        },
    }


def _of_question(query: Query, index: PassageIndex) -> dict[str, float]:
    """What a question is like: described are the concepts that it may mean without naming them."""
    known = index.fields.concepts.terms
    described = query.described.items()
    absent = max((likeness for name, likeness in described if name not in known), default=0.0)
    present = max((likeness for name, likeness in described if name in known), default=0.0)
    return {
        "described_absent": absent,
        "described_present": present - absent,
        "english": float(query.language == "en"),
        "asks": float(bool(query.aspects)),
        "length": min(len(query.text), _LONG) / _LONG,
        "openness": query.openness,
    }


def _described_met(query: Query, candidates: Candidates, index: PassageIndex) -> Values:
    """Greatest likeness of the described concepts that each candidate holds."""
    field, met = index.fields.concepts, np.zeros(len(candidates))
    for concept, likeness in query.described.items():
        met = np.maximum(met, likeness * (field.frequency(concept, candidates) > 0))
    return met


def _unasked(query: Query, headings: Sequence[str], index: PassageIndex) -> Values:
    """How rare the rarest thing is that each heading names and nobody asked for, in [0, 1].

    "空洞卷积" has the words of "卷积特点" and is about something else.
    """
    rarities, asked = index.fields.titles.rarities, {**query.described, **query.named}

    def rarity(name: str, weight: float) -> float:
        return rarities[name] * (1 - asked.get(name, 0.0)) if weight == 1.0 else 0.0

    concepts = [index.analyzer.concepts_of[heading] for heading in headings]
    return np.array([max(map(rarity, one, one.values()), default=0.0) for one in concepts])


def _forms(
    ranking: Ranking, parts: NDArray[np.float64], passages: Sequence[Passage], index: PassageIndex
) -> dict[str, Values]:
    """What kind of passage each candidate is, and how many parts of the score put it first.

    ``parts`` are those of the candidates, shape (parts, candidates).
    """
    best = parts.max(axis=1, initial=0.0, keepdims=True)
    live = (best > 0)[:, 0]
    first = parts[live] >= best[live]
    names = [*ranking.parts]
    fit = parts[names.index("titles")] + parts[names.index("heading")]
    lost = ranking.parts.at(index.lost, ("titles", "heading")).sum(axis=0).max(initial=0.0)
    told = [announced_aspects(passage.heading) for passage in passages]
    asked = ranking.query.aspects
    return {
        "votes": first.mean(axis=0) if len(first) else np.zeros(len(passages)),
        "lost": np.maximum(lost - fit, 0.0),
        "outline": np.array([passage.kind == "outline" for passage in passages], float),
        "other_aspect": np.array([bool(one) and one.isdisjoint(asked) for one in told], float),
    }


def _other_sections(passages: Sequence[Passage]) -> NDArray[np.bool_]:
    """Which passages are of another section, shape (passages, passages)."""
    places: dict[tuple[str, str], int] = {}
    own = np.array([places.setdefault((p.source, p.heading), len(places)) for p in passages])
    others: NDArray[np.bool_] = own[:, None] != own[None, :]
    return others
