"""python -m gan_core train {dcgan, cyclegan, pix2pix, digit-classifier, encoder, photo-classifier}."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gan_core.base.checks import check_count, check_seed
from gan_core.base.files import check_free
from gan_core.commands import train_cyclegan, train_encoder, train_pix2pix
from gan_core.commands.overwriting import add_overwrite
from gan_core.commands.run_options import add_digits, add_run_options, run_of
from gan_core.commands.telling import tell_photographs
from gan_core.photos.domains import DOMAINS
from gan_core.recipes.dcgan import AUXILIARY, CONDITIONINGS, DCGAN_PRESETS, conditional, dcgan_preset, trained_on

if TYPE_CHECKING:
    from gan_core.store.checkpoints import Registry

SELDOM = 200  # steps between two looks at a network that learns few digits


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `train` and what can be trained."""
    kinds = subparsers.add_parser("train", help="train a network").add_subparsers(required=True, metavar="KIND")

    dcgan = kinds.add_parser("dcgan", help="a DCGAN on digits")
    add_run_options(dcgan, DCGAN_PRESETS, "best", save_every=1.0)
    add_digits(dcgan)
    dcgan.add_argument(
        "--conditional",
        nargs="?",
        const=AUXILIARY,
        choices=CONDITIONINGS,
        help="G is asked for a class; D tells classes apart (auxiliary, as is meant by the bare option), or each class "
        "moves its logit (projection)",
    )
    dcgan.add_argument(
        "--vary", action="store_true", help="--data holds few drawings (12 or more): turned and bent anew in each batch"
    )
    dcgan.add_argument(
        "--few",
        type=int,
        metavar="N",
        help="learn N of the test digits only, by heart; `evaluate membership` knows those that ship",
    )
    dcgan.add_argument("--centre", action="store_true", help="scale and centre each picture by MNIST's rule")
    dcgan.add_argument(
        "--start", metavar="ID", help="begin with a checkpoint's weights, new optimizers and half the rates"
    )
    dcgan.set_defaults(run=_dcgan)

    train_cyclegan.add_parser(kinds)
    train_pix2pix.add_parser(kinds)

    classifier = kinds.add_parser("digit-classifier", help="the classifier of digits that measures the generators")
    classifier.add_argument("--epochs", type=int, default=8, help="how often each digit is seen")
    classifier.add_argument("--seed", type=int, default=0, help="what the first weights and all draws follow from")
    classifier.add_argument("--out", type=Path, help="checkpoints folder; the project's own if left away")
    add_overwrite(classifier, "the digit classifier that is there")
    add_digits(classifier)
    classifier.set_defaults(run=_classifier)

    train_encoder.add_parser(kinds)

    photos = kinds.add_parser(
        "photo-classifier", help="the classifier of horses and zebras that measures translations and guards the page"
    )
    photos.add_argument(
        "--data", type=Path, required=True, help="a folder with trainA and trainB, as for train cyclegan"
    )
    photos.add_argument("--neither", type=Path, nargs="+", default=[], metavar="DIR", help="folders of other pictures")
    photos.add_argument("--epochs", type=int, default=24, help="how often each photograph is seen")
    photos.add_argument("--seed", type=int, default=0, help="what the first weights and all draws follow from")
    photos.add_argument("--out", type=Path, help="checkpoints folder; the project's own if left away")
    add_overwrite(photos, "the classifier of photographs that is there")
    photos.add_argument("--domains", nargs=2, default=DOMAINS, metavar=("A", "B"), help="what they show")
    photos.set_defaults(run=_photo_classifier)


def _dcgan(args: argparse.Namespace) -> int:
    run = run_of(args, dcgan_preset)
    import numpy as np

    from gan_core.data import digits
    from gan_core.data.drawings import Heap, drawings_wanted, learned_from
    from gan_core.digits.centring import centred_all
    from gan_core.training.loop import quality_meter, train_dcgan

    data = digits.load(args.data, download=args.download)
    if args.few is not None:
        data = digits.learned_by_heart(data, args.few)[0]
    if not args.vary:
        print(f"digits: {data.told}", file=sys.stderr)
    if args.centre:
        data = replace(data, train=centred_all(data.train), test=centred_all(data.test))
    if args.vary:
        data = learned_from(Heap(drawings_wanted(np.concatenate([data.train, data.test]))))
        told = f"{len(data.train)} drawings varied, the others held back; no Frechet distance: it is of digits"
        print(told, file=sys.stderr)
    meter = None if args.vary or args.few is not None else quality_meter(data)
    recipe = run.recipe
    if args.conditional:
        recipe = conditional(recipe, args.conditional)
    elif args.start and args.few is None:
        recipe = trained_on(recipe)
    how = (args.out, run.seed, args.resume, run.save_every, meter)
    seldom = 1 if args.few is None else SELDOM
    return train_dcgan(args.preset, recipe, data, *how, overwrite=args.overwrite, start=args.start, seldom=seldom)


def _registry(args: argparse.Namespace) -> Registry:
    from gan_core.store.checkpoints import CHECKPOINTS, Registry

    return Registry(args.out or CHECKPOINTS)


def _classifier(args: argparse.Namespace) -> int:
    from gan_core.data import digits
    from gan_core.digits.classifier import CLASSIFIER_ID
    from gan_core.training.classifier import train_classifier

    epochs, seed, registry = check_count("--epochs", args.epochs, 1, 1000), check_seed(args.seed), _registry(args)
    check_free([registry.root / CLASSIFIER_ID], args.overwrite)
    data = digits.load(args.data, download=args.download)
    data.check_classes()
    print(f"digits: {data.told}", file=sys.stderr)
    accuracy = train_classifier(data, epochs, seed, registry)
    print(f"accuracy on the {len(data.test)} test digits: {accuracy:.4f}")
    return 0


def _photo_classifier(args: argparse.Namespace) -> int:
    from gan_core.data import unpaired
    from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID

    epochs, seed, registry = check_count("--epochs", args.epochs, 1, 1000), check_seed(args.seed), _registry(args)
    check_free([registry.root / PHOTO_CLASSIFIER_ID], args.overwrite)
    domains = unpaired.load(args.data)
    others = unpaired.domain(*args.neither) if args.neither else None
    for name, domain in (*zip(args.domains, domains, strict=True), *([("neither", others)] if others else ())):
        tell_photographs(name, domain.told, domain.unreadable)
    from gan_core.training.photo_classifier import train_photo_classifier

    figures = train_photo_classifier(domains, tuple(args.domains), epochs, seed, registry, others)
    print(f"{figures['n']} held-back photographs: accuracy {figures['accuracy']:.4f}", end=", ")
    print(f"called neither {figures['false_alarms']:.4f}")
    if others:
        print(f"{figures['others_n']} held-back ones of other things: called neither {figures['others_found']:.4f}")
    return 0
