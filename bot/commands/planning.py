"""The plan towards an interview date, which ``progress --plan DATE`` prints and keeps."""

import argparse
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.commands.shared import open_bot, print_json, say
from bot.errors import InputError
from bot.resources import read_toml
from bot.text import Text

if TYPE_CHECKING:
    from bot.interview.plan import Plan
    from bot.interview.schedule import Habits
    from bot.interview.store import Store


def print_plan(
    arguments: argparse.Namespace, store: "Store", now: datetime, habits: "Habits"
) -> None:
    """Plan towards ``arguments.plan``, keep that date as the Progress page does, and print it."""
    from bot.interview.plan import plan_questions
    from bot.interview.questions import question_bank
    from bot.interview.records import cards
    from bot.interview.shelf import INTERVIEW_DATE, save_setting

    day = _day(arguments.plan)
    if day < now.astimezone(habits.zone).date():
        raise InputError(Text("面试日期已经过去", "the interview date has passed"))
    bot = open_bot(arguments.corpus)
    bank = question_bank(bot.corpus.passages, bot.analyzer, arguments.language)
    made = plan_questions([q.id for q in bank], cards(store), now, day, habits)
    topics = made.by_topic({q.id: q.topic for q in bank})
    save_setting(store, INTERVIEW_DATE, day.isoformat())
    if arguments.json:
        print_json({"interview": day.isoformat(),
                    "days": {day.isoformat(): ids for day, ids in made.days.items()},
                    "recall": {t: {"without": b, "with": a} for t, (b, a) in topics.items()},
                    })  # fmt: skip
    else:
        _print(made, topics, arguments.language)


def _print(made: "Plan", topics: Mapping[str, tuple[float, float]], language: str) -> None:
    from bot.interview.questions import topic_title

    words = read_toml("cli.toml")
    for topic, (before, after) in topics.items():
        name = topic_title(topic).to(language)
        row = words["planned_recall"][language]
        say(row.format(topic=name, before=f"{before:.0%}", after=f"{after:.0%}"))
    for day, ids in made.days.items():
        say(words["forecast"][language].format(day=day.isoformat(), n=len(ids)))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise InputError(
            Text("--plan 应是日期，如 2030-01-31", "--plan must be a date such as 2030-01-31")
        ) from error
