"""The wrong-answer book (错题本) and the favourites (收藏): the questions themselves, not counts.

Both are lists of entries that can be filtered by topic, language and words, and written alone as
Markdown, CSV or an Anki deck.
"""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.analysis.folding import fold
from bot.interview.markdown import MARKDOWN, Writing
from bot.interview.questions import Question, topic_title
from bot.interview.records import Review, cards, history, wrong_book
from bot.interview.report import WORDS, safe_cell
from bot.interview.schedule import RIGHT_IN_A_ROW, Card
from bot.interview.shelf import favourites
from bot.interview.store import Store
from bot.text import Text

COLUMNS = ("question", "source", "heading", "topic", "language", "due", "lapses", "right_to_go",
           "answered", "score", "answer", "reference")  # fmt: skip


class Book(StrEnum):
    """Which of the two."""

    WRONG = "wrong"
    FAVOURITES = "favourites"


TITLES = {
    Book.WRONG: Text("错题本", "Wrong-answer book"),
    Book.FAVOURITES: Text("收藏", "Favourites"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of a book with its card and the last answer to it, where there are any."""

    question: Question
    card: Card | None = None
    last: Review | None = None

    @property
    def to_go(self) -> int:
        """Right answers after which it leaves the wrong-answer book; 0 when it is not in it."""
        return RIGHT_IN_A_ROW - self.card.streak if self.card and self.card.wrong else 0

    @property
    def due(self) -> datetime | None:
        """When it comes back, in UTC."""
        return self.card.due if self.card else None


def entries(store: Store, book: Book) -> tuple[Entry, ...]:
    """The entries of a book: wrong ones by id, favourites the newest first."""
    known = cards(store)
    last = {review.question: review for review in history(store)}
    if book is Book.WRONG:
        asked = [question for question, _ in wrong_book(store)]
    else:
        asked = list(favourites(store))
    return tuple(Entry(q, known.get(q.id), last.get(q.id)) for q in asked)


def filtered(
    found: Iterable[Entry], text: str = "", topics: Collection[str] = (), language: str = ""
) -> tuple[Entry, ...]:
    """The entries that hold every word of ``text`` and are of the topics and the language.

    Words are compared as folded text: 卷積 finds 卷积, Dropout finds dropout.
    """
    words = fold(text).split()
    return tuple(
        entry
        for entry in found
        if (not topics or entry.question.topic in topics)
        and (not language or entry.question.language == language)
        and all(word in _searched(entry) for word in words)
    )


def to_markdown(
    found: Sequence[Entry], title: Text, language: str, writing: Writing = MARKDOWN
) -> str:
    """The entries as Markdown; what the user or the notes wrote stands quoted."""
    lines = [f"# {title.to(language)} ({len(found)})"]
    for number, entry in enumerate(found, start=1):
        question = entry.question
        place = f"{topic_title(question.topic).to(language)} · {question.source}"
        lines += [
            "",
            f"## {number}. {writing.inline(question.text)}",
            "",
            writing.inline(place),
            "",
        ]
        if entry.last and entry.last.answer:
            lines += [
                f"**{WORDS['answer'].to(language)}**",
                "",
                *writing.quote(entry.last.answer),
                "",
            ]
        lines += [f"**{WORDS['reference'].to(language)}**", "", *writing.quote(question.reference)]
    return "\n".join(lines) + "\n"


def to_csv(found: Iterable[Entry]) -> str:
    """The entries as CSV with a header; cells that a spreadsheet would run are made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in _cells(entry)] for entry in found)
    return out.getvalue()


def _cells(entry: Entry) -> tuple[object, ...]:
    question, card, last = entry.question, entry.card, entry.last
    score = last.score if last else None
    return (
        question.text, question.source, question.heading, question.topic, question.language,
        entry.due.isoformat() if entry.due else None, card.lapses if card else 0, entry.to_go,
        last.at.isoformat() if last else None, None if score is None else round(score, 3),
        last.answer if last else None, question.reference,
    )  # fmt: skip


def _searched(entry: Entry) -> str:
    """What the words of a filter are looked for in."""
    question = entry.question
    topic = topic_title(question.topic)
    told = (question.text, question.heading, question.source, topic.zh, topic.en)
    return fold(" ".join((*told, question.reference)))
