"""Heaps of pictures that visitors bring in parts: what is taken, what is refused, and when they are forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from demo_ui.page.uploads import Uploads
from demo_ui.training.heaps import MINUTES, PART, Heaps
from gan_core.base.errors import GanError
from gan_core.data.doodles import doodles
from gan_core.data.drawings import MOST

DRAWN = doodles(18)
ME, OTHER = "me", "other"


class Room:
    """Heaps with a clock that is set by hand."""

    def __init__(self, megabytes: float = 512.0) -> None:
        self.now = 0.0
        self.heaps = Heaps(Uploads(megabytes), clock=lambda: self.now)


@pytest.fixture
def room() -> Room:
    return Room()


def refused(code: str, call: object, *args: object) -> None:
    with pytest.raises(GanError) as fault:
        call(*args)  # pyright: ignore[reportCallIssue, reportGeneralTypeIssues]
    assert fault.value.code == code


def test_a_heap_comes_in_parts_and_begins_anew_at_0(room: Room) -> None:
    assert room.heaps.add(ME, 0, DRAWN[:10]) == 10
    assert room.heaps.add(ME, 10, DRAWN[10:]) == 18
    np.testing.assert_array_equal(room.heaps.pictures(ME), DRAWN)
    assert room.heaps.add(ME, 0, DRAWN[:5]) == 5
    np.testing.assert_array_equal(room.heaps.pictures(ME), DRAWN[:5])


def test_a_part_that_does_not_follow_is_refused_and_nothing_is_lost(room: Room) -> None:
    refused("heap_gone", room.heaps.add, ME, 3, DRAWN[:3])
    room.heaps.add(ME, 0, DRAWN[:10])
    for start in (9, 11, MOST):
        refused("heap_gone", room.heaps.add, ME, start, DRAWN[:3])
    refused("heap_gone", room.heaps.add, OTHER, 10, DRAWN[:3])
    assert len(room.heaps.pictures(ME)) == 10


@pytest.mark.parametrize("part", [DRAWN[:0], DRAWN[0], DRAWN.astype(float), np.zeros((PART + 1, 28, 28), np.uint8)])
def test_what_is_no_part_is_refused(room: Room, part: np.ndarray) -> None:
    refused("drawings_shape", room.heaps.add, ME, 0, part)


def test_60_001_pictures_are_refused(room: Room) -> None:
    full = np.zeros((PART, 28, 28), np.uint8)
    for start in range(0, MOST - PART, PART):
        room.heaps.add(ME, start, full)
    count = room.heaps.add(ME, start + PART, full[: MOST % PART])
    assert count == MOST
    refused("drawings_many", room.heaps.add, ME, MOST, full[:1])


def test_the_oldest_goes_where_there_is_no_room_for_all(room: Room) -> None:
    room = Room(megabytes=2.5 * DRAWN.nbytes / 2**20)
    for who in ("first", "second", "third"):
        room.heaps.add(who, 0, DRAWN)
        room.now += 1
    refused("heap_gone", room.heaps.pictures, "first")
    assert [len(room.heaps.pictures(who)) for who in ("second", "third")] == [18, 18]


def test_a_heap_to_which_nothing_comes_is_forgotten(room: Room) -> None:
    room.heaps.add(ME, 0, DRAWN)
    room.now = 60 * MINUTES - 1
    room.heaps.add(OTHER, 0, DRAWN)
    room.now += 1
    room.heaps.sweep()
    refused("heap_gone", room.heaps.pictures, ME)
    assert len(room.heaps.pictures(OTHER)) == 18
    room.heaps.forget(OTHER)
    refused("heap_gone", room.heaps.pictures, OTHER)
