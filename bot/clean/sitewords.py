"""What the vocabulary of sites finds in each line of a page."""

from dataclasses import dataclass

from bot.clean import vocabulary
from bot.clean.coverage import coverage
from bot.clean.scan import Scan

_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """The words of sites in one line.

    coverage:  the share of its letters that they cover, in [0, 1]
    table:     the table of most of them, ``""`` without any
    start:     the table of the phrase it begins with, or ``""``
    phrases:   the tables of the phrases in it; ``"certain"`` beside those that are proof
    places:    whether it is a pile of place names
    """

    coverage: float
    table: str
    start: str
    phrases: tuple[str, ...]
    places: bool

    @property
    def is_spam(self) -> bool:
        """Whether spam is more than one word of the line."""
        covered = self.table == "spam" and self.coverage > _MOSTLY
        return covered or self.phrases.count("spam") > 1

    @property
    def reason(self) -> str:
        """What the line would be dropped for."""
        if self.places:
            return "places"
        return self.start or (self.phrases[0] if self.phrases else "") or self.table or "context"


def find_words(scan: Scan) -> list[Words]:
    """The words of sites in each of the lower-case lines of ``scan``."""
    phrases, starts = vocabulary.phrase_tables(scan), vocabulary.start_tables(scan.lines)
    places, covered = vocabulary.rows_of_places(scan), coverage(scan.lines)
    return [
        Words(
            *covered.get(at, (0.0, "")),
            starts.get(at, ""),
            tuple(phrases.get(at, ())),
            at in places,
        )
        for at in range(scan.size)
    ]
