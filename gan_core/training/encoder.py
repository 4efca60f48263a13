"""Trains an encoder for a generator: what z does G draw this digit of?

Half of each batch is drawn by G, so that z is known: the encoder learns its direction. The other half are real digits.
Of both it learns to be near in pixels, through G, whose weights stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from keras import ops
from tqdm import tqdm

from gan_core.base.errors import GanError
from gan_core.base.images import to_float
from gan_core.digits.projection import ENCODER_ID, generator_of
from gan_core.models.encoder import build_encoder
from gan_core.models.gradients import compiled, gradients, set_threads
from gan_core.store.checkpoints import Registry

Tensor = Any


@dataclass(frozen=True)
class EncoderRecipe:
    """How an encoder is trained. The rate is Adam's and falls to 0 along half a cosine.

    `known` is the weight of 1 - cos(z, proposed z) where z is known, beside L1 and squared error in pixels.
    """

    batch: int = 128
    epochs: float = 0.2
    rate: float = 1e-3
    known: float = 0.05


def train_encoder(
    images: np.ndarray, registry: Registry, generator_id: str, recipe: EncoderRecipe, seed: int, id: str = ENCODER_ID
) -> float:
    """Train on digits uint8 (n, 28, 28) and on G's own, save as `id`; returns the last steps' loss.

    Raises:
        GanError: 'checkpoint_missing' (no such generator), 'loss_not_finite'.
    """
    set_threads()
    keras.utils.set_random_seed(seed)
    generator = generator_of(registry, generator_id)
    encoder = build_encoder(generator.input_shape[1])
    half, rng = recipe.batch // 2, np.random.default_rng(seed)
    steps = max(1, round(recipe.epochs * len(images) / half))
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(recipe.rate, steps))
    optimizer.build(encoder.trainable_variables)
    update, losses = compiled(_update(generator, encoder, optimizer, recipe.known)), []
    with tqdm(total=steps, unit="step", mininterval=5) as bar:
        for step, rows in enumerate(_rows(len(images), half, steps, rng)):
            z = rng.standard_normal((half, generator.input_shape[1]), np.float32)
            loss = float(update(ops.convert_to_tensor(z), ops.convert_to_tensor(to_float(images[rows])[..., None])))
            if not np.isfinite(loss):
                raise GanError("loss_not_finite", step=step)
            losses = [*losses[-99:], loss]
            bar.update()
            bar.set_postfix(loss=f"{np.mean(losses):.4f}", refresh=False)
    training = {"epochs": recipe.epochs, "steps": steps, "digits": len(images), "seed": seed}
    training["backend"] = keras.backend.backend()
    spec = {"kind": "encoder", "generator": generator_id, "generator_sha256": digest_of(registry, generator_id)}
    spec |= {"recipe": asdict(recipe), "training": training}
    registry.save(id, {encoder.name: encoder.get_weights()}, spec, afresh=True)
    return float(np.mean(losses))


def digest_of(registry: Registry, id: str) -> str:
    """The SHA-256 of a checkpoint's weights: those of another training need another encoder."""
    return hashlib.sha256(registry.read(id, "weights.npz")).hexdigest()


def _rows(count: int, batch: int, steps: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """`steps` times which digits are looked at: each as often as any other, in a new order each time."""
    order = np.zeros(0, int)
    for _ in range(steps):
        while len(order) < batch:
            order = np.concatenate([order, rng.permutation(count)])
        yield order[:batch]
        order = order[batch:]


def _update(generator: Any, encoder: Any, optimizer: Any, known: float) -> Callable[[Tensor, Tensor], Tensor]:
    """A step: z (n, latent) and real digits (n, 28, 28, 1) -> the loss."""

    def loss(z: Tensor, drawn: Tensor, x: Tensor) -> Tensor:
        found = encoder(x, training=True)
        length = ops.sqrt(ops.sum(ops.square(found), 1, keepdims=True) + 1e-12)
        found = found / length
        apart = ops.abs(generator(found * z.shape[1] ** 0.5, training=False) - x) / 2
        along = ops.sum(found[: drawn.shape[0]] * z, 1) / ops.sqrt(ops.sum(ops.square(z), 1))
        return ops.mean(apart) + ops.mean(ops.square(apart)) + known * ops.mean(1 - along)

    def update(z: Tensor, reals: Tensor) -> Tensor:
        # rounded to 8 bits, as every digit is that it will see
        levels = ops.round(generator(z, training=False) * 127.5 + 127.5)
        drawn = ops.stop_gradient(levels) / 127.5 - 1.0
        x = ops.concatenate([drawn, reals])

        def compute() -> tuple[list[Tensor], Tensor]:
            found = loss(z, drawn, x)
            return [found], found

        [found], value = gradients(compute, [encoder.trainable_variables])
        optimizer.apply(found, encoder.trainable_variables)
        return value

    return update
