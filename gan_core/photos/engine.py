"""CycleGAN inference: photographs of any size in; translation, reconstruction, patch maps and metrics out.

Importing this imports no network library; making an engine does.
"""

from __future__ import annotations

import time
from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
from PIL import Image

from gan_core.base.latest_wins import LatestWins
from gan_core.models.gradients import set_threads
from gan_core.photos.domains import back, domains
from gan_core.photos.figures import difference, outer_mean
from gan_core.photos.files import SEEN, STRIDE, padded, resized, seen
from gan_core.photos.masks import covered, enlarged, strengthened
from gan_core.photos.near import NEAR, near_of
from gan_core.photos.networks import Translation, discriminator, generator, networks_of
from gan_core.photos.smoothing import smoothed, smoothing_of
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into
from gan_core.store.origin import epochs_in_all

PHOTO_ID = "horse2zebra"
# Long side that generators work at that are masked or residual; what they paint is laid over what is larger, or added
# to it. Their crops came from photographs of 144 to 286 or 384 pixels: a zebra that fills 512 keeps its stripes.
PAINTED = 256
WARM = 256  # side of the picture that is translated while loading


class Board(NamedTuple):
    """A photograph, where it goes, and what the networks say.

    All pictures but `result` have the size that the networks saw: at most 512 on the long side.

    Attributes:
        direction: "ab" or "ba".
        input, translated, reconstructed, identity: uint8 (h, w, 3). identity is the way-back generator's
            output for the input, which it should leave alone.
        result: the translation at the size of the photograph that was handed in, uint8.
        maps: patch maps float32 (h/8, w/8), 1 means real: "input", "reconstructed" and "identity" as the
            source domain's discriminator sees them, "translated" as the target's does.
            `spread` lays one over its picture.
        error: |input - reconstructed|, mean of the colours, float32 (h, w) in [0, 1].
        mask: what the generator wants to change, float32 (h, w) in [0, 1]; None for networks without masks.
            `strengthened` uses more or less of it, `cut_out` cuts the photograph out along it.
        figures: 'mask' (its mean, if there is one), 'cycle_l1', 'change', 'change_outer' (the outer tenth, a proxy
            for the background), 'identity_l1', 'smoothed' (what smoothing alone changes of the input, where its
            direction has it; mean absolute differences, 0 to 1), 'score_<map>' (mean of each patch map), 'ms' for the
            whole board, 'ms_translate' for one way: both with smoothing, neither with the wait for others.
    """

    direction: str
    input: np.ndarray
    translated: np.ndarray
    reconstructed: np.ndarray
    identity: np.ndarray
    result: np.ndarray
    maps: dict[str, np.ndarray]
    error: np.ndarray
    figures: dict[str, float]
    mask: np.ndarray | None = None


class PhotoEngine:
    """A CycleGAN of the registry behind functions traced once for all sizes; one at a time uses it.

    Whatever leaves a network is rounded to 8 bits and cut to the photograph's size before the next one sees it.
    Where spec.json asks for it, a picture is smoothed before a generator sees it, and the translation is laid over the
    smoothed picture; what it is compared with is always the picture itself. Where it names a mean of the mask from
    which on an animal is near, a picture is painted at `NEAR` first, and at `PAINTED` only if the animal is not.

    Args:
        registry: where the checkpoint lies.
        id, step: which one.

    Attributes:
        spec: what its spec.json says.
        domains: what A and B show, such as ("horse", "zebra").
        epochs: for how many it was trained in all, as spec.json says; 0 if it does not.
        smoothing: how broadly what goes in which direction is smoothed first, see `smoothing_of`.
        near: from which mean of the mask on what goes in which direction is painted smaller, see `near_of`.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
    """

    def __init__(self, registry: Registry, id: str = PHOTO_ID, step: int | None = None) -> None:
        set_threads()
        self.id = id
        self.spec = registry.spec(id)
        path = registry.place(id)
        self.smoothing, self.near = smoothing_of(self.spec, path), near_of(self.spec, path)
        self.domains = domains(self.spec)
        self.epochs = epochs_in_all(self.spec)
        networks = networks_of(self.spec, path)
        load_into(registry, id, step, *networks)
        g_ab, g_ba, d_a, d_b = networks
        self._generate = {"ab": generator(g_ab), "ba": generator(g_ba)}
        self._residual = bool(self.spec["recipe"]["spec"].get("residual", False))
        self._smaller = len(g_ab.outputs) > 1 or self._residual
        self._discriminate = {
            "ab": discriminator(d_b),
            "ba": discriminator(d_a),
        }  # of the domain that a direction leads to
        self._lock = LatestWins()
        self.board(np.zeros((WARM, WARM, 3), np.uint8), "ab")
        self.board(np.zeros((WARM, WARM, 3), np.uint8), "ba")

    def translate(self, image: np.ndarray, direction: str, *, smooths: bool = True) -> np.ndarray:
        """uint8 (h, w, 3) of any size -> its translation, uint8 of the same size; raises as `translation` does."""
        return self.translation(image, direction, smooths=smooths).picture

    def translation(self, image: np.ndarray, direction: str, *, smooths: bool = True) -> Translation:
        """uint8 (h, w, 3) of any size -> its translation and mask of the same size.

        A photograph larger than masked networks work at stays as sharp as it is where the mask is black; what
        residual ones draw is added to it, sharp as it is.

        Args:
            smooths: False leaves out what spec.json asks for before, to measure what that does.

        Raises:
            GanError: 'option_unknown' (no such direction).
        """
        back(direction)
        image = self.smoothed(image, direction) if smooths else image
        x = seen(image)
        with self._lock.hold():
            made = self._painted(direction, x)
        return self._laid_over(image, x, made)

    def smoothed(self, image: np.ndarray, direction: str) -> np.ndarray:
        """What a direction's generator paints of uint8 (h, w, 3): the same where nothing is smoothed."""
        share = self.smoothing.get(direction)
        return smoothed(image, share) if share else image

    def mirror(self, image: np.ndarray, direction: str, session: Hashable | None = None) -> np.ndarray | None:
        """`translate` for a live camera, whose pictures are small already, so that none is painted smaller for what is
        near; None if a newer picture of `session` came meanwhile."""
        back(direction)
        image = self.smoothed(image, direction)  # at 256 pixels soon done, so nobody waits for it
        x = seen(image)
        with self._lock.hold(session) as mine:
            made = self._painted_far(direction, x) if mine else None
        return None if made is None else self._laid_over(image, x, made).picture

    def board(self, image: np.ndarray, direction: str, session: Hashable | None = None) -> Board | None:
        """Everything about uint8 (h, w, 3) of any size; None if a newer request of `session` came meanwhile.

        Raises:
            GanError: 'option_unknown' (no such direction).
        """
        way_back, x, start = back(direction), seen(image), time.perf_counter()
        smooth = self.smoothed(image, direction)  # at full size it takes long: others have the networks meanwhile
        y, before = seen(smooth), time.perf_counter() - start
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            start = time.perf_counter() - before
            made = self._painted(direction, y)
            translated = made.picture
            translated_at = time.perf_counter()
            reconstructed, identity = (self._through(way_back, picture).picture for picture in (translated, x))
            sources = {"input": x, "reconstructed": reconstructed, "identity": identity}
            maps = {name: self._scores(way_back, picture) for name, picture in sources.items()}
            maps["translated"] = self._scores(direction, translated)
            end = time.perf_counter()
        figures = {
            **({} if made.mask is None else {"mask": float(made.mask.mean())}),
            **_found(x, translated, reconstructed, maps),
            "identity_l1": float(difference(x, identity).mean()),
            **({"smoothed": float(difference(x, y).mean())} if direction in self.smoothing else {}),
            "ms": 1000 * (end - start),
            "ms_translate": 1000 * (translated_at - start),
        }
        result, error = self._laid_over(smooth, y, made).picture, difference(x, reconstructed)
        return Board(direction, x, translated, reconstructed, identity, result, maps, error, figures, made.mask)

    def at_strength(
        self, board: Board, image: np.ndarray, strength: float, session: Hashable | None = None
    ) -> Board | None:
        """`board`, which is of `image`, about `strength` times its translation, as `strengthened` mixes it.

        The reconstruction starts from that picture, and D's score and the metrics refer to it. None if a newer request
        of `session` came meanwhile. Raises GanError('number_wrong').
        """
        translated = strengthened(board.input, board.translated, strength)
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            way_back = back(board.direction)
            reconstructed = self._through(way_back, translated).picture
            judged = {"translated": self._scores(board.direction, translated)}
            judged["reconstructed"] = self._scores(way_back, reconstructed)
        maps = board.maps | judged
        return board._replace(
            translated=translated,
            reconstructed=reconstructed,
            result=strengthened(image, board.result, strength),
            maps=maps,
            error=difference(board.input, reconstructed),
            figures=board.figures | _found(board.input, translated, reconstructed, maps),
        )

    def _through(self, direction: str, picture: np.ndarray) -> Translation:
        return self._painted(direction, self.smoothed(picture, direction))

    def _painted(self, direction: str, picture: np.ndarray) -> Translation:
        """The translation of what was smoothed before."""
        near = self.near.get(direction)
        if near is not None and max(picture.shape) > NEAR:
            made = self._painted_at(direction, picture, NEAR)
            if made.mask is not None and made.mask.mean() > near:
                return made
        return self._painted_far(direction, picture)

    def _painted_far(self, direction: str, picture: np.ndarray) -> Translation:
        return self._painted_at(direction, picture, PAINTED if self._smaller else SEEN)

    def _painted_at(self, direction: str, picture: np.ndarray, longest: int) -> Translation:
        x = seen(picture, longest)
        height, width = x.shape[:2]
        made, mask = self._generate[direction](padded(x))
        made = Translation(made[:height, :width], None if mask is None else mask[:height, :width])
        return self._laid_over(picture, x, made)

    def _laid_over(self, image: np.ndarray, x: np.ndarray, made: Translation) -> Translation:
        """What was made of `x`, which is `image` as the networks saw it, at the size of `image`."""
        if x.shape == image.shape:
            return made
        size = image.shape[0], image.shape[1]
        if made.mask is not None:
            return Translation(covered(image, x, made.picture, made.mask), enlarged(made.mask, size))
        if self._residual:  # what was added is added to the photograph
            return Translation(covered(image, x, made.picture, np.zeros(x.shape[:2], np.float32)), None)
        return Translation(resized(made.picture, image.shape), None)

    def _scores(self, towards: str, picture: np.ndarray) -> np.ndarray:
        return self._discriminate[towards](padded(picture))


def _found(
    x: np.ndarray, translated: np.ndarray, reconstructed: np.ndarray, maps: dict[str, np.ndarray]
) -> dict[str, float]:
    """The metrics of a board, without those of masks, identity and time."""
    change = difference(x, translated)
    return {
        "cycle_l1": float(difference(x, reconstructed).mean()),
        "change": float(change.mean()),
        "change_outer": outer_mean(change),
        **{f"score_{name}": float(found.mean()) for name, found in maps.items()},
    }


def spread(patch_map: np.ndarray, shape: tuple[int, ...], stride: int = STRIDE) -> np.ndarray:
    """A patch map (h', w') smoothly over its picture: float32 (h, w).

    `shape` is the picture's, whose sides were padded to multiples of `stride` before D saw it.
    """
    height, width = padded(np.empty((*shape[:2], 1), np.uint8), stride).shape[:2]
    grown = Image.fromarray(patch_map.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(grown)[: shape[0], : shape[1]]
