"""What every training run shares: a step, exact resumption from a saved state, and snapshots.

All randomness is a function of (seed, step) or a saved variable, so a resumed run continues as if it had never stopped.
"""

from __future__ import annotations

import io
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

import keras
import numpy as np

from gan_core.base.archives import Head, check_text, read_arrays
from gan_core.base.errors import GanError
from gan_core.base.files import open_file, why
from gan_core.base.writing import write_atomically
from gan_core.data.marks import DataMark, differences
from gan_core.models.collectives import mean_figures, take_from_first, told_by_first
from gan_core.recipes.dcgan import recipe_to_json

DATA = "data_marks"  # of a saved state's header
LARGEST_STATE, LARGEST_STEP = 2**31, 10**12  # bytes; batches


@dataclass(frozen=True)
class Snapshot:
    """What is known at one step: the frame, uint8 (16, h, w) or (16, h, w, 3), and its metrics."""

    step: int
    epoch: float
    frame: np.ndarray
    metrics: dict[str, Any]


class Recipe(Protocol):
    """What every recipe says."""

    @property
    def epochs(self) -> float: ...
    @property
    def rate_decay(self) -> bool: ...
    @property
    def average(self) -> float: ...


class Trainer(Protocol):
    """Networks and optimizers in training."""

    @property
    def variables(self) -> list[keras.Variable]:
        """Everything that a step changes, in a fixed order."""
        ...

    def set_rates(self, fraction: float) -> None:
        """Scale the learning rates to `fraction` of the recipe's."""
        ...


class ResumableSession(ABC):
    """One run: a recipe, its trainer, and how far it has come.

    Args:
        recipe: what to train and how.
        trainer: all that a step changes.
        steps_per_epoch: steps in one pass over the training data.
        seed: fixes all that is random.
    """

    kind: ClassVar[str]
    shown: ClassVar[Mapping[str, str]] = {}  # what a progress bar tells of a snapshot: {label: name of the metric}

    def __init__(self, recipe: Recipe, trainer: Trainer, steps_per_epoch: int, seed: int) -> None:
        self.recipe, self.trainer, self.steps_per_epoch, self.seed = recipe, trainer, steps_per_epoch, seed
        self.step = 0
        self.origin: dict[str, Any] = {}  # what else the saved state remembers of the run

    @staticmethod
    @abstractmethod
    def recipe_from_json(values: dict[str, Any]) -> Recipe:
        """A saved recipe; raises TypeError or ValueError on fields that no recipe has."""

    @abstractmethod
    def train_step(self) -> dict[str, float]:
        """Update the networks once; returns the losses."""

    @abstractmethod
    def snapshot(self, *, quality: bool = False) -> Snapshot:
        """Measure the networks as they are now; with `quality`, what takes longer too."""

    @abstractmethod
    def networks(self) -> dict[str, list[np.ndarray]]:
        """Copies of the weights that play, by the name of the network."""

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """The facts about data and reference lines that run.json holds; none depends on the machine."""

    def data_marks(self) -> dict[str, DataMark]:
        """Fingerprints of the training and evaluation data, by name; a saved run resumes on the same data only."""
        return {}

    def close(self) -> None:  # noqa: B027  (most hold nothing)
        """Give back what it holds besides memory, such as threads that read ahead."""

    @property
    def epoch(self) -> float:
        """Passes over the training data so far."""
        return self.step / self.steps_per_epoch

    def advance(self) -> dict[str, float]:
        """Train one step; returns its losses. Raises GanError('loss_not_finite')."""
        if self.recipe.rate_decay:
            done = self.step / (self.recipe.epochs * self.steps_per_epoch)
            self.trainer.set_rates(max(0.0, min(1.0, 2 * (1 - done))))
        losses = mean_figures(self.train_step())
        if not all(np.isfinite(v) for v in losses.values()):
            raise GanError("loss_not_finite", step=self.step)
        self.step += 1
        return losses

    def begin_as_first(self) -> None:
        """With several ranks: continue from what the first rank has read or drawn."""
        begun = told_by_first({"step": self.step, "origin": self.origin})
        self.step, self.origin = begun["step"], begun["origin"]
        take_from_first(self.trainer.variables)

    def save(self, path: Path) -> None:
        """Write the whole state (weights, optimizers, step) aside, then rename it to `path`."""
        run = {"recipe": recipe_to_json(self.recipe), "seed": self.seed, "step": self.step}
        header = {**self.origin, **run, DATA: self.data_marks()}
        arrays: dict[str, Any] = {f"{i:03d}": np.asarray(v, order="C") for i, v in enumerate(self.trainer.variables)}
        buffer = io.BytesIO()
        np.savez(buffer, header=np.frombuffer(json.dumps(header).encode(), np.uint8), **arrays)
        write_atomically(path, buffer.getvalue())

    def restore(self, path: Path) -> None:
        """Go on from what `save` wrote.

        Raises:
            GanError: 'resume_missing', 'resume_mismatch' (recipe or seed), 'resume_data', 'checkpoint_damaged'.
        """
        if not path.is_file():
            raise GanError("resume_missing", path=path.parent)
        try:
            with open_file(path, LARGEST_STATE) as file:
                text = read_arrays(file, lambda heads: check_text(heads.get("header")), LARGEST_STATE, only=["header"])
            header = json.loads(text["header"].tobytes())
            recipe, seed, step = header["recipe"], header["seed"], int(header["step"])
            other = differences(header.get(DATA, {}), self.data_marks())
        except Exception as fault:  # every way in which a cut-off archive can fail to be read
            raise GanError("checkpoint_damaged", path=path, reason=type(fault).__name__) from fault
        if not self._same(recipe) or seed != self.seed:
            raise GanError("resume_mismatch", path=path.parent)
        if other:
            raise GanError("resume_data", path=path.parent, what=other)
        try:
            if not 0 <= step < LARGEST_STEP:
                raise ValueError("its step is no count of steps")
            with open_file(path, LARGEST_STATE) as file:
                found = read_arrays(file, self._check_state, LARGEST_STATE)
        except Exception as fault:
            raise GanError("checkpoint_damaged", path=path, reason=why(fault)) from fault
        arrays = [found[name] for name in sorted(found) if name != "header"]
        for variable, array in zip(self.trainer.variables, arrays, strict=True):
            variable.assign(array)
        self.step = step
        self.origin = {k: v for k, v in header.items() if k not in ("recipe", "seed", "step", DATA)}

    def _same(self, saved: dict[str, Any]) -> bool:
        """Is a saved recipe this run's? Fields that came later than the state have their defaults in it.

        `epochs` may grow: going on for longer is what resuming is for.
        """
        try:
            return self.recipe_from_json({**saved, "epochs": self.recipe.epochs}) == self.recipe
        except (KeyError, TypeError, ValueError):
            return False

    def _check_state(self, heads: Mapping[str, Head]) -> None:
        """Raises ValueError where the arrays of a saved state are not a header and the variables of this trainer."""
        shapes = {name: head.shape for name, head in heads.items() if name != "header"}
        if shapes != {f"{i:03d}": tuple(v.shape) for i, v in enumerate(self.trainer.variables)}:
            raise ValueError("its arrays are not those of the networks")

    def random(self, stream: int, index: int = 0) -> np.random.Generator:
        """The randomness of one stream at one step."""
        return np.random.default_rng([self.seed, stream, index])
