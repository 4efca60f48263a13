"""Records the pairing experiment: what a network drew at each snapshot, and its error.

It is made when the training is over, of the weights that every snapshot keeps, so that networks of two kinds are
measured alike: on the same photographs, at the size that they are shown, as `evaluate pairing` does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from gan_core.base.colour import grey
from gan_core.base.errors import GanError
from gan_core.base.files import read_file
from gan_core.data.unpaired import square
from gan_core.measures.colourfulness import colourfulness
from gan_core.photos.figures import difference
from gan_core.photos.files import seen
from gan_core.photos.pairing_experiment import SEEN, Painter, painter_of
from gan_core.store.pairing_runs import COLUMNS, KIND, SIDE
from gan_core.store.replay import LARGEST_JSON
from gan_core.training.record import RunFolder, publish

TOLD = ("recipe", "seed", "domains", "pairs", "data", "measured_on", "backend", "version")  # as the training told it


def record_pairing(
    folder: Path, id: str, pictures: Mapping[str, np.ndarray], views: Sequence[np.ndarray], out: Path
) -> None:
    """Write the record of a training folder to `out` (gan_core.store.pairing_runs tells what is in it).

    Args:
        folder: what `train pix2pix` or `train cyclegan --grey-colour` wrote.
        pictures: what the frames show, uint8 (h, w, 3) each, by the names of the examples; at most four.
        views: photographs to measure, uint8 (h, w, 3); at most `SEEN` pixels of the long side are seen.

    Raises:
        GanError: 'resume_missing', 'checkpoint_mismatch', 'disk_full', 'path_unwritable'.
    """
    if not (folder / "record" / "run.json").is_file():
        raise GanError("resume_missing", path=folder)
    run = json.loads(read_file(folder / "record" / "run.json", LARGEST_JSON))
    painter, kept = painter_of(run, Path(folder.name)), RunFolder(folder)
    shown = [grey(square(picture, SIDE)) for picture in pictures.values()]
    truths = [seen(view, SEEN) for view in views]
    given = [grey(truth) for truth in truths]
    rows = []
    for snapshot in tqdm(run["snapshots"], unit="snapshot", dynamic_ncols=True):
        painter.take(kept.networks(snapshot["step"]), Path(folder.name))
        frame = np.zeros((COLUMNS**2, SIDE, SIDE, 3), np.uint8)
        frame[: len(shown)] = [painter.draw(picture) for picture in shown]
        figures = _figures(painter, given, truths)
        rows.append(({"step": snapshot["step"], "epoch": snapshot["epoch"], **figures}, frame))
    facts = {
        "id": id,
        "kind": KIND,
        "network": run["kind"],
        **{name: run[name] for name in TOLD if name in run},
        "pictures": list(pictures),
        "n": len(truths),
        "reference": {
            "l1_grey": _mean(difference(x, y).mean() for x, y in zip(given, truths, strict=True)),
            "colourful_truth": _mean(map(colourfulness, truths)),
        },
    }
    publish(rows, facts, out, columns=COLUMNS, gif=False)


def _figures(painter: Painter, given: Sequence[np.ndarray], truths: Sequence[np.ndarray]) -> dict[str, float]:
    """The means that `evaluate pairing` tells: 'l1', 0 to 1, and 'colourful'."""
    made = [painter.draw(x) for x in given]
    off = _mean(difference(truth, picture).mean() for truth, picture in zip(truths, made, strict=True))
    return {"l1": off, "colourful": _mean(map(colourfulness, made))}


def _mean(values: Any) -> float:
    return round(float(np.mean(list(values))), 4)
