"""The card of an answer. Its order never changes: verdict, the answer of each kind of notes in a
block of its own, why it was found, demos, what to ask next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from bot.analysis.casing import as_title
from bot.answer import Answer, Verdict
from bot.resources import read_toml
from bot.ui.answer_block import answer_block, erratum_note, passage_pieces, titled
from bot.ui.clicks import once, safely
from bot.ui.conversation import near_headings
from bot.ui.fact_view import fact_parts
from bot.ui.markup import Live, Part, beside, card, option, tag
from bot.ui.note_text import Html, label
from bot.ui.state import language, say

if TYPE_CHECKING:
    from bot.ui.why_view import Why

SUREST = 0.99
"""What is said of a greater probability: nothing measured is certain."""
LONGEST = 160
"""Characters of a question on a button, which breaks into lines."""
Ask = Callable[[str], None]
Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Actions:
    """What a reader can do with an answer.

    asked:        the question as it was typed
    ask:          called with a question when the reader picks one
    save_gap:     keeps a question that has no answer
    is_gap:       whether it is kept already
    undo_repair:  asks the same question as it was written
    undo_context: asks the same question by itself, without what went before it
    why:          explains the passages of the answer
    """

    asked: str
    ask: Ask
    save_gap: Act
    is_gap: Callable[[], bool]
    undo_repair: Act
    undo_context: Act
    why: "Why"


def answer_card(answer: Answer, key: str, actions: Actions) -> Iterator[Part]:
    """The parts of one answer; ``key`` is a unique prefix of its widgets."""
    verdict = _verdict_line(answer, actions.asked)
    if answer.corrections or answer.interpretation:
        yield Live(partial(_read_otherwise, verdict, answer, key, actions))
    else:
        yield Html(verdict)
    if answer.reply:
        yield Html(tag("div", tag("p", answer.reply.to(language())), "note", raw=True))
    elif not answer.answered:
        yield Live(partial(_not_found, answer, key, actions))
    else:
        found = _two_cards if answer.verdict is Verdict.AMBIGUOUS else _found
        yield from found(answer, key)
        yield Live(partial(_why, key, actions.why))
        if answer.demos:
            yield Live(partial(_demos, answer, key))


def next_questions(answer: Answer, key: str, ask: Ask) -> None:
    """Draw what could be asked next, below the latest answer."""
    if answer.answered and answer.related:
        headings = [passage.heading for passage in answer.related]
        _questions(say("ask.related"), headings, f"{key}.next", ask)


def _verdict_line(answer: Answer, asked: str) -> str:
    parts = [tag("strong", verdict_told(answer), answer.verdict.value)]
    if answer.answered:
        percent = say("ask.confidence", percent=f"{min(answer.confidence, SUREST):.0%}")
        parts.append(tag("span", percent, title=say("ask.calibrated")))
    if answer.interpretation:
        parts.append(tag("span", reading_told(asked, answer.interpretation)))
    if answer.corrections:
        repairs = [f"{written} → {read}" for written, read in answer.corrections]
        told = say("ask.corrected", repairs=say("search.comma").join(repairs))
        parts.append(tag("span", told))
    if answer.answered and answer.also_searched:
        names = say("search.comma").join(map(as_title, answer.also_searched))
        parts.append(tag("span", say("ask.also", names=names)))
    return tag("p", "".join(parts), "verdict", raw=True)


def verdict_told(answer: Answer) -> str:
    """The verdict in words; of two passages alike, both answer when the first one surely does."""
    name = answer.verdict.value.replace("-", "_")
    sure: float = read_toml("confidence.toml")["thresholds"]["sure"]
    if answer.verdict is Verdict.AMBIGUOUS and answer.confidence >= sure:
        name = "both"
    return say(f"ask.{name}")


def reading_told(asked: str, interpretation: str) -> str:
    """How a follow-up was read: what it took from the turns before it, or the whole wording."""
    carried = interpretation.removesuffix(asked)
    if carried == interpretation:
        carried = interpretation.removeprefix(asked)
    if carried.strip() and carried != interpretation:
        return say("ask.carried", text=carried.strip())
    return say("ask.read_as", text=interpretation)


def _read_otherwise(verdict: str, answer: Answer, key: str, actions: Actions) -> None:
    """The verdict on a question that was not read as it stands, and the ways back."""
    written = ", ".join(written for written, _ in answer.corrections)
    with st.container(gap=None):
        st.html(Html(verdict))
        if answer.corrections:
            _undo(say("ask.undo", written=written), f"{key}.undo", actions.undo_repair)
        if answer.interpretation:
            _undo(say("ask.undo_context"), f"{key}.alone", actions.undo_context)


def _undo(words: str, key: str, act: Act) -> None:
    st.button(label(words), key=key, icon=":material/undo:", type="tertiary", on_click=act)


def _found(answer: Answer, key: str) -> Iterator[Part]:
    for number in range(answer.answers):
        yield card(answer_block(answer, number, f"{key}.{number}" if number else key))


def _two_cards(answer: Answer, key: str) -> Iterator[Part]:
    """Two passages of the same kind of notes that fit equally well, then the other kind."""
    tied = (0, _next_of_kind(answer))
    yield beside([_tied(answer, number) for number in tied])
    for erratum in answer.errata:
        yield Html(erratum_note(erratum))
    for number in tied:
        yield from fact_parts(answer.hits[number].passage, f"{key}.{number}.fact")
    for number in range(1, answer.answers):
        yield card(answer_block(answer, number, f"{key}.beside"))


def _tied(answer: Answer, number: int) -> Iterator[Part]:
    passage = answer.hits[number].passage
    yield Html(titled(passage))
    yield from passage_pieces(passage, answer.highlights[number])


def _next_of_kind(answer: Answer) -> int:
    """The number of the second hit from the same kind of notes as the first."""
    kinds = [hit.passage.is_companion for hit in answer.hits]
    return kinds.index(kinds[0], 1)


def _not_found(answer: Answer, key: str, actions: Actions) -> None:
    near, empty = near_headings(answer)
    if near:
        _questions(say("ask.near"), near, f"{key}.near", actions.ask)
    if empty:  # to ask for one of them again would lead here
        items = "".join(tag("li", heading) for heading in empty)
        st.html(tag("p", say("ask.near_empty"), "small-label") + tag("ul", items, "soft", raw=True))
    if not answer.near:
        st.html(tag("p", say("ask.nothing_near"), "soft"))
    if actions.is_gap():
        st.caption(say("ask.gap_saved"))
    else:
        st.button(
            say("ask.gap"), key=f"{key}.gap", icon=":material/playlist_add:", type="tertiary",
            on_click=safely, args=(actions.save_gap,),
        )  # fmt: skip


def _why(key: str, why: "Why") -> None:
    """An expander that explains the first of the passages of ``why`` once it is opened."""
    box = st.expander(
        say("ask.why"), icon=":material/help:", key=f"{key}.why", type="compact", on_change="rerun"
    )
    if box.open:
        from bot.ui.why_view import why_view

        with box:
            why_view(why(), f"{key}.why_not")


def _demos(answer: Answer, key: str) -> None:
    titles = {demo.id: demo.title.to(language()) for demo in answer.demos}
    chosen = st.pills(
        say("ask.demos"), list(titles), format_func=lambda one: option(titles[one]),
        key=f"{key}.demo",
    )  # fmt: skip
    if chosen:
        from bot.stated import stated_values
        from bot.ui.demo_in_place import demo_in_place

        given = stated_values(chosen, answer.hits[0].passage.text)
        demo_in_place(chosen, given, f"{key}.{chosen}")


def _questions(title: str, texts: list[str], key: str, ask: Ask) -> None:
    with st.container(gap=None):
        st.html(tag("p", title, "small-label"))
        for number, text in enumerate(texts):
            st.button(
                label(text, LONGEST),
                key=f"{key}.{number}",
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=once(partial(ask, text)),
            )
