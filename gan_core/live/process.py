"""The app's side of the training process (a subprocess): start it, talk to it, measure its memory, end it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from gan_core.base.console import console
from gan_core.base.paths import CODE
from gan_core.live.channel import Channel

THREADS = 2  # small networks gain nothing from more, and what serves visitors keeps the rest
NICE = 10  # 0 to 19: how far training steps back


class WorkerProcess:
    """A training process that is on.

    Args:
        on_event: called from a thread with each event of gan_core/live/worker.py, and at the end, however it came,
            with {"kind": "gone", "exit": exit code, negative for a signal}.
        nice: 0 to 19, how far it steps back behind whatever else the machine has to do.
    """

    def __init__(self, on_event: Callable[[dict[str, Any]], None], nice: int = NICE) -> None:
        self._on_event = on_event
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gan_core.live.worker", str(nice)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=console(),
            env=_environment(),
            start_new_session=os.name == "posix",  # Ctrl-C ends the app, and the end of the app ends this
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        assert self._process.stdin and self._process.stdout
        self._channel = Channel(self._process.stdout, self._process.stdin)
        self._commands: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, name="live-commands", daemon=True).start()
        threading.Thread(target=self._listen, name="live-events", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, do: str, **values: Any) -> None:
        """Give a command, without waiting until it is heard. If the process is gone, nothing: 'gone' has come or is
        about to."""
        self._commands.put({"do": do, **values})

    def memory(self) -> float | None:
        """Resident megabytes, or None where that cannot be read."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return None
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def kill(self) -> None:
        """End it at once."""
        with suppress(OSError):
            self._process.kill()

    def close(self, patience: float = 2.0) -> None:
        """End it: its input ends, and if that is not enough within `patience` seconds, by force."""
        self._commands.put(None)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def _write(self) -> None:
        """A process that hangs reads nothing: only this thread waits for it then."""
        stdin = self._process.stdin
        assert stdin
        with suppress(OSError, ValueError):
            while (command := self._commands.get()) is not None:
                self._channel.send(command)
        with suppress(OSError, ValueError):
            stdin.close()

    def _listen(self) -> None:
        with suppress(EOFError, OSError, ValueError):
            while True:
                self._on_event(self._channel.receive())
        self.kill()  # a process that says nothing any more is of no use
        exit = self._process.wait()
        self._commands.put(None)
        self._on_event({"kind": "gone", "exit": exit})


def _environment() -> dict[str, str]:
    paths = [str(CODE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": str(THREADS),
        "TF_NUM_INTEROP_THREADS": "1",
    }
