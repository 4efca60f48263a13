"""Thins a long history to a bounded number of snapshots, spaced evenly over the logarithm of the step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log
from typing import Generic, TypeVar

Kept = TypeVar("Kept")

EARLY = 10  # steps below this count as one stretch: log(step + EARLY)


class LogSpaced(Generic[Kept]):
    """At most `limit` things by step. One too many, and the one goes whose neighbours are nearest to each other.

    The first and the newest always stay.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: dict[int, Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[tuple[int, Kept]]:
        return iter(list(self._kept.items()))

    @property
    def steps(self) -> list[int]:
        """What is kept, earliest first."""
        return list(self._kept)

    def get(self, step: int) -> Kept | None:
        """What was added at this step, if it is still kept."""
        return self._kept.get(step)

    def keep(self, steps: Iterable[int]) -> None:
        """Let go whatever is not of these steps."""
        wanted = set(steps)
        self._kept = {step: thing for step, thing in self._kept.items() if step in wanted}

    def add(self, step: int, thing: Kept) -> None:
        """Add the newest; a second one of the same step takes the place of the first."""
        self._kept[step] = thing
        while len(self._kept) > max(2, self.limit):
            steps = self.steps
            gaps = [log((after + EARLY) / (before + EARLY)) for before, after in zip(steps, steps[2:], strict=False)]
            del self._kept[steps[1 + gaps.index(min(gaps))]]
