"""MNIST as numpy arrays: from an npz, from Keras's cache, or the subset that ships."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gan_core.base.archives import Head, read_arrays
from gan_core.base.errors import GanError
from gan_core.base.files import open_file, why

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "digits" / "mnist-subset.npz"
KERAS_CACHE = Path.home() / ".keras" / "datasets" / "mnist.npz"
LARGEST = 256 * 2**20  # bytes, of the file and of what comes out of it
KEYS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class Digits:
    """Grey digits, uint8 (n, 28, 28), 0 is background; labels uint8 (n,) from 0 to 9."""

    train: np.ndarray
    train_labels: np.ndarray
    test: np.ndarray
    test_labels: np.ndarray


def load(source: str | Path | None = None, *, download: bool = False) -> Digits:
    """Digits for training (`train`) and digits that no network was trained on (`test`).

    Args:
        source: an npz with Keras's four arrays, "keras" for Keras's cached mnist.npz, or None for the
            10,000 training digits and all 10,000 test digits that ship in assets/.
        download: let Keras's own loader fetch the whole of MNIST (60,000 + 10,000) into its cache.

    Raises:
        GanError: 'data_missing' or 'data_wrong'.
    """
    if download:
        import keras

        (train, train_labels), (test, test_labels) = keras.datasets.mnist.load_data()
        return Digits(train, train_labels, test, test_labels)
    path = KERAS_CACHE if source == "keras" else Path(source or SHIPPED)
    if not path.is_file():
        raise GanError("data_missing", path=path)
    try:
        with open_file(path, LARGEST) as file:
            arrays = read_arrays(file, _check, LARGEST, packed=True)
        labels = max(int(arrays[key].max()) for key in KEYS if key.startswith("y_"))
        if labels > 9:
            raise ValueError(_LABELS)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as fault:
        raise GanError("data_wrong", path=path, reason=why(fault)) from fault
    return Digits(*(arrays[key] for key in KEYS))


_LABELS = "labels must be one number from 0 to 9 for each image"


def _check(heads: Mapping[str, Head]) -> None:
    """Raises ValueError on what is no archive of digits."""
    for key in KEYS:
        if key not in heads:
            raise ValueError(f"it lacks an array, {key}")
    if len(heads) > len(KEYS):
        raise ValueError(f"it holds other arrays than {', '.join(KEYS)}")
    for part in ("train", "test"):
        images, labels = heads[f"x_{part}"], heads[f"y_{part}"]
        if images.dtype != "|u1" or images.shape[1:] != (28, 28) or not images.shape[0]:
            raise ValueError(f"images must be uint8 (n, 28, 28), not {images.dtype} {images.shape}")
        if labels.shape != images.shape[:1] or np.dtype(labels.dtype).kind not in "iu":
            raise ValueError(_LABELS)
