"""When snapshots are taken."""

from __future__ import annotations

from gan_core.training.schedule import snapshot_steps


def test_early_snapshots_are_log_spaced_and_then_each_epoch_has_one():
    steps = [step for step, _ in snapshot_steps(200, 1000)]
    assert steps[:5] == [0, 1, 2, 3, 5]
    assert steps[-5:] == [200, 400, 600, 800, 1000]
    assert steps == sorted(set(steps))


def test_frechet_distance_is_drawn_less_often_but_at_both_ends():
    due = dict(snapshot_steps(234, 234 * 50))
    assert due[0] and due[234 * 50]
    assert 15 < sum(due.values()) < len(due) / 2


def test_a_run_shorter_than_an_epoch_ends_with_a_snapshot():
    assert list(snapshot_steps(1000, 10))[-1] == (10, True)
