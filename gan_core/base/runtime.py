"""Loads an inference engine in the background, so that the page is up before the networks are."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, Generic, TypeVar

from gan_core.base.errors import GanError

Engine = TypeVar("Engine")


class State(Enum):
    """How far the loading is."""

    NOT_LOADED = "not_loaded"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Runtime(Generic[Engine]):
    """An engine that is on its way.

    Args:
        loader: makes the engine, such as `lambda: DigitEngine(Registry())`; called once in a daemon
            thread, which is also where the network library is imported.
    """

    def __init__(self, loader: Callable[[], Engine]) -> None:
        self._loader = loader
        self._changed = threading.Condition()
        self._state = State.NOT_LOADED
        self._engine: Engine | None = None
        self._reason = ""

    @property
    def state(self) -> State:
        """NOT_LOADED, LOADING, READY or FAILED, as of now."""
        return self._state

    def start(self) -> None:
        """Begin to load, unless that has begun; after a failure, try again."""
        start_in_order([self])

    def wait(self, timeout: float | None = None) -> State:
        """Wait until the loading has ended, well or badly, or for `timeout` seconds; returns the state."""
        with self._changed:
            self._changed.wait_for(lambda: self._state in (State.READY, State.FAILED), timeout)
            return self._state

    @property
    def engine(self) -> Engine:
        """The engine; raises GanError('not_ready') while it is loading, 'engine_failed' if loading failed."""
        with self._changed:
            if self._state is State.FAILED:
                raise GanError("engine_failed", reason=self._reason)
            if self._engine is None:
                raise GanError("not_ready")
            return self._engine

    def _begins(self) -> bool:
        """From now on it is being loaded; False where it was already."""
        with self._changed:
            waiting = self._state in (State.NOT_LOADED, State.FAILED)
            self._state = State.LOADING if waiting else self._state
            return waiting

    def _load(self) -> None:
        try:
            engine, state, reason = self._loader(), State.READY, ""
        except GanError as fault:
            engine, state, reason = None, State.FAILED, str(fault)
        except Exception as fault:  # whatever a network library may throw must not leave the page waiting
            logging.getLogger(__name__).exception("the engine could not be loaded")
            engine, state, reason = None, State.FAILED, f"{type(fault).__name__}: {fault}"
        with self._changed:
            self._engine, self._state, self._reason = engine, state, reason
            self._changed.notify_all()


def start_in_order(runtimes: Iterable[Runtime[Any]]) -> None:
    """Begin to load those that are not loaded yet, one after the other in one thread; returns at once."""
    begun = [runtime for runtime in runtimes if runtime._begins()]

    def load() -> None:
        for runtime in begun:
            runtime._load()

    if begun:
        threading.Thread(target=load, name="engine-loader", daemon=True).start()
