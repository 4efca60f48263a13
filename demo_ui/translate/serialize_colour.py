"""Serializes a coloured photograph for the page: pictures, D's patch map as bytes, figures, the sentence about it."""

from __future__ import annotations

from demo_ui.translate.rules import BELIEF, L1, first
from demo_ui.translate.serialize import Answer, patch_bytes
from gan_core.base.colour import COLOURED, GREY, TONED
from gan_core.base.images import data_url
from gan_core.measures.colourfulness import colourfulness
from gan_core.photos.borders import Framed
from gan_core.photos.colour import Coloured
from gan_core.photos.files import Photo
from gan_core.photos.pairing_experiment import PAIRINGS, Answers, Measured

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
