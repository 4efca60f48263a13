"""python -m gan_core evaluate drawings: what a network makes of drawings that were held back."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.commands.telling import tell
from gan_core.data.pairs import pairs_in
from gan_core.photos.classifier import HorseZebraClassifier
from gan_core.photos.drawing import DRAWING_ID, PAPER, DrawingEngine
from gan_core.photos.figures import difference
from gan_core.store.checkpoints import CHECKPOINTS, Registry


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `drawings` among what can be evaluated."""
    parser = kinds.add_parser("drawings", help="a network that paints after drawings, on pairs that were held back")
    parser.add_argument("--checkpoint", default=DRAWING_ID)
    parser.add_argument("--pairs", type=Path, required=True, help="a folder that tools.build_drawings wrote")
    parser.add_argument("--save", action="store_true", help="write it into spec.json, for the model card")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    registry, id = Registry(args.checkpoints), args.checkpoint
    figures = evaluate_drawings(id, args.pairs, registry)
    if args.save:
        spec = registry.spec(id) | {"figures": figures}
        registry.write(id, {"spec.json": (json.dumps(spec, indent=1) + "\n").encode()})
    tell(figures, as_json=args.json)
    return 0


def evaluate_drawings(id: str, folder: Path, registry: Registry) -> dict[str, Any]:
    """Means over the held-back pairs of a folder.

    Returns:
        'n' drawings; 'size', the side in pixels; 'l1', the mean absolute difference from the animals that the drawings
        were made of, 0 to 1, and 'l1_paper', that of empty paper; 'called_horse', the share that our own classifier
        calls likelier a horse than a zebra, and 'called_horse_true', that of the animals; 'ms', the median for one.

    Raises:
        GanError: what reading the checkpoints and the pairs raises.
    """
    registry.spec(id)  # a wrong word is told before the pairs are read
    pairs = pairs_in(folder)
    animals, drawings = pairs.targets.held_back, pairs.inputs.held_back if pairs.inputs else []
    engine, classifier = DrawingEngine(registry, id), HorseZebraClassifier.load(registry)
    painted = [engine.paint_in(*ink_and_colour_of(drawing)) for drawing in drawings]
    pictures = [each.picture for each in painted if each]
    paper = np.full_like(animals[0], PAPER)
    return {
        "checkpoint": id,
        "n": len(pictures),
        "size": engine.side,
        "l1": _mean([difference(animal, picture) for animal, picture in zip(animals, pictures, strict=True)]),
        "l1_paper": _mean([difference(animal, paper) for animal in animals]),
        "called_horse": _mean(classifier.look(pictures).of_two == 0),
        "called_horse_true": _mean(classifier.look(animals).of_two == 0),
        "ms": round(float(np.median([each.ms for each in painted if each])), 1),
    }


def ink_and_colour_of(drawing: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """The ink of a drawing uint8 (h, w, 3), lines of one colour on white: uint8 (h, w), 255 where there is most, and
    its RGB."""
    dark = 255 - drawing.min(-1).astype(float)
    return np.rint(255 * dark / max(1.0, dark.max())).astype(np.uint8), drawing.min((0, 1)).tolist()


def _mean(values: Any) -> float:
    return round(float(np.mean(values)), 4)
