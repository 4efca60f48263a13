"""Loads an inference engine in the background, so that the page is up before the networks are."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, Generic, TypeVar

from gan_core.base.errors import GanError

Engine = TypeVar("Engine")


class State(Enum):
    """How far the loading is."""

    NOT_LOADED = "not_loaded"
    LOADING = "loading"
    RESTING = "resting"  # let go; whoever asks wakes it
    READY = "ready"
    FAILED = "failed"


class Runtime(Generic[Engine]):
    """An engine that is on its way.

    Args:
        loader: makes the engine, such as `lambda: DigitEngine(Registry())`; called once in a daemon
            thread, which is also where the network library is imported.
        intact: whether what it is made of is there to make it again; asked before it is let go.
    """

    def __init__(self, loader: Callable[[], Engine], intact: Callable[[], bool] = lambda: True) -> None:
        self._loader, self._intact = loader, intact
        self._changed = threading.Condition()
        self._state = State.NOT_LOADED
        self._engine: Engine | None = None
        self._reason = ""
        self._asked = time.monotonic()
        self._facts: dict[str, Any] | None = None
        self._waiting = 0
        self._waking = False  # it has been there before: whoever asks waits for it

    @property
    def state(self) -> State:
        """As of now; nobody is counted as asking for the engine."""
        return self._state

    def start(self) -> None:
        """Begin to load, unless that has begun; after a failure, try again."""
        start_in_order([self])

    def let_go(self, idle: float) -> bool:
        """Forget the engine if nobody has asked for it in `idle` seconds; who uses it still keeps it until then.

        The next one who asks for it waits until it is loaded again. Where it could not be, as its files were damaged
        meanwhile, it stays.
        """
        if not self._left_alone(idle) or not self._intact():
            return False
        with self._changed:
            if not self._left_alone(idle):
                return False
            self._engine, self._state, self._waking = None, State.RESTING, True
            return True

    def _left_alone(self, idle: float) -> bool:
        with self._changed:
            return self._state is State.READY and not self._waiting and time.monotonic() - self._asked >= idle

    def _begin(self) -> None:
        self._state = State.LOADING
        threading.Thread(target=self._load, name="engine-loader", daemon=True).start()

    def wait(self, timeout: float | None = None) -> State:
        """Wait until the loading has ended, well or badly, or for `timeout` seconds; returns the state."""
        with self._changed:
            self._changed.wait_for(lambda: self._state in (State.READY, State.FAILED, State.RESTING), timeout)
            return self._state

    @property
    def engine(self) -> Engine:
        """The engine, loaded again if it was let go; raises GanError('not_ready') before it is there for the first
        time, 'engine_failed' if it did not come."""
        with self._changed:
            self._asked = time.monotonic()
            if self._state is State.RESTING:
                self._begin()
            if self._waking:
                self._waiting += 1  # it is not let go again before they have it
                self._changed.wait_for(lambda: self._state in (State.READY, State.FAILED))
                self._waiting -= 1
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

    def facts(self, tell: Callable[[Engine], dict[str, Any]]) -> dict[str, Any]:
        """What `tell` says of the engine, always the same; told from memory where the engine was let go. Raises as
        `engine` does."""
        with self._changed:
            known = self._facts if self._state is State.RESTING else None
        if known is None:
            known = self._facts = tell(self.engine)
        return known

    def _load(self) -> None:
        try:
            engine, state, reason = self._loader(), State.READY, ""
        except GanError as fault:
            engine, state, reason = None, State.FAILED, str(fault)
        except Exception as fault:  # whatever a network library may throw must not leave the page waiting
            logging.getLogger(__name__).exception("the engine could not be loaded")
            engine, state, reason = None, State.FAILED, f"{type(fault).__name__}: {fault}"
        with self._changed:
            self._engine, self._state, self._reason, self._waking = engine, state, reason, False
            self._asked = time.monotonic()
            self._changed.notify_all()


def start_in_order(runtimes: Iterable[Runtime[Any]]) -> None:
    """Begin to load those that are not loaded yet, one after the other in one thread; returns at once."""
    begun = [runtime for runtime in runtimes if runtime._begins()]

    def load() -> None:
        for runtime in begun:
            runtime._load()

    if begun:
        threading.Thread(target=load, name="engine-loader", daemon=True).start()
