"""The Progress page: what is due, what went wrong, what was kept, and the way to the interview."""

import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import streamlit as st

from bot.demos._charts import Bars
from bot.errors import MiandaError
from bot.interview import saved_sessions, shelf
from bot.interview.anki import write_deck
from bot.interview.plan import plan_interview
from bot.interview.questions import Question, question_bank, topic_title
from bot.interview.records import cards, history, questions, wrong_book
from bot.interview.report import report, session_report, to_csv, to_markdown
from bot.interview.schedule import RIGHT_IN_A_ROW, Card, forecast, is_due, is_leech
from bot.interview.session import Options, Session, drill
from bot.interview.store import Store
from bot.text import Text
from bot.ui.activity_view import activity
from bot.ui.chart import Look, vega_lite
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.palette import palette
from bot.ui.shell import page_file
from bot.ui.state import bot, habits, is_dark, language, now, say, store
from bot.ui.words import strings

DAYS = 14
DATE = "interview-date"


def draw() -> None:
    """The page, from the top."""
    st.title(say("nav.progress"), anchor=False)
    try:
        saved = store()
        known = cards(saved)
        if not known:
            _empty()
        else:
            _due(saved, known)
            activity(saved)
            _wrong(saved)
        _favourites(saved)
        _plan(saved, known)
        _gaps(saved)
        _sessions(saved)
        _exports(saved)
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))


def _empty() -> None:
    st.html(tag("p", say("progress.empty"), "lead"))
    st.page_link(
        page_file("interview"),
        label=say("progress.first"),
        icon=":material/record_voice_over:",
    )


def _due(saved: Store, known: dict[str, Card]) -> None:
    due = [c.question for c in known.values() if is_due(c, now(), habits())]
    st.html(
        tag("dl", "".join(
            tag("div", tag("dt", say(f"progress.{name}")) + tag("dd", str(n)), raw=True)
            for name, n in (
                ("due", len(due)),
                ("seen", len(known)),
                ("reviews", len(history(saved))),
                ("leeches", sum(is_leech(c, habits()) for c in known.values())),
            )
        ), "tiles", raw=True)
    )  # fmt: skip
    _drill(due, "progress.drill_due")
    days = forecast(known.values(), now(), DAYS, habits())
    words = strings()
    chart = Bars(
        words["progress.forecast"],
        words["progress.day"],
        words["progress.cards"],
        tuple(Text(day.strftime("%m-%d"), day.strftime("%m-%d")) for day, _ in days),
        (tuple(count for _, count in days),),
    )
    spec = vega_lite(chart, Look(language(), palette(is_dark()), 180))
    st.vega_lite_chart(spec, theme=None, key="progress.forecast", alt=chart.title.to(language()))


def _drill(ids: list[str], name: str) -> None:
    if ids and st.button(say(name, n=len(ids)), key=name, icon=":material/replay:"):
        begun = drill(ids, Options(language=language()), now())
        saved_sessions.save_session(store(), begun, now())
        st.switch_page(page_file("interview"), query_params={"session": begun.id})


def _wrong(saved: Store) -> None:
    book = wrong_book(saved)
    st.subheader(say("progress.wrong"), anchor=False)
    st.html(tag("p", say("progress.wrong_rule", n=RIGHT_IN_A_ROW), "soft"))
    if not book:
        st.html(tag("p", say("progress.wrong_empty"), "soft"))
    for question, card in book:
        left = say("progress.to_go", n=RIGHT_IN_A_ROW - card.streak)
        flag = " · " + say("progress.leech") if is_leech(card, habits()) else ""
        _line(question, left + flag)
    _drill([question.id for question, _ in book], "progress.drill_wrong")


def _line(question: Question, facts: str) -> None:
    with st.container(border=True, gap="small"):
        st.html(tag("p", question.text, "heading") + tag("p", facts, "trail"))
        st.page_link(
            page_file("notes"),
            label=say("ask.open_note"),
            icon=":material/menu_book:",
            query_params={"note": question.source, "passage": question.id},
        )


def _favourites(saved: Store) -> None:
    liked = shelf.favourites(saved)
    if liked:
        st.subheader(say("progress.favourites"), anchor=False)
        for question in liked:
            _line(question, topic_title(question.topic).to(language()))


def _plan(saved: Store, known: dict[str, Card]) -> None:
    """The date of the interview and what will be known on it."""
    st.subheader(say("progress.plan"), anchor=False)
    stored = shelf.setting(saved, DATE)
    today = now().astimezone().date()
    chosen = st.date_input(
        say("progress.date"),
        value=date.fromisoformat(stored) if stored else None,
        min_value=min(today, date.fromisoformat(stored)) if stored else today,
        max_value=today + timedelta(days=730),
        key="progress.date",
        format="YYYY-MM-DD",
    )
    if (chosen.isoformat() if chosen else "") != stored:
        shelf.save_setting(saved, DATE, chosen.isoformat() if chosen else "")
    if not chosen:
        st.html(tag("p", say("progress.plan_empty"), "soft"))
        return
    bank = question_bank(bot().corpus.passages, bot().analyzer, language())
    every = {q.id: known.get(q.id, Card(q.id)) for q in bank}
    moment = datetime.combine(chosen, time(9), now().astimezone().tzinfo)
    made = plan_interview(every.values(), now(), moment, habits=habits())
    topics = made.by_topic({q.id: q.topic for q in bank})
    head = "".join(
        tag("th", say(f"progress.plan_{n}"), scope="col") for n in ("topic", "before", "after")
    )
    rows = "".join(
        tag("tr", tag("td", topic_title(topic).to(language())) + tag("td", f"{before:.0%}")
            + tag("td", f"{after:.0%}"), raw=True)
        for topic, (before, after) in topics.items()
    )  # fmt: skip
    table = tag("table", tag("tr", head, raw=True) + rows, raw=True)
    st.html(tag("div", table, "table", raw=True, tabindex=0, role="group",
                aria_label=say("progress.plan")))  # fmt: skip
    first = next(iter(made.days.items()), None)
    if first:
        st.caption(say("progress.plan_today", day=first[0].isoformat(), n=len(first[1])))


def _gaps(saved: Store) -> None:
    gaps = shelf.gaps(saved)
    if not gaps:
        return
    st.subheader(say("notes.gaps"), anchor=False)
    st.html(tag("p", say("notes.gaps_lead"), "soft"))
    for gap in gaps:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(tag("p", say("progress.gap", text=gap.text, n=gap.times)))
            st.button(
                say("progress.drop"),
                key=f"progress.gap.{gap.text}",
                type="tertiary",
                on_click=shelf.drop_gap,
                args=(saved, gap.text),
            )


def _sessions(saved: Store) -> None:
    past = [s for s in saved_sessions.sessions(saved) if s.results]
    if not past:
        return
    st.subheader(say("progress.sessions"), anchor=False)
    asked = questions(saved)
    for session in past[:10]:
        made = session_report(session, history(saved, session.id), asked)
        scores = [row.score for row in made.rows if row.score is not None]
        mean = f"{sum(scores) / len(scores):.0%}" if scores else "—"
        st.page_link(
            page_file("interview"),
            label=label(say("progress.session", when=_when(session), n=len(made.rows),
                            score=mean)),
            icon=":material/history:",
            query_params={"session": session.id},
        )  # fmt: skip


def _when(session: Session) -> str:
    """The day and hour when a session began, by the local clock."""
    return session.begun.astimezone().strftime("%Y-%m-%d %H:%M")


def _exports(saved: Store) -> None:
    made = report(history(saved), questions(saved))
    st.subheader(say("progress.export"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            say("progress.markdown"), to_markdown(made, language()), "mianda.md", "text/markdown",
            key="progress.markdown", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("progress.csv"), to_csv(made.rows), "mianda.csv", "text/csv",
            key="progress.csv", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("progress.anki"), _deck, "mianda.apkg", "application/octet-stream",
            key="progress.anki", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _deck() -> bytes:
    """The whole question bank as an Anki deck."""
    bank = question_bank(bot().corpus.passages, bot().analyzer, language())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mianda.apkg"
        write_deck(bank, path, now())
        return path.read_bytes()


if __name__ == "__main__":
    draw()
