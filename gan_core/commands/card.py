"""python -m gan_core card: write a checkpoint's MODEL_CARD.md and its picture from measured figures."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.paths import RUNS
from gan_core.base.writing import write_together
from gan_core.commands import card_cyclegan, card_pix2pix
from gan_core.commands.evaluate import evaluate_dcgan
from gan_core.commands.evaluate_cyclegan import add_judging, evaluate_cyclegan
from gan_core.commands.evaluate_pix2pix import add_rival, evaluate_pix2pix
from gan_core.commands.overwriting import MADE_ANEW
from gan_core.store.checkpoints import CHECKPOINTS, Registry

PICTURE = "card.png"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `card`."""
    parser = subparsers.add_parser(
        "card", help="write a checkpoint's model card from measured figures", description=MADE_ANEW
    )
    parser.add_argument("--checkpoint", default="best")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        help="a folder with trainA and trainB, or testA and testB; for a Pix2Pix: folders of photographs",
    )
    add_judging(parser)
    add_rival(parser)
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_card)


def _card(args: argparse.Namespace) -> int:
    registry, id = Registry(args.checkpoints), args.checkpoint
    spec = registry.spec(id)
    kind = spec.get("kind")
    if kind in ("cyclegan", "pix2pix"):
        if not args.data:
            raise GanError("photographs_missing", path="--data")
        if kind == "cyclegan":
            figures = evaluate_cyclegan(id, args.data[0], registry, imagenet=args.imagenet, neither=args.neither)
            boards, credits = card_cyclegan.boards(registry, id)
            text, sheet = card_cyclegan.card_text(id, figures, spec, credits, PICTURE), card_cyclegan.picture(boards)
        else:
            figures = evaluate_pix2pix(id, args.data, registry, imagenet=args.imagenet, against=args.against)
            shown, credits = card_pix2pix.examples(registry, id)
            text, sheet = card_pix2pix.card_text(id, figures, spec, credits, PICTURE), card_pix2pix.picture(shown)
    else:
        figures = evaluate_dcgan(id)
        run = json.loads((RUNS / id / "run.json").read_text())
        text, sheet = card_text(id, figures, spec), picture(id, figures, run)
    registry.write(id, {"spec.json": (json.dumps(spec | {"figures": figures}, indent=1) + "\n").encode()})
    folder = registry.root / id
    write_together({folder / "MODEL_CARD.md": text.encode(), folder / PICTURE: sheet})
    print(folder / "MODEL_CARD.md")
    return 0


def card_text(id: str, figures: dict[str, Any], spec: dict[str, Any]) -> str:
    """The card in Markdown. `figures` as `evaluate_dcgan` gives them, `spec` as in spec.json."""
    training, recipe, d = spec["training"], spec["recipe"], figures["discriminator"]
    shares = " ".join(f"{k}: {share:.1%}" for k, share in enumerate(figures["class_shares"]))
    nearest = np.array(figures["nearest_training_digit"])
    rows = {
        "Frechet distance to the 10,000 test digits": f"{figures['frechet']:.2f}",
        "the same between 10,000 training and the test digits (floor)": f"{figures['frechet_floor']:.2f}",
        "times the floor": f"{figures['frechet_ratio']:.1f}",
        "mean confidence of the digit classifier": f"{figures['mean_confidence']:.3f}",
        "the same on the test digits": f"{figures['mean_confidence_real']:.3f}",
        "D's accuracy on real / on fake (n = 2,000 each)": f"{d['accuracy_real']:.3f} / {d['accuracy_fake']:.3f}",
        "D's AUC": f"{d['auc']:.3f}",
        "nearest training digit of 16 samples, median (smallest)": f"{np.median(nearest):.2f} ({nearest.min():.2f})",
        "the same of 1,000 test digits, median": f"{figures['nearest_of_real_median']:.2f}",
    }
    table = "\n".join(f"| {name} | {figure} |" for name, figure in rows.items())
    return f"""# {id}

A DCGAN that draws 28 x 28 grey handwritten digits, generator and discriminator.

![Samples, class shares and the training run]({PICTURE})

| figure | value |
|---|---|
{table}

Classes of {figures["n"]:,} samples: {shares}

n = {figures["n"]:,} samples of seed {figures["seed"]}, images rounded to 8 bits. Features and classes are those of
`digit-classifier` ({figures["classifier_accuracy"]:.2%} of the test digits right), so the distance is not FID. The
test digits were used for this card and for D's held-out reals only. To measure it again:

    python -m gan_core evaluate dcgan --checkpoint {id} --json

## Training

{training["epochs"]:g} epochs ({training["steps"]:,} steps of {recipe["batch"]}) on {training["digits"]:,} training
digits of MNIST, seed {training["seed"]}, backend {training["backend"]}, precision {recipe["precision"]}; the recipe
stands in spec.json, the run in assets/runs/{id}. Shipped in float16, used in float32.

## Where it fails

It has no notion of which digit is asked for, some samples are no digit at all (the classifier's confidence tells how
often), and it knows nothing but MNIST's way of writing. D's verdict is the opinion of this D: it was trained against
this G alone.
"""


def picture(id: str, figures: dict[str, Any], run: dict[str, Any]) -> bytes:
    """A PNG: 60 samples of seed 0, none chosen; class shares; accuracies and Frechet distance over the run."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from gan_core.base.images import grid
    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.latent import latents

    shown, (samples, shares, accuracy, distance) = plt.subplots(1, 4, figsize=(16, 4), width_ratios=(1.6, 1, 1, 1))
    samples.imshow(grid(DigitEngine(Registry(), id).images(latents(0, 60)), columns=10), cmap="gray")
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
