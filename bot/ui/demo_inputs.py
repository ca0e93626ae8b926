"""Between a demo's parameters and the widgets of a panel: bounds, texts, commands. No screen."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from bot.demos import get_demo
from bot.demos._params import Array, Choice, Float, Int, Nested, Order, Param, Table, refuse
from bot.demos._spec import Demo, Mode, plain, resolve
from bot.errors import DemoInputError
from bot.resources import read_rows
from bot.text import Text

MOST_SLIDER_STEPS = 2_000
Json = Any


@dataclass(frozen=True, slots=True)
class Range:
    """What a slider offers; ``integer`` tells whole numbers from fractions."""

    low: float
    high: float
    step: float
    integer: bool


def shown_params(mode: Mode) -> tuple[Param, ...]:
    """The parameters that get a widget: the controls, and what the controls do not build."""
    built = built_names(mode)
    rest = tuple(p for p in mode.params if p.name not in built)
    return tuple(
        p for p in (*mode.controls, *rest) if not (isinstance(p, Choice) and len(p.options) == 1)
    )


def built_names(mode: Mode) -> set[str]:
    """The parameters that the controls of a mode build."""
    return set(_built(mode, {}))


def _built(mode: Mode, values: Mapping[str, Json]) -> dict[str, Json]:
    if mode.build is None:
        return {}
    controls = {p.name: p.parse(values.get(p.name, p.default)) for p in mode.controls}
    return mode.build(**controls)


def inputs_of(mode: Mode, values: Mapping[str, Json]) -> dict[str, Json]:
    """The raw inputs of a run: what the controls build, then what was given by name.

    The controls build from the start, so that the first picture is the one of its sliders.
    Selectors with a single option are always told, so that the command picks the same mode.
    """
    names = {p.name for p in mode.params}
    selectors = {
        p.name: p.default for p in mode.params if isinstance(p, Choice) and len(p.options) == 1
    }
    given = {name: value for name, value in values.items() if name in names}
    return {**selectors, **_built(mode, values), **given}


def slider_range(param: Int | Float, others: list[Json]) -> Range | None:
    """The slider of a number, wide enough for ``others`` too; None when a box suits it better."""
    if param.default is None:
        return None
    low, high = param.slider or (param.low, param.high)
    numbers = [v for v in (param.default, *others) if isinstance(v, int | float)]
    low, high = min(low, *numbers), max(high, *numbers)
    step = 1.0 if isinstance(param, Int) else param.step
    if isinstance(param, Float) and param.above and low <= param.low:
        low = param.low + step
    if not low < high or (high - low) / step > MOST_SLIDER_STEPS:
        return None
    return Range(low, high, step, isinstance(param, Int))


def to_text(value: Json) -> str:
    """An array, table or ordering as a person edits it.

    >>> to_text([1, 2.5]), to_text([[1, 2], [3, 4]]), to_text(("q", "k"))
    ('1, 2.5', '[[1, 2], [3, 4]]', 'q, k')
    """
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(v, list | dict) for v in value):
        return ", ".join(v if isinstance(v, str) else json.dumps(v) for v in value)
    if isinstance(value, list) and all(isinstance(v, dict) for v in value):
        return "[" + ",\n ".join(json.dumps(row) for row in value) + "]"
    return json.dumps(value)


def from_text(param: Param, text: str) -> Json:
    """What a person typed for an array, table or ordering. Raises DemoInputError when unreadable.

    >>> from_text(Array("x", Text("x", "x"), [1]), "1, 2,3")
    [1, 2, 3]
    >>> from_text(Array("x", Text("x", "x"), 1, ndim=(0, 1)), "7")
    7
    """
    text = text.strip().replace("，", ",")
    if not text and getattr(param, "optional", False):
        return None
    if isinstance(param, Order):
        return [word.strip() for word in text.split(",")]
    depths = getattr(param, "ndim", ())
    alone = isinstance(depths, tuple) and 0 in depths and "," not in text
    try:
        return json.loads(text if alone or text.startswith("[") else f"[{text}]")
    except (ValueError, RecursionError):
        example = to_text(plain(param.default)[:2]) if param.default else to_text([1, 2, 3])
        raise refuse(
            f"{param.label.zh}（{param.name}）要写成这样：{example}",
            f"{param.label.en} ({param.name}) must be written like this: {example}",
        ) from None


def refusal(param: Param, value: Json) -> Text | None:
    """Why a widget cannot start with that value; None when it can."""
    try:
        param.parse(value)
    except DemoInputError as error:
        return error.message
    return None


def is_typed(param: Param) -> bool:
    """Whether a parameter is edited as text."""
    return isinstance(param, Array | Nested | Table | Order)


def changed(mode: Mode, values: Mapping[str, Json]) -> dict[str, Json]:
    """The values that differ from the defaults, as the address keeps them."""
    defaults = {p.name: plain(p.default) for p in (*mode.params, *mode.controls)}
    return {k: v for k, v in values.items() if k in defaults and plain(v) != defaults[k]}


def command(demo_id: str, mode: Mode, raw: Mapping[str, Json]) -> str:
    """The command line that computes the same numbers."""
    defaults = resolve(mode, {})
    told = {
        name: value
        for name, value in raw.items()
        if _is_selector(mode, name) or not _same(value, defaults.get(name))
    }
    if get_demo(demo_id).mode_for(told) is not mode:
        # Which mode is meant shows only from its names, so that defaults must be told, too.
        every = {**{p.name: p.default for p in mode.params}, **raw}
        told = {name: value for name, value in every.items() if value is not None}
    words = [
        shlex.quote(f"{name}={value if isinstance(value, str) else json.dumps(plain(value))}")
        for name, value in told.items()
    ]
    tail = f" --set {' '.join(words)}" if words else ""
    return f"python -m bot demo {demo_id}{tail} --json"


def _is_selector(mode: Mode, name: str) -> bool:
    return any(
        isinstance(p, Choice) and len(p.options) == 1 and p.name == name for p in mode.params
    )


def _same(first: Json, second: Json) -> bool:
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        return plain(first) == plain(second) or bool(np.array_equal(first, second))
    return bool(plain(first) == plain(second))


def mode_names(demo: Demo, language: str, numbered: str) -> list[str]:
    """A name for every mode: its title, its selector's option, else its number."""
    names = []
    for number, mode in enumerate(demo.modes, 1):
        selectors = [p for p in mode.params if isinstance(p, Choice) and len(p.options) == 1]
        option = option_name(selectors[0].default).to(language) if selectors else ""
        name = mode.title.to(language) or option or numbered.format(n=number)
        names.append(name if name not in names else f"{name} ({number})")
    return names


def option_name(option: str) -> Text:
    """What the panel calls an option; its name in the code until the table has one.

    >>> option_name("nearest").zh, option_name("new_thing").en
    ('最近邻', 'new thing')
    """
    plain_name = option.replace("_", " ")
    return _option_names().get(option) or Text(plain_name, plain_name)


@cache
def _option_names() -> dict[str, Text]:
    return {row["id"]: Text(row["zh"], row["en"]) for row in read_rows("options.tsv")}


def mode_index(demo: Demo, values: Mapping[str, Json]) -> int:
    """The first mode that knows all the given names, or 0."""
    for number, mode in enumerate(demo.modes):
        names = {p.name for p in (*mode.params, *mode.controls)}
        if set(values) <= names and mode.accepts(
            {k: v for k, v in values.items() if k in {p.name for p in mode.params}}
        ):
            return number
    return 0
