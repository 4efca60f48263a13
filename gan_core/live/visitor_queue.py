"""The queue for live training, and heartbeats of the visitors. The clock comes from outside."""

from __future__ import annotations

from typing import NamedTuple

from gan_core.base.errors import GanError
from gan_core.data.drawings import Heap
from gan_core.live.knobs import Knobs

TURN_MINUTES, MEMORY = 10.0, 2500.0  # of one visitor; megabytes that their training process may take
AWAY = 30.0  # seconds without a word after which a visitor is gone
MOST_WAITING = 20
LONGEST_ID = 80


class TrainingRequest(NamedTuple):
    """What a waiting visitor wants to start with."""

    knobs: Knobs
    paused: bool
    heap: Heap | None = None


class Visitors:
    """Heartbeats and a queue, first come, first served."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}
        self._waiting: dict[str, TrainingRequest] = {}  # in the order of coming

    def __len__(self) -> int:
        return len(self._waiting)

    def hear(self, visitor: str, now: float) -> None:
        """Record a heartbeat; raises GanError('visitor_wrong') if `visitor` is not an id."""
        if not isinstance(visitor, str) or not 0 < len(visitor) <= LONGEST_ID:
            raise GanError("visitor_wrong")
        self._heard[visitor] = now

    def away(self, visitor: str, now: float) -> bool:
        """Has nothing been heard of the visitor for `AWAY` seconds?"""
        return now - self._heard.get(visitor, float("-inf")) > AWAY

    def forget(self, now: float) -> None:
        """Remove visitors who have left, also from the queue."""
        for visitor in [v for v in self._heard if self.away(v, now)]:
            del self._heard[visitor]
            self._waiting.pop(visitor, None)

    def wait(self, visitor: str, request: TrainingRequest) -> None:
        """Queue up; raises GanError 'live_waiting' or 'live_queue_full'."""
        if visitor in self._waiting:
            raise GanError("live_waiting")
        if len(self._waiting) >= MOST_WAITING:
            raise GanError("live_queue_full", count=len(self._waiting))
        self._waiting[visitor] = request

    def heaps(self) -> list[Heap | None]:
        """The pictures that those who wait have brought."""
        return [request.heap for request in self._waiting.values()]

    def place(self, visitor: str) -> int:
        """1 for the next one, 0 for who does not wait."""
        return 1 + list(self._waiting).index(visitor) if visitor in self._waiting else 0

    def leave(self, visitor: str) -> bool:
        """Leave the queue; returns whether the visitor was in it."""
        return self._waiting.pop(visitor, None) is not None

    def next(self) -> tuple[str, TrainingRequest] | None:
        """The next in the queue, removed from it; None if it is empty."""
        visitor = next(iter(self._waiting), None)
        return None if visitor is None else (visitor, self._waiting.pop(visitor))
