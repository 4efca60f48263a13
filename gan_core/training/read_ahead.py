"""What the next steps need of the disk is made ready while this one is computed, by Keras' own loader of batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Generic, TypeVar

import keras
from keras.src.trainers.data_adapters.py_dataset_adapter import OrderedEnqueuer  # what `fit` reads a PyDataset with

Batch = TypeVar("Batch")
WORKERS, AHEAD = 2, 6  # threads; steps whose batches wait in memory


class ReadAhead(Generic[Batch]):
    """The batches of steps, each a function of its step alone, so that what is made ahead is what would be made now.

    Args:
        make: the batch of a step; called by several threads at once.
        ahead: whether to make them ready; without it each is made when it is asked for.
    """

    def __init__(self, make: Callable[[int], Batch], *, ahead: bool) -> None:
        self._make, self._ahead = make, ahead
        self._next = 0
        self._batches: Iterator[Batch] = iter(())
        self._loader: OrderedEnqueuer | None = None

    def batch(self, step: int) -> Batch:
        """The batch of this step; whatever `make` raises."""
        if not self._ahead:
            return self._make(step)
        if self._loader is None or step != self._next:
            self._start(step)
        self._next = step + 1
        return next(self._batches)

    def close(self) -> None:
        """End the threads; a later batch starts others."""
        loader, self._loader = self._loader, None
        if loader:
            with suppress(Exception):  # of a batch that nobody asks for any more
                loader.stop()

    def _start(self, step: int) -> None:
        self.close()
        loader = self._loader = OrderedEnqueuer(_From(step, self._make), WORKERS, max_queue_size=AHEAD)
        loader.start()
        self._batches = loader.get()


class _From(keras.utils.PyDataset):
    """The batches from a step on, without an end."""

    def __init__(self, first: int, make: Callable[[int], object]) -> None:
        super().__init__()
        self._first, self._make = first, make

    @property
    def num_batches(self) -> None:
        return None

    def __getitem__(self, index: int) -> object:
        return self._make(self._first + index)
