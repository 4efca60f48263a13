"""The digit dataset, MNIST or one like it, as numpy arrays: the subset that ships, Keras's cache, or your own files."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gan_core.base.checks import check_count
from gan_core.base.errors import GanError
from gan_core.base.files import why
from gan_core.base.paths import ASSETS
from gan_core.data.digit_arrays import normalised
from gan_core.data.digit_formats import LARGEST
from gan_core.data.digit_sets import read_set

SHIPPED = ASSETS / "digits" / "mnist-subset.npz"
KERAS_CACHE = Path.home() / ".keras" / "datasets" / "mnist.npz"
CLASSES = 10
FEW_SEED = 30_000  # of which digits are learned by heart


@dataclass(frozen=True)
class Digits:
    """Grey digits, uint8 (n, 28, 28), 0 is background; labels uint8 (n,), or (0,) where there are none.

    `notes` says in words what was done to them. `bend`: they are few drawings, to be varied while they are learned
    (gan_core.data.drawings), bent by so many pixels; None: they are learned as they are.
    """

    train: np.ndarray
    train_labels: np.ndarray
    test: np.ndarray
    test_labels: np.ndarray
    notes: tuple[str, ...] = ()
    bend: float | None = None

    @property
    def told(self) -> str:
        """One line: how many there are, and what was done."""
        counts = f"{len(self.train):,} to train on, {len(self.test):,} held back"
        return "; ".join((counts, *self.notes))

    def check_classes(self) -> None:
        """Raises GanError('digits_labels') unless every digit has a label from 0 to 9."""
        for images, labels in ((self.train, self.train_labels), (self.test, self.test_labels)):
            if len(labels) != len(images):
                raise GanError("digits_labels", reason="some digits have no label")
            if labels.max() >= CLASSES:
                raise GanError("digits_labels", reason=f"there are labels up to {labels.max()}")


def load(source: str | Path | None = None, *, download: bool = False) -> Digits:
    """Digits for training (`train`) and digits that are kept from training (`test`).

    Args:
        source: a file or folder that `gan_core.data.digit_sets` reads, "keras" for Keras's cached mnist.npz, or None
            for the 10,000 training digits and all 10,000 test digits that ship in assets/.
        download: let Keras's own loader fetch the whole of MNIST (60,000 + 10,000) into its cache.

    Raises:
        GanError: 'data_missing' or 'data_wrong'.
    """
    if download:
        import keras

        (train, train_labels), (test, test_labels) = keras.datasets.mnist.load_data()
        return Digits(train, train_labels, test, test_labels)
    path = KERAS_CACHE if source == "keras" else Path(source or SHIPPED)
    if not path.exists():
        raise GanError("data_missing", path=path)
    return read(path, path.name)


def read(source: Path | bytes, name: str, most: int = LARGEST) -> Digits:
    """Digits of any of the layouts in which they are handed out.

    Args:
        source: a file, a folder, or the bytes of a file or a zip.
        name: of the file; a message names it, or the path.
        most: bytes that each file, and what comes out of it, may take.

    Raises:
        GanError: 'data_wrong', which says why.
    """
    try:
        found = read_set(source, name, most)
        digits = normalised(found.arrays, on_their_side=found.on_their_side)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error, MemoryError) as fault:
        raise GanError(
            "data_wrong", path=source if isinstance(source, Path) else name, reason=why(fault).rstrip(".")
        ) from fault
    return Digits(digits.train, digits.train_labels, digits.test, digits.test_labels, found.notes + digits.notes)


def learned_by_heart(digits: Digits, few: int) -> tuple[Digits, Digits]:
    """So many of the test digits to learn, and as many others to compare them with; and the rest, likewise in halves.

    They are test digits since no other network saw one: what is known of those to learn was learned from them. All are
    of the same writers, and each class comes in turn, as long as it lasts.

    Raises:
        GanError: 'digits_labels', as `check_classes`; 'count_wrong' (there are fewer).
    """
    digits.check_classes()
    check_count("few", few, 1, len(digits.test) // 3)
    order = in_equal_parts(digits.test_labels, np.random.default_rng(FEW_SEED))
    rest = order[2 * few :]

    def part(train: np.ndarray, test: np.ndarray) -> Digits:
        images, labels = digits.test, digits.test_labels
        return Digits(images[train], labels[train], images[test], labels[test])

    return part(order[:few], order[few : 2 * few]), part(rest[::2], rest[1::2])


def in_equal_parts(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The places of `labels` (n,) in an order drawn by `rng` in which each class comes in turn, as long as it lasts."""
    order = rng.permutation(len(labels))
    turn = np.empty(len(order), int)
    for k in np.unique(labels):
        mine = np.flatnonzero(labels[order] == k)
        turn[mine] = np.arange(len(mine))
    return order[np.argsort(turn, kind="stable")]
