"""Two pictures of the Progress page: recall by topic, and the days on which was answered."""

import streamlit as st

from bot.demos._charts import Bars, Figure, Heatmap
from bot.interview.activity import recall_by_topic, weeks_of
from bot.interview.questions import topic_title
from bot.interview.records import cards, history, questions
from bot.interview.store import Store
from bot.ui.chart import Look, vega_lite
from bot.ui.markup import tag
from bot.ui.palette import palette
from bot.ui.state import habits, is_dark, language, now, say
from bot.ui.words import strings

WEEKS = 8


def activity(saved: Store) -> None:
    """Draw both."""
    words, topics = strings(), {id_: q.topic for id_, q in questions(saved).items()}
    known = recall_by_topic(cards(saved).values(), topics, now(), habits())
    names = tuple(topic_title(topic) for topic in known)
    title, share = words["progress.recall"], words["progress.recall_share"]
    _draw("recall", Bars(title, words["progress.plan_topic"], share, names,
                         (tuple(known.values()),)))  # fmt: skip
    weeks = weeks_of([review.at for review in history(saved)], now(), WEEKS, habits())
    days = list(zip(*(counts for _, counts in weeks), strict=True))
    columns = tuple(f"{monday:%m-%d}" for monday, _ in weeks)
    rows = tuple(say("progress.weekdays").split())
    title, week = words["progress.heat"], words["progress.week"]
    _draw("heat", Heatmap(title, week, words["progress.day"], days,
                          row_names=rows, column_names=columns))  # fmt: skip


def _draw(name: str, chart: Figure) -> None:
    st.html(tag("p", chart.title.to(language()), "figure-title"))
    spec = vega_lite(chart, Look(language(), palette(is_dark()), 180))
    st.vega_lite_chart(spec, theme=None, key=f"progress.{name}", alt=chart.title.to(language()))
