"""Trains a classifier on digits that G drew, on real ones or on both, and lets it read the real test digits.

Importing this imports no network library.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.checks import check_count, check_seed
from gan_core.base.errors import GanError
from gan_core.data import digits
from gan_core.data.digits import Digits, in_equal_parts
from gan_core.digits.latent import in_turn, latents
from gan_core.digits.writing import Writer
from gan_core.measures.equilibrium import wilson
from gan_core.measures.usefulness import BATCH, CLASSES, RandomFeatures, Sums

FAKES = 10_000  # that G draws, each class equally often
REALS = (10, 100, 1_000, 10_000)
MIXES = ((FAKES, 0), *((0, n) for n in REALS), (FAKES, REALS[-1]))  # numbers of fakes and of reals, in order
MOST_WAITING = 8  # one is trained at a time; this many wait


class Learned(NamedTuple):
    """How well a classifier reads.

    Attributes:
        fakes, reals: how many of each it learned from.
        right: the share of the test digits that it called by their label.
        low, high: where that lies for all digits of this kind, 95% (Wilson 1927).
        n: how many test digits there were.
        seconds: what drawing, learning and reading took.
    """

    fakes: int
    reals: int
    right: float
    low: float
    high: float
    n: int
    seconds: float


class Usefulness:
    """Classifiers for whoever asks, one at a time.

    Args:
        writer: gives a generator that can be asked for classes; asked for at each turn, since it may not be there yet.
        data: digits to learn from and to read; None for those that ship, read when they are first needed.
    """

    def __init__(self, writer: Callable[[], Writer], data: Digits | None = None) -> None:
        self._writer, self._given = writer, data
        self._eyes = RandomFeatures()
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING + 1)
        self._kept: dict[str, tuple[tuple[int, int], Sums]] = {}

    def learn(self, fakes: Any, reals: Any, seed: Any) -> Learned:
        """Train a classifier on so many fakes and so many real digits, drawn by a seed; all three are checked here.

        Raises:
            GanError: 'count_wrong', 'seed_wrong', 'classifiers_busy', and what the writer raises.
        """
        fakes, reals = check_count("fakes", fakes, 0, FAKES), check_count("reals", reals, 0, REALS[-1])
        seed = check_seed(seed)
        if not fakes + reals:
            raise GanError("count_wrong", name="fakes + reals", low=1, high=FAKES + REALS[-1], value=0)
        with self._one_at_a_time():
            began = time.perf_counter()
            chosen = [self._sums(kind, n, seed) for kind, n in (("fakes", fakes), ("reals", reals)) if n]
            right = self._read(reduce(add, chosen))
            seconds = time.perf_counter() - began
        n = len(right)
        return Learned(fakes, reals, float(right.mean()), *wilson(int(right.sum()), n), n, seconds)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise GanError("classifiers_busy", count=MOST_WAITING)
        try:
            with self._turn:
                yield
        finally:
            self._places.release()

    @cached_property
    def _data(self) -> Digits:
        return self._given or digits.load()

    def _sums(self, kind: str, n: int, seed: int) -> Sums:
        """Of so many digits of a kind; of each kind the last are kept, since "both" asks for them again."""
        if self._kept.get(kind, ((), None))[0] != (n, seed):
            sums, parts = Sums(), self._fakes(n, seed) if kind == "fakes" else self._reals(n, seed)
            for images, labels in parts:
                sums.add(self._eyes.look(images), labels)
            self._kept[kind] = (n, seed), sums
        return self._kept[kind][1]

    def _fakes(self, n: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        writer = self._writer()
        asked = in_turn(latents(seed, n, writer.latent), CLASSES)
        for start in range(0, n, BATCH):  # visitors' own digits come between
            yield writer.images(asked[start : start + BATCH]), np.arange(start, min(start + BATCH, n)) % CLASSES

    def _reals(self, n: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        rows = in_equal_parts(self._data.train_labels, np.random.default_rng(seed))[:n]
        for start in range(0, n, BATCH):
            part = rows[start : start + BATCH]
            yield self._data.train[part], self._data.train_labels[part]

    @cached_property
    def _test(self) -> np.ndarray:
        """What the classifier sees of the test digits, in half precision: 20 MB."""
        return self._eyes.look(self._data.test).astype(np.float16)

    def _read(self, learned: Sums) -> np.ndarray:
        """Which of the test digits are called by their label: bool (n,)."""
        weights = learned.weights()
        parts = [self._test[start : start + BATCH] for start in range(0, len(self._test), BATCH)]
        said = np.concatenate([(part.astype(np.float32) @ weights).argmax(1) for part in parts])
        return said == self._data.test_labels
