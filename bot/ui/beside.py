"""Answers from a second process, while many windows ask at once.

Python computes for one thread at a time: windows that ask at once wait for each other, however many
cores there are. When they do, a process of its own (:mod:`bot.ui.second`) opens the same notes,
whose index is the same file mapped into memory, and answers from then on, until nobody has asked
anything for ``IDLE`` seconds. Who asks alone never starts it. Whatever ends it, questions are
answered here.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Protocol, Unpack

from bot.answer import Answer
from bot.asked import How
from bot.ui.lines import answer_of

IDLE = 60.0
"""Seconds without a question until it ends, and until another one may be started."""
LOOK = 1.0
"""Seconds between two looks at whether it is still needed."""
COMMAND = (sys.executable, "-m", "bot.ui.second")
_ROOT = Path(__file__).parents[2]


class Answering(Protocol):
    """What answers as a :class:`bot.engine.Bot` does."""

    def ask(self, question: str, history: Sequence[str] = (), **how: Unpack[How]) -> Answer:
        """The answer to a question, and to what went before it."""


class Beside:
    """The second process, over the notes of one name."""

    def __init__(
        self, notes: str, here: Callable[[], Answering], command: Sequence[str] = COMMAND
    ) -> None:
        """Begin to start it; ``here`` gives what answers in its place."""
        self.notes = notes
        self._here = here
        self._one, self._ready, self._over = Lock(), Event(), Event()
        self._process: subprocess.Popen[str] | None = None
        self._used = monotonic()
        self._watch = Thread(target=self._attend, args=(command,), name="beside", daemon=True)
        self._watch.start()

    @property
    def is_ready(self) -> bool:
        """Whether it has opened the notes and not ended."""
        return self._ready.is_set() and not self._over.is_set()

    def is_idle(self) -> bool:
        """Whether nobody has asked anything for long."""
        return monotonic() - self._used >= IDLE

    def ask(self, question: str, history: Sequence[str] = (), **how: Unpack[How]) -> Answer:
        """Its answer, or the one from here when it gives none."""
        try:
            return answer_of(self._told(json.dumps((question, history, how))))
        except (OSError, ValueError):
            self._over.set()
            return self._here().ask(question, history, **how)

    def end(self) -> None:
        """End it, and wait until it is gone."""
        self._over.set()
        if self._process:
            self._process.kill()
        self._watch.join()

    def _told(self, line: str) -> str:
        """What it says to a line, nothing when it has ended. Raises OSError when it ends now."""
        with self._one:
            if not self.is_ready or self._process is None:
                return ""
            self._used = monotonic()
            print(line, file=self._process.stdin, flush=True)
            return _line(self._process)

    def _attend(self, command: Sequence[str]) -> None:
        """Start it, and end it when it is not needed any more."""
        with suppress(OSError), _started(command) as process:
            self._process = process
            if not self._over.is_set() and _line(process).strip() == self.notes:
                self._ready.set()
            while self.is_ready and not self._over.wait(LOOK):
                if self.is_idle():
                    self._over.set()
            with self._one:
                self._over.set()
                process.kill()
        self._over.set()


def _started(command: Sequence[str]) -> subprocess.Popen[str]:
    """The process of a command that imports what this one does. Raises OSError when refused."""
    path = os.pathsep.join(filter(None, (str(_ROOT), *sys.path)))
    return subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def _line(process: subprocess.Popen[str]) -> str:
    """The next line that a process says, nothing when it has ended."""
    return process.stdout.readline() if process.stdout else ""


_CHOOSING = Lock()
_latest: list[Beside] = []


def beside(notes: str) -> Beside | None:
    """The second process over these notes, once it is ready."""
    return next((one for one in _latest if one.notes == notes and one.is_ready), None)


def begin(notes: str, here: Callable[[], Answering]) -> None:
    """Start a second process over these notes, where there is a core for it and none yet.

    One that was of no use is not started again at once.
    """
    with _CHOOSING:
        wanted = all(one.notes != notes or one.is_idle() for one in _latest)
        if wanted and (os.cpu_count() or 1) > 1:
            for former in _latest:
                former.end()
            _latest[:] = [Beside(notes, here)]
