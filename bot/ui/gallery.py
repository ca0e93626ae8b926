"""The demos as a gallery: cards with a thumbnail, found by words of either language. No screen."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.demos import demo_ids, get_demo
from bot.demos._charts import Grid
from bot.engine import Bot
from bot.passage import Passage
from bot.resources import read_rows
from bot.text import Text
from bot.ui.thumbnail import data_url
from bot.ui.words import phrase

SHORT = 3
"""Letters: a word of so few is an abbreviation, and those occur inside other words by chance."""
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What the gallery shows of a demo; ``words`` is what a search looks through."""

    id: str
    title: Text
    group: str
    insight: Text
    picture: str
    words: str


def card(demo_id: str) -> Card:
    """The card of a demo, from a run at its defaults."""
    demo = get_demo(demo_id)
    result = demo()
    pictures = [chart for chart in result.charts if not isinstance(chart, Grid)] or result.charts
    group = (phrase(f"group.{demo.group}", language) for language in ("zh", "en"))
    topics = (name for topic in demo.topics for name in (topic, *_topic_names().get(topic, ())))
    words = " ".join((demo_id, demo.title.zh, demo.title.en, *topics, demo.group, *group))
    return Card(
        demo_id,
        demo.title,
        demo.group,
        result.insight,
        data_url(pictures[0]) if pictures else "",
        words.casefold(),
    )


@cache
def _topic_names() -> dict[str, list[str]]:
    """The first names of every concept in both languages; the later ones are turns of phrase."""
    return {
        row["id"]: [name for column in ("zh", "en") for name in row[column].split("|")[:_NAMES]]
        for row in read_rows("glossary.tsv")
    }


def cards() -> tuple[Card, ...]:
    """All cards in alphabetical order."""
    return tuple(card(demo_id) for demo_id in demo_ids())


def groups(found: Iterable[Card]) -> list[str]:
    """The groups that occur, largest first."""
    counts: dict[str, int] = {}
    for each in found:
        counts[each.group] = counts.get(each.group, 0) + 1
    return sorted(counts, key=lambda group: (-counts[group], group))


def matching(found: Iterable[Card], text: str, also: Iterable[str] = ()) -> list[Card]:
    """The cards that hold every word of ``text``, or one of the ids in ``also``.

    A short Latin word must begin a word: ROC is not in "preprocess", nor CE in "reduced".
    """
    wanted, ids = [_pattern(part) for part in text.casefold().split()], set(also)
    return [c for c in found if all(part.search(c.words) for part in wanted) or c.id in ids]


def _pattern(part: str) -> re.Pattern[str]:
    inside = "" if len(part) > SHORT or not part.isascii() else "(?<![a-z])"
    return re.compile(inside + re.escape(part))


def named_demos(bot: Bot, text: str) -> list[str]:
    """Demos whose topics the text names, in any wording that the glossary knows."""
    concepts = bot.analyzer.analyze(text).concepts()
    named = {concept for concept, weight in concepts.items() if weight == 1.0}
    return [c.id for c in bot.demos if named & set(c.topics)]


def explaining(bot: Bot, demo_id: str, language: str, most: int = 3) -> list[Passage]:
    """Passages that explain a demo: the user's own, then one companion note in ``language``.

    Those that list the demo come first; where none of the user's does, those that are found by the
    name of its topic and say it.
    """
    companion = bot.companions.get(language)
    own = _listing(bot, bot.index.passages, demo_id) or _saying(bot, demo_id)
    return own[:most] + (_listing(bot, companion.passages, demo_id)[:1] if companion else [])


def _listing(bot: Bot, passages: Iterable[Passage], demo_id: str) -> list[Passage]:
    """The passages whose demos name this one, each heading once.

    In front stands where it comes first among them and the heading is about its main topic and
    little else; outlines and headings without an answer come last.
    """
    topics, found = get_demo(demo_id).topics, dict[tuple[str, str], Passage]()
    for passage in passages:
        if passage.heading and demo_id in bot.keywords.demos.get(passage.id, ()):
            found.setdefault((passage.source, passage.heading), passage)

    def place(passage: Passage) -> tuple[bool, int, int, int]:
        named = bot.analyzer.analyze(passage.heading).concepts()
        main = next((i for i, topic in enumerate(topics) if topic in named), len(topics))
        rank = bot.keywords.demos[passage.id].index(demo_id)
        return passage.kind != "answer", rank, main, len(named)

    return sorted(found.values(), key=place)


def _saying(bot: Bot, demo_id: str) -> list[Passage]:
    """The best passages on the first topics of a demo that name the topic themselves."""
    found: dict[str, Passage] = {}
    for topic in get_demo(demo_id).topics[:3]:
        name = (bot.analyzer.glossary[topic].zh or bot.analyzer.glossary[topic].en)[0]
        for hit in bot.index.search(name, 3):
            said = bot.analyzer.analyze(f"{hit.passage.heading}\n{hit.passage.text}").concepts()
            if topic in said:
                found.setdefault(hit.passage.heading or hit.passage.id, hit.passage)
    return list(found.values())
