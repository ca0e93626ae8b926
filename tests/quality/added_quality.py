"""How well notes on subjects of their own are answered from, alone and beside the shipped notes.

    python -m tests.quality.added_quality              figures by part
    python -m tests.quality.added_quality development  also every error of that part

Of ``held_out`` no error is read: nothing is fitted to it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.engine import Bot
from bot.evaluation.added import read_added
from bot.evaluation.figures import Outcome, ask_all, summarise
from bot.library import Library, open_corpus
from bot.passage import Passage
from bot.search import PassageIndex

HERE = Path(__file__).parent / "added_notes"
SHIPPED = Path("corpus/scraped")
PARTS = ("development", "held_out")


def outcomes(part: str, beside: bool) -> Iterator[Outcome]:
    """What is answered to every question of a part."""
    before = open_corpus([SHIPPED]).passages if beside else ()
    empty = PassageIndex.build(())
    for folder in sorted((HERE / part).iterdir()):
        added = read_added(folder)
        yield from ask_all(over((*before, *added.passages), empty), added.questions, {})


def over(passages: tuple[Passage, ...], empty: PassageIndex) -> Bot:
    """A bot over passages, with the dictionaries of an ``empty`` index."""
    return Bot(Library(empty.extended(passages)), lambda: open_corpus([SHIPPED]))


def main(shown: str = "") -> None:
    for part in PARTS:
        for beside in (False, True):
            found = list(outcomes(part, beside))
            figures = "  ".join(f"{name} {value:.3f}" for name, value in summarise(found).items())
            print(f"{part}, {'beside the shipped notes' if beside else 'alone'}: {figures}")
            for one in found:
                if part == shown == PARTS[0] and not one.right:
                    print(f"    {one.confidence:.2f} {one.question.id} {one.question.text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
