"""What a run of a demo shows: insight, formula with the numbers put in, pictures, numbers."""

import json
from functools import cache
from typing import Any

import streamlit as st

from bot.demos._charts import Chart, Figure, Grid, Steps
from bot.demos._spec import Result, plain
from bot.resources import read_rows
from bot.text import Text
from bot.ui.chart import Look, vega_lite
from bot.ui.formula import can_be_drawn, powers_of_ten
from bot.ui.markup import tag
from bot.ui.measures import tiles
from bot.ui.palette import palette
from bot.ui.state import is_dark, say

LONGEST_DUMP = 6_000
FEW = 8
"""Numbers of a list that stand in one tile."""


def draw_result(demo_id: str, result: Result, language: str, key: str) -> None:
    """Draw a result: the sentence to remember first, then what proves it."""
    st.html(tag("p", powers_of_ten(result.insight.to(language)), "insight"))
    if result.formula and can_be_drawn(result.formula):
        st.latex(powers_of_ten(result.formula, latex=True))
    values = plain(result.values)
    single = {name: value for name, value in values.items() if fits_a_tile(value)}
    numbers = tiles(
        (output_name(demo_id, name).to(language), readable(value)) for name, value in single.items()
    )
    for number, chart in enumerate(result.charts):
        _chart(chart, language, f"{key}.chart.{number}")
        if number == 0 and single:
            st.html(numbers)
    if single and not result.charts:
        st.html(numbers)
    if len(single) < len(values):
        with st.expander(say("demo.values"), icon=":material/data_array:"):
            dump = "\n".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
            shown = dump if len(dump) <= LONGEST_DUMP else dump[:LONGEST_DUMP] + " …"
            st.html(tag("div", tag("pre", shown, tabindex=0), "note", raw=True))


def output_name(demo_id: str, name: str) -> Text:
    """What an output is called on the screen: a demo may have a name of its own for it.

    A demo that was added later shows the name in its code until the table has one.

    >>> output_name("iou", "area"), output_name("mine", "new_thing").en
    (Text(zh='面积', en='area'), 'new thing')
    """
    known = _output_names()
    plain_name = name.replace("_", " ")
    return known.get(f"{demo_id}.{name}") or known.get(name) or Text(plain_name, plain_name)


@cache
def _output_names() -> dict[str, Text]:
    return {row["id"]: Text(row["zh"], row["en"]) for row in read_rows("outputs.tsv")}


def fits_a_tile(value: Any) -> bool:
    """Whether a value is one number or word, or a list of few.

    >>> fits_a_tile(3), fits_a_tile([3, 5, 7]), fits_a_tile([]), fits_a_tile([[1]])
    (True, True, False, False)
    """
    if isinstance(value, list):
        return 0 < len(value) <= FEW and not any(isinstance(v, list | dict) for v in value)
    return not isinstance(value, dict)


def readable(value: Any) -> str:
    """A value as a person reads it.

    >>> readable([1, 0.5, True])
    '1, 0.5, ✓'
    >>> readable(25557032), readable(1 / 3), readable(1e-9), readable(True), readable(None)
    ('25,557,032', '0.333333', '1×10⁻⁹', '✓', '—')
    """
    if isinstance(value, list):
        return ", ".join(map(readable, value))
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if value is None:
        return "—"
    if isinstance(value, int):
        return f"{value:,}"
    return powers_of_ten(f"{value:.6g}") if isinstance(value, float) else str(value)


def _chart(chart: Chart, language: str, key: str) -> None:
    if isinstance(chart, Steps):
        _steps(chart, language, key)
    else:
        _figure(chart, language, key)


def _steps(chart: Steps, language: str, key: str) -> None:
    count = len(chart.frames)
    if not count:
        return
    st.html(tag("p", chart.title.to(language), "small-label"))
    name = f"{key}.step"
    if st.session_state.get(name, 1) > count:
        st.session_state[name] = count
    step = st.slider(say("demo.step"), 1, count, 1, key=name) if count > 1 else 1
    caption, figures = chart.frames[step - 1]
    told = caption.to(language)
    if told not in [figure.title.to(language) for figure in figures]:
        st.html(tag("p", powers_of_ten(told), "soft"))
    if not figures:
        return
    for place, (column, figure) in enumerate(zip(st.columns(len(figures)), figures, strict=True)):
        with column:
            _figure(figure, language, f"{key}.frame.{place}")


def _figure(figure: Figure, language: str, key: str) -> None:
    if isinstance(figure, Grid):
        st.html(_table(figure, language))
        return
    look = Look(language, palette(is_dark()))
    title = figure.title.to(language)
    # As text it breaks into lines; drawn into the picture it would be cut short on a phone.
    st.html(tag("p", title, "figure-title"))
    spec = {name: value for name, value in vega_lite(figure, look).items() if name != "title"}
    st.vega_lite_chart(spec, theme=None, key=key, alt=title)


def _table(grid: Grid, language: str) -> str:
    head = "".join(tag("th", column.to(language), scope="col") for column in grid.columns)
    rows = "".join(
        tag("tr", "".join(tag("td", _cell(cell, language)) for cell in row), raw=True)
        for row in grid.rows
    )
    table = tag("caption", grid.title.to(language)) + tag("tr", head, raw=True) + rows
    return tag("div", tag("table", table, raw=True), "table", raw=True, tabindex=0, role="group",
               aria_label=grid.title.to(language))  # fmt: skip


def _cell(cell: object, language: str) -> str:
    speak = getattr(cell, "to", None)
    return str(speak(language)) if speak else readable(cell)
