"""MNIST as numpy arrays: from an npz, from Keras's cache, or the subset that ships."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gan_core.base.errors import GanError

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "digits" / "mnist-subset.npz"
KERAS_CACHE = Path.home() / ".keras" / "datasets" / "mnist.npz"
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
        with np.load(path, allow_pickle=False) as archive:
            arrays = [archive[key] for key in KEYS]
    except KeyError as fault:
        raise GanError("data_wrong", path=path, reason=f"it lacks an array, {fault.args[0]}") from fault
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as fault:
        raise GanError("data_wrong", path=path, reason="it is no complete npz archive") from fault
    _check(path, *arrays)
    return Digits(*arrays)


def _check(path: Path, train: np.ndarray, train_labels: np.ndarray, test: np.ndarray, test_labels: np.ndarray) -> None:
    for images, labels in ((train, train_labels), (test, test_labels)):
        if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28) or not len(images):
            reason = f"images must be uint8 (n, 28, 28), not {images.dtype} {images.shape}"
        elif labels.shape != images.shape[:1] or labels.max(initial=0) > 9:
            reason = "labels must be one number from 0 to 9 for each image"
        else:
            continue
        raise GanError("data_wrong", path=path, reason=reason)
