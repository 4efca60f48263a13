"""The model card of an encoder: digits into a generator's latent space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gan_core.base.images import grid, png_bytes
from gan_core.commands.card_template import Card, aimed, cost
from gan_core.digits.projection import STEPS
from gan_core.measures.aims import AIMS
from gan_core.store.checkpoints import Registry

ABOUT = """An encoder for the generator of `{generator}`: of a digit, 28 x 28 and grey, it proposes the z that G draws
it of. Gradient descent through G goes on from there ({steps} steps of Adam on the sphere of radius 10). L1 is the mean
absolute difference of two pictures, pixels counted from 0 to 1."""
MEASURED = """n = {n} of the 10,000 test digits that ship, chosen by seed {seed}; neither network learned from them. The
time is the mean of {timed} projections, one by one, of all threads; a second of two cores is 2,000. Classes are those
of `digit-classifier`, which calls {class_right_real:.1%} of the digits themselves by their labels. To measure it again:

    python -m gan_core evaluate encoder --checkpoint {id} --json"""
HALVES = """Half of each batch was drawn by G, so that z is known; the other half were real ones. Both were compared in
pixels, through G."""
FAILS = """It belongs to the weights of this G alone (their SHA-256 is in spec.json). What G cannot draw, such as a
letter, it cannot find: what comes out is the nearest digit that was met, and how far off it stays tells so. It is not
the nearest of all: descent ends where it no longer goes down."""
SHOWN = 16
ROWS = (
    ("l1_encoder", "L1 of the encoder's proposal", "{:.4f}"),
    ("l1", "L1 in the end", "{:.4f}"),
    ("l1_mean_digit", "the same of the mean training digit", "{:.4f}"),
    ("class_right_encoder", "share of the proposals called by the digit's label", "{:.3f}"),
    ("class_right", "the same in the end", "{:.3f}"),
    ("cpu_ms", "processor time of a projection, milliseconds", "{:.0f}"),
)


def card(id: str, spec: Mapping[str, Any]) -> Card:
    """The card out of spec.json, whose `figures` are as `evaluate_encoder` gives them."""
    figures, aims = spec.get("figures"), AIMS.get(id, {})
    data = f"{spec['training']['digits']:,} training digits of MNIST"
    rows = [
        (name, form.format(figures[key]), aimed(aims.get(key), figures[key])) for key, name, form in ROWS if figures
    ]
    return Card(
        about=ABOUT.format(generator=spec["generator"], steps=STEPS),
        shown="the first 16 of them, none chosen: the digit, the encoder's proposal, the picture in the end",
        columns=("value", "asked for"),
        rows=rows,
        measured=MEASURED.format(id=id, **figures) if figures else "",
        training=cost(spec, data, more=HALVES),
        fails=spec.get("fails", FAILS),
    )


def picture(registry: Registry, id: str) -> bytes:
    """A PNG: the first of the digits that are measured, what the encoder proposes, what is found in the end."""
    from gan_core.commands.evaluate_encoder import held_back
    from gan_core.data import digits
    from gan_core.digits.projection import Projector

    projector, images = Projector(registry, id), held_back(digits.load())[0][:SHOWN]
    ways = [projector.project(image) for image in images]
    drawn = [way.images[place] for place in (0, -1) for way in ways if way]
    sheet = grid(np.concatenate([images, np.stack(drawn)]), SHOWN, gap=2)
    return png_bytes(sheet.repeat(2, axis=0).repeat(2, axis=1))
