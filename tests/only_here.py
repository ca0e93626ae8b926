"""Nothing may be connected to or looked up but this machine: a hook that says so and refuses."""

import sys
from typing import Any

OWN = ("", "127.0.0.1", "::1", "localhost")


def refuse(event: str, given: tuple[Any, ...]) -> None:
    """An audit hook: raises OSError where a program asks for another machine."""
    if event == "socket.getaddrinfo":
        host = given[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = given[1][0] if isinstance(given[1], tuple) else ""
    else:
        return
    if str(host or "") not in OWN:
        print("asked for", host, file=sys.stderr, flush=True)
        raise OSError(f"the tests have no network, and {host} is asked for")
