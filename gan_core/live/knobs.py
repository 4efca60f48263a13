"""Hyperparameters that a visitor may change before and during live training. No TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.errors import GanError
from gan_core.recipes.dcgan import DCGANRecipe, dcgan_preset

# Lowest and highest value of each number. Beyond them training only fails or the machine is kept too busy.
RANGES: dict[str, tuple[float, float]] = {
    "g_rate": (1e-6, 0.1),
    "d_rate": (1e-6, 0.1),
    "d_steps": (1, 10),
    "batch": (8, 256),
    "dropout": (0.0, 0.9),
    "real_label": (0.5, 1.0),
}
WHOLE = ("d_steps", "batch")
FIXED = ("preset", "real_label", "seed")  # a run keeps these: they set its networks, reference lines and latents


@dataclass(frozen=True)
class Knobs:
    """The knobs of a live run; `Knobs.of` has a preset's own values.

    Args:
        preset: a key of `DCGAN_PRESETS`; it says the networks and all that has no knob.
        g_rate, d_rate: Adam's learning rates, 1e-6 to 0.1.
        d_steps: updates of D for each of G, 1 to 10.
        batch: digits in an update, 8 to 256.
        dropout: the share of D's activations that is dropped, 0 to 0.9.
        real_label: one-sided label smoothing, D's target on reals, 0.5 to 1 (none).
        seed: 0 to 2**32 - 1.
    """

    preset: str
    g_rate: float
    d_rate: float
    d_steps: int
    batch: int
    dropout: float
    real_label: float
    seed: int = 0

    @classmethod
    def of(cls, preset: str = "express", seed: int = 0) -> Knobs:
        """The knobs as `preset` has them; raises GanError('preset_unknown')."""
        recipe = dcgan_preset(preset)
        own = {name: getattr(recipe, name) for name in RANGES if name != "dropout"}
        return cls(preset=preset, dropout=recipe.spec.d_dropout, seed=seed, **own)

    @classmethod
    def from_json(cls, values: object) -> Knobs:
        """Checked knobs from a plain dict; what it leaves away is the preset's.

        Raises:
            GanError: 'knobs_wrong' (no dict, or a name that is no knob), and what `checked` raises.
        """
        names = {field.name for field in fields(cls)}
        if not isinstance(values, Mapping) or not set(values) <= names:
            raise GanError("knobs_wrong", known=", ".join(sorted(names)))
        preset = values.get("preset", "express")
        if not isinstance(preset, str):
            raise GanError("knobs_wrong", known=", ".join(sorted(names)))
        return replace(cls.of(preset[:80]), **values).checked()

    def checked(self) -> Knobs:
        """These knobs with every number in its range and of its type.

        Raises:
            GanError: 'preset_unknown', 'number_wrong' (NaN and infinite too), 'count_wrong', 'seed_wrong'.
        """
        dcgan_preset(self.preset)
        numbers: dict[str, Any] = {}
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            whole = name in WHOLE
            numbers[name] = (
                check_count(name, value, int(low), int(high)) if whole else check_number(name, value, low, high)
            )
        return replace(self, seed=check_seed(self.seed), **numbers)

    def recipe(self) -> DCGANRecipe:
        """The preset's recipe with these knobs. Its rates do not decay: a live run has no last epoch."""
        base = dcgan_preset(self.preset)
        values = {name: getattr(self, name) for name in RANGES if name != "dropout"}
        return replace(base, spec=replace(base.spec, d_dropout=self.dropout), rate_decay=False, **values)

    def changed(self, later: Knobs) -> Knobs:
        """`later`, if a run with these knobs can continue with it; raises GanError('knobs_fixed')."""
        if any(getattr(self, name) != getattr(later, name) for name in FIXED):
            raise GanError("knobs_fixed")
        return later

    def forked(self, knob: str, value: object) -> Knobs:
        """These knobs with one of another value, also of those that a run keeps; checked.

        Raises:
            GanError: 'knobs_wrong' (no knob with a range), 'fork_same' (it has that value), and what `checked` raises.
        """
        if knob not in RANGES:
            raise GanError("knobs_wrong", known=", ".join(RANGES))
        other = replace(self, **{knob: value}).checked()
        if other == self:
            raise GanError("fork_same")
        return other

    def to_json(self) -> dict[str, Any]:
        """A plain dict that `from_json` turns back into equal knobs."""
        return asdict(self)
