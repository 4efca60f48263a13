"""Serializes a translation for the page: pictures, patch maps as bytes, figures, and the sentence about them."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from PIL import Image

from demo_ui.translate.rules import BACK, BELIEF, CYCLE, HAPPENED, first
from gan_core.base.images import data_url
from gan_core.photos.borders import Framed
from gan_core.photos.engine import Board, spread
from gan_core.photos.files import STRIDE, Photo
from gan_core.photos.guard import NEITHER, Verdict

FINEST = 192  # places of a mask on the long side, as the page gets it
PATCH = 8  # pixels of the picture for each place of a patch map
WHITE = 0.25  # the error that the error map shows as white
JUDGED = ("input", "translated", "reconstructed", "identity")  # the pictures that have a patch map
MIXED = ("translated", "reconstructed")  # those that hang on the strength of the translation

Answer = dict[str, Any]


def board_answer(photo: Photo, frame: Framed, board: Board, verdict: Verdict | None, after: Verdict | None) -> Answer:
    """Everything about one photograph, as JSON; `verdict` and `after`: the guard on it and on its translation.

    `pictures` are data URLs: input and translated at the photograph's own size, the others as the networks saw
    them, all with the border that was set aside: `inside` is left, top, right and bottom of what they saw, in shares of
    the photograph, or None. `maps` holds {"columns", "rows", "bytes"} for each picture that D was shown, 255 for real.
    `mask` is like them, 255 where G changes everything, or None.
    """
    found = translation_answer(frame, board, verdict, after)
    kept = {"input": data_url(photo.image, "JPEG"), "identity": data_url(frame.around(board.identity), "JPEG")}
    return {
        "direction": board.direction,
        "size": list(photo.image.shape[1::-1]),
        "notes": list(photo.notes),
        "inside": frame.shares,
        "looks": None if verdict is None else {"like": verdict.label, "direction": verdict.direction},
        **found,
        "pictures": kept | found["pictures"],
        "maps": {name: patch_bytes(board.maps[name], board.input.shape) for name in JUDGED},
        "mask": None if board.mask is None else mask_bytes(board.mask),
    }


def translation_answer(frame: Framed, board: Board, verdict: Verdict | None, after: Verdict | None) -> Answer:
    """What a board says of its translation, as JSON: all that is other at another strength."""
    error = np.repeat(error_picture(board.error)[..., None], 3, axis=-1)
    return {
        "target": None if verdict is None or after is None else [_target(board, seen) for seen in (verdict, after)],
        "said": said(board, after, verdict),
        "pictures": {
            "translated": data_url(frame.around(board.result), "JPEG"),
            "reconstructed": data_url(frame.around(board.reconstructed), "JPEG"),
            "error": data_url(frame.around(error, np.zeros_like(frame.whole)), "JPEG"),
        },
        "maps": {name: patch_bytes(board.maps[name], board.input.shape) for name in MIXED},
        "figures": board.figures,
    }


def plain_answer(frame: Framed, board: Board, others: Board, epochs: tuple[float, float], *, went_on: bool) -> Answer:
    """The same photograph through the networks that were trained without cycle loss, as JSON.

    `others`: the board with it; `epochs`: how long those without were trained, and how long the others; `went_on`:
    whether they began with the others' weights, so that their epochs are further ones.
    """
    times = board.figures["cycle_l1"] / max(others.figures["cycle_l1"], 1e-6)
    return {
        "pictures": {
            "without": data_url(frame.around(board.translated), "JPEG"),
            "without_back": data_url(frame.around(board.reconstructed), "JPEG"),
        },
        "epochs": list(epochs),
        "said": first(CYCLE, {"times": times}),
        "trained": "translate.cycle.went_on" if went_on else "translate.cycle.epochs",
        "figures": {**board.figures, "times": times},
    }


def said(board: Board, after: Verdict | None, before: Verdict | None = None) -> list[str]:
    """The keys of three sentences: what became of the picture as the guard's classifier sees it, D's verdict on the
    translation, and what the reconstruction recovers."""
    way = board.direction
    like = "unknown" if after is None else after.label
    if after is not None and after.label != NEITHER:
        was_source = before is not None and before.label != NEITHER and before.direction == way
        like = "source" if after.direction == way else "became" if was_source else "target"
    figures = {**board.figures, "score": board.figures["score_translated"], "like": like}
    return [first(HAPPENED[way], figures), first(BELIEF[way], figures), first(BACK, figures)]


def _target(board: Board, seen: Verdict) -> float:
    """Probability of the domain that the translation leads to."""
    return float(seen.zebra if board.direction == "ab" else 1 - seen.zebra)


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
