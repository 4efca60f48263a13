"""python -m gan_core evaluate spectrum: how well simple detectors find the fakes of this theatre, also after a JPEG."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from gan_core.base.images import open_picture
from gan_core.commands.telling import Seen, tell
from gan_core.measures.membership import Found, share
from gan_core.measures.spectrum import Detector, haze, radial
from gan_core.photos.figures import LUMA
from gan_core.store.checkpoints import Registry

N = 4_000  # fakes of each generator of digits, as many as there are real ones
SEED = 40_000
DIGITS = ("best", "any-digit", "classic")
PHOTOGRAPHS = "horse2zebra"
SIDE, LEARN = 256, 300  # of photographs, and of how many of each kind a detector learns
PICTURES = 4
QUALITIES = (95, 75, 50, 30)

Pictures = np.ndarray  # uint8 (n, h, w) or (n, h, w, 3)
Features = Callable[[Pictures], np.ndarray]


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """uint8 (h, w) or (h, w, 3), saved as a JPEG of this quality (1 to 95) and opened again."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "jpeg", quality=quality)
    with open_picture(file, ["JPEG"], lambda size: None) as found:
        return np.asarray(found)


def halved(picture: np.ndarray) -> np.ndarray:
    """Half as large, and back."""
    whole = Image.fromarray(picture)
    small = whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BICUBIC)
    return np.asarray(small.resize(whole.size, Image.Resampling.BICUBIC))


def blurred(picture: np.ndarray) -> np.ndarray:
    """Under a Gaussian of one pixel."""
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(1)))


TREATMENTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "none": lambda picture: picture,
    **{f"jpeg{quality}": lambda picture, quality=quality: jpeg(picture, quality) for quality in QUALITIES},
    "half": halved,
    "blur": blurred,
}


class Sides(NamedTuple):
    """Reals and fakes, as many of each: what a detector learns from, and what it is tested on."""

    learn: tuple[Pictures, Pictures]
    test: tuple[Pictures, Pictures]


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `spectrum` among what can be evaluated."""
    parser = kinds.add_parser("spectrum", help="how well simple detectors find the fakes, and what outlives a JPEG")
    parser.add_argument("--data", type=Path, help="folder with trainA (horses) and trainB (zebras): zebras, too")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    figures = evaluate_spectrum(args.data).figures
    tell(figures, as_json=args.json, lines=table(figures))
    return 0


def evaluate_spectrum(data: Path | None = None, registry: Registry | None = None, n: int = N) -> Seen:
    """Figures of detectors for the fakes of each generator, on pictures as they are and after each of TREATMENTS.

    Args:
        data: photographs of horses and zebras (gan_core.data.unpaired); None: digits alone.
        n: fakes of each generator of digits, even, at most 10,000.

    Returns:
        figures: 'seed', 'treatments' (their names), 'pictures' (of each generator in the sheet), and under 'kinds', for
            each generator, those of `kind`; of digits also `limit`, of zebras also 'horses', what `strangers` finds.
        sheet: uint8 (treatments * 28, (1 + generators) * PICTURES * 28), a row for each treatment: PICTURES real
            digits, and behind them as many of each generator.

    Raises:
        GanError: what loading raises, the photographs or a network.
    """
    registry = registry or Registry()
    reals, drawn = digits_of(registry, n)
    kinds: dict[str, Any] = {}
    for id, fakes in drawn.items():
        sides = halves(reals, fakes)
        kinds[id] = {**kind(sides, {"spectrum": curves, "haze": counts}), "limit": limit(sides)}
    if data:
        sides, horses = zebras(registry, data)
        kinds[PHOTOGRAPHS] = {**kind(sides, {"spectrum": curves}), "horses": strangers(sides, horses).to_json()}
    sheet = np.concatenate([shown[:PICTURES] for shown in (reals, *drawn.values())])
    rows = [np.concatenate([treat(picture) for picture in sheet], 1) for treat in TREATMENTS.values()]
    told = {"seed": SEED, "treatments": list(TREATMENTS), "pictures": PICTURES, "kinds": kinds}
    return Seen(told, np.concatenate(rows))


def digits_of(registry: Registry, n: int) -> tuple[Pictures, dict[str, Pictures]]:
    """`n` real digits that no network was trained on, and as many of each of DIGITS."""
    from gan_core.data import digits
    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.latent import in_turn, latents

    def draw(id: str) -> Pictures:
        engine = DigitEngine(registry, id)
        z = in_turn(latents(SEED, n, engine.latent), engine.classes)
        return _mixed(engine.images(z))

    return _mixed(digits.load().test)[:n], {id: draw(id) for id in DIGITS}


def _mixed(pictures: Pictures) -> Pictures:
    """In another order: halves of the test digits are of different writers, and classes may come in turn."""
    return pictures[np.random.default_rng(SEED).permutation(len(pictures))]


def halves(reals: Pictures, fakes: Pictures) -> Sides:
    """One half to learn from, the other to test on."""
    half = len(reals) // 2
    return Sides((reals[:half], fakes[:half]), (reals[half:], fakes[half:]))


def zebras(registry: Registry, data: Path) -> tuple[Sides, Pictures]:
    """Real zebras, and horses that the network made zebras of; and untouched horses. What tests was held back."""
    from gan_core.data import unpaired
    from gan_core.photos.engine import PhotoEngine

    horses, wanted = unpaired.load(data)
    engine = PhotoEngine(registry, PHOTOGRAPHS)
    rng = np.random.default_rng(SEED)

    def some(photographs: Any, most: int) -> Pictures:
        rows = rng.permutation(len(photographs))[:most]
        return np.stack([unpaired.square(photographs[row], SIDE) for row in rows])

    def pair(a: Any, b: Any, most: int) -> tuple[Pictures, Pictures, Pictures]:
        before = some(a, min(most, len(b)))
        return some(b, len(before)), np.stack([engine.translate(one, "ab") for one in before]), before

    *learn, _ = pair(horses.train, wanted.train, LEARN)
    *test, before = pair(horses.held_back, wanted.held_back, LEARN)
    return Sides((learn[0], learn[1]), (test[0], test[1])), before


def curves(pictures: Pictures) -> np.ndarray:
    """Their spectra, of the brightness of coloured ones: float (n, rings)."""
    return radial(np.stack([picture @ LUMA for picture in pictures]) if pictures.ndim == 4 else pictures)


def counts(pictures: Pictures) -> np.ndarray:
    """How much haze: log(1 + pixels), float (n, 1)."""
    return np.log1p(haze(pictures))[:, None]


def kind(sides: Sides, detectors: dict[str, Features]) -> dict[str, Any]:
    """Figures of detectors of one generator's fakes.

    Returns:
        'learned' and 'tested', how many pictures, half of them fakes; under 'after', for each of TREATMENTS: the mean
        spectra of the 'real' and of the 'fake' pictures that were tested, log10 of power from coarse to fine, and the
        'spread' of the real ones, a standard deviation; and for each of `detectors` the shares of the tested pictures
        that are told right, as {'value', 'low', 'high', 'n'}: 'first' by one that learned from untouched pictures,
        'again' by one that learned from pictures treated alike.
    """
    learned: dict[str, Detector] = {}
    after: dict[str, Any] = {}
    for name, treat in TREATMENTS.items():
        learn, test = ([np.stack([treat(one) for one in pictures]) for pictures in side] for side in sides)
        real, fake = (curves(pictures) for pictures in test)
        found: dict[str, Any] = {
            "real": _rounded(real.mean(0)),
            "spread": _rounded(real.std(0)),
            "fake": _rounded(fake.mean(0)),
        }
        for by, look in detectors.items():
            again = Detector(*(look(pictures) for pictures in learn))
            first = learned.setdefault(by, again)
            seen = [look(pictures) for pictures in test]
            found[by] = {"first": right(first, *seen).to_json(), "again": right(again, *seen).to_json()}
        after[name] = found
    return {"learned": sum(map(len, sides.learn)), "tested": sum(map(len, sides.test)), "after": after}


def right(detector: Detector, reals: np.ndarray, fakes: np.ndarray) -> Found:
    """The share of these that it tells right."""
    count = (~detector.fake(reals)).sum() + detector.fake(fakes).sum()
    return share(float(count), len(reals) + len(fakes))


def limit(sides: Sides) -> int:
    """How many almost black pixels an untouched picture may have before the detector of haze calls it fake."""
    detector = Detector(*(counts(pictures) for pictures in sides.learn))
    calls = detector.fake(np.log1p(np.arange(sides.learn[0][0].size))[:, None])
    return int(calls.argmax()) - 1 if calls.any() else calls.size


def strangers(sides: Sides, others: Pictures) -> Found:
    """The share of other real photographs, untouched, that the detector of the spectrum calls real."""
    detector = Detector(*(curves(pictures) for pictures in sides.learn))
    return share(float((~detector.fake(curves(others))).sum()), len(others))


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), 3) for value in values]


def table(figures: dict[str, Any]) -> Iterator[str]:
    """Its lines."""
    for id, of in figures["kinds"].items():
        yield f"{id}: learned from {of['learned']:,} pictures, tested on {of['tested']:,}, half of them fakes"
        yield f"  {'told right':20} " + "".join(f"{name:>10}" for name in figures["treatments"])
        for by in ("spectrum", "haze"):
            for which in ("first", "again"):
                told = [after[by][which]["value"] for after in of["after"].values() if by in after]
                if told:
                    yield f"  {f'{by}, {which}':20} " + "".join(f"{value:10.3f}" for value in told)
        if "horses" in of:
            yield f"  real horses called real: {of['horses']['value']:.3f} of {of['horses']['n']}"
