"""One battery for every demo file: a new demo is tested without a line written here."""

import inspect
import json
import math
from time import perf_counter

import numpy as np
import pytest

from bot.demos import all_demos, demo_ids, get_demo
from bot.demos._params import Array, Choice, Flag, Float, Int
from bot.demos._spec import Demo, Mode, plain, resolve
from bot.errors import DemoInputError
from bot.resources import read_rows

DEMOS = all_demos()
MODES = [
    pytest.param(mode, id=f"{name}-{i}")
    for name, demo in DEMOS.items()
    for i, mode in enumerate(demo.modes)
]
FRAMES = {("width", "op"), ("height", "op")}
"""Sides of the picture: a flip needs one of them for the numbers and both for the drawing."""
GROUPS = {
    "convolution", "detection", "segmentation", "classical", "network", "normalisation", "loss",
    "metric", "training", "attention", "compression", "generative", "sequence",
}  # fmt: skip


@pytest.fixture(params=DEMOS.values(), ids=DEMOS)
def demo(request: pytest.FixtureRequest) -> Demo:
    return request.param


def test_every_demo_file_is_found_and_an_unknown_id_names_its_neighbours() -> None:
    assert set(demo_ids()) == set(DEMOS) and "iou" in DEMOS
    with pytest.raises(DemoInputError, match=r"perhaps.*iou"):
        get_demo("iuo")


@pytest.mark.parametrize("mode", MODES)
def test_parameters_match_the_function(mode: Mode) -> None:
    assert [p.name for p in mode.params] == list(inspect.signature(mode.run).parameters)


@pytest.mark.parametrize("mode", MODES)
def test_defaults_run_and_the_result_is_finite_json(mode: Mode) -> None:
    result = mode.run(**resolve(mode, {}))
    assert result.values
    json.dumps(plain(result.values), allow_nan=False)
    assert result.insight.zh and result.insight.en
    assert any("一" <= c <= "鿿" for c in result.insight.zh)


@pytest.mark.parametrize("mode", MODES)
def test_runs_are_deterministic(mode: Mode) -> None:
    inputs = resolve(mode, {})
    assert plain(mode.run(**inputs).values) == plain(mode.run(**resolve(mode, {})).values)


@pytest.mark.parametrize("mode", MODES)
def test_every_default_lies_in_its_domain_and_every_bound_answers_or_refuses(mode: Mode) -> None:
    for param in mode.params:
        parsed = plain(param.parse(param.default))
        assert plain(param.parse(parsed)) == parsed
        if isinstance(param, Int | Float):
            bounds = param.slider or (param.low, param.high)
            for bound in bounds:
                if isinstance(param, Float) and param.above and bound <= param.low:
                    continue
                _answers_or_refuses(mode, {param.name: bound})
        if isinstance(param, Choice):
            for option in param.options:
                _answers_or_refuses(mode, {param.name: option})


def _answers_or_refuses(mode: Mode, raw: dict[str, object]) -> None:
    try:
        result = mode.run(**resolve(mode, raw))
    except DemoInputError as error:
        assert error.message.zh and error.message.en
        return
    json.dumps(plain(result.values), allow_nan=False)


@pytest.mark.parametrize("mode", MODES)
def test_controls_build_legal_parameters(mode: Mode) -> None:
    assert bool(mode.controls) == (mode.build is not None)
    if mode.build is None:
        return
    assert [c.name for c in mode.controls] == list(inspect.signature(mode.build).parameters)
    built = mode.build(**{c.name: c.parse(c.default) for c in mode.controls})
    assert mode.accepts(built)
    assert mode.run(**resolve(mode, built)).values


@pytest.mark.parametrize("mode", MODES)
def test_defaults_answer_within_a_second(mode: Mode) -> None:
    inputs = resolve(mode, {})
    mode.run(**inputs)
    start = perf_counter()
    mode.run(**inputs)
    assert perf_counter() - start < 1.0


@pytest.mark.parametrize(
    ("demo_id", "example"),
    [
        pytest.param(name, example, id=f"{name}-{i}")
        for name, demo in DEMOS.items()
        for i, example in enumerate(demo.examples)
    ],
)
def test_reproduces_the_published_value(demo_id: str, example: object) -> None:
    got = plain(DEMOS[demo_id](**example.inputs).values)
    for name, expected in example.values.items():
        _assert_close(got[name], expected, example.tolerance, f"{demo_id}.{name}")


def _assert_close(got: object, expected: object, tolerance: float, where: str) -> None:
    if isinstance(expected, list | tuple):
        assert len(got) == len(expected), where
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):
            _assert_close(g, e, tolerance, f"{where}[{i}]")
    elif isinstance(expected, float) and not isinstance(got, bool):
        assert math.isclose(got, expected, rel_tol=0, abs_tol=tolerance * max(1, abs(expected))), (
            f"{where}: {got} != {expected}"
        )
    else:
        assert got == expected, where


def test_presets_run(demo: Demo) -> None:
    assert demo.presets, "every demo offers an example"
    for preset in demo.presets:
        assert preset.title.zh and preset.title.en
        assert demo(**preset.inputs).values


@pytest.mark.parametrize("mode", MODES)
def test_what_is_declared_idle_changes_nothing(mode: Mode) -> None:
    names = {p.name: p for p in (*mode.params, *mode.controls)}
    for rule in mode.only:
        selector, param = names[rule.selector], names[rule.name]
        assert set(rule.options) < set(_options(selector)), "else it is not worth a rule"
        on = {p.name: 1 for p in mode.params if isinstance(p, Int) and p.default == 0 < p.high}
        for option in _options(selector):
            changes = any(
                len({_outputs(mode, {**base, rule.selector: option, rule.name: value})
                     for value in _values(param)}) > 1
                for base in ({}, on)
            )  # fmt: skip
            assert changes == (option in rule.options), (rule, option)


@pytest.mark.parametrize("mode", MODES)
def test_what_never_matters_with_an_option_is_declared(mode: Mode) -> None:
    """A number that changes outputs with one option of a selector must do so with all of them."""
    for selector in (p for p in mode.params if isinstance(p, Choice) and len(p.options) > 1):
        for param in (p for p in mode.params if isinstance(p, Int | Float | Flag)):
            declared = {rule.selector for rule in mode.only if rule.name == param.name}
            if selector.name in declared or (param.name, selector.name) in FRAMES:
                continue
            seen = {
                len({_outputs(mode, {selector.name: option, param.name: value})
                     for value in _values(param)}) > 1
                for option in selector.options
            }  # fmt: skip
            assert len(seen) == 1, (selector.name, param.name)


def _options(param: object) -> tuple[object, ...]:
    return (False, True) if isinstance(param, Flag) else param.options


def _values(param: object) -> list[object]:
    """Values that differ enough to be seen in the outputs."""
    if isinstance(param, Flag):
        return [False, True]
    if isinstance(param, Array):
        default = np.asarray(param.default, dtype=float)
        return [default.tolist(), (default * 2 + 1).tolist(), default[::-1].tolist()]
    low, high = param.slider or (param.low, param.high)
    if isinstance(param, Int):
        return sorted({low, (low + high) // 2, high} if not param.among else set(param.among))
    return [low + (high - low) * share for share in (0.07, 0.3, 0.6, 0.93)]


def _outputs(mode: Mode, raw: dict[str, object]) -> str:
    """The outputs as text; a refusal is an output, too."""
    controls = {c.name: c.parse(raw.get(c.name, c.default)) for c in mode.controls}
    built = (
        mode.build(**controls) if set(raw) & (set(controls) - {p.name for p in mode.params}) else {}
    )
    names = {p.name for p in mode.params}
    given = {**built, **{name: value for name, value in raw.items() if name in names}}
    try:
        return json.dumps(plain(mode.run(**resolve(mode, given)).values))
    except DemoInputError as error:
        return str(error)


def test_speaks_both_languages_and_draws_something(demo: Demo) -> None:
    assert demo.title.zh and demo.title.en and demo.source
    assert 1 <= len(demo.asks) <= 3 and all(ask.zh and ask.en for ask in demo.asks)
    assert demo.group in GROUPS
    assert demo().charts, "every demo is useful before any click"


def test_topics_are_glossary_concepts(demo: Demo) -> None:
    known = {row["id"] for row in read_rows("glossary.tsv")}
    assert demo.topics and set(demo.topics) <= known


def test_an_unknown_parameter_is_refused_with_a_sentence(demo: Demo) -> None:
    with pytest.raises(DemoInputError, match="unknown parameter 'no_such'"):
        demo(no_such=1)
