"""Boards that a class draws on: who may do what, what is refused, and what is forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data.doodles import doodles
from gan_core.live.boards import AGE, LETTERS, MOST_BOARDS, MOST_DRAWN, MOST_EACH, Boards

DRAWN = doodles(12)
OWNER = "the owner of the board"


class Class:
    """Boards with a clock that is set by hand, and one open board."""

    def __init__(self) -> None:
        self.now = 0.0
        self.boards = Boards(clock=lambda: self.now)
        self.code = self.boards.open(OWNER)


@pytest.fixture
def room() -> Class:
    return Class()


def refused(code: str, call: object, *args: object) -> None:
    with pytest.raises(GanError) as fault:
        call(*args)  # pyright: ignore[reportCallIssue, reportGeneralTypeIssues]
    assert fault.value.code == code


def test_an_owner_has_one_board_whose_code_can_be_typed(room: Class) -> None:
    assert room.boards.open(OWNER) == room.code
    assert set(room.code) <= set(LETTERS)
    room.boards.add(f" {room.code.lower()} ", "phone", DRAWN[0])
    np.testing.assert_array_equal(room.boards.pictures(OWNER), DRAWN[:1])


def test_the_owner_sees_drawings_come_and_others_how_many_there_are(room: Class) -> None:
    for who, picture in zip(("first", "second", "first"), DRAWN, strict=False):
        room.boards.add(room.code, who, picture)
    seen = room.boards.seen(OWNER, room.code, after=1)
    assert seen.numbers == (1, 2, 3)
    assert list(seen.came) == [2, 3]
    np.testing.assert_array_equal(seen.came[3], DRAWN[2])
    assert room.boards.seen("first", room.code) == (3, 2, 0, (), {})
    room.boards.started(OWNER, 3)
    assert room.boards.seen("first", room.code).learned == 3


def test_a_drawer_takes_back_the_own_drawings_alone_and_the_owner_any(room: Class) -> None:
    for who, picture in zip(("first", "second", "first"), DRAWN, strict=False):
        room.boards.add(room.code, who, picture)
    room.boards.undo(room.code, "first")
    room.boards.undo(room.code, "first")
    room.boards.undo(room.code, "first")
    assert room.boards.seen(OWNER, room.code).numbers == (2,)
    refused("board_missing", room.boards.strike, "first", 2)
    room.boards.strike(OWNER, 2)
    room.boards.strike(OWNER, 2)
    assert room.boards.pictures(OWNER).shape == (0, 28, 28)
    assert room.boards.add(room.code, "second", DRAWN[0]) == 4  # a number is not given twice


def test_nothing_is_lost_when_thirty_draw_at_once(room: Class) -> None:
    def draws(phone: int) -> list[int]:
        return [room.boards.add(room.code, f"phone {phone}", picture) for picture in DRAWN[:8]]

    with ThreadPoolExecutor(30) as pool:
        numbers = [number for found in pool.map(draws, range(30)) for number in found]
    assert sorted(numbers) == list(range(1, 241))
    assert room.boards.seen("phone 7", room.code)[:2] == (240, 8)


def test_what_is_no_drawing_is_refused_and_the_rest_stays(room: Class) -> None:
    room.boards.add(room.code, "phone", DRAWN[0])
    dot = np.zeros((28, 28), np.uint8)
    dot[3, 3] = 255
    for picture, code in ((dot * 0, "drawing_empty"), (dot, "drawing_dot"), (dot * 0 + 255, "drawing_full")):
        refused(code, room.boards.add, room.code, "phone", picture)
    refused("drawings_shape", room.boards.add, room.code, "phone", DRAWN[0][:5])
    refused("drawings_shape", room.boards.add, room.code, "phone", None)
    assert len(room.boards.pictures(OWNER)) == 1


def test_a_board_and_one_person_on_it_have_their_limits(room: Class) -> None:
    for number in range(MOST_DRAWN):
        if number == MOST_EACH:
            refused("board_enough", room.boards.add, room.code, "phone 0", DRAWN[0])
        room.boards.add(room.code, f"phone {number // MOST_EACH}", DRAWN[0])
    refused("board_full", room.boards.add, room.code, "one more", DRAWN[0])
    room.boards.strike(OWNER, 1)
    room.boards.add(room.code, "one more", DRAWN[0])


def test_an_empty_board_makes_room_and_one_with_drawings_never_does(room: Class) -> None:
    codes = {}
    for number in range(1, MOST_BOARDS):
        room.now += 1
        codes[number] = room.boards.open(f"teacher {number}")
    room.boards.open("one more")  # the first board, empty and the longest alone, went
    refused("board_missing", room.boards.seen, OWNER, room.code)
    room.boards.add(room.boards.open("one more"), "phone", DRAWN[0])
    for code in codes.values():
        room.boards.add(code, "phone", DRAWN[0])
    refused("boards_full", room.boards.open, OWNER)


def test_a_board_is_forgotten_with_its_owner_and_when_nobody_comes(room: Class) -> None:
    room.boards.add(room.code, "phone", DRAWN[0])
    room.boards.forget("phone")  # who owns no board has none to forget
    room.now += AGE
    assert room.boards.seen("phone", room.code).total == 1
    room.now += 1  # a phone that only looks keeps nothing
    refused("board_missing", room.boards.seen, "phone", room.code)
    room.boards.started(OWNER, 12)  # and that it has gone meanwhile is no fault
    room.code = room.boards.open(OWNER)
    room.boards.add(room.code, "phone", DRAWN[0])
    room.now += AGE
    assert room.boards.seen(OWNER, room.code).total == 1
    room.now += AGE
    room.boards.forget(OWNER)
    refused("board_missing", room.boards.add, room.code, "phone", DRAWN[0])
    code = room.boards.open(OWNER)
    room.now += AGE + 1
    refused("board_missing", room.boards.seen, OWNER, code)
    refused("board_missing", room.boards.pictures, OWNER)
