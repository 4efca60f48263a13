"""Measuring keeps to its share of the time."""

from __future__ import annotations

import itertools

import pytest

from gan_core.training.pacing import Pacer


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(cost, seconds: float, step: float = 0.02, **options) -> tuple[Pacer, list[float]]:
    """Train for `seconds` with measurements that cost `cost(now)`; the pacer and when it measured."""
    clock = Clock()
    pacer, at = Pacer(clock=clock, **options), []
    while clock.now < 100 + seconds:
        if pacer.due:
            at.append(clock.now - 100)
            with pacer.measuring():
                clock.now += cost(clock.now - 100)
        with pacer.training():
            clock.now += step
    return pacer, at


@pytest.mark.parametrize(
    "cost", [lambda t: 0.05, lambda t: 0.5, lambda t: 0.1 if t < 30 else 0.4, lambda t: 0.4 if t < 30 else 0.02]
)
def test_measuring_takes_at_most_its_share(cost):
    pacer, at = run(cost, 120, share=0.1)
    assert at[0] == 0
    assert pacer.measured - cost(at[-1]) <= 0.1 * (pacer.trained + pacer.measured)
    assert pacer.measured >= 0.02 * pacer.trained  # and it does measure


def test_a_costless_measurement_keeps_the_shortest_interval():
    _, at = run(lambda t: 0.0, 5, shortest=0.1, spread=0.0, step=0.01)
    assert all(later - before >= 0.1 - 1e-6 for before, later in itertools.pairwise(at))
    assert len(at) == pytest.approx(50, abs=3)


def test_a_long_run_is_measured_less_and_less_often():
    _, at = run(lambda t: 0.001, 600, spread=0.01)
    assert at[-1] - at[-2] >= 5.9
    assert len(at) < 600


def test_a_pause_makes_nothing_due():
    clock = Clock()
    pacer = Pacer(shortest=1, clock=clock)
    with pacer.measuring():
        clock.now += 0.01
    clock.now += 3600
    assert not pacer.due
