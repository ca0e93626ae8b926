"""One analyzer for all tests, a store in an empty folder, a question and a clock."""

from pathlib import Path

import pytest
from interview_samples import PASSAGES, Clock, make_question

from bot.analysis.analyzer import Analyzer
from bot.engine import Bot
from bot.interview.grading import Grader
from bot.interview.questions import Question
from bot.interview.store import Store


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer.open()


@pytest.fixture(scope="session")
def grader(analyzer: Analyzer) -> Grader:
    return Grader(analyzer)


@pytest.fixture(scope="session")
def small_bot() -> Bot:
    return Bot.over(PASSAGES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "home")


@pytest.fixture
def question() -> Question:
    return make_question("q1")


@pytest.fixture
def clock() -> Clock:
    return Clock()
