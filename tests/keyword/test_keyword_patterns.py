"""The patterns that read a passage take time in proportion to it, whatever it holds."""

import time

import pytest

from bot.keyword.facets import held_by
from bot.keyword.snippets import protected, showable
from bot.passage import Passage

HOSTILE = ("\\[", "\\(", "$$", "$a\n", "```a", "`\n", "a=", "a = ", "a.b(", "\n ", "\t\n", "])=",
           "class ", "for x in a:", "\\frac", "$", "(", " ", "=")  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_no_text_makes_a_pattern_slow(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    sum(1 for _ in protected().finditer(text))
    showable(text, [(0, len(text))])
    held_by(Passage("p", "a.md", "", text, "zh"), demo=False)
    assert time.process_time() - began < 2
