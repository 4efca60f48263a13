"""python -m gan_core card: writes MODEL_CARD.md from spec.json, for one checkpoint or all; measures first if asked."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.base.writing import write_together
from gan_core.commands import (
    card_classifiers,
    card_conditional,
    card_cyclegan,
    card_dcgan,
    card_encoder,
    card_pix2pix,
    card_small,
)
from gan_core.commands.card_template import PICTURE, Card
from gan_core.commands.evaluate import evaluate_dcgan
from gan_core.commands.evaluate_cyclegan import add_evaluators, evaluate_cyclegan
from gan_core.commands.evaluate_encoder import evaluate_encoder
from gan_core.commands.evaluate_membership import MEMORISER, evaluate_membership
from gan_core.commands.evaluate_pix2pix import add_rival, evaluate_pix2pix
from gan_core.commands.overwriting import MADE_ANEW
from gan_core.store.checkpoints import CHECKPOINTS, Registry

CARD = "MODEL_CARD.md"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `card`."""
    about = f"Without --measure and --data the figures are those in spec.json. {MADE_ANEW}"
    parser = subparsers.add_parser("card", help="write model cards out of the checkpoints' figures", description=about)
    parser.add_argument("--checkpoint", help="which one (default: all)")
    parser.add_argument("--measure", action="store_true", help="measure it first, and draw its picture anew")
    parser.add_argument("--picture", action="store_true", help="draw its picture anew")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        help="measure it first: a folder with trainA and trainB, or testA and testB; a Pix2Pix: photographs",
    )
    add_evaluators(parser)
    add_rival(parser)
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_card)


def _card(args: argparse.Namespace) -> int:
    registry = Registry(args.checkpoints)
    if args.measure or args.data:
        id = args.checkpoint or "best"
        figures = _measured(id, registry, args)
        spec = registry.spec(id) | {"figures": figures}
        registry.write(id, {"spec.json": (json.dumps(spec, indent=1) + "\n").encode()})
    for id in [args.checkpoint] if args.checkpoint else registry.ids():
        made = card(registry, id)
        files = {registry.root / id / CARD: made.text(id).encode()}
        place = registry.root / id / PICTURE
        if made.shown and (args.measure or args.data or args.picture or not place.exists()):
            files[place] = _picture(registry, id)
        write_together(files)
        print(registry.root / id / CARD)
    return 0


def card(registry: Registry, id: str) -> Card:
    """What the card of a checkpoint says, out of its spec.json. Raises GanError('checkpoint_mismatch')."""
    try:
        return _card_of(registry, id, registry.spec(id))
    except KeyError as missing:
        reason = f"spec.json says nothing of {missing}"
        raise GanError("checkpoint_mismatch", path=registry.place(id), reason=reason) from missing


def _card_of(registry: Registry, id: str, spec: dict[str, Any]) -> Card:
    match _kind(spec, id):
        case "dcgan":
            return card_dcgan.card(id, spec)
        case "conditional":
            return card_conditional.card(id, spec)
        case "memoriser":
            return card_small.memoriser(spec)
        case "cyclegan":
            return card_cyclegan.card(id, spec)
        case "colour":
            return card_pix2pix.card(id, spec)
        case "pairing":
            return card_small.pairing(id, spec, registry)
        case "drawing":
            return card_small.drawing(id, spec)
        case "encoder":
            return card_encoder.card(id, spec)
        case "digit-classifier":
            return card_classifiers.digits(spec)
        case "photo-classifier":
            return card_classifiers.photographs(spec)
        case "imagenet-features":
            return card_classifiers.eyes(spec)
        case kind:
            raise GanError("checkpoint_mismatch", path=registry.place(id), reason=f"no card is known for {kind[:40]!r}")


def _kind(spec: Mapping[str, Any], id: str) -> str:
    """What a checkpoint is to its card: its kind, more closely where networks of one kind do different things."""
    kind = str(spec.get("kind"))
    if kind in ("cyclegan", "pix2pix") and id in card_small.NAMES:
        return "pairing"
    if kind == "dcgan" and id == MEMORISER:
        return "memoriser"
    if kind == "dcgan" and spec["recipe"]["spec"].get("classes"):
        return "conditional"
    if kind == "pix2pix":
        return "drawing" if spec["recipe"]["spec"].get("outputs") == 3 else "colour"
    return kind


def _measured(id: str, registry: Registry, args: argparse.Namespace) -> dict[str, Any]:
    kind = _kind(registry.spec(id), id)
    if kind in ("dcgan", "conditional"):
        return evaluate_dcgan(id, registry)
    if kind == "encoder":
        return evaluate_encoder(id, registry)
    if kind == "memoriser":
        return evaluate_membership(registry=registry).figures
    if kind not in ("cyclegan", "colour"):
        reason = "card measures DCGANs, encoders, CycleGANs and networks that colour"
        raise GanError("checkpoint_mismatch", path=registry.place(id), reason=reason)
    if not args.data:
        raise GanError("photographs_missing", path="--data")
    if kind == "cyclegan":
        return evaluate_cyclegan(id, args.data[0], registry, imagenet=args.imagenet, neither=args.neither)
    return evaluate_pix2pix(id, args.data, registry, imagenet=args.imagenet, against=args.against)


def _picture(registry: Registry, id: str) -> bytes:
    pictures: dict[str, Callable[[Registry, str], bytes]] = {
        "dcgan": card_dcgan.picture,
        "conditional": card_conditional.picture,
        "cyclegan": card_cyclegan.picture,
        "colour": card_pix2pix.picture,
        "memoriser": card_small.memoriser_picture,
        "pairing": card_small.pairing_picture,
        "drawing": card_small.drawing_picture,
        "encoder": card_encoder.picture,
    }
    return pictures[_kind(registry.spec(id), id)](registry, id)
