"""What a demo is: one typed value per file, checked by one battery of tests.

A file ``bot/demos/<name>.py`` holds the constant ``DEMO``; its id is the module name with hyphens.
A demo has one or more *modes*: a mode is a pure function and the parameters it takes. Calling a
demo picks the first mode whose parameters include all given names and accept the given selectors,
fills in the defaults, runs it and returns a :class:`Result`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.demos._charts import Chart
from bot.demos._params import Array, Choice, Json, Param, refuse
from bot.demos._refusal import wrong
from bot.errors import DemoInputError
from bot.text import Text

DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gives.

    values:   outputs by name, made of plain numbers, strings, truth values and lists; never NaN
    insight:  the sentence to remember, with the current numbers where it can have them
    charts:   pictures, the most telling first
    formula:  LaTeX with the current numbers put in, or ``""``
    """

    values: Mapping[str, Json]
    insight: Text
    charts: tuple[Chart, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Only:
    """A parameter that counts only while ``selector`` has one of ``options``.

    With any other option it is legal and changes no output. The screen then greys it out and the
    command line says that it was not used.
    """

    name: str
    selector: str
    options: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Mode:
    """One function of a demo and the parameters it takes, by the same names.

    Where the parameters are whole arrays, ``controls`` are the few numbers a screen offers
    instead, and ``build`` turns them into (some of) the parameters. ``only`` tells which inputs
    count with some options of a selector alone.
    """

    run: Callable[..., Result]
    params: tuple[Param, ...]
    title: Text = field(default_factory=lambda: Text("", ""))
    controls: tuple[Param, ...] = ()
    build: Callable[..., dict[str, Any]] | None = None
    only: tuple[Only, ...] = ()

    def computed(self, inputs: Mapping[str, Any]) -> Result:
        """What ``run`` gives for these inputs, which :func:`resolve` has made.

        Raises DemoInputError, also for inputs each of which is legal and that a float cannot
        compute with: a box of 1e-308 pixels is one.
        """
        try:
            with np.errstate(over="raise", divide="raise", invalid="raise"):
                return self.run(**inputs)
        except ArithmeticError as error:
            zh, en = (
                "这些数太大或太小，无法计算",
                "these numbers are too large or too small to compute with",
            )
            raise refuse(zh, en) from error

    def idle(self, inputs: Mapping[str, Json]) -> dict[str, Text]:
        """Why, for each parameter or control that these inputs leave without effect."""
        defaults = {p.name: p.default for p in (*self.params, *self.controls)}
        reasons = {}
        for rule in self.only:
            option = inputs.get(rule.selector, defaults[rule.selector])
            if option not in rule.options:
                at = f"{rule.selector}={str(option).lower()}"
                zh, en = f"{at} 时不用 {rule.name}", f"{rule.name} is not used with {at}"
                reasons[rule.name] = Text(zh, en)
        return reasons

    def accepts(self, raw: Mapping[str, Json]) -> bool:
        """Whether every name given a value is a parameter and every selector has such an option."""
        by_name = {p.name: p for p in self.params}
        return all(
            value is None or (name in by_name and not _rejects(by_name[name], value))
            for name, value in raw.items()
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of inputs worth looking at.

    source:  where they are published; ``""`` marks an example made for teaching, as the screen says
    """

    title: Text
    inputs: Mapping[str, Json]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Published values that the demo must reproduce: ``|got − v| <= tolerance · max(1, |v|)``."""

    inputs: Mapping[str, Json]
    values: Mapping[str, Json]
    source: str
    tolerance: float = 1e-9


@dataclass(frozen=True, slots=True)
class Demo:
    """A computation a person can change and watch.

    title:    name in both languages
    topics:   glossary ids of the concepts it explains, most central first
    group:    gallery section: convolution, detection, segmentation, classical, network,
              normalisation, loss, metric, training, attention, compression, generative, sequence
    modes:    functions with their parameters; the first is what opens
    presets:  published or telling inputs
    examples: published numbers, run as tests
    asks:     what an interviewer asks next, one to three questions
    source:   where the formulas come from
    """

    title: Text
    topics: tuple[str, ...]
    group: str
    modes: tuple[Mode, ...]
    source: str
    asks: tuple[Text, ...]
    presets: tuple[Preset, ...] = ()
    examples: tuple[Example, ...] = ()

    def __call__(self, **raw: Json) -> Result:
        """Check ``raw``, fill in the defaults and run. Raises :class:`DemoInputError`."""
        mode = self.mode_for(raw)
        return mode.computed(resolve(mode, raw))

    def mode_for(self, raw: Mapping[str, Json]) -> Mode:
        """The first mode that accepts ``raw``; the error names what no mode can take."""
        _check_depth(raw)
        known = {p.name for mode in self.modes for p in mode.params}
        for mode in self.modes:
            if raw.keys() <= known and mode.accepts(raw):
                return mode
        raise _no_mode(self.modes, raw)


def resolve(mode: Mode, raw: Mapping[str, Json]) -> dict[str, Any]:
    """All parameters of ``mode`` parsed, defaults filled in; None is as good as not given."""
    return {p.name: p.parse(_given(p, raw)) for p in mode.params}


def _given(param: Param, raw: Mapping[str, Json]) -> Json:
    value = raw.get(param.name, param.default)
    return param.default if value is None and not getattr(param, "optional", False) else value


def plain(value: Json) -> Json:
    """``value`` as JSON can hold it: arrays to lists, numpy scalars to numbers.

    Raises DemoInputError when a number is not finite, since an answer is never NaN.

    >>> plain({"y": np.array([1.0, 2.5]), "n": np.int64(3)})
    {'y': [1.0, 2.5], 'n': 3}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and np.isfinite(value).all():
        return (value + 0).tolist() if value.dtype.kind == "f" else value.tolist()
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        raise refuse("结果超出可表示的范围", "the result is too large to be represented")
    # Adding zero turns -0.0, which would be printed with its sign, into 0.0.
    return value + 0.0 if isinstance(value, float) else value


def _check_depth(raw: Mapping[str, Json]) -> None:
    """Refuse lists in lists in lists … before anything walks them by recursion."""
    level = list(raw.values())
    for _ in range(DEEPEST):
        level = [
            item
            for value in level
            if isinstance(value, list | tuple | Mapping)
            for item in (value.values() if isinstance(value, Mapping) else value)
        ]
    if any(isinstance(value, list | tuple | Mapping) for value in level):
        raise refuse("列表嵌套太深", "the lists are nested too deeply")


def _rejects(param: Param, value: Json) -> bool:
    if isinstance(param, Choice):
        return value not in param.options
    return isinstance(param, Array) and isinstance(value, str)


def _no_mode(modes: tuple[Mode, ...], raw: Mapping[str, Json]) -> DemoInputError:
    """The most helpful complaint: an unknown name, a wrong selector, or names that do not mix."""
    known = {p.name for mode in modes for p in mode.params}
    for name in raw:
        if name not in known:
            names = ", ".join(sorted(known))
            return refuse(
                f"没有参数 {name!r}，可用的有：{names}",
                f"unknown parameter {name!r}; choose from {names}",
            )
    for name, value in raw.items():
        params = [p for mode in modes for p in mode.params if p.name == name]
        if all(_rejects(p, value) for p in params):
            options = sorted({o for p in params if isinstance(p, Choice) for o in p.options})
            if not options:
                return wrong(name, "数", "numbers", value)
            wanted = ", ".join(options)
            return wrong(name, f" {wanted} 之一", f"one of {wanted}", value)
    names = ", ".join(raw)
    return refuse(f"这些参数不能同时使用：{names}", f"these parameters do not go together: {names}")
