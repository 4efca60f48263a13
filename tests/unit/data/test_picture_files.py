"""Photographs that are read when they are asked for: what stays in memory, and that nothing else changes."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gan_core.base import ranks
from gan_core.base.errors import GanError
from gan_core.base.ranks import World
from gan_core.data import pairs, unpaired
from gan_core.data.crops import Crops
from gan_core.data.picture_files import Pictures, Room, streams

SIDE = 16
SIZE = SIDE * SIDE * 3  # bytes of a picture


def decoded(data: bytes) -> np.ndarray:
    """A quick decoder: a picture of noise that the file's bytes are the seed of."""
    return np.random.default_rng(list(data)).integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def folder_of(place: Path, count: int) -> Path:
    place.mkdir()
    for i in range(count):
        (place / f"{i:05d}.jpg").write_bytes(f"{i}".encode())
    return place


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Any:
    """All pictures that were read and that somebody holds."""
    alive: dict[int, weakref.ref[np.ndarray]] = {}

    def gone(key: int, _: Any) -> None:
        alive.pop(key, None)

    def read(data: bytes) -> np.ndarray:
        picture = decoded(data)
        alive[id(picture)] = weakref.ref(picture, partial(gone, id(picture)))
        return picture

    monkeypatch.setattr(unpaired, "read", read)
    return alive


def test_of_thousands_of_files_no_more_is_held_than_there_is_room_for(live: Any, tmp_path: Path) -> None:
    room, count = 10, 3000
    domain = unpaired.domain(folder_of(tmp_path / "many", count), room=Room(room * SIZE / 2**20))
    gc.collect()
    assert len(domain.train) + len(domain.held_back) == count and len(live) == room
    crops = Crops(domain.train, 8, (SIDE,), 4, (0,))
    for step in range(300):
        crops.batch(step)
        assert len(live) <= room + 4  # and the batch of the moment
    assert streams(domain.train)


def test_what_fits_is_read_once(live: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    domain = unpaired.domain(folder_of(tmp_path / "few", 30))
    monkeypatch.setattr(unpaired, "picture_bytes", lambda path: pytest.fail("it is in memory"))
    monkeypatch.setattr("gan_core.data.picture_files.picture_bytes", lambda path: pytest.fail("it is in memory"))
    Crops(domain.train, 8, (SIDE,), len(domain.train), (0,)).batch(0)
    assert not streams(domain.train) and not streams(domain.held_back)


def made(place: Path, count: int, wide: int = 1) -> Path:
    place.mkdir()
    rng = np.random.default_rng(0)
    for i in range(count):
        picture = rng.integers(0, 256, (20 + i % 3, wide * 24, 3), np.uint8)
        Image.fromarray(picture).save(place / f"{i}.png")
    return place


def everything(photographs: unpaired.Photographs) -> list[list[np.ndarray]]:
    return [list(photographs.train), list(photographs.held_back)]


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    return len(one) == len(other) and all(map(equal, one, other))


def test_a_folder_is_the_same_whatever_stays_in_memory(tmp_path: Path) -> None:
    made(tmp_path / "photographs", 12)
    (tmp_path / "photographs" / "words.png").write_text("no picture")
    (tmp_path / "photographs" / "again.png").write_bytes((tmp_path / "photographs" / "3.png").read_bytes())
    held, streamed = (pairs.grey_and_colour([tmp_path / "photographs"], Room(room)) for room in (100, 0.005))
    for one, other in zip(held, streamed, strict=True):
        assert (one.told, one.mark, one.unreadable) == (other.told, other.mark, other.unreadable)
        assert equal(everything(one), everything(other))
        assert streams(other.train) and not streams(one.train[1:3])
    kept, read = [Crops(d.train, 8, (16, 20), 5, (1, 2)).batch(3) for d in (held[1], streamed[1])]
    assert np.array_equal(kept, read)


@pytest.mark.parametrize("direction", pairs.DIRECTIONS)
def test_so_are_pairs(tmp_path: Path, direction: str) -> None:
    made(tmp_path / "sheets", 9, wide=2)
    (tmp_path / "two").mkdir()
    for side in "AB":
        made(tmp_path / "two" / side, 7)
    for folder in ("sheets", "two"):
        held, streamed = (pairs.pairs_in(tmp_path / folder, direction, Room(room)) for room in (100, 0))
        assert held.told == streamed.told and held.targets.mark == streamed.targets.mark
        assert held.inputs and streamed.inputs
        assert equal(everything(held.targets), everything(streamed.targets))
        assert equal(everything(held.inputs), everything(streamed.inputs))
        assert streams(streamed.targets.train) and not streams(held.inputs.train)


def test_a_photograph_that_changed_meanwhile_ends_a_training_in_words(live: Any, tmp_path: Path) -> None:
    domain = unpaired.domain(folder_of(tmp_path / "few", 30), room=Room(0))
    assert isinstance(domain.train, Pictures)
    for change in (lambda path: path.write_bytes(b"another"), lambda path: path.unlink()):
        change(tmp_path / "few" / "00007.jpg")
        with pytest.raises(GanError, match=r"00007\.jpg is not what it was") as fault:
            everything(domain)
        assert fault.value.code == "photograph_changed"


@pytest.fixture
def as_rank() -> Iterator[Any]:
    yield lambda rank, size: ranks.enter(World(rank, size))
    ranks.enter(World())


def test_a_rank_reads_only_its_share_of_a_batch(
    live: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_rank: Any
) -> None:
    domain = unpaired.domain(folder_of(tmp_path / "few", 40), room=Room(0))
    whole = Crops(domain.train, 8, (SIDE,), 8, (0,)).batch(2)
    opened: list[str] = []
    real = unpaired.picture_bytes
    monkeypatch.setattr(
        "gan_core.data.picture_files.picture_bytes", lambda path: opened.append(path.name) or real(path)
    )
    shares = []
    for rank in range(2):
        as_rank(rank, 2)
        shares.append(Crops(domain.train, 8, (SIDE,), 8, (0,)).batch(2))
        assert len(opened) == 4 * (rank + 1)
    assert np.array_equal(np.concatenate(shares), whole) and len(set(opened)) == 8
