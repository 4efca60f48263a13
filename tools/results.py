"""The table of results in README.md, out of the checkpoints' spec.json: `make docs` writes it."""

from __future__ import annotations

from typing import NamedTuple

from gan_core.commands.evaluate import SEEDS
from gan_core.measures.aims import AIMS, value
from gan_core.store.checkpoints import Registry

CARD = "checkpoints/{}/MODEL_CARD.md"
DOES = {
    "best": "digits",
    "any-digit": "the digit that is asked for",
    "best-encoder": "a written digit in the latent space of best",
    "memoriser": "100 digits, by heart, for the lesson",
    "classic": "digits, as the lesson trains them",
    "horse2zebra": "horses and zebras",
    "photo2monet": "photographs and Monets",
    "grey2colour": "colours",
    "pairs-true": "three small networks",
}
PERCENT, TWO, THREE = "{:.1%}", "{:.2f}", "{:.3f}"


class Result(NamedTuple):
    """A line: which figure of which checkpoint. `path` is as gan_core/measures/aims.py names figures."""

    checkpoint: str
    what: str
    path: str
    n: str
    form: str = TWO
    beside: tuple[str, ...] = ()  # the paths of figures to compare it with, which `what` names as {}


OF_SEEDS = f"Fréchet distance to test digits, times that of real digits: mean of {SEEDS} seeds ({{}} to {{}})"
RANGE = ("frechet_low / frechet_floor", "frechet_high / frechet_floor")
PAINTED = "Fréchet distance to {}, times that of untouched pictures"
HORSE, ZEBRA, PHOTO, MONET = "horse-to-zebra", "zebra-to-horse", "photo-to-monet", "monet-to-photo"
UNTOUCHED = "{0}.foreign_frechet / {0}.foreign_frechet_before"
CALLED, REAL, BACK = "foreign_called_target", "foreign_of_real", "cycle_l1"
RESULTS = (
    Result("best", OF_SEEDS, "frechet_ratio", "n", beside=RANGE),
    Result("any-digit", "share that is the digit asked for", "class_right", "n", THREE),
    Result("any-digit", OF_SEEDS, "frechet_ratio", "n", beside=RANGE),
    Result("any-digit", "spread within the least varied class, times that of real digits", "spread_least", "n"),
    Result("any-digit", "slant of one z's ten digits: correlation", "hand.slant", "hand_n"),
    Result("any-digit", "weight of their strokes: correlation", "hand.weight", "hand_n"),
    Result("best-encoder", "L1 of the digit that its proposal draws", "l1_encoder", "n", THREE),
    Result("best-encoder", "the same after 100 steps of gradient descent through G", "l1", "n", THREE),
    Result("best-encoder", "share of these that is called the digit it was", "class_right", "n", THREE),
    Result("memoriser", "fakes nearer to one of its digits than to 100 others", "nearer.memoriser.value", "n", PERCENT),
    Result("classic", OF_SEEDS, "frechet_ratio", "n", "{:.1f}", RANGE),
    Result(
        "horse2zebra",
        "horses called zebras (real zebras: {})",
        f"{HORSE}.{CALLED}",
        f"{HORSE}.n",
        PERCENT,
        (f"{HORSE}.{REAL}",),
    ),
    Result(
        "horse2zebra",
        "zebras called horses (real horses: {})",
        f"{ZEBRA}.{CALLED}",
        f"{ZEBRA}.n",
        PERCENT,
        (f"{ZEBRA}.{REAL}",),
    ),
    Result("horse2zebra", "horses, there and back: L1", f"{HORSE}.{BACK}", f"{HORSE}.n", THREE),
    Result("horse2zebra", "zebras, there and back: L1", f"{ZEBRA}.{BACK}", f"{ZEBRA}.n", THREE),
    Result(
        "photo2monet",
        "photographs, smoothed and painted, that a probe calls Monets (only smoothed: {}; only painted: {})",
        f"{PHOTO}.probe_called_target",
        f"{PHOTO}.n",
        PERCENT,
        (f"{PHOTO}.probe_smoothed", f"{PHOTO}.probe_unsmoothed"),
    ),
    Result("photo2monet", PAINTED.format("Monets"), UNTOUCHED.format(PHOTO), f"{PHOTO}.n"),
    Result("photo2monet", PAINTED.format("photographs"), UNTOUCHED.format(MONET), f"{MONET}.n"),
    Result("photo2monet", "photographs, there and back: L1", f"{PHOTO}.{BACK}", f"{PHOTO}.n", THREE),
    Result("photo2monet", "Monets, there and back: L1", f"{MONET}.{BACK}", f"{MONET}.n", THREE),
    Result("grey2colour", "colourfulness, times the true one", "colourfulness", "n"),
    Result("grey2colour", "error of the colours, times that of grey", "lab_error_ratio_grey", "n"),
    Result(
        "grey2colour", "Fréchet distance above its floor, times that of grey", "frechet_above_floor_ratio_grey", "n"
    ),
    Result("pairs-true", "L1 of pictures, trained on true pairs", "l1_pairs", "n", THREE),
    Result("pairs-shuffled", "the same, pairs shuffled", "pairs-true:l1_shuffled", "pairs-true:n", THREE),
    Result("pairs-none", "the same, no pairs", "pairs-true:l1_unpaired", "pairs-true:n", THREE),
)


def table(registry: Registry | None = None) -> str:
    """The table in Markdown, without a line break at its end. A row whose figure was not measured says so."""
    registry = registry or Registry()
    rows = ["| network | figure | n | reached | aim |", "|---|---|---|---|---|"]
    named: set[str] = set()
    for result in RESULTS:
        does = f": {DOES[result.checkpoint]}" if result.checkpoint in DOES else ""
        name = "" if result.checkpoint in named else f"[{result.checkpoint}]({CARD.format(result.checkpoint)}){does}"
        named.add(result.checkpoint)
        rows.append(f"| {name} | {' | '.join(_cells(result, registry))} |")
    return "\n".join(rows)


def _cells(result: Result, registry: Registry) -> tuple[str, str, str, str]:
    def figure(path: str) -> float:
        owner, _, path = path.rpartition(":")
        return value(registry.spec(owner or result.checkpoint)["figures"], path)

    reached, aim = figure(result.path), AIMS.get(result.checkpoint, {}).get(result.path)
    what = result.what.format(*(result.form.format(figure(path)) for path in result.beside))
    told = f"{aim.words('{:.0%}' if result.form == PERCENT else '{:g}')}: {_met(aim.met(reached))}" if aim else ""
    return what, f"{figure(result.n):,.0f}", result.form.format(reached), told


def _met(met: bool) -> str:
    return "reached" if met else "**missed**"
