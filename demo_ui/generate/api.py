"""API of the Generate room: pictures and metrics for the page's requests. Keeps nothing about visitors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from demo_ui.generate.files import digit_file, loop_file, walk_file
from demo_ui.page.networks import PageNetworks
from gan_core.base.animations import formats
from gan_core.base.errors import GanError
from gan_core.base.images import data_url, grid
from gan_core.base.runtime import Runtime, State
from gan_core.digits.directions import FRAMES
from gan_core.digits.film import along, loop_film, picture
from gan_core.digits.request import GenerateRequest, parse_request
from gan_core.digits.rooms import DigitRoom, DigitRooms, controls, film
from gan_core.digits.writing import set_line
from gan_core.store.checkpoints import parse_reference

WALK_TILES = 9  # of the walk's film
MAP_TILES = 5  # on each side of the map between four seeds
SURE = 0.9  # how sure the classifier has to be of a digit, before and after, for its change to be told
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
            "verdict": _verdict,
            "grid": lambda room, request: {
                "grid": film(_drawn(room, request, request.grid(room.directions.vectors)), 4)
            },
            "map": _map,
            "walk": lambda room, request: {"walk": film(_walk(room, request, WALK_TILES))},
            "epochs": _epochs,
            "nearest": _nearest,
            "films": _films,
            "became": self._became,
            "latent": lambda room, request: {"latent": np.round(request.base(), 2).tolist()},
        }

    def status(self, asked: Any = None) -> Answer:
        """{"state": "loading"}, or "ready" with what the controls of each generator are built from.

        "own" gives the address of what the page needs for inference in the browser, as soon as it is ready.
        """
        own = {"own": self._networks.digits} if self._networks and self._networks.digits else {}
        if self._runtime.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading", **own}
        offered = self._runtime.engine.offered
        return {"state": "ready", "checkpoints": [controls(id, room) for id, room in offered.items()], **own}

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
        return _drawn(room, request, z[None])[0], z

    def save(self, asked: Any) -> dict[str, str]:
        """The digit as {"name", "url"} of a PNG."""
        room, request = self._read(asked)
        return digit_file(picture(room.engine, request, room.directions.vectors), room.engine.id, **_facts(request))

    def take(self, asked: Any) -> dict[str, str]:
        """The loop, or where there is none the walk, as {"name", "url"} of a film; `format` is one of `formats()`."""
        room, request = self._read(asked)
        fmt = asked.get("format", "webp")
        if fmt not in formats():
            raise GanError("option_unknown", name="format", value=str(fmt)[:40], known=", ".join(formats()))
        if request.loop:
            frames = loop_film(room.engine, request, room.directions.vectors)
            facts = {**({"text": request.text} if request.text else {}), "places": len(request.loop)}
            return loop_file(frames, fmt, room.engine.id, **facts)
        to = (request.others or (request.seed,))[0]
        places = np.linspace(0.0, 1.0, WALK_FRAMES)
        frames = along(room.engine, replace(request, down=0.0), room.directions.vectors, "across", places)
        return walk_file(frames, fmt, room.engine.id, **_facts(request, to=to))

    def _became(self, room: DigitRoom, request: GenerateRequest) -> Answer:
        """Which digit the directions made of which, [from, to]; None where it is the same, or not surely read."""
        reads = self._runtime.engine.reads
        if reads is None or request.text or not any(request.directions):
            return {"became": None}
        before = replace(request, directions=tuple(0.0 for _ in request.directions))
        z = np.stack([one.latent(room.directions.vectors) for one in (before, request)])
        return {"became": became(*reads(_drawn(room, request, z)))}

    def _read(self, asked: Any) -> tuple[DigitRoom, GenerateRequest]:
        room = self._runtime.engine.room(asked.get("checkpoint") if isinstance(asked, dict) else None)
        steps = [s["step"] for s in room.engine.snapshots]
        facts = {"directions": len(room.directions.names), "classes": room.engine.classes, "id": room.engine.id}
        return room, parse_request(asked, steps=steps, **facts)


def became(before: np.ndarray, after: np.ndarray) -> list[int] | None:
    """[from, to] of two readings, probabilities (10,); None where they are the same or one of them is not sure."""
    if min(before.max(), after.max()) < SURE or before.argmax() == after.argmax():
        return None
    return [int(before.argmax()), int(after.argmax())]


def _facts(request: GenerateRequest, **more: Any) -> dict[str, Any]:
    """What it takes to draw this digit or this line again, as its file tells."""
    asked: dict[str, Any] = {"class": request.label} if request.classes else {}
    if request.text:
        asked = {"text": request.text} | ({"hands": "own"} if request.varied else {})
    return {**asked, "seed": request.seed, **more, "digit": request.digit}


def _drawn(room: DigitRoom, request: GenerateRequest, z: np.ndarray) -> np.ndarray:
    return room.engine.images(request.asked(z), request.step)


def _map(room: DigitRoom, request: GenerateRequest) -> Answer:
    return {"map": film(_drawn(room, request, request.map(room.directions.vectors, MAP_TILES)), MAP_TILES)}


def _walk(room: DigitRoom, request: GenerateRequest, count: int) -> np.ndarray:
    return _drawn(room, request, request.walk(room.directions.vectors, count))


def _digit(room: DigitRoom, request: GenerateRequest) -> Answer | None:
    """The digit, or the line, and what D says of it; None if the visitor's next request came before its turn.

    Of a line both numbers are means over its digits.
    """
    vectors = room.directions.vectors
    z = request.line(vectors) if request.text else request.asked(request.latent(vectors)[None])
    drawing = room.engine.draw(z, request.step, request.session)
    if drawing is None:
        return None
    shown = set_line(request.text, drawing.images) if request.text else drawing.images
    logits = drawing.logits.astype(np.float64)
    verdict = {"logit": float(logits.mean()), "probability": float((1 / (1 + np.exp(-logits.clip(-700, 700)))).mean())}
    return {"digit": data_url(grid(shown, len(shown))), "verdict": verdict}


def _verdict(room: DigitRoom, request: GenerateRequest) -> Answer | None:
    """What D says alone: it is asked for it once a line holds still."""
    return {"verdict": (_digit(room, replace(request, session=None)) or {}).get("verdict")}


def _epochs(room: DigitRoom, request: GenerateRequest) -> Answer:
    """The same latent vector before every snapshot's generator."""
    z = request.asked(request.latent(room.directions.vectors)[None])
    return {"epochs": film(np.concatenate([room.engine.images(z, s["step"]) for s in room.snapshots]))}


def _films(room: DigitRoom, request: GenerateRequest) -> Answer:
    """The digit on the stage along each direction: a film a slider."""
    if not room.directions.names:
        return {"films": []}
    z = request.films(room.directions.vectors, room.directions.ranges, FRAMES)
    images = _drawn(room, request, z).reshape(-1, FRAMES, 28, 28)
    return {"films": [film(images_of_one) for images_of_one in images]}


def _nearest(room: DigitRoom, request: GenerateRequest) -> Answer:
    [image] = _drawn(room, request, request.latent(room.directions.vectors)[None])
    found = room.engine.nearest(image)
    return {"nearest": {"drawn": data_url(image), "image": data_url(found.image), "distance": found.distance}}
