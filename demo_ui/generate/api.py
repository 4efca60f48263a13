"""API of the Generate room: pictures and metrics for the page's requests. Keeps nothing about visitors."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from demo_ui.generate.files import digit_file, walk_file
from demo_ui.generate.request import GenerateRequest, parse_request
from demo_ui.page.networks import PageNetworks
from gan_core.base.errors import GanError
from gan_core.base.images import data_url
from gan_core.base.runtime import Runtime, State
from gan_core.digits.directions import FRAMES
from gan_core.digits.rooms import DigitRoom, DigitRooms, controls, film
from gan_core.store.checkpoints import parse_reference

WALK_TILES = 9  # of the walk's film
MAP_TILES = 5  # on each side of the map between four seeds
WALK_FRAMES = 32  # of the walk to take away, one way
Answer = dict[str, Any]


class DigitApi:
    """The answers behind the Generate tab, over rooms that may still be loading.

    Every method takes the page's raw JSON and raises GanError on what it cannot read, 'not_ready' while the
    rooms are loading and 'engine_failed' if they could not be loaded.
    """

    def __init__(self, runtime: Runtime[DigitRooms], networks: PageNetworks | None = None) -> None:
        self._runtime, self._networks = runtime, networks
        self._parts: dict[str, Callable[[DigitRoom, GenerateRequest], Answer | None]] = {
            "digit": _digit,
            "grid": lambda room, request: {
                "grid": film(_drawn(room, request, request.grid(room.directions.vectors)), 4)
            },
            "map": _map,
            "walk": lambda room, request: {"walk": film(_walk(room, request, WALK_TILES))},
            "epochs": _epochs,
            "nearest": _nearest,
            "films": _films,
            "latent": lambda room, request: {"latent": np.round(request.base(), 2).tolist()},
        }

    def status(self, asked: Any = None) -> Answer:
        """{"state": "loading"}, or "ready" with what the controls of each generator are built from.

        "own" gives the address of what the page needs for inference in the browser, as soon as it is ready.
        """
        own = {"own": self._networks.digits} if self._networks and self._networks.digits else {}
        if self._runtime.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading", **own}
        shipped = self._runtime.engine.shipped
        return {"state": "ready", "checkpoints": [controls(id, room) for id, room in shipped.items()], **own}

    def look(self, asked: Any) -> Answer:
        """The parts of the picture named in `parts`; {} if a newer request of the same session has arrived."""
        room, request = self._read(asked)
        parts = asked.get("parts", ["digit"])
        if not isinstance(parts, list) or len(parts) > len(self._parts):
            raise GanError("list_wrong", name="parts", largest=len(self._parts))
        answer: Answer = {}
        for part in parts:
            if not isinstance(part, str) or part not in self._parts:
                raise GanError("option_unknown", name="part", value=str(part)[:40], known=", ".join(self._parts))
            answer |= self._parts[part](room, request) or {}
        return answer

    def draw(self, asked: Any, checkpoint: Any) -> tuple[np.ndarray, np.ndarray]:
        """A digit, uint8 (28, 28), of the checkpoint that `checkpoint` refers to, and its z, float32 (100,)."""
        id, step = parse_reference(checkpoint if isinstance(checkpoint, str) else "")
        room, request = self._read({**asked, "checkpoint": id, "step": step})
        z = request.latent(room.directions.vectors)
        return _drawn(room, request, z)[0], z

    def save(self, asked: Any) -> dict[str, str]:
        """The digit as {"name", "url"} of a PNG."""
        room, request = self._read(asked)
        [image] = _drawn(room, request, request.latent(room.directions.vectors))
        return digit_file(image, room.engine.id, seed=request.seed, digit=request.digit)

    def take(self, asked: Any) -> dict[str, str]:
        """The walk as {"name", "url"} of an animation; `format` is "webp" or "gif"."""
        room, request = self._read(asked)
        fmt = asked.get("format", "webp")
        if fmt not in ("webp", "gif"):
            raise GanError("option_unknown", name="format", value=str(fmt)[:40], known="webp, gif")
        to = (request.others or (request.seed,))[0]
        return walk_file(
            _walk(room, request, WALK_FRAMES), fmt, room.engine.id, seed=request.seed, to=to, digit=request.digit
        )

    def _read(self, asked: Any) -> tuple[DigitRoom, GenerateRequest]:
        room = self._runtime.engine.room(asked.get("checkpoint") if isinstance(asked, dict) else None)
        steps = [s["step"] for s in room.engine.snapshots]
        return room, parse_request(asked, directions=len(room.directions.names), steps=steps)


def _drawn(room: DigitRoom, request: GenerateRequest, z: np.ndarray) -> np.ndarray:
    return room.engine.images(z, request.step)


def _map(room: DigitRoom, request: GenerateRequest) -> Answer:
    return {"map": film(_drawn(room, request, request.map(room.directions.vectors, MAP_TILES)), MAP_TILES)}


def _walk(room: DigitRoom, request: GenerateRequest, count: int) -> np.ndarray:
    return _drawn(room, request, request.walk(room.directions.vectors, count))


def _digit(room: DigitRoom, request: GenerateRequest) -> Answer | None:
    """The digit and what D says of it; None if the visitor's next request came before this one's turn."""
    drawing = room.engine.draw(request.latent(room.directions.vectors), request.step, request.session)
    if drawing is None:
        return None
    logit = float(drawing.logits[0])
    probability = 1 / (1 + math.exp(-max(-700.0, min(700.0, logit))))
    return {"digit": data_url(drawing.images[0]), "verdict": {"logit": logit, "probability": probability}}


def _epochs(room: DigitRoom, request: GenerateRequest) -> Answer:
    """The same latent vector before every snapshot's generator."""
    z = request.latent(room.directions.vectors)
    return {"epochs": film(np.concatenate([room.engine.images(z, s["step"]) for s in room.snapshots]))}


def _films(room: DigitRoom, request: GenerateRequest) -> Answer:
    """The digit on the stage along each direction: a film a slider."""
    if not room.directions.names:
        return {"films": []}
    z = request.films(room.directions.vectors, room.directions.ranges, FRAMES)
    images = _drawn(room, request, z).reshape(-1, FRAMES, 28, 28)
    return {"films": [film(images_of_one) for images_of_one in images]}


def _nearest(room: DigitRoom, request: GenerateRequest) -> Answer:
    [image] = _drawn(room, request, request.latent(room.directions.vectors))
    found = room.engine.nearest(image)
    return {"nearest": {"drawn": data_url(image), "image": data_url(found.image), "distance": found.distance}}
