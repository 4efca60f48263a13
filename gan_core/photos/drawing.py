"""Inference of a Pix2Pix that turns drawings into horses.

Importing this imports no network library; making an engine does.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.base.latest_wins import LatestWins
from gan_core.models.gradients import set_threads
from gan_core.photos.networks import drawing_recipe, drawn
from gan_core.pictures.limits import DRAWING_SIDES
from gan_core.recipes.pix2pix import DARKER, Pix2PixRecipe
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

DRAWING_ID = "drawing2horse"
PAPER = (244, 240, 232)  # RGB of what lies behind a painted animal
# RGB of coats, as mean colours of painted animals.
COATS = {
    "bay": (90, 57, 40),
    "chestnut": (158, 94, 58),
    "black": (48, 45, 45),
    "grey": (122, 119, 116),
    "white": (194, 188, 180),
}
COAT = next(iter(COATS))  # where nobody chose one
PLAIN = (255, 0, 0)  # RGB of the ink that networks without `ink` were shown
LEAST, LARGEST = DRAWING_SIDES
LEAST_INK = 0.002  # share of the paper that must be inked: fewer touches are no drawing yet


class Painted(NamedTuple):
    """What became of a drawing: uint8 (side, side, 3), and how long the network took, in milliseconds."""

    picture: np.ndarray
    ms: float


class DrawingEngine:
    """A Pix2Pix of the registry that draws whole pictures, behind a function traced once; one at a time uses it.

    Args:
        registry: where the checkpoint lies.
        id, step: which one.

    Attributes:
        side: of the square that the network sees and paints, in pixels.
        coats: those of `COATS` that it can paint; none if it was trained without the ink's colour.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch' (among them: no Pix2Pix that draws
            whole pictures).
    """

    def __init__(self, registry: Registry, id: str = DRAWING_ID, step: int | None = None) -> None:
        set_threads()
        self.id, self.spec = id, registry.spec(id)
        path = registry.place(id)
        recipe = drawing_recipe(self.spec, path)
        network = _network(recipe)
        load_into(registry, id, step, network)
        self.side = recipe.view
        self.coats = tuple(COATS) if recipe.spec.ink else ()
        self._generate = drawn(network)
        self._lock = LatestWins()
        self._generate(np.full((self.side, self.side, 3), 255, np.uint8))

    def paint(self, drawing: np.ndarray, coat: str = COAT, session: Hashable | None = None) -> Painted | None:
        """A drawing uint8 (h, w) of any shape, 255 where there is ink, as a horse with a coat of `COATS`; None if a
        newer request of `session` came meanwhile. It is laid on a square; one that is empty stays paper.

        A network without `coats` paints the one that it knows.

        Raises:
            GanError: 'drawing_size', 'option_unknown'.
        """
        return self.paint_in(drawing, ink_of_coat(mean_of(coat)), session)

    def paint_in(self, drawing: np.ndarray, ink: Sequence[int], session: Hashable | None = None) -> Painted | None:
        """The same for ink of any RGB, which says the coat (`ink_of_coat`); raises GanError('drawing_size')."""
        x = squared(drawing, self.side)
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            start = time.perf_counter()
            if x.mean() < 255 * LEAST_INK:
                picture = np.full((*x.shape, 3), PAPER, np.uint8)
            else:
                picture = self._generate(inked(x, ink if self.coats else PLAIN))
            return Painted(picture, 1000 * (time.perf_counter() - start))


def squared(drawing: np.ndarray, side: int) -> np.ndarray:
    """A drawing uint8 (h, w) in the middle of a square of `side` pixels; raises GanError('drawing_size')."""
    if (
        drawing.dtype != np.uint8
        or drawing.ndim != 2
        or not LEAST <= min(drawing.shape) <= max(drawing.shape) <= LARGEST
    ):
        raise GanError("drawing_size", shape=" x ".join(map(str, drawing.shape[::-1])), least=LEAST, most=LARGEST)
    scale = side / max(drawing.shape)
    height, width = (max(1, round(scale * length)) for length in drawing.shape)
    found = Image.new("L", (side, side))
    small = Image.fromarray(drawing).resize(
        (width, height), Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    )
    found.paste(small, ((side - width) // 2, (side - height) // 2))
    return np.asarray(found)


def mean_of(coat: Any) -> tuple[int, int, int]:
    """Mean RGB of a coat of `COATS`; raises GanError('option_unknown')."""
    if not isinstance(coat, str) or coat not in COATS:
        raise GanError("option_unknown", name="coat", value=str(coat)[:40], known=", ".join(COATS))
    return COATS[coat]


def ink_of_coat(coat: Iterable[float]) -> tuple[int, int, int]:
    """RGB of the ink that means a coat of a mean RGB."""
    red, green, blue = (round(DARKER * value) for value in coat)
    return red, green, blue


def inked(drawing: np.ndarray, colour: Sequence[int] = PLAIN) -> np.ndarray:
    """A drawing as the network sees it: uint8 (h, w), 255 where there is ink -> uint8 (h, w, 3) on white.

    The darkest place is wholly ink of RGB `colour`: the finest pen says a colour as clearly as the thickest. So it is
    for networks that read no colour: their drawings had a place of full ink, too.
    """
    ink = drawing[..., None] / max(1.0, float(drawing.max()))
    return np.rint(255 * (1 - ink) + np.asarray(colour) * ink).astype(np.uint8)


def _network(recipe: Pix2PixRecipe) -> Any:
    from gan_core.models.pix2pix import build_generator

    return build_generator(recipe.spec)
