"""What a session showed: per question and by topic, as values, Markdown and CSV."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.interview.questions import Question, topic_title
from bot.interview.records import Review
from bot.interview.schedule import GOOD
from bot.text import Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet run a cell (OWASP, "CSV Injection")."""
COLUMNS = ("question", "source", "topic", "at", "rating", "score", "seconds", "answer",
           "covered", "missing")  # fmt: skip
WORDS: Mapping[str, Text] = {
    "title": Text("面试报告", "Interview report"),
    "score": Text("得分", "Score"),
    "rating": Text("评分", "Grade"),
    "time": Text("用时", "Time"),
    "answer": Text("你的答案", "Your answer"),
    "covered": Text("说到的要点", "Points covered"),
    "missing": Text("没有检测到的要点", "Points not detected"),
    "skipped": Text("（未作答）", "(no answer)"),
    "topics": Text("按主题", "By topic"),
    "again": Text("建议重练", "Drill these again"),
    "limits": Text(
        "得分只比较用词和要点，不理解意思；“没有检测到”不等于错误。",
        "The score compares words and points, it does not understand; "
        "“not detected” does not mean wrong.",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question and its graded answer."""

    question: Question
    review: Review


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of a session, the mean score by topic in [0, 1], and the ids to drill again."""

    rows: tuple[Row, ...]
    by_topic: Mapping[str, float]
    again: tuple[str, ...]


def report(reviews: Iterable[Review], questions: Mapping[str, Question]) -> Report:
    """The report of some reviews; those whose question is unknown are left out."""
    rows = tuple(Row(questions[r.question], r) for r in reviews if r.question in questions)
    scores: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.review.score is not None:
            scores[row.question.topic].append(row.review.score)
    means = {topic: sum(values) / len(values) for topic, values in sorted(scores.items())}
    again = dict.fromkeys(row.question.id for row in rows if row.review.rating < GOOD)
    return Report(rows, means, tuple(again))


def to_markdown(made: Report, language: str) -> str:
    """The report as Markdown; what the user or the notes wrote stands in quotes and code."""
    lines = [f"# {WORDS['title'].to(language)}", "", WORDS["limits"].to(language)]
    for number, row in enumerate(made.rows, start=1):
        lines += ["", f"## {number}. {_inline(row.question.text)}", "", *_section(row, language)]
    if made.by_topic:
        lines += ["", f"## {WORDS['topics'].to(language)}", ""]
        lines += [
            f"- {topic_title(topic).to(language)}: {score:.0%}"
            for topic, score in made.by_topic.items()
        ]
    if made.again:
        titles = {row.question.id: row.question.text for row in made.rows}
        lines += ["", f"## {WORDS['again'].to(language)}", ""]
        lines += [f"- {_inline(titles[id_])}" for id_ in made.again]
    return "\n".join(lines) + "\n"


def to_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV with a header; cells that a spreadsheet would run are made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in _cells(row)])
    return out.getvalue()


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet shows and never runs.

    >>> safe_cell("=1+1"), safe_cell("a = b"), safe_cell(-0.5)
    ("'=1+1", 'a = b', '-0.5')
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cells(row: Row) -> tuple[object, ...]:
    review = row.review
    return (
        row.question.text, row.question.source, row.question.topic, review.at.isoformat(),
        review.rating, None if review.score is None else round(review.score, 3),
        round(review.seconds, 1), review.answer, "; ".join(review.covered),
        "; ".join(review.missing),
    )  # fmt: skip


def _section(row: Row, language: str) -> list[str]:
    review = row.review
    score = "–" if review.score is None else f"{review.score:.0%}"
    lines = [
        f"{WORDS['score'].to(language)}: {score} · {WORDS['rating'].to(language)}: "
        f"{review.rating} · {WORDS['time'].to(language)}: {review.seconds:.0f} s",
        "",
        f"**{WORDS['answer'].to(language)}**",
        "",
        *_quote(review.answer or WORDS["skipped"].to(language)),
    ]
    for name, points in (("covered", review.covered), ("missing", review.missing)):
        if points:
            lines += ["", f"**{WORDS[name].to(language)}**", ""]
            lines += [f"- {_inline(point)}" for point in points]
    return lines


def _quote(text: str) -> list[str]:
    return [f"> {_inline(line)}" for line in text.splitlines()] or ["> "]


def _inline(text: str) -> str:
    """Text on one line whose Markdown and HTML signs are shown, not obeyed."""
    flat = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in flat)
