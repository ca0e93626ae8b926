"""How well questions are answered: measured on labelled questions, reported by language and kind.

A question's ``gold`` maps sections to 2 (answers it) or 1 (partly). A section is a heading of a
source; every part of a split answer counts as its section. Questions without gold should be
refused.

    answer@1   first passage has grade 2 and the question was not refused
    hit@1      first passage has grade 2, refused or not
    nDCG@10    Järvelin and Kekäläinen, TOIS 2002, gain = grade, one gain per section

The confidence is judged as the probability that the first passage answers, over all questions, see
:mod:`bot.calibration`.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.answer import Answer
from bot.asked import Source
from bot.calibration import Pair, auroc, calibration_error, share
from bot.errors import InputError
from bot.passage import Passage
from bot.resources import parse_rows
from bot.text import Text

FRESH = "fresh"
FITTED = ("in_scope", "real_style", "out_of_scope", "aspects", "once_held_out")
SETS = (*FITTED, FRESH)
PARTS = {FRESH: FRESH}
"""The part that nothing was fitted to, written last, by a writer who saw only the notes. The sets
that were held out before are fitted to since then: ``once_held_out``."""
DIALOGUES = "dialogues"
NEW_TOPIC = "new-topic"
"""The kind of dialogue whose last turn stands for itself."""

Sections = Mapping[tuple[str, str], str]
"""(source file name, squeezed heading) -> section id"""


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question.

    turns:  earlier user turns, oldest first
    set:    the name of the file it comes from
    """

    id: str
    text: str
    language: str
    kind: str
    topic: str
    gold: Mapping[str, int]
    turns: tuple[str, ...] = ()
    set: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return any(grade == 2 for grade in self.gold.values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the program said to one question; ``carried`` tells that history was used."""

    question: Question
    answered: bool
    confidence: float
    sections: tuple[str, ...]
    carried: bool = False

    @property
    def hit(self) -> bool:
        """Whether the first passage answers."""
        return bool(self.sections) and self.question.gold.get(self.sections[0]) == 2

    @property
    def right(self) -> bool:
        """Answered rightly, or rightly refused."""
        return self.hit and self.answered if self.question.answerable else not self.answered


class Asker(Protocol):
    """What is measured: :class:`bot.engine.Bot`, or anything that answers like it."""

    def ask(
        self, question: str, history: Sequence[str] = (), *, source: Source = "all"
    ) -> Answer: ...


def ask_all(bot: Asker, questions: Iterable[Question], sections: Sections) -> list[Outcome]:
    """Every question put to the bot with its earlier turns, as a person would.

    The companion notes are left out: what is labelled are the answers in the user's notes.
    """
    outcomes = []
    for question in questions:
        answer = bot.ask(question.text, question.turns, source="notes")
        found = tuple(section_of(hit.passage, sections) for hit in answer.hits)
        carried = bool(answer.interpretation)
        outcomes.append(Outcome(question, answer.answered, answer.confidence, found, carried))
    return outcomes


def load_sections(folder: Path) -> Sections:
    """The sections of ``<folder>/sections.tsv``; several headings may make up one section.

    Raises InputError when the table cannot be read.
    """
    path = folder / "sections.tsv"
    try:
        return {
            (row["source"], squeeze(heading)): row["section"]
            for row in parse_rows(path.read_text("utf-8"))
            for heading in row["heading"].split("|")
        }
    except (OSError, ValueError, LookupError) as error:
        raise _unreadable(path) from error


def load_questions(folder: Path, names: Iterable[str]) -> list[Question]:
    """The questions of ``<folder>/questions/<name>.jsonl``; raises InputError naming the file."""
    questions: list[Question] = []
    for name in names:
        path = folder / "questions" / f"{name}.jsonl"
        try:
            lines = path.read_text("utf-8").splitlines()
            questions += [_question(json.loads(line), name) for line in lines]
        except (
            OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
        ) as error:  # fmt: skip
            raise _unreadable(path) from error
    return questions


def question_sets(folder: Path) -> list[str]:
    """The names of the files in ``<folder>/questions``, those of ``SETS`` first.

    Raises InputError when there is none.
    """
    found = {path.stem for path in (folder / "questions").glob("*.jsonl")}
    if not found:
        zh = f"{folder / 'questions'} 里没有评测题:请放 .jsonl 文件,每行一题"
        en = f"{folder / 'questions'} has no .jsonl file of labelled questions, one a line"
        raise InputError(Text(zh, en))
    return [name for name in SETS if name in found] + sorted(found - {*SETS})


def _question(raw: Mapping[str, Any], name: str) -> Question:
    return Question(
        id=raw["id"],
        text=raw["text"],
        language=raw["language"],
        kind=raw["kind"],
        topic=raw.get("topic", ""),
        gold=dict(raw["gold"]),
        turns=tuple(raw.get("turns", ())),
        set=name,
    )


def _unreadable(path: Path) -> InputError:
    return InputError(
        Text(f"{path} 不是可读的评测文件", f"{path} is no readable file of labelled questions")
    )


def section_of(passage: Passage, sections: Sections) -> str:
    """The id of the section a passage belongs to; a name of its own when it has none."""
    place = Path(passage.source).name, squeeze(passage.heading)
    return sections.get(place, "/".join(place))


def squeeze(heading: str) -> str:
    """A heading without spaces and punctuation, as sections are compared.

    >>> squeeze("BN, LN 层?")
    'BNLN层'
    """
    return re.sub(r"[\W_]+", "", heading)


def ndcg(question: Question, sections: Sequence[str], k: int = 10) -> float:
    """nDCG@k in [0, 1]; a section counts once, where it stands first."""
    distinct = list(dict.fromkeys(sections))[:k]
    gains = [question.gold.get(section, 0) for section in distinct]
    ideal = sorted(question.gold.values(), reverse=True)[:k]
    return _dcg(gains) / _dcg(ideal) if ideal else 0.0


def _dcg(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """All figures over a set of outcomes; NaN where nothing can be measured."""
    inside = [o for o in outcomes if o.question.answerable]
    outside = [o for o in outcomes if not o.question.answerable]
    return {
        "answer@1": share(o.right for o in inside),
        "hit@1": share(o.hit for o in inside),
        "nDCG@10": _mean([ndcg(o.question, o.sections) for o in inside]),
        "false answers": share(o.answered for o in outside),
        "false refusals": share(not o.answered for o in inside if o.hit),
        "AUROC": auroc(pairs(outcomes)),
        "ECE": calibration_error(pairs(outcomes)),
    }


def summarise_dialogues(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures over last turns: right passage first, offered, wrongly offered, polluted.

    A new topic is polluted when anything was carried into it from history.
    """
    inside = [o for o in outcomes if o.question.answerable]
    return {
        "hit@1": share(o.hit for o in inside),
        "answer@1": share(o.right for o in inside),
        "false answers": share(o.answered for o in outcomes if not o.question.answerable),
        "polluted": share(o.carried for o in outcomes if o.question.kind == NEW_TOPIC),
    }


def pairs(outcomes: Iterable[Outcome]) -> list[Pair]:
    """Confidence and truth: whether the first passage answers."""
    return [(o.confidence, o.hit) for o in outcomes]


def part_of(question: Question) -> str:
    """The part of ``PARTS`` that a question is of, ``"development"`` for what was fitted to."""
    return PARTS.get(question.set, "development")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def by_group(
    outcomes: Sequence[Outcome], group: Callable[[Question], str]
) -> dict[str, list[Outcome]]:
    """Outcomes by a property of their question, in alphabetical order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(group(outcome.question), []).append(outcome)
    return dict(sorted(groups.items()))
