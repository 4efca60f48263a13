"""Inference of a Pix2Pix that colours photographs: any size in, the same photograph in colour out.

Importing this imports no network library; making an engine does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.checks import check_number
from gan_core.base.colour import COLOURED, QUARTER, chroma_at, colours_of, grey, laid_over, planes
from gan_core.base.errors import GanError
from gan_core.base.lab import to_lab
from gan_core.base.latest_wins import LatestWins
from gan_core.models.gradients import set_threads
from gan_core.photos.eyes import load_eyes
from gan_core.photos.files import padded, seen
from gan_core.photos.hints import ColourField, Hint, answers, guided, likely_colours
from gan_core.photos.networks import traced
from gan_core.recipes.pix2pix import Pix2PixSpec, pix2pix_recipe_from_json
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

COLOUR_ID = "grey2colour"
SEEN = 256  # long side of what the networks see: eyes find little detail in colours
STRONGEST = 2.0
MOST_GAIN, HOTTEST = 4.0, 10.0


class Coloured(NamedTuple):
    """A photograph in the network's colours, at the size that was handed in.

    Attributes:
        input: its lightness as a grey picture, uint8 (h, w, 3).
        picture: coloured, uint8 (h, w, 3), with the lightness of `input`.
        kind: what colours it came with, as `colours_of` says.
        truth: what was handed in, if it has colours; else None: a tint is no truth.
        chroma: what the network gave, times its gain, at the size it sees, float32 (h', w', 2); `strengthened` lays
            more or less of it over a photograph without asking the network again.
        patches: D's patch map of `picture` at that size, float32; 1 means real.
        figures: 'score' (mean of the map), 'ms' for both networks, and with a truth 'l1', the mean absolute difference
            of its colour channels, 0 to 1.
    """

    input: np.ndarray
    picture: np.ndarray
    truth: np.ndarray | None
    chroma: np.ndarray
    patches: np.ndarray
    figures: dict[str, float]
    kind: str


class ColourEngine:
    """A Pix2Pix of the registry behind functions traced once for all sizes; one at a time uses it.

    Args:
        registry: where the checkpoint lies.
        id, step: which one.

    Attributes:
        stride: sides of what the networks see are padded to multiples of it.
        eyes: the checkpoint of the frozen network that it looks through, if it does.
        gain: what its spec.json says that the network's chroma is multiplied by, before any strength: what L1 made
            too pale is as colourful again as photographs are; 1 if it says nothing. Of a network that says how likely
            colours are it may tell the temperature of their annealed mean, too; else its recipe does.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch' (among them: no Pix2Pix that
            colours).
    """

    def __init__(self, registry: Registry, id: str = COLOUR_ID, step: int | None = None) -> None:
        set_threads()
        self.id, self.spec = id, registry.spec(id)
        path = registry.place(id)
        shape = colour_spec(self.spec, path)
        networks = networks_of(shape)
        load_into(registry, id, step, *networks)
        self.stride = shape.stride
        self.eyes = shape.eyes.checkpoint if shape.eyes else None
        self.gain = gain_of(self.spec, path)
        self._generate = _generator(colours_by(registry, self.spec, networks[0], path))
        self._discriminate = _discriminator(networks[1], shape)
        self._lock = LatestWins()
        self.coloured(np.zeros((SEEN, SEEN, 3), np.uint8))

    def colourise(self, image: np.ndarray, strength: float = 1.0, hints: Sequence[Hint] = ()) -> np.ndarray:
        """uint8 (h, w, 3) of any size -> the same in colour, with its own lightness at its full size.

        Args:
            strength: what the network's chroma is multiplied by, 0 (grey) to `STRONGEST`.
            hints: colours that somebody says, see gan_core/photos/hints.py.

        Raises:
            GanError: 'number_wrong'; 'hints_none' for hints to a network without eyes.
        """
        check_number("strength", strength, 0, STRONGEST)
        with self._lock.hold():
            chroma = self._chroma(seen(image, SEEN), hints)
        return strengthened(image, chroma, strength)

    def answers(self, image: np.ndarray) -> list[tuple[Hint, ...]]:
        """The hints of up to three likely colourings of uint8 (h, w, 3), the first of them without any."""
        field = self._field(image)
        return [()] if field is None else answers(field)

    def likely(self, image: np.ndarray, x: float, y: float, count: int) -> list[tuple[float, float]]:
        """The likeliest a and b at a place of uint8 (h, w, 3), shares of its width and height, at most `count`."""
        field = self._field(image)
        return [] if field is None else likely_colours(field, x, y, count)

    def coloured(
        self, image: np.ndarray, strength: float = 1.0, session: Hashable | None = None, hints: Sequence[Hint] = ()
    ) -> Coloured | None:
        """Everything about uint8 (h, w, 3); None if a newer request of `session` came meanwhile; raises as above."""
        check_number("strength", strength, 0, STRONGEST)
        x = seen(image, SEEN)
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            start = time.perf_counter()
            chroma = self._chroma(x, hints)
            patches = self._discriminate(padded(strengthened(x, chroma, strength), self.stride))
            end = time.perf_counter()
        picture = strengthened(image, chroma, strength)
        kind = colours_of(image)
        truth = image if kind == COLOURED else None
        figures = {"score": float(patches.mean()), "ms": 1000 * (end - start)}
        if truth is not None:
            figures["l1"] = chroma_error(truth, picture)
        return Coloured(grey(image), picture, truth, chroma, patches, figures, kind)

    def verdict(self, image: np.ndarray) -> float:
        """D's score of the colours of uint8 (h, w, 3) as they are, the mean of its patch map: 1 means real."""
        with self._lock.hold():
            return float(self._discriminate(padded(seen(image, SEEN), self.stride)).mean())

    def _chroma(self, x: np.ndarray, hints: Sequence[Hint] = ()) -> np.ndarray:
        """What the generator gives, brought to the size of `x` where it gave less."""
        given = padded(x, self.stride)
        chroma, *said = self._generate(given)
        if hints:
            if self.eyes is None:
                raise GanError("hints_none", id=self.id)
            chroma = _at_lightness(given, guided(ColourField.of(*said), _within(hints, x, given)))
        return self.gain * chroma_at(chroma, planes(given)[0])[: x.shape[0], : x.shape[1]]

    def _field(self, image: np.ndarray) -> ColourField | None:
        """What a network with eyes says of the part of the picture that is no padding."""
        x = seen(image, SEEN)
        with self._lock.hold():
            _, *said = self._generate(padded(x, self.stride))
        if not said:
            return None
        height, width = (-(-side // QUARTER) for side in x.shape[:2])
        return ColourField.of(*(array[:height, :width] for array in said))


def _within(hints: Sequence[Hint], x: np.ndarray, given: np.ndarray) -> list[Hint]:
    """Hints on a picture as hints on the same picture with its padding."""
    across, down = x.shape[1] / given.shape[1], x.shape[0] / given.shape[0]
    return [hint._replace(x=hint.x * across, y=hint.y * down) for hint in hints]


def strengthened(image: np.ndarray, chroma: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """`chroma` of any size, times `strength`, over the lightness of uint8 (h, w, 3)."""
    lightness = planes(image)[0]
    return laid_over(lightness, strength * chroma_at(chroma, lightness))


def chroma_error(truth: np.ndarray, picture: np.ndarray) -> float:
    """Mean absolute difference of the colour channels of two uint8 (h, w, 3), 0 to 1."""
    return float(np.abs(planes(truth)[1] - planes(picture)[1]).mean() / 2)


def lab_error(truth: np.ndarray, picture: np.ndarray) -> float:
    """Mean absolute difference of a and b of CIE Lab of two uint8 (h, w, 3), in their units."""
    first, second = (to_lab(image / np.float32(255))[..., 1:] for image in (truth, picture))
    return float(np.abs(first - second).mean())


def colour_spec(spec: dict[str, Any], path: Path) -> Pix2PixSpec:
    """What a checkpoint's spec.json says of its networks; raises GanError('checkpoint_mismatch')."""
    try:
        if spec["kind"] != "pix2pix":
            raise ValueError(f"its kind is {str(spec['kind'])[:40]!r}")
        shape = pix2pix_recipe_from_json(spec["recipe"]).spec
        if not shape.colours:
            raise ValueError("it draws pictures and does not colour them")
        return shape
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"spec.json holds no Pix2Pix recipe that colours photographs ({error})"
        raise GanError("checkpoint_mismatch", path=path, reason=reason) from error


def gain_of(spec: dict[str, Any], path: Path) -> float:
    """What a checkpoint's chroma is multiplied by (see `ColourEngine`); raises GanError('checkpoint_mismatch')."""
    return _number(spec, "gain", 1.0, MOST_GAIN, path)


def _number(spec: dict[str, Any], name: str, otherwise: float, most: float, path: Path) -> float:
    found = spec.get(name, otherwise)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= most:
        raise GanError("checkpoint_mismatch", path=path, reason=f"its {name} is {str(found)[:40]!r}")
    return float(found)


def networks_of(shape: Pix2PixSpec) -> list[Any]:
    """The untrained networks of a Pix2Pix that colours, named as its checkpoint names them."""
    from gan_core.models.colour_classes import build_decoder
    from gan_core.models.pix2pix import build_discriminator, build_generator

    return [build_decoder(shape) if shape.eyes else build_generator(shape), build_discriminator(shape)]


def colours_by(
    registry: Registry, spec: dict[str, Any], generator: Any, path: Path
) -> Callable[[Any], tuple[Any, ...]]:
    """Lightness (1, h, w, 1) -> the chroma in [-1, 1] (1, h, w, 2) alone; of a generator with eyes chroma, a and b,
    shares of the cells and features, all of them (1, h/4, w/4, n). All are tensors.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch' of its eyes' checkpoint.
    """
    recipe = pix2pix_recipe_from_json(spec["recipe"])
    if recipe.spec.eyes is None or recipe.classes is None:
        return lambda lightness: (generator(lightness, training=False),)
    from gan_core.models.colour_classes import colours_at_quarter, with_features

    eyes: Any = load_eyes(registry, recipe.spec.eyes)
    decoder: Any = with_features(generator)
    temperature = _number(spec, "temperature", recipe.classes.temperature, HOTTEST, path)

    def colours(lightness: Any) -> tuple[Any, ...]:
        features, logits = decoder(eyes(lightness), training=False)
        return colours_at_quarter(features, logits, lightness, temperature)

    return colours


def _generator(colours: Callable[[Any], tuple[Any, ...]]) -> Any:
    """uint8 (h, w, 3) -> what `colours` gives of its lightness, without the first axis."""
    from keras import ops

    from gan_core.models.colour import planes as planes_of

    return traced(lambda x: colours(planes_of(ops.cast(x, "float32") / 127.5 - 1.0)[0]))


def _at_lightness(image: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """a and b at a quarter (h/4, w/4, 2) -> the chroma that goes with the lightness of uint8 (h, w, 3)."""
    from keras import ops

    from gan_core.models.colour import chroma_of
    from gan_core.models.colour_classes import at_quarter

    lightness = ops.convert_to_tensor(planes(image)[0][None])
    return ops.convert_to_numpy(chroma_of(at_quarter(lightness), ops.convert_to_tensor(ab[None])))[0]


def _discriminator(network: Any, shape: Pix2PixSpec) -> Any:
    """uint8 (h, w, 3) in colour -> the patch map float32 (h', w')."""
    from keras import ops

    from gan_core.models.colour import planes as planes_of
    from gan_core.models.pix2pix import together

    def call(x: Any) -> Any:
        return (network(together(shape, *planes_of(ops.cast(x, "float32") / 127.5 - 1.0)), training=False)[..., 0],)

    run = traced(call)
    return lambda image: run(image)[0]
