"""What ``ask --explain`` and ``ask --why-not`` print: points, parts and terms in columns.

Numbers stand in front, since names of either language have no common width in a terminal.
"""

from collections.abc import Iterable

from bot.commands.shared import printable
from bot.explanation import Comparison, Explanation
from bot.passage import Passage
from bot.reasons import in_a_sentence, part_name, terms_in_line
from bot.resources import read_toml


def explanations_in_words(explanations: Iterable[Explanation], language: str) -> str:
    """Every passage with its score and the parts that add up to it."""
    blocks = [_say("why", language)]
    for place, explanation in enumerate(explanations, 1):
        lines = [f"{place}. {explanation.score:.3f}  {_titled(explanation.passage)}"]
        lines += [
            f"   {one.points:+.3f}  {part_name(one.part, language)}"
            + _in_brackets(terms_in_line(one.terms, language))
            for one in explanation.contributions
        ]
        blocks.append("\n".join(lines))
    return printable("\n\n".join(blocks))


def comparison_in_words(comparison: Comparison, language: str) -> str:
    """The sentence, then every part with the points of both passages and the difference."""
    sides = (comparison.first, comparison.other)
    rows = [
        f"{one.first:+8.3f}{one.other:+8.3f}{one.points:+8.3f}  {part_name(one.part, language)}"
        + _in_brackets(terms_in_line(one.terms, language))
        for one in comparison.differences
    ]
    ahead = sides[0].score - sides[1].score
    total = f"{sides[0].score:+8.3f}{sides[1].score:+8.3f}{ahead:+8.3f}  {_say('total', language)}"
    titles = [f"{mark}  {_titled(side.passage)}" for mark, side in zip("AB", sides, strict=True)]
    head = f"{'A':>8}{'B':>8}{'A-B':>8}"
    lines = [in_a_sentence(comparison, language), "", *titles, "", head, *rows, total]
    return printable("\n".join(lines))


def _titled(passage: Passage) -> str:
    return f"{passage.heading} ({passage.source}:{passage.line})"


def _in_brackets(terms: str) -> str:
    return f"  [{terms}]" if terms else ""


def _say(name: str, language: str) -> str:
    said: str = read_toml("cli.toml")[name][language]
    return said
