"""Build assets/lesson, the figures that the lesson shows where nothing is measured anew.

    python -m tools.build_lesson

Each is as `python -m gan_core evaluate usefulness --seeds 20 --json` prints it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gan_core.base.paths import ASSETS
from gan_core.base.writing import write_atomically
from gan_core.commands.evaluate_usefulness import evaluate_usefulness, table

OUT = ASSETS / "lesson"
SEEDS = 20


def main() -> None:
    """Measure, and write it down."""
    figures = evaluate_usefulness(seeds=SEEDS)
    OUT.mkdir(exist_ok=True)
    mixes = [{name: mix[name] for name in ("fakes", "reals", "right")} for mix in figures["mixes"]]
    write_atomically(OUT / "usefulness.json", (json.dumps({**figures, "mixes": mixes}) + "\n").encode())
    print("\n".join(table(figures)))


if __name__ == "__main__":
    main()
