"""The benches of the running app, on the page that only prints a constant: a start, a few asks."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

pytest.importorskip("playwright", reason="benchmarks.cold_start asks through Chromium, too")

from benchmarks import cold_start, load
from benchmarks.load import Plan, Sample
from benchmarks.window import BARE, PageError, Window, served

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="the bench reads memory as Linux tells it"
)
QUESTIONS = ["一", "two", "three", "four"]
Result = TypeVar("Result")


def alone(work: Callable[[], Result]) -> Result:
    """``work`` in a thread of its own: in this one a browser test may have left its event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def test_sessions_ask_what_the_plan_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = Plan(sessions=2, think=0.0, asks=20, turns=0, questions=QUESTIONS)
    with served(BARE, {"MIANDA_HOME": str(tmp_path)}) as server:
        run = alone(lambda: asyncio.run(load.measured(plan, server, settle=0.0)))
        assert Path(f"/proc/{server.pid}/cwd").readlink() == BARE.parent
    assert len(run.samples) == plan.asks
    assert max(sample.turn for sample in run.samples) >= plan.asks // plan.sessions - 1
    assert all(megabytes > 10 for megabytes in run.memory)
    load.report(run)
    told = capsys.readouterr().out
    assert "2 sessions" in told and "18 asks" in told


def test_a_start_is_timed_up_to_the_answer(tmp_path: Path) -> None:
    start = alone(lambda: cold_start.started(BARE, str(tmp_path), cold_start.through_a_window))
    assert start.processor > 0
    assert start.wall > 0
    twice = cold_start.Start(2 * start.wall, 3 * start.processor)
    cells = cold_start.row("app", [twice], [start]).split(" | ")
    assert (float(cells[2]), float(cells[4].strip("| "))) == (2, 3)


def test_a_page_that_fails_is_told() -> None:
    class Socket:
        async def send(self, data: bytes) -> None:
            assert BackMsg.FromString(data).HasField("rerun_script")

        async def recv(self, decode: bool) -> bytes:
            message = ForwardMsg()
            message.delta.new_element.exception.message = "no notes"
            return message.SerializeToString()

    with pytest.raises(PageError, match="no notes"):
        alone(lambda: asyncio.run(Window(Socket()).load()))  # type: ignore[arg-type]


def test_the_first_tenth_of_the_asks_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    class Idle:
        pid = os.getpid()
        processor_seconds = staticmethod(iter(range(100)).__next__)
        megabytes = staticmethod(lambda: 1.0)

    run = load.Run(Plan(1, 0.0, 10, 0, QUESTIONS), Idle())  # type: ignore[arg-type]
    run.look()
    for number in range(10):
        run.note(Sample(number, 100.0 if number == 0 else 0.010, run.begun[-1][0]))
    load.report(run)
    assert "| 10 | 10 | 10 |" in capsys.readouterr().out
