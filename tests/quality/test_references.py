"""Follow-ups that point at one of several things, take something back, or only seem to.

``references.jsonl`` holds them like ``questions/dialogues.jsonl``, half of them ``held``: no error
on those was read after they were written.
"""

import json
from pathlib import Path

import pytest

from bot.engine import Bot
from bot.evaluation.questions import load_sections, section_of

HERE = Path(__file__).parent
LEAST_RIGHT = {"fit": 0.85, "held": 0.9}


@pytest.mark.slow
@pytest.mark.parametrize("part", LEAST_RIGHT)
def test_what_is_pointed_at_is_found(bot: Bot, part: str) -> None:
    sections = load_sections(HERE)
    lines = (HERE / "references.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["part"] == part]

    def is_right(row: dict) -> bool:
        answer = bot.ask(row["text"], row["turns"], source="notes")
        if not answer.answered:
            return not row["gold"]
        return section_of(answer.hits[0].passage, sections) in row["gold"]

    right = [is_right(row) for row in rows]
    assert sum(right) / len(right) >= LEAST_RIGHT[part]
