"""A conversation as values: questions and answers, and the same as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer
from bot.engine import Bot
from bot.ui.words import phrase


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered."""

    question: str
    answer: Answer


def ask(bot: Bot, turns: Sequence[Turn], question: str) -> tuple[Turn, ...]:
    """The conversation with one more turn."""
    history = [turn.question for turn in turns]
    return (*turns, Turn(question, bot.ask(question, history)))


def replay(bot: Bot, questions: Sequence[str]) -> tuple[Turn, ...]:
    """The conversation that these questions make; answers follow from the notes alone."""
    turns: tuple[Turn, ...] = ()
    for question in questions:
        turns = ask(bot, turns, question)
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
