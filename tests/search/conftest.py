"""The analyzer of the glossary alone: a stored index needs no notes to be tested."""

import pytest

from bot.analysis.analyzer import Analyzer


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer.open()
