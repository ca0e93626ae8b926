"""Demos that belong to a passage or a question, joined over glossary concepts.

Passages know nothing of demos and demos nothing of passages; both name concepts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.analysis.glossary import Glossary
from bot.text import Text

_OTHER_TOPIC, _FROM_TEXT, _FURTHER = 0.8, 0.25, 0.1
_LEAST = 0.5
"""A shared concept inside a longer name alone (卷积 in 空洞卷积) brings no demo."""
_LEAST_IN_TEXT = 0.8
"""Where question and title bring no demo, a topic named in full in the text does."""


@dataclass(frozen=True, slots=True)
class DemoCard:
    """What is known of a demo without running it."""

    id: str
    title: Text
    topics: tuple[str, ...]
    group: str


def demo_cards() -> tuple[DemoCard, ...]:
    """A card for every demo, in alphabetical order of ids."""
    from bot.demos import all_demos

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
    and of its text. Concepts of the text only order the demos that question or title bring; where
    these bring none (a survey: 常用的轻量级网络有哪些), the text brings what it names in full.
    """
    named = _with_relatives(asked, glossary), _with_relatives(title, glossary)
    known = {concept for weights in named for concept in weights}
    scored, in_text = [], []
    for card in cards:
        told = 0.0 if text.keys().isdisjoint(card.topics) else _topic_score(card.topics, text)
        if not known.isdisjoint(card.topics):
            main = sum(_topic_score(card.topics, weights) for weights in named)
            if main >= _LEAST:
                scored.append((main + _FROM_TEXT * told, card))
        if told >= _LEAST_IN_TEXT:
            in_text.append((told, card))
    best = sorted(scored or in_text, key=lambda pair: (-pair[0], pair[1].id))
    return tuple(card for _, card in best[:most])


def _topic_score(topics: tuple[str, ...], weights: Mapping[str, float]) -> float:
    """The best of the topics by weight, with a little for every further one.

    A topic that is not the first counts less: it is not what the demo is named for.
    """
    others = (_OTHER_TOPIC * weights.get(topic, 0.0) for topic in topics[1:])
    best, *rest = sorted((weights.get(topics[0], 0.0), *others), reverse=True)
    return best + _FURTHER * sum(rest)


def _with_relatives(weights: Mapping[str, float], glossary: Glossary) -> dict[str, float]:
    """The concepts and, at a third, what they are a kind or a part of."""
    spread = dict(weights)
    for concept, weight in weights.items():
        entry = glossary.get(concept)
        for relative in entry.wider if entry else ():
            spread[relative] = max(spread.get(relative, 0.0), weight / 3)
    return spread
