"""The figures of an evaluation as one document and as tables for a terminal."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation.ablation import Worth
from bot.evaluation.calibration import abstention, reliability, share
from bot.evaluation.figures import Outcome, by_group, pairs, summarise, summarise_dialogues
from bot.evaluation.questions import Question, part_of

THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_RANKED = ("answer@1", "hit@1", "nDCG@10", "false refusals")
_RELIABILITY = ("low", "high", "count", "said", "true")
_ABSTENTION = ("threshold", "spoken", "precise", "answer@1", "false answers")
_DIALOGUES = ("hit@1", "answer@1", "false answers", "polluted")
_WIDTH = 14

Table = tuple[Sequence[str], list[Sequence[object]]]
"""(column names, rows); numbers in [0, 1] are shown with three digits"""


def document(
    outcomes: Sequence[Outcome],
    dialogues: Sequence[Outcome],
    companion: Mapping[str, Sequence[Worth]],
    parts: Sequence[Worth],
    votes: Sequence[Worth],
) -> dict[str, Any]:
    """All figures by name; ``None`` where nothing can be measured.

    ``parts``, ``votes`` and, per language, ``companion`` begin with the whole ranking.
    """
    inside = [o for o in outcomes if o.question.answerable]
    outside = [o for o in outcomes if not o.question.answerable]
    figures = {
        "all": {"questions": len(outcomes), **summarise(outcomes)},
        "parts": _grouped(outcomes, part_of, summarise),
        "languages": _grouped(inside, lambda q: q.language, summarise),
        "kinds": _grouped(inside, lambda q: q.kind, summarise),
        "false answers": _grouped(outside, lambda q: q.kind, summarise),
        "reliability": [asdict(b) for b in reliability(pairs(outcomes))],
        "abstention": [_cut(outcomes, threshold) for threshold in THRESHOLDS],
        "dialogues": {
            "all": {"questions": len(dialogues), **summarise_dialogues(dialogues)},
            **_grouped(dialogues, lambda q: q.kind, summarise_dialogues),
        },
        "ablation": [asdict(worth) for worth in parts],
        "votes": [asdict(worth) for worth in votes],
        "companion": {
            language: [asdict(worth) for worth in worths] for language, worths in companion.items()
        },
    }
    plain: dict[str, Any] = _without_nan(figures)
    return plain


def in_tables(figures: Mapping[str, Any]) -> str:
    """A document as tables, one under the other."""
    return "\n\n".join(f"{title}\n{_drawn(table)}" for title, table in _tables(figures))


def _tables(figures: Mapping[str, Any]) -> Iterable[tuple[str, Table]]:
    whole, parts = {"all": figures["all"]}, figures["parts"]
    asked = {**whole, **parts, **figures["languages"], **figures["kinds"]}
    yield "questions", _table(asked, _RANKED)
    yield "not in the notes", _table({**whole, **figures["false answers"]}, ("false answers",))
    yield "confidence", _table({**whole, **parts}, ("AUROC", "ECE"))
    yield "reliability", _records(figures["reliability"], _RELIABILITY)
    yield "abstention", _records(figures["abstention"], _ABSTENTION)
    yield "dialogues", _table(figures["dialogues"], _DIALOGUES)
    companion = figures["companion"]
    if companion:
        yield "companion notes", _found({name: worths[0] for name, worths in companion.items()})
    yield "without one part", _losses(figures["ablation"])
    yield "without the votes, fresh questions", _losses(figures["votes"])
    for language, worths in companion.items():
        yield f"companion notes, {language}, without one part", _losses(worths)


def _found(wholes: Mapping[str, Mapping[str, Any]]) -> Table:
    """How well the notes of each language are found by the whole ranking."""
    rows: list[Sequence[object]] = [
        (name, w["questions"], w["hit"], w["hit3"], w["ndcg"]) for name, w in wholes.items()
    ]
    return ("", "questions", "hit@1", "hit@3", "nDCG@10"), rows


def _losses(worths: Sequence[Mapping[str, Any]]) -> Table:
    """What is lost without each part, and how many questions it helps and hurts.

    The first line has all parts.
    """
    whole = worths[0]
    rows: list[Sequence[object]] = [
        (
            w["part"] or "(none)",
            w["hit"],
            w["ndcg"],
            whole["hit"] - w["hit"],
            whole["ndcg"] - w["ndcg"],
            w["helped"],
            w["hurt"],
        )
        for w in worths
    ]
    columns = ("part", "hit@1", "nDCG@10", "loss hit@1", "loss nDCG", "helped", "hurt")
    return columns, rows


def _grouped(
    outcomes: Sequence[Outcome],
    group: Callable[[Question], str],
    figures: Callable[[Sequence[Outcome]], dict[str, float]],
) -> dict[str, dict[str, float]]:
    return {
        name: {"questions": len(members), **figures(members)}
        for name, members in by_group(outcomes, group).items()
    }


def _cut(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """A point of the abstention curve with what it does to both kinds of questions."""
    (cut,) = abstention(pairs(outcomes), [threshold])
    inside = [o for o in outcomes if o.question.answerable]
    outside = [o for o in outcomes if not o.question.answerable]
    return {
        **asdict(cut),
        "answer@1": share(o.hit and o.confidence >= threshold for o in inside),
        "false answers": share(o.confidence >= threshold for o in outside),
    }


def _without_nan(value: Any) -> Any:
    """``value`` with ``None`` for NaN, which JSON does not have."""
    if isinstance(value, Mapping):
        return {name: _without_nan(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _table(groups: Mapping[str, Mapping[str, Any]], columns: Sequence[str]) -> Table:
    names = ("", "questions", *columns)
    return names, [(group, *(figures[c] for c in names[1:])) for group, figures in groups.items()]


def _records(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Table:
    return columns, [tuple(record[c] for c in columns) for record in records]


def _drawn(table: Table) -> str:
    """Columns side by side, the first one to the left."""
    columns, rows = table
    lines = [columns, *([_cell(value) for value in row] for row in rows)]
    first = max(len(line[0]) for line in lines)
    return "\n".join(
        line[0].ljust(first) + "".join(f"  {cell:>{_WIDTH}}" for cell in line[1:]) for line in lines
    )


def _cell(value: object) -> str:
    """A number, a name, or a dash for what cannot be measured.

    >>> _cell(0.25), _cell(3), _cell(None)
    ('0.250', '3', '–')
    """
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
