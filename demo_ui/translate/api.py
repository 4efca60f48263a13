"""API of the Translate room. A visitor's photograph stays in memory for minutes, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from demo_ui.page.request import fields_of, session_of, uploaded
from demo_ui.page.sent import MINUTES
from demo_ui.page.uploads import Uploads
from demo_ui.translate.in_browser import PhotoNetworks
from demo_ui.translate.networks import HORSES, Networks
from demo_ui.translate.photo_cache import PhotoCache, drop_all
from demo_ui.translate.room import WITHOUT_CYCLE, Examples, PhotoRoom
from demo_ui.translate.serialize import Answer, board_answer, plain_answer, translation_answer
from gan_core.base.checks import check_number
from gan_core.base.errors import GanError
from gan_core.base.images import data_url, mark_made_by_model, picture_url, png_bytes
from gan_core.base.runtime import Runtime, State
from gan_core.photos.borders import Framed, framed
from gan_core.photos.domains import DIRECTIONS
from gan_core.photos.engine import Board
from gan_core.photos.files import Photo, read_photo
from gan_core.photos.guard import Verdict
from gan_core.photos.masks import STRONGEST, cut_out, strengthened
from gan_core.store.origin import began_with

AUTO = "auto"  # the direction that the guard finds by itself
CUT_OUT = "cut-out"
MIRRORED = 256  # long side of the mirror's pictures, at most
SAVED = ("translated", "reconstructed", "identity")  # and, where there is a mask, CUT_OUT
WEAKEST = 0.01  # of a translation that is saved; without any it would be the photograph


@dataclass(frozen=True)
class Exhibit:
    """A photograph with its translation, and the guard's verdicts on both; None without a guard.

    Networks and guard saw what lies within its border.
    """

    photo: Photo
    frame: Framed
    board: Board
    verdict: Verdict | None
    after: Verdict | None


class PhotoApi:
    """The answers behind the Translate tab about one CycleGAN, over a room that may still be loading.

    Every method takes the page's raw JSON and raises GanError on what it cannot read, 'not_ready' while the
    room is loading and 'engine_failed' if it could not be loaded.
    """

    def __init__(
        self,
        runtime: Runtime[PhotoRoom],
        examples: Examples,
        networks: Networks = HORSES,
        in_browser: PhotoNetworks | None = None,
        uploads: Uploads | None = None,
    ) -> None:
        self._runtime = runtime
        self._networks = networks
        self._in_browser = in_browser
        self.names = {direction: name for name, direction in networks.directions.items()}
        self._examples = examples
        self._cache: PhotoCache[Exhibit] = PhotoCache(uploads)
        self._of_example = lru_cache(maxsize=8)(self._work_out_example)

    def status(self, asked: Any = None) -> Answer:
        """{"state": "loading"}, or "ready" with what the controls are built from.

        With {"own": True} a page asks for networks for inference in the browser; "own" gives their address, "preparing"
        says that they are being exported.
        """
        if self._runtime.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading"}
        has = self._runtime.facts(
            lambda room: {
                "guard": room.guard is not None,
                "without": room.without_cycle is not None,
                "smooths": bool(room.engine.smoothing),
            }
        )
        return {
            "state": "ready",
            "directions": True,
            **has,
            "minutes": MINUTES,
            **(self._in_browser.status(asked) if self._in_browser else {}),
        }

    def translate(self, asked: Any) -> Answer:
        """The board of an uploaded file; `asked` carries form fields in `data` and the file in `files`.

        {} if the same session has sent another photograph meanwhile.
        """
        data, fields = uploaded(asked)
        self._runtime.engine  # noqa: B018  (before the file is decoded: is there anybody to translate it?)
        return self._shown(self.work_out(read_photo(data), fields.get("direction", AUTO), session_of(fields)))

    def example(self, asked: Any) -> Answer:
        """The board of the example `name`; worked out once."""
        asked = fields_of(asked)
        name, direction = asked.get("name"), self._direction(asked.get("direction", AUTO))
        self._examples.path(name)
        return self._shown(self._of_example(name, direction))

    def mirror(self, asked: Any) -> Answer:
        """A picture of a live camera, sent like a photograph, one way: {"picture": data URL}. Nothing of it is kept.

        {} if the same session has sent another one meanwhile. Raises GanError('frame_too_large').
        """
        data, fields = uploaded(asked)
        engine, direction = self._runtime.engine.engine, self._direction(fields.get("direction"))
        picture = read_photo(data).image
        if max(picture.shape) > MIRRORED:
            raise GanError("frame_too_large", most=MIRRORED)
        made = engine.mirror(picture, DIRECTIONS[0] if direction == AUTO else direction, session_of(fields))
        return {} if made is None else {"picture": data_url(made, "JPEG")}

    def at_strength(self, asked: Any) -> Answer:
        """What is said of the photograph in the cache at another `strength` of its translation."""
        asked = fields_of(asked)
        exhibit = self._cache.get(asked.get("ticket"))
        strength = check_number("strength", asked.get("strength", 1), 0, STRONGEST)
        board = self._runtime.engine.engine.at_strength(
            exhibit.board, exhibit.frame.picture, strength, session_of(asked)
        )
        return (
            {}
            if board is None
            else translation_answer(exhibit.frame, board, exhibit.verdict, self._verdict(board.translated))
        )

    def without_cycle(self, asked: Any) -> Answer:
        """The photograph in the cache through the networks without cycle loss; raises 'checkpoint_missing'."""
        asked = fields_of(asked)
        exhibit = self._cache.get(asked.get("ticket"))
        room = self._runtime.engine
        other, with_cycle = room.without_cycle, room.engine
        if other is None:
            raise GanError("checkpoint_missing", id=WITHOUT_CYCLE, known=self._networks.id)
        board = other.board(exhibit.frame.picture, exhibit.board.direction, session_of(asked))
        if board is None:
            return {}
        went_on = began_with(other.spec) == with_cycle.id
        without = other.epochs - with_cycle.epochs if went_on else other.epochs
        return plain_answer(exhibit.frame, board, exhibit.board, (without, with_cycle.epochs), went_on=went_on)

    def save(self, asked: Any) -> Answer:
        """One of the pictures `SAVED`, or a cut-out, as {"name", "url"} of a PNG which says what made it.

        `strength`, as in `strengthened`, is that of the translation, also of a cut-out (0 cuts the photograph out) and
        of what the way back starts from.
        """
        asked = fields_of(asked)
        exhibit, what = self._cache.get(asked.get("ticket")), asked.get("what")
        board = exhibit.board
        known = SAVED if board.mask is None else (*SAVED, CUT_OUT)
        if what not in known:
            raise GanError("option_unknown", name="picture", value=str(what)[:40], known=", ".join(known))
        low = WEAKEST if what == "translated" else 0.0
        strength = check_number("strength", asked.get("strength", 1), low, STRONGEST)
        picture, strength = self._picture(exhibit, what, strength)
        words = self.mark(board.direction, what, strength)
        picture, mask = exhibit.frame.around(picture), board.mask if what == CUT_OUT else None
        data = png_bytes(picture, words) if mask is None else cut_out(picture, exhibit.frame.mask(mask), words)
        whole = strength == 1 or (what == CUT_OUT and not strength)
        much = "" if whole else f"-{100 * strength:.0f}"
        source = self.names[board.direction] if strength or what != CUT_OUT else "photograph"
        return {"name": f"gan-theatre-{source}-{what}{much}.png", "url": picture_url(data, "png")}

    def forget(self, asked: Any) -> Answer:
        """Take the visitor's photographs, by their `tickets`, out of the cache."""
        drop_all(self._cache, asked)
        return {}

    def work_out(self, photo: Photo, direction: Any, session: str | None = None) -> Exhibit | None:
        """Translate a photograph; None if a newer request of `session` arrived meanwhile."""
        direction, room = self._direction(direction), self._runtime.engine
        frame = framed(photo.image)
        verdict = self._verdict(frame.picture)
        if direction == AUTO:
            direction = verdict.direction if verdict else DIRECTIONS[0]
        board = room.engine.board(frame.picture, direction, session)
        if board is None:
            return None
        return Exhibit(photo, frame, board, verdict, self._verdict(board.translated))

    def _verdict(self, picture: np.ndarray) -> Verdict | None:
        guard = self._runtime.engine.guard
        return guard.verdict(picture) if guard else None

    def _picture(self, exhibit: Exhibit, what: str, strength: float) -> tuple[np.ndarray, float]:
        """One of the pictures of an exhibit, and the strength that it has after all."""
        board = exhibit.board
        if what == "identity" or (what == "reconstructed" and strength == 1):
            return getattr(board, what), 1.0
        if what == "reconstructed":
            other = self._runtime.engine.engine.at_strength(board, exhibit.frame.picture, strength)
            assert other is not None  # without a session nothing is sent away
            return other.reconstructed, strength
        return strengthened(exhibit.frame.picture, board.result, strength), strength

    def _work_out_example(self, name: str, direction: str) -> Exhibit | None:
        return self.work_out(read_photo(self._examples.path(name)), direction)

    def _shown(self, exhibit: Exhibit | None) -> Answer:
        if exhibit is None:
            return {}
        answer = board_answer(exhibit.photo, exhibit.frame, exhibit.board, exhibit.verdict, exhibit.after)
        return {"ticket": self._cache.put(exhibit), **answer}

    def mark(self, direction: str, what: str, strength: float = 1.0) -> dict[str, str]:
        """The metadata of a saved picture, which says that a model made it; at strength 0 that it only cut it out."""
        id, much = self._networks.id, {} if strength == 1 else {"strength": f"{strength:g}"}
        words = mark_made_by_model(id, direction=self.names[direction], picture=what, **much)
        if strength == 0 and what == CUT_OUT:
            words["Description"] = self._cut_only
        return words

    def made_by(self) -> dict[str, Any]:
        """Metadata for pictures that the page itself saves; "{facts}" in "words" is replaced by how they were made."""
        words = mark_made_by_model(f"{self._networks.id}{{facts}}")
        return {"words": words, "cutOnly": self._cut_only, "names": self.names}

    @property
    def _cut_only(self) -> str:
        return f"A photograph, cut out where a generative adversarial network ({self._networks.id}) changes it."

    def _direction(self, asked: Any) -> str:
        """AUTO or one of DIRECTIONS, which may be asked for by name."""
        known = {AUTO: AUTO, **{key: key for key in DIRECTIONS}, **self._networks.directions}
        if not isinstance(asked, str) or asked not in known:
            choices = ", ".join([AUTO, *self._networks.directions])
            raise GanError("option_unknown", name="direction", value=str(asked)[:40], known=choices)
        return known[asked]
