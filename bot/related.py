"""Demos that belong to a passage or a question, joined over glossary concepts.

Passages know nothing of demos and demos nothing of passages; both name concepts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.analysis.glossary import Glossary
from bot.demos import all_demos, get_demo
from bot.demos._params import Float, Int
from bot.text import Text

_FIRST_TOPIC, _OTHER_TOPIC = 1.0, 0.5
_FROM_TITLE, _FROM_TEXT = 1.0, 0.25


@dataclass(frozen=True, slots=True)
class DemoCard:
    """What is known of a demo without running it."""

    id: str
    title: Text
    topics: tuple[str, ...]
    group: str


def demo_cards() -> tuple[DemoCard, ...]:
    """A card for every demo, in alphabetical order of ids."""
    return tuple(
        DemoCard(demo_id, demo.title, demo.topics, demo.group)
        for demo_id, demo in all_demos().items()
    )


def related_demos(
    asked: Mapping[str, float],
    title: Mapping[str, float],
    text: Mapping[str, float],
    cards: Iterable[DemoCard],
    glossary: Glossary,
    most: int = 3,
) -> tuple[DemoCard, ...]:
    """The demos that fit best, best first, none without a shared concept.

    Each mapping gives concepts with weights in (0, 1]: of the question, of the passage's headings
    and of its text. A demo's first topic counts twice its other topics; concepts of the text alone
    never bring a demo, they only order the ones that question or title bring.
    """
    named = _with_relatives(asked, glossary), _with_relatives(title, glossary)
    scored = []
    for card in cards:
        main = sum(_topic_score(card.topics, weights) * _FROM_TITLE for weights in named)
        if main >= _OTHER_TOPIC:
            scored.append((main + _FROM_TEXT * _topic_score(card.topics, text), card))
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    return tuple(card for _, card in scored[:most])


def _topic_score(topics: tuple[str, ...], weights: Mapping[str, float]) -> float:
    first = _FIRST_TOPIC * weights.get(topics[0], 0.0)
    return first + _OTHER_TOPIC * max((weights.get(topic, 0.0) for topic in topics[1:]), default=0)


def _with_relatives(weights: Mapping[str, float], glossary: Glossary) -> dict[str, float]:
    """The concepts and, at a third, what they are a kind or a part of."""
    spread = dict(weights)
    for concept, weight in weights.items():
        entry = glossary.get(concept)
        for relative in (*entry.related("is-a"), *entry.related("part-of")) if entry else ():
            spread[relative] = max(spread.get(relative, 0.0), weight / 3)
    return spread


def stated_values(demo_id: str, text: str) -> dict[str, float]:
    """Values for a demo's parameters that a passage states itself.

    A number counts when it directly follows one of the parameter's cues (膨胀率为2, γ = 2) and lies
    in the parameter's domain. Only the first mode of the demo is filled.
    """
    found: dict[str, float] = {}
    for param in get_demo(demo_id).modes[0].params:
        if not isinstance(param, Int | Float):
            continue
        for cue in param.cues:
            match = re.search(
                rf"{re.escape(cue)}\s*(?:=|为|是|:|：|of|is)?\s*(\d+(?:\.\d+)?)", text
            )
            if match and param.low <= float(match[1]) <= param.high:
                value = float(match[1])
                found[param.name] = int(value) if isinstance(param, Int) else value
                break
    return found
