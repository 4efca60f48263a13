"""A small recorded run whose every frame and figure can be told from its step. No training, no TensorFlow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from gan_core.base.images import grid
from gan_core.measures.equilibrium import reference

COUNT, COLUMNS, TILE = 12, 5, 16
STEPS = [0, 1, 5, 25, 100, 200, 300, 400, 500, 600, 700, 800]


def brightness(i: int) -> int:
    """The grey of all of frame `i`."""
    return 10 + 20 * i


def snapshot(i: int, **changed: Any) -> dict[str, Any]:
    """Snapshot `i`: the needles move towards each other, D's verdict on the tiles alternates."""
    real, fake = 0.95 - 0.03 * i, 0.30 + 0.02 * i
    return {
        "step": STEPS[i],
        "epoch": STEPS[i] / 100,
        "accuracy_real": round(real, 4),
        "accuracy_fake": round(fake, 4),
        "balanced": round((real + fake) / 2, 4),
        "auc": 0.9 - 0.02 * i,
        "mean_real": 0.6,
        "mean_fake": 0.4,
        "d_loss": 1.0 + 0.02 * i,
        "g_loss": 0.9,
        "n_real": 500,
        "n_fake": 500,
        "tile_logits": [1.0 if (tile + i) % 2 else -1.0 for tile in range(16)],
        "frechet": 500.0 / (i + 1) if i % 3 == 0 else None,
        **changed,
    }


def write_run(folder: Path, id: str = "best", **changed: Any) -> Path:
    """Write the run to `folder`/`id`; `changed` replaces fields of run.json. Returns its folder."""
    out = folder / id
    out.mkdir(parents=True)
    frames = np.stack([np.full((TILE, TILE), brightness(i), np.uint8) for i in range(COUNT)])
    Image.fromarray(grid(frames, COLUMNS)).save(out / "frames.webp", "WEBP", lossless=True)
    pictures = [Image.fromarray(frame) for frame in frames]
    pictures[0].save(out / "training.gif", save_all=True, append_images=pictures[1:])
    run = {
        "schema": 1,
        "id": id,
        "kind": "dcgan",
        "measured_on": "averaged weights",
        "reference": {**reference(), "frechet_floor": 5.0},
        "sheet": {"columns": COLUMNS, "tile": TILE, "count": COUNT},
        "snapshots": [snapshot(i) for i in range(COUNT)],
        **changed,
    }
    (out / "run.json").write_text(json.dumps(run))
    return out


def write_pairing_run(folder: Path, id: str, **changed: Any) -> Path:
    """Write the record of a network that tells what pairs are for to `folder`/`id`; returns its folder.

    Its first picture of station `i` is grey of `brightness(i)`; `changed` replaces fields of run.json.
    """
    out = folder / id
    out.mkdir(parents=True)
    frames = np.stack([np.full((TILE, TILE, 3), brightness(i), np.uint8) for i in range(COUNT)])
    Image.fromarray(grid(frames, COLUMNS)).save(out / "frames.webp", "WEBP", lossless=True)
    run = {
        "schema": 1,
        "id": id,
        "kind": "pairing",
        "pictures": ["photo-canyon", "photo-chenonceau"],
        "n": 40,
        "reference": {"l1_grey": 0.06, "colourful_truth": 40.0},
        "sheet": {"columns": COLUMNS, "tile": TILE, "count": COUNT},
        "snapshots": [{"step": STEPS[i], "l1": round(0.4 - 0.02 * i, 4), "colourful": 2.0 * i} for i in range(COUNT)],
        **changed,
    }
    (out / "run.json").write_text(json.dumps(run))
    return out
