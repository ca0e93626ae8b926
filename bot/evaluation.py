"""How well questions are answered: measured on labelled questions, reported by language and kind.

A question's ``gold`` maps sections to 2 (answers it) or 1 (partly). A section is a heading of a
source; every part of a split answer counts as its section. Questions without gold should be
refused.

    answer@1   first passage has grade 2 and the question was not refused
    hit@1      first passage has grade 2, refused or not
    nDCG@10    Järvelin and Kekäläinen, TOIS 2002, gain = grade, one gain per section
    ECE        expected calibration error over ten bins of equal width (Guo et al., ICML 2017)
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.passage import Passage
from bot.resources import parse_rows

Sections = Mapping[tuple[str, str], str]
"""(source file name, squeezed heading) -> section id"""


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question; ``turns`` are earlier user turns, oldest first."""

    id: str
    text: str
    language: str
    kind: str
    topic: str
    gold: Mapping[str, int]
    turns: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return any(grade == 2 for grade in self.gold.values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the program said to one question."""

    question: Question
    answered: bool
    confidence: float
    sections: tuple[str, ...]

    @property
    def hit(self) -> bool:
        """Whether the first passage answers."""
        return bool(self.sections) and self.question.gold.get(self.sections[0]) == 2

    @property
    def right(self) -> bool:
        """Answered rightly, or rightly refused."""
        return self.hit and self.answered if self.question.answerable else not self.answered


def load_sections(folder: Path) -> Sections:
    """The sections of ``<folder>/sections.tsv``; several headings may make up one section."""
    rows = parse_rows((folder / "sections.tsv").read_text("utf-8"))
    return {
        (row["source"], squeeze(heading)): row["section"]
        for row in rows
        for heading in row["heading"].split("|")
    }


def load_questions(folder: Path, names: Iterable[str]) -> list[Question]:
    """The questions of ``<folder>/questions/<name>.jsonl``."""
    lines = [
        line
        for name in names
        for line in (folder / "questions" / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    return [
        Question(
            id=raw["id"],
            text=raw["text"],
            language=raw["language"],
            kind=raw["kind"],
            topic=raw.get("topic", ""),
            gold=raw["gold"],
            turns=tuple(raw.get("turns", ())),
        )
        for raw in map(json.loads, lines)
    ]


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


def calibration_error(outcomes: Sequence[Outcome], bins: int = 10) -> float:
    """Expected calibration error of the confidence that the first passage answers, in [0, 1]."""
    total = 0.0
    for low in range(bins):
        inside = [o for o in outcomes if low <= o.confidence * bins < low + 1 or
                  (low == bins - 1 and o.confidence == 1.0)]  # fmt: skip
        if inside:
            truth = sum(o.hit for o in inside) / len(inside)
            said = sum(o.confidence for o in inside) / len(inside)
            total += len(inside) * abs(truth - said)
    return total / max(len(outcomes), 1)


def auroc(outcomes: Sequence[Outcome]) -> float:
    """Probability that a rightly found answer has more confidence than a wrong or absent one.

    >>> auroc([])
    0.5
    """
    right = [o.confidence for o in outcomes if o.hit]
    wrong = [o.confidence for o in outcomes if not o.hit]
    if not right or not wrong:
        return 0.5
    wins = sum((r > w) + 0.5 * (r == w) for r in right for w in wrong)
    return wins / (len(right) * len(wrong))


def share(items: Iterable[bool]) -> float:
    """Share of true items; NaN for none."""
    values = list(items)
    return sum(values) / len(values) if values else math.nan


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """All figures over a set of outcomes."""
    inside = [o for o in outcomes if o.question.answerable]
    outside = [o for o in outcomes if not o.question.answerable]
    return {
        "answer@1": share(o.right for o in inside),
        "hit@1": share(o.hit for o in inside),
        "nDCG@10": sum(ndcg(o.question, o.sections) for o in inside) / max(len(inside), 1),
        "false answers": share(o.answered for o in outside),
        "false refusals": share(not o.answered for o in inside if o.hit),
        "AUROC": auroc(outcomes),
        "ECE": calibration_error(outcomes),
    }


def by_group(
    outcomes: Sequence[Outcome], group: Callable[[Question], str]
) -> dict[str, list[Outcome]]:
    """Outcomes by a property of their question, in alphabetical order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(group(outcome.question), []).append(outcome)
    return dict(sorted(groups.items()))
