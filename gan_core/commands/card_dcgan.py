"""The model card of a DCGAN: its figures, what it cost, where it fails, samples and the training run."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from gan_core.base.images import grid
from gan_core.base.paths import RUNS
from gan_core.commands.card_template import Card, cost, distance_rows, seeds_told
from gan_core.measures.aims import AIMS
from gan_core.store.checkpoints import Registry

ABOUT = "A DCGAN that draws 28 x 28 grey handwritten digits, generator and discriminator."
MEASURED = """Classes of {n:,} samples: {shares}

{samples}. Features and classes are those of `digit-classifier`
({classifier_accuracy:.2%} of the test digits right), so the distance is not FID. The test digits were used for this
card and for D's held-out reals only. To measure it again:

    python -m gan_core evaluate dcgan --checkpoint {id} --json"""
FAILS = """It has no notion of which digit is asked for, some samples are no digit at all (the classifier's
confidence tells how often), and it knows nothing but MNIST's way of writing. D's verdict is the opinion of this D:
it was trained against this G alone."""


def card(id: str, spec: Mapping[str, Any]) -> Card:
    """The card out of spec.json, whose `figures` are as `evaluate_dcgan` gives them."""
    figures = spec.get("figures")
    training = cost(spec, f"{spec['training']['digits']:,} training digits of MNIST")
    shown = " of its first epochs" if "started_from" in spec["training"] else ""
    return Card(
        about=ABOUT,
        shown="60 samples of seed 0, class shares, the training run",
        columns=("value", "asked for"),
        rows=_rows(id, figures) if figures else (),
        measured=MEASURED.format(id=id, shares=_shares(figures), samples=seeds_told(figures), **figures)
        if figures
        else "",
        training=f"{training} The run{shown} is in assets/runs/{id}.",
        fails=spec.get("fails", FAILS),
    )


def _rows(id: str, figures: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    d, nearest = figures["discriminator"], np.array(figures["nearest_training_digit"])
    return [
        *distance_rows(figures, AIMS.get(id, {}).get("frechet_ratio")),
        ("mean confidence of the digit classifier", f"{figures['mean_confidence']:.3f}", ""),
        ("the same on the test digits", f"{figures['mean_confidence_real']:.3f}", ""),
        ("D's accuracy on real / on fake (n = 2,000 each)", f"{d['accuracy_real']:.3f} / {d['accuracy_fake']:.3f}", ""),
        ("D's AUC", f"{d['auc']:.3f}", ""),
        (
            "nearest training digit of 16 samples, median (smallest)",
            f"{np.median(nearest):.2f} ({nearest.min():.2f})",
            "",
        ),
        ("the same of 1,000 test digits, median", f"{figures['nearest_of_real_median']:.2f}", ""),
    ]


def _shares(figures: Mapping[str, Any]) -> str:
    return " ".join(f"{digit}: {share:.1%}" for digit, share in enumerate(figures["class_shares"]))


def picture(registry: Registry, id: str) -> bytes:
    """A PNG: 60 samples of seed 0, none chosen; class shares; accuracies and Frechet distance over the run."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.latent import latents

    figures, run = registry.spec(id)["figures"], json.loads((RUNS / id / "run.json").read_text(encoding="utf-8"))
    shown, (samples, shares, accuracy, distance) = plt.subplots(1, 4, figsize=(16, 4), width_ratios=(1.6, 1, 1, 1))
    samples.imshow(grid(DigitEngine(registry, id).images(latents(0, 60)), columns=10), cmap="gray")
    samples.set_title("60 samples of seed 0")
    samples.axis("off")
    shares.bar(range(10), figures["class_shares"], color="#4c8fd6")
    shares.axhline(0.1, color="gray", linewidth=1)
    shares.set_title("share of each class")
    shares.set_xticks(range(10))
    rows = run["snapshots"]
    epochs = [row["epoch"] for row in rows]
    accuracy.plot(epochs, [row["accuracy_real"] for row in rows], color="#4c8fd6", label="on real")
    accuracy.plot(epochs, [row["accuracy_fake"] for row in rows], color="#e0822f", label="on fake", linestyle="--")
    accuracy.axhline(0.5, color="gray", linewidth=1)
    accuracy.set(title="D's accuracy", xlabel="epoch", ylim=(0, 1))
    accuracy.legend()
    measured = [(row["epoch"], row["frechet"]) for row in rows if row["frechet"] is not None]
    distance.semilogy(*zip(*measured, strict=True), color="black", marker=".")
    if run["reference"]["frechet_floor"]:
        distance.axhline(run["reference"]["frechet_floor"], color="gray", linewidth=1)
    distance.set(title="Frechet distance to training digits, and floor", xlabel="epoch")
    shown.tight_layout()
    buffer = io.BytesIO()
    shown.savefig(buffer, dpi=80)
    plt.close(shown)
    return buffer.getvalue()
