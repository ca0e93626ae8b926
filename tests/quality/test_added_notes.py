"""Notes on subjects that the shipped glossary and notes never saw: floors of the held-out part.

No error of it was read; ``python -m tests.quality.added_quality`` prints its figures.
"""

import pytest

from bot.evaluation.figures import summarise
from tests.quality.added_quality import outcomes

MOST_FALSE_ANSWERS = {False: 0.18, True: 0.245}
"""Beside the shipped notes a neighbouring question finds more that is like its answer."""


@pytest.mark.slow
@pytest.mark.parametrize("beside", [False, True])
def test_notes_on_a_new_subject_are_answered_from(beside: bool) -> None:
    figures = summarise(list(outcomes("held_out", beside)))
    assert figures["answer@1"] >= 0.7
    assert figures["false refusals"] <= 0.19
    assert figures["false answers"] <= MOST_FALSE_ANSWERS[beside]
