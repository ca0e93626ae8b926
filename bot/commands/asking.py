"""The command ``ask``: one question, or a file of them."""

import argparse
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.commands.shared import (
    command,
    open_bot,
    print_batch,
    print_json,
    say,
    with_corpus,
    with_json,
)
from bot.errors import InputError
from bot.jsonlines import Line, question_of
from bot.text import Text

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.asked import How
    from bot.engine import Bot

_SUREST = 0.99
"""What is said of a greater probability: nothing measured is certain."""


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "ask", _ask)
    parser.add_argument("text", nargs="?")
    parser.add_argument("--batch", metavar="FILE")
    parser.add_argument("--context", action="append", default=[])
    parser.add_argument("--as-written", action="store_true")
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument(
        "--source",
        choices=("all", "notes", "companion"),
        default="all",
    )
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--why-not", metavar="ID_OR_HEADING")
    with_corpus(parser)
    with_json(parser)


def _ask(arguments: argparse.Namespace) -> None:
    _check(arguments)
    bot = open_bot(arguments.corpus)
    if arguments.batch:
        _ask_all(bot, arguments)
    elif arguments.json:
        print_json(_document(bot, arguments, arguments.text, arguments.context))
    else:
        say("\n\n".join(_in_words(bot, arguments)))


def _ask_all(bot: "Bot", arguments: argparse.Namespace) -> None:
    """Print one answer a line; a line without a question has the shape of a refused answer."""
    from bot.answer import Answer
    from bot.serialization import answer_json

    def result(line: Line) -> dict[str, Any]:
        question, context = question_of(line)
        return {"id": line.item().get("id"), **_document(bot, arguments, question, context)}

    print_batch(arguments.batch, result, answer_json(Answer(False, 0.0, ())))


def _check(arguments: argparse.Namespace) -> None:
    if (arguments.text is None) == (arguments.batch is None):
        raise InputError(Text("请给出一个问题，或 --batch 文件", "give a question or --batch FILE"))
    if arguments.top < 1:
        raise InputError(Text("--top 应至少为 1", "--top must be at least 1"))
    if arguments.batch and arguments.why_not is not None:
        raise InputError(Text("--why-not 只能和一个问题同用", "--why-not needs a single question"))


def _document(
    bot: "Bot", arguments: argparse.Namespace, question: str, context: list[str]
) -> dict[str, Any]:
    """What is printed as JSON for one question."""
    from bot.serialization import answer_json, comparison_json

    how = _how(arguments)
    answer = bot.ask(question, context, **how)
    why = bot.explain(question, context, **how) if arguments.explain else None
    document = answer_json(answer, why)
    if arguments.why_not is not None:
        comparison = bot.why_not(question, arguments.why_not, context, **how)
        document["why_not"] = comparison_json(comparison, answer.language)
    return document


def _in_words(bot: "Bot", arguments: argparse.Namespace) -> Iterator[str]:
    """The answer, then the explanations that are wanted."""
    from bot.commands.explaining import comparison_in_words, explanations_in_words

    question, context, how = arguments.text, arguments.context, _how(arguments)
    answer = bot.ask(question, context, **how)
    yield in_words(answer)
    if arguments.explain and not answer.reply:
        explanations = bot.explain(question, context, **how)
        yield explanations_in_words(explanations, answer.language)
    if arguments.why_not is not None:
        comparison = bot.why_not(question, arguments.why_not, context, **how)
        yield comparison_in_words(comparison, answer.language)


def _how(arguments: argparse.Namespace) -> "How":
    return {
        "top": arguments.top,
        "as_written": arguments.as_written,
        "source": arguments.source,
    }


def in_words(answer: "Answer") -> str:
    """An answer as a person reads it in a terminal."""
    strings = _strings(answer.language)
    if answer.reply:
        return answer.reply.to(answer.language)
    if not answer.answered:
        return "\n".join(_near(answer, strings))
    sure = strings["confidence"].format(percent=f"{min(answer.confidence, _SUREST):.0%}")
    lines = [f"{strings[answer.verdict.value]} · {sure}"]
    if answer.interpretation:
        lines.append(strings["read_as"] + answer.interpretation)
    lines += [f"{strings['corrected']}{a} → {b}" for a, b in answer.corrections]
    lines += _told(answer, 0)
    if answer.verdict.value == "ambiguous":
        kind = answer.hits[0].passage.origin
        alike = (n for n, hit in enumerate(answer.hits) if n and hit.passage.origin == kind)
        lines += [line for number in itertools.islice(alike, 1) for line in _told(answer, number)]
    lines += [
        f"⚠ {strings['erratum']}{e.right.to(answer.language)} ({e.evidence.to(answer.language)})"
        for e in answer.errata
    ]
    lines += [f"▶ {demo.id}: {demo.title.to(answer.language)}" for demo in answer.demos]
    for hit in answer.hits[1 : answer.answers]:
        lines.append(f"+ {strings['beside']}{hit.passage.heading} ({hit.passage.source})")
    return "\n".join(lines)


def _near(answer: "Answer", strings: dict[str, str]) -> Iterator[str]:
    """The lines of a refusal: the nearest headings, then those under which nothing stands."""
    if not answer.near:
        yield strings["nothing_near"]
    empty = [passage for passage in answer.near if passage.kind == "heading"]
    near = [passage for passage in answer.near if passage not in empty]
    for said, passages in (("not_found", near), ("empty", empty)):
        if passages:
            yield strings[said]
        for passage in passages[:3]:
            yield f"  · {passage.heading} ({passage.source})"


def _told(answer: "Answer", number: int) -> list[str]:
    """The lines of one passage: heading, words, source.

    A companion note begins with its short answer; when that is all that is asked, it stands alone.
    """
    passage = answer.hits[number].passage
    short = answer.shorts[number] if number < len(answer.shorts) else None
    texts, line = [passage.text], passage.line
    if short and passage.part > 1:
        first = answer.sections[number][0]
        texts, line = ([short.text], first.line) if short.enough else ([short.text, *texts], line)
    return [
        "",
        passage.heading,
        "",
        "\n\n".join(texts),
        "",
        f"— {passage.source}:{line}",
    ]


def _strings(language: str) -> dict[str, str]:
    from bot.resources import read_toml

    table: dict[str, dict[str, str]] = read_toml("cli.toml")
    return {name: text[language] for name, text in table.items()}
