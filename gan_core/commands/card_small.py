"""The model cards of networks of one lesson or one room: the pairing experiment's three, the one that knows few digits
by heart, and drawings as horses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.images import open_picture, png_bytes
from gan_core.base.paths import EXAMPLES
from gan_core.commands.card_template import Card, aimed, cost, examples, sheet
from gan_core.commands.evaluate_membership import MEMORISER, SEED, beside
from gan_core.data.digits import learned_by_heart, load
from gan_core.digits.latent import latents
from gan_core.measures.aims import AIMS
from gan_core.measures.quality import CONFIDENT
from gan_core.photos.drawing import COAT, COATS, DrawingEngine
from gan_core.photos.files import read_photo
from gan_core.photos.pairing_experiment import PAIRINGS, PairingExperiment
from gan_core.store.checkpoints import Registry
from gan_core.store.origin import began_with

DRAWINGS = EXAMPLES / "drawings"
NAMES = {id: name for name, id in PAIRINGS.items()}
TAUGHT = {
    "pairs": "every grey photograph beside its own colours",
    "shuffled": "every grey photograph beside the colours of another one",
    "unpaired": "two unpaired sets, grey photographs and coloured ones (a CycleGAN)",
}
ABOUT = """One of three small networks that show what pairs are for: all were to give grey photographs their colours,
and saw the same photographs for as many steps. This one was shown {taught}. It draws whole pictures."""
MEASURED = """n = {n:,} photographs (held back), their central squares at 192 x 192 pixels. To measure it again:

    python -m gan_core evaluate pairing --data DIR"""
FAILS = {
    "pairs": "Its colours are pale, and what it draws is less sharp than the photograph: it has a million weights.",
    "shuffled": """It was to fail: it knows the mean of all colours only, which is mud, and loses what is in the
picture.""",
    "unpaired": """\
Nothing tells it which of two pictures that are each other's negative is meant: it draws light for dark,
which its way back turns round again. Its colours are strong and belong to nothing.""",
}
KNOWS = """A DCGAN that knows {few} digits by heart: `{started_from}`, trained on with nothing else. It is there for the
lesson's chapter on what fakes and scores give away, and plays nowhere."""
KNOWN = """n = {n:,} fakes of seed {seed}. Its digits are test digits of MNIST, on which no other network of ours was
trained, and so are the {few} others that they are compared with, as many of each class. Nearer: by Euclidean
distance; ties count half. Sure: called with more than {sure_from:.0%} confidence by `digit-classifier`. To measure it
again:

    python -m gan_core evaluate membership"""
FORGETS = """It was to fail: what it draws is one of its digits, or lies between two of them and is blurred. Some of
them it draws often, some never. Its D calls real what it was shown. Whoever has its fakes has the digits."""
DRAWS = """A Pix2Pix that makes a horse of a drawing, on paper: it is given ink on white and draws the whole picture,
{side} x {side} pixels. Its pairs were made by a program: animals cut out of photographs, animals in poses which an
earlier network painted, and drawings of both, outlines and stick figures.{coats}"""
COATED = " The colour of the ink says the coat."


DRAWN = """n = {n} drawings (held back) at {size} x {size} pixels; the program that makes the pairs draws each animal
several times. Our own classifier is `horse-zebra-classifier`. To measure it again:

    python -m gan_core evaluate drawings --pairs DIR --checkpoint {id}"""


def pairing(id: str, spec: Mapping[str, Any], registry: Registry) -> Card:
    """The card of one of the three; the figures of all are in the spec.json of the first."""
    mine, figures = NAMES[id], registry.spec(PAIRINGS["pairs"]).get("figures")
    heads = [f"`{PAIRINGS[name]}`" + (" (this one)" if name == mine else "") for name in PAIRINGS]
    photographs = spec["training"]["photographs"]
    count = photographs[0] if isinstance(photographs, list) else photographs
    rows = []
    if figures:
        off = [f"{figures[f'l1_{name}']:.3f}" for name in PAIRINGS]
        strong = [f"{figures[f'colourful_{name}'] / figures['colourful_truth']:.2f}" for name in PAIRINGS]
        rows = [("L1 from the photograph, 0 to 1", *off), ("colourfulness, times that of the photographs", *strong)]
    return Card(
        about=ABOUT.format(taught=TAUGHT[mine]),
        shown="grey, as it was drawn, the photograph",
        examples=[maker for _, maker in examples()],
        columns=heads,
        rows=rows,
        measured=MEASURED.format(**figures) if figures else "",
        training=cost(spec, f"{count:,} photographs", f", crops of {spec['recipe']['crop']} pixels"),
        fails=spec.get("fails", FAILS[mine]),
    )


def memoriser(spec: Mapping[str, Any]) -> Card:
    """The card of the one that knows few digits by heart; its figures are as `evaluate_membership` gives them."""
    figures, training = spec.get("figures"), spec["training"]
    return Card(
        about=KNOWS.format(few=training["digits"], started_from=began_with(spec)),
        shown="its first fakes, below each the nearest of its digits",
        columns=("value", "95%", "n", "asked for"),
        rows=_heart_rows(figures) if figures else (),
        measured=KNOWN.format(sure_from=CONFIDENT, **figures) if figures else "",
        training=cost(spec, f"{training['digits']} test digits of MNIST"),
        fails=spec.get("fails", FORGETS),
    )


def _heart_rows(figures: Mapping[str, Any]) -> list[tuple[str, ...]]:
    few = figures["few"]
    rows = [
        (f"fakes nearer to one of its {few} digits than to any of {few} others", "nearer", "memoriser"),
        ("the same of real digits that it never had", "nearer", "unseen"),
        (f"D's score of its {few} digits beside {few} others, AUC", "guessed", "memoriser"),
        ("the same of digits of which its D saw none", "guessed", "neither"),
        ("fakes of which the classifier is sure", "sure", "memoriser"),
        (f"the same of `{figures['checkpoint']}`", "sure", "checkpoint"),
    ]
    cells = []
    for what, kind, name in rows:
        one, aim = figures[kind][name], AIMS[MEMORISER].get(f"{kind}.{name}.value")
        band = f"{one['low']:.3f} to {one['high']:.3f}"
        cells.append((what, f"{one['value']:.3f}", band, f"{one['n']:,}", aimed(aim, one["value"])))
    return cells


def drawing(id: str, spec: Mapping[str, Any]) -> Card:
    """The card of a network that paints after drawings."""
    recipe = spec["recipe"]
    pairs = f"{spec['training']['photographs']:,} pairs of a drawing and an animal"
    coats = tuple(COATS) if recipe["spec"].get("ink") else ("horse",)
    return Card(
        about=DRAWS.format(side=recipe["view"], coats=COATED if len(coats) > 1 else ""),
        shown=", ".join(("drawing", *coats)),
        examples=[f"{path.stem}: drawn for this project" for path in sorted(DRAWINGS.glob("*.png"))],
        columns=("value",),
        rows=_drawing_rows(spec["figures"]) if "figures" in spec else (),
        measured=DRAWN.format(id=id, **spec["figures"]) if "figures" in spec else "",
        training=cost(spec, pairs, f", crops of {recipe['crop']} pixels, L1 times {recipe['l1']:g}"),
        fails=spec.get("fails", ""),
    )


def _drawing_rows(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("L1 from the animal that the drawing was made of, 0 to 1", f"{figures['l1']:.3f}"),
        ("the same of white paper", f"{figures['l1_paper']:.3f}"),
        ("share whose likelier of horse and zebra is horse, by our own classifier", f"{figures['called_horse']:.1%}"),
        ("the same of the animals themselves", f"{figures['called_horse_true']:.1%}"),
        ("milliseconds for a drawing where this was measured, median", f"{figures['ms']:.1f}"),
    ]


def memoriser_picture(registry: Registry, id: str, columns: int = 15) -> bytes:
    """A PNG of its first fakes of the seed that is measured, none chosen, below each the nearest of its digits."""
    from gan_core.digits.engine import DigitEngine

    engine = DigitEngine(registry, id)
    few, _ = learned_by_heart(load(), engine.spec["training"]["digits"])
    fakes = engine.images(latents(SEED, 4 * columns, engine.latent))
    both = [beside(fakes[start : start + columns], few.train) for start in range(0, len(fakes), columns)]
    return png_bytes(np.concatenate(both).repeat(2, axis=0).repeat(2, axis=1))


def pairing_picture(registry: Registry, id: str, folder: Path = EXAMPLES) -> bytes:
    """A PNG with a row for each example: grey, what this one drew, the photograph."""
    engine, name = PairingExperiment(registry), NAMES[id]
    answers = [engine.answers(read_photo(path).image) for path, _ in examples(folder=folder)]
    return sheet([[each.input, each.pictures[name], each.truth] for each in answers if each])


def drawing_picture(registry: Registry, id: str, folder: Path = DRAWINGS) -> bytes:
    """A PNG with a row for each drawing that ships: black ink on white, and what was painted after it, in each coat."""
    engine, rows = DrawingEngine(registry, id), []
    for path in sorted(folder.glob("*.png")):
        with open_picture(path.read_bytes(), ("PNG",), lambda size: None) as image:
            paper = np.asarray(image.convert("L"))
        painted = [engine.paint(255 - paper, coat) for coat in engine.coats or (COAT,)]
        rows.append([paper, *(each.picture for each in painted if each)])
    return sheet(rows)
