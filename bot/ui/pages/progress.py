"""The Progress page: what is due, what went wrong, what was kept, and the way to the interview."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from bot.clock import habits, now
from bot.engine import Bot
from bot.errors import MiandaError
from bot.interview import saved_sessions, shelf
from bot.interview.books import Book
from bot.interview.overview import overview
from bot.interview.plan import plan_questions
from bot.interview.questions import question_bank, topic_title
from bot.interview.records import cards, history, questions
from bot.interview.report import Report, report, session_report, to_csv, to_markdown
from bot.interview.schedule import Card, is_due
from bot.interview.store import Store
from bot.ui import measures
from bot.ui.activity_view import activity, forecast
from bot.ui.backup_view import backup_view
from bot.ui.book_view import book_view, deck
from bot.ui.clicks import safely
from bot.ui.interview_report import BOM, when
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.practice import drill_button
from bot.ui.shell import page_file
from bot.ui.state import bot, language, say, store


def draw() -> None:
    """The page, from the top."""
    st.title(say("nav.progress"), anchor=False)
    try:
        saved = store()
        known = cards(saved)
    except MiandaError as error:
        _failed(error)
        backup_view(damaged=True)
        return
    try:
        _all(saved, known)
    except MiandaError as error:
        _failed(error)


def _failed(error: MiandaError) -> None:
    st.error(label(say("app.failed", reason=error.message.to(language())), 400))


def _all(saved: Store, known: dict[str, Card]) -> None:
    if not known:
        _empty()
    else:
        _due(saved, known)
        activity(saved)
        book_view(saved, Book.WRONG)
    book_view(saved, Book.FAVOURITES)
    _plan(saved, known)
    _gaps(saved)
    _sessions(saved)
    _exports(saved)
    backup_view()


def _empty() -> None:
    st.html(tag("p", say("progress.empty"), "lead"))
    st.page_link(
        page_file("interview"),
        label=say("progress.first"),
        icon=":material/record_voice_over:",
    )


def _due(saved: Store, known: dict[str, Card]) -> None:
    due = [c.question for c in known.values() if is_due(c, now(), habits())]
    seen = overview(saved, now(), habits())
    counts = (
        ("due", seen.due),
        ("seen", seen.seen),
        ("reviews", seen.answers),
        ("leeches", seen.leeches),
    )
    st.html(measures.tiles((say(f"progress.{name}"), str(n)) for name, n in counts))
    drill_button(due, "progress.drill_due")
    forecast(seen)


def _plan(saved: Store, known: dict[str, Card]) -> None:
    """The date of the interview and what will be known on it."""
    st.header(say("progress.plan"), anchor=False)
    stored = shelf.setting(saved, shelf.INTERVIEW_DATE)
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
        shelf.save_setting(saved, shelf.INTERVIEW_DATE, chosen.isoformat() if chosen else "")
    if not chosen:
        st.html(tag("p", say("progress.plan_empty"), "soft"))
        return
    bank = question_bank(bot().corpus.passages, bot().analyzer, language())
    made = plan_questions([q.id for q in bank], known, now(), chosen, habits())
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
    st.header(say("notes.gaps"), anchor=False)
    st.html(tag("p", say("notes.gaps_lead"), "soft"))
    for gap in gaps:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(tag("p", say("progress.gap", text=gap.text, n=gap.times)))
            st.button(
                say("progress.drop"),
                key=f"progress.gap.{gap.text}",
                type="tertiary",
                on_click=safely,
                args=(partial(shelf.drop_gap, saved, gap.text),),
            )


def _sessions(saved: Store) -> None:
    past = [s for s in saved_sessions.sessions(saved) if s.results]
    if not past:
        return
    st.header(say("progress.sessions"), anchor=False)
    asked = questions(saved)
    for session in past[:10]:
        made = session_report(session, history(saved, session.id), asked)
        scores = [row.score for row in made.rows if row.score is not None]
        mean = f"{sum(scores) / len(scores):.0%}" if scores else "—"
        st.page_link(
            page_file("interview"),
            label=label(say("progress.session", when=when(session), n=len(made.rows),
                            score=mean)),
            icon=":material/history:",
            query_params={"session": session.id},
        )  # fmt: skip


def _exports(saved: Store) -> None:
    made = report(history(saved), questions(saved))
    # A deck is made when it is asked for, outside of the page, where nobody knows its language.
    bank = partial(_bank_deck, bot(), language())
    st.header(say("progress.export"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        if made.rows:
            _answers(made)
        st.download_button(
            say("progress.anki"), bank, "mianda.apkg", "application/octet-stream",
            key="progress.anki", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _answers(made: Report) -> None:
    """All that was answered, as two kinds of files."""
    st.download_button(
        say("progress.markdown"), to_markdown(made, language()), "mianda.md", "text/markdown",
        key="progress.markdown", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    st.download_button(
        say("progress.csv"), BOM + to_csv(made.rows), "mianda.csv", "text/csv",
        key="progress.csv", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _bank_deck(notes: Bot, spoken: str) -> bytes:
    """The whole question bank in one language as an Anki deck."""
    return deck(question_bank(notes.corpus.passages, notes.analyzer, spoken))


if __name__ == "__main__":
    draw()
