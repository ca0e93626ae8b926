"""The questions to begin with are found once and kept beside the index."""

from pathlib import Path

import pytest

from bot import Bot
from bot.ui.shared_notes import kept_starters, starters
from bot.ui.words import strings

TEMPLATE = strings()["ask.starter_template"].en


def test_they_are_found_once(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path))
    first = Bot.open(notes)
    found = kept_starters(first, TEMPLATE)
    assert found == starters(first, TEMPLATE) != ((), ())
    again = Bot.open(notes)
    monkeypatch.setattr(again, "ask", None)
    assert kept_starters(again, TEMPLATE) == found
    with pytest.raises(TypeError):
        kept_starters(again, f"Now, {TEMPLATE}")


def test_of_notes_that_are_not_kept_neither_are_they() -> None:
    assert kept_starters(Bot.over(()), TEMPLATE) == ((), ())
