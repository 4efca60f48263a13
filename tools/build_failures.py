"""Keep the translations that fail: `python -m tools.build_failures DATA OUT --checkpoint horse2zebra@STEP`.

Training photographs of DATA/trainA and DATA/trainB are translated; what a network of ImageNet does not take for the
target is written. The guard learns from it what a translation looks like that does not pass (`train photo-classifier
--neither OUT`); nothing of it ships. The network is the one that training looks through, so that the evaluator of
`evaluate cyclegan` stays a stranger.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

from gan_core.data import unpaired
from gan_core.models.imagenet import features_path
from gan_core.photos.domains import DIRECTIONS
from gan_core.photos.engine import PHOTO_ID, PhotoEngine
from gan_core.photos.imagenet_evaluator import ImageNetEvaluator
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

SIDE = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a folder with trainA and trainB")
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--checkpoint", default=PHOTO_ID, help="whose failures: ID or ID@STEP")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS)
    parser.add_argument("--network", type=Path, default=features_path("efficientnet-lite1"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    engine = PhotoEngine(Registry(arguments.checkpoints), *parse_reference(arguments.checkpoint))
    evaluator = ImageNetEvaluator(arguments.network)
    for source, (domain, direction) in enumerate(zip(unpaired.load(arguments.data), DIRECTIONS, strict=True)):
        views = [unpaired.square(photograph, SIDE) for photograph in domain.train]
        made = [engine.translate(view, direction) for view in views]
        passed = evaluator.calls(made, engine.domains[1 - source], engine.domains[source])
        for i, picture in enumerate(made):
            if not passed[i]:
                Image.fromarray(picture).save(arguments.out / f"{direction}-{i:04d}.jpg", quality=92)
        print(f"{direction}: {len(made) - passed.sum()} of {len(made)} fail")


if __name__ == "__main__":
    main()
