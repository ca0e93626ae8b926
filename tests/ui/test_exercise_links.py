"""The link below an exercise opens its demo with the numbers of the exercise, and its answer."""

import re

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.interview.exercises import exercise_for
from bot.resources import read_toml
from bot.ui.graded import demo_address

ROWS = read_toml("exercises.toml")["exercise"]
SOME = [row for row in ROWS if "." not in row["output"]][::5]
"""Outputs that are one number stand on the screen as such."""


@pytest.mark.parametrize("row", SOME, ids=[row["demo"] for row in SOME])
def test_a_demo_opened_from_an_exercise_shows_the_number(
    app: AppTest, row: dict[str, list[str]]
) -> None:
    exercise = exercise_for(row["topics"], len(row["inputs"]) - 1)
    assert exercise is not None
    app.run()
    app.switch_page("bot/ui/pages/demos.py")
    address = demo_address(exercise)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    numbers = re.findall("<dd>([^<]*)</dd>", shown(app))
    told = f"{exercise.answer:g}", exercise.told.en.split()[0]
    assert set(told) & set(numbers) or "set" not in address
