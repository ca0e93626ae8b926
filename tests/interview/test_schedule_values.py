"""The schedule by its exact values: what a rating does to a card, where a unit of time ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler
from interview_samples import NOON

from bot.interview.plan import MOST_DAYS, plan_interview, plan_questions
from bot.interview.schedule import (
    Card,
    Habits,
    forecast,
    interval_text,
    is_due,
    is_leech,
    local_day,
    previews,
    recall,
    review,
)  # fmt: skip

DAY = timedelta(days=1)
SPANS = {
    timedelta(0): ("1 分钟", "1 min"),
    timedelta(seconds=30): ("1 分钟", "1 min"),
    timedelta(minutes=59): ("59 分钟", "59 min"),
    timedelta(minutes=60): ("1 小时", "1 h"),
    timedelta(hours=20): ("20 小时", "20 h"),
    timedelta(minutes=1411): ("24 小时", "24 h"),
    DAY: ("1 天", "1 d"),
    30 * timedelta(hours=1): ("1 天", "1 d"),
    59 * DAY: ("59 天", "59 d"),
    60 * DAY: ("2.0 个月", "2.0 mo"),
    708 * DAY: ("23.6 个月", "23.6 mo"),
    720 * DAY: ("2.0 年", "2.0 y"),
    3650 * DAY: ("10.0 年", "10.0 y"),
    36_500 * DAY: ("100.0 年", "100.0 y"),
}


@pytest.mark.parametrize("span", SPANS, ids=str)
def test_a_span_is_told_in_the_unit_a_person_would_use(span: timedelta) -> None:
    text = interval_text(span)
    assert (text.zh, text.en) == SPANS[span]


@pytest.mark.parametrize(("minutes", "english"), [(61 * 55, "2 d"), (60 * 20, "20 h")])
def test_a_span_in_minutes_is_converted_exactly(minutes: int, english: str) -> None:
    assert interval_text(timedelta(minutes=minutes)).en == english


def test_two_right_answers_in_a_row_leave_the_wrong_answer_book() -> None:
    card = Card("q")
    told = []
    for rating in (3, 2, 1, 3, 2, 3, 4, 1):
        card = review(card, rating, NOON)
        told.append((card.streak, card.wrong, card.reviews))
    assert told == [
        (1, False, 1), (0, False, 2), (0, True, 3), (1, True, 4), (0, True, 5), (1, True, 6),
        (2, False, 7), (0, True, 8),
    ]  # fmt: skip


def test_only_what_was_learned_can_lapse() -> None:
    assert review(Card("q"), 1, NOON).lapses == 0
    learned = review(Card("q"), 4, NOON)
    assert (learned.state, learned.step, learned.lapses) == (2, None, 0)
    forgotten = review(learned, 1, NOON + DAY)
    assert (forgotten.lapses, forgotten.state, forgotten.step) == (1, 3, 0)
    assert review(forgotten, 1, NOON + DAY).lapses == 2


def test_a_leech_has_as_many_lapses_as_the_habits_say() -> None:
    assert not is_leech(Card("q", lapses=3)) and is_leech(Card("q", lapses=4))
    assert is_leech(Card("q", lapses=2), Habits(leech=2))


def test_the_buttons_stand_in_the_order_of_the_ratings() -> None:
    made = previews(Card("q"), NOON)
    assert [p.rating for p in made] == [1, 2, 3, 4]
    assert [p.interval.en for p in made] == ["1 min", "6 min", "10 min", "8 d"]


def test_recall_is_that_of_py_fsrs_on_whole_days_and_falls_between_them() -> None:
    ours = review(Card("q"), 4, NOON)
    scheduler = Scheduler(enable_fuzzing=False)
    theirs, _ = scheduler.review_card(FsrsCard(card_id=1), Rating.Easy, NOON)
    for days in (1, 8, 200):
        expected = scheduler.get_card_retrievability(theirs, NOON + days * DAY)
        assert recall(ours, NOON + days * DAY) == pytest.approx(expected, rel=1e-12)
    assert recall(ours, NOON + 1.5 * DAY) < recall(ours, NOON + DAY)
    assert recall(Card("q", stability=3.0), NOON) == 0.0
    assert recall(Card("q", last_review=NOON), NOON) == 0.0


def test_wanting_to_know_more_brings_a_card_back_sooner() -> None:
    card = review(Card("q"), 4, NOON)
    later = NOON + 8 * DAY
    sooner = review(card, 3, later, Habits(retention=0.95)).due
    assert sooner is not None and sooner < (review(card, 3, later).due or later)


def test_a_new_card_is_not_due_and_says_so_in_a_word() -> None:
    assert is_due(Card("q"), NOON) is False
    assert is_due(review(Card("q"), 4, NOON), NOON + 30 * DAY) is True


def test_the_day_ends_when_the_habits_say() -> None:
    midnight = datetime(2026, 1, 6, tzinfo=UTC)
    assert local_day(midnight, Habits(rollover=0)) == date(2026, 1, 6)
    assert local_day(midnight) == date(2026, 1, 5)
    assert local_day(midnight + timedelta(hours=4)) == date(2026, 1, 6)


def test_the_forecast_leaves_out_new_cards_and_what_comes_later() -> None:
    due = review(Card("q"), 4, NOON)
    days = forecast([Card("new"), due], NOON, 8)
    assert [day for day, _ in days] == [NOON.date() + n * DAY for n in range(8)]
    assert not any(count for _, count in days)
    assert dict(forecast([due, due], NOON, 9))[NOON.date() + 8 * DAY] == 2


def test_a_repetition_that_gains_nothing_is_not_planned() -> None:
    # The clock was set back: the card was seen after the interview, and is known by heart.
    seen = review(Card("q"), 4, NOON + 30 * DAY)
    plan = plan_interview([seen], NOON, NOON + 10 * DAY)
    assert (plan.days, plan.before, plan.after) == ({}, {"q": 1.0}, {"q": 1.0})


def test_each_question_is_planned_once_on_the_day_that_gains_most() -> None:
    card, interview = review(Card("q"), 4, NOON), NOON + 20 * DAY
    plan = plan_interview([card], NOON, interview)
    gains = {
        NOON.date() + n * DAY: recall(review(card, 3, NOON + n * DAY), interview) for n in range(20)
    }
    best = max(gains, key=lambda day: gains[day])
    assert plan.days == {best: ("q",)} and plan.after == {"q": gains[best]}
    assert plan.before == {"q": recall(card, interview)}


def test_the_cards_that_gain_most_choose_first_and_none_is_left_when_there_is_room() -> None:
    known, new = review(Card("a"), 4, NOON - 8 * DAY), Card("b")
    plan = plan_interview([known, new], NOON, NOON + 1 * DAY, per_day=1)
    assert plan.days == {NOON.date(): ("b",)} and plan.after["a"] == plan.before["a"]
    both = plan_interview([known, new], NOON, NOON + 1 * DAY)
    assert both.days == {NOON.date(): ("b", "a")}


def test_a_far_interview_is_planned_for_sixty_days_and_never_for_its_own_day() -> None:
    cards = [Card(f"q{n:03}") for n in range(MOST_DAYS + 5)]
    far = plan_interview(cards, NOON, NOON + 400 * DAY, per_day=1)
    assert len(far.days) == 60 and max(far.days) == NOON.date() + 59 * DAY
    near = plan_interview(cards, NOON, NOON + 2 * DAY, per_day=1)
    assert list(near.days) == [NOON.date(), NOON.date() + DAY]
    full = plan_interview(cards[:25], NOON, NOON + DAY)
    assert [len(ids) for ids in full.days.values()] == [20]


def test_an_interview_begins_at_nine_by_the_local_clock_and_new_questions_are_planned() -> None:
    habits = Habits(zone=ZoneInfo("Asia/Shanghai"))
    seen, day = review(Card("a"), 3, NOON - 3 * DAY, habits), NOON.date() + 5 * DAY
    plan = plan_questions(["a", "b"], {"a": seen, "gone": seen}, NOON, day, habits)
    begins = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    assert plan.before == {"a": recall(seen, begins, habits), "b": 0.0}
    assert plan == plan_interview([seen, Card("b")], NOON, begins, habits=habits)


def test_the_mean_of_a_topic_is_over_its_questions() -> None:
    known, new = review(Card("a"), 4, NOON), Card("b")
    plan = plan_interview([known, new, Card("c")], NOON, NOON - DAY)
    topics = plan.by_topic({"a": "dl", "b": "dl"})
    assert list(topics) == ["", "dl"] and topics[""] == (0.0, 0.0)
    assert topics["dl"] == pytest.approx((0.5, 0.5), abs=0.01)
