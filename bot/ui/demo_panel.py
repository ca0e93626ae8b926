"""The one panel for every demo: widgets from its parameters, picture, formula, numbers, insight."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from bot.demos import get_demo
from bot.demos._params import Choice, Flag, Float, Int, Param
from bot.demos._spec import Demo, Mode, Result, plain, resolve
from bot.errors import DemoInputError
from bot.ui import demo_inputs as inputs
from bot.ui.demo_result import draw_result
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.state import say

Json = Any
Share = Callable[[Mapping[str, Json]], None]
FEW = 4
LONGEST = 18
"""Letters of all options that stand beside each other on buttons."""
MOST_BESIDE = 3


@st.fragment
def demo_panel(
    demo_id: str,
    language: str,
    key: str,
    given: Mapping[str, Json] | None = None,
    share: Share | None = None,
) -> None:
    """A demo in place; moving a slider reruns only this panel.

    given:  values to open with, by parameter or control name
    share:  called after each run with the values that differ from the defaults
    """
    demo, given = get_demo(demo_id), dict(given or {})
    number, widgets = _controls(demo, language, key, given)
    mode = demo.modes[number]
    kept = _kept(mode, key, number, given)
    _tell_kept(mode, kept)
    try:
        values = {**_parsed(mode, widgets), **kept}
        raw = inputs.inputs_of(mode, values)
        result: Result = mode.computed(resolve(mode, raw))
        plain(result.values)
    except DemoInputError as error:
        st.warning(label(error.message.to(language), 400), icon=":material/error:")
        return
    draw_result(demo_id, result, language, f"{key}.{number}")
    _foot(demo, language, inputs.command(demo_id, mode, raw))
    if share:
        share(inputs.changed(mode, values))


def _controls(
    demo: Demo, language: str, key: str, given: Mapping[str, Json]
) -> tuple[int, dict[str, Json]]:
    """Draw presets, modes and parameters; the chosen mode and the widgets' values."""
    number = _mode(demo, language, key, given)
    mode = demo.modes[number]
    params = inputs.shown_params(mode)
    _presets(demo, language, key)
    values: dict[str, Json] = {}
    idle = mode.idle(_selected(mode, key, number, given))
    width = min(MOST_BESIDE, len(params))
    for place, param in enumerate(params):
        # Row by row: below each other on a phone they keep their order.
        if place % width == 0:
            columns = st.columns(width)
        with columns[place % width]:
            start = given.get(param.name, param.default)
            if inputs.refusal(param, start):
                start = param.default
            others = [start, *(preset.inputs.get(param.name) for preset in demo.presets)]
            wiring: dict[str, Any] = {"key": f"{key}.{number}.{param.name}"}
            if param in mode.controls:
                wiring |= {"on_change": _forget, "args": (mode, key, number, given)}
            if param.name in idle:
                wiring |= {"disabled": True, "help": label(idle[param.name].to(language))}
            values[param.name] = _widget(param, wiring, language, start, others)
    return number, values


def _selected(mode: Mode, key: str, number: int, given: Mapping[str, Json]) -> dict[str, Json]:
    """The options that stand in the widgets, or will when they are drawn for the first time."""
    shown = {param.name: param for param in inputs.shown_params(mode)}
    return {
        rule.selector: st.session_state.get(
            f"{key}.{number}.{rule.selector}",
            given.get(rule.selector, shown[rule.selector].default),
        )
        for rule in mode.only
        if rule.selector in shown
    }


def _mode(demo: Demo, language: str, key: str, given: Mapping[str, Json]) -> int:
    if len(demo.modes) == 1:
        return 0
    names = inputs.mode_names(demo, language, say("demo.mode_number", n="{n}"))
    name = st.selectbox if len(names) > FEW else st.segmented_control
    options = list(range(len(names)))
    start = inputs.mode_index(demo, given)
    extra = {"index": start} if len(names) > FEW else {"default": start, "required": True}
    chosen = name(
        say("demo.mode"), options, format_func=names.__getitem__, key=f"{key}.mode", **extra
    )  # type: ignore[operator]
    return int(chosen)


def _presets(demo: Demo, language: str, key: str) -> None:
    with st.container(horizontal=True, gap="small"):
        for place, preset in enumerate(demo.presets):
            st.button(
                label(preset.title.to(language)),
                key=f"{key}.preset.{place}",
                help=label(preset.source, 200) if preset.source else say("demo.teaching"),
                on_click=_apply,
                args=(demo, key, preset.inputs),
            )
        st.button(
            say("demo.reset"),
            key=f"{key}.reset",
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=_apply,
            args=(demo, key, {}),
        )


def _apply(demo: Demo, key: str, wanted: Mapping[str, Json]) -> None:
    """Set every widget to a preset's value or its default; what has no widget is kept aside."""
    number = next((i for i, mode in enumerate(demo.modes) if mode.accepts(wanted)), 0)
    if len(demo.modes) > 1:
        st.session_state[f"{key}.mode"] = number
    shown = inputs.shown_params(demo.modes[number])
    for param in shown:
        value = wanted.get(param.name, param.default)
        typed = inputs.to_text(value) if inputs.is_typed(param) else value
        st.session_state[f"{key}.{number}.{param.name}"] = typed
    names = {param.name for param in shown}
    aside = {name: value for name, value in wanted.items() if name not in names}
    st.session_state[f"{key}.aside"] = (number, aside)


def _kept(mode: Mode, key: str, number: int, given: Mapping[str, Json]) -> dict[str, Json]:
    """Inputs without a widget: of the preset, or of the address."""
    at, aside = st.session_state.get(f"{key}.aside", (number, given))
    shown = {param.name for param in inputs.shown_params(mode)}
    return {name: value for name, value in aside.items() if at == number and name not in shown}


def _forget(mode: Mode, key: str, number: int, given: Mapping[str, Json]) -> None:
    """A slider was moved: what it builds takes the place of what a preset or a link gave."""
    built = inputs.built_names(mode)
    kept = _kept(mode, key, number, given)
    left = {name: value for name, value in kept.items() if name not in built}
    st.session_state[f"{key}.aside"] = (number, left)


def _tell_kept(mode: Mode, kept: Mapping[str, Json]) -> None:
    """Say which values come from a preset or a link instead of the sliders."""
    if given := sorted(set(kept) & inputs.built_names(mode)):
        told = "; ".join(f"{name} = {inputs.to_text(kept[name])[:60]}" for name in given)
        st.caption(label(say("demo.given", values=told), 240))


def _parsed(mode: Mode, values: Mapping[str, Json]) -> dict[str, Json]:
    """The widgets' values as inputs."""
    params = {p.name: p for p in inputs.shown_params(mode)}
    return {
        name: inputs.from_text(params[name], value) if inputs.is_typed(params[name]) else value
        for name, value in values.items()
    }


def _widget(
    param: Param, wiring: dict[str, Any], language: str, start: Json, others: list[Json]
) -> Json:
    """The widget of one parameter and its value; ``wiring`` is its key and what a change calls."""
    name = param.label.to(language)
    if isinstance(param, Int | Float):
        unit = f" ({param.unit})" if param.unit else ""
        return _number(param, label(name + unit), wiring, start, others)
    if isinstance(param, Choice):
        return _choice(param, label(name), wiring, start, language)
    if isinstance(param, Flag):
        return st.toggle(label(name), value=bool(start), **wiring)
    help_ = say("demo.table_help" if "{" in inputs.to_text(start) else "demo.list_help")
    wiring = {"help": help_, **wiring}
    if len(inputs.to_text(start)) > 60:
        return st.text_area(label(name), inputs.to_text(start), height=100, **wiring)
    return st.text_input(label(name), inputs.to_text(start), **wiring)


def _number(
    param: Int | Float, name: str, wiring: dict[str, Any], start: Json, others: list[Json]
) -> Json:
    if isinstance(param, Int) and param.among:
        return st.select_slider(name, param.among, value=start, **wiring)
    # A widget wants all its numbers of one type; which one, only the parameter knows.
    convert: Callable[[Any], Any] = int if isinstance(param, Int) else float
    form = "%d" if isinstance(param, Int) else "%g"
    span = inputs.slider_range(param, others)
    if span is not None:
        low, high, step = map(convert, (span.low, span.high, span.step))
        return st.slider(name, low, high, convert(start), step, format=form, **wiring)
    first = None if start is None else convert(start)
    low, high = convert(param.low), convert(param.high)
    step = convert(1 if isinstance(param, Int) else param.step)
    return st.number_input(
        name, low, high, first, step, form, placeholder=say("demo.automatic"), **wiring
    )


def _choice(param: Choice, name: str, wiring: dict[str, Any], start: Json, language: str) -> Json:
    names = {option: inputs.option_name(option).to(language) for option in param.options}
    if len(names) > FEW or sum(map(len, names.values())) > LONGEST:
        place = param.options.index(start) if start in names else 0
        return st.selectbox(
            name, param.options, index=place, format_func=names.__getitem__, **wiring
        )
    return st.segmented_control(
        name,
        param.options,
        default=start,
        required=True,
        format_func=lambda option: label(names[option]),
        **wiring,
    )


def _foot(demo: Demo, language: str, line: str) -> None:
    with st.expander(say("demo.command"), icon=":material/terminal:"):
        st.code(line, language="bash", wrap_lines=True)
    if demo.source:
        st.html(tag("p", say("demo.source", source=demo.source), "soft"))
