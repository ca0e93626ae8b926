"""A Streamlit server as a process of its own, and a window on it without a browser.

A browser and the server exchange protobuf messages over a websocket (``/_stcore/stream``). A
:class:`Window` speaks the same: it opens the page, writes into the chat box, and reads until the
script has run. It sends back what a browser sends back: the page it is on, the address that the
page has set, and the part of the page (the fragment) that a box or button belongs to. It lays
nothing out, so that what is measured is the server.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parents[1]
APP, BARE = ROOT / "app.py", Path(__file__).with_name("bare_page.py")
START = 0.01
"""Seconds between two attempts to reach a server that is starting."""
PATIENCE = 120.0
"""Seconds until a server must be reached, or a script must have run."""
QUIET = (
    "--server.headless=true",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
    "--runner.postScriptGC=false",
)


@dataclass(frozen=True)
class Server:
    """A running server: its port and its process."""

    port: int
    pid: int

    def megabytes(self) -> float:
        """Memory that its processes hold now, what they share counted once, as Linux tells."""
        return sum(_megabytes(folder) for folder in self._processes())

    def processor_seconds(self) -> float:
        """Processor time that its processes have had, ended ones included, as Linux tells."""
        ticks = sum(sum(map(int, _stat(folder)[11:15])) for folder in self._processes())
        return ticks / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> list[Path]:
        """What Linux tells of the server and of the processes that it has started."""
        folders = [path for path in Path("/proc").iterdir() if path.name.isdigit()]
        mine = [path for path in folders if _stat(path)[1:2] == [str(self.pid)]]
        return [Path(f"/proc/{self.pid}"), *mine]


def _stat(folder: Path) -> list[str]:
    """What stands after the name of a process in its line of figures; nothing when it is gone."""
    with suppress(OSError):
        return (folder / "stat").read_text().rpartition(")")[2].split()
    return []


def _megabytes(folder: Path) -> float:
    with suppress(OSError):
        lines = (folder / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3
    return 0.0


@contextmanager
def served(script: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """``streamlit run script`` with the ``settings`` in its environment; it may still be starting.

    The script runs in its own folder, whose ``.streamlit/config.toml`` it takes.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script.name, f"--server.port={port}"]
    process = subprocess.Popen(
        [*command, *QUIET],
        cwd=script.parent,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class PageError(Exception):
    """The page shows an exception, or not what was asked for."""


@dataclass(frozen=True)
class Button:
    """A button on the page, and the fragment that it runs, ``""`` for the whole page."""

    id: str
    fragment: str


@dataclass
class Window:
    """One window on the page: what it has been told, as a browser would remember it."""

    socket: ClientConnection
    page: str = ""
    query: str = ""
    shown: str = ""
    box: Button = Button("", "")
    buttons: list[Button] = field(default_factory=list)

    async def load(self) -> None:
        """Ask for the page and wait until it is drawn."""
        await self._run(self._state(""))

    async def ask(self, question: str) -> None:
        """Send ``question`` from the chat box and wait until the page is drawn."""
        state = self._state(self.box.fragment)
        widget = state.widget_states.widgets.add(id=self.box.id)
        widget.chat_input_value.data = question
        await self._run(state)

    async def press(self, key: str) -> None:
        """Press the button with that key and wait until the page is drawn."""
        button = next(button for button in self.buttons if button.id.endswith(f"-{key}"))
        state = self._state(button.fragment)
        state.widget_states.widgets.add(id=button.id, trigger_value=True)
        await self._run(state)

    def _state(self, fragment: str) -> ClientState:
        return ClientState(
            query_string=self.query, page_script_hash=self.page, fragment_id=fragment
        )

    async def _run(self, state: ClientState) -> None:
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        self._forget(state.fragment_id)
        async with asyncio.timeout(PATIENCE):
            while not self._finished(await self.socket.recv(decode=False)):
                pass

    def _forget(self, fragment: str) -> None:
        """What the run draws anew is no longer on the page."""
        self.shown = ""
        self.buttons = [button for button in self.buttons if fragment not in ("", button.fragment)]

    def _finished(self, data: bytes) -> bool:
        """Take in one message; whether it says that the script has run to its end."""
        message = ForwardMsg.FromString(data)
        match message.WhichOneof("type"):
            case "new_session" if not message.metadata.run.fragment_ids:
                self._forget("")
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "navigation":
                self.page = message.navigation.page_script_hash
            case "delta":
                self._draw(message.delta.new_element, message.delta.fragment_id)
            case "script_finished":
                return message.script_finished in _DONE
        return False

    def _draw(self, element: object, fragment: str) -> None:
        match element.WhichOneof("type"):
            case "exception":
                raise PageError(element.exception.message)
            case "html":
                self.shown += element.html.body
            case "chat_input":
                self.box = Button(element.chat_input.id, fragment)
            case "button":
                self.buttons.append(Button(element.button.id, fragment))


_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@asynccontextmanager
async def window(server: Server) -> AsyncIterator[Window]:
    """A window on the server, as soon as it can be reached; its page is not loaded yet."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    protocols = [Subprotocol("streamlit")]
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                connection = await connect(address, subprotocols=protocols, max_size=None)
                break
            except OSError:
                await asyncio.sleep(START)
    async with connection:
        yield Window(connection)
