"""Parses generate requests: validated where they arrive, turned into latent vectors here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from gan_core.base.checks import LARGEST_SEED, check_count, check_number, check_numbers, check_seed
from gan_core.base.errors import GanError
from gan_core.digits.latent import LATENT, asked, latents, move, slerp, truncate
from gan_core.digits.writing import SPACE, WRITER, asked_in_turn, check_text

DIGITS = 16  # how many digits of a seed the grid shows
FURTHEST = 100.0  # along a direction: z keeps its length of about 10, so that there it is the direction itself
RAW = 10.0  # the largest single number of z; a standard normal one hardly ever exceeds 4


@dataclass(frozen=True)
class GenerateRequest:
    """A digit, described by where its latent vector comes from.

    The vector of `seed` and `digit` is mixed with those of the three `others` (`across`, `down` in
    0..1: where the finger is on the pad), single coordinates are set by `raw`, the result is moved along
    the directions by `directions` and drawn towards the centre by `truncation`, in this order. A generator of
    `classes` is asked for the class `label` by it, or for the digits of the line `text`, all by this one vector or,
    if `varied`, by this one and the next of the seed in turn.
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
        z = self.base()
        if self.raw:
            z = z.copy()
            z[list(self.raw)] = list(self.raw.values())
        if self.directions:
            z = move(z, vectors[: len(self.directions)], np.array(self.directions, np.float32))
        return truncate(z, self.truncation)

    def asked(self, z: np.ndarray) -> np.ndarray:
        """What the generator takes for z (n, LATENT): `label` behind each, or of one that is not asked z itself."""
        return asked(z, self.label, self.classes) if self.classes else z

    def line(self, vectors: np.ndarray) -> np.ndarray:
        """What the generator takes for the digits of `text`, spaces left away: float32 (n, LATENT + classes)."""
        digits = np.array([int(character) for character in self.text if character != SPACE])
        hands = self.grid(vectors)[(self.digit + np.arange(len(digits))) % DIGITS] if self.varied else None
        return asked_in_turn(self.latent(vectors)[None] if hands is None else hands, digits, self.classes)

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

    def map(self, vectors: np.ndarray, side: int) -> np.ndarray:
        """The latent vectors of `side` x `side` places on the pad, row by row: float32 (side * side, LATENT)."""
        places = np.linspace(0.0, 1.0, side).tolist()
        return np.stack([replace(self, across=x, down=y).latent(vectors) for y in places for x in places])

    def walk(self, vectors: np.ndarray, count: int) -> np.ndarray:
        """`count` latent vectors from the seed to the first of `others`, both included: float32 (count, LATENT)."""
        places = np.linspace(0.0, 1.0, count)
        return np.stack([replace(self, across=float(t), down=0.0).latent(vectors) for t in places])


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
