"""API of the Draw room. A drawing is painted and forgotten.

A zebra is a painted horse that the CycleGAN took further.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Hashable
from typing import Any

import numpy as np
from PIL import Image

from demo_ui.page.request import fields_of, session_of, uploaded
from gan_core.base.errors import GanError
from gan_core.base.images import data_url, mark_made_by_model, picture_url, png_bytes
from gan_core.base.runtime import Runtime, State
from gan_core.photos.domains import DOMAINS
from gan_core.photos.drawing import COAT, DrawingEngine, Painted, squared
from gan_core.photos.engine import PHOTO_ID
from gan_core.photos.files import read_photo
from gan_core.photos.ink import even_ink, ink_of
from gan_core.pictures import limits

Answer = dict[str, Any]
START = "data:image/png;base64,"
ANIMALS = DOMAINS
SAVED = 640  # side of a saved picture, in pixels
LEVELLED = 512  # side of the ink of a photographed drawing, in pixels


class DrawingApi:
    """The answers about drawings, over an engine that may still be loading.

    `photos`, the Runtime of a PhotoRoom, makes zebras. Every method takes the page's raw JSON and raises GanError on
    what it cannot read, 'not_ready' while the engine is loading and 'engine_failed' if it could not be loaded.
    """

    def __init__(self, runtime: Runtime[DrawingEngine], photos: Runtime[Any] | None = None) -> None:
        self._runtime, self._photos = runtime, photos

    def status(self, asked: Any = None) -> Answer:
        """{"state": "loading"}, or "ready" with what the controls are built from.

        `side` is that of what is painted, `zebras` says whether horses can become zebras, `coats` are the names of
        the coats that can be chosen.
        """
        if self._runtime.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading"}
        zebras = self._photos is not None and self._photos.state in (State.READY, State.RESTING)
        has = self._runtime.facts(lambda engine: {"side": engine.side, "coats": list(engine.coats)})
        return {"state": "ready", **has, "zebras": zebras}

    def paint(self, asked: Any) -> Answer:
        """The painting of `drawing`, a PNG as a data URL, as `animal` with `coat`: {"picture", "ms"}.

        {} if the same session has sent a newer drawing meanwhile.
        """
        asked = fields_of(asked)
        painted = self._painted(asked, session_of(asked))
        return {} if painted is None else {"picture": picture_url(png_bytes(painted.picture), "png"), "ms": painted.ms}

    def level(self, asked: Any) -> Answer:
        """The ink of a photographed drawing, a file with the fields of a form: {"picture"}, a square PNG as a data
        URL, black and as opaque as there is ink.

        Raises GanError 'drawing_unclear' (nothing on it is a drawing).
        """
        data, _ = uploaded(asked)
        self._runtime.engine  # noqa: B018  (before the file is decoded: is there anybody to paint it?)
        ink = squared(ink_of(read_photo(data).image), LEVELLED)
        picture = np.zeros((*ink.shape, 4), np.uint8)
        picture[..., 3] = ink
        return {"picture": data_url(picture)}

    def save(self, asked: Any) -> Answer:
        """The painting of `drawing` as {"name", "url"} of a PNG which says what made it."""
        asked = fields_of(asked)
        animal, painted = asked.get("animal"), self._painted(asked)
        assert painted is not None  # without a session nothing is sent away
        large = Image.fromarray(painted.picture).resize((SAVED, SAVED), Image.Resampling.LANCZOS)
        data = png_bytes(np.asarray(large), self.mark(animal))
        return {"name": f"gan-theatre-drawn-{animal}.png", "url": picture_url(data, "png")}

    def _painted(self, asked: Answer, session: Hashable | None = None) -> Painted | None:
        return self.work_out(_drawing(asked.get("drawing")), asked.get("animal"), asked.get("coat", COAT), session)

    def work_out(
        self, drawing: np.ndarray, animal: Any, coat: Any = COAT, session: Hashable | None = None
    ) -> Painted | None:
        """The ink of a drawing, uint8 (h, w), as an animal; None if a newer request of `session` came meanwhile.

        Raises:
            GanError: 'option_unknown' (no such animal or coat), 'checkpoint_missing' (nobody makes zebras), as the
                engines.
        """
        if animal not in ANIMALS:
            raise GanError("option_unknown", name="animal", value=str(animal)[:40], known=", ".join(ANIMALS))
        if animal == "zebra" and self._photos is None:
            raise GanError("checkpoint_missing", id=PHOTO_ID, known=self._runtime.engine.id)
        painted = self._runtime.engine.paint(drawing, coat, session)
        if animal == "horse" or painted is None or self._photos is None:
            return painted
        start = time.perf_counter()
        zebra = self._photos.engine.engine.mirror(
            painted.picture, "ab", None if session is None else ("drawn", session)
        )
        return None if zebra is None else Painted(zebra, painted.ms + 1000 * (time.perf_counter() - start))

    def mark(self, animal: str) -> dict[str, str]:
        """The metadata of a saved picture, which says that a model made it."""
        made = self._runtime.engine.id if animal == "horse" else f"{self._runtime.engine.id} and {PHOTO_ID}"
        return mark_made_by_model(made, picture=f"a {animal} painted after a drawing")


def _drawing(url: Any) -> np.ndarray:
    """The ink of a data URL as the page sends it; raises GanError('photo_none', 'photo_unreadable', ...)."""
    if not isinstance(url, str) or not url.startswith(START) or len(url) > limits.DRAWING_URL:
        raise GanError("photo_none")
    try:
        data = base64.b64decode(url[len(START) :], validate=True)
    except (binascii.Error, ValueError):
        raise GanError("photo_unreadable") from None
    return even_ink(read_photo(data).image)
