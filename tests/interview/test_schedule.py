"""When questions come back: intervals, the local day, clocks set back, leeches, the plan."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st
from interview_samples import NOON

from bot.interview.plan import plan_interview
from bot.interview.schedule import (
    AGAIN,
    EASY,
    GOOD,
    HARD,
    RATINGS,
    Card,
    Habits,
    forecast,
    is_due,
    is_leech,
    local_day,
    previews,
    recall,
    review,
)  # fmt: skip

PARIS = Habits(zone=ZoneInfo("Europe/Paris"))


def learned(id_: str = "q") -> Card:
    return review(Card(id_), EASY, NOON)


def test_ratings_in_intervals_out_as_py_fsrs_gives_them() -> None:
    ours, theirs, now = Card("q"), FsrsCard(card_id=1, due=NOON), NOON
    scheduler = Scheduler(enable_fuzzing=False)
    for rating in (GOOD, GOOD, GOOD, HARD, AGAIN, GOOD, EASY):
        ours = review(ours, rating, now)
        theirs, _ = scheduler.review_card(theirs, Rating(rating), now)
        assert ours.due == theirs.due and ours.stability == theirs.stability
        now = ours.due or now


def test_the_same_grades_always_give_the_same_day() -> None:
    assert len({review(learned(), GOOD, NOON + timedelta(days=8)).due for _ in range(8)}) == 1


def test_a_better_rating_never_comes_back_sooner() -> None:
    for card in (Card("q"), learned()):
        dues = [p.due for p in previews(card, NOON + timedelta(days=8))]
        assert dues == sorted(dues) and len(dues) == 4


def test_the_buttons_tell_what_will_happen() -> None:
    for preview in previews(learned(), NOON):
        assert review(learned(), preview.rating, NOON).due == preview.due


def test_the_day_ends_at_four_local_time_also_when_clocks_change() -> None:
    before = datetime(2026, 3, 29, 1, 59, tzinfo=UTC)  # 03:59 summer time, clocks went forward
    assert local_day(before, PARIS).isoformat() == "2026-03-28"
    assert local_day(before + timedelta(minutes=1), PARIS).isoformat() == "2026-03-29"
    autumn = datetime(2026, 10, 25, 2, 59, tzinfo=UTC)  # 03:59 winter time
    assert local_day(autumn, PARIS).isoformat() == "2026-10-24"
    assert local_day(autumn + timedelta(minutes=1), PARIS).isoformat() == "2026-10-25"


def test_a_card_is_due_on_its_whole_local_day() -> None:
    card = learned()
    assert card.due == NOON + timedelta(days=8)
    morning = NOON.replace(hour=4) + timedelta(days=8)
    assert is_due(card, morning) and not is_due(card, morning - timedelta(minutes=1))
    assert not is_due(Card("new"), NOON)


def test_a_card_in_its_learning_steps_is_due_when_its_minutes_are_over() -> None:
    card = review(Card("q"), AGAIN, NOON)
    assert not is_due(card, NOON + timedelta(seconds=30))
    assert is_due(card, NOON + timedelta(minutes=1))


def test_a_clock_set_back_counts_as_no_time_passed() -> None:
    back = review(learned(), GOOD, NOON - timedelta(days=400))
    assert back.last_review == NOON and back.due is not None and back.due > NOON
    assert recall(learned(), NOON - timedelta(days=400)) == 1.0


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        review(Card("q"), GOOD, datetime(2026, 1, 1))


def test_four_lapses_make_a_leech() -> None:
    card, now = learned(), NOON
    for _ in range(4):
        assert not is_leech(card)
        now += timedelta(days=30)
        card = review(card, AGAIN, now)
        for _ in range(3):
            now += timedelta(days=1)
            card = review(card, GOOD, now)
    assert card.lapses == 4 and is_leech(card)


def test_recall_is_what_the_model_promises_when_the_card_is_due() -> None:
    card = learned()
    assert recall(Card("new"), NOON) == 0.0
    assert recall(card, NOON) == 1.0
    assert card.due is not None
    assert recall(card, card.due) == pytest.approx(0.9, abs=0.01)


@given(st.lists(st.sampled_from(RATINGS), max_size=12), st.integers(0, 4000))
def test_any_history_gives_a_sane_card(ratings: list[int], hours: int) -> None:
    card, now = Card("q"), NOON
    for rating in ratings:
        card = review(card, rating, now)
        now += timedelta(hours=hours)
        assert card.due is not None and card.last_review is not None
        assert card.due > card.last_review and card.due.tzinfo == UTC
    assert 0 <= recall(card, now) <= 1 and card.reviews == len(ratings)


def test_the_forecast_counts_overdue_cards_today() -> None:
    cards = [learned("a"), review(Card("b"), AGAIN, NOON - timedelta(days=3))]
    days = forecast(cards, NOON, 10)
    assert days[0] == (NOON.date(), 1) and days[8] == (NOON.date() + timedelta(days=8), 1)
    assert sum(count for _, count in days) == 2


def test_the_plan_raises_recall_on_the_day_and_respects_the_capacity() -> None:
    cards = [learned(f"q{n}") for n in range(6)] + [Card("new")]
    interview = NOON + timedelta(days=20)
    plan = plan_interview(cards, NOON, interview, per_day=2)
    assert all(len(ids) <= 2 for ids in plan.days.values())
    assert all(day < interview.date() for day in plan.days)
    assert sorted(id_ for ids in plan.days.values() for id_ in ids) == sorted(plan.before)
    assert all(plan.after[id_] > plan.before[id_] for id_ in plan.before)
    topics = plan.by_topic({"q0": "dl"})
    assert topics["dl"][1] > topics["dl"][0] and set(topics) == {"", "dl"}


def test_an_interview_in_the_past_gives_an_empty_plan() -> None:
    plan = plan_interview([learned()], NOON, NOON - timedelta(days=1))
    assert plan.days == {} and plan.before == plan.after
