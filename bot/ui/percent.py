"""Percentages by topic as bars on a scale from 0 to 100, whatever the largest of them is."""

from collections.abc import Mapping

import streamlit as st

from bot.demos._charts import Bars
from bot.interview.questions import topic_title
from bot.text import Text
from bot.ui.chart import Look, vega_lite
from bot.ui.markup import tag
from bot.ui.palette import palette
from bot.ui.state import is_dark, language
from bot.ui.words import strings


def percent_bars(title: Text, unit: Text, shares: Mapping[str, float], key: str) -> None:
    """Draw shares in [0, 1] by the ids of their topics; nothing when there are none."""
    if not shares:
        return
    values = tuple(round(100 * share) for share in shares.values())
    names = tuple(topic_title(topic) for topic in shares)
    chart = Bars(title, strings()["progress.plan_topic"], unit, names, (values,))
    spec = vega_lite(chart, Look(language(), palette(is_dark()), 180))
    spec.pop("title", None)
    for layer in spec["layer"]:
        for axis in (layer["encoding"]["x"], layer["encoding"]["y"]):
            if axis["field"] == "y":
                axis["scale"] |= {"domain": [0, 100]}
    st.html(tag("p", title.to(language()), "figure-title"))
    st.vega_lite_chart(spec, theme=None, key=key, alt=title.to(language()))
