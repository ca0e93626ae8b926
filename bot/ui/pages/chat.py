"""The Ask page: starter questions, the conversation, the box to type in.

A question runs only the conversation again (a fragment), not the page around it, unless something
beside it tells of the latest turn. The cards of turns that have not changed are drawn from the
parts that were made for them.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from bot.analysis.language import detect_language
from bot.clock import now
from bot.errors import MiandaError, StoreError
from bot.interview import shelf
from bot.ui.answer_card import Actions, answer_card, next_questions, verdict_told
from bot.ui.arrival import arrived
from bot.ui.chat_sidebar import chat_sidebar, depends_on_turns
from bot.ui.conversation import Turn, explained
from bot.ui.markup import Live, Part, draw, joined, tag
from bot.ui.note_text import Html, label
from bot.ui.shell import side
from bot.ui.state import (
    bot,
    keep_warm,
    language,
    notes_name,
    say,
    store,
    turn,
    turn_of_answering,
)
from bot.ui.talk import (
    UNDO,
    Drawn,
    Talk,
    ask_later,
    go_on,
    is_to_change,
    keep,
    talk,
    undo_later,
    unfold,
)
from bot.ui.welcome import welcome

if TYPE_CHECKING:
    from bot.explanation import Explanation

# So many of the latest turns are drawn: each question draws them anew.
SHOWN = 2
_WHOLE = "ask.whole"


def page() -> None:
    """The page, from the top."""
    st.session_state[_WHOLE] = True
    _conversation()
    with side():
        chat_sidebar(talk())


@st.fragment
def _conversation() -> None:
    """The box and what was said, which a question runs without the page around it."""
    held = talk()
    if not st.session_state.pop(_WHOLE, False):
        if is_to_change(held) and depends_on_turns():
            st.rerun()
        keep_warm()
    body = st.container()
    with st.container(key="ask-box"):
        begun = held.turns or held.pending or {"c", "q"} & set(st.query_params)
        hint = say("ask.placeholder_next" if begun else "ask.placeholder")
        st.chat_input(hint, key="ask.input", max_chars=2_000, on_submit=_submitted)
    with body:
        try:
            _body(held)
        finally:
            keep(held)


def _submitted() -> None:
    ask_later(st.session_state["ask.input"])


def _body(held: Talk) -> None:
    """What was said, or the welcome."""
    try:
        with turn_of_answering():
            go_on(held)
        with turn():
            if held.turns:
                _turns(held)
            else:
                if "c" in st.query_params:
                    st.info(say("ask.unknown"), icon=":material/link_off:")
                welcome()
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))


def _turns(held: Talk) -> None:
    st.html(Html(tag("h1", say("ask.title"), "visually-hidden")))
    hidden = 0 if held.unfolded else max(0, len(held.turns) - SHOWN)
    if hidden:
        st.button(say("ask.earlier", n=hidden), key="ask.unfold", type="tertiary", on_click=unfold)
    held.drawn = {number: _parts(held, number) for number in range(hidden, len(held.turns))}
    for number, (_, parts) in held.drawn.items():
        with st.chat_message("user", avatar=":material/person:"):
            question = tag("p", held.turns[number].question, "question", id=f"turn-{number}")
            st.html(Html(question))
        with st.chat_message("assistant", avatar=":material/menu_book:"):
            draw(parts)
            if number + 1 == len(held.turns):
                next_questions(held.turns[number].answer, _key(held, number), ask_later)
    if held.arrived is not None:
        arrived(f"turn-{held.arrived}", _announcement(held.turns[held.arrived]))
        held.arrived = None


def _parts(held: Talk, number: int) -> Drawn:
    """The parts of the card of a turn: those it was drawn from before, or new ones."""
    made_from = (held.turns[number], held.place, language(), notes_name())
    known = held.drawn.get(number)
    if known and known[0] == made_from:
        return known
    return made_from, tuple(joined(_card(held, number)))


def _card(held: Talk, number: int) -> Iterator[Part]:
    turn = held.turns[number]
    if turn.as_written:
        yield Live(partial(st.caption, say("ask.as_written")))
    if turn.alone:
        yield Live(partial(st.caption, say("ask.alone")))
    save_gap, is_gap = partial(_save_gap, turn.question), partial(_is_gap, turn.question)
    as_written, alone = (partial(undo_later, number, what) for what in UNDO)
    why = partial(_why, held.turns, number)
    actions = Actions(turn.question, ask_later, save_gap, is_gap, as_written, alone, why)
    yield from answer_card(turn.answer, _key(held, number), actions)


def _key(held: Talk, number: int) -> str:
    """A prefix for the widgets of a turn.

    Another answer has other demos: what was chosen among the former ones does not fit it.
    """
    turn = held.turns[number]
    read = (".as_written" if turn.as_written else "") + (".by_itself" if turn.alone else "")
    return f"ask.{held.place}.{number}{read}"


def _why(turns: tuple[Turn, ...], number: int) -> "tuple[Explanation, ...]":
    return explained(bot(), turns, number)


def _announcement(turn: Turn) -> str:
    heading = turn.answer.hits[0].passage.heading if turn.answer.answered else ""
    return say("ask.announce", verdict=verdict_told(turn.answer), heading=heading)


def _save_gap(question: str) -> None:
    shelf.note_gap(store(), question, detect_language(question), now())


def _is_gap(question: str) -> bool:
    try:
        return any(gap.text == question.strip() for gap in shelf.gaps(store()))
    except StoreError:
        return False


if __name__ == "__main__":
    page()
