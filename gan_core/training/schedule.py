"""When a run is measured."""

from __future__ import annotations

from collections.abc import Iterator


def snapshot_steps(steps_per_epoch: int, last: int) -> Iterator[tuple[int, bool]]:
    """(step, with Frechet distance?) of every snapshot: log-spaced in the first epoch, then each epoch.

    Frechet distance costs more than the rest, so it is drawn at every third early step and then at
    epochs that are about a tenth apart.
    """
    early, step = [0, 1], 1.0
    while (step := step * 1.5) < min(steps_per_epoch, last):
        early.append(round(step))
    for i, at in enumerate(sorted(set(early))):
        yield at, i % 3 == 0
    due = 1.0
    for epoch in range(1, last // steps_per_epoch + 1):
        at = epoch * steps_per_epoch
        quality = epoch >= due or at == last
        if quality:
            due = max(epoch + 1, epoch * 1.1)
        yield at, quality
    if last % steps_per_epoch:
        yield last, True
