"""What a folder of photographs that is larger than memory costs: `python -m tests.bench.photo_stream`.

By default the memory of a folder of 100,000 files, made for it of one small picture; with `--loaders` how quickly
batches come by each of the loaders that are installed, alone and beside a step that keeps all cores busy.
"""

from __future__ import annotations

import argparse
import io
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from gan_core.base.paths import EXAMPLES
from gan_core.data import unpaired
from gan_core.data.crops import Crops
from gan_core.data.picture_files import Room

STEPS = 20


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--photo-memory", type=float, default=50)
    parser.add_argument("--loaders", action="store_true")
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        loaders(Path(folder)) if args.loaders else memory(Path(folder), args.files, args.photo_memory)


def memory(folder: Path, count: int, megabytes: float) -> None:
    """Resident megabytes of this process, its decoder left out, while a folder is looked through and drawn from."""
    small = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))
    write_copies(folder, small, count)
    told("before")
    begun = time.perf_counter()
    domain = unpaired.domain(folder, room=Room(megabytes))
    took = time.perf_counter() - begun
    told(f"{domain.told}; looked through in {took:.0f} s, {count / took:.0f} files a second")
    crops = Crops(domain.train, 64, (64,), 8, (0,))
    for step in range(2001):
        crops.batch(step)
        if step % 500 == 0:
            told(f"batch {step}")


def write_copies(folder: Path, picture: Image.Image, count: int) -> None:
    """Files of one picture, each of other bytes: what follows a JPEG's end is nobody's pixels."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    for i in range(count):
        (folder / f"{i:06d}.jpg").write_bytes(buffer.getvalue() + i.to_bytes(4, "big"))


def told(what: str) -> None:
    """One line with the memory as it is now."""
    status = Path("/proc/self/status").read_text().split()
    print(f"{int(status[status.index('VmRSS:') + 1]) / 1024:8.0f} MB  {what}", flush=True)


def loaders(folder: Path) -> None:
    """Batches of 4 crops of 256 pixels a second."""
    with Image.open(next(EXAMPLES.glob("horse*.jpg"))) as picture:
        write_copies(folder, picture.convert("RGB").resize((400, 300)), 300)
    crops = Crops(unpaired.domain(folder, room=Room(0)).train, 256, (256, 286), 4, (0,))
    for name, loader in {"none": alone, "keras": by_keras, "torch": by_torch, "grain": by_grain}.items():
        for work in (0, 1):
            try:
                batches = loader(crops.batch)
                next(batches)
            except ImportError:
                print(f"{name}: not installed")
                break
            begun = time.perf_counter()
            for _ in range(STEPS):
                next(batches)
                busy(work)
            print(f"{name:6} {'beside a step' if work else 'alone':14} {STEPS / (time.perf_counter() - begun):.1f}/s")


def busy(work: int) -> None:
    """A tenth of a second or so, on all cores."""
    for _ in range(2 * work):
        np.matmul(np.ones((1000, 1000), np.float32), np.ones((1000, 1000), np.float32))


def alone(make: Callable[[int], Any]) -> Iterator[Any]:
    return map(make, itertools.count())


def by_keras(make: Callable[[int], Any]) -> Iterator[Any]:
    from gan_core.training.read_ahead import ReadAhead

    ahead = ReadAhead(make, ahead=True)
    return map(ahead.batch, itertools.count())


def by_torch(make: Callable[[int], Any]) -> Iterator[Any]:
    from torch.utils.data import DataLoader, Dataset

    class Batches(Dataset[Any]):
        def __len__(self) -> int:
            return 10**6

        def __getitem__(self, index: int) -> Any:
            return make(index)

    return iter(DataLoader(Batches(), batch_size=None, num_workers=2, prefetch_factor=3))


def by_grain(make: Callable[[int], Any]) -> Iterator[Any]:
    import grain  # pyright: ignore[reportMissingImports]

    options = grain.ReadOptions(num_threads=2, prefetch_buffer_size=6)
    return iter(grain.MapDataset.range(10**6).map(make).to_iter_dataset(options))


if __name__ == "__main__":
    main()
