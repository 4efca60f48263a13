"""API of the Training room's live training. The runs belong to the service; what visitors draw and bring to be learned
lies on boards and in heaps in memory."""

from __future__ import annotations

import base64
import binascii
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from demo_ui.page.uploads import Uploads
from demo_ui.training.heaps import PART, Heaps
from gan_core.base.checks import LARGEST_SEED, check_count
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.data.doodles import doodles
from gan_core.data.drawings import MOST, SIDE
from gan_core.digits.rooms import DigitRooms, controls
from gan_core.live.boards import Boards
from gan_core.live.knobs import Knobs
from gan_core.live.service import LiveTrainingService

PRESETS = ("express", "best", "classic")  # the first is what a visitor finds
Answer = dict[str, Any]
EXAMPLE = 24  # drawings, of three kinds in turn
MOST_LEARNED = 64  # pictures that are asked for at once; a frame holds 16


class LiveApi:
    """The answers behind the live room; every method takes the page's raw JSON and raises GanError.

    Args:
        stage: the live training service.
        rooms: the generators of the Generate tab, which weights of a run can join.
        boards: on which visitors draw; None: some of its own.
        uploads: where the pictures that visitors bring are counted.
    """

    def __init__(
        self,
        stage: LiveTrainingService,
        rooms: Runtime[DigitRooms],
        boards: Boards | None = None,
        uploads: Uploads | None = None,
    ) -> None:
        self._stage, self._rooms = stage, rooms
        self._boards, self._heaps = boards or Boards(), Heaps(uploads)
        self._saving = threading.Lock()
        self._actions: dict[str, Callable[[str, dict[str, Any]], None]] = {
            "start": self._start,
            "one": self._one,
            "pause": lambda who, _: stage.pause(who),
            "resume": lambda who, _: stage.resume(who),
            "stop": lambda who, _: stage.stop(who),
            "forget": lambda who, _: self._forget(who),
            "reset": lambda who, asked: stage.reset(who, _knobs(asked)),
            "fork": lambda who, asked: stage.fork(who, _text(asked.get("knob")), asked.get("value")),
            "end_fork": lambda who, _: stage.end_fork(who),
            "keep_fork": lambda who, _: stage.keep_fork(who),
            "turn": lambda who, asked: stage.turn(who, _knobs(asked)),
            "referee": lambda who, asked: stage.referee(who, _text(asked.get("source"))),
        }

    @staticmethod
    def facts() -> Answer:
        """What the page builds its knobs from: {"presets": {name: knobs}}."""
        return {"presets": {name: Knobs.of(name).to_json() for name in PRESETS}}

    def live_watch(self, asked: Any) -> Answer:
        """The View of gan_core.live.service: `run` is the run that the page holds, `after` its newest step, `twin` the
        fork that it holds.

        With `warm` the training process is got ready: somebody has opened the room.
        """
        asked = _object(asked)
        if asked.get("warm") is True:
            self._stage.warm()
        run, after, twin = asked.get("run"), asked.get("after", -1), asked.get("twin")
        after = -1 if after == -1 else check_count("after", after, 0, LARGEST_SEED)
        return self._stage.watch(_visitor(asked), _name(run), after, _name(twin))

    def live_do(self, asked: Any) -> Answer:
        """One of the actions, by its name in `action`; {} when it was taken up."""
        asked = _object(asked)
        _chosen(self._actions, asked)(_visitor(asked), asked)
        return {}

    def live_board(self, asked: Any) -> Answer:
        """One of the board's actions, by its name in `action`, and what the visitor sees then.

        'open' gives the visitor a board of their own; 'add' a `picture` (base64 of 28 x 28 bytes, white on black) to
        the board `code`, 'example' adds 24 of the project's own, 'undo' takes back their last one, 'see' looks;
        the owner may 'strike' out a `number`.

        Returns:
            {"code", "count", "own", "learned", "numbers": [int], "came": {number: picture}}: the numbers of all
            drawings, and the pictures of those above `after`, both empty but for the owner; `learned` is how many of
            them a run was started with, 0 before.
        """
        asked = _object(asked)
        visitor, code = _visitor(asked), _text(asked.get("code"))
        boards = self._boards
        action = _chosen(
            {
                "open": lambda: boards.open(visitor),
                "add": lambda: boards.add(code, visitor, _pictures(asked.get("picture"), 1)[0]),
                "example": lambda: [boards.add(code, visitor, picture) for picture in doodles(EXAMPLE)],
                "undo": lambda: boards.undo(code, visitor),
                "strike": lambda: boards.strike(visitor, check_count("number", asked.get("number"), 1, LARGEST_SEED)),
                "see": lambda: None,
            },
            asked,
        )
        after = check_count("after", asked.get("after", 0), 0, LARGEST_SEED)
        found = action()
        code = found if isinstance(found, str) else code.strip().upper()
        seen = boards.seen(visitor, code, after)
        came = {str(number): _coded(picture) for number, picture in seen.came.items()}
        told = {"code": code, "count": seen.total, "own": seen.own, "learned": seen.learned}
        return {**told, "numbers": list(seen.numbers), "came": came}

    def live_learned(self, asked: Any) -> Answer:
        """{"pictures": {index: picture}} of the visitor's own that their run learns from, at `indices`, 64 at most."""
        asked = _object(asked)
        indices = asked.get("indices")
        if not isinstance(indices, list) or len(indices) > MOST_LEARNED:
            raise GanError("list_wrong", name="indices", largest=MOST_LEARNED)
        wanted = [check_count("indices", index, 0, LARGEST_SEED) for index in indices]
        found = self._stage.learned(_visitor(asked), wanted)
        return {"pictures": {str(index): _coded(picture) for index, picture in found.items()}}

    def live_pictures(self, asked: Any) -> Answer:
        """A part of the visitor's heap of pictures, which 'start' with `heap` then learns from: {"count"} of the heap.

        `pictures` is base64 of up to 768 pictures of 28 x 28 bytes, white on black; `start` says how many were sent
        before: 0 begins anew.
        """
        asked = _object(asked)
        start = check_count("start", asked.get("start"), 0, MOST)
        return {"count": self._heaps.add(_visitor(asked), start, _pictures(asked.get("pictures"), PART))}

    def live_beat(self, asked: Any) -> Answer:
        """The visitor's page is still open."""
        self._stage.beat(_visitor(_object(asked)))
        return {}

    def live_take(self, asked: Any) -> Answer:
        """Put the networks of the snapshot at `step` behind the Generate tab: {"facts"} to build its controls from."""
        asked = _object(asked)
        rooms = self._rooms.engine
        step = check_count("step", asked.get("step"), 0, LARGEST_SEED)
        name = rooms.take_over(*self._stage.weights(_visitor(asked), step))
        return {"facts": controls(name, rooms.room(name))}

    def live_save(self, asked: Any) -> Answer:
        """The own run as {"name", "url"} of a zip: record, GIF and checkpoint."""
        visitor = _visitor(_object(asked))
        if not self._saving.acquire(blocking=False):  # a zip of 56 MB lies in memory several times
            raise GanError("large_busy")
        try:
            with tempfile.TemporaryDirectory() as folder:
                data = self._stage.save(visitor, Path(folder))["zip"].read_bytes()
            url = f"data:application/zip;base64,{base64.b64encode(data).decode()}"
        finally:
            self._saving.release()
        return {"name": "gan-theatre-run.zip", "url": url}

    def live_gif(self, asked: Any) -> Answer:
        """The own run so far as {"name", "url"} of a GIF."""
        visitor = _visitor(_object(asked))
        if not self._saving.acquire(blocking=False):
            raise GanError("large_busy")
        try:
            data = self._stage.animation(visitor)
        finally:
            self._saving.release()
        return {"name": "gan-theatre-live.gif", "url": f"data:image/gif;base64,{base64.b64encode(data).decode()}"}

    def _start(self, visitor: str, asked: dict[str, Any], *, paused: bool = False) -> None:
        """A run on the pictures of the visitor's own board, on those that they brought, or on digits."""
        board, heap = asked.get("board") is True, asked.get("heap") is True
        own = self._boards.pictures(visitor) if board else self._heaps.pictures(visitor) if heap else None
        self._stage.start(visitor, _knobs(asked), paused=paused, drawings=own)
        if own is not None and board:
            self._boards.started(visitor, len(own))
        elif own is not None:
            self._heaps.forget(visitor)  # the stage has them now

    def _forget(self, visitor: str) -> None:
        self._boards.forget(visitor)
        self._heaps.forget(visitor)
        self._stage.forget(visitor)

    def _one(self, visitor: str, asked: dict[str, Any]) -> None:
        """One step; where there is no run yet, a new one stands at step 0 first."""
        try:
            self._stage.step(visitor)
        except GanError as fault:
            if fault.code not in ("live_not_started", "live_ended"):
                raise
            self._start(visitor, asked, paused=True)
            if self._stage.watch(visitor)["status"] != "queued":
                self._stage.step(visitor)


def _object(asked: Any) -> dict[str, Any]:
    if not isinstance(asked, dict):
        raise GanError("visitor_wrong")
    return asked


def _visitor(asked: dict[str, Any]) -> str:
    """Who asks; nobody can guess an id of this length."""
    visitor = asked.get("visitor")
    if not isinstance(visitor, str) or not 16 <= len(visitor) <= 80:
        raise GanError("visitor_wrong")
    return visitor


def _chosen(actions: dict[str, Callable[..., Any]], asked: dict[str, Any]) -> Callable[..., Any]:
    action = actions.get(_text(asked.get("action")))
    if action is None:
        raise GanError("option_unknown", name="action", value=str(asked.get("action"))[:40], known=", ".join(actions))
    return action


def _pictures(sent: Any, most: int) -> np.ndarray:
    """One to `most` pictures, uint8 (n, 28, 28), of base64; raises GanError('drawings_shape')."""
    try:
        data = base64.b64decode(str(sent)[: 2 * most * SIDE * SIDE], validate=True)
        if not 0 < len(data) <= most * SIDE * SIDE:
            raise ValueError
        return np.frombuffer(data, np.uint8).reshape(-1, SIDE, SIDE)
    except (binascii.Error, ValueError):
        raise GanError("drawings_shape", side=SIDE) from None


def _coded(picture: np.ndarray) -> str:
    return base64.b64encode(picture.tobytes()).decode()


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _text(value: Any) -> str:
    return value[:80] if isinstance(value, str) else ""


def _knobs(asked: dict[str, Any]) -> Knobs:
    return Knobs.from_json(asked.get("knobs"))
