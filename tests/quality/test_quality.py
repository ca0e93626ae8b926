"""How well questions are answered may rise, never fall: every figure against its stored bound."""

import json
import math
from collections.abc import Mapping

import pytest
from quality_floors import FLOORS, MARGIN, is_worse, measure, questions_hash, updated

from bot.engine import Bot

STORED = json.loads(FLOORS.read_text("utf-8"))
BOUNDS: Mapping[str, float] = STORED["bounds"]


@pytest.fixture(scope="module")
def measured(bot: Bot) -> dict[str, float]:
    return measure(bot)


def test_the_questions_are_those_the_bounds_were_measured_on() -> None:
    assert questions_hash() == STORED["questions_sha256"], (
        "the questions changed: run python -m tests.quality.quality_floors --update"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", BOUNDS)
def test_a_figure_keeps_its_bound(name: str, measured: Mapping[str, float]) -> None:
    value = measured.get(name, math.nan)
    assert not math.isnan(value), f"{name} is no longer measured"
    assert not is_worse(name, value, BOUNDS[name]), f"{name} is {value:.4f}"


@pytest.mark.slow
def test_every_figure_has_a_bound(measured: Mapping[str, float]) -> None:
    assert measured.keys() == BOUNDS.keys()


def test_bounds_only_become_tighter() -> None:
    old = {"fit hit@1": 0.8, "fit ECE": 0.05}
    assert updated(old, {"fit hit@1": 0.85, "fit ECE": 0.02}) == {
        "fit hit@1": pytest.approx(0.85 - MARGIN),
        "fit ECE": pytest.approx(0.02 + MARGIN),
    }
    assert updated(old, {"fit hit@1": 0.8, "fit ECE": 0.05}) == old


@pytest.mark.parametrize(
    "figures",
    [{"fit hit@1": 0.79, "fit ECE": 0.05}, {"fit hit@1": 0.8, "fit ECE": 0.06}, {"fit ECE": 0.05}],
    ids=["floor passed", "ceiling passed", "no longer measured"],
)
def test_a_regression_is_refused_unless_allowed(figures: Mapping[str, float]) -> None:
    old = {"fit hit@1": 0.8, "fit ECE": 0.05}
    with pytest.raises(ValueError, match="allow-regression"):
        updated(old, figures)
    assert updated(old, figures, allow_regression=True) != old
