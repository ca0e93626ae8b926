"""A conversation as values: questions and answers, and the same as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer import Answer
from bot.asked import SOURCES, Source
from bot.engine import Bot
from bot.interview.markdown import inline, quote
from bot.ui.beside import Answering
from bot.ui.words import phrase

if TYPE_CHECKING:
    from bot.explanation import Explanation

NEAR = 3
"""How many headings of each kind are told where there is no answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered.

    as_written:  whether its typing errors were left as they are
    source:      which notes were asked
    alone:       whether it was taken by itself, without the turns before it
    """

    question: str
    answer: Answer
    as_written: bool = False
    source: Source = "all"
    alone: bool = False


def ask(
    bot: Answering,
    turns: Sequence[Turn],
    question: str,
    as_written: bool = False,
    source: Source = "all",
    alone: bool = False,
) -> tuple[Turn, ...]:
    """The conversation with one more turn."""
    answer = bot.ask(question, _before(turns, alone), as_written=as_written, source=source)
    return (*turns, Turn(question, answer, as_written, source, alone))


def explained(bot: Bot, turns: Sequence[Turn], number: int) -> "tuple[Explanation, ...]":
    """Why each passage of the answer of one turn was found."""
    turn = turns[number]
    history = _before(turns[:number], turn.alone)
    return bot.explain(turn.question, history, as_written=turn.as_written, source=turn.source)


def unrepaired(bot: Answering, turns: Sequence[Turn], number: int) -> tuple[Turn, ...]:
    """The conversation with one question asked again, in its place, as it was written."""
    turn = turns[number]
    asked = ask(bot, turns[:number], turn.question, True, turn.source, turn.alone)
    return (*asked, *turns[number + 1 :])


def uncarried(bot: Answering, turns: Sequence[Turn], number: int) -> tuple[Turn, ...]:
    """The conversation with one question asked again, in its place, by itself."""
    turn = turns[number]
    asked = ask(bot, turns[:number], turn.question, turn.as_written, turn.source, alone=True)
    return (*asked, *turns[number + 1 :])


def _before(turns: Iterable[Turn], alone: bool) -> list[str]:
    """The questions that a further one may take up."""
    return [] if alone else [turn.question for turn in turns]


def kept(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """What is stored of a conversation, for :func:`replay`."""
    return [
        {
            "question": turn.question,
            "as_written": turn.as_written,
            "source": turn.source,
            "alone": turn.alone,
        }
        for turn in turns
    ]


def replay(bot: Answering, stored: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The conversation that was stored; answers follow from the notes alone."""
    turns: tuple[Turn, ...] = ()
    for turn in stored:
        question, as_written = str(turn.get("question", "")), bool(turn.get("as_written"))
        source = next((name for name in SOURCES if name == turn.get("source")), SOURCES[0])
        turns = ask(bot, turns, question, as_written, source, bool(turn.get("alone")))
    return turns


def near_headings(answer: Answer) -> tuple[list[str], list[str]]:
    """The headings to look at where there is no answer; those under which nothing stands apart."""
    empty = [passage.heading for passage in answer.near if passage.kind == "heading"]
    near = [passage.heading for passage in answer.near if passage.kind != "heading"]
    return near[:NEAR], empty[:NEAR]


def as_markdown(turns: Sequence[Turn], language: str) -> str:
    """The conversation as a Markdown document: each answer quoted, whose it is, and its source.

    What notes and questions hold is shown as text; nothing in it acts as Markdown or HTML.
    """
    return "\n\n".join(block for turn in turns for block in _in_markdown(turn, language)) + "\n"


def _in_markdown(turn: Turn, language: str) -> Iterator[str]:
    answer = turn.answer
    yield f"## {inline(turn.question)}"
    if answer.reply:
        yield inline(answer.reply.to(language))
        return
    verdict = answer.verdict.value.replace("-", "_")
    yield f"*{phrase(f'ask.{verdict}', language)}*"
    if answer.answered:
        for number in range(max(1, answer.answers)):
            yield from _quoted(answer, number, language)
        for erratum in answer.errata:
            right, why = (inline(t.to(language)) for t in (erratum.right, erratum.evidence))
            yield f"**{phrase('ask.erratum', language)}** {right} ({why})"
    else:
        for told, headings in zip(("near", "near_empty"), near_headings(answer), strict=True):
            if headings:
                yield phrase(f"ask.{told}", language)
                yield "\n".join(f"- {inline(heading)}" for heading in headings)


def _quoted(answer: Answer, number: int, language: str) -> Iterator[str]:
    """One answering passage: whose words, the words, where they stand."""
    passage, short = answer.hits[number].passage, answer.shorts[number]
    kind = "companion" if passage.is_companion else "own"
    yield f"**{phrase(f'ask.kind_{kind}', language)}**"
    if short and passage.part > 1:
        yield "\n".join(quote(short.text))
    if short and short.enough:
        passage = answer.sections[number][0]
    else:
        yield "\n".join(quote(passage.text))
    line = phrase("ask.line", language, line=passage.line)
    yield f"— {inline(passage.source)} › {inline(passage.heading)} › {line}"
