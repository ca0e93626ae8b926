"""The questions beside a demo stand alone: followed as links, they lead to a passage."""

import pytest

from bot.demos import all_demos

POINTING = {"it", "this", "that", "they", "these", "其", "它"}
"""Words that need something before them; a link has nothing before it."""


@pytest.mark.parametrize("demo_id", sorted(all_demos()))
def test_a_question_names_its_subject(demo_id: str) -> None:
    for ask in all_demos()[demo_id].asks:
        words = ask.en.casefold().rstrip("?").split()
        assert not POINTING & {*words[:3]}, ask.en
        assert not set(ask.zh[:1]) & POINTING, ask.zh
