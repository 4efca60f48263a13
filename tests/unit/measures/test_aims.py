"""Aims: what reaches one, how it is told, and how a figure is found in a record."""

from __future__ import annotations

import pytest

from gan_core.measures.aims import AIMS, Aim, at_least, at_most, value
from gan_core.store.checkpoints import Registry

FIGURES = {"a": 3, "there": {"error": 1.5, "before": 2.0}}


@pytest.mark.parametrize(
    ("aim", "reached", "missed", "words"),
    [
        (at_most(2.5), (0, 2.5), (2.51,), "2.5 or less"),
        (at_least(0.9), (0.9, 1), (0.89,), "0.9 or more"),
        (Aim(0.85, 1.1), (0.85, 1.1), (0.84, 1.11), "0.85 to 1.1"),
    ],
)
def test_an_aim(aim: Aim, reached: tuple[float, ...], missed: tuple[float, ...], words: str) -> None:
    assert all(map(aim.met, reached))
    assert not any(map(aim.met, missed))
    assert aim.words() == words


def test_an_aim_in_per_cent() -> None:
    assert at_least(0.9).words("{:.0%}") == "90% or more"


@pytest.mark.parametrize(("path", "found"), [("a", 3), ("there.error", 1.5), ("there.error / there.before", 0.75)])
def test_a_figure_is_found(path: str, found: float) -> None:
    assert value(FIGURES, path) == found


def test_a_figure_that_was_not_measured() -> None:
    with pytest.raises(KeyError):
        value(FIGURES, "there.nothing")


@pytest.mark.parametrize(("checkpoint", "path"), [(id, path) for id, aims in AIMS.items() for path in aims])
def test_every_aim_has_its_figure(checkpoint: str, path: str) -> None:
    assert value(Registry().spec(checkpoint)["figures"], path) >= 0
