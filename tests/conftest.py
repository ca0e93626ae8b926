"""The shipped notes opened once; the same random examples every time; no network.

What the tests call themselves may connect to this machine only: :mod:`only_here`.
"""

import gc
import os
import sys
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from only_here import refuse

from bot import library, search
from bot.analysis import targets
from bot.analysis.analyzer import Analyzer
from bot.engine import Bot
from bot.index import codec

OF_THE_ANALYZER = (
    (search, "build_descriptions"),
    (search, "repair_targets"),
    (search, "pack_analyzer"),
    (codec, "pack_lexicon"),
)
"""What an index computes of its analyzer alone, whatever the passages are."""

settings.register_profile("same", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same")
sys.addaudithook(refuse)
# The terminal speaks the language of the machine; a bare one is told everything in both.
os.environ["LC_ALL"] = "C.UTF-8"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep what stays for the whole run out of the search for garbage.

    16,000 collected tests and the modules they import are 560,000 objects. To look through them
    takes 0.3 s, in the middle of whatever test it happens, and 3 s while they are collected.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of built indexes, one for all processes that run tests and servers of theirs."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "indexes"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def new_home(indexes: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A function that makes a user's folder, empty but for the indexes that were built before."""

    def made() -> Path:
        folder = tmp_path_factory.mktemp("home")
        (folder / "cache").symlink_to(indexes, target_is_directory=True)
        return folder

    return made


@pytest.fixture(scope="session", autouse=True)
def home(new_home: Callable[[], Path]) -> Iterator[None]:
    """Keep indexes and progress out of the user's folders; a MIANDA_HOME set outside is used.

    The commands speak what the machine does: here always the same.
    """
    chosen = os.environ.get("MIANDA_HOME") or str(new_home())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIANDA_HOME", chosen)
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="session", autouse=True)
def dictionary_read_once() -> Iterator[None]:
    """Every index made by hand would read the 119,000 entries of a package again, for 0.3 s."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(targets, "everyday_words", cache(targets.everyday_words))
        yield


@pytest.fixture(scope="session")
def bot(indexes: Path) -> Bot:
    with FileLock(indexes / ".built"):  # One process builds the index, the other one reads it.
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


@pytest.fixture(scope="session")
def remembered() -> dict[tuple[str, int], Any]:
    """What a build computed of an analyzer and of no passage."""
    return {}


@pytest.fixture
def one_analyzer(
    analyzer: Analyzer,
    remembered: dict[tuple[str, int], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Analyzer:
    """Every index of the test is built with this analyzer, to save time."""

    def is_shared(given: Any) -> bool:
        """Whether it is the analyzer, or a lexicon with the descriptions read by it."""
        described = remembered.get(("build_descriptions", id(analyzer)), analyzer)
        return given is analyzer or getattr(given, "descriptions", None) is described

    def once(name: str, compute: Callable[..., Any]) -> Callable[..., Any]:
        def result(*given: Any) -> Any:
            if not any(map(is_shared, given)):
                return compute(*given)
            key = (name, id(analyzer))
            if key not in remembered:
                remembered[key] = compute(*given)
            return remembered[key]

        return result

    monkeypatch.setattr(Analyzer, "open", lambda *_: analyzer)
    for module, name in OF_THE_ANALYZER:
        monkeypatch.setattr(module, name, once(name, getattr(module, name)))
    return analyzer
