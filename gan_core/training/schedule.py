"""The evaluation schedule: at which steps a run is measured."""

from __future__ import annotations

from collections.abc import Iterator


def snapshot_steps(interval: int, last: int, growth: float = 1.1) -> Iterator[tuple[int, bool]]:
    """(step, with Frechet distance?) of every snapshot: log-spaced in the first interval, then each interval.

    Frechet distance costs more than the rest, so it is drawn at every third early step and then further and
    further apart.

    Args:
        interval: steps, such as those of an epoch.
        last: the step at which the run ends; it has a snapshot.
        growth: how many times the steps so far pass until Frechet distance is drawn again, at least one interval.
    """
    early, step = [0, 1], 1.0
    while (step := step * 1.5) < min(interval, last):
        early.append(round(step))
    for i, at in enumerate(sorted(set(early))):
        yield at, i % 3 == 0
    due = 1.0
    for i in range(1, last // interval + 1):
        at = i * interval
        quality = i >= due or at == last
        if quality:
            due = max(i + 1, i * growth)
        yield at, quality
    if last % interval:
        yield last, True
