"""The generators behind the controls of the Generate tab: the checkpoints that ship, and weights taken from a run."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.images import data_url, grid
from gan_core.digits.directions import FRAMES, Directions
from gan_core.digits.engine import DigitEngine
from gan_core.digits.writing import WRITER, Writer
from gan_core.store.checkpoints import Networks, Registry
from gan_core.store.origin import epochs_in_all, steps_in_all

CHECKPOINTS = ("best", "classic")  # the first is what a visitor finds, the second is there where it was trained
FIGURES = ("frechet_ratio", "class_right", "n")  # of spec.json, that the page tells
MOST_TAKEN = 16  # taken over and kept, of all visitors; the oldest goes


@dataclass(frozen=True)
class DigitRoom:
    """A generator with its sliders."""

    engine: DigitEngine
    directions: Directions

    @property
    def snapshots(self) -> list[dict[str, Any]]:
        """What the epoch slider goes through: {"step", "shown", "epoch"} of each snapshot, the finished networks last.

        `step` is what the engine is asked for, None for the finished networks; `shown` is the step of training.
        """
        spec = self.engine.spec
        last = max([steps_in_all(spec), *(s["step"] for s in self.engine.snapshots)])
        earlier = [s for s in self.engine.snapshots if s["step"] < last]
        finished = {"step": None, "shown": last, "epoch": epochs_in_all(spec)}
        return [*({"step": s["step"], "shown": s["step"], "epoch": s["epoch"]} for s in earlier), finished]


class DigitRooms:
    """All the rooms, loaded together in the background.

    Args:
        shipped: by checkpoint id; the first is what a visitor finds.
        asked: the generator that can be asked for digits, if it is there.
        reads: class probabilities (n, 10) of uint8 digits (n, 28, 28), by the classifier, if it is there.
    """

    def __init__(
        self,
        shipped: Mapping[str, DigitRoom],
        asked: DigitRoom | None = None,
        reads: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> None:
        self.shipped, self._asked, self.reads = dict(shipped), asked, reads
        self.first = next(iter(self.shipped))
        self._taken: OrderedDict[str, DigitRoom] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, registry: Registry) -> DigitRooms:
        """Load the checkpoints that exist; imports the network library. Raises GanError as DigitEngine."""
        rooms = {id: DigitRoom(DigitEngine(registry, id), Directions.load(registry, id)) for id in offered(registry)}
        return cls({id: room for id, room in rooms.items() if id != WRITER}, rooms.get(WRITER), _reads(registry))

    @property
    def writer(self) -> Writer:
        """The generator that can be asked for digits; raises GanError('checkpoint_missing')."""
        return self.room(WRITER).engine

    @property
    def offered(self) -> dict[str, DigitRoom]:
        """All that the Generate tab offers: those that draw what they like, and the one that is asked."""
        return self.shipped | ({WRITER: self._asked} if self._asked else {})

    def room(self, id: Any = None) -> DigitRoom:
        """The room of a checkpoint, or of a name that `take_over` gave; None is the first.

        Raises:
            GanError: 'checkpoint_missing', 'taken_gone'.
        """
        id = self.first if id is None else id
        known = self.offered.get(id) if isinstance(id, str) else None
        if known is not None:
            return known
        if not isinstance(id, str) or not id.startswith("taken-"):
            raise GanError("checkpoint_missing", id=str(id)[:40], known=", ".join(self.offered))
        with self._lock:
            if id not in self._taken:
                raise GanError("taken_gone")
            self._taken.move_to_end(id)
            return self._taken[id]

    def take_over(self, spec: dict[str, Any], networks: Networks) -> str:
        """Put other networks behind one visitor's controls; returns the name that only this visitor knows.

        Args:
            spec: as in spec.json.
            networks: float32 arrays of 'generator' and 'discriminator'.

        Raises:
            GanError: 'checkpoint_mismatch'.
        """
        engine = self.shipped[self.first].engine.taken_over(spec, networks)
        name = f"taken-{secrets.token_urlsafe(16)}"
        with self._lock:
            self._taken[name] = DigitRoom(engine, Directions.none(engine.latent))
            while len(self._taken) > MOST_TAKEN:
                self._taken.popitem(last=False)
        return name


def _reads(registry: Registry) -> Callable[[np.ndarray], np.ndarray] | None:
    """The classifier's probabilities; it is loaded when it is first asked."""
    from gan_core.digits.classifier import CLASSIFIER_ID, DigitClassifier

    loaded = cache(lambda: DigitClassifier.load(registry))
    return (lambda images: loaded().look(images)[1]) if CLASSIFIER_ID in registry.ids() else None


def offered(registry: Registry) -> list[str]:
    """The checkpoints that the Generate tab offers: the first always, the others if they exist."""
    return [CHECKPOINTS[0], *(id for id in (*CHECKPOINTS[1:], WRITER) if id in registry.ids())]


def controls(id: str, room: DigitRoom) -> dict[str, Any]:
    """What the page builds a generator's controls from; `id` is what its requests name as "checkpoint"."""
    return {
        "id": id,
        "model": room.engine.id,
        "digest": room.engine.digest,
        "classes": room.engine.classes,
        "figures": _figures(room.engine.spec),
        "directions": _directions(room.directions),
        "snapshots": room.snapshots,
        "typical": room.engine.typical._asdict(),
    }


def _figures(spec: dict[str, Any]) -> dict[str, float]:
    """What is told of it beside another: of `FIGURES` those that were measured."""
    known = spec.get("figures") or {}
    return {name: known[name] for name in FIGURES if isinstance(known.get(name), int | float)}


def _directions(directions: Directions) -> list[dict[str, Any]]:
    """For each slider its name, its ends, and how many tiles the film between them has."""
    return [
        {"name": name, "low": float(low), "high": float(high), "tiles": FRAMES}
        for name, (low, high) in zip(directions.names, directions.ranges, strict=True)
    ]


def film(images: np.ndarray, columns: int | None = None) -> str:
    """Digits (n, h, w), side by side or in rows of `columns`, as one data URL."""
    return data_url(grid(images, columns or len(images)))
