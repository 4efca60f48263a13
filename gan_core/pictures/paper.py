"""The background colour behind a transparent picture."""

from __future__ import annotations

from PIL import Image

WHITE, BLACK = "white", "black"
LIGHT = 224  # lightness, 0 to 255, that is lost on white paper
NEARLY_ALL = 0.9  # of what can be seen: so much of it light is white ink; white animals have shadows


def paper_for(colours: Image.Image, alpha: Image.Image) -> str:
    """The paper on which an RGB picture with its transparency (L) can be seen: `BLACK` under white ink, else `WHITE`.

    demo_ui/web/photos/photograph.mjs chooses alike.
    """
    light = colours.convert("L").point([255 * (level >= LIGHT) for level in range(256)])
    visible = _sum(alpha.histogram())
    return BLACK if visible and _sum(alpha.histogram(light)) >= NEARLY_ALL * visible else WHITE


def _sum(histogram: list[int]) -> int:
    return sum(level * count for level, count in enumerate(histogram))
