"""Supervisor of the training process: starts it when needed, watches its memory, ends it when nobody needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from gan_core.base.errors import GanError


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
        on_event: receives the events of the current process, except 'gone'.
        on_gone: receives the GanError to report when the process ended unexpectedly.
        memory: megabytes that it may use.
    """

    def __init__(
        self,
        spawn: Callable[[Callable[[dict[str, Any]], None]], Process],
        on_event: Callable[[dict[str, Any]], None],
        on_gone: Callable[[GanError], None],
        memory: float,
    ) -> None:
        self._spawn, self._on_event, self._on_gone, self._memory = spawn, on_event, on_gone, memory
        self._lock = threading.RLock()
        self._process: Process | None = None
        self._token = object()  # events of an earlier process carry an earlier one
        self._too_large = False
        self.run: str | None = None  # the run that the process has taken up

    @property
    def on(self) -> bool:
        """Is there a process?"""
        return self._process is not None

    def send(self, do: str, **values: Any) -> None:
        """Give a command, to a new process if there is none."""
        with self._lock:
            if self._process is None:
                self._token, self._too_large = token, _ = object(), False
                self._process = self._spawn(lambda event: self._hear(token, event))
            self._process.send(do, **values)

    def memory(self) -> float | None:
        """Megabytes that the process takes; None where there is none, or that cannot be read."""
        process = self._process
        return process.memory() if process is not None else None

    def weigh(self) -> None:
        """End the process if it takes too much memory; `on_gone` then says so."""
        process = self._process
        if process is not None and (self.memory() or 0) > self._memory:
            self._too_large = True
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
            gone = event["kind"] == "gone"
            if gone:
                self._process, self._token, self.run = None, object(), None
        if not gone:
            self._on_event(event)
        elif self._too_large:
            self._on_gone(GanError("live_memory", limit=round(self._memory)))
        else:
            self._on_gone(GanError("live_died", exit=event["exit"]))
