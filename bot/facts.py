"""Numbers that a note states, computed again by the demo that knows how.

    read_facts(path) -> Facts          the list that stands beside the notes
    check_facts(passage, facts)        those of one passage, each with what the demo gives

A fact is data: the exact words of the note, the inputs and the output of a demo, and the number
that the words state. Whether they agree is found by running the demo, never stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.passage import Passage
from bot.tables import read_entries
from bot.text import Text

if TYPE_CHECKING:
    from bot.demos._params import Json

FACTS = "facts.toml"
"""The list's file name, in the folder of the notes."""
COUNT = "#"
"""As the last step of an output path: how many items the list has."""
_WANTED = Text(
    "事实表是 TOML,每条 [[fact]] 要有 source、quote、demo、params、output 和 stated",
    "a table of facts is TOML in which every [[fact]] has source, quote, demo, params, output "
    "and stated",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number stated in a note and where a demo computes it.

    source:     file name of the note
    quote:      exact words of the passage, as displayed
    demo:       id of the demo
    params:     its inputs by name, as in the passage
    output:     path to the output, keys and list positions joined by dots; ``#`` counts a list
    stated:     what the note says
    tolerance:  largest absolute difference that still agrees, for numbers a note rounds
    """

    source: str
    quote: str
    demo: str
    params: "Mapping[str, Json]"
    output: str
    stated: float
    tolerance: float = 1e-9


@dataclass(frozen=True, slots=True)
class FactCheck:
    """What a passage states and what the demo gives for it."""

    quote: str
    stated: float
    computed: float
    agrees: bool
    demo: str
    params: "Mapping[str, Json]"


def read_facts(path: Path) -> tuple[Fact, ...]:
    """The entries of a facts file; none when there is no such file.

    Raises NoteError when the file is not a table of facts.
    """
    return read_entries(path, "fact", _fact_of, _WANTED)


def _fact_of(entry: Mapping[str, Any]) -> Fact:
    """The fact of one entry. Raises TypeError for a key or a type that a fact does not have."""
    fact = Fact(**entry)
    texts = all(isinstance(text, str) for text in (fact.source, fact.quote, fact.demo, fact.output))
    numbers = isinstance(fact.stated, int | float) and isinstance(fact.tolerance, int | float)
    if not (texts and numbers and isinstance(fact.params, dict)):
        raise TypeError(entry)
    return fact


def check_facts(passage: Passage, facts: Iterable[Fact]) -> tuple[FactCheck, ...]:
    """The facts whose quote stands in the passage, computed, in the order of the text.

    Raises DemoInputError when a fact names no demo or output, or inputs that the demo refuses.

    >>> note = Passage("p", "a.md", "空洞卷积", "3×3、膨胀率 2 覆盖 5×5。", "zh")
    >>> fact = Fact("a.md", "覆盖 5×5", "dilated-gridding", {"k": 3, "rates": [2]}, "final_rf", 5)
    >>> [(check.computed, check.agrees) for check in check_facts(note, [fact])]
    [(5.0, True)]
    """
    name = Path(passage.source).name
    here = [fact for fact in facts if fact.source == name and fact.quote in passage.text]
    return tuple(_check(fact) for fact in sorted(here, key=lambda f: passage.text.find(f.quote)))


def _check(fact: Fact) -> FactCheck:
    from bot.demos import get_demo
    from bot.demos._spec import plain

    computed = _output(plain(get_demo(fact.demo)(**fact.params).values), fact.output)
    agrees = abs(computed - fact.stated) <= fact.tolerance
    return FactCheck(fact.quote, fact.stated, computed, agrees, fact.demo, fact.params)


def _output(values: "Json", path: str) -> float:
    try:
        for key in path.split("."):
            if key == COUNT:
                return float(len(values))
            values = values[int(key)] if isinstance(values, list) else values[key]
        return float(values)
    except (LookupError, TypeError, ValueError):
        from bot.demos._params import refuse

        raise refuse(f"没有输出 {path!r}", f"there is no output {path!r}") from None
