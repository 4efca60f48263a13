"""What the processes of tests/torch/test_ranks.py run.

`python -m tests.torch.rank_cases equal OUT [CASE ...]` trains the cases of `STEPS` and writes their variables;
`train OUT STEPS` (whole tens) trains a tiny DCGAN as the command line does; `read OUT FOLDER` looks through a folder of
photographs and writes what was found, and which files this rank opened. The rank that `ODD` names has another one of
what `DIFFERS` says.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import keras
import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.ranks import own_share, world
from gan_core.data.digits import Digits
from gan_core.models import collectives
from gan_core.recipes.cyclegan import CycleGANRecipe, CycleGANSpec, FeaturesRecipe
from gan_core.recipes.dcgan import DCGANRecipe
from gan_core.recipes.pix2pix import Pix2PixRecipe, Pix2PixSpec
from tests.tiny import TINY

BATCH, SIDE = 4, 32
NETWORKS = ("generator", "discriminator", "averaged", "g_ab", "g_ba", "d_a", "d_b")
# Adam makes whole steps of gradients that are nothing but rounding, and absolute differences turn at a kink: at ten
# times this rate a CycleGAN's parameters are 1e-4 apart after 20 steps, which is a tenth of a step for each.
SMALL_RATES: dict[str, Any] = {"g_rate": 2e-5, "d_rate": 2e-5}
RATES: dict[str, Any] = {"g_rate": 1e-3, "d_rate": 1e-3}


def dcgan(steps: int, batch_norm: bool, dropout: float, r1: float) -> Any:
    from gan_core.training.dcgan import DCGANTrainer

    spec = replace(TINY, batch_norm=batch_norm, d_dropout=dropout)
    trainer = DCGANTrainer(DCGANRecipe(spec=spec, batch=BATCH, average=0.9, r1=r1, **RATES))
    rng = np.random.default_rng(1)
    for _ in range(steps):
        real = rng.uniform(-1, 1, (BATCH, 28, 28, 1)).astype(np.float32)
        trainer.step(real, rng.standard_normal((BATCH, 100), np.float32))
    return trainer


def cyclegan(steps: int) -> Any:
    from gan_core.models.imagenet import ImageNetClassifier
    from gan_core.training.cyclegan import CycleGANTrainer
    from gan_core.training.pool import plan
    from gan_core.training.projected import DRAWS
    from tests.tiny_features import tiny_features

    spec = CycleGANSpec(filters=4, blocks=1, d_filters=(4, 4))
    sizes: dict[str, Any] = {"crop": SIDE, "scales": (SIDE,), "view": SIDE}
    features = FeaturesRecipe(channels=4, filters=4, depths=(2, 1, 1, 1), style=1.0, style_memory=8)
    recipe = CycleGANRecipe(spec=spec, batch=BATCH, pool=6, average=0.9, features=features, **sizes, **SMALL_RATES)
    with tempfile.TemporaryDirectory() as folder:
        trainer = CycleGANTrainer(recipe, 0, ImageNetClassifier(tiny_features(Path(folder) / "tiny.npz")))
    rng = np.random.default_rng(1)
    for network in (trainer.g_ab, trainer.g_ba, *trainer.discriminators):  # first weights that norms do not blow up
        network.set_weights([rng.normal(0, 0.3, w.shape) if w.ndim > 1 else w for w in network.get_weights()])
    trainer.start_averages()
    for i in range(steps):
        a, b = rng.uniform(-1, 1, (2, BATCH, SIDE, SIDE, 3)).astype(np.float32)
        plans = plan(i, BATCH, 6, rng), plan(i, BATCH, 6, rng)
        trainer.step(own_share(a), own_share(b), plans, rng.uniform(-1, 1, (2, DRAWS)))
    return trainer


def pix2pix(steps: int) -> Any:
    from gan_core.training.pix2pix import Pix2PixTrainer

    spec = Pix2PixSpec(filters=(4, 6, 8), dropout=1, d_filters=(4, 4))
    sizes: dict[str, Any] = {"crop": SIDE, "scales": (SIDE,), "view": SIDE}
    trainer = Pix2PixTrainer(Pix2PixRecipe(spec=spec, batch=BATCH, average=0.9, **sizes, **RATES))
    rng = np.random.default_rng(1)
    for _ in range(steps):
        photographs = own_share(rng.uniform(-1, 1, (BATCH, SIDE, SIDE, 3)).astype(np.float32))
        trainer.step(photographs[..., :1], photographs[..., 1:])
    return trainer


STEPS: dict[str, Callable[[], Any]] = {
    "dcgan with R1": lambda: dcgan(20, batch_norm=False, dropout=0.0, r1=1.0),
    "dcgan with batch norm and dropout": lambda: dcgan(20, batch_norm=True, dropout=0.3, r1=0.0),
    "cyclegan with pool and features": lambda: cyclegan(20),
    "pix2pix with dropout": lambda: pix2pix(20),
    "dcgan, 200 steps": lambda: dcgan(200, batch_norm=True, dropout=0.3, r1=1.0),
}


def variables(case: str) -> dict[str, np.ndarray]:
    """What 20 or 200 steps on this rank came to, and 'bytes': [handed over, of the parameters] in a step."""
    before = collectives.sent_bytes()
    trainer = STEPS[case]()
    found = {f"{i:03d}": np.array(keras.ops.convert_to_numpy(v)) for i, v in enumerate(trainer.variables)}
    parts = (getattr(trainer, name, None) for name in NETWORKS)
    weights = [w for network in parts if network for w in network.get_weights()]
    found |= {f"weights {i:03d}": w for i, w in enumerate(weights)}
    steps = int(trainer.g_optimizer.iterations)
    moved = [p for name in ("g_optimizer", "d_optimizer") for p in getattr(trainer, name)._trainable_variables]
    if projected := getattr(trainer, "projected", None):
        moved += projected.optimizer._trainable_variables
    parameters = 4 * sum(int(np.prod(p.shape)) for p in moved)
    return {**found, "bytes": np.array([(collectives.sent_bytes() - before) // steps, parameters])}


def train(out: Path, steps: int) -> int:
    """A tiny DCGAN by the loop of the command line, saved every 5 steps; the digits' seed comes from DIGITS."""
    from gan_core.training import loop
    from gan_core.training.session import DCGANSession

    if differs("version"):
        loop.__version__ = "0.0.0"
    digits = int(os.environ.get("DIGITS", "0")) + differs("digits")
    shown = np.random.default_rng(digits).integers(0, 256, (40, 28, 28), np.uint8)
    labels = np.zeros(40, np.uint8)
    average = 0.8 if differs("recipe") else 0.9
    recipe = DCGANRecipe(spec=TINY, batch=BATCH, epochs=-(-steps // 10), average=average)
    session = DCGANSession(recipe, Digits(shown, labels, shown, labels), int(differs("seed")), n=10)
    return loop.train("tiny", session, out, resume=(out / "state.npz").is_file(), save_every=0.5, due={0: False})


def differs(what: str) -> bool:
    return os.environ.get("DIFFERS") == what and os.environ.get("ODD") == os.environ.get("RANK")


def read(out: Path, folder: Path) -> int:
    """Look through `folder`, or on the odd rank through the one beside it that is called "other"."""
    from gan_core.data import unpaired

    opened: list[str] = []
    picture_bytes = unpaired.picture_bytes
    unpaired.picture_bytes = lambda path: opened.append(path.name) or picture_bytes(path)
    with collectives.joined():
        found = unpaired.domain(folder.with_name("other") if differs("photographs") else folder)
        told = {"told": found.told, "mark": found.mark, "why": found.unreadable, "opened": opened}
        (out / f"{world().rank}-of-{world().size}.json").write_text(json.dumps(told))
    return 0


def main() -> int:
    act, out, *rest = sys.argv[1:]
    try:
        if act == "train":
            return train(Path(out), int(rest[0]))
        if act == "read":
            return read(Path(out), Path(rest[0]))
        with collectives.joined():
            for case in rest or STEPS:
                np.savez(
                    Path(out) / f"{case}.{world().rank}-of-{world().size}.npz", **cast(dict[str, Any], variables(case))
                )
        return 0
    except GanError as fault:
        print(f"rank {world().rank}: {fault.code}: {fault}", flush=True)
        return 2


if __name__ == "__main__":
    sys.exit(main())
