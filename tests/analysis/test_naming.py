"""One English name in several spellings is one question."""

import re

import pytest

from bot.analysis.naming import as_named
from bot.engine import Bot

NAME = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)+")
MOST_LEFT_OUT = 0.01
"""Share of the spellings that may be another name: dsconvolution is read as a deconvolution."""


@pytest.fixture(scope="module")
def bot() -> Bot:
    return Bot.open()


def spellings(name: str) -> list[str]:
    """A name by case, with hyphens, spaces or nothing between its words, and in the plural."""
    words = re.split("[ -]", name)
    joined = [sep.join(words).lower() for sep in (" ", "-", "")]
    capital = [sep.join(word[:1].upper() + word[1:] for word in words) for sep in (" ", "-", "")]
    return list(dict.fromkeys([*joined, *map(str.upper, joined), *capital, f"{joined[0]}s"]))


def named_alone(bot: Bot) -> list[str]:
    """The concepts that a heading of the notes names by themselves."""
    named = (
        [c for c, weight in bot.analyzer.concepts_of[passage.heading].items() if weight == 1.0]
        for passage in bot.index.passages
    )
    return sorted({concepts[0] for concepts in named if len(concepts) == 1})


def test_the_spelling_of_a_name_does_not_change_what_comes_first(bot: Bot) -> None:
    asked, left_out, differing = 0, [], {}
    for concept in named_alone(bot):
        for name in filter(NAME.fullmatch, bot.analyzer.glossary[concept].en):
            first: dict[str, list[str]] = {}
            meant = whole(bot, name)
            for spelling in spellings(name):
                asked += 1
                if whole(bot, spelling) != meant:
                    left_out.append(f"{spelling}: {whole(bot, spelling)}, not {meant}")
                    continue
                hits = bot.ask(spelling, source="notes").hits
                first.setdefault(hits[0].passage.id if hits else "", []).append(spelling)
            if len(first) > 1:
                differing[name] = first
    print(*left_out, sep="\n")
    assert len(left_out) < MOST_LEFT_OUT * asked
    assert not differing


def whole(bot: Bot, text: str) -> set[str]:
    """The concepts that a text names in full, as it is read."""
    return {c for c, weight in bot.index.understand(text).named.items() if weight == 1.0}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("BatchNorm和batch-norms的区别", "batch normalization和batch normalization的区别"),
        ("what is SyncBatchNorm", "what is sync batch norm"),
        ("what is BN", "what is bn"),
        ("批归一化", "批归一化"),
        ("my_batchnorm and batchnorm2d", "my_batchnorm and batchnorm2d"),
    ],
)
def test_a_name_is_read_as_the_glossary_writes_it(bot: Bot, text: str, read: str) -> None:
    assert as_named(bot.analyzer.analyze(text), bot.analyzer.glossary) == read
