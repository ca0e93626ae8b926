"""What was learned, as the Progress page shows it: recall by topic, days answered, days to come."""

import streamlit as st

from bot.clock import habits, now
from bot.interview.activity import recall_by_topic, weeks_of
from bot.interview.overview import Overview
from bot.interview.questions import topic_title
from bot.interview.records import cards, history, questions
from bot.interview.store import Store
from bot.ui import measures
from bot.ui.markup import tag
from bot.ui.state import language, say

WEEKS = 8


def activity(saved: Store) -> None:
    """Recall by topic beside the days of the last weeks."""
    topics = {id_: question.topic for id_, question in questions(saved).items()}
    known = recall_by_topic(cards(saved).values(), topics, now(), habits())
    weeks = weeks_of([review.at for review in history(saved)], now(), WEEKS, habits())
    left, right = st.columns([5, 4], gap="medium")
    with left:
        named = {topic_title(topic).to(language()): share for topic, share in known.items()}
        st.html(tag("h2", say("progress.recall"), "part") + measures.shares(named))
    with right:
        title = say("progress.heat")
        table = measures.calendar(weeks, say("progress.weekdays").split(), title)
        st.html(tag("h2", title, "part") + table)


def forecast(seen: Overview) -> None:
    """How many questions come back on each of the next days."""
    first, last = seen.forecast[0][0], seen.forecast[-1][0]
    title = say("progress.forecast", span=f"{first:%m-%d} – {last:%m-%d}")
    st.html(tag("h2", title, "part") + measures.days(seen.forecast))
