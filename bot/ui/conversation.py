"""A conversation as values: questions and answers, and the same as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import Answer
from bot.asked import SOURCES, Source
from bot.engine import Bot
from bot.explanation import Explanation
from bot.ui.words import phrase


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered.

    as_written:  whether its typing errors were left as they are
    source:      which notes were asked
    """

    question: str
    answer: Answer
    as_written: bool = False
    source: Source = "all"


def ask(
    bot: Bot,
    turns: Sequence[Turn],
    question: str,
    as_written: bool = False,
    source: Source = "all",
) -> tuple[Turn, ...]:
    """The conversation with one more turn."""
    history = [turn.question for turn in turns]
    answer = bot.ask(question, history, as_written=as_written, source=source)
    return (*turns, Turn(question, answer, as_written, source))


def explained(bot: Bot, turns: Sequence[Turn], number: int) -> tuple[Explanation, ...]:
    """Why each passage of the answer of one turn was found."""
    turn, history = turns[number], [turn.question for turn in turns[:number]]
    return bot.explain(turn.question, history, as_written=turn.as_written, source=turn.source)


def unrepaired(bot: Bot, turns: Sequence[Turn], number: int) -> tuple[Turn, ...]:
    """The conversation with one question asked again, in its place, as it was written."""
    turn = turns[number]
    asked = ask(bot, turns[:number], turn.question, as_written=True, source=turn.source)
    return (*asked, *turns[number + 1 :])


def kept(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """What is stored of a conversation, for :func:`replay`."""
    return [
        {"question": turn.question, "as_written": turn.as_written, "source": turn.source}
        for turn in turns
    ]


def replay(bot: Bot, stored: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The conversation that was stored; answers follow from the notes alone."""
    turns: tuple[Turn, ...] = ()
    for turn in stored:
        question, as_written = str(turn.get("question", "")), bool(turn.get("as_written"))
        source = next((name for name in SOURCES if name == turn.get("source")), SOURCES[0])
        turns = ask(bot, turns, question, as_written, source)
    return turns


def as_markdown(turns: Sequence[Turn], language: str) -> str:
    """The conversation as a Markdown document with sources; passages are quoted verbatim."""
    parts = []
    for turn in turns:
        first = turn.answer.hits[0].passage if turn.answer.answered else None
        verdict = phrase(f"ask.{turn.answer.verdict.value.replace('-', '_')}", language)
        parts.append(f"## {turn.question}\n\n*{verdict}*\n")
        if first:
            quoted = "\n".join(f"> {line}" for line in first.text.split("\n"))
            line = phrase("ask.line", language, line=first.line)
            parts.append(f"{quoted}\n\n— {first.source} › {first.heading} › {line}\n")
    return "\n".join(parts)
