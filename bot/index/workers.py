"""Passages read in stretches, by a second process where there are many of them."""

from collections.abc import Mapping, Sequence

from bot.analysis.analyzer import Analyzer
from bot.analysis.bulk import BulkAnalyzer
from bot.index.reader import Reader
from bot.index.stretch import Stretch
from bot.passage import Passage

LENGTH = 8_192
"""Passages of a stretch."""


def stretches_of(
    passages: Sequence[Passage], analyzer: Analyzer, descriptions: Mapping[str, Sequence[str]]
) -> list[Stretch]:
    reader = Reader(BulkAnalyzer(analyzer), descriptions)
    starts = range(0, max(len(passages), 1), LENGTH)
    return [reader.read(passages[start : start + LENGTH]) for start in starts]
