"""Networks for photographs that need no training and no TensorFlow: stripes for zebras, brown for horses and for all
that was grey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

import numpy as np

from demo_ui.translate.room import ColourRoom, PhotoRoom
from gan_core.base.colour import COLOURED, colours_of, grey, is_grey
from gan_core.base.errors import GanError
from gan_core.photos.colour import Coloured, chroma_error, strengthened
from gan_core.photos.drawing import COAT, COATS, PAPER, Painted, mean_of, squared
from gan_core.photos.engine import Board
from gan_core.photos.figures import difference
from gan_core.photos.files import resized, seen
from gan_core.photos.guard import Verdict
from gan_core.photos.hints import Hint
from gan_core.photos.masks import strengthened as mixed
from gan_core.photos.pairing_experiment import PAIRINGS, Answers

BROWN = np.array([150, 95, 50])


class FakePhotoEngine:
    """The face of a PhotoEngine: dark parts of the middle get stripes, or their stripes become brown.

    The way back is the photograph, a little darker. Without masks it says that what becomes B was smoothed first.
    """

    id = "horse2zebra"
    domains = ("horse", "zebra")
    served = 0  # how many boards were asked for

    def __init__(self, error: float = 0.04, masked: bool = True, epochs: float = 3, began_with: str = "") -> None:
        self._error = error
        self._masked = masked
        self.smoothing = {} if masked else {"ab": 0.004}
        self.epochs = epochs
        self.spec: dict[str, Any] = {"training": {"started_from": began_with} if began_with else {}}

    def board(self, image: np.ndarray, direction: str, session: Any = None) -> Board:
        """Never outdated: there is no queue before it."""
        if direction not in ("ab", "ba"):
            raise GanError("option_unknown", name="direction", value=direction, known="ab, ba")
        self.served += 1
        small = seen(image)
        share = _share(small)
        translated = _coated(small, direction, share)
        back = np.clip(small - 255.0 * self._error, 0, 255).astype(np.uint8)
        h, w = small.shape[:2]
        fade = np.linspace(0, 1, max(w // 8, 1), dtype=np.float32)[None].repeat(max(h // 8, 1), 0)
        names = ("input", "translated", "reconstructed", "identity")
        maps = {name: np.roll(fade, i, axis=1) for i, name in enumerate(names)}
        error = np.abs(small.astype(np.float32) - back).mean(axis=-1) / 255
        scores = {f"score_{name}": float(levels.mean()) for name, levels in maps.items()}
        figures = {"cycle_l1": float(error.mean()), "change": 0.21, "change_outer": 0.03, "identity_l1": 0.02}
        figures |= {"smoothed": 0.031} if direction in self.smoothing else {}
        result = resized(translated, image.shape)
        return Board(
            direction, small, translated, back, small, result, maps, error,
            {**figures, **scores, "ms": 320.0, "ms_translate": 90.0},
            share if self._masked else None,
        )  # fmt: skip

    def mirror(self, image: np.ndarray, direction: str, session: Any = None) -> np.ndarray:
        """Never outdated either."""
        return self.board(image, direction).result

    def at_strength(self, board: Board, image: np.ndarray, strength: float, session: Any = None) -> Board:
        """The way back is as far off as the translation is strong."""
        translated = mixed(board.input, board.translated, strength)
        back = mixed(board.input, board.reconstructed, strength)
        error = np.abs(board.input.astype(np.float32) - back).mean(axis=-1) / 255
        figures = {"cycle_l1": float(error.mean()), "change": 0.21 * strength, "change_outer": 0.03 * strength}
        return board._replace(
            translated=translated,
            reconstructed=back,
            result=mixed(image, board.result, strength),
            error=error,
            figures={**board.figures, **figures, "score_translated": 1 - strength / 2},
        )


class FakeGuard:
    """Blue pictures are neither; grey and striped ones are zebras, all others horses."""

    def verdict(self, image: np.ndarray) -> Verdict:
        red, green, blue = image.reshape(-1, 3).mean(axis=0)
        grey, striped = max(red, green, blue) - min(red, green, blue) < 8, image.mean(axis=-1).std() > 40
        zebra = 0.9 if grey or striped else 0.1
        strangeness = 9.0 if blue > 1.5 * red else 1.0
        label = "neither" if strangeness > 5 else "zebra" if zebra > 0.5 else "horse"
        return Verdict(label, "ba" if zebra > 0.5 else "ab", zebra, strangeness, 5.0)


def fake_photo_room(guard: bool = True, without_cycle: bool = True, masked: bool = True) -> PhotoRoom:
    """A room over the fakes."""
    parts: Any = (
        FakePhotoEngine(masked=masked),
        FakeGuard() if guard else None,
        FakePhotoEngine(0.3, masked=False, epochs=4, began_with="horse2zebra") if without_cycle else None,
    )
    return PhotoRoom(*parts)


class FakeColourEngine:
    """The face of a ColourEngine: everything is brown, and the stronger the colours are, the less D believes them."""

    id = "grey2colour"
    stride = 64
    eyes = "efficientnet-lite0"
    spec: ClassVar = {"training": {"epochs": 5}}
    gain = 1.0

    def __init__(self, strong: float = 1.0) -> None:
        self._strong = strong

    def colourise(self, image: np.ndarray, strength: float = 1.0, hints: Sequence[Hint] = ()) -> np.ndarray:
        return strengthened(image, self._chroma(seen(image, 256), hints), strength)

    def coloured(
        self, image: np.ndarray, strength: float = 1.0, session: Any = None, hints: Sequence[Hint] = ()
    ) -> Coloured:
        """Never outdated: there is no queue before it."""
        chroma, picture = self._chroma(seen(image, 256), hints), self.colourise(image, strength, hints)
        kind = colours_of(image)
        truth = image if kind == COLOURED else None
        score = 1 - 0.45 * strength
        figures = {"score": score, "ms": 80.0, **({} if truth is None else {"l1": chroma_error(truth, picture)})}
        return Coloured(grey(image), picture, truth, chroma, np.full((4, 4), score, np.float32), figures, kind)

    def verdict(self, image: np.ndarray) -> float:
        """The colours that it came with are real."""
        return 0.9

    def answers(self, image: np.ndarray) -> list[tuple[Hint, ...]]:
        """It would be brown, blue or red."""
        return [(), (Hint(0.5, 0.25, 0, -40),), (Hint(0.5, 0.25, 60, 40),)]

    def likely(self, image: np.ndarray, x: float, y: float, count: int) -> list[tuple[float, float]]:
        return [(10.0, 20.0), (0.0, -40.0)]

    def _chroma(self, small: np.ndarray, hints: Sequence[Hint] = ()) -> np.ndarray:
        """A hint, of which the last one counts, colours the whole photograph."""
        ab = np.array([hints[-1].b / 150, hints[-1].a / 150] if hints else [-0.2, 0.15], np.float32)
        return np.broadcast_to(ab * self._strong, (*small.shape[:2], 2)).astype(np.float32)


class FakePairingExperiment:
    """Three answers of one grey level each; those of unpaired data were the closest when they were measured."""

    measured: ClassVar = {"n": 9, "steps": 100, "l1_pairs": 0.05, "l1_shuffled": 0.2, "l1_unpaired": 0.04}

    def answers(self, image: np.ndarray, session: Any = None) -> Answers:
        x = seen(image, 192)
        pictures = {name: np.full_like(x, 60 * i) for i, name in enumerate(PAIRINGS)}
        off = {f"l1_{name}": float(difference(x, y).mean()) for name, y in pictures.items()}
        return Answers(grey(x), pictures, None if is_grey(x) else x, off)


def fake_colour_room(without_d: bool = True, pairing: bool = True) -> ColourRoom:
    """A room over the fakes: without D colours are half as strong."""
    engines: Any = FakeColourEngine(), FakeColourEngine(0.5) if without_d else None
    return ColourRoom(*engines, pairing=cast(Any, FakePairingExperiment()) if pairing else None)


class FakeDrawingEngine:
    """The face of a DrawingEngine: ink becomes brown, or its coat's colour."""

    id = "drawing2horse"
    side = 64
    coats = tuple(COATS)

    def paint(self, drawing: np.ndarray, coat: str = COAT, session: Any = None) -> Painted:
        """Never outdated: there is no queue before it."""
        ink, colour = squared(drawing, self.side)[..., None] / 255, np.array(mean_of(coat))
        return Painted(np.rint(ink * (BROWN if coat == COAT else colour) + (1 - ink) * PAPER).astype(np.uint8), 20.0)


def _share(image: np.ndarray) -> np.ndarray:
    """The mask: most of the dark parts of the middle."""
    h, w = image.shape[:2]
    rows, columns = np.mgrid[:h, :w]
    middle = (np.abs(rows / h - 0.55) < 0.35) & (np.abs(columns / w - 0.45) < 0.38) & (image.mean(axis=-1) < 150)
    return np.float32(0.8) * middle


def _coated(image: np.ndarray, direction: str, share: np.ndarray) -> np.ndarray:
    h, w = image.shape[:2]
    rows, columns = np.mgrid[:h, :w]
    light = image.mean(axis=-1)
    stripes = (np.sin((columns + 0.4 * rows) / max(w, h) * 140) > 0)[..., None] * 200.0 + 25
    coat = stripes if direction == "ab" else light[..., None] / 255 * BROWN * 1.6
    return np.clip(image * (1 - share[..., None]) + coat * share[..., None], 0, 255).astype(np.uint8)
