"""The model cards of what measures and looks: classifiers trained here, and a frozen ImageNet network of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gan_core.commands.card_template import Card, cost

DIGITS = "A classifier of handwritten digits, 28 x 28 pixels: its classes, confidence and features measure the DCGANs."
DIGITS_MEASURED = """n = {n:,} test digits of MNIST, which it was not trained on. Every card of a DCGAN measures it
again (`python -m gan_core evaluate dcgan`)."""
DIGITS_FAIL = """It calls everything one of ten digits, noise too. What it finds likely looks like MNIST's digits to
it, which need not be what a person reads."""
PHOTOS = """A classifier of photographs with three classes, {a}, {b} and neither: it tells what a photograph looks
like, and its odds of neither are the guard that warns of photographs the translator does not know."""
PHOTOS_MEASURED = """Measured on {n} photographs of {a}s and {b}s and {others_n} of other things that were held back
(the last of these figures: of other things). The threshold was chosen on {guard} other photographs."""
PHOTOS_FAIL = """A texture can be enough for it: it can be fooled by what a translator paints, and was trained beside
one. Of what is neither it knows what two packages of pictures hold."""
EYES = """The eyes of `grey2colour`: EfficientNet-lite0 (M. Tan and Q. V. Le 2019, arXiv:1905.11946) without its
head, 2.94 million weights. It was trained by Google on ImageNet's photographs and is not trained here. It is given
lightness in the place of all three colours, and gives features at strides 4, 8, 16 and 32."""
EYES_FROM = """None here. Released in <https://github.com/tensorflow/tpu> under Apache 2.0 (LICENSE in this folder),
converted to PyTorch by ML Illustrated; changed here by `tools/build_features.py 0` and `tools/build_eyes.py`: the
batch norms are folded into the convolutions, the head is left out, the weights are in half precision."""
EYES_MEASURED = "By itself it gives no answer to measure; what is reached with it is in the card of `grey2colour`."
EYES_FAIL = """All kinds are those of ImageNet's 1,000 classes and of photographs as they were found on the web: what
these show seldom, it sees badly."""


def digits(spec: Mapping[str, Any]) -> Card:
    """The card of the digit classifier."""
    figures = spec.get("figures")
    return Card(
        about=DIGITS,
        columns=("value",),
        rows=[("share of test digits that it names rightly", f"{figures['test_accuracy']:.2%}")] if figures else (),
        measured=DIGITS_MEASURED.format(**figures) if figures else "",
        training=cost(spec, f"{spec['training']['digits']:,} training digits of MNIST"),
        fails=spec.get("fails", DIGITS_FAIL),
    )


def photographs(spec: Mapping[str, Any]) -> Card:
    """The card of a classifier of photographs."""
    (a, b), figures, training = spec["domains"], spec.get("figures"), spec["training"]
    rows = ()
    if figures:
        rows = (
            (f"share of photographs whose likelier of {a} and {b} is right", f"{figures['accuracy']:.1%}"),
            (f"share of photographs of {a}s and {b}s that the guard warns of", f"{figures['false_alarms']:.1%}"),
            ("share of other things that the guard warns of", f"{figures['others_found']:.1%}"),
        )
    shown = " and ".join(f"{count:,} of {name}" for count, name in zip(training["photographs"], (a, b), strict=True))
    neither = f", {training['neither']:,} pictures made to be neither and {training['others']:,} of other things"
    return Card(
        about=PHOTOS.format(a=a, b=b),
        columns=("value",),
        rows=rows,
        measured=PHOTOS_MEASURED.format(a=a, b=b, guard=spec["guard"]["n"], **figures) if figures else "",
        training=cost(spec, f"{shown} photographs{neither}"),
        fails=spec.get("fails", PHOTOS_FAIL),
    )


def eyes(spec: Mapping[str, Any]) -> Card:
    """The card of the frozen ImageNet network."""
    fails = spec.get("fails", EYES_FAIL)
    return Card(about=EYES, columns=(), rows=(), measured=EYES_MEASURED, training=EYES_FROM, fails=fails)
