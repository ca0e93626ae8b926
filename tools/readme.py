"""Bring the example and the figures of the README up to date with what is committed.

    python -m tools.readme

The example is the real output of the command it shows; the figures are those of
``python -m bot eval`` on the fresh questions.
"""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

from bot.cli import main as run_command
from bot.engine import Bot
from bot.evaluation.figures import Outcome, ask_all, by_group, summarise
from bot.evaluation.questions import DIALOGUES, FRESH, load_questions, load_sections

ROOT = Path(__file__).parent.parent
QUALITY = ROOT / "tests" / "quality"
QUESTION = "空洞卷积有什么缺点?"
LANGUAGES = {"zh": "Chinese", "en": "English", "mixed": "mixed", "zh-hant": "Traditional"}


def example() -> str:
    """What ``ask`` prints for the question of the README."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        run_command(["ask", QUESTION])
    return f'```console\n$ .venv/bin/python -m bot ask "{QUESTION}"\n{printed.getvalue()}```'


def figures() -> str:
    """The table of the fresh questions in Markdown."""
    bot, sections = Bot.open(ROOT / "corpus"), load_sections(QUALITY)
    outcomes = ask_all(bot, load_questions(QUALITY, [FRESH]), sections)
    talks = ask_all(bot, load_questions(QUALITY, [DIALOGUES]), sections)
    inside = [outcome for outcome in outcomes if outcome.question.answerable]
    outside = [outcome for outcome in outcomes if not outcome.question.answerable]
    aspects = [outcome for outcome in outside if outcome.question.kind == "other-aspect"]
    rows = [f"| all {len(inside)} answerable | {_cells(summarise(outcomes))} |"]
    for language, group in by_group(inside, lambda question: question.language).items():
        rows.append(f"| {LANGUAGES[language]} ({len(group)}) | {_cells(summarise(group))} |")
    total = summarise(outcomes)
    last = [talk for talk in talks if talk.question.answerable]
    return "\n".join(
        [
            f"{len(outcomes)} questions by writers who saw only the notes, or not even these "
            "before they asked (227); a fifth",
            "are told at length, as by somebody who has forgotten the name. Nothing was fitted to "
            "them and no error on them was read.",
            f"{len(aspects)} ask of a treated topic what the notes do not say of it.",
            "Made by `python -m tools.readme`; the whole report is `python -m bot eval`.",
            "",
            "| questions | first passage right and offered | first passage right | nDCG@10 |",
            "|---|---|---|---|",
            *rows,
            "",
            f"Of the {len(outside)} questions the notes do not answer, "
            f"{total['false answers']:.1%} are answered all the same: {_answered(aspects)} of "
            f"those {len(aspects)}, and {_answered(outside) - _answered(aspects)} of the other "
            f"{len(outside) - len(aspects)}; "
            f"{total['false refusals']:.1%} of the rightly found answers are held back. "
            f"AUROC of the confidence {total['AUROC']:.3f}, calibration error {total['ECE']:.3f}. "
            f"In {len(last)} short dialogues (looked at while developing) the right passage comes "
            f"first in {summarise(last)['hit@1']:.1%}.",
        ]
    )


def _answered(outcomes: list[Outcome]) -> int:
    return sum(outcome.answered for outcome in outcomes)


def _cells(summary: dict[str, Any]) -> str:
    return " | ".join(f"{summary[name]:.3f}" for name in ("answer@1", "hit@1", "nDCG@10"))


def between(text: str, mark: str, content: str) -> str:
    """``text`` with what stands between ``<!-- mark -->`` and ``<!-- end -->`` replaced."""
    pattern = rf"(<!-- {mark} -->\n).*?(<!-- end -->)"
    return re.sub(pattern, lambda m: f"{m[1]}{content}\n{m[2]}", text, flags=re.DOTALL)


def main() -> None:
    """Rewrite the two parts of the README."""
    readme = ROOT / "README.md"
    text = between(readme.read_text("utf-8"), "example", example())
    readme.write_text(between(text, "figures", figures()), "utf-8")


if __name__ == "__main__":
    main()
