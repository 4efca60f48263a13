"""Answers the Translate tab's requests about colours. A visitor's photograph stays in memory for minutes, and nowhere
else."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from demo_ui.page.request import fields_of, session_of, uploaded
from demo_ui.page.sent import MINUTES
from demo_ui.page.uploads import Uploads
from demo_ui.translate.in_browser import PhotoNetworks
from demo_ui.translate.photo_cache import PhotoCache, drop_all
from demo_ui.translate.room import WITHOUT_D, ColourRoom, Examples
from demo_ui.translate.serialize import Answer
from demo_ui.translate.serialize_colour import (
    coloured_answer,
    colourings_answer,
    hinted_answer,
    judged_answer,
    likely_answer,
    pairing_answer,
    without_d_answer,
)
from gan_core.base.checks import check_number
from gan_core.base.errors import GanError
from gan_core.base.images import mark_made_by_model, picture_url, png_bytes
from gan_core.base.runtime import Runtime, State
from gan_core.photos.borders import Framed, framed
from gan_core.photos.colour import STRONGEST, Coloured
from gan_core.photos.files import Photo, read_photo
from gan_core.photos.hints import Hint, placed, read_hints
from gan_core.photos.pairing_experiment import PAIRINGS

COLOURED = "translated"  # the picture that can be saved, called as those of other networks are
OFFERED = 5  # likely colours of a place
FACTS = {"state": "ready", "directions": False, "guard": False, "minutes": MINUTES}  # whatever networks there are
WEAKEST = 0.01  # of colours that are saved; without any it would be a grey photograph


def marked(id: str, facts: str = "{facts}") -> dict[str, str]:
    """Metadata of a picture that `id` coloured; `facts` is how, which the page fills in for what it saves itself."""
    made = f"Colours made by a model: a neural network ({id}{facts}); no camera saw them."
    return {**mark_made_by_model(id), "Description": made}


class Brought(NamedTuple):
    """A photograph, and what of it lies within a border."""

    photo: Photo
    frame: Framed

    @classmethod
    def of(cls, photo: Photo) -> Brought:
        return cls(photo, framed(photo.image))


class ColourApi:
    """The answers about photographs that are coloured, over a room that may still be loading.

    Every method takes the page's raw JSON and raises GanError on what it cannot read, 'not_ready' while the
    room is loading and 'engine_failed' if it could not be loaded.
    """

    def __init__(
        self,
        runtime: Runtime[ColourRoom],
        examples: Examples,
        uploads: Uploads | None = None,
        in_browser: PhotoNetworks | None = None,
    ) -> None:
        self._runtime = runtime
        self._examples = examples
        self._in_browser = in_browser
        self._cache: PhotoCache[Brought] = PhotoCache(uploads)
        self._of_example = lru_cache(maxsize=8)(self._work_out_example)

    def status(self, asked: Any = None) -> Answer:
        """{"state": "loading"}, or "ready" with what the controls are built from; see `PhotoApi.status`."""
        if self._runtime.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading"}
        has = self._runtime.facts(
            lambda room: {
                "without": room.without_d is not None,
                "pairings": room.pairing is not None,
                "hints": room.engine.eyes is not None,
            }
        )
        own = self._in_browser.status(asked) if self._in_browser else {}
        return {**FACTS, **has, **own}

    def translate(self, asked: Any) -> Answer:
        """The board of an uploaded file; `asked` carries form fields in `data` and the file in `files`.

        {} if the same session has sent another photograph meanwhile.
        """
        data, fields = uploaded(asked)
        self._runtime.engine  # noqa: B018  (before the file is decoded: is there anybody to colour it?)
        brought = Brought.of(read_photo(data))
        return self._shown(brought, self.work_out(brought, session=session_of(fields)))

    def example(self, asked: Any) -> Answer:
        """The board of the example `name`; worked out once."""
        name = fields_of(asked).get("name")
        self._examples.path(name)
        return self._shown(*self._of_example(name))

    def at_strength(self, asked: Any) -> Answer:
        """D's verdict on the cached photograph at another `strength` of its colours."""
        asked = fields_of(asked)
        brought = self._cache.get(asked.get("ticket"))
        coloured = self.work_out(brought, asked.get("strength", 1), session_of(asked))
        return {} if coloured is None else judged_answer(coloured, self._runtime.engine.engine.stride)

    def hinted(self, asked: Any) -> Answer:
        """The cached photograph in the colours that the network gives once it has been told those of its `hints`."""
        asked = fields_of(asked)
        brought = self._cache.get(asked.get("ticket"))
        hints = placed(read_hints(asked.get("hints")), brought.frame.inner)
        coloured = self.work_out(brought, 1.0, session_of(asked), hints)
        return {} if coloured is None else hinted_answer(brought.frame, coloured, self._runtime.engine.engine.stride)

    def colourings(self, asked: Any) -> Answer:
        """Up to three colourings of the cached photograph that are likely, each with the hints that it comes from."""
        frame, engine = self._cache.get(fields_of(asked).get("ticket")).frame, self._runtime.engine.engine
        found = engine.answers(frame.picture)
        pictures = [engine.colourise(frame.picture, hints=hints) for hints in found]
        return colourings_answer(frame, [(placed(h, frame.outer), p) for h, p in zip(found, pictures, strict=True)])

    def likely(self, asked: Any) -> Answer:
        """The likeliest colours of the cached photograph at the place `x`, `y`, shares of its width and height."""
        asked = fields_of(asked)
        frame = self._cache.get(asked.get("ticket")).frame
        x, y = frame.inner(*(check_number(name, asked.get(name), 0, 1) for name in ("x", "y")))
        return likely_answer(frame.picture, x, y, self._runtime.engine.engine.likely(frame.picture, x, y, OFFERED))

    def without_d(self, asked: Any) -> Answer:
        """The photograph in the cache in the colours of both networks, made stronger by the same gain; raises
        'checkpoint_missing'."""
        asked = fields_of(asked)
        brought, room = self._cache.get(asked.get("ticket")), self._runtime.engine
        if room.without_d is None:
            raise GanError("checkpoint_missing", id=WITHOUT_D, known=room.engine.id)
        fair = min(STRONGEST, room.engine.gain / room.without_d.gain)
        other = room.without_d.coloured(brought.frame.picture, fair, session_of(asked))
        ours = None if other is None else self.work_out(brought)
        return {} if other is None or ours is None else without_d_answer(brought.frame, ours, other)

    def pairings(self, asked: Any) -> Answer:
        """The cached photograph through the three networks of the pairing experiment; raises 'checkpoint_missing'."""
        asked = fields_of(asked)
        brought, room = self._cache.get(asked.get("ticket")), self._runtime.engine
        if room.pairing is None:
            raise GanError("checkpoint_missing", id=", ".join(PAIRINGS.values()), known=room.engine.id)
        found = room.pairing.answers(brought.frame.picture, session_of(asked))
        return {} if found is None else pairing_answer(brought.frame, found, room.pairing.measured)

    def save(self, asked: Any) -> Answer:
        """The photograph with `strength` times its colours as {"name", "url"} of a PNG which says what made it."""
        asked = fields_of(asked)
        (_, frame), what = self._cache.get(asked.get("ticket")), asked.get("what")
        if what != COLOURED:
            raise GanError("option_unknown", name="picture", value=str(what)[:40], known=COLOURED)
        strength = check_number("strength", asked.get("strength", 1), WEAKEST, STRONGEST)
        hints = placed(read_hints(asked.get("hints")), frame.inner)
        picture = frame.around(self._runtime.engine.engine.colourise(frame.picture, strength, hints))
        data = png_bytes(picture, self.mark(strength, hints))
        much = "" if strength == 1 else f"-{100 * strength:.0f}"
        return {"name": f"gan-theatre-coloured{much}.png", "url": picture_url(data, "png")}

    def forget(self, asked: Any) -> Answer:
        """Take the visitor's photographs, by their `tickets`, out of the cache."""
        drop_all(self._cache, asked)
        return {}

    def work_out(
        self, brought: Brought, strength: Any = 1.0, session: Hashable | None = None, hints: Sequence[Hint] = ()
    ) -> Coloured | None:
        """The photograph in the network's colours; None if a newer request of `session` came meanwhile."""
        check_number("strength", strength, 0, STRONGEST)
        return self._runtime.engine.engine.coloured(brought.frame.picture, strength, session, hints)

    def mark(self, strength: float = 1.0, hints: Sequence[Hint] = ()) -> dict[str, str]:
        """The metadata of a saved picture, which says that a model made its colours: the rest is the photograph's."""
        much = "" if strength == 1 else f", strength {strength:g}"
        return marked(self._runtime.engine.engine.id, much + (f", hints: {len(hints)}" if hints else ""))

    def _work_out_example(self, name: str) -> tuple[Brought, Coloured | None]:
        brought = Brought.of(read_photo(self._examples.path(name)))
        return brought, self.work_out(brought)

    def _shown(self, brought: Brought, coloured: Coloured | None) -> Answer:
        if coloured is None:
            return {}
        engine = self._runtime.engine.engine
        answer = coloured_answer(*brought, coloured, engine.stride, engine.eyes is not None)
        return {"ticket": self._cache.put(brought), **answer}
