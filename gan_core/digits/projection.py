"""Projects a digit into a generator's latent space: an encoder proposes z, gradient descent through G refines it.

z stays on the shell: the sphere of radius sqrt(latent), near which all z lie that G was trained on. What is lowered is
L1, the mean absolute difference of two pictures, pixels counted from 0 to 1 (Abdal et al. 2019, arXiv:1904.03189,
who begin at the mean; Zhu et al. 2016, arXiv:1609.03552, who begin where an encoder says).

Importing this imports no network library; making a Projector does.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.checks import finite
from gan_core.base.images import to_float, to_uint8
from gan_core.base.latest_wins import LatestWins
from gan_core.models.gradients import compiled, input_gradient, set_threads
from gan_core.store.checkpoints import Registry, reading
from gan_core.store.loading import load_into

ENCODER_ID, GENERATOR_ID = "best-encoder", "best"  # the one that ships, and whose z it proposes
STEPS = 100  # of gradient descent
RATE, BETAS = 0.15, (0.9, 0.99)  # Adam's; the rate falls to 0 along half a cosine
SHOWN = 20  # pictures of the way that are kept


class Way(NamedTuple):
    """How G came nearer to a digit.

    Attributes:
        z: float32 (stages, latent), of the encoder first, then the nearest so far after each so many steps.
        images: uint8 (stages, 28, 28), what G draws of them.
        l1: float32 (stages,), never rising.
        ms: what all of it took, in milliseconds.
    """

    z: np.ndarray
    images: np.ndarray
    l1: np.ndarray
    ms: float


def l1(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mean absolute difference of uint8 (n, 28, 28) and (n, 28, 28) or (28, 28), pixels from 0 to 1: (n,)."""
    return np.abs(a.astype(np.float32) - b).mean((1, 2)) / 255


def on_shell(v: np.ndarray) -> np.ndarray:
    """`v` (n, latent) at the length sqrt(latent), float32."""
    length = np.linalg.norm(v, axis=1, keepdims=True)
    return (v / np.maximum(length, 1e-12) * np.sqrt(v.shape[1])).astype(np.float32)


class Projector:
    """An encoder of the registry, and the generator that it was trained for. One visitor at a time is served.

    Args:
        registry: where both lie.
        id: of the encoder.

    Attributes:
        generator_id: whose z are proposed.
        latent: how many numbers z has.
        percentiles: how far off digits that took no part stay in the end, as L1: 101 numbers, rising; or none.
        n: of how many digits that was measured.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'; all of it 'networks_not_finite'.
    """

    def __init__(self, registry: Registry, id: str = ENCODER_ID) -> None:
        from gan_core.models.encoder import build_encoder

        set_threads()
        spec = registry.spec(id)
        with reading(registry.place(id, "spec.json")):
            self.generator_id = str(spec["generator"])
            figures = spec.get("figures", {})
            self.percentiles, self.n = [float(v) for v in figures.get("percentiles", [])], int(figures.get("n", 0))
        generator = generator_of(registry, self.generator_id)
        self.latent = generator.input_shape[1]
        encoder = build_encoder(self.latent)
        load_into(registry, id, None, encoder)
        self._encode = compiled(lambda x: encoder(x, training=False))
        self._draw = compiled(lambda z: generator(z, training=False))
        self._step = compiled(_descent(generator))
        self._lock = LatestWins()
        self.project(np.zeros((28, 28), np.uint8))  # traces and warms

    def propose(self, images: np.ndarray) -> np.ndarray:
        """What the encoder says of digits uint8 (n, 28, 28): z on the shell, float32 (n, latent)."""
        return on_shell(_numpy(self._encode, to_float(images)[..., None])[0])

    def nearer(self, off: float) -> int | None:
        """How many of 100 digits that took no part stay nearer than L1 `off`; None where that was not measured."""
        return int(np.searchsorted(self.percentiles[1:], off)) if self.percentiles else None

    def draw(self, z: np.ndarray) -> np.ndarray:
        """What G draws of z float32 (n, latent): uint8 (n, 28, 28)."""
        return to_uint8(_numpy(self._draw, z)[0][..., 0])

    def refine(self, images: np.ndarray, z: np.ndarray, steps: int = STEPS) -> Iterator[np.ndarray]:
        """After each step the nearest z so far, float32 (n, latent), of digits uint8 (n, 28, 28).

        Args:
            z: where to begin, (n, latent) on the shell.
        """
        x, moments = to_float(images)[..., None], (np.zeros_like(z), np.zeros_like(z))
        best, least = z, np.full(len(z), np.inf, np.float32)
        for step in range(steps + 1):  # the last one only measures
            rate = RATE * 0.5 * (1 + math.cos(math.pi * step / steps))
            unbiased = [1 - beta ** (step + 1) for beta in BETAS]
            moved, *moments, off = _numpy(self._step, z, *moments, x, np.array([rate, *unbiased], np.float32))
            best, least = np.where((off < least)[:, None], z, best), np.minimum(off, least)
            z = moved
            if step:
                yield best

    def project(self, image: np.ndarray, session: Hashable | None = None) -> Way | None:
        """The way to a digit uint8 (28, 28); None if a newer request of `session` came while this one waited."""
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            start = time.perf_counter()
            begin = self.propose(image[None])
            found = [begin, *self.refine(image[None], begin)]
            z = np.concatenate([found[round(i)] for i in np.linspace(0, len(found) - 1, SHOWN + 1)])
            images = self.draw(z)
            return Way(z, images, l1(images, image), 1000 * (time.perf_counter() - start))


def generator_of(registry: Registry, id: str) -> Any:
    """The generator of a checkpoint, a keras.Model with its weights; raises GanError as Projector."""
    from gan_core.digits.engine import recipe_of
    from gan_core.models.dcgan import build_generator

    spec = recipe_of(registry.spec(id), registry.place(id)).spec
    generator = build_generator(spec)
    load_into(registry, id, None, generator)
    return generator


def away(generator: Any, z: Any, x: Any, off: list[Any] | None = None) -> Any:
    """What is lowered: L1 and the mean squared difference of G(z) and x, (n,); `off` gets L1 alone."""
    from keras import ops

    apart = ops.abs(generator(z, training=False) - x) / 2
    l1 = ops.mean(apart, (1, 2, 3))
    if off is not None:
        off.append(l1)
    return l1 + ops.mean(ops.square(apart), (1, 2, 3))


def _descent(generator: Any) -> Callable[..., Any]:
    """A step of Adam along the shell (Kingma and Ba 2015, arXiv:1412.6980), row by row.

    (z, first and second moments, all (n, latent), digits in [-1, 1], (n, 28, 28, 1), [rate, 1 - beta1^t, 1 - beta2^t])
    -> the next z, its moments, and L1 of the z that came (n,).
    """
    from keras import ops

    def step(z: Any, first: Any, second: Any, x: Any, how: Any) -> tuple[Any, ...]:
        off: list[Any] = []
        slope = input_gradient(lambda z: away(generator, z, x, off), z)
        first = BETAS[0] * first + (1 - BETAS[0]) * slope
        second = BETAS[1] * second + (1 - BETAS[1]) * ops.square(slope)
        z = z - how[0] * (first / how[1]) / (ops.sqrt(second / how[2]) + 1e-8)
        length = ops.sqrt(ops.sum(ops.square(z), 1, keepdims=True))
        return z / length * z.shape[1] ** 0.5, first, second, ops.stop_gradient(off[0])

    return step


def _numpy(function: Callable[..., Any], *arrays: np.ndarray) -> list[np.ndarray]:
    """What a function of tensors gives for arrays; raises GanError('networks_not_finite')."""
    from keras import ops

    given = function(*(ops.convert_to_tensor(a) for a in arrays))
    return [finite(np.asarray(ops.convert_to_numpy(t))) for t in (given if isinstance(given, tuple) else (given,))]
