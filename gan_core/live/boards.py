"""Boards on which one person or a class draws what a GAN then learns: in memory alone, and forgotten with their owner.

    boards = Boards()
    code = boards.open(owner)                     # the owner's board; others join it by its code
    boards.add(code, who, picture); boards.undo(code, who)
    boards.seen(owner, code, after)               # what came since the drawing numbered `after`
    boards.strike(owner, number); boards.pictures(owner); boards.started(owner, count); boards.forget(owner)

Who draws, and who owns, is told by an id that nobody else knows (any text of up to 80 characters). A code is short,
since people type it: who has it may add drawings and take back their own, and sees how many there are; the drawings
themselves are shown to the owner alone. Thread-safe.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from gan_core.base.errors import GanError
from gan_core.data.drawings import SIDE, drawing_wanted

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
CODE = 6  # letters of a code
MOST_BOARDS, MOST_DRAWN, MOST_EACH = 64, 300, 60  # boards; drawings of a board, and of one person on it
AGE = 60 * 60.0  # seconds after which a board is forgotten to which nobody adds and at which its owner does not look


class Drawing(NamedTuple):
    """One drawing: uint8 (28, 28), and whose it is."""

    who: str
    picture: np.ndarray


class Seen(NamedTuple):
    """What one person sees of a board.

    Attributes:
        total: how many drawings there are.
        own: how many of them are by who asks.
        learned: how many drawings the run learns from that was started with them last; 0: none was.
        numbers: of every drawing, in the order of coming; () but for the owner.
        came: {number: uint8 (28, 28)} of those asked for; {} but for the owner.
    """

    total: int
    own: int
    learned: int
    numbers: tuple[int, ...]
    came: dict[int, np.ndarray]


@dataclass
class _Board:
    owner: str
    touched: float
    drawn: dict[int, Drawing] = field(default_factory=dict)  # by number, in the order of coming
    last: int = 0  # the highest number given so far: none is given twice
    learned: int = 0

    def of(self, who: str) -> list[int]:
        return [number for number, drawing in self.drawn.items() if drawing.who == who]


class Boards:
    """See the head of this file.

    Args:
        clock: seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._boards: dict[str, _Board] = {}

    def open(self, owner: str) -> str:
        """The code of the owner's board, which is opened if there is none yet.

        Raises:
            GanError: 'boards_full' (somebody draws on every one of 64; an empty one makes room).
        """
        with self._lock:
            self._forget_old()
            code = self._code(owner)
            if code is None:
                self._make_room()
                code = self._new_code()
                self._boards[code] = _Board(owner, self._clock())
            self._boards[code].touched = self._clock()
            return code

    def add(self, code: str, who: str, picture: np.ndarray) -> int:
        """Add a drawing, uint8 (28, 28), white on black; returns its number, from 1.

        Raises:
            GanError: 'board_missing', 'board_full' (300 drawings), 'board_enough' (60 of one person),
                'drawings_shape', 'drawing_empty', 'drawing_dot', 'drawing_full'.
        """
        if not isinstance(picture, np.ndarray) or picture.shape != (SIDE, SIDE) or picture.dtype != np.uint8:
            raise GanError("drawings_shape", side=SIDE)
        with self._lock:
            board = self._found(code)
            number = board.last + 1
            drawing_wanted(number, picture)
            if len(board.drawn) >= MOST_DRAWN:
                raise GanError("board_full", most=MOST_DRAWN)
            if len(board.of(who)) >= MOST_EACH:
                raise GanError("board_enough", most=MOST_EACH)
            board.last, board.drawn[number] = number, Drawing(who, picture.copy())
            return number

    def undo(self, code: str, who: str) -> None:
        """Take back the last drawing of `who`; nothing happens if they have none. Raises GanError 'board_missing'."""
        with self._lock:
            board = self._found(code)
            for number in board.of(who)[-1:]:
                del board.drawn[number]

    def strike(self, owner: str, number: int) -> None:
        """Strike a drawing out of the own board; one that is gone already stays so. Raises GanError 'board_missing'."""
        with self._lock:
            self._own(owner).drawn.pop(number, None)

    def seen(self, who: str, code: str, after: int = 0) -> Seen:
        """What `who` sees of a board; the owner also those numbered above `after`. Raises GanError 'board_missing'."""
        with self._lock:
            board = self._there(code)
            counts = len(board.drawn), len(board.of(who)), board.learned
            if board.owner != who:
                return Seen(*counts, (), {})  # phones that lie about and look keep no drawing alive
            board.touched = self._clock()
            came = {number: drawing.picture for number, drawing in board.drawn.items() if number > after}
            return Seen(*counts, tuple(board.drawn), came)

    def pictures(self, owner: str) -> np.ndarray:
        """The drawings of the own board, uint8 (n, 28, 28); they stay on it. Raises GanError 'board_missing'."""
        with self._lock:
            drawn = [drawing.picture for drawing in self._own(owner).drawn.values()]
            return np.stack(drawn) if drawn else np.zeros((0, SIDE, SIDE), np.uint8)

    def started(self, owner: str, count: int) -> None:
        """A run has begun to learn `count` drawings of the own board; nothing happens if it has gone meanwhile."""
        with self._lock:
            code = self._code(owner)
            if code is not None:
                self._boards[code].learned = count

    def forget(self, owner: str) -> None:
        """The owner has left, or a stand begins anew: the own board and all drawings on it are gone."""
        with self._lock:
            code = self._code(owner)
            if code is not None:
                del self._boards[code]

    def _found(self, code: str) -> _Board:
        board = self._there(code)
        board.touched = self._clock()
        return board

    def _there(self, code: str) -> _Board:
        self._forget_old()
        board = self._boards.get(code.strip().upper())
        if board is None:
            raise GanError("board_missing")
        return board

    def _own(self, owner: str) -> _Board:
        return self._found(self._code(owner) or "")

    def _code(self, owner: str) -> str | None:
        return next((code for code, board in self._boards.items() if board.owner == owner), None)

    def _new_code(self) -> str:
        while (code := "".join(secrets.choice(LETTERS) for _ in range(CODE))) in self._boards:
            pass
        return code

    def _make_room(self) -> None:
        """Nobody's drawing goes for another person: of empty boards, the one that was left alone longest does."""
        if len(self._boards) < MOST_BOARDS:
            return
        empty = [code for code, board in self._boards.items() if not board.drawn]
        if not empty:
            raise GanError("boards_full")
        del self._boards[min(empty, key=lambda code: self._boards[code].touched)]

    def _forget_old(self) -> None:
        now = self._clock()
        for code in [code for code, board in self._boards.items() if now - board.touched > AGE]:
            del self._boards[code]
