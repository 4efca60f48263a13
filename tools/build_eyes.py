"""Write checkpoints/efficientnet-lite0: the frozen network that photographs are coloured through, in half precision.

    python tools/build_features.py 0
    python tools/build_eyes.py

Google released the weights under Apache 2.0 (assets/LICENSES.md). The head, which names ImageNet's classes, is left
out.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gan_core.base.writing import write_together
from gan_core.models.eyes import EYES, weights_of
from gan_core.models.imagenet import ImageNetClassifier, features_path
from gan_core.photos.eyes import KIND
from gan_core.recipes.pix2pix import EyesSpec
from gan_core.store.checkpoints import CHECKPOINTS, Registry

CARD = """# efficientnet-lite0

The eyes of `grey2colour`: EfficientNet-lite0 (M. Tan and Q. V. Le 2019, arXiv:1905.11946) without its head, 2.94
million weights. It was trained by Google on ImageNet's photographs and is not trained here. It is given lightness in
the place of all three colours, and gives features at strides 4, 8, 16 and 32.

Released in <https://github.com/tensorflow/tpu> under Apache 2.0 (LICENSE in this folder), converted to PyTorch by
ML Illustrated; changed here by `tools/build_features.py 0` and `tools/build_eyes.py`: the batch norms are folded into
the convolutions, the head is left out, the weights are in half precision. All kinds are those of ImageNet's 1,000
classes and of photographs as they were found on the web: what these show seldom, it sees badly.
"""


def main() -> None:
    """Convert the network."""
    parser = argparse.ArgumentParser(description="write the frozen eyes of the network that colours photographs")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    args = parser.parse_args()
    spec = EyesSpec()
    weights = weights_of(spec, ImageNetClassifier(features_path(spec.checkpoint)).body())
    facts = {"kind": KIND, "spec": asdict(spec), "licence": "Apache-2.0", "source": "EfficientNet-lite0 of Google"}
    Registry(args.checkpoints).save(spec.checkpoint, {EYES: weights}, facts, afresh=True)
    write_together({args.checkpoints / spec.checkpoint / "MODEL_CARD.md": CARD.encode()})
    print(args.checkpoints / spec.checkpoint)


if __name__ == "__main__":
    main()
