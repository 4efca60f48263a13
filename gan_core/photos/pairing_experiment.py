"""The pairing experiment: what paired data is good for, shown by three small networks that learned colours.

One was shown every grey picture with its partner in colour, one with the partner of another picture, and one, a
CycleGAN, only two unpaired sets. All learned from the same photographs; their generators have as many weights and took
as many steps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.colour import COLOURED, colours_of, grey
from gan_core.base.latest_wins import LatestWins
from gan_core.measures.colourfulness import colourfulness
from gan_core.models.gradients import set_threads
from gan_core.photos.figures import difference
from gan_core.photos.files import STRIDE, padded, seen
from gan_core.photos.networks import drawing_recipe, drawn, generator, networks_of
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into, set_weights

# In the order in which they are shown: their names in saved figures and on the page, and their checkpoints.
PAIRINGS = {"pairs": "pairs-true", "shuffled": "pairs-shuffled", "unpaired": "pairs-none"}
SEEN = 192  # long side; they learned on photographs of 144 pixels on the short side

Generator = Callable[[np.ndarray], np.ndarray]
Measured = dict[str, float]  # 'n' and the means of the fields of `Answers.figures`


class Answers(NamedTuple):
    """What became of one photograph; all pictures are uint8 (h, w, 3), at most `SEEN` on the long side.

    Attributes:
        input: the grey picture that all three were given.
        pictures: by the names of `PAIRINGS`.
        truth: the photograph, if it has colours; else None.
        figures: 'colourful_<name>' (Hasler and Suesstrunk) and, with a truth, 'l1_<name>', the mean absolute
            difference of the picture from it, 0 to 1, and 'colourful_truth'.
    """

    input: np.ndarray
    pictures: dict[str, np.ndarray]
    truth: np.ndarray | None
    figures: dict[str, float]


class PairingExperiment:
    """The three of a registry behind functions traced once for all sizes; one at a time uses them.

    Attributes:
        measured: what spec.json says that they did on photographs that none of them saw; {} if it says nothing.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
    """

    def __init__(self, registry: Registry) -> None:
        set_threads()
        specs = {name: registry.spec(id) for name, id in PAIRINGS.items()}
        figures: Measured = dict(specs["pairs"].get("figures") or {})
        self.measured = figures if all(f"l1_{name}" in figures for name in PAIRINGS) else {}
        self._stride = STRIDE
        self._generators = {name: self._load(registry, PAIRINGS[name], spec) for name, spec in specs.items()}
        self._lock = LatestWins()
        self.answers(np.zeros((SEEN, SEEN, 3), np.uint8))

    def answers(self, image: np.ndarray, session: Hashable | None = None) -> Answers | None:
        """The outputs of all three for uint8 (h, w, 3); None if a newer request of `session` arrived meanwhile."""
        x = seen(image, SEEN)
        given = grey(x)
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            pictures = {name: _through(generate, given, self._stride) for name, generate in self._generators.items()}
        shown = {**pictures, **({"truth": x} if colours_of(x) == COLOURED else {})}
        figures = {f"colourful_{name}": colourfulness(picture) for name, picture in shown.items()}
        if "truth" in shown:
            figures |= {f"l1_{name}": float(difference(x, picture).mean()) for name, picture in pictures.items()}
        return Answers(given, pictures, shown.get("truth"), figures)

    def _load(self, registry: Registry, id: str, spec: dict[str, Any]) -> Generator:
        painter = painter_of(spec, registry.place(id))
        load_into(registry, id, None, *painter.networks)
        self._stride = max(self._stride, painter.stride)
        return painter.generate


class Painter(NamedTuple):
    """A network that draws colour pictures from grey ones.

    Attributes:
        networks: all that its checkpoint holds; the first one draws.
        generate: its output for uint8 (h, w, 3) whose sides are multiples of `stride`.
    """

    networks: list[Any]
    generate: Generator
    stride: int

    def draw(self, image: np.ndarray) -> np.ndarray:
        """Its output for uint8 (h, w, 3), of any size."""
        return _through(self.generate, image, self.stride)

    def take(self, weights: Mapping[str, Sequence[np.ndarray]], path: Path) -> None:
        """Draw with these weights, by the names of their networks; raises GanError('checkpoint_mismatch')."""
        set_weights(self.networks[:1], weights, path)


def painter_of(spec: dict[str, Any], path: Path) -> Painter:
    """The untrained painter that a spec.json or a run.json describes; raises GanError('checkpoint_mismatch').

    `path` is its folder, for the error.
    """
    if spec.get("kind") != "cyclegan":
        networks, stride = _drawing(spec, path)
        return Painter(networks, drawn(networks[0]), stride)
    networks = networks_of(spec, path)
    there = generator(networks[0])
    return Painter(networks, lambda x: there(x).picture, STRIDE)


def _through(generate: Generator, x: np.ndarray, stride: int) -> np.ndarray:
    height, width = x.shape[:2]
    return generate(padded(x, stride))[:height, :width]


def _drawing(spec: dict[str, Any], path: Path) -> tuple[list[Any], int]:
    """The untrained networks of a Pix2Pix that draws whole pictures, and what divides their sides."""
    from gan_core.models.pix2pix import build_discriminator, build_generator

    shape = drawing_recipe(spec, path).spec
    return [build_generator(shape), build_discriminator(shape)], shape.stride
