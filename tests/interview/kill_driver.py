"""Fork a grading process many times, kill each with SIGKILL at a random moment, check what is left.

    python kill_driver.py FOLDER TIMES SEED

Every grade is acknowledged through a pipe after ``record`` returned. Whatever was acknowledged must
be there afterwards, and the file must be sound. Prints "acknowledged stored" on success.
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bot.interview.questions import Question
from bot.interview.records import Answered, cards, history, record
from bot.interview.session import Options, drill
from bot.interview.store import Store

START = datetime(2026, 1, 5, 12, tzinfo=UTC)


def grade_for_ever(folder: Path, run: int, acknowledge: int) -> None:
    store = Store.open(folder)
    number = 0
    while True:
        asked = Question(f"q{number % 7}", "a.md", "栈", "什么是栈?", "zh", "algo", "后进先出")
        now = START + timedelta(minutes=run * 1000 + number)
        answer = f"{run}-{number}"
        record(
            store, Answered(asked, 1 + number % 4, answer=answer), now, drill(["q"], Options(), now)
        )
        os.write(acknowledge, f"{answer}\n".encode())
        number += 1


def one_kill(folder: Path, run: int, wait: float) -> list[str]:
    """The answers that a killed process had acknowledged.

    wait:  seconds until the kill, on every other run from the first acknowledged grade on
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        grade_for_ever(folder, run, writing)
    os.close(writing)
    first = os.read(reading, 1) if run % 2 else b""
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return (first + pipe.read()).decode().split()


def main() -> None:
    folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    Store.open(folder)
    random = np.random.default_rng(seed)
    acknowledged: set[str] = set()
    for run in range(times):
        acknowledged.update(one_kill(folder, run, float(random.uniform(0.002, 0.05))))
        if run % 20 == 19:
            check(folder, acknowledged)
    check(folder, acknowledged)
    print(len(acknowledged), len(history(Store.open(folder))))


def check(folder: Path, acknowledged: set[str]) -> None:
    store = Store.open(folder)
    reviews = history(store)
    lost = acknowledged - {review.answer for review in reviews}
    assert not lost, f"lost {sorted(lost)[:5]}"
    assert store.check()
    # A grade and its card are one transaction: never one without the other.
    assert sum(card.reviews for card in cards(store).values()) == len(reviews)


if __name__ == "__main__":
    main()
