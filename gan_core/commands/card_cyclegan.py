"""The model card of a CycleGAN: its figures, what it cost, where it fails, and every example that ships."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.paths import EXAMPLES
from gan_core.photos.domains import DOMAINS, direction_names, domains
from gan_core.photos.engine import Board, PhotoEngine
from gan_core.photos.files import read_photo
from gan_core.store.checkpoints import Registry

# (field of `evaluate_cyclegan`, words, what to reach)
ROWS = (
    ("foreign_called_target", "an ImageNet classifier calls it the target", "85% / 75%"),
    ("foreign_of_real", "the same of the target's own photographs", ""),
    ("called_target", "our own classifier, trained beside it, calls it the target: it is fooled", ""),
    ("called_target_before", "the same before translating", ""),
    ("called_neither", "our own classifier calls it neither", ""),
    ("both_of_passed", "of those that our own classifier lets pass, the ImageNet classifier agrees on", "90%"),
    ("cycle_l1", "cycle error, L1 from 0 to 1", "0.03 / 0.06"),
    ("change", "mean absolute change", ""),
    ("outer_change", "the same in the outer tenth (a proxy for the background)", "0.015"),
    ("neither_change", "mean absolute change of photographs of neither", "0.02"),
    ("power_at_2px", "spectral power at a period of 2 pixels, times the real one", "1.5 or less"),
    ("power_at_4px", "spectral power at a period of 4 pixels, times the real one", "1.5 or less"),
    ("foreign_frechet", "Frechet distance to the target's photographs, on the ImageNet classifier's features", ""),
    ("foreign_frechet_before", "the same before translating", ""),
    ("foreign_frechet_floor", "the same between the target's photographs (floor)", ""),
    ("frechet", "Frechet distance to the target's photographs, on our own classifier's features", ""),
    ("frechet_floor", "the same between such photographs (floor)", ""),
)
WITHOUT_CYCLE = """
It was trained without cycle loss and identity loss, to show beside a checkpoint that has them what they buy.
"""
FAILS_MASKED = """It repaints coats and leaves shapes: a {b} keeps the {a}'s build. White and spotted {a}s, heads
close by and herds far away often stay as they are; a tree, sand or sky at the edge is painted now and then; a {b} close
by keeps some of its stripes. The mask of a {a} has stripes itself where a colour fits already."""
FAILS = """It repaints coats and leaves shapes: a {b} keeps the {a}'s build. Grass, sky and whatever else is near the
animal are repainted too."""
FAILS_WITHOUT_CYCLE = """Nothing holds a translation to its photograph: colours and shapes are lost, and the way back
does not find them."""
FAILS_MASKED_WITHOUT_CYCLE = """Its mask holds it near the animal, but nothing asks for a way back: more is
repainted, background too, and the way back misses by more."""
SHARES = (
    *("foreign_called_target", "foreign_of_real", "both_of_passed"),
    *("called_target_before", "called_target", "called_neither"),
)
CLASSIFIER = """Our own classes and features are those of `{classifier}`, trained on real photographs only, which
names {classifier_accuracy:.1%} of these photographs rightly. """
TEXTURE = """A texture can be enough for the classifier: the pictures above say more than its share does. """
FOREIGN = """
The ImageNet classifier is `{network}`, trained by Google on ImageNet and never used in training here. """
OF_CLASSES = """Of it, a zebra is
what it finds the likeliest of a thousand classes; a horse is what it finds likelier to be a sorrel, the one breed that
ImageNet knows, than a zebra.
"""
FAILS_WHOLE = """It knows light and brush strokes, not things: shapes stay where they are, and so do text and
watermarks. Skies, snow and water get strokes, which repeat themselves here and there; what is full of detail already
changes little, and what is dark stays dark. From {b} to {a} strokes are smoothed, and much stays a painting."""


def card_text(id: str, figures: dict[str, Any], spec: dict[str, Any], credits: Sequence[str], picture: str) -> str:
    """The card in Markdown. `figures` as `evaluate_cyclegan` gives them, `spec` as in spec.json."""
    training, recipe, (a, b) = spec["training"], spec["recipe"], domains(spec)
    names, ours = list(direction_names(spec)), (a, b) == DOMAINS
    table = "\n".join(
        f"| {words} | {' | '.join(_told(field, figures[name][field]) for name in names)} | {wanted if ours else ''} |"
        for field, words, wanted in ROWS
        if all(field in figures[name] for name in names)
    )
    n, columns_told = figures["n"], ", ".join(columns(recipe["spec"].get("masked", False)))
    shown = "\n".join(f"- {credit}" for credit in credits)
    data = " and ".join(f"{count:,} of {name}" for count, name in zip(training["photographs"], (a, b), strict=True))
    return f"""# {id}

A CycleGAN that turns {f"photographs of {a}s into {b}s" if ours else f"a {a} into a {b}"} and back: two generators, two
discriminators.
{"" if recipe["cycle"] else WITHOUT_CYCLE}
![Every example: {columns_told}]({picture})

Every photograph that ships as an example, none chosen, each row: {columns_told}. None was trained on.

{shown}

| figure | {" | ".join(names)} | asked for |
|---|---|---|---|
{table}

Measured on {n[a]} pictures of {a} and {n[b]} of {b} that were held back, at {figures["size"]} x {figures["size"]}
pixels. {CLASSIFIER.format(**figures) if ours else ""}A Frechet distance of few pictures is biased
upward, alike with its floor, and none of these is FID. To measure it again:

    python -m gan_core evaluate cyclegan --checkpoint {id} --data DIR --json
{FOREIGN.format(network=figures["foreign_judge"]) + (OF_CLASSES if ours else "") if "foreign_judge" in figures else ""}
## Training

{training["epochs"]:g} epochs ({training["steps"]:,} steps of {recipe["batch"]}) on {data} photographs, crops of
{recipe["crop"]} pixels from photographs scaled to {_listed(recipe["scales"])} pixels on the short side, seed
{training["seed"]}, backend {training["backend"]}, precision {recipe["precision"]}.{_facts(training)} The recipe stands
in spec.json. Shipped in float16, used in float32.

## Where it fails

{_fails(recipe, ours=ours).format(a=a, b=b)}
It knows {a} and {b} only and translates whatever it is given. {TEXTURE if ours else ""}
How much noise the way back bears, the Translate room tells for every photograph. D's patch maps are the opinion of
these discriminators alone.
"""


def columns(masked: bool) -> tuple[str, str, str, str]:
    """What a row of the card's picture shows, in the fields' names of a board."""
    return ("input", "translated", "reconstructed", "mask" if masked else "identity")


def boards(registry: Registry, id: str, folder: Path = EXAMPLES) -> tuple[list[Board], list[str]]:
    """A board of every example in a folder, in the direction that its name begins with, and who made each."""
    engine, listed = PhotoEngine(registry, id), folder / "credits.json"
    makers = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else {}
    found, told = [], []
    for path in sorted(folder.glob("*.jpg")):
        domain = path.stem.partition("-")[0]
        if domain in engine.domains:
            direction = ("ab", "ba")[engine.domains.index(domain)]
            found.append(engine.board(read_photo(path).image, direction))
            told.append(f"{path.stem}: {makers.get(path.stem, 'see assets/LICENSES.md')}")
    return found, told


def picture(shown: Sequence[Board], side: int = 192) -> bytes:
    """A PNG with a row for each board, `columns` in it, none squashed."""
    from PIL import Image, ImageOps

    sheet = Image.new("RGB", (4 * side, max(1, len(shown)) * side), "white")
    for row, board in enumerate(shown):
        for column, name in enumerate(columns(board.mask is not None)):
            shown_as = np.asarray(getattr(board, name))
            grey = np.rint(255 * shown_as).astype(np.uint8) if name == "mask" else shown_as
            tile = ImageOps.pad(Image.fromarray(grey).convert("RGB"), (side, side), color="white")
            sheet.paste(tile, (column * side, row * side))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()


def _fails(recipe: dict[str, Any], *, ours: bool) -> str:
    masked = recipe["spec"].get("masked")
    if not recipe["cycle"]:
        return FAILS_MASKED_WITHOUT_CYCLE if masked else FAILS_WITHOUT_CYCLE
    if masked:
        return FAILS_MASKED
    return FAILS if ours else FAILS_WHOLE


def _told(field: str, value: float) -> str:
    return f"{value:.1%}" if field in SHARES else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def _listed(values: Sequence[int]) -> str:
    *most, last = map(str, values)
    return f"{', '.join(most)} or {last}" if most else last


def _facts(training: dict[str, Any]) -> str:
    """What else spec.json says of the training: which weights it began with, its cost, and what a person added."""
    told = [words.format(training[fact]) for fact, words in FACTS.items() if fact in training]
    return "".join(f" {sentence}" for sentence in told)


FACTS = {
    "started_from": "That was a warm restart, with new optimizers, from the weights of `{}`.",
    "epochs_before": "Those had {:g} epochs.",
    "machine": "Trained on {}.",
    "hours": "Hours of training: {}.",
    "remarks": "{}",
}
