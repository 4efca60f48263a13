"""Whether the way back lives on a signal that is hidden in the translation (Chu et al. 2017, arXiv:1712.02950).

    python -m tests.bench.hidden_signal CHECKPOINT DIRECTION PHOTOGRAPHS...

Noise (standard deviations in grey levels, seed 0) or JPEG (qualities) is put on the translation. Generators with a mask
let what they do not paint pass, residual ones all of it; so what was put in is taken off the way back as far as it
passes, and what is left of it is compared with the undisturbed way back: mean L1 from 0 to 1 over the photographs, and
the worst of them. A hidden signal shows where faint noise costs more than it is.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from gan_core.photos.domains import back
from gan_core.photos.engine import PhotoEngine
from gan_core.photos.figures import difference
from gan_core.photos.files import read_photo, seen
from gan_core.store.checkpoints import Registry

NOISE, JPEG = (2, 4, 8, 16, 32, 64), (90, 50, 20, 5)


def noisy(image: np.ndarray, deviation: float) -> np.ndarray:
    normals = np.random.default_rng(0).standard_normal(image.shape)
    return np.rint(image + deviation * normals).clip(0, 255).astype(np.uint8)


def compressed(image: np.ndarray, quality: int) -> np.ndarray:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))


def lost(engine: PhotoEngine, direction: str, image: np.ndarray) -> dict[str, tuple[float, float, float]]:
    """For each disturbance: how much was put in, how far off the way back is without what passes, undisturbed."""
    x = seen(image)
    translated = engine._through(direction, x).picture
    calm = float(difference(x, engine._through(back(direction), translated).picture).mean())
    found = {}
    put = {f"noise {level}": noisy(translated, level) for level in NOISE}
    for name, disturbed in (put | {f"JPEG {quality}": compressed(translated, quality) for quality in JPEG}).items():
        returned, mask = engine._through(back(direction), disturbed)
        passing = 1.0 - mask[..., None] if mask is not None else float(engine._residual)
        kept = returned - passing * (disturbed.astype(np.float32) - translated)
        off = float(np.abs(x - kept).mean() / 255)
        found[name] = float(difference(disturbed, translated).mean()), off, calm
    return found


def main() -> None:
    checkpoint, direction, *paths = sys.argv[1:]
    engine = PhotoEngine(Registry(), checkpoint)
    found = [lost(engine, direction, read_photo(Path(path)).image) for path in paths]
    for name in found[0]:
        put, off, calm = np.array([each[name] for each in found]).T
        worst = float((off - calm).max())
        print(f"{name}: put in {put.mean():.4f}, way back {off.mean():.4f}, undisturbed {calm.mean():.4f}, ", end="")
        print(f"at worst {worst:+.4f} (n = {len(found)})")


if __name__ == "__main__":
    main()
