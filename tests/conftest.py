"""The shipped notes opened once for all tests; random examples that are the same every time."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot import library
from bot.analysis.analyzer import Analyzer
from bot.engine import Bot

settings.register_profile("same", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep indexes and progress out of the user's folders; a MIANDA_HOME set outside is used."""
    chosen = os.environ.get("MIANDA_HOME") or str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIANDA_HOME", chosen)
        yield


@pytest.fixture(scope="session")
def bot() -> Bot:
    return Bot.open("corpus")


@pytest.fixture(scope="session")
def analyzer(bot: Bot) -> Analyzer:
    return bot.analyzer


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with every build."""
    counted: list[int] = []
    build = library._built
    monkeypatch.setattr(library, "_built", lambda f: (counted.append(1), build(f))[1])
    return counted
