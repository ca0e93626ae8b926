"""Every picture of every demo can be drawn, in both languages and both themes."""

import base64
import json
import re
import shlex

import pytest

from bot.cli import main
from bot.demos import demo_ids, get_demo
from bot.demos._charts import Bars, Figure, Grid, Steps
from bot.demos._params import Float, Int
from bot.demos._spec import plain, resolve
from bot.errors import DemoInputError
from bot.text import Text
from bot.ui.chart import Look, vega_lite
from bot.ui.chart_base import axis
from bot.ui.demo_inputs import command, inputs_of, shown_params, slider_range
from bot.ui.formula import can_be_drawn
from bot.ui.palette import palette
from bot.ui.thumbnail import data_url


def figures(demo_id: str) -> list[Figure]:
    """All pictures of a demo at its defaults, those of steppers included."""
    found: list[Figure] = []
    for chart in get_demo(demo_id)().charts:
        frames = chart.frames if isinstance(chart, Steps) else ()
        found += [figure for _, shown in frames for figure in shown]
        found += [] if isinstance(chart, Steps) else [chart]
    return found


@pytest.mark.parametrize("demo_id", demo_ids())
def test_every_picture_becomes_a_specification(demo_id: str) -> None:
    drawn = [figure for figure in figures(demo_id) if not isinstance(figure, Grid)]
    for figure in drawn:
        for language in ("zh", "en"):
            spec = vega_lite(figure, Look(language, palette(language == "en")))
            json.dumps(spec, allow_nan=False)
            assert spec["title"]["text"] == figure.title.to(language)
            assert spec["width"] == "container"


@pytest.mark.parametrize("demo_id", demo_ids())
def test_every_first_picture_has_a_small_thumbnail(demo_id: str) -> None:
    for chart in get_demo(demo_id)().charts[:1]:
        assert data_url(chart).startswith("data:image/svg+xml;base64,")
        assert len(data_url(chart)) < 80_000


@pytest.mark.parametrize("demo_id", demo_ids())
def test_every_formula_is_one_that_katex_draws(demo_id: str) -> None:
    formula = get_demo(demo_id)().formula
    assert not formula or can_be_drawn(formula), formula


@pytest.mark.parametrize("demo_id", demo_ids())
def test_every_slider_holds_its_default_and_every_preset(demo_id: str) -> None:
    demo = get_demo(demo_id)
    for mode in demo.modes:
        for param in shown_params(mode):
            if not isinstance(param, Int | Float) or param.default is None:
                continue
            values = [preset.inputs.get(param.name) for preset in demo.presets]
            span = slider_range(param, values)
            for value in (param.default, *(v for v in values if v is not None)):
                assert span is None or span.low <= value <= span.high


@pytest.mark.parametrize("demo_id", demo_ids())
def test_every_mode_runs_from_its_panel_and_as_a_command(demo_id: str) -> None:
    demo = get_demo(demo_id)
    for mode in demo.modes:
        raw = inputs_of(mode, {})
        assert command(demo_id, mode, raw).startswith(f"python -m bot demo {demo_id}")
        try:
            result = demo(**raw)
        except DemoInputError as error:
            pytest.fail(f"{demo_id}: {error}")
        assert result.values


@pytest.mark.parametrize("demo_id", demo_ids())
def test_the_screen_and_the_command_line_give_the_same_values(
    demo_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a panel opens with equals what the command it offers prints, in every mode."""
    for mode in get_demo(demo_id).modes:
        raw = inputs_of(mode, {})
        shown = plain(mode.run(**resolve(mode, raw)).values)
        assert main(shlex.split(command(demo_id, mode, raw))[3:]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed["outputs"] == json.loads(json.dumps(shown))


@pytest.mark.parametrize("demo_id", demo_ids())
def test_the_plain_command_gives_the_values_of_the_thumbnail_and_the_card(
    demo_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", demo_id, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["outputs"] == json.loads(json.dumps(plain(get_demo(demo_id)().values)))


@pytest.mark.parametrize(("logarithmic", "heights"), [(True, [14.8, 44.4, 74.0]), (False, None)])
def test_the_bars_of_a_thumbnail_stand_on_its_foot(
    logarithmic: bool, heights: list[float] | None
) -> None:
    name = Text("a", "a")
    values = ((1e-8 * 10**0.8, 1e-6 * 10**0.4, 1e-4),)
    chart = Bars(name, name, name, (name,) * 3, values, log_y=logarithmic)
    svg = base64.b64decode(data_url(chart).split(",")[1]).decode()
    bars = re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', svg)
    assert len(bars) == 3
    assert all(float(y) + float(height) == pytest.approx(82, abs=0.2) for y, height in bars[1:])
    sizes = [float(height) for _, height in bars]
    assert sizes == sorted(sizes)
    if heights:
        assert sizes == pytest.approx(heights, abs=0.3)


def test_an_axis_of_whole_numbers_has_no_ticks_between_them() -> None:
    look, name = Look("en", palette(False)), Text("层", "layer")
    assert axis("x", name, look, values=[0, 1.0, 3])["axis"]["tickMinStep"] == 1
    assert "tickMinStep" not in axis("x", name, look, values=[0, 0.5])["axis"]
    assert "tickMinStep" not in axis("x", name, look)["axis"]
