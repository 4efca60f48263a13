"""A process of pictures whose decoder does as the picture bids: `python -m tests.wicked`, asked as the real one is."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.pictures import decoding, process

COMMAND = (sys.executable, "-m", "tests.wicked")
_decode = decoding.decode


def crash() -> None:
    """Below Python, where nothing can be caught."""
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(3600)


def eat() -> None:
    kept = []
    while True:
        kept.append(bytes(64 << 20))  # which takes addresses, and no memory yet


def lie() -> None:
    """Say that there are pixels, and send none; 1 is what the pipe back is called when it is made first."""
    for number in range(3, 16):
        try:
            os.write(number, process.HEAD.pack(9, 0) + b"{} wicked")
        except OSError:
            continue


def leave() -> None:
    os._exit(0)


def escape() -> None:
    """Tell what the process could still do."""
    tried = {
        "read": lambda: Path("/etc/hostname").open("rb").close(),
        "write": lambda: Path("/tmp/wicked").write_bytes(b"x"),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "listen": lambda: socket.socket(),
        "pipe": os.pipe,
    }
    done = []
    for name, act in tried.items():
        try:
            act()
            done.append(name)
        except OSError:
            continue
    raise GanError("photo_format", format=" ".join(done) or "nothing")


ACTS = {act.__name__.encode(): act for act in (crash, hang, sleep, eat, lie, leave, escape)}


def decode(data: bytes, wanted: Any, told: Any) -> Any:
    """As bidden, or as ever."""
    ACTS.get(data, lambda: None)()
    return _decode(data, wanted, told)


if __name__ == "__main__":
    decoding.decode = decode
    process.FIRST = 1
    process.main()
