"""The same weights and batches give the same losses on PyTorch as on TensorFlow, over three steps.

Run by `make test-torch`; this process computes on PyTorch and asks another one for TensorFlow's losses.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.torch
TOLERANCE = 1e-4  # relative; float32 sums in another order, amplified by three Adam steps
POOLED = 1e-3  # the same where a value of a pooled image may be rounded to the other 8-bit neighbour


def three_steps(r1: float) -> list[dict[str, float]]:
    """The losses of three steps from weights and batches that numpy draws; dropout off."""
    from dataclasses import replace

    from gan_core.recipes.dcgan import DCGANRecipe
    from gan_core.training.dcgan import DCGANTrainer
    from tests.tiny import TINY

    rng = np.random.default_rng(0)
    recipe = DCGANRecipe(spec=replace(TINY, d_dropout=0.0), batch=16, average=0.9, r1=r1, g_rate=1e-3, d_rate=1e-3)
    trainer = DCGANTrainer(recipe)
    for network in (trainer.generator, trainer.discriminator):
        network.set_weights([rng.uniform(0.01, 0.2, w.shape).astype(np.float32) for w in network.get_weights()])
    return [
        trainer.step(rng.uniform(-1, 1, (16, 28, 28, 1)).astype(np.float32), rng.standard_normal((16, 100), np.float32))
        for _ in range(3)
    ]


def three_cyclegan_steps(upsampling: str, low_pass: bool = False, residual: bool = False) -> list[dict[str, float]]:
    """The losses of three steps of a CycleGAN, with pool and identity loss, from weights that numpy draws."""
    from gan_core.recipes.cyclegan import CycleGANRecipe, CycleGANSpec
    from gan_core.training.cyclegan import CycleGANTrainer
    from gan_core.training.pool import plan

    rng = np.random.default_rng(0)
    options = {"separable": True, "separable_up": False, "d_filters": (4, 4), "residual": residual}
    spec = CycleGANSpec(filters=4, blocks=1, upsampling=upsampling, low_pass=low_pass, **options)
    trainer = CycleGANTrainer(CycleGANRecipe(spec=spec, pool=2, average=0.9, crop=16, scales=(16,), view=16))
    for network in (trainer.g_ab, trainer.g_ba, *trainer.discriminators):
        network.set_weights(  # kernels; the norms keep their ones and zeros
            [rng.normal(0, 0.1, w.shape).astype(np.float32) if w.ndim > 1 else w for w in network.get_weights()]
        )
    losses = []
    for i in range(3):
        a, b = rng.uniform(-1, 1, (2, 1, 16, 16, 3)).astype(np.float32)
        losses.append(trainer.step(a, b, (plan(i, 1, 2, rng), plan(i, 1, 2, rng))))
    return losses


def three_pix2pix_steps(upsampling: str, ink: bool = False) -> list[dict[str, float]]:
    """The losses of three steps of a Pix2Pix, dropout off, from weights that numpy draws.

    It colours; with `ink` it paints after drawings whose colour says the coat.
    """
    from gan_core.photos.drawing import inked
    from gan_core.recipes.pix2pix import Pix2PixRecipe, Pix2PixSpec
    from gan_core.training.pix2pix import Pix2PixTrainer

    rng = np.random.default_rng(0)
    inputs, outputs = (3, 3) if ink else (1, 2)
    spec = Pix2PixSpec(inputs, outputs, (4, 6, 8), upsampling=upsampling, dropout=0, d_filters=(4, 4), ink=ink)
    trainer = Pix2PixTrainer(Pix2PixRecipe(spec=spec, average=0.9, crop=32, scales=(32,), view=32))
    for network in (trainer.generator, trainer.discriminator):
        network.set_weights(
            [rng.normal(0, 0.1, w.shape).astype(np.float32) if w.ndim > 1 else w for w in network.get_weights()]
        )
    batches = [rng.uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32) for _ in range(3)]
    if not ink:
        return [trainer.step(batch[..., :1], batch[..., 1:]) for batch in batches]
    lines = (255 * (rng.random((3, 32, 32)) < 0.1)).astype(np.uint8)
    inks = rng.integers(0, 192, (3, 3)).tolist()
    drawings = [inked(each, colour)[None] / np.float32(127.5) - 1 for each, colour in zip(lines, inks, strict=True)]
    return [trainer.step(drawing, batch) for drawing, batch in zip(drawings, batches, strict=True)]


def three_classes_steps() -> list[dict[str, float]]:
    """The losses of three steps of a generator that says how likely colours are, from weights that numpy draws."""
    from gan_core.base.lab import cells
    from gan_core.models.colour_classes import rarity
    from gan_core.models.eyes import build_eyes
    from gan_core.training.colour_classes import ColourClassesTrainer
    from tests.tiny import TINY_CELLS, TINY_CLASSES, TINY_EYES

    rng, eyes = np.random.default_rng(0), build_eyes(TINY_EYES)
    counts = rng.uniform(0, 1, len(cells()))
    trainer = ColourClassesTrainer(TINY_CLASSES, eyes, rarity(counts, TINY_CELLS))
    for network in (eyes, trainer.generator, trainer.discriminator):
        network.set_weights(
            [rng.normal(0, 0.3, w.shape).astype(np.float32) if w.ndim > 1 else w for w in network.get_weights()]
        )
    batches = [rng.uniform(-0.5, 0.5, (2, 32, 32, 3)).astype(np.float32) for _ in range(3)]
    return [trainer.step(batch[..., :1], batch[..., 1:], batch[..., :1]) for batch in batches]


CASES: dict[str, Callable[[], list[dict[str, float]]]] = {
    "dcgan": lambda: three_steps(0.0),
    "dcgan with R1": lambda: three_steps(1.0),
    "cyclegan, transposed": lambda: three_cyclegan_steps("transposed"),
    "cyclegan, resize, low pass": lambda: three_cyclegan_steps("resize", low_pass=True),
    "cyclegan, subpixel, residual": lambda: three_cyclegan_steps("subpixel", residual=True),
    "pix2pix, transposed": lambda: three_pix2pix_steps("transposed"),
    "pix2pix, resize": lambda: three_pix2pix_steps("resize"),
    "pix2pix, resize, ink": lambda: three_pix2pix_steps("resize", ink=True),
    "pix2pix, classes": three_classes_steps,
}


@pytest.mark.parametrize("case", CASES)
def test_three_steps_lose_the_same_on_both_backends(case: str) -> None:
    import keras

    assert keras.backend.backend() == "torch", "run it with make test-torch"
    code = f"import json; from tests.torch.test_parity import CASES; print(json.dumps(CASES[{case!r}]()))"
    reference: Any = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "KERAS_BACKEND": "tensorflow"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert reference.returncode == 0, reference.stderr[-2000:]
    for expected, found in zip(json.loads(reference.stdout.splitlines()[-1]), CASES[case](), strict=True):
        assert found == pytest.approx(expected, rel=POOLED if "cyclegan" in case else TOLERANCE)
