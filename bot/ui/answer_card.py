"""The card of an answer. Its order never changes: verdict, sentence, passage, source, correction,
numbers computed again, why it was found, demos, what to ask next."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from bot.answer import Answer, Erratum, Verdict
from bot.companion import FOLDER
from bot.highlight import Span
from bot.passage import Passage
from bot.related import stated_values
from bot.ui.demo_in_place import demo_in_place
from bot.ui.fact_view import fact_view
from bot.ui.markup import show, tag
from bot.ui.note_text import label, pieces
from bot.ui.shell import page_file
from bot.ui.state import language, say
from bot.ui.why_view import Why, why_view

NEAR = 3
_ICONS = {"own": ":material/description:", "companion": ":material/auto_stories:"}
Ask = Callable[[str], None]
Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Actions:
    """What a reader can do with an answer.

    ask:          called with a question when the reader picks one
    save_gap:     keeps a question that has no answer
    undo_repair:  asks the same question as it was written
    why:          explains the passages of the answer
    """

    ask: Ask
    save_gap: Act
    undo_repair: Act
    why: Why


def answer_card(answer: Answer, key: str, actions: Actions) -> None:
    """Draw one answer; ``key`` is a unique prefix of its widgets."""
    st.html(_verdict_line(answer))
    if answer.corrections:
        _undo(answer, key, actions.undo_repair)
    if answer.reply:
        st.html(tag("div", tag("p", answer.reply.to(language())), "note", raw=True))
    elif not answer.answered:
        _not_found(answer, key, actions)
    else:
        draw = _two_cards if answer.verdict is Verdict.AMBIGUOUS else _found
        draw(answer, key)
        why_view(key, actions.why)
        _follow_up(answer, key, actions.ask)


def _verdict_line(answer: Answer) -> str:
    name = answer.verdict.value
    parts = [tag("strong", say(f"ask.{name.replace('-', '_')}"), name)]
    if answer.answered:
        parts.append(tag("span", say("ask.confidence", percent=f"{answer.confidence:.0%}")))
    if answer.interpretation:
        parts.append(tag("span", say("ask.read_as", text=answer.interpretation)))
    for written, read in answer.corrections:
        parts.append(tag("span", say("ask.corrected", written=written, read=read)))
    if answer.also_searched:
        parts.append(tag("span", say("ask.also", names=", ".join(answer.also_searched))))
    return tag("p", "".join(parts), "verdict", raw=True)


def _undo(answer: Answer, key: str, undo_repair: Act) -> None:
    st.button(
        label(say("ask.undo", written=", ".join(written for written, _ in answer.corrections))),
        key=f"{key}.undo",
        icon=":material/undo:",
        type="tertiary",
        on_click=undo_repair,
    )


def _found(answer: Answer, key: str) -> None:
    passage = answer.hits[0].passage
    start, end = answer.best
    if 0 < end - start < len(passage.text):
        inner = tuple(
            (a - start, b - start) for a, b in answer.highlights[0] if start <= a and b <= end
        )
        show(pieces(passage.text[start:end], inner), "best", passage.language)
    passage_view(passage, answer.highlights[0], key, answer.best)
    _whole(answer, 0)
    for erratum in answer.errata:
        st.html(erratum_note(erratum))
    fact_view(passage, f"{key}.fact")
    if answer.answers > 1:
        _beside(answer, key)


def _whole(answer: Answer, number: int) -> None:
    """All parts of an answer that was cut, one click away."""
    parts = answer.sections[number] if number < len(answer.sections) else ()
    if len(parts) > 1:
        with st.expander(say("ask.whole", parts=len(parts)), icon=":material/unfold_more:"):
            for part in parts:
                show(pieces(part.text), "note", part.language)


def _beside(answer: Answer, key: str) -> None:
    """The answer of the other kind of notes, in a card of its own."""
    passage = answer.hits[1].passage
    kind = "companion" if passage.origin == FOLDER else "own"
    with st.expander(say(f"ask.beside_{kind}"), icon=_ICONS[kind], key=f"{key}.beside"):
        passage_view(passage, answer.highlights[1], f"{key}.beside")
        _whole(answer, 1)


def passage_view(passage: Passage, marks: tuple[Span, ...], key: str, best: Span = (0, 0)) -> None:
    """A passage under its heading, with its source below."""
    st.html(tag("p", passage.heading, "heading", lang=passage.language))
    show(pieces(passage.text, marks, best), "note", passage.language)
    if passage.kind == "outline":
        st.caption(say("ask.outline"))
    st.html(tag("p", source_line(passage), "trail"))
    st.page_link(
        page_file("notes"),
        label=say("ask.open_note"),
        icon=":material/menu_book:",
        query_params={"note": passage.source, "passage": passage.id},
    )


def source_line(passage: Passage) -> str:
    """``source › headings › line`` of a passage, in the language of the interface."""
    kind = say("ask.companion") if passage.origin == FOLDER else ""
    where = [kind, passage.source, *passage.trail, passage.heading]
    if passage.parts > 1:
        where.append(say("ask.part", part=passage.part, parts=passage.parts))
    if passage.line:
        where.append(say("ask.line", line=passage.line))
    line = " › ".join(part for part in where if part)
    if passage.also_in:
        line += " · " + say("ask.copies", names=", ".join(passage.also_in))
    return line


def erratum_note(erratum: Erratum) -> str:
    """The note of a known mistake: what is right, and where that comes from."""
    title = tag("strong", say("ask.erratum"))
    right = tag("p", erratum.right.to(language()))
    wrong = tag("p", erratum.wrong.to(language()), "soft")
    evidence = tag("p", say("ask.evidence", evidence=erratum.evidence), "soft")
    return tag("div", tag("p", title, raw=True) + right + wrong + evidence, "erratum", raw=True)


def _two_cards(answer: Answer, key: str) -> None:
    tied = (0, _next_of_kind(answer))
    for number, column in zip(tied, st.columns(2), strict=True):
        with column.container(border=True):
            passage_view(answer.hits[number].passage, answer.highlights[number], f"{key}.{number}")
    for erratum in answer.errata:
        st.html(erratum_note(erratum))
    for number in tied:
        fact_view(answer.hits[number].passage, f"{key}.{number}.fact")
    if answer.answers > 1:
        _beside(answer, key)


def _next_of_kind(answer: Answer) -> int:
    """The number of the second hit from the same kind of notes as the first."""
    kinds = [hit.passage.origin == FOLDER for hit in answer.hits]
    return kinds.index(kinds[0], 1)


def _not_found(answer: Answer, key: str, actions: Actions) -> None:
    headings = [hit.passage.heading for hit in answer.hits if hit.passage.heading]
    near = list(dict.fromkeys(headings))[:NEAR]
    st.html(tag("p", say("ask.near" if near else "ask.nothing_near"), "small-label"))
    _questions(near, f"{key}.near", actions.ask)
    if st.button(say("ask.gap"), key=f"{key}.gap", icon=":material/playlist_add:", type="tertiary"):
        actions.save_gap()
        st.caption(say("ask.gap_saved"))


def _follow_up(answer: Answer, key: str, ask: Ask) -> None:
    titles = {demo.id: demo.title.to(language()) for demo in answer.demos}
    if titles:
        chosen = st.pills(
            say("ask.demos"), list(titles), format_func=titles.__getitem__, key=f"{key}.demo"
        )
        if chosen:
            given = stated_values(chosen, answer.hits[0].passage.text)
            demo_in_place(chosen, given, f"{key}.{chosen}")
    if answer.related:
        st.html(tag("p", say("ask.related"), "small-label"))
        _questions([passage.heading for passage in answer.related], f"{key}.next", ask)


def _questions(texts: list[str], key: str, ask: Ask) -> None:
    with st.container(horizontal=True, gap="small"):
        for number, text in enumerate(texts):
            st.button(label(text), key=f"{key}.{number}", on_click=ask, args=(text,))
