"""Schedules evaluation so that it takes a fixed share of the training time and no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Pacer:
    """Decides when the next measurement is due from what the last one cost.

    Report every stretch of training with `training` and every measurement with `measuring`. After a measurement of
    c seconds, the next one is due when c (1 - share) / share seconds were trained: whatever a measurement costs, and
    however that changes, all of them together take at most `share` of the time, except for the last one. Pauses do not
    count. Two kinds of measurement get a pacer and a share each.

    Args:
        share: of the time, in (0, 1).
        shortest: minimum seconds of training between two measurements.
        spread: measurements also wait this share of all the seconds trained so far, so that a long run has not too
            many: about log(seconds) / spread.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        share: float = 0.1,
        shortest: float = 0.1,
        spread: float = 0.01,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.share, self.shortest, self.spread, self.clock = share, shortest, spread, clock
        self.trained = self.measured = 0.0  # seconds so far
        self._wait, self._since = 0.0, 0.0

    @property
    def due(self) -> bool:
        """Is it time to measure? At once in the beginning."""
        return self._since >= max(self._wait, self.spread * self.trained)

    @contextmanager
    def training(self) -> Iterator[None]:
        """Around a training step, or several."""
        start = self.clock()
        yield
        seconds = self.clock() - start
        self.trained += seconds
        self._since += seconds

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Around a measurement."""
        start = self.clock()
        yield
        cost = self.clock() - start
        self.measured += cost
        self._since, self._wait = 0.0, max(self.shortest, cost * (1 - self.share) / self.share)

    def put_off(self) -> None:
        """Wait as long as after the last measurement: another one, that costs nothing here, took its place."""
        self._since = 0.0
