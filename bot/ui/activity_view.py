"""Two pictures of the Progress page: recall by topic, and the days on which was answered."""

import streamlit as st

from bot.demos._charts import Figure, Heatmap
from bot.interview.activity import recall_by_topic, weeks_of
from bot.interview.records import cards, history, questions
from bot.interview.store import Store
from bot.ui.chart import Look, vega_lite
from bot.ui.markup import tag
from bot.ui.palette import palette
from bot.ui.percent import percent_bars
from bot.ui.state import habits, is_dark, language, now, say
from bot.ui.words import strings

WEEKS = 8


def activity(saved: Store) -> None:
    """Draw both."""
    words, topics = strings(), {id_: q.topic for id_, q in questions(saved).items()}
    known = recall_by_topic(cards(saved).values(), topics, now(), habits())
    percent_bars(words["progress.recall"], words["progress.recall_share"], known, "progress.recall")
    weeks = weeks_of([review.at for review in history(saved)], now(), WEEKS, habits())
    days = list(zip(*(counts for _, counts in weeks), strict=True))
    columns = tuple(f"{monday:%m-%d}" for monday, _ in weeks)
    rows = tuple(say("progress.weekdays").split())
    title, week = words["progress.heat"], words["progress.week"]
    draw_figure("heat", Heatmap(title, week, words["progress.day"], days, numbers=False,
                          row_names=rows, column_names=columns))  # fmt: skip


def draw_figure(name: str, chart: Figure) -> None:
    """Draw a picture below its title, which as text breaks into lines on a narrow screen."""
    title = chart.title.to(language())
    st.html(tag("p", title, "figure-title"))
    spec = vega_lite(chart, Look(language(), palette(is_dark()), 180))
    untitled = {part: value for part, value in spec.items() if part != "title"}
    st.vega_lite_chart(untitled, theme=None, key=f"progress.{name}", alt=title)
