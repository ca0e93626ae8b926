"""What a session showed: per question and by topic, as values, Markdown and CSV."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.interview.exercises import Computed, Verdict
from bot.interview.markdown import MARKDOWN, Writing
from bot.interview.questions import Question, topic_title
from bot.interview.records import Review
from bot.interview.schedule import GOOD
from bot.interview.session import Session
from bot.text import Text

_FORMULA = "=+-@＝＋－＠"
_BREAKS = ("\t", "\r", "\n")
"""First characters that make a spreadsheet run a cell (OWASP, "CSV Injection"); some spreadsheets
read the wide ones as the narrow ones, and overlook what cannot be seen before them."""
COLUMNS = ("question", "source", "topic", "at", "rating", "score", "seconds", "answer",
           "covered", "missing", "hints", "number", "verdict")  # fmt: skip
WORDS: Mapping[str, Text] = {
    "title": Text("面试报告", "Interview report"),
    "score": Text("得分", "Score"),
    "rating": Text("评分", "Grade"),
    "time": Text("用时", "Time"),
    "hints": Text("提示", "Hints"),
    "answer": Text("你的答案", "Your answer"),
    "covered": Text("说到的要点", "Points covered"),
    "missing": Text("没有检测到的要点", "Points not detected"),
    "points": Text("参考答案的要点", "Points of the model answer"),
    "answered": Text("作答", "Answered"),
    "mean": Text("平均得分", "Mean score"),
    "computed": Text("算一算", "Computed"),
    "skipped": Text("（未作答）", "(no answer)"),
    "topics": Text("按主题", "By topic"),
    "again": Text("建议重练", "Drill these again"),
    "reference": Text("参考答案", "Model answer"),
    "limits": Text(
        "得分只比较用词和要点，不理解意思；“没有检测到”不等于错误。",
        "The score compares words and points, it does not understand; "
        "“not detected” does not mean wrong.",
    ),
}

_FACT = Text("{name}：{told}", "{name}: {told}")
_SECONDS = Text("{n:.0f} 秒", "{n:.0f} s")
GRADES = (
    Text("跳过", "Skipped"),
    Text("忘了", "Again"),
    Text("勉强", "Hard"),
    Text("记得", "Good"),
    Text("轻松", "Easy"),
)
"""What the grades 0 (none) to 4 are called, on the screen and in the terminal."""
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.RIGHT: Text("✓ 对", "✓ right"),
    Verdict.ROUGH: Text("太粗略", "too rough"),
    Verdict.WRONG: Text("还不对", "not right"),
    Verdict.NONE: Text("没有看到数字", "no number"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question and its graded answer; ``review`` is None when it was skipped.

    seconds: time on the question; hints: how many were taken; computed: its exercise, if tried
    """

    question: Question
    review: Review | None
    seconds: float = 0.0
    hints: int = 0
    computed: Computed | None = None

    @property
    def score(self) -> float | None:
        """The score in [0, 1]; None when nothing was typed."""
        return self.review.score if self.review else None

    @property
    def rating(self) -> int:
        """The grade, 1 to 4; 0 when it was skipped."""
        return self.review.rating if self.review else 0


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of a session, the mean score by topic in [0, 1], and the ids to drill again."""

    rows: tuple[Row, ...]
    by_topic: Mapping[str, float]
    again: tuple[str, ...]


def report(reviews: Iterable[Review], questions: Mapping[str, Question]) -> Report:
    """The report of some reviews; those whose question is unknown are left out."""
    known = [r for r in reviews if r.question in questions]
    return _summed(Row(questions[r.question], r, r.seconds) for r in known)


def session_report(
    session: Session, reviews: Iterable[Review], questions: Mapping[str, Question]
) -> Report:
    """The report of an interview in the order of its questions, skipped ones included."""
    graded = {review.question: review for review in reviews}
    return _summed(
        Row(
            questions[done.question],
            graded.get(done.question),
            done.seconds,
            done.hints,
            done.computed,
        )
        for done in session.results
        if done.question in questions
    )


def _summed(found: Iterable[Row]) -> Report:
    rows = tuple(found)
    scores: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.score is not None:
            scores[row.question.topic].append(row.score)
    means = {topic: sum(values) / len(values) for topic, values in sorted(scores.items())}
    again = dict.fromkeys(row.question.id for row in rows if row.rating < GOOD)
    return Report(rows, means, tuple(again))


def to_markdown(made: Report, language: str, writing: Writing = MARKDOWN, begun: str = "") -> str:
    """The report as Markdown; what the user or the notes wrote is quoted as ``writing`` does.

    begun:  the day and hour of the interview, as its reader's clock showed them
    """
    title = " · ".join(part for part in (WORDS["title"].to(language), begun) if part)
    lines = [f"# {title}", "", _told(_totals(made, language), language), ""]
    lines.append(WORDS["limits"].to(language))
    for number, row in enumerate(made.rows, start=1):
        lines += [
            "",
            f"## {number}. {writing.inline(row.question.text)}",
            "",
            *_section(row, language, writing),
        ]
    if made.by_topic:
        lines += ["", f"## {WORDS['topics'].to(language)}", ""]
        lines += [
            "- " + _told([(topic_title(topic), f"{score:.0%}")], language)
            for topic, score in made.by_topic.items()
        ]
    if made.again:
        titles = {row.question.id: row.question.text for row in made.rows}
        lines += ["", f"## {WORDS['again'].to(language)}", ""]
        lines += [f"- {writing.inline(titles[id_])}" for id_ in made.again]
    return "\n".join(lines) + "\n"


def to_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV with a header; cells that a spreadsheet would run are made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in _cells(row)])
    return out.getvalue()


def computed_line(number: Computed, language: str) -> str:
    """What was asked, what was typed and what it is worth, on one line."""
    verdict = VERDICTS[number.verdict].to(language)
    return f"{number.asked.to(language)} {number.typed} · {verdict}"


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet shows and never runs.

    >>> safe_cell("=1+1"), safe_cell("a = b"), safe_cell(-0.5)
    ("'=1+1", 'a = b', '-0.5')
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    first = next((c for c in text if c.isprintable() and not c.isspace()), " ")
    runs = first in _FORMULA or text.lstrip(" ").startswith(_BREAKS)
    return f"'{text}" if runs else text


def _cells(row: Row) -> tuple[object, ...]:
    review, score, number = row.review, row.score, row.computed
    return (
        row.question.text, row.question.source, row.question.topic,
        review.at.isoformat() if review else None, row.rating or None,
        None if score is None else round(score, 3), round(row.seconds, 1),
        review.answer if review else None, "; ".join(review.covered if review else ()),
        "; ".join(review.missing if review else ()), row.hints,
        number.typed if number else None, number.verdict.value if number else None,
    )  # fmt: skip


def _section(row: Row, language: str, writing: Writing) -> list[str]:
    review = row.review
    lines = [
        _told(_facts(row, language), language),
        "",
        f"**{WORDS['answer'].to(language)}**",
        "",
        *writing.quote((review.answer if review else "") or WORDS["skipped"].to(language)),
    ]
    missing = "missing" if review and review.answer else "points"
    told = (("covered", review.covered), (missing, review.missing)) if review else ()
    for name, points in told:
        if points:
            lines += ["", f"**{WORDS[name].to(language)}**", ""]
            lines += [f"- {writing.inline(point)}" for point in points]
    if row.computed:
        told_number = writing.inline(computed_line(row.computed, language))
        lines += ["", f"**{WORDS['computed'].to(language)}**", "", f"- {told_number}"]
    return lines


def _facts(row: Row, language: str) -> list[tuple[Text, str]]:
    """Score, grade, time and hints of a row under their names."""
    return [
        (WORDS["score"], "–" if row.score is None else f"{row.score:.0%}"),
        (WORDS["rating"], GRADES[row.rating].to(language)),
        (WORDS["time"], _SECONDS.format(n=row.seconds).to(language)),
        *([(WORDS["hints"], str(row.hints))] if row.hints else []),
    ]


def _totals(made: Report, language: str) -> list[tuple[Text, str]]:
    """How many were answered, the mean score and the time of all rows, under their names."""
    scores = [row.score for row in made.rows if row.score is not None]
    seconds = sum(row.seconds for row in made.rows)
    return [
        (WORDS["answered"], f"{len(scores)} / {len(made.rows)}"),
        (WORDS["mean"], f"{sum(scores) / len(scores):.0%}" if scores else "–"),
        (WORDS["time"], _SECONDS.format(n=seconds).to(language)),
    ]


def _told(facts: Iterable[tuple[Text, str]], language: str) -> str:
    """Facts on one line, each as its language writes it."""
    return " · ".join(_FACT.format(name=n.to(language), told=t).to(language) for n, t in facts)
