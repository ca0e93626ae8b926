"""What a turn may mean after the user's earlier turns.

The decision rests on the concepts the turn names:

    names none                             carry the last topic
    names one, but leans on a pronoun      carry the last topic beside it ("why no BN in it?")
    names one side of a comparison         carry the last topic as the other one ("和 ResNet 比呢")
    names one, but elliptically            ask of it what was asked before ("那 LN 呢?")
    points at one of several               put its name in ("第二个详细讲讲", "and the other one?")
    corrects ("不对,我说的是…")             ask that instead
    returns ("回到刚才的…", "back to NMS")   search the named topic alone, or the earlier one
    anything else                          a new topic: history is dropped

What is only carried is to be borne out by the notes, see :mod:`bot.dialogue.context`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.dialogue import turns
from bot.dialogue.pointers import Offered, pointed_at


class Tie(StrEnum):
    """What ties a question to the topic it carries: the looser, the more the notes must tell.

    SAID:      what is said tells: nothing is carried, it is corrected or returned to, or half of a
               comparison is left out
    POINTING:  a word stands for the topic
    LOOSE:     only that the question names no topic itself
    """

    SAID = "said"
    POINTING = "pointing"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The self-contained wording of a question.

    carried:  the part that came from history, ``""`` when none did
    tie:      what ties the question to that part
    """

    text: str
    carried: str = ""
    tie: Tie = Tie.SAID


def interpret(
    question: str,
    history: Sequence[str],
    analyzer: Analyzer,
    offered: Offered = lambda: None,
) -> Interpretation:
    """The question in its context. ``history`` are earlier user turns, oldest first.

    ``offered`` tells what the last one was answered with, when it is asked.
    """
    corrected = turns.after(question, "correction")
    if corrected is not None:
        return _corrected(turns.before(corrected, "instead_of"), history, analyzer)
    if not history:
        return Interpretation(question)
    if said := _undenied(question, history[-1], analyzer):
        return _corrected(said, history, analyzer)
    if found := pointed_at(question, history, analyzer, offered):
        return _pointing(*found, history, analyzer)
    if turns.matches(question, "return"):
        return _returned(question, history, analyzer)
    return _continued(question, history, analyzer)


def _continued(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """A turn that neither corrects nor returns."""
    last = history[-1]
    earlier = turns.last_topic(history, analyzer) or (last if asked_aspects(last) else "")
    own = turns.named(question, analyzer)
    if not own and (versioned := turns.other_version(question, earlier)):
        return Interpretation(versioned, earlier)
    if turns.lacks_a_side(question, analyzer):
        return _carrying(earlier, question, Tie.SAID)
    if turns.leans_on_earlier(question, analyzer):
        points = turns.points_back(question, analyzer)
        return _carrying(earlier, question, Tie.POINTING if points else Tie.LOOSE)
    if own and turns.is_elliptic(question) and not asked_aspects(question):
        return _asked_before(question, history, analyzer)
    return Interpretation(question)


def _pointing(
    question: str, name: str, history: Sequence[str], analyzer: Analyzer
) -> Interpretation:
    """A turn in which a name stands where it pointed at one of several things.

    Of what an answer listed that is not asked which it was listed for.
    """
    if any(name in turn for turn in history) and turns.named(name, analyzer):
        question = _continued(question, history, analyzer).text
    return Interpretation(question, name, Tie.POINTING)


def _carrying(earlier: str, question: str, tie: Tie) -> Interpretation:
    """The question about an earlier topic, which takes the place of its pronoun if it has one."""
    if not earlier:
        return Interpretation(question)
    return Interpretation(turns.about(earlier, question), earlier, tie)


def _asked_before(said: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """What was asked before, asked of the topic that is named now; this alone if nothing was."""
    for turn in reversed(history):
        if asked_aspects(turn):
            text = turns.asked_of(turns.subject(said, analyzer), turn, analyzer)
            return Interpretation(text, turn)
        if turns.named(turn, analyzer):
            break
    return Interpretation(said)


def _corrected(said: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The corrected topic with what the earlier turn asked about it."""
    if versioned := turns.other_version(said, turns.last_topic(history, analyzer)):
        said = versioned
    if asked_aspects(said) or not turns.named(said, analyzer):
        return Interpretation(said)
    return _asked_before(said, history, analyzer)


def _undenied(question: str, last: str, analyzer: Analyzer) -> str:
    """What a turn says instead of the topic before: "IoU, not mAP", "oops, SPP", or ``""``."""
    if said := turns.regretted(question):
        return said if turns.named(said, analyzer) else ""
    found, topics = turns.named(question, analyzer), set(turns.topics(last, analyzer))
    for denial in turns.pattern("instead_of").finditer(fold(question)):
        for mention in found:
            near = 0 <= mention.start - denial.end() <= 1
            if near and mention.concept in topics and len(found) > 1:
                rest = turns.put_in(" ", question, (denial.start(), mention.end))
                return rest.strip(" ,，是")
    return ""


def _returned(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The topic that is named, the first question of all, or the topic before the last one."""
    rest = turns.without(question, "return")
    if turns.named(question, analyzer):
        return Interpretation(rest)
    if turns.matches(question, "first"):
        rest = turns.without(turns.without(question, "first"), "return")
        topic = turns.last_topic(history[:1], analyzer) if asked_aspects(rest) else history[0]
        return Interpretation(turns.about(topic, rest) if topic != history[0] else topic, topic)
    earlier = [turn for turn in history if turns.named(turn, analyzer)]
    topic = turns.last_topic(earlier[:-1] or earlier, analyzer)
    return Interpretation(f"{topic} {rest}".strip(), topic)
