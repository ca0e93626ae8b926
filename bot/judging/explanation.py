"""What moved the vote on each candidate passage, feature by feature.

The features are those of :mod:`bot.judging.features`; ``bot/lexicon/explanation.toml`` has their
names and the parts under which they are told.
"""

from collections.abc import Mapping
from functools import cache

from bot.errors import InputError
from bot.judging.confidence import Collection, rows_of, worth_of_a_vote
from bot.judging.features import LEAD, candidates_of
from bot.judging.forest import fitted_forest
from bot.judging.units import units
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking
from bot.text import Text

JUDGED = "judged_"
"""What the parts of a vote begin with."""
START = JUDGED + "start"
"""The part that has no features: the vote for a candidate of which nothing is known."""

Moves = Mapping[str, Mapping[str, float]]
"""Part of a vote -> feature -> the points that it adds to a score."""


def vote_evidence(
    ranking: Ranking, index: PassageIndex, collection: Collection
) -> dict[int, tuple[float, Moves]]:
    """Passage number of each candidate -> the points of :data:`START`, and what its features add.

    ``ranking`` is not judged yet. All points together are what the vote adds to the score.
    """
    candidates = candidates_of(ranking)
    found, forest = units(ranking.query, candidates, index), fitted_forest(collection)
    start, moves = forest.moves(rows_of(ranking, found, index, collection))
    worth = worth_of_a_vote(ranking)
    return {
        number: (worth * start, _by_part(forest.features, (worth * moved).tolist()))
        for number, moved in zip(candidates.tolist(), moves, strict=True)
    }


def _by_part(features: tuple[str, ...], points: list[float]) -> Moves:
    parts: dict[str, dict[str, float]] = {}
    for feature, value in zip(features, points, strict=True):
        parts.setdefault(_parts()[feature.removesuffix(LEAD)], {})[feature] = value
    return parts


@cache
def _parts() -> dict[str, str]:
    """Feature, without what tells of its lead -> the part under which it is told."""
    judged = read_toml("explanation.toml")["judged"]
    return {feature: part for part, features in judged.items() for feature in features}


def feature_name(feature: str) -> Text:
    """A feature of a candidate as a person reads it. Raises InputError for what is none.

    >>> feature_name("coverage_lead").en
    'share of the question it holds (against other sections)'
    """
    words, bare = read_toml("explanation.toml"), feature.removesuffix(LEAD)
    told = words["feature"].get(bare) or words["part"].get(bare)
    if not told:
        raise InputError(Text(f"没有特征 {feature!r}", f"there is no feature {feature!r}"))
    name = Text(**told)
    if bare == feature:
        return name
    lead = Text(**words["feature"]["lead"])
    return Text(lead.zh.format(name=name.zh), lead.en.format(name=name.en))
