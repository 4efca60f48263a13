"""Build assets/lesson, the figures that the lesson shows where nothing is measured anew.

    python -m tools.build_lesson --data data/horse2zebra

They are as `python -m gan_core evaluate usefulness --seeds 20 --json`, `evaluate membership --json` and `evaluate
spectrum --data data/horse2zebra --json` print them. With a name, such as `membership`, only those; only `spectrum`
needs photographs.
"""

from __future__ import annotations

import argparse
import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gan_core.base.paths import ASSETS
from gan_core.base.writing import write_atomically
from gan_core.commands import evaluate_membership, evaluate_spectrum
from gan_core.commands.evaluate_usefulness import evaluate_usefulness, table

OUT = ASSETS / "lesson"
SEEDS = 20


def usefulness(_: Path | None) -> None:
    """Measure what fakes are good for, and write it down."""
    figures = evaluate_usefulness(seeds=SEEDS)
    mixes = [{name: mix[name] for name in ("fakes", "reals", "right")} for mix in figures["mixes"]]
    _write("usefulness", {**figures, "mixes": mixes})
    print("\n".join(table(figures)))


def membership(_: Path | None) -> None:
    """Measure whether anybody is in there, and write it down with its sheet of pictures."""
    figures, sheet = evaluate_membership.evaluate_membership()
    _write("membership", figures, sheet)
    print("\n".join(evaluate_membership.table(figures)))


def spectrum(data: Path | None) -> None:
    """Measure how fakes are found, and write it down with its sheet of digits."""
    if not data:
        raise SystemExit("spectrum: name the folder of photographs with --data.")
    figures, sheet = evaluate_spectrum.evaluate_spectrum(data)
    _write("spectrum", figures, sheet)
    print("\n".join(evaluate_spectrum.table(figures)))


def _write(name: str, figures: dict[str, Any], sheet: np.ndarray | None = None) -> None:
    OUT.mkdir(exist_ok=True)
    write_atomically(OUT / f"{name}.json", (json.dumps(figures) + "\n").encode())
    if sheet is not None:
        packed = BytesIO()
        Image.fromarray(sheet).save(packed, "webp", lossless=True)
        write_atomically(OUT / f"{name}.webp", packed.getvalue())


PARTS = {"usefulness": usefulness, "membership": membership, "spectrum": spectrum}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the figures of the lesson.")
    parser.add_argument("part", nargs="?", choices=[*PARTS], help="which; all without a name")
    parser.add_argument("--data", type=Path, help="folder with trainA and trainB, photographs of horses and zebras")
    args = parser.parse_args()
    for part in [args.part] if args.part else PARTS:
        PARTS[part](args.data)
