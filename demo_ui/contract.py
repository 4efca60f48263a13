"""What Python and the browser side have to agree on: sizes, limits, thresholds and ranges, each typed once, in Python.

`python -m demo_ui.contract` (a part of `make docs`) writes demo_ui/web/contract.mjs; tests/unit/page/test_contract.py
holds the two equal.
"""

from __future__ import annotations

import json
from typing import Any

from demo_ui.generate import api as digits
from demo_ui.generate import files
from demo_ui.page.addresses import WEB
from demo_ui.training import heaps
from demo_ui.translate import colour_api, rules, serialize, serialize_colour
from gan_core.base import colour, lab
from gan_core.base.checks import LARGEST_SEED
from gan_core.data import digit_formats, drawings
from gan_core.digits import centring, projection, request, usefulness
from gan_core.digits.feature_maps import SIDE
from gan_core.digits.latent import LATENT
from gan_core.digits.writing import MOST_CHARACTERS
from gan_core.live import knobs
from gan_core.measures import quality, spectrum
from gan_core.photos import borders, drawing, figures, hints, masks
from gan_core.photos import colour as photo_colour
from gan_core.photos import files as photo_files
from gan_core.pictures import limits
from gan_core.store import replay

FILE = WEB / "contract.mjs"


def contract() -> dict[str, tuple[str, dict[str, Any]]]:
    """By the name that the modules import: what it is about, and the values."""
    return {
        "DIGITS": ("the Generate room's", _digits()),
        "PHOTOS": (
            "the Translate room's",
            {
                "STRIDE": photo_files.STRIDE,
                "LEAST_SEEN": photo_files.LEAST_SEEN,
                "OUTER": figures.OUTER,
                "FINEST": serialize.FINEST,
                "PATCH": serialize.PATCH,
                "WHITE": serialize.WHITE,
                "MIXED": serialize.MIXED,
                "STRONGEST": masks.STRONGEST,
                "SMOOTHED": masks.SMOOTHED,
                "SOLID": masks.SOLID,
            },
        ),
        "COLOURS": ("of colours; TO_XYZ row by row, HUES a and b by turns", _colours()),
        "LESSON": (
            "the Learn room's",
            {
                **_named(usefulness, "FAKES REALS"),
                **_named(spectrum, "ALMOST_BLACK"),
                **_named(quality, "CONFIDENT"),
            },
        ),
        "BORDERS": ("gan_core.photos.borders'", _named(borders, "NEAR PLAIN EDGE ABRUPT WIDE LEAST GAP ROUNDS")),
        "RULES": ("demo_ui.translate.rules'", _named(rules, "NOTHING LITTLE HARDLY FOUND LOST OFF BELIEVED DOUBTED")),
        "DRAWINGS": (
            "gan_core.data.drawings': how many pictures a GAN needs and takes; demo_ui.training.heaps': in a part",
            {**_named(drawings, "LEAST MOST FEW"), "PART": heaps.PART},
        ),
        "DRAWN": (
            "the Draw room's: coats, the first where nobody chose one, their mean colours, and the ink that means each",
            _drawn(),
        ),
        "FILES": (
            "of files to learn from: bytes, of one picture among them, and its least side",
            {"LARGEST": digit_formats.LARGEST, "PICTURE": limits.MOST_BYTES, "LEAST_SIDE": limits.LEAST_SIDE},
        ),
        "RUNS": ("gan_core.store.replay's: what a snapshot of any run tells in numbers", _named(replay, "FIGURES")),
        "KNOBS": ("gan_core.live.knobs': lowest and highest value", {**knobs.RANGES}),
    }


def _digits() -> dict[str, Any]:
    return {
        "SIDE": SIDE,
        "LATENT": LATENT,
        "COUNT": request.DIGITS,
        "LARGEST_SEED": LARGEST_SEED,
        "FURTHEST": request.FURTHEST,
        "RAW": request.RAW,
        "WALK_TILES": digits.WALK_TILES,
        "MAP_TILES": digits.MAP_TILES,
        "SCALE": files.SCALE,
        "CHARACTERS": MOST_CHARACTERS,
        "MOST_PLACES": request.MOST_PLACES,
        **_named(centring, "BOX DOT INKED MOST_INK"),
        **_named(projection, "BETAS RATE SHOWN STEPS"),
    }


def _colours() -> dict[str, Any]:
    return {
        **_named(colour, "RED GREEN BLUE QUARTER GRAIN COLOURLESS LEVELS OFF_TONE OF_ONE_TONE FLAT LOOKED_AT"),
        "BEND": lab.BEND,
        "TO_XYZ": tuple(lab.TO_XYZ.ravel().tolist()),
        **_named(hints, "MOST_HINTS ANSWERS ALIKE SOFT NEAR APART LEAST LOOKS SMOOTH"),
        "HUES": tuple(value for hue in serialize_colour.HUES for value in hue),
        **_named(serialize_colour, "DARK PALE"),
        **_named(colour_api, "OFFERED WEAKEST"),
        "STRONGEST": photo_colour.STRONGEST,
    }


def _drawn() -> dict[str, Any]:
    means = drawing.COATS.values()
    colours, inks = (
        tuple("#" + bytes(colour).hex() for colour in some) for some in (means, map(drawing.ink_of_coat, means))
    )
    return {"COATS": tuple(drawing.COATS), "COLOURS": colours, "INKS": inks}


def _named(module: Any, names: str) -> dict[str, Any]:
    return {name: getattr(module, name) for name in names.split()}


def written() -> str:
    """The text of `FILE`."""
    head = (
        "/* What Python says and the modules use, written by `python -m demo_ui.contract`: not to be changed here. */\n"
    )
    parts = []
    for name, (about, values) in contract().items():
        lines = "".join(f"  {key}: {_value(value)},\n" for key, value in values.items())
        parts.append(f"/** {about} */\nexport const {name} = {{\n{lines}}};\n")
    return head + "\n".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(int(value) if isinstance(value, float) and value == int(value) else value).replace("e-0", "e-")


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
