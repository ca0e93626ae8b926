"""Notes on subjects that the shipped glossary and notes never saw: floors of the held-out part.

No error of it was read; ``python -m tests.quality.added_quality`` prints its figures. Each writer's
notes have floors of their own: the questions of the second ask more often for what lies beside the
notes.
"""

from functools import cache

import pytest

from bot.evaluation.figures import Outcome, summarise
from tests.quality.added_quality import HERE, outcomes

BOUNDS = {
    ("1", False): {"answer@1": 0.85, "false refusals": 0.12, "false answers": 0.11},
    ("1", True): {"answer@1": 0.85, "false refusals": 0.12, "false answers": 0.24},
    ("2", False): {"answer@1": 0.63, "false refusals": 0.24, "false answers": 0.19},
    ("2", True): {"answer@1": 0.65, "false refusals": 0.16, "false answers": 0.22},
}
"""By writer and whether beside the shipped notes, where a neighbouring question finds more that is
like its answer; of refusals and false answers the most, of right answers the least."""


@cache
def by_writer(beside: bool) -> dict[str, list[Outcome]]:
    rows = (line.split("\t") for line in (HERE / "writers.tsv").read_text("utf-8").splitlines())
    writers = {folder: writer for part, folder, writer in rows if part == "held_out"}
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes("held_out", beside):
        found.setdefault(writers[outcome.question.topic], []).append(outcome)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("writer", "beside"), BOUNDS)
def test_notes_on_a_new_subject_are_answered_from(writer: str, beside: bool) -> None:
    figures = summarise(by_writer(beside)[writer])
    for name, bound in BOUNDS[writer, beside].items():
        held = figures[name] >= bound if name == "answer@1" else figures[name] <= bound
        assert held, (name, figures[name], bound)
