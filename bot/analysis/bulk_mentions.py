"""The mentions of :class:`MentionFinder` in many texts at once, for :mod:`bot.analysis.bulk`."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.mentions import CHINESE, NESTED_WEIGHT, TOPIC_WEIGHT, MentionFinder

if TYPE_CHECKING:
    from bot.analysis.bulk import Sheet

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Texts in compact form, one after another.

    starts, ends:  beside each character, where a name that begins or ends with it begins or ends
                   on the sheet; -1 where none can
    """

    text: str
    starts: Numbers
    ends: Numbers


@dataclass(frozen=True, slots=True)
class Mentions:
    """Concepts by number, with spans of the sheet and weights, in the order of each text."""

    concepts: Numbers
    starts: Numbers
    ends: Numbers
    weights: NDArray[np.float64]

    def only(self, chosen: NDArray[np.bool_]) -> "Mentions":
        """Those that are chosen."""
        spans = self.starts[chosen], self.ends[chosen]
        return Mentions(self.concepts[chosen], *spans, self.weights[chosen])


def find_mentions(
    finder: MentionFinder, compact: Occurrence, sheet: "Sheet", numbers: Mapping[str, int]
) -> Mentions:
    """All mentions by text, start, falling end and concept; ``numbers`` follow the concepts."""
    forms, starts, ends = _matches(finder, compact, sheet)
    concepts, places = _owners(finder, forms, starts, ends, sheet, numbers)
    starts, ends = starts[places], ends[places]
    order = np.lexsort((concepts, -ends, starts))
    concepts, starts, ends = concepts[order], starts[order], ends[order]
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(concepts) != 0) | (np.diff(starts) != 0) | (np.diff(ends) != 0)
    concepts, starts, ends = concepts[new], starts[new], ends[new]
    topic = np.zeros(len(numbers), bool)
    topic[[numbers[concept] for concept in finder.names.topics]] = True
    topics = topic[concepts]
    weights = np.where(topics, TOPIC_WEIGHT, 1.0)
    own = (~topics).nonzero()[0]
    weights[own[_nested(starts[own], ends[own])]] = NESTED_WEIGHT
    return Mentions(concepts, starts, ends, weights)


def _matches(
    finder: MentionFinder, compact: Occurrence, sheet: "Sheet"
) -> tuple[Numbers, Numbers, Numbers]:
    """(forms, starts, ends) of the names that begin and end where a name may, in one text."""
    found = list(finder.matches(compact.text))
    pairs = np.fromiter(chain.from_iterable(found), np.int64, 2 * len(found))
    lasts, forms = pairs.reshape(-1, 2).T
    lengths = np.array(finder.lengths, np.int64)[forms]
    starts, ends = compact.starts[lasts + 1 - lengths], compact.ends[lasts]
    sound = (starts >= 0) & (ends >= 0)
    sound[sound] = sheet.owners[starts[sound]] == sheet.owners[ends[sound] - 1]
    return forms[sound], starts[sound], ends[sound]


def _owners(
    finder: MentionFinder,
    forms: Numbers,
    starts: Numbers,
    ends: Numbers,
    sheet: "Sheet",
    numbers: Mapping[str, int],
) -> tuple[Numbers, Numbers]:
    """The concepts whose demands on the writing are met, and beside each the place of its form."""
    different, which = np.unique(forms, return_inverse=True)
    owners = [finder.owners_of(form) for form in different.tolist()]
    counts = np.array([len(own) for own in owners], np.int64)
    flat = [owner for own in owners for owner in own]
    first = np.cumsum(counts) - counts
    of_place = counts[which]
    places = np.repeat(np.arange(len(forms)), of_place)
    ends_of = np.cumsum(of_place)
    entries = np.arange(len(places)) + np.repeat(first[which] - ends_of + of_place, of_place)
    concepts = np.array([numbers[concept] for concept, _ in flat], np.int64)[entries]
    demanding = np.array([writing.demands for _, writing in flat], bool)[entries]
    fits = ~demanding
    strict = sheet.chinese_shares < CHINESE
    asked = demanding.nonzero()[0]
    where = places[asked]
    answers: dict[tuple[int, str, bool], bool] = {}
    for place, entry, start, end, text in zip(
        asked.tolist(),
        entries[asked].tolist(),
        starts[where].tolist(),
        ends[where].tolist(),
        strict[sheet.owners[starts[where]]].tolist(),
        strict=True,
    ):
        key = entry, sheet.text[start:end], text
        if (answer := answers.get(key)) is None:
            answer = answers[key] = flat[entry][1].fits(key[1], text)
        fits[place] = answer
    return concepts[fits], places[fits]


def _nested(starts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
    """Which spans, by start and falling end, lie wholly inside a longer one."""
    if not len(starts):
        return np.zeros(0, bool)
    new = np.append(True, (np.diff(starts) != 0) | (np.diff(ends) != 0))
    spans = np.cumsum(new) - 1
    furthest = np.maximum.accumulate(ends[new])
    before = np.append(-1, furthest[:-1])
    inside: NDArray[np.bool_] = (before >= ends[new])[spans]
    return inside
