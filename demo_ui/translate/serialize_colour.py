"""Serializes a coloured photograph for the page: pictures, D's patch map as bytes, figures, the sentence about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from demo_ui.translate.rules import BELIEF, L1, first
from demo_ui.translate.serialize import Answer, patch_bytes
from gan_core.base.colour import COLOURED, GREY, TONED, grey
from gan_core.base.images import data_url
from gan_core.base.lab import from_lab, to_lab
from gan_core.measures.colourfulness import colourfulness
from gan_core.photos.borders import Framed
from gan_core.photos.colour import Coloured
from gan_core.photos.files import Photo
from gan_core.photos.hints import Hint
from gan_core.photos.pairing_experiment import PAIRINGS, Answers, Measured

# Red, orange, yellow, green, blue, violet and none, as a and b of CIE Lab.
HUES = ((55.0, 30.0), (32.0, 50.0), (5.0, 65.0), (-40.0, 35.0), (0.0, -45.0), (40.0, -40.0), (0.0, 0.0))
DARK, PALE = 30.0, 75.0  # lightness between which a hue can be told
HAPPENED = {kind: f"translate.happened.colours_{kind}" for kind in (COLOURED, TONED, GREY)}


def coloured_answer(photo: Photo, frame: Framed, coloured: Coloured, stride: int, eyes: bool = False) -> Answer:
    """Everything about one photograph, as JSON, in the words of a board: `input` is grey, `translated` in colour.

    `pictures` are data URLs at the photograph's own size; `truth` is among them where the photograph had colours,
    `toned` where it had a tint. What was its border is theirs; `inside` as in `board_answer`.
    With `eyes` a third sentence says whose the network's are.
    """
    judged = judged_answer(coloured, stride)
    judged["said"] += ["translate.colours.eyes"] if eyes else []
    kept = {COLOURED: "truth", TONED: TONED}.get(coloured.kind)
    return {
        "size": list(photo.image.shape[1::-1]),
        "notes": list(photo.notes),
        "inside": frame.shares,
        "looks": None,
        "mask": None,
        "pictures": {
            "input": data_url(frame.around(coloured.input), "JPEG"),
            "translated": data_url(frame.around(coloured.picture), "JPEG"),
            **({kept: data_url(photo.image, "JPEG")} if kept else {}),
        },
        **judged,
    }


def judged_answer(coloured: Coloured, stride: int) -> Answer:
    """D's verdict on the colours, as JSON: two sentences, its patch map (see `board_answer`), figures."""
    return {
        "said": [HAPPENED[coloured.kind], first(BELIEF["colours"], coloured.figures)],
        "maps": {"translated": patch_bytes(coloured.patches, coloured.chroma.shape, stride)},
        "figures": {"score_translated": coloured.figures["score"], **coloured.figures},
    }


def hinted_answer(frame: Framed, coloured: Coloured, stride: int) -> Answer:
    """D's verdict on colours that follow hints, as `judged_answer`, and in `pictures` the photograph in them."""
    pictures = {"hinted": data_url(frame.around(coloured.picture), "JPEG")}
    return {"pictures": pictures, **judged_answer(coloured, stride)}


def colourings_answer(frame: Framed, found: Sequence[tuple[Sequence[Hint], np.ndarray]]) -> Answer:
    """Several colourings as JSON: each a picture with its hints, lists [x, y, a, b]."""
    shown = [{"hints": [list(h) for h in hints], "url": data_url(frame.around(p), "JPEG")} for hints, p in found]
    return {"colourings": shown, "figures": {"count": len(shown)}}


def likely_answer(picture: np.ndarray, x: float, y: float, found: Sequence[tuple[float, float]]) -> Answer:
    """Colours at a place of uint8 (h, w, 3) as JSON: `colours` are the likely ones, `others` the hues for whoever knows
    better, each {"a", "b", "rgb"}: `rgb` is how it looks at this place's lightness, brought between dark and pale."""
    height, width = picture.shape[:2]
    pixel = picture[min(int(y * height), height - 1), min(int(x * width), width - 1)]
    lightness = float(np.clip(to_lab(grey(pixel) / np.float32(255))[0], DARK, PALE))

    def shown(a: float, b: float) -> dict[str, Any]:
        rgb = np.clip(from_lab(np.array([lightness, a, b])), 0, 1)
        return {"a": a, "b": b, "rgb": "#" + bytes(np.rint(255 * rgb).astype(np.uint8)).hex()}

    return {"colours": [shown(*ab) for ab in found], "others": [shown(*ab) for ab in HUES]}


def without_d_answer(frame: Framed, ours: Coloured, other: Coloured) -> Answer:
    """The same photograph in the colours of a network that was trained with L1 alone, as JSON.

    `figures` say how colourful both are, and, where the truth is known, how colourful it is and how far both are off.
    """
    figures = {"with": colourfulness(ours.picture), "without": colourfulness(other.picture)}
    if ours.truth is not None:
        figures |= {"truth": colourfulness(ours.truth), "l1": ours.figures["l1"], "l1_without": other.figures["l1"]}
    return {
        "said": first(L1, figures),
        "pictures": {"without": data_url(frame.around(other.picture), "JPEG")},
        "figures": figures,
    }


def pairing_answer(frame: Framed, found: Answers, measured: Measured) -> Answer:
    """One photograph through the three networks of the pairing experiment, as JSON.

    `measured` holds their metrics on photographs that none of them saw; `said` names whose pictures were closest there.
    """
    return {
        "said": f"translate.pairs.won_{min(PAIRINGS, key=lambda name: measured[f'l1_{name}'])}" if measured else None,
        "pictures": {name: data_url(frame.around(picture), "JPEG") for name, picture in found.pictures.items()},
        "figures": found.figures,
        "measured": measured,
    }
