"""Engines: networks that are loaded, traced once and warmed; numpy in, numpy out, for any thread.

Importing this imports no network library; making an engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.checkpoints import Registry
from gan_core.data import digits
from gan_core.errors import GanError
from gan_core.images import to_float
from gan_core.latent import MOST
from gan_core.neighbours import Neighbour, RealDigits
from gan_core.presets import dcgan_recipe_from_json
from gan_core.turns import Turns

INTRA_OP, INTER_OP = 2, 1  # threads: one small network at a time gains nothing from more
BATCH = 250
FURTHEST = 1000.0  # the largest coordinate of z that is taken; |z| is about 10

Tensor = Any
Weights = tuple[list[Tensor], list[Tensor]]  # of the generator and of the discriminator


class Drawing(NamedTuple):
    """What G drew and what D makes of it: uint8 (n, 28, 28) and logits float32 (n,)."""

    images: np.ndarray
    logits: np.ndarray


class DigitEngine:
    """A DCGAN of the registry with all its snapshots behind one traced function.

    The function takes the weights as arguments, so that going to another snapshot of both networks
    costs nothing and never leaves a network half-changed. D always sees the picture as a visitor
    does, rounded to 8 bits, dropout off.

    Args:
        registry: where the checkpoint lies.
        id: which one, "best" or "classic".
        reals: real training digits to look for neighbours among, uint8 (m, 28, 28); None for those that ship.

    Attributes:
        snapshots: [{"step", "epoch", "file"}, ...], earliest first: the steps that `draw` takes.
        recipe: the DCGANRecipe that it was trained by.
        latent: how many numbers z has.
        typical: (median distance from a real digit to the nearest other one, n): what "near" means.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch', 'data_missing', 'data_wrong'.
    """

    def __init__(self, registry: Registry, id: str = "best", reals: np.ndarray | None = None) -> None:
        _set_threads()
        self.id = id
        self.spec = registry.spec(id)
        self.snapshots = registry.snapshots(id)
        path = registry.root / id
        self.recipe = recipe = _recipe(self.spec, path)
        self.latent = recipe.spec.latent
        generator, discriminator = _build(recipe.spec)
        self._weights: dict[int | None, Weights] = {}
        for step in [None, *(s["step"] for s in self.snapshots)]:
            networks = registry.load(id, step)
            g, d = (_fitting(n, networks.get(n.name), path) for n in (generator, discriminator))
            self._weights[step] = g, d
        self._draw, self._judge = _traced(generator, discriminator)
        self._turns = Turns()
        self._reals = RealDigits(digits.load().train if reals is None else reals)
        self.typical = self._reals.typical
        self._warm()

    def draw(self, z: np.ndarray, step: int | None = None, session: Hashable | None = None) -> Drawing | None:
        """Digits and D's verdict on them in one call.

        Args:
            z: float32 (n, latent), or (latent,) for one digit.
            step: the snapshot of both networks; None for the finished ones.
            session: of the requests of one session, only the newest is served.

        Returns:
            The drawing, or None if a newer request of `session` came while this one waited.

        Raises:
            GanError: 'checkpoint_missing' (no such step), 'list_wrong', 'number_wrong'.
        """
        z, weights = self._checked(z), self._at(step)
        with self._turns.turn(session) as mine:
            if not mine:
                return None
            parts = [self._draw(*weights, part) for part in _batches(z)]
        images, logits = (np.concatenate(p) for p in zip(*parts, strict=True))
        return Drawing(images, logits)

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        """Digits, uint8 (n, 28, 28), of z float32 (n, latent); raises as `draw`."""
        drawing = self.draw(z, step)
        assert drawing is not None  # without a session nothing is sent away
        return drawing.images

    def verdict(self, images: np.ndarray, step: int | None = None) -> np.ndarray:
        """D's logits, float32 (n,), on uint8 (n, 28, 28); sigmoid(logit) = P(real). Raises as `draw`."""
        discriminator = self._at(step)[1]
        with self._turns.turn():
            return np.concatenate([self._judge(discriminator, to_float(part)[..., None]) for part in _batches(images)])

    def nearest(self, image: np.ndarray) -> Neighbour:
        """The nearest real training digit to uint8 (28, 28): (row, image, distance)."""
        return self._reals.nearest(image)

    def _at(self, step: int | None) -> Weights:
        try:
            return self._weights[step]
        except KeyError:
            known = ", ".join(f"{self.id}@{s['step']}" for s in self.snapshots) or self.id
            raise GanError("checkpoint_missing", id=f"{self.id}@{step}", known=known) from None

    def _checked(self, z: np.ndarray) -> np.ndarray:
        z = np.atleast_2d(np.asarray(z, np.float32))
        if z.ndim != 2 or z.shape[1] != self.latent or not 1 <= len(z) <= MOST:
            raise GanError("list_wrong", name="z", largest=self.latent)
        wild = z[~(np.abs(z) <= FURTHEST)]  # NaN is not <= anything
        if wild.size:
            raise GanError("number_wrong", name="z", low=-FURTHEST, high=FURTHEST, value=float(wild[0]))
        return z

    def _warm(self) -> None:
        for n in (1, 16):
            self.verdict(self.images(np.zeros((n, self.latent), np.float32)))


def _recipe(spec: dict[str, Any], path: Path) -> Any:
    try:
        return dcgan_recipe_from_json(spec["recipe"])
    except (KeyError, TypeError) as error:
        raise GanError("checkpoint_mismatch", path=path, reason=f"spec.json holds no DCGAN recipe ({error})") from error


def _set_threads() -> None:
    import keras

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        with suppress(RuntimeError):  # TensorFlow is at work already: its threads stay as they are
            tf.config.threading.set_intra_op_parallelism_threads(INTRA_OP)
            tf.config.threading.set_inter_op_parallelism_threads(INTER_OP)


def _build(spec: Any) -> tuple[Any, Any]:
    from gan_core.models.dcgan import build_discriminator, build_generator

    return build_generator(spec), build_discriminator(spec)


def _fitting(network: Any, weights: Sequence[np.ndarray] | None, path: Path) -> list[Tensor]:
    """`weights` as tensors, after making sure that they are the network's in number and shape."""
    from keras import ops

    wanted = [tuple(w.shape) for w in network.weights]
    found = None if weights is None else [w.shape for w in weights]
    if weights is None or found != wanted:
        raise GanError("checkpoint_mismatch", path=path, reason=f"{network.name} has {wanted}, the file {found}")
    return [ops.convert_to_tensor(w) for w in weights]


def _traced(generator: Any, discriminator: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """draw(g, d, z) -> (uint8 images, logits) and judge(d, x) -> logits, traced once, numpy out."""
    import keras
    from keras import ops

    def call(network: Any, weights: list[Tensor], x: Tensor) -> Tensor:
        with keras.StatelessScope(state_mapping=list(zip(network.weights, weights, strict=True))):
            return network(x, training=False)

    def judge(d: list[Tensor], x: Tensor) -> Tensor:
        return call(discriminator, d, x)[:, 0]

    def levels(g: list[Tensor], z: Tensor) -> Tensor:
        return ops.round(call(generator, g, z) * 127.5 + 127.5)  # as images.to_uint8; tanh keeps the range

    def draw(g: list[Tensor], d: list[Tensor], z: Tensor) -> tuple[Tensor, Tensor]:
        shown: Any = levels(g, z)
        return ops.cast(shown[..., 0], "uint8"), judge(d, shown / 127.5 - 1.0)

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        g, d = ([tf.TensorSpec(w.shape) for w in network.weights] for network in (generator, discriminator))
        judge = tf.function(judge, input_signature=[d, tf.TensorSpec([None, 28, 28, 1])])
        draw = tf.function(draw, input_signature=[g, d, tf.TensorSpec([None, generator.input_shape[1]])])

    def numpy_draw(g: list[Tensor], d: list[Tensor], z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        images, logits = draw(g, d, ops.convert_to_tensor(z))
        return np.asarray(ops.convert_to_numpy(images)), np.asarray(ops.convert_to_numpy(logits))

    return numpy_draw, lambda d, x: ops.convert_to_numpy(judge(d, ops.convert_to_tensor(x)))


def _batches(rows: np.ndarray) -> list[np.ndarray]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
