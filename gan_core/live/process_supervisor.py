"""Supervisor of the training process: starts it when needed, watches its memory and whether it still speaks, ends it
when nobody needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from gan_core.base.errors import GanError

SILENT = 60.0  # seconds without a sign of life after which it hangs: the network library holds up all threads for some
STUCK = 300.0  # seconds that one thing may take: importing, tracing, a step, a state to save
ASLEEP = 10.0  # seconds between two looks after which it was this program, or the machine, that stood still


class Process(Protocol):
    """What a training process can do; see `WorkerProcess`."""

    def send(self, do: str, **values: Any) -> None: ...
    def memory(self) -> float | None: ...
    def kill(self) -> None: ...
    def close(self) -> None: ...


class ProcessSupervisor:
    """At most one process.

    Args:
        spawn: starts one; its argument receives the process's events.
        on_event: receives the events of the current process, except 'alive' and 'gone'.
        on_gone: receives the GanError to report when the process ended unexpectedly.
        memory: megabytes that it may use.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        spawn: Callable[[Callable[[dict[str, Any]], None]], Process],
        on_event: Callable[[dict[str, Any]], None],
        on_gone: Callable[[GanError], None],
        memory: float,
        clock: Callable[[], float],
    ) -> None:
        self._spawn, self._on_event, self._on_gone, self._memory = spawn, on_event, on_gone, memory
        self._clock = clock
        self._looked = self._heard = clock()
        self._lock = threading.RLock()
        self._process: Process | None = None
        self._token = object()  # events of an earlier process carry an earlier one
        self._why: GanError | None = None  # why it was ended from here
        self.run: str | None = None  # the run that the process has taken up

    @property
    def on(self) -> bool:
        """Is there a process?"""
        return self._process is not None

    def send(self, do: str, **values: Any) -> None:
        """Give a command, to a new process if there is none."""
        with self._lock:
            if self._process is None:
                self._token = token = object()
                self._why, self._heard = None, self._clock()
                self._process = self._spawn(lambda event: self._hear(token, event))
            self._process.send(do, **values)

    def memory(self) -> float | None:
        """Megabytes that the process takes; None where there is none, or that cannot be read."""
        process = self._process
        return process.memory() if process is not None else None

    def look_after(self) -> None:
        """End the process if it takes too much memory or hangs; `on_gone` then says so. To be called every second."""
        with self._lock:
            now, process = self._clock(), self._process
            if now - self._looked > ASLEEP:
                self._heard = now
            self._looked = now
            if process is None or self._why is not None:
                return
            if (process.memory() or 0) > self._memory:
                self._why = GanError("live_memory", limit=round(self._memory))
            elif now - self._heard > SILENT:
                self._why = GanError("live_hangs")
            else:
                return
        process.kill()

    def close(self) -> None:
        """Let the process go, without a word to anybody."""
        with self._lock:
            process, self._process, self._token, self.run = self._process, None, object(), None
        if process is not None:
            process.close()

    def _hear(self, token: object, event: dict[str, Any]) -> None:
        with self._lock:  # not before `send` has noted the process
            if token is not self._token:
                return
            alive, gone = event["kind"] == "alive", event["kind"] == "gone"
            if not alive or event["busy"] <= STUCK:  # what is stuck in one thing may still say that it is there
                self._heard = self._clock()
            if gone:
                self._process, self._token, self.run = None, object(), None
        if gone:
            self._on_gone(self._why or GanError("live_died", exit=event["exit"]))
        elif not alive:
            self._on_event(event)
