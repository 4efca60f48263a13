"""A board as the page gets it: pictures, patch maps as bytes, figures, and the sentence that says what happened."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from PIL import Image

from gan_core.base.images import data_url
from gan_core.photos.engine import Board, WayBack, spread
from gan_core.photos.files import STRIDE, Photo
from gan_core.photos.guard import Verdict

FINEST = 192  # places of a mask on the long side, as the page gets it
PATCH = 8  # pixels of the picture for each place of a patch map
WHITE = 0.25  # the error that the error map shows as white
JUDGED = ("input", "translated", "reconstructed", "identity")  # the pictures that have a patch map
BELIEVED, DOUBTED = 0.6, 0.4  # mean of a patch map; 1 is what D was trained to say to real photographs
FOUND, LOST = 0.05, 0.1  # cycle error, L1 from 0 to 1
GREW = 1.02  # times the undisturbed error

Answer = dict[str, Any]


def board_answer(photo: Photo, board: Board, verdict: Verdict | None, after: Verdict | None) -> Answer:
    """Everything about one photograph, as JSON; `verdict` and `after`: the guard on it and on its translation.

    `pictures` are data URLs: input and translated at the photograph's own size, the others as the networks saw
    them. `maps` holds {"columns", "rows", "bytes"} for each picture that D was shown, 255 for real. `mask` is like
    them, 255 where G changes everything, or None.
    """
    return {
        "direction": board.direction,
        "size": list(photo.image.shape[1::-1]),
        "notes": list(photo.notes),
        "looks": None if verdict is None else {"like": verdict.label, "direction": verdict.direction},
        "target": None if verdict is None or after is None else [_target(board, seen) for seen in (verdict, after)],
        "said": said(board, after),
        "pictures": {
            "input": data_url(photo.image, "JPEG"),
            "translated": data_url(board.result, "JPEG"),
            "reconstructed": data_url(board.reconstructed, "JPEG"),
            "identity": data_url(board.identity, "JPEG"),
            "error": data_url(error_picture(board.error), "JPEG"),
        },
        "maps": {name: patch_bytes(board.maps[name], board.input.shape) for name in JUDGED},
        "mask": None if board.mask is None else mask_bytes(board.mask),
        "figures": board.figures,
    }


def way_back_answer(way: WayBack) -> Answer:
    """The way back from a disturbed translation, as JSON."""
    return {
        "said": way_back_said(way),
        "pictures": {
            "disturbed": data_url(way.disturbed, "JPEG"),
            "returned": data_url(way.reconstructed, "JPEG"),
            "lost": data_url(error_picture(way.error), "JPEG"),
        },
        "figures": {
            "cycle_l1": way.cycle_l1,
            "undisturbed_l1": way.undisturbed_l1,
            "disturbance": way.disturbance,
        },
    }


def plain_answer(board: Board, epochs: tuple[float, float], *, went_on: bool) -> Answer:
    """The same photograph through the networks that were trained without cycle loss, as JSON.

    `epochs`: how long those were trained, and how long the others; `went_on`: whether they began with the others'
    weights, so that their epochs are further ones.
    """
    return {
        "pictures": {
            "without": data_url(board.translated, "JPEG"),
            "without_back": data_url(board.reconstructed, "JPEG"),
        },
        "epochs": list(epochs),
        "said": "translate.cycle.went_on" if went_on else "translate.cycle.epochs",
        "figures": board.figures,
    }


def said(board: Board, after: Verdict | None) -> list[str]:
    """The keys of three sentences: whether the translation passes for its target with the guard's classifier, what D
    makes of it, and what the way back finds again."""
    score, error = board.figures["score_translated"], board.figures["cycle_l1"]
    passes = "done" if after is None else "passes" if _target(board, after) >= 0.5 else "fails"
    back = "found" if error <= FOUND else "lost" if error >= LOST else "nearly"
    way = board.direction
    return [f"translate.happened.{way}_{passes}", f"translate.belief.{way}_{belief(score)}", f"translate.back.{back}"]


def belief(score: float) -> str:
    """What the mean of a patch map says: "believed", "torn" or "doubted"."""
    return "believed" if score >= BELIEVED else "doubted" if score <= DOUBTED else "torn"


def _target(board: Board, seen: Verdict) -> float:
    """Probability of the domain that the translation leads to."""
    return float(seen.zebra if board.direction == "ab" else 1 - seen.zebra)


def way_back_said(way: WayBack) -> str:
    """The key of the sentence about a disturbed way back.

    More error than was put in means that the translation carried a signal which the disturbance drowned.
    """
    if way.disturbance == 0:
        return "translate.signal.quiet"
    if way.cycle_l1 <= GREW * way.undisturbed_l1:
        return "translate.signal.unmoved"
    grew = way.cycle_l1 - way.undisturbed_l1 > way.disturbance
    return "translate.signal.drowned" if grew else "translate.signal.fading"


def error_picture(error: np.ndarray) -> np.ndarray:
    """An error map float (h, w) as grey uint8 (h, w): black for none, white from `WHITE` on."""
    return np.rint(np.clip(error / WHITE, 0, 1) * 255).astype(np.uint8)


def patch_bytes(patch_map: np.ndarray, shape: tuple[int, ...], stride: int = STRIDE) -> Answer:
    """A patch map where its patches lie on the picture, one byte for every `PATCH` pixels: 0 fake, 255 real.

    `stride`: of the sides that the picture was padded to before D saw it.
    """
    rows, columns = (slice(min(PATCH // 2, side - 1), None, PATCH) for side in shape[:2])
    laid = spread(patch_map, shape, stride)[rows, columns]
    return _bytes(laid)


def mask_bytes(mask: np.ndarray) -> Answer:
    """A mask (h, w), at most `FINEST` places on the long side, one byte for each: 0 stays, 255 is changed."""
    small = Image.fromarray(mask.astype(np.float32))
    small.thumbnail((FINEST, FINEST), Image.Resampling.BOX)
    return _bytes(np.asarray(small))


def _bytes(shares: np.ndarray) -> Answer:
    levels = np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)
    rows, columns = levels.shape
    return {"columns": columns, "rows": rows, "bytes": base64.b64encode(levels.tobytes()).decode("ascii")}
