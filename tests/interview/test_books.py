"""The wrong-answer book and the favourites: filtered, and written alone."""

import csv
import io
from dataclasses import replace

import pytest
from interview_samples import NOON, make_question

from bot.interview.books import (
    COLUMNS,
    TITLES,
    Book,
    Entry,
    entries,
    filtered,
    to_csv,
    to_markdown,
)
from bot.interview.records import Answered, record
from bot.interview.schedule import AGAIN, GOOD
from bot.interview.shelf import set_favourite
from bot.interview.store import Store

STACK = make_question("q1", topic="algo")
DROPOUT = replace(
    make_question("q2", "Units are zeroed at random.", "dl"), text="What is Dropout?", language="en"
)
HOSTILE = replace(make_question("q3", "# =1+1 <b>"), text="=HYPERLINK(1)")
BOTH = [Entry(STACK), Entry(DROPOUT)]


def test_the_wrong_book_holds_what_was_wrong_with_its_last_answer(store: Store) -> None:
    record(store, Answered(STACK, AGAIN, 0.1, "先进先出"), NOON)
    record(store, Answered(DROPOUT, GOOD, 0.9, "zeroed"), NOON)
    (entry,) = entries(store, Book.WRONG)
    assert entry.question == STACK and entry.to_go == 2 and entry.due is not None
    assert entry.last is not None and entry.last.answer == "先进先出"
    record(store, Answered(STACK, GOOD, 0.8, "后进先出"), NOON)
    (entry,) = entries(store, Book.WRONG)
    assert entry.to_go == 1
    record(store, Answered(STACK, GOOD, 0.8, "后进先出"), NOON)
    assert entries(store, Book.WRONG) == ()


def test_a_favourite_needs_no_answer(store: Store) -> None:
    set_favourite(store, DROPOUT, True, NOON)
    assert entries(store, Book.FAVOURITES) == (Entry(DROPOUT),)
    assert entries(store, Book.FAVOURITES)[0].to_go == 0


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ({}, ["q1", "q2"]), ({"text": "dropout"}, ["q2"]),
        ({"text": "ＤＲＯＰＯＵＴ random"}, ["q2"]),
        ({"text": "線性表"}, ["q1"]), ({"text": "dropout 队列"}, []),
        ({"topics": ["algo"]}, ["q1"]),
        ({"topics": ["algo", "dl"]}, ["q1", "q2"]), ({"language": "en"}, ["q2"]),
        ({"language": "zh", "text": "dropout"}, []), ({"text": "deep learning"}, ["q2"]),
    ],
)  # fmt: skip
def test_a_book_is_filtered_by_words_topics_and_language(
    choice: dict[str, object], left: list[str]
) -> None:
    assert [entry.question.id for entry in filtered(BOTH, **choice)] == left  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_holds_the_questions_and_their_answers(store: Store, language: str) -> None:
    record(store, Answered(STACK, AGAIN, 0.1, "先进先出"), NOON)
    text = to_markdown(entries(store, Book.WRONG), TITLES[Book.WRONG], language)
    for part in (TITLES[Book.WRONG].to(language), "(1)", STACK.text, "> 先进先出", "> 先进后出"):
        assert part in text
    assert "<b>" not in to_markdown([Entry(HOSTILE)], TITLES[Book.WRONG], language).replace(
        "\\<", ""
    )


def test_csv_reads_back_and_never_starts_a_formula(store: Store) -> None:
    record(store, Answered(HOSTILE, AGAIN, 0.25, "@SUM(1)"), NOON)
    header, row = csv.reader(io.StringIO(to_csv(entries(store, Book.WRONG))))
    assert tuple(header) == COLUMNS
    values = dict(zip(header, row, strict=True))
    assert values["question"] == "'=HYPERLINK(1)" and values["answer"] == "'@SUM(1)"
    assert (values["right_to_go"], values["score"], values["lapses"]) == ("2", "0.25", "0")
    assert list(csv.reader(io.StringIO(to_csv([Entry(STACK)]))))[1][0] == STACK.text
