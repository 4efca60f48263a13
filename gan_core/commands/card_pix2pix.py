"""The model card of a network that colours photographs: figures, cost, failures, and every example that ships."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gan_core.base.paths import EXAMPLES
from gan_core.commands.card_cyclegan import FACTS
from gan_core.photos.colour import Coloured, ColourEngine
from gan_core.photos.files import read_photo
from gan_core.store.checkpoints import Registry

COLUMNS = ("input", "picture", "truth")
# (field of `evaluate_pix2pix`, words, what to reach)
ROWS = (
    ("colourfulness", "colourfulness, times that of the photographs", "0.85 to 1.1"),
    ("colourfulness_against", "the same of `{against}`", ""),
    ("colour_error", "mean error of the colour channels, 0 to 1", ""),
    ("colour_error_grey", "the same of no colours at all", ""),
    ("error_ratio_against", "the error, times that of `{against}`", ""),
    ("lab_error", "mean error of a and b of CIE Lab", ""),
    ("lab_error_grey", "the same of no colours at all", ""),
    ("lab_error_ratio_grey", "that error, times that of no colours", "0.95 or less"),
    ("frechet", "Frechet distance to photographs", ""),
    ("frechet_floor", "the same between photographs (floor)", ""),
    ("frechet_ratio_grey", "the distance, times that of grey photographs", ""),
    ("frechet_ratio_against", "the distance, times that of `{against}`", ""),
    ("frechet_above_floor_ratio_grey", "what is above the floor, times that of grey photographs", "0.1 or less"),
    ("frechet_above_floor_ratio_against", "what is above the floor, times that of `{against}`", ""),
    ("ms", "milliseconds for 256 x 256 where this was measured, median", "60 on two cores"),
)

GAIN = """ What the network gives is multiplied by {:g} (its gain in spec.json), chosen on training photographs:
averaged weights and L1 give pale colours."""


EYES = """ It looks through `{eyes[checkpoint]}`, a
network that others trained on ImageNet's photographs and that stays as it is; what was trained here says, at a quarter
of the size, how likely each of the cells of a and b is (Zhang et al. 2016), and the discriminator, which looked on."""
LIKELY = """cross entropy over cells of a and b, rare colours counting more; the discriminator looked on. Colours are
the annealed mean at a temperature of {:g}, chosen on photographs that were set aside"""


def card_text(id: str, figures: dict[str, Any], spec: dict[str, Any], credits: Sequence[str], picture: str) -> str:
    """The card in Markdown. `figures` as `evaluate_pix2pix` gives them, `spec` as in spec.json."""
    training, recipe = spec["training"], spec["recipe"]
    table = "\n".join(
        f"| {words.format(**figures)} | {figures[field]:.4g} | {wanted} |"
        for field, words, wanted in ROWS
        if field in figures
    )
    shown = "\n".join(f"- {credit}" for credit in credits)
    facts = "".join(f" {words.format(training[fact])}" for fact, words in FACTS.items() if fact in training)
    against = f" --against {figures['against']}" if "against" in figures else ""
    features = f" Features are those of `{figures['judge']}`, so the distance is not FID." if "judge" in figures else ""
    classes = recipe.get("classes")
    with_others = classes or recipe["adversarial"] or recipe["features"]
    alone = "" if with_others else " It was trained with L1 alone, for comparison."
    eyes = EYES.format(**recipe["spec"]) if classes else ""
    taught = LIKELY.format(spec.get("temperature", classes["temperature"])) if classes else f"L1 times {recipe['l1']:g}"
    gain = GAIN.format(spec["gain"]) if "gain" in spec else ""
    return f"""# {id}

A Pix2Pix that colours photographs: it is given the lightness and gives the two colour channels.{alone}{eyes}

![Every example: {", ".join(COLUMNS)}]({picture})

Every photograph that ships as an example, none chosen, each row: its lightness, coloured, as it was. None was trained
on.

{shown}

| figure | value | asked for |
|---|---|---|
{table}

n = {figures["n"]:,} photographs ({figures["photographs"]}), their central squares at {figures["size"]} x
{figures["size"]} pixels.{features} To measure it again:

    python -m gan_core evaluate pix2pix --checkpoint {id} --data DIR{against} --imagenet FILE --json

## Training

{training["epochs"]:g} epochs ({training["steps"]:,} steps of {recipe["batch"]}) on {training["photographs"]:,}
photographs, crops of {recipe["crop"]} pixels, {taught}, seed {training["seed"]}, backend
{training["backend"]}, precision {recipe["precision"]}.{facts}{gain} The recipe stands in spec.json.
Shipped in float16, used in float32.

## Where it fails

It guesses: what could have had any colour, such as a coat or a car, gets a likely one and not its own. It knows the
kinds of photographs that it learned from. Lightness is never changed, so a colour that needs another lightness comes
out weaker. D's patch maps are the opinion of this discriminator alone.
"""


def examples(registry: Registry, id: str, folder: Path = EXAMPLES) -> tuple[list[Coloured], list[str]]:
    """Every example in a folder, coloured, and who made each."""
    engine, listed = ColourEngine(registry, id), folder / "credits.json"
    makers = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else {}
    found, told = [], []
    for path in sorted(folder.glob("*.jpg")):
        found.append(engine.coloured(read_photo(path).image))
        told.append(f"{path.stem}: {makers.get(path.stem, 'see assets/LICENSES.md')}")
    return found, told


def picture(shown: Sequence[Coloured], side: int = 192) -> bytes:
    """A PNG with a row for each example, `COLUMNS` in it, none squashed; without a truth its place stays white."""
    from PIL import Image, ImageOps

    sheet = Image.new("RGB", (len(COLUMNS) * side, max(1, len(shown)) * side), "white")
    for row, example in enumerate(shown):
        for column, name in enumerate(COLUMNS):
            if (image := getattr(example, name)) is not None:
                tile = ImageOps.pad(Image.fromarray(image), (side, side), color="white")
                sheet.paste(tile, (column * side, row * side))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()
