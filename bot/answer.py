"""From a ranking to an answer, or to an honest "not in the notes"."""

from dataclasses import dataclass
from enum import StrEnum

from bot.judging.confidence import Collection
from bot.passage import Passage, Span
from bot.related import DemoCard
from bot.resources import read_toml
from bot.search import Hit, PassageIndex, Ranking
from bot.text import Text


class Verdict(StrEnum):
    """How an answer is to be taken."""

    SURE = "sure"
    MAYBE = "maybe"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not-found"
    SMALL_TALK = "small-talk"


@dataclass(frozen=True, slots=True)
class Erratum:
    """A known mistake in a passage, with the right statement and where it comes from.

    ``demo`` is the id of a demo that proves it, or ``""``.
    """

    source: str
    quote: str
    wrong: Text
    right: Text
    evidence: Text
    demo: str = ""


@dataclass(frozen=True, slots=True)
class Short:
    """The short answer that a companion note begins with, whatever part of it was found.

    marks:   the spans of its text that matched
    best:    span of the sentence that meets the question best
    enough:  whether the part that was found holds nothing more of what is asked
    """

    text: str
    marks: tuple[Span, ...]
    best: Span
    enough: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says to a question.

    answered:        whether the first hit is offered as the answer
    confidence:      calibrated probability in [0, 1] that the first hit answers
    hits:            passages, best first; when not answered they are only near
    demos:           computations that belong to the first hit
    language:        of the question, ``"zh"`` or ``"en"``
    verdict:         how to take it
    interpretation:  the self-contained wording when history was used, else ``""``
    corrections:     (written, read) pairs of repaired typing errors
    also_searched:   other names of the concepts that the question names
    highlights:      per hit, the spans of its text that matched
    best:            span of the sentence of the first hit that meets the question best
    errata:          known mistakes inside the first hit
    related:         sibling headings worth asking next
    reply:           what to say to small talk
    answers:         how many of the first hits answer: 2 when the user's notes and the companion
                     notes both do
    sections:        per such hit, all parts of the answer it belongs to
    shorts:          per such hit, the short answer of its companion note; None for other notes
    near:            when not answered, passages to look at, one per heading, best first: something
                     of the question stands in the heading, or it is spelled alike
    """

    answered: bool
    confidence: float
    hits: tuple[Hit, ...]
    demos: tuple[DemoCard, ...] = ()
    language: str = "en"
    verdict: Verdict = Verdict.NOT_FOUND
    interpretation: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    also_searched: tuple[str, ...] = ()
    highlights: tuple[tuple[Span, ...], ...] = ()
    best: Span = (0, 0)
    errata: tuple[Erratum, ...] = ()
    related: tuple[Passage, ...] = ()
    reply: Text | None = None
    answers: int = 0
    sections: tuple[tuple[Passage, ...], ...] = ()
    shorts: tuple[Short | None, ...] = ()
    near: tuple[Passage, ...] = ()


def verdict_of(
    ranking: Ranking, probability: float, index: PassageIndex, collection: Collection = "notes"
) -> Verdict:
    """What to make of a judged ranking whose first passage answers with ``probability``."""
    fitted = read_toml("confidence.toml")
    thresholds = fitted["thresholds"]
    if probability < fitted[collection]["answer"]:
        return Verdict.NOT_FOUND
    if _is_tie(ranking, index, thresholds["tie"]):
        return Verdict.AMBIGUOUS
    # A list of topics may be what was asked for, but it explains nothing.
    explains = index.passages[ranking.order[0]].kind == "answer"
    sure = explains and probability >= thresholds["sure"]
    return Verdict.SURE if sure else Verdict.MAYBE


def _is_tie(ranking: Ranking, index: PassageIndex, share: float) -> bool:
    """Whether two different sections lie within ``share`` of the best score.

    One that ends by announcing what was lost ("存在问题:") is no second answer.
    """
    if len(ranking.order) < 2:
        return False
    first, second = (index.passages[number] for number in ranking.order[:2])
    breaks_off = second.part == second.parts and second.text.rstrip().endswith((":", "："))
    if breaks_off or (first.source, first.heading) == (second.source, second.heading):
        return False
    best, next_best = ranking.scores[ranking.order[:2]]
    return bool(best - next_best <= share * best)
