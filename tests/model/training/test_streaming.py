"""Training on photographs that are read ahead: the same to the last bit as with all of them in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gan_core.data import pairs, unpaired
from gan_core.data.picture_files import Room
from gan_core.recipes.cyclegan import CycleGANRecipe, CycleGANSpec
from gan_core.recipes.pix2pix import Pix2PixRecipe, Pix2PixSpec
from gan_core.training.cyclegan_session import CycleGANSession
from gan_core.training.pix2pix_session import Pix2PixSession
from gan_core.training.read_ahead import AHEAD, ReadAhead

pytestmark = pytest.mark.slow
SIZES: dict[str, Any] = {"crop": 16, "scales": (18, 20), "view": 16, "batch": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, rng = tmp_path_factory.mktemp("photographs"), np.random.default_rng(0)
    for side in "AB":
        (place / side).mkdir()
        for i in range(8):
            Image.fromarray(rng.integers(0, 256, (20, 24, 3), np.uint8)).save(place / side / f"{i}.png")
    return place


def cyclegan(folder: Path, room: Room) -> CycleGANSession:
    spec = CycleGANSpec(filters=4, blocks=1, d_filters=(4, 4), masked=True)
    recipe = CycleGANRecipe(spec=spec, neither=1.0, neither_every=2, **SIZES)
    others = unpaired.domain(folder / "A", room=room)
    return CycleGANSession(recipe, unpaired.load(folder, room=room), seed=3, n=1, neither=others)


def pix2pix(folder: Path, room: Room) -> Pix2PixSession:
    recipe = Pix2PixRecipe(spec=Pix2PixSpec(filters=(4, 6), dropout=0, d_filters=(4, 4)), **SIZES)
    return Pix2PixSession(recipe, pairs.grey_colour([folder / "A", folder / "B"], room), seed=3, n=1)


@pytest.mark.parametrize("begin", [cyclegan, pix2pix])
def test_a_streamed_run_is_given_the_same_and_so_is_one_that_goes_on(begin: Callable[..., Any], folder: Path) -> None:
    """All that a step hangs on besides the saved state."""
    held, streamed, resumed = (begin(folder, room) for room in (Room(), Room(0), Room(0)))
    given: list[Any] = []
    for session in (held, streamed, resumed):
        session.trainer.step = lambda *batch: given.append(batch) or {"loss": 0.0}
    for session, steps in ((held, range(4)), (streamed, range(4)), (resumed, range(2, 4))):
        session.step = steps[0]
        for _ in steps:
            session.advance()
        session.close()
    assert all(map(same, given[:4], given[4:8])) and all(map(same, given[2:4], given[8:]))
    assert not same(given[0], given[1])


def same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other)


def test_batches_come_in_order_and_only_some_are_made_ahead() -> None:
    asked, made, most, lock, ahead = 0, 0, 0, threading.Lock(), threading.Event()

    def make(step: int) -> int:
        nonlocal made, most
        with lock:
            made += 1
            most = max(most, made - asked)
        if made > asked:
            ahead.set()
        return step * step

    batches = ReadAhead(make, ahead=True)
    for step in range(100, 140):
        with lock:
            asked += 1
        assert batches.batch(step) == step * step
        assert ahead.wait(60)  # the next is made before anybody asks
    assert most <= AHEAD + 1  # one more is begun before there is a place for it
    assert batches.batch(7) == 49  # of a run that was gone on with
    batches.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("Worker_")]


def test_what_cannot_be_read_is_told_where_its_step_is() -> None:
    def make(step: int) -> int:
        if step == 5:
            raise OSError("the disk is gone")
        return step

    batches = ReadAhead(make, ahead=True)
    assert [batches.batch(step) for step in range(5)] == list(range(5))
    with pytest.raises(OSError, match="the disk is gone"):
        batches.batch(5)
    batches.close()
