"""Many people asking at once: the real app on a server of its own, its windows without a browser.

    python -m benchmarks.load --sessions 50 --think 5 --asks 1000
    python -m benchmarks.load --sessions 20 --think 0 --asks 5000

Every session asks questions of ``tests/quality/questions`` through the chat box, thinks for a time
drawn evenly from half to one and a half of ``--think`` seconds, and begins a new conversation
after ``--turns`` questions. A time is that from sending a question to the message that the page is
drawn; that the page shows the question and a verdict is checked every time. The first tenth of the
asks warms the server and does not count. Beside wall-clock time stands the processor time of the
server, which other work on the machine changes less, and its memory as the asks go on. The
windows need processor time of their own, about a tenth of the server's.

A page of Streamlit that only prints a constant, asked likewise, is the floor: ``--bare``.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import numpy as np

from benchmarks.window import APP, BARE, ROOT, PageError, Server, served, window

QUESTIONS = ("in_scope", "real_style", "fresh", "out_of_scope")
PARTS = 10
"""Stretches of the asks whose memory and times are told apart; the first one is not counted."""
SETTLE, IDLE = 8.0, 0.05
"""Seconds after the first answer until the app has begun to read what other pages need; processor
seconds a second that a server without work may take."""


@dataclass(frozen=True)
class Plan:
    """Who asks what: ``think`` in seconds, ``turns`` questions to a conversation."""

    sessions: int
    think: float
    asks: int
    turns: int
    questions: Sequence[str]


@dataclass(frozen=True)
class Sample:
    """One ask: which question of its conversation it was, seconds, and when it was done."""

    turn: int
    seconds: float
    done: float


@dataclass
class Run:
    """What has been measured so far."""

    plan: Plan
    server: Server
    samples: list[Sample] = field(default_factory=list)
    begun: list[tuple[float, float]] = field(default_factory=list)
    """Wall-clock and processor seconds of the server at the beginning of each part."""
    memory: list[float] = field(default_factory=list)
    """Megabytes of the server at the beginning of each part."""

    def note(self, sample: Sample) -> None:
        """Take in one ask."""
        self.samples.append(sample)
        if len(self.samples) % max(1, self.plan.asks // PARTS) == 0:
            self.look()

    def look(self) -> None:
        """Read the clocks and the memory of the server."""
        self.begun.append((time.monotonic(), self.server.processor_seconds()))
        self.memory.append(self.server.megabytes())


def questions(seed: int = 7) -> list[str]:
    """The questions of the quality tests, shuffled."""
    folder = ROOT / "tests" / "quality" / "questions"
    lines = [
        line for name in QUESTIONS for line in (folder / f"{name}.jsonl").read_text().splitlines()
    ]
    texts = [str(json.loads(line)["text"]) for line in lines if line.strip()]
    random.Random(seed).shuffle(texts)
    return texts


async def session(run: Run, number: int, left: Callable[[], bool]) -> None:
    """One person in one window, until nothing is ``left`` to ask."""
    chance, plan = random.Random(number), run.plan
    mine = cycle(plan.questions[number :: plan.sessions] or plan.questions)
    async with window(run.server) as page:
        await page.load()
        await asyncio.sleep(plan.think * chance.random())
        turn = 0
        while left():
            if plan.turns and turn == plan.turns:
                await page.press("ask.fresh")
                turn = 0
            start = time.monotonic()
            await page.ask(next(mine))
            now = time.monotonic()
            if f'id="turn-{turn}"' not in page.shown or 'class="verdict"' not in page.shown:
                raise PageError(f"no answer to question {turn + 1}")
            run.note(Sample(turn, now - start, now))
            turn += 1
            await asyncio.sleep(plan.think * (0.5 + chance.random()))


async def _idle(server: Server) -> None:
    """Wait until the server has read in the background what it reads after its start."""
    used = -1.0
    while server.processor_seconds() - used > IDLE:
        used = server.processor_seconds()
        await asyncio.sleep(1)


async def measured(plan: Plan, server: Server, settle: float = SETTLE) -> Run:
    """Let all sessions ask until the asks of the plan are made."""
    run = Run(plan, server)
    async with window(server) as first:
        await first.load()
        await first.ask(plan.questions[0])
    await asyncio.sleep(settle)
    await _idle(server)
    asked = iter(range(plan.asks))
    run.look()
    async with asyncio.TaskGroup() as group:
        for number in range(plan.sessions):
            group.create_task(session(run, number, lambda: next(asked, None) is not None))
    return run


def report(run: Run) -> None:
    """Print what the asks took, by part of the run and by length of the conversation."""
    counted = run.samples[len(run.samples) // PARTS :]
    (start, used), (end, used_at_end) = run.begun[1 if len(run.begun) > 2 else 0], run.begun[-1]
    times = [1e3 * sample.seconds for sample in counted]
    p50, p95 = np.percentile(times, (50, 95))
    done = len([sample for sample in counted if start < sample.done <= end])
    print(f"{run.plan.sessions} sessions, think time {run.plan.think:g} s, {len(times)} asks")
    print("| p50 ms | p95 ms | longest ms | asks/s | server, processor ms an ask |")
    print("|---|---|---|---|---|")
    cost = 1e3 * (used_at_end - used) / done
    print(f"| {p50:.0f} | {p95:.0f} | {max(times):.0f} | {done / (end - start):.1f} | {cost:.1f} |")
    print("\nmemory of the server, MB: " + ", ".join(f"{m:.0f}" for m in run.memory))
    print("\n| question of its conversation | p50 ms |\n|---|---|")
    for turn in range(0, run.plan.turns, max(1, run.plan.turns // 5)):
        some = [1e3 * sample.seconds for sample in counted if sample.turn == turn]
        if some:
            print(f"| {turn + 1} | {np.median(some):.0f} |")


def main() -> None:
    """Print the figures of one load."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--think", type=float, default=0.0, help="seconds")
    parser.add_argument("--asks", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=10, help="0 for one endless conversation")
    parser.add_argument("--bare", action="store_true", help="the floor: a page with a constant")
    given = parser.parse_args()
    if not Path("/proc/self/statm").exists():
        sys.exit("memory and processor time of the server are read as Linux tells them")
    turns = 0 if given.bare else given.turns
    plan = Plan(given.sessions, given.think, given.asks, turns, questions())
    script = BARE if given.bare else APP
    with tempfile.TemporaryDirectory() as home, served(script, {"MIANDA_HOME": home}) as server:
        report(asyncio.run(measured(plan, server)))


if __name__ == "__main__":
    main()
