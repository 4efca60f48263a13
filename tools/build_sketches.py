"""Write the drawings that the Draw room begins with as pictures, for model cards: python -m tools.build_sketches.

assets/examples/drawings/NAME.png is black ink on white, from the strokes in the room's own script.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from PIL import Image, ImageDraw

HOUSE = Path(__file__).resolve().parents[1]
SCRIPT = HOUSE / "demo_ui" / "web" / "rooms" / "draw" / "sketches.mjs"
OUT = HOUSE / "assets" / "examples" / "drawings"
SIDE, FINER = 256, 4
LINE = 0.02  # as the room's pad draws, of the paper's side
SKETCH = re.compile(r'name: "([a-z]+)",\s*strokes: \[(.*?)\],\s*\},', re.S)
Points = list[tuple[float, float]]


def main() -> None:
    """Write all of them."""
    script = SCRIPT.read_text(encoding="utf-8")
    OUT.mkdir(parents=True, exist_ok=True)
    for name, strokes in SKETCH.findall(script):
        drawn([points(stroke) for stroke in re.findall(r"\[([^]]*)\]", strokes)]).save(
            OUT / f"{name}.png", optimize=True
        )
        print(OUT / f"{name}.png")


def points(text: str) -> Points:
    """Places from 0 to 1, out of numbers from 0 to 100, their corners cut twice (Chaikin 1974)."""
    numbers = [float(number) / 100 for number in re.findall(r"[\d.]+", text)]
    places = list(zip(numbers[::2], numbers[1::2], strict=True))
    return rounded(rounded(places))


def rounded(places: Points) -> Points:
    """The same line with its corners cut."""
    cut = [places[0]]
    for (x, y), (u, v) in itertools.pairwise(places):
        cut += [(0.75 * x + 0.25 * u, 0.75 * y + 0.25 * v), (0.25 * x + 0.75 * u, 0.25 * y + 0.75 * v)]
    return [*cut, places[-1]]


def drawn(strokes: list[Points]) -> Image.Image:
    """Black lines on white paper."""
    large = Image.new("L", (SIDE * FINER, SIDE * FINER), 255)
    pen, width = ImageDraw.Draw(large), round(LINE * SIDE * FINER)
    for stroke in strokes:
        places = [(x * SIDE * FINER, y * SIDE * FINER) for x, y in stroke]
        pen.line(places, fill=0, width=width, joint="curve")
        for x, y in places:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=0)
    return large.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
