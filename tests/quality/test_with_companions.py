"""Questions put to both kinds of notes: the companion notes add answers and take none away."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.companion import answering, read_heads
from bot.engine import Bot
from bot.evaluation.companion import answering_sources
from bot.evaluation.questions import SETS, Question, load_questions, load_sections, section_of

HERE = Path(__file__).parent
SECTIONS = load_sections(HERE)
COMPANIONS = read_heads(Path("corpus"))[0]
OF_NO_HEADING = {companion.source for companion in COMPANIONS if not companion.answers}
LEAST_RIGHT = 0.83
LEAST_LOST = 0.8
MOST_FALSE = 0.05
STRANGE = ("chitchat", "everyday", "gibberish", "hr", "tech")


@pytest.fixture(scope="module")
def asked(bot: Bot) -> list[tuple[Question, Answer]]:
    questions = load_questions(HERE, SETS)
    return [(question, bot.ask(question.text, question.turns)) for question in questions]


def is_right(question: Question, answer: Answer) -> bool:
    if not answer.answered:
        return False
    first = answer.hits[0].passage
    labelled = question.gold.get(section_of(first, SECTIONS)) == 2
    return labelled or first.source in answering_sources(question, SECTIONS, COMPANIONS)


def is_labelled(answer: Answer) -> bool:
    """Whether it is known if an answer is right: which questions a note on no heading of the
    user's notes answers (梯度消失怎么办) nobody has told."""
    return not (answer.answered and answer.hits[0].passage.source in OF_NO_HEADING)


def share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


@pytest.mark.slow
def test_answers_are_as_often_right_as_from_the_notes_alone(
    bot: Bot, asked: list[tuple[Question, Answer]]
) -> None:
    inside = [(q, a) for q, a in asked if q.answerable and is_labelled(a)]
    assert len(inside) > 0.98 * sum(q.answerable for q, _ in asked)
    together = share([is_right(q, a) for q, a in inside])
    alone = share([is_right(q, bot.ask(q.text, q.turns, source="notes")) for q, _ in inside])
    assert together >= max(LEAST_RIGHT, alone), (together, alone)


@pytest.mark.slow
def test_what_was_lost_in_scraping_is_answered(asked: list[tuple[Question, Answer]]) -> None:
    lost = [a.answered for q, a in asked if q.kind == "lost"]
    assert share(lost) >= LEAST_LOST


@pytest.mark.slow
def test_what_belongs_to_no_note_is_still_declined(asked: list[tuple[Question, Answer]]) -> None:
    strange = [a.answered for q, a in asked if q.kind in STRANGE and not q.answerable]
    assert share(strange) <= MOST_FALSE


def test_every_lost_heading_has_an_answer_in_both_languages(bot: Bot) -> None:
    lost = {p.heading for p in bot.index.passages if p.kind == "heading" and p.heading}
    for heading in lost:
        for language in ("zh", "en"):
            assert answering(COMPANIONS, heading, language), heading
