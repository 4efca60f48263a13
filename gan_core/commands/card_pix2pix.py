"""The model card of a network that colours photographs: metrics, cost, failures, and every example that ships."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gan_core.base.paths import EXAMPLES
from gan_core.commands.card_template import Card, aimed, cost, examples, sheet
from gan_core.measures.aims import AIMS
from gan_core.photos.colour import ColourEngine
from gan_core.photos.files import read_photo
from gan_core.store.checkpoints import Registry

COLUMNS = ("input", "picture", "truth")
# (figure of `evaluate_pix2pix`, words); the table has those that were measured
ROWS = (
    ("colourfulness", "colourfulness, times that of the photographs"),
    ("colourfulness_against", "the same of `{against}`"),
    ("colour_error", "mean error of the colour channels, 0 to 1"),
    ("colour_error_grey", "the same of no colours at all"),
    ("error_ratio_against", "the error, times that of `{against}`"),
    ("lab_error", "mean error of a and b of CIE Lab"),
    ("lab_error_grey", "the same of no colours at all"),
    ("lab_error_ratio_grey", "that error, times that of no colours"),
    ("frechet", "Frechet distance to photographs"),
    ("frechet_floor", "the same between photographs (floor)"),
    ("frechet_ratio_grey", "the distance, times that of grey photographs"),
    ("frechet_ratio_against", "the distance, times that of `{against}`"),
    ("frechet_above_floor_ratio_grey", "what is above the floor, times that of grey photographs"),
    ("frechet_above_floor_ratio_against", "what is above the floor, times that of `{against}`"),
    ("ms", "milliseconds for 256 x 256 where this was measured, median"),
)
GAIN = """What the network gives is multiplied by {:g} (its gain in spec.json), chosen on training photographs:
averaged weights and L1 give pale colours."""


EYES = """ It looks through `{eyes[checkpoint]}`, a network that others trained on ImageNet's photographs and that
stays as it is; what was trained here says, at a quarter of the size, how likely each of the cells of a and b is
(Zhang et al. 2016), and the discriminator, which looked on."""
LIKELY = "cross entropy over cells of a and b, rare colours counting more"
MEAN = """The discriminator looked on. Colours are the annealed mean at a temperature of {:g}, chosen on photographs
that were set aside."""


ABOUT = "A Pix2Pix that colours photographs: it is given the lightness and gives the two colour channels."
ALONE = " It was trained with L1 alone, for comparison."
MEASURED = """n = {n:,} photographs ({photographs}), their central squares at {size} x {size} pixels.{features} To
measure it again:

    python -m gan_core evaluate pix2pix --checkpoint {id} --data DIR{rival} --imagenet FILE --json"""
FAILS = """It guesses: what could have had any colour, such as a coat or a car, gets a likely one and not its own. It
knows the kinds of photographs that it learned from. Lightness is never changed, so a colour that needs another
lightness comes out weaker. D's patch maps are the opinion of this discriminator alone."""


def card(id: str, spec: Mapping[str, Any]) -> Card:
    """The card out of spec.json, whose `figures` are as `evaluate_pix2pix` gives them."""
    recipe, figures, classes = spec["recipe"], spec.get("figures"), spec["recipe"].get("classes")
    eyes = EYES.format(**recipe["spec"]) if classes else ""
    alone = "" if classes or recipe["adversarial"] or recipe["features"] else ALONE
    taught = LIKELY if classes else f"L1 times {recipe['l1']:g}"
    mean = MEAN.format(spec.get("temperature", classes["temperature"])) if classes else ""
    gain = GAIN.format(spec["gain"]) if "gain" in spec else ""
    how = f", crops of {recipe['crop']} pixels, {taught}"
    return Card(
        about=ABOUT + alone + eyes,
        shown=", ".join(COLUMNS),
        examples=[maker for _, maker in examples()],
        columns=("value", "asked for"),
        rows=_rows(id, figures) if figures else (),
        measured=_measured(id, figures) if figures else "",
        training=cost(spec, f"{spec['training']['photographs']:,} photographs", how, f"{mean} {gain}".strip()),
        fails=spec.get("fails", FAILS),
    )


def _rows(id: str, figures: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    aims = AIMS.get(id, {})
    return [
        (words.format(**figures), f"{figures[field]:.4g}", aimed(aims.get(field), figures[field]))
        for field, words in ROWS
        if field in figures
    ]


def _measured(id: str, figures: Mapping[str, Any]) -> str:
    rival = f" --against {figures['against']}" if "against" in figures else ""
    features = (
        f" Features are those of `{figures['imagenet_evaluator']}`, so the distance is not FID."
        if "imagenet_evaluator" in figures
        else ""
    )
    return MEASURED.format(**figures, id=id, rival=rival, features=features)


def picture(registry: Registry, id: str, folder: Path = EXAMPLES) -> bytes:
    """A PNG with a row for each example, `COLUMNS` in it, none squashed; without a truth its place stays white."""
    engine = ColourEngine(registry, id)
    found = [engine.coloured(read_photo(path).image) for path, _ in examples(folder=folder)]
    return sheet([[getattr(coloured, name) for name in COLUMNS] for coloured in found])
