"""The model card of a CycleGAN: its metrics, cost and failures, and every example that ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.paths import EXAMPLES
from gan_core.commands.card_template import Card, aimed, cost, examples, sheet
from gan_core.measures.aims import AIMS, value
from gan_core.photos.domains import DIRECTIONS, DOMAINS, direction_names, domains, way_of
from gan_core.photos.engine import PAINTED, Board, PhotoEngine
from gan_core.photos.files import read_photo
from gan_core.photos.near import NEAR
from gan_core.store.checkpoints import Registry

# (figure of `evaluate_cyclegan`, words); the table has those that were measured
RATIO = "{0}.foreign_frechet / {0}.foreign_frechet_before"
ROWS = (
    ("{0}.foreign_called_target", "an ImageNet classifier calls it the target"),
    ("{0}.foreign_of_real", "the same of the target's own photographs"),
    ("{0}.probe_called_target", "a linear probe of an ImageNet network's features calls it the target"),
    ("{0}.probe_before", "the same before translating"),
    ("{0}.probe_smoothed", "the same of pictures that are only smoothed"),
    ("{0}.probe_unsmoothed", "the same of pictures that are painted without being smoothed before"),
    ("{0}.probe_of_real", "the same of the target's own pictures"),
    ("{0}.called_target", "our own classifier, trained beside it, calls it the target: it is fooled"),
    ("{0}.called_target_before", "the same before translating"),
    ("{0}.called_neither", "our own classifier calls it neither"),
    ("{0}.both_of_passed", "of those that our own classifier lets pass, the ImageNet classifier agrees on"),
    ("{0}.cycle_l1", "cycle error, L1 from 0 to 1"),
    ("{0}.change", "mean absolute change"),
    ("{0}.outer_change", "the same in the outer tenth (a proxy for the background)"),
    ("{0}.neither_change", "mean absolute change of photographs of neither"),
    ("{0}.power_at_2px", "spectral power at a period of 2 pixels, times the real one"),
    ("{0}.power_at_4px", "spectral power at a period of 4 pixels, times the real one"),
    ("{0}.foreign_frechet", "Frechet distance to the target's photographs, on the ImageNet classifier's features"),
    ("{0}.foreign_frechet_before", "the same before translating"),
    (RATIO, "the distance, times that before translating"),
    ("{0}.foreign_frechet_floor", "the distance between the target's photographs (floor)"),
    ("{0}.frechet", "Frechet distance to the target's photographs, on our own classifier's features"),
    ("{0}.frechet_floor", "the same between such photographs (floor)"),
)
CLOSE = """ A {a} close by, whose mask covers more than {share:.0%} of a photograph, is painted at {near} pixels on the
long side instead of {painted}: wide stripes would stay."""
WITHOUT_CYCLE = """ It was trained without cycle loss and identity loss, to show beside a checkpoint that has them
what they buy."""
FAILS_MASKED = """It repaints coats and leaves shapes: a {b} keeps the {a}'s build. White and spotted {a}s, heads
close by and herds far away often stay as they are; a tree, sand or sky at the edge is painted now and then; a {b}
that leaves nothing else to be seen keeps some of its stripes. The mask of a {a} has stripes itself where a colour fits
already."""
FAILS = """It repaints coats and leaves shapes: a {b} keeps the {a}'s build. Grass, sky and whatever else is near the
animal are repainted too."""
FAILS_WITHOUT_CYCLE = """Nothing holds a translation to its photograph: colours and shapes are lost, and the way back
does not find them."""
FAILS_MASKED_WITHOUT_CYCLE = """Its mask holds it near the animal, but nothing asks for a way back: more is
repainted, background too, and the way back misses by more."""
SHARES = (
    *("foreign_called_target", "foreign_of_real", "both_of_passed"),
    *("probe_called_target", "probe_before", "probe_of_real", "probe_smoothed", "probe_unsmoothed"),
    *("called_target_before", "called_target", "called_neither"),
)
CLASSIFIER = """Our own classes and features are those of `{classifier}`, trained on real photographs only, which
names {classifier_accuracy:.1%} of these photographs rightly. """
TEXTURE = """ A texture can be enough for the classifier: the pictures above say more than its share does."""
FOREIGN = """

The ImageNet classifier is `{network}`, trained by Google on ImageNet and never used in training here."""
OF_PROBE = """ The probe is a line through its features, fitted to 400 pictures of each domain that were trained
on."""
OF_CLASSES = """ Of it, a zebra is what it finds the likeliest of a thousand classes; a horse is what it finds
likelier to be a sorrel, the one breed that ImageNet knows, than a zebra."""
SMOOTHED = """ Before the network paints a {b}, a filter without any learning (that of Kuwahara, in its smooth form)
takes what is finer than a brush out of the {a}; edges stay, and the {b} is laid over what is left."""
OF_SMOOTHED = """ Of {n} {a}s that are smoothed and painted it calls {both} {b}s, without the filter {unsmoothed}, and
of those that the filter alone has changed {smoothed}."""
FAILS_WHOLE = """It knows light and brush strokes, not things: shapes stay where they are{text}. Skies, snow and water
get strokes, which repeat themselves here and there; what is full of detail already changes little, and what is dark
stays dark. From {b} to {a} skies get clouds, and much stays a painting."""
TEXT_STAYS = ", and so do text and watermarks"  # a filter smears them


MEASURED = """Measured on {n[0]} pictures of {a} and {n[1]} of {b} that were held back, at {size} x {size} pixels.
{own}A Frechet distance of few pictures is biased upward, alike with its floor, and none of these is FID. To measure
it again, with {a} in DIR/trainA and {b} in DIR/trainB:

    python -m gan_core evaluate cyclegan --checkpoint {id} --data DIR --json{foreign}"""
KNOWS = """ It knows {a} and {b} only and translates whatever it is given.{texture} D's patch maps are the
opinion of these discriminators alone."""


def card(id: str, spec: Mapping[str, Any]) -> Card:
    """The card out of spec.json, whose `figures` are as `evaluate_cyclegan` gives them."""
    recipe, (a, b), figures = spec["recipe"], domains(spec), spec.get("figures")
    names, ours = list(direction_names(spec)), (a, b) == DOMAINS
    counts = zip(spec["training"]["photographs"], (a, b), strict=True)
    data = " and ".join(f"{count:,} of {name}" for count, name in counts)
    scales = f"photographs scaled to {_listed(recipe['scales'])} pixels on the short side"
    turns = f"photographs of {a}s into {b}s" if ours else f"a {a} into a {b}"
    about = f"A CycleGAN that turns {turns} and back: two generators, two discriminators."
    text = "" if spec.get("smoothing") else TEXT_STAYS
    knows = KNOWS.format(a=a, b=b, texture=TEXTURE if ours else "")
    fails = _fails(recipe, ours=ours).format(a=a, b=b, text=text) + knows
    return Card(
        about=about + _filter(spec, (a, b)) + _near(spec, (a, b)) + ("" if recipe["cycle"] else WITHOUT_CYCLE),
        shown=", ".join(columns(recipe["spec"].get("masked", False))),
        examples=[maker for _, maker in examples((a, b))],
        columns=(*names, "asked for"),
        rows=_rows(id, figures, names) if figures else (),
        measured=_measured(id, figures, (a, b), ours=ours) if figures else "",
        training=cost(spec, f"{data} photographs", f", crops of {recipe['crop']} pixels from {scales}"),
        fails=spec.get("fails", fails),
    )


def _rows(id: str, figures: Mapping[str, Any], names: Sequence[str]) -> list[tuple[str, ...]]:
    found, aims = [], AIMS.get(id, {})
    for path, words in ROWS:
        paths = [path.format(name) for name in names]
        values = {each: reached for each in paths if (reached := _measured_value(figures, each)) is not None}
        if not values:  # without an ImageNet classifier, or of other domains than our own knows
            continue
        share = path.removeprefix("{0}.") in SHARES
        form = "{:.0%}" if share else "{:g}"
        asked = [aimed(aims.get(each), reached, form) for each, reached in values.items()]
        told = [_told(values[each], share=share) if each in values else "" for each in paths]
        found.append((words, *told, " / ".join(filter(None, asked))))
    return found


def _measured_value(figures: Mapping[str, Any], path: str) -> float | None:
    try:
        return value(figures, path)
    except KeyError:
        return None


def _filter(spec: Mapping[str, Any], pair: tuple[str, str]) -> str:
    """That pictures are smoothed before a network paints, and in which direction."""
    ways = zip(DIRECTIONS, (pair, pair[::-1]), strict=True)
    return "".join(SMOOTHED.format(a=a, b=b) for way, (a, b) in ways if way in spec.get("smoothing", {}))


def _near(spec: Mapping[str, Any], pair: tuple[str, str]) -> str:
    """That what fills the photograph is painted smaller, and in which direction."""
    found = spec.get("near", {})
    ways = zip(DIRECTIONS, pair, strict=True)
    return "".join(CLOSE.format(a=a, share=found[way], near=NEAR, painted=PAINTED) for way, a in ways if way in found)


def _of_filter(figures: Mapping[str, Any], pair: tuple[str, str]) -> str:
    """What that does, in pictures."""
    found = ""
    for a, b in (pair, pair[::-1]):
        way = figures[f"{a}-to-{b}"]
        if "probe_smoothed" in way:
            names = {"both": "called_target", "unsmoothed": "unsmoothed", "smoothed": "smoothed"}
            counts = {word: round(way["n"] * way[f"probe_{name}"]) for word, name in names.items()}
            found += OF_SMOOTHED.format(n=way["n"], a=a, b=b, **counts)
    return found


def _measured(id: str, figures: Mapping[str, Any], pair: tuple[str, str], *, ours: bool) -> str:
    a, b = pair
    network = figures.get("imagenet_evaluator")
    foreign = FOREIGN.format(network=network) if network else ""
    if network and ours:
        foreign += OF_CLASSES
    elif network and "probe_of_real" in figures[f"{a}-to-{b}"]:
        foreign += OF_PROBE + _of_filter(figures, pair)
    own = CLASSIFIER.format(**figures) if ours else ""
    n = [figures["n"][name] for name in pair]
    return MEASURED.format(id=id, n=n, a=a, b=b, size=figures["size"], own=own, foreign=foreign)


def columns(masked: bool) -> tuple[str, str, str, str]:
    """What a row of the card's picture shows, in the fields' names of a board."""
    return ("input", "translated", "reconstructed", "mask" if masked else "identity")


def picture(registry: Registry, id: str, folder: Path = EXAMPLES, side: int = 192) -> bytes:
    """A PNG with a row for each example in the direction that its name begins with, `columns` in it, none squashed."""
    engine = PhotoEngine(registry, id)
    boards = [
        engine.board(read_photo(path).image, way)
        for path, _ in examples(engine.domains, folder)
        if (way := way_of(path.stem, engine.domains))
    ]
    seen = [board for board in boards if board]
    return sheet([[_seen(board, name) for name in columns(board.mask is not None)] for board in seen], side)


def _seen(board: Board, name: str) -> np.ndarray:
    shown = np.asarray(getattr(board, name))
    return np.rint(255 * shown).astype(np.uint8) if name == "mask" else shown


def _fails(recipe: dict[str, Any], *, ours: bool) -> str:
    masked = recipe["spec"].get("masked")
    if not recipe["cycle"]:
        return FAILS_MASKED_WITHOUT_CYCLE if masked else FAILS_WITHOUT_CYCLE
    if masked:
        return FAILS_MASKED
    return FAILS if ours else FAILS_WHOLE


def _told(reached: float, *, share: bool) -> str:
    return f"{reached:.1%}" if share else f"{reached:.3f}" if reached < 10 else f"{reached:.1f}"


def _listed(values: Sequence[int]) -> str:
    *most, last = map(str, values)
    return f"{', '.join(most)} or {last}" if most else last
