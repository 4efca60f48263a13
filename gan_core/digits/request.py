"""What is asked of a generator of digits: validated where it arrives, turned into latent vectors here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import LARGEST_SEED, check_count, check_number, check_numbers, check_seed
from gan_core.base.errors import GanError
from gan_core.base.files import read_file, why
from gan_core.digits.latent import LATENT, asked, latents, move, slerp, truncate
from gan_core.digits.loop import blended, closed_way
from gan_core.digits.writing import SPACE, WRITER, asked_in_turn, check_text

DIGITS = 16  # how many digits of a seed the grid shows
FURTHEST = 100.0  # along a direction: z keeps its length of about 10, so that there it is the direction itself
MOST_PLACES, LARGEST_PLACES = 8, 2**20  # of a loop; bytes of the file that keeps them
RAW = 10.0  # the largest single number of z; a standard normal one hardly ever exceeds 4


@dataclass(frozen=True)
class GenerateRequest:
    """A digit, described by where its latent vector comes from.

    The vector of `seed` and `digit` is mixed with those of the three `others` (`across`, `down` in
    0..1: where the finger is on the pad), single coordinates are set by `raw`, the result is moved along
    the directions by `directions` and drawn towards the centre by `truncation`, in this order. A generator of
    `classes` is asked for the class `label` by it, or for the digits of the line `text`, all by this one vector or,
    if `varied`, by this one and the next of the seed in turn. With a `loop` it is the one at
    `at` (once around is 1) on the closed way through its places, and so is the class.
    """

    seed: int
    digit: int = 0
    others: tuple[int, ...] = ()
    across: float = 0.0
    down: float = 0.0
    raw: dict[int, float] = field(default_factory=dict)
    directions: tuple[float, ...] = ()
    truncation: float = 1.0
    step: int | None = None
    label: int = 0
    text: str = ""
    varied: bool = False
    classes: int = 0
    loop: tuple[GenerateRequest, ...] = ()
    at: float = 0.0
    session: str | None = None  # of the requests of one session, the newest wins

    def base(self) -> np.ndarray:
        """z before any slider: float32 (LATENT,). The pad mixes along great circles, first across, then down."""
        z = _of_seed(self.seed)[self.digit]
        if not self.others or not (self.across or self.down):
            return z
        right, below, far = (_of_seed(seed)[self.digit] for seed in self.others)
        return slerp(slerp(z, right, self.across), slerp(below, far, self.across), self.down)

    def latent(self, vectors: np.ndarray) -> np.ndarray:
        """z as the generator gets it: float32 (LATENT,); `vectors`: the unit directions, float32 (k, LATENT)."""
        if self.loop:
            points = np.stack([replace(place, truncation=1.0).latent(vectors) for place in self.loop])
            return closed_way(points, np.array([self.at]), np.array([place.truncation for place in self.loop]))[0]
        z = self.base()
        if self.raw:
            z = z.copy()
            z[list(self.raw)] = list(self.raw.values())
        if self.directions:
            z = move(z, vectors[: len(self.directions)], np.array(self.directions, np.float32))
        return truncate(z, self.truncation)

    def asked(self, z: np.ndarray) -> np.ndarray:
        """What the generator takes for z (n, LATENT): `label` behind each, or of one that is not asked z itself."""
        if not self.classes:
            return z
        if not self.loop:
            return asked(z, self.label, self.classes)
        mixed = blended(np.array([place.label for place in self.loop]), np.array([self.at]), self.classes)
        return np.concatenate([z, np.repeat(mixed, len(z), axis=0)], axis=1)

    def line(self, vectors: np.ndarray) -> np.ndarray:
        """What the generator takes for the digits of `text`, spaces left away: float32 (n, LATENT + classes)."""
        digits = np.array([int(character) for character in self.text if character != SPACE])
        hands = [self._hand(i).latent(vectors) for i in range(len(digits) if self.varied else 1)]
        return asked_in_turn(np.stack(hands), digits, self.classes)

    def _hand(self, i: int) -> GenerateRequest:
        """The i-th of a line's hands, from this one on; `raw` is the first one's alone."""
        loop = tuple(place._hand(i) for place in self.loop)
        return replace(self, digit=(self.digit + i) % DIGITS, raw={} if i else self.raw, loop=loop)

    def grid(self, vectors: np.ndarray) -> np.ndarray:
        """The latent vectors of all digits of the seed, float32 (DIGITS, LATENT); `raw` is the chosen one's alone."""
        others = [replace(self, digit=i, raw=self.raw if i == self.digit else {}) for i in range(DIGITS)]
        return np.stack([request.latent(vectors) for request in others])

    def films(self, vectors: np.ndarray, ranges: np.ndarray, frames: int) -> np.ndarray:
        """What each slider would draw at `frames` places from its low end to its high end, all else as it is.

        Returns:
            The latent vectors direction by direction, float32 (k * frames, LATENT); `ranges`: float32 (k, 2).
        """
        held = np.zeros(len(vectors))
        held[: len(self.directions)] = self.directions
        requests = []
        for i, (low, high) in enumerate(ranges):
            for amount in np.linspace(low, high, frames):
                held_but_one = np.where(np.arange(len(held)) == i, amount, held)
                requests.append(replace(self, directions=tuple(held_but_one.tolist())))
        return np.stack([request.latent(vectors) for request in requests])

    def seeded(self) -> GenerateRequest:
        """Without a z that is held as a whole, such as that of a written digit: it lies between no seeds."""
        return replace(self, raw={}) if len(self.raw) == LATENT else self

    def map(self, vectors: np.ndarray, side: int) -> np.ndarray:
        """The latent vectors of `side` x `side` places on the pad, row by row: float32 (side * side, LATENT)."""
        places = np.linspace(0.0, 1.0, side).tolist()
        return np.stack([replace(self.seeded(), across=x, down=y).latent(vectors) for y in places for x in places])

    def walk(self, vectors: np.ndarray, count: int) -> np.ndarray:
        """`count` latent vectors from the seed to the first of `others`, both included: float32 (count, LATENT)."""
        places = np.linspace(0.0, 1.0, count)
        return np.stack([replace(self.seeded(), across=float(t), down=0.0).latent(vectors) for t in places])


def parse_request(asked: Any, directions: int, steps: list[int], classes: int = 0, id: str = "best") -> GenerateRequest:
    """A `GenerateRequest` out of the page's raw JSON.

    Args:
        asked: any JSON value.
        directions: how many directions there are.
        steps: the snapshots that exist; None, the finished networks, is always allowed.
        classes: of how many the generator can be asked for one; 0: of none. Where none is named it is asked for the
            first digit of the text, or for that of the seed's digits by its number, each class in turn.
        id: what the generator is called.

    Raises:
        GanError: 'request_wrong' (not an object), 'seed_wrong', 'count_wrong', 'number_wrong', 'list_wrong',
            'checkpoint_missing' (no snapshot at that step), 'text_wrong', 'class_unasked'.
    """
    if not isinstance(asked, dict):
        raise GanError("request_wrong")
    others = _list("others", asked.get("others", []), 3)
    if len(others) not in (0, 3):
        raise GanError("list_wrong", name="others", largest=3)
    digit = check_count("digit", asked.get("digit", 0), 0, DIGITS - 1)
    label, text = asked.get("label"), asked.get("text") or ""
    if not classes and (text or label is not None):
        raise GanError("class_unasked", id=id, writer=WRITER)
    text = check_text(text) if text else ""
    if label is None:
        label = int(text[0]) if text else digit % max(classes, 1)
    return GenerateRequest(
        seed=check_seed(asked.get("seed")),
        digit=digit,
        label=check_count("label", label, 0, max(classes, 1) - 1),
        text=text,
        varied=bool(asked.get("varied")),
        classes=classes,
        loop=_loop(asked.get("loop", []), directions, steps, classes, id),
        at=check_number("at", asked.get("at") or 0.0, 0.0, 1.0),
        others=tuple(check_seed(seed) for seed in others),
        across=check_number("across", asked.get("across", 0.0), 0.0, 1.0),
        down=check_number("down", asked.get("down", 0.0), 0.0, 1.0),
        raw=_raw(asked.get("raw", {})),
        directions=tuple(
            check_numbers("directions", asked.get("directions", []), directions, -FURTHEST, FURTHEST).tolist()
        ),
        truncation=check_number("truncation", asked.get("truncation", 1.0), 0.0, 1.0),
        step=_step(asked.get("step"), steps),
        session=_session(asked.get("session")),
    )


def _loop(places: Any, directions: int, steps: list[int], classes: int, id: str) -> tuple[GenerateRequest, ...]:
    """The places of a loop, which have none of their own; their snapshot is that of all."""
    known = [place if isinstance(place, dict) else {} for place in _list("loop", places, MOST_PLACES)]
    return tuple(
        parse_request({**place, "loop": [], "step": None, "text": ""}, directions, steps, classes, id)
        for place in known
    )


def read_places(path: Path) -> dict[str, Any]:
    """What the page keeps of a loop: {"checkpoint", "places", "weights", "text", "varied"}, the last three if said.

    Raises:
        GanError: 'path_missing', 'places_wrong'.
    """
    try:
        kept = json.loads(read_file(path, LARGEST_PLACES))
        places = kept["places"]
        if not isinstance(kept["checkpoint"], str) or not 1 <= len(places) <= MOST_PLACES:
            raise ValueError(f"it must name a checkpoint and 1 to {MOST_PLACES} places")
        if not all(isinstance(place, dict) for place in places):
            raise ValueError("a place must be an object with a seed")
    except FileNotFoundError as fault:
        raise GanError("path_missing", path=path) from fault
    except (ValueError, TypeError, KeyError) as fault:
        raise GanError("places_wrong", path=path, reason=why(fault)) from fault
    return kept


def _raw(values: Any) -> dict[int, float]:
    if not isinstance(values, dict) or len(values) > LATENT:
        raise GanError("list_wrong", name="raw", largest=LATENT)
    return {
        check_count("raw", key, 0, LATENT - 1): check_number("raw", value, -RAW, RAW) for key, value in values.items()
    }


def _session(name: Any) -> str | None:
    return name[:40] if isinstance(name, str) else None


def _step(step: Any, steps: list[int]) -> int | None:
    if step is None:
        return None
    step = check_count("step", step, 0, LARGEST_SEED)
    if step not in steps:
        raise GanError("checkpoint_missing", id=f"@{step}", known=", ".join(f"@{s}" for s in steps) or "none")
    return step


def _list(name: str, values: Any, largest: int) -> list[Any]:
    if not isinstance(values, list) or len(values) > largest:
        raise GanError("list_wrong", name=name, largest=largest)
    return values


@lru_cache(maxsize=256)
def _of_seed(seed: int) -> np.ndarray:
    """The DIGITS latent vectors of a seed; read-only, because every visitor gets the same array."""
    z = latents(seed, DIGITS)
    z.setflags(write=False)
    return z
