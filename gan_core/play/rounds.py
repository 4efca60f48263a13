"""Sessions of the Play room: the server deals the pictures and keeps each label until the picture is answered."""

from __future__ import annotations

import secrets
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gan_core.base.checks import check_count
from gan_core.base.errors import GanError
from gan_core.play.finding import Tally

LENGTHS = (10, 20)  # pictures of a round of digits
MOST = 2000  # rounds that are kept, of all visitors; the one that was left alone longest goes
AGE = 30 * 60.0  # seconds that a round is kept after its last answer
LONGEST_ID = 40


@dataclass(frozen=True)
class Deck:
    """The pictures of a round, in the order in which they are asked.

    Attributes:
        subject: "digits", "photos" or "coloured".
        checkpoint, step, epoch: whose fakes they are; step is None for finished networks.
        pictures: uint8 (n, h, w) or (n, h, w, 3), all of one size.
        fake: bool (n,), the truth. Each was drawn by a coin of its own, so that no answer tells anything of another.
        machine_fake: bool (n,), what the discriminator of the same snapshot says.
    """

    subject: str
    checkpoint: str
    step: int | None
    epoch: float
    pictures: np.ndarray
    fake: np.ndarray
    machine_fake: np.ndarray

    @property
    def series(self) -> tuple[str, str, int | None]:
        """Rounds with the same series are about the same networks and add up."""
        return self.subject, self.checkpoint, self.step


@dataclass(frozen=True)
class Answer:
    """One answered picture, as it is kept. Nothing in it says whose it is."""

    round: str
    place: int
    subject: str
    checkpoint: str
    step: int | None
    epoch: float
    fake: bool
    said_fake: bool
    machine_fake: bool


@dataclass
class Round:
    """A round with what was answered so far; `you` and `machine` hold the rounds before it too, if they add up."""

    id: str
    deck: Deck
    you: Tally = Tally()  # noqa: RUF009  (frozen)
    machine: Tally = Tally()  # noqa: RUF009  (frozen)
    said: list[bool] = field(default_factory=list)
    touched: float = 0.0
    packed: bytes = b""  # of its pictures those that are looked at again; `deck` has none any more

    @property
    def fakes(self) -> np.ndarray:
        """The digits of its deck that are fake, uint8 (n, h, w); of photographs none."""
        return np.frombuffer(zlib.decompress(self.packed), np.uint8).reshape(-1, *self.deck.pictures.shape[1:])

    def adds_up(self, deck: Deck) -> bool:
        """Is `deck` about the same networks? The few photographs come again, and are known then."""
        return deck.subject == self.deck.subject == "digits" and deck.series == self.deck.series

    @property
    def left(self) -> int:
        """How many pictures are not answered yet."""
        return len(self.deck.fake) - len(self.said)


class Rounds:
    """All rounds that are being played; for any thread.

    Args:
        keep: is given each answer once, outside the lock.
        most: how many rounds are kept.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        keep: Callable[[Answer], None] = lambda answer: None,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keep = keep
        self._most = most
        self._clock = clock
        self._rounds: OrderedDict[str, Round] = OrderedDict()  # the one that was left alone longest first
        self._lock = threading.Lock()

    def begin(self, deck: Deck, after: Any = None) -> str:
        """Deal `deck`; returns the round's id, which only its player knows.

        Args:
            after: the id of a finished round of the same player: if it is about the same networks, they add up.
        """
        fakes = _packed(deck)
        new = Round(secrets.token_urlsafe(12), replace(deck, pictures=deck.pictures[:0].copy()), packed=fakes)
        with self._lock:
            self._forget()
            before = self._rounds.get(after) if isinstance(after, str) else None
            if before is not None and before.left == 0 and before.adds_up(deck):
                new.you, new.machine = before.you, before.machine
            self._touch(new)
            while len(self._rounds) > self._most:
                self._rounds.popitem(last=False)
        return new.id

    def answer(self, id: Any, place: Any, said_fake: Any) -> dict[str, bool]:
        """Answer the picture at `place`; returns its truth and what the discriminator says: {"fake", "machine_fake"}.

        The same answer to the same picture may be repeated, as after a lost connection: it counts once.

        Raises:
            GanError: 'round_wrong' (not readable), 'round_gone', 'round_answered' (another answer to an answered
                picture), 'round_not_asked' (a picture whose turn has not come, or that is none of the round's).
        """
        if not isinstance(said_fake, bool):
            raise GanError("round_wrong")
        with self._lock:
            played = self._round(id)
            place = check_count("place", place, 0, len(played.deck.fake) - 1)
            if place > len(played.said):
                raise GanError("round_not_asked")
            fake, machine_fake = bool(played.deck.fake[place]), bool(played.deck.machine_fake[place])
            new = place == len(played.said)
            if not new and played.said[place] != said_fake:
                raise GanError("round_answered")
            if new:
                played.said.append(said_fake)
                played.you = played.you.with_one(fake, said_fake)
                played.machine = played.machine.with_one(fake, machine_fake)
                self._touch(played)
        if new:
            deck = played.deck
            about = deck.subject, deck.checkpoint, deck.step, deck.epoch
            self._keep(Answer(played.id, place, *about, fake, said_fake, machine_fake))
        return {"fake": fake, "machine_fake": machine_fake}

    def finished(self, id: Any) -> Round:
        """A round whose pictures are all answered; raises GanError('round_gone') or ('round_open')."""
        with self._lock:
            played = self._round(id)
            if played.left:
                raise GanError("round_open", left=played.left)
            return played

    def __len__(self) -> int:
        with self._lock:
            self._forget()
            return len(self._rounds)

    def _round(self, id: Any) -> Round:
        self._forget()
        if not isinstance(id, str) or len(id) > LONGEST_ID or id not in self._rounds:
            raise GanError("round_gone")
        return self._rounds[id]

    def _touch(self, played: Round) -> None:
        played.touched = self._clock()
        self._rounds[played.id] = played
        self._rounds.move_to_end(played.id)

    def _forget(self) -> None:
        """Let go of the rounds that were left alone for too long; they stand in front."""
        now = self._clock()
        while self._rounds and now - next(iter(self._rounds.values())).touched > AGE:
            self._rounds.popitem(last=False)


def _packed(deck: Deck) -> bytes:
    """The fake digits of a deck, small, as 2,000 rounds are kept. Photographs are large, and nobody looks at them
    again."""
    return zlib.compress(deck.pictures[deck.fake & (deck.subject == "digits")].tobytes(), 1)
