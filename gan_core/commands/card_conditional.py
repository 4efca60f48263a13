"""The model card of a digit generator that is asked for a class."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from gan_core.base.images import grid
from gan_core.commands.card_template import Card, aimed, cost, distance_rows, seeds_told
from gan_core.digits.latent import asked, latents
from gan_core.measures.aims import AIMS, value
from gan_core.store.checkpoints import Registry

HANDS = 6  # rows of the card's picture
ABOUT = """A DCGAN that draws the digit that it is asked for, 28 x 28 and grey. The same z in another class keeps the
hand."""
MEASURED = """By class, 0 to 9: right {right}; spread {spread}; Frechet distance {distance}; its floor {floor}.

{samples}. Each class comes equally often. Features and classes are
those of `digit-classifier` ({classifier_accuracy:.2%} of the test digits right), which took no part in the
training; the distance is not FID. Spread: standard deviation over a class's samples, mean over pixels, beside
that of its test digits. Floor of a class: its training digits from its test digits. Hand: {hand_n} z in all ten
classes; slant is the shear of a digit's second moments, weight twice its ink by its contrast
(gan_core/digits/strokes.py); mean correlation of two classes. To measure it again:

    python -m gan_core evaluate dcgan --checkpoint {id} --json"""
SORTED = """The first time that a class was asked for, its z were sorted by the labels of the training digits nearest to
what each draws (gan_core/training/sorting.py)."""
FAILS = """Its digits are a little purer than real ones, since a G that listens to D's classifier is rewarded for what
is sure. It knows nothing but MNIST's way of writing ten digits. D's verdict is the opinion of this D: it was trained
against this G alone."""
ROWS = {
    "class_right": ("the class that was asked for", "{:.4f}"),
    "spread_least": ("spread of the least varied class, of real digits'", "{:.2f}"),
    "spread_most": ("spread of the most varied class", "{:.2f}"),
    "hand.slant": ("slant of one z's ten digits, correlation", "{:.2f}"),
    "hand.weight": ("weight of their strokes, correlation", "{:.2f}"),
    "mean_confidence": ("mean confidence of the digit classifier", "{:.3f}"),
    "mean_confidence_real": ("the same on the test digits", "{:.3f}"),
    "discriminator.accuracy_real": ("D's accuracy on real (n = 2,000)", "{:.3f}"),
    "discriminator.accuracy_fake": ("D's accuracy on fake (n = 2,000)", "{:.3f}"),
}


def card(id: str, spec: Mapping[str, Any]) -> Card:
    """The card out of spec.json, whose `figures` are as `evaluate_dcgan` gives them."""
    figures, how = spec.get("figures"), f"of MNIST with their labels, {spec['recipe']['conditioning']} conditioning"
    return Card(
        about=ABOUT,
        shown=f"{HANDS} z of seed 0 in each class, shares of the class asked for, spread",
        columns=("value", "asked for"),
        rows=_rows(id, figures) if figures else (),
        measured=MEASURED.format(id=id, samples=seeds_told(figures), **_by_class(figures), **figures)
        if figures
        else "",
        training=cost(spec, f"{spec['training']['digits']:,} training digits {how}", more=SORTED),
        fails=spec.get("fails", FAILS),
    )


def _rows(id: str, figures: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    aims = AIMS.get(id, {})
    found = {path: value(figures, path) for path in ROWS}
    first, *others = (
        (name, form.format(found[path]), aimed(aims.get(path), found[path])) for path, (name, form) in ROWS.items()
    )
    return [first, *distance_rows(figures, aims.get("frechet_ratio")), *others]


def _by_class(figures: Mapping[str, Any]) -> dict[str, str]:
    forms = {
        "right": ("class_right_by_class", "{:.3f}"),
        "spread": ("spread_by_class", "{:.2f}"),
        "distance": ("frechet_by_class", "{:.1f}"),
        "floor": ("frechet_floor_by_class", "{:.1f}"),
    }
    return {name: ", ".join(map(form.format, figures[key])) for name, (key, form) in forms.items()}


def picture(registry: Registry, id: str) -> bytes:
    """A PNG: the first z of seed 0, none chosen, each in all classes; how many are right and how varied, by class."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from gan_core.digits.engine import DigitEngine

    figures, engine = registry.spec(id)["figures"], DigitEngine(registry, id)
    k = engine.classes
    z = np.repeat(latents(0, HANDS, engine.latent), k, axis=0)
    shown, (samples, right, spread) = plt.subplots(1, 3, figsize=(13, 4), width_ratios=(1.6, 1, 1))
    samples.imshow(grid(engine.images(asked(z, np.tile(np.arange(k), HANDS), k)), columns=k), cmap="gray")
    samples.set_title(f"{HANDS} z of seed 0 in each class")
    samples.axis("off")
    for axes, name, title in (
        (right, "class_right_by_class", "share that is the class asked for"),
        (spread, "spread_by_class", "spread, that of real digits being 1"),
    ):
        axes.bar(range(k), figures[name], color="#4c8fd6")
        axes.axhline(1, color="gray", linewidth=1)
        axes.set(title=title, xticks=range(k))
    shown.tight_layout()
    buffer = io.BytesIO()
    shown.savefig(buffer, dpi=80)
    plt.close(shown)
    return buffer.getvalue()
