"""A session is a value: seeded, without repeats, kept whole through JSON."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from interview_samples import NOON, make_question

from bot.errors import InputError
from bot.interview import session as steps
from bot.interview.exercises import computed, exercise_for
from bot.interview.schedule import AGAIN, EASY, Card, review
from bot.interview.session import Options, Session, draw, drill, start, weight
from bot.interview.session_json import from_json, to_json
from bot.text import Text

BANK = [
    replace(make_question(f"q{n}", topic="dl" if n % 2 else "cv"), level=1 + n % 3)
    for n in range(12)
]


def begin(**options: object) -> Session:
    return start(BANK, Options(**options), {}, NOON)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_interview_and_another_one_another() -> None:
    assert begin(seed=7).queue == begin(seed=7).queue
    assert len({begin(seed=seed).queue for seed in range(20)}) > 10


def test_no_question_comes_twice_and_the_pool_is_the_limit() -> None:
    queue = begin(count=50).queue
    assert len(queue) == 12 == len(set(queue))


def test_topics_and_levels_are_kept_to() -> None:
    chosen = begin(topics=("dl",), levels=(2,), count=9).queue
    assert chosen and all(int(id_[1:]) % 2 and int(id_[1:]) % 3 == 1 for id_ in chosen)


@pytest.mark.parametrize("options", [{"topics": ("none",)}, {"count": 0}, {"levels": (9,)}])
def test_options_that_fit_nothing_are_refused_with_a_sentence(options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        begin(**options)


def test_due_and_weak_questions_are_asked_more_often() -> None:
    learned = review(Card("q3"), EASY, NOON)
    forgotten = review(learned, AGAIN, NOON + timedelta(days=8))
    later = NOON + timedelta(days=9)
    assert weight(forgotten, later) > weight(None, later) > weight(learned, NOON)
    weights = [weight(forgotten if n == 3 else None, later) for n in range(12)]
    first = Counter(draw(weights, 1, seed)[0] for seed in range(400))
    assert first[3] > 3 * (400 - first[3]) / 11


def test_progress_goes_question_by_question_to_the_end() -> None:
    session = begin(count=2)
    assert session.progress.en == "Question 1 of 2" and not session.finished
    session = steps.finish_question(session, NOON + timedelta(seconds=30), 3, 0.8)
    assert session.results[0].seconds == 30 and session.progress.zh == "第 2 题，共 2 题"
    session = steps.finish_question(session, NOON + timedelta(seconds=50))
    assert session.finished and session.current == "" and session.results[1].rating == 0
    assert steps.finish_question(session, NOON) == session
    back = steps.back(session, NOON)
    assert back.current == session.queue[1] and len(back.results) == 1


def test_hints_and_the_answer_shown_belong_to_one_question() -> None:
    hint = Text("栈", "stack")
    session = steps.reveal(steps.take_hint(begin(), hint))
    assert session.revealed and session.told == (hint,)
    after = steps.finish_question(session, NOON)
    assert not after.revealed and after.told == () and after.results[0].hints == 1


def test_time_away_from_a_question_does_not_count() -> None:
    session = begin(seconds=60)
    later = NOON + timedelta(hours=9)
    again = steps.reopen(session, NOON + timedelta(seconds=15), later)
    assert again.remaining(later) == 45 and again.since == later
    assert steps.reopen(steps.reveal(session), NOON, later) == steps.reveal(session)
    back = steps.reopen(session, NOON + timedelta(seconds=15), NOON - timedelta(days=1))
    assert back.remaining(NOON - timedelta(days=1)) == 60


def test_a_session_is_paused_until_it_is_resumed() -> None:
    paused = steps.pause(begin(), NOON)
    assert paused.paused and not steps.resume(paused, NOON).paused
    assert not steps.reveal(paused).paused
    assert paused.begun == NOON


def test_the_time_limit_counts_down_pauses_and_never_goes_below_zero() -> None:
    session = begin(seconds=60)
    assert session.remaining(NOON + timedelta(seconds=20)) == 40
    paused = steps.pause(session, NOON + timedelta(seconds=20))
    assert paused.remaining(NOON + timedelta(hours=5)) == 40
    again = steps.resume(paused, NOON + timedelta(hours=5))
    assert again.remaining(NOON + timedelta(hours=5, seconds=10)) == 30
    assert again.remaining(NOON + timedelta(hours=9)) == 0
    assert session.remaining(NOON - timedelta(days=1)) == 60
    assert begin().remaining(NOON) is None


def test_a_session_survives_json_at_every_step() -> None:
    session = begin(topics=("dl",), levels=(1, 2), seconds=60)
    tried = computed(exercise_for(("output-size",)), "0.1")
    for step in (
        session, steps.take_hint(session, Text("栈", "stack")), steps.pause(session, NOON),
        steps.finish_question(session, NOON, 2, 0.4),
        steps.finish_question(session, NOON, 3, 0.9, tried),
    ):  # fmt: skip
        assert from_json(to_json(step)) == step


def test_a_session_of_an_older_version_is_read() -> None:
    session = begin()
    raw = json.loads(to_json(session))
    del raw["told"]
    assert from_json(json.dumps({**raw, "hints": 2, "unknown": 1})) == session


def test_a_drill_asks_exactly_these_questions_once() -> None:
    assert drill(["q2", "q1", "q2"], Options(), NOON).queue == ("q2", "q1")
    with pytest.raises(InputError):
        drill([], Options(), NOON)
