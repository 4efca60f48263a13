"""Deals rounds: real or fake pictures by fair coin flips, and the discriminator's answer to each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.photos.files import read_photo
from gan_core.play.rounds import Deck

PHOTO_SIZE = 512, 384  # width and height of the frame that every photograph of a round is fitted into


class Engine(Protocol):
    """What of a DigitEngine is asked here."""

    latent: int

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        """Fakes."""
        ...

    def verdict(self, images: np.ndarray, step: int | None = None) -> np.ndarray:
        """The discriminator's logits."""
        ...


def deal_digits(
    engine: Engine,
    checkpoint: str,
    step: int | None,
    epoch: float,
    reals: np.ndarray,
    count: int,
    rng: np.random.Generator | None = None,
) -> Deck:
    """`count` digits, each real or fake by a coin of its own.

    Args:
        reals: digits that no network was trained on, uint8 (m, 28, 28), m >= count.
        rng: the dealer's luck; None: the operating system's, which no page can foresee.

    Raises:
        GanError: as `DigitEngine.draw`.
    """
    rng = np.random.default_rng() if rng is None else rng
    z = rng.standard_normal((count, engine.latent)).astype(np.float32)
    fakes = engine.images(z, step)  # as many as there are pictures, so that the time tells nothing of the coins
    fake = rng.random(count) < 0.5
    chosen = reals[rng.choice(len(reals), count, replace=False)]
    pictures = np.where(fake[:, None, None], fakes, chosen)
    return Deck("digits", checkpoint, step, epoch, pictures, fake, engine.verdict(pictures, step) <= 0)


class PlayedPhoto(NamedTuple):
    """A photograph, untouched and made by the networks: uint8 (h, w, 3); and D's mean score of each, 1 for real."""

    untouched: np.ndarray
    made: list[np.ndarray]
    untouched_score: float
    made_scores: list[float]


def translated_photo(engine: Any, path: Path, direction: str) -> PlayedPhoto:
    """Translate the photograph in `path` with a CycleGAN: the translation, and the reconstruction from it.

    Args:
        engine: a PhotoEngine.
        direction: "ab" or "ba".

    Raises:
        GanError: as `read_photo` and `PhotoEngine.board`.
    """
    board = engine.board(read_photo(path).image, direction)
    scores = board.figures
    return PlayedPhoto(
        _framed(board.input),
        [_framed(board.translated), _framed(board.reconstructed)],
        scores["score_input"],
        [scores["score_translated"], scores["score_reconstructed"]],
    )


def coloured_photo(engine: Any, path: Path) -> PlayedPhoto:
    """Give the photograph in `path` the colours that a Pix2Pix finds likely.

    Args:
        engine: a ColourEngine.

    Raises:
        GanError: as `read_photo`.
    """
    image = read_photo(path).image
    found = engine.coloured(image)
    return PlayedPhoto(_framed(image), [_framed(found.picture)], engine.verdict(image), [found.figures["score"]])


def deal_photos(
    subject: str,
    photos: Sequence[PlayedPhoto],
    checkpoint: str,
    epoch: float,
    rng: np.random.Generator | None = None,
) -> Deck:
    """Each photograph once, in any order: untouched or made by the networks, by a coin of its own.

    Where networks make a picture in more than one way (translated, or there and back again), another coin says which.
    The discriminator is the one that was trained beside them, for animals that of the animal which the picture shows;
    it says fake where its patches' mean is below 0.5, halfway between the two values that it was trained towards.

    Raises:
        GanError: 'photo_none' without a photograph.
    """
    if not photos:
        raise GanError("photo_none")
    rng = np.random.default_rng() if rng is None else rng
    order = rng.permutation(len(photos))
    fake, way = rng.random(len(photos)) < 0.5, rng.integers(0, len(photos[0].made), len(photos))
    pictures, scores = [], []
    for i, is_fake, which in zip(order, fake, way, strict=True):
        one = photos[i]
        pictures.append(one.made[which] if is_fake else one.untouched)
        scores.append(one.made_scores[which] if is_fake else one.untouched_score)
    return Deck(subject, checkpoint, None, epoch, np.stack(pictures), fake, np.array(scores) < 0.5)


def _framed(picture: np.ndarray) -> np.ndarray:
    """`picture` at its own proportions in the middle of a black frame: uint8 (384, 512, 3)."""
    width, height = PHOTO_SIZE
    scale = min(width / picture.shape[1], height / picture.shape[0])
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    frame = Image.new("RGB", PHOTO_SIZE)
    frame.paste(
        Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS),
        tuple((a - b) // 2 for a, b in zip(PHOTO_SIZE, size, strict=True)),
    )
    return np.asarray(frame)
