"""What all model cards share: the frame in Markdown, the cost, and the examples and who made them."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from gan_core.base.paths import EXAMPLES
from gan_core.measures.aims import Aim
from gan_core.photos.domains import TAKEN_FOR, way_of

PICTURE = "card.png"
WIDTH = 120
# What spec.json may say of a training beside its epochs: which weights it began with, its cost, a person's remarks.
FACTS = {
    "started_from": "That was a warm restart, with new optimizers, from the weights of `{}`.",
    "epochs_before": "Those had {:g} epochs.",
    "machine": "Trained on {}.",
    "hours": "Hours of training: {}.",
    "remarks": "{}",
}
NOT_MEASURED = "Nothing was measured yet."


@dataclass(frozen=True)
class Card:
    """What a card says, in Markdown.

    Args:
        about: what the network is and does.
        shown: what the picture shows, from left to right; empty where a card has none.
        examples: who made the examples that its rows show; empty where it shows none.
        columns: the heads of the table of figures, without the first.
        rows: its rows, each a name and its cells.
        measured: how the figures were measured, and how to measure them again.
        training: data, steps, seed, cost.
        fails: where it fails.
    """

    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    measured: str
    training: str
    fails: str
    shown: str = ""
    examples: Sequence[str] = ()

    def text(self, id: str) -> str:
        """MODEL_CARD.md of the checkpoint `id`."""
        parts = [f"# {id}", self.about.strip()]
        if self.shown:
            parts.append(f"![{self.shown[:1].upper()}{self.shown[1:]}]({PICTURE})")
        if self.examples:
            parts.append(
                f"Every example that ships for it, none chosen, each row: {self.shown}. None of them was trained on."
            )
            parts.append("\n".join(f"- {example}" for example in self.examples))
        parts.append(self._figures())
        parts += ["## Training", self.training.strip(), "## Where it fails", self.fails.strip()]
        return "\n\n".join(_wrapped(part) for part in parts if part) + "\n"

    def _figures(self) -> str:
        if not self.rows:
            return self.measured.strip() or NOT_MEASURED
        lines = [("figure", *self.columns), ("---",) * (1 + len(self.columns)), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\n{self.measured.strip()}"


def _wrapped(text: str) -> str:
    """Markdown whose sentences are broken at `WIDTH`; code, tables, lists and headings stay as they are."""
    return "\n\n".join(
        part
        if part.startswith(("    ", "|", "- ", "#", "!"))
        else textwrap.fill(part, WIDTH, break_long_words=False, break_on_hyphens=False)
        for part in text.split("\n\n")
    )


def cost(spec: Mapping[str, Any], data: str, how: str = "", more: str = "") -> str:
    """About a training: epochs, steps and batch, `data`, `how`, seed; `more` sentences, and what `FACTS` tell."""
    training, recipe = spec["training"], spec.get("recipe", {})
    steps = f" ({training['steps']:,} steps of {recipe['batch']})" if "steps" in training else ""
    seeded = f"seed {training['seed']}" + (f", backend {training['backend']}" if "backend" in training else "")
    precision = f", precision {recipe['precision']}" if "precision" in recipe else ""
    told = [words.format(training[fact]) for fact, words in FACTS.items() if fact in training]
    first = f"{training['epochs']:g} epochs{steps} on {data}{how}, {seeded}{precision}."
    return " ".join(
        [first, *filter(None, [more]), *told, "The recipe is in spec.json. Shipped in float16, used in float32."]
    )


def distance_rows(figures: Mapping[str, Any], aim: Aim | None) -> list[tuple[str, str, str]]:
    """The rows of a Frechet distance between digits: of several seeds the mean, and from the lowest to the highest."""
    floor, what = figures["frechet_floor"], "Frechet distance to the 10,000 test digits"
    distance, times = f"{figures['frechet']:.2f}", f"{figures['frechet_ratio']:.2f}"
    if "seeds" in figures:
        what += f", mean of {figures['seeds']} seeds (lowest to highest)"
        low, high = figures["frechet_low"], figures["frechet_high"]
        distance += f" ({low:.2f} to {high:.2f})"
        times += f" ({low / floor:.2f} to {high / floor:.2f})"
    return [
        (what, distance, ""),
        ("the same between 10,000 training and the test digits (floor)", f"{floor:.2f}", ""),
        ("times the floor", times, aimed(aim, figures["frechet_ratio"])),
    ]


def seeds_told(figures: Mapping[str, Any]) -> str:
    """How many samples the figures are of, and how many the distance."""
    told = "n = {n:,} samples of seed {seed}, images rounded to 8 bits"
    if "seeds" in figures:
        told += (
            "; the distance, which hangs on the seed, is the mean of {seeds} seeds from {seed} on, {n:,} samples each"
        )
    return told.format(**figures)


def aimed(aim: Aim | None, value: float, form: str = "{:g}") -> str:
    """The cell beside a figure: what it was to reach, and whether it did."""
    if aim is None:
        return ""
    return f"{aim.words(form)}: {'reached' if aim.met(value) else '**missed**'}"


def examples(pair: tuple[str, str] | None = None, folder: Path = EXAMPLES) -> list[tuple[Path, str]]:
    """The pictures that ship as examples and who made each: those that show one of `pair`, or all photographs."""
    listed = folder / "credits.json"
    makers = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else {}
    return [
        (path, f"{path.stem}: {makers.get(path.stem, 'see assets/LICENSES.md')}")
        for path in sorted(folder.glob("*.jpg"))
        if (way_of(path.stem, pair) if pair else path.stem.partition("-")[0] not in TAKEN_FOR)
    ]


def sheet(rows: Sequence[Sequence[np.ndarray | None]], side: int = 192) -> bytes:
    """A PNG of pictures uint8 (h, w) or (h, w, 3), a row each, none squashed; where there is none it stays white."""
    columns = max((len(row) for row in rows), default=1)
    found = Image.new("RGB", (columns * side, max(1, len(rows)) * side), "white")
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            if picture is not None:
                tile = ImageOps.pad(Image.fromarray(picture).convert("RGB"), (side, side), color="white")
                found.paste(tile, (x * side, y * side))
    buffer = io.BytesIO()
    found.save(buffer, "PNG")
    return buffer.getvalue()
