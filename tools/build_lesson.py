"""Build assets/lesson, the figures that the lesson shows where nothing is measured anew.

    python -m tools.build_lesson

They are as `python -m gan_core evaluate usefulness --seeds 20 --json` and `evaluate membership --json` print them. With
a name, such as `membership`, only those.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gan_core.base.paths import ASSETS
from gan_core.base.writing import write_atomically
from gan_core.commands import evaluate_membership
from gan_core.commands.evaluate_usefulness import evaluate_usefulness, table

OUT = ASSETS / "lesson"
SEEDS = 20


def usefulness() -> None:
    """Measure what fakes are good for, and write it down."""
    figures = evaluate_usefulness(seeds=SEEDS)
    mixes = [{name: mix[name] for name in ("fakes", "reals", "right")} for mix in figures["mixes"]]
    _write("usefulness", {**figures, "mixes": mixes})
    print("\n".join(table(figures)))


def membership() -> None:
    """Measure whether anybody is in there, and write it down with its sheet of pictures."""
    figures, sheet = evaluate_membership.evaluate_membership()
    _write("membership", figures)
    packed = BytesIO()
    Image.fromarray(sheet).save(packed, "webp", lossless=True)
    write_atomically(OUT / "membership.webp", packed.getvalue())
    print("\n".join(evaluate_membership.table(figures)))


def _write(name: str, figures: dict[str, Any]) -> None:
    OUT.mkdir(exist_ok=True)
    write_atomically(OUT / f"{name}.json", (json.dumps(figures) + "\n").encode())


PARTS = {"usefulness": usefulness, "membership": membership}


if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
