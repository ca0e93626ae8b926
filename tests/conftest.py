"""The shipped notes opened once for all tests; random examples that are the same every time."""

import pytest
from hypothesis import settings

from bot.analysis.analyzer import Analyzer
from bot.engine import Bot

settings.register_profile("same", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same")


@pytest.fixture(scope="session")
def bot() -> Bot:
    return Bot.open("corpus")


@pytest.fixture(scope="session")
def analyzer(bot: Bot) -> Analyzer:
    return bot.analyzer
