"""Build assets/puzzle, what the game "Why 0.5 lies" is dealt from: real scores of real networks.

    python -m gan_core record perfect-forger d-asleep oscillation --work WORK --out OUT
    python -m tools.build_puzzle WORK

WORK keeps the networks of the museum's runs at every snapshot; those of `best` and `classic` ship. Looked for are, for
each cause of an average of 0.5, the moments whose figures show it (`FITS`); of each are kept D's logits on held-out
digits and on fresh fakes, what a referee found, and 16 of the fakes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from gan_core.base.paths import ASSETS
from gan_core.data import digits
from gan_core.data.digits import Digits
from gan_core.measures.equilibrium import Measurement, accuracy_band, auc_band, measure
from gan_core.models.dcgan import build_discriminator, build_generator
from gan_core.recipes.dcgan import dcgan_recipe_from_json
from gan_core.recipes.museum import MUSEUM, SEED
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into
from gan_core.training.forger import ForgerSession
from gan_core.training.measuring import Probe
from gan_core.training.record import RunFolder
from gan_core.training.referee import ask_referee
from gan_core.training.session import DCGANSession

OUT = ASSETS / "puzzle"
CASES, FAKES = "cases.json", "fakes.webp"
N = 400  # digits of each kind that D is asked about
TILES, ACROSS, SIDE = 16, 4, 28
EARLY = 20  # steps before which a D is nobody's example

_NEEDLE, _AUC = accuracy_band(N), auc_band(N)


def _half(figures: Measurement) -> bool:
    """It stands at 0.5 over all pictures, too."""
    return abs(figures.balanced - 0.5) <= 0.04


FITS: dict[str, Callable[[Measurement], bool]] = {
    "equilibrium": lambda m: (
        max(abs(m.accuracy_real - 0.5), abs(m.accuracy_fake - 0.5)) <= _NEEDLE and abs(m.auc - 0.5) <= _AUC
    ),
    "real": lambda m: _half(m) and m.accuracy_real >= 0.95 and m.accuracy_fake <= 0.05 and abs(m.auc - 0.5) <= 0.15,
    "asleep": lambda m: _half(m) and max(abs(m.accuracy_real - 0.5), abs(m.accuracy_fake - 0.5)) <= 0.12,
    "threshold": lambda m: _half(m) and m.auc >= 0.9 and abs(m.accuracy_real - m.accuracy_fake) >= 0.9,
    "few": lambda m: m.balanced >= 0.65 and min(m.accuracy_real, m.accuracy_fake) >= 0.4,
}


@dataclass(frozen=True)
class Moment:
    """A D and the fakes that it is asked about. `d_step` and `g_step` differ where D met a G of another time."""

    run: str
    d_step: int
    g_step: int
    probe: Probe
    digits: Digits  # without those that stand in for fakes
    fakes: Callable[[int], np.ndarray]


def of_museum(id: str, work: Path, data: Digits) -> Iterator[Moment]:
    """Every snapshot of an exhibit, the last ones first."""
    exhibit = MUSEUM[id]
    session = (ForgerSession if exhibit.forger else DCGANSession)(exhibit.recipe, data, SEED)
    folder = RunFolder(work / id)
    for facts, _ in reversed(folder.read()):
        session.step = facts["step"]
        session.take(folder.networks(session.step))
        probe = Probe(None, session.trainer.discriminator)
        if session.step >= EARLY:
            yield Moment(id, session.step, session.step, probe, session.digits, session.fakes)


def of_checkpoint(id: str, data: Digits, d_steps: list[int | None]) -> Iterator[Moment]:
    """D at some of a checkpoint's steps (None: finished) before the fakes of its finished G."""
    registry = Registry()
    spec = registry.spec(id)
    recipe, last = dcgan_recipe_from_json(spec["recipe"]), spec["training"]["steps"]
    generator, discriminator = build_generator(recipe.spec), build_discriminator(recipe.spec)
    load_into(registry, id, None, generator)
    for step in d_steps:
        load_into(registry, id, step, discriminator)
        probe = Probe(generator, discriminator)
        rng = np.random.default_rng([SEED, last])

        def fakes(count: int, probe: Probe = probe, rng: np.random.Generator = rng) -> np.ndarray:
            return probe.images(rng.standard_normal((count, recipe.spec.latent), np.float32))

        yield Moment(id, last if step is None else step, last, probe, data, fakes)


def candidates(work: Path, data: Digits) -> Iterator[tuple[str, int, Iterator[Moment]]]:
    """For each cause, how many cases are wanted, and where moments of it may be found."""
    yield "equilibrium", 3, of_museum("perfect-forger", work, data)
    yield "asleep", 3, of_museum("d-asleep", work, data)
    yield "threshold", 2, of_museum("oscillation", work, data)
    yield "threshold", 2, of_museum("d-asleep", work, data)
    yield "real", 2, of_checkpoint("best", data, [58, 26])
    yield "real", 1, of_checkpoint("classic", data, [26])
    yield "few", 1, of_checkpoint("best", data, [None])
    yield "few", 1, of_checkpoint("classic", data, [None])


def case(cause: str, moment: Moment) -> tuple[dict[str, Any], np.ndarray] | None:
    """What is kept of a moment and 16 fakes of it; None where its figures do not show the cause."""
    rng = np.random.default_rng([SEED, moment.d_step])
    reals = moment.digits.test[rng.permutation(len(moment.digits.test))[:N]]
    fakes = moment.fakes(N)
    logits = [moment.probe.logits(images) for images in (reals, fakes)]
    figures = measure(*logits)
    print(f"{cause}: {moment.run}@{moment.d_step}", {k: round(v, 3) for k, v in figures.to_json().items()})
    if not FITS[cause](figures):
        return None
    asking = ask_referee(moment.digits, moment.fakes, moment.probe.compare, SEED)
    while True:
        try:
            next(asking)
        except StopIteration as end:
            verdict = end.value
            break
    kept = {
        "cause": cause,
        "run": moment.run,
        "d_step": moment.d_step,
        "g_step": moment.g_step,
        "reals": [float(f"{v:.4g}") for v in logits[0]],
        "fakes": [float(f"{v:.4g}") for v in logits[1]],
        "referee": round(verdict.referee.balanced, 4),
        "control": round(verdict.control.balanced, 4),
        "n_referee": verdict.referee.n_real,
    }
    return kept, fakes[:TILES]


def sheet(frames: list[np.ndarray]) -> Image.Image:
    """A row of frames, 4 x 4 digits each."""
    rows = [np.vstack([np.hstack(list(f[i : i + ACROSS])) for i in range(0, TILES, ACROSS)]) for f in frames]
    return Image.fromarray(np.hstack(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="what `python -m gan_core record` left in --work")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    data = digits.load()
    found: list[tuple[dict[str, Any], np.ndarray]] = []
    for cause, wanted, moments in candidates(arguments.work, data):
        fitting = (one for moment in moments if (one := case(cause, moment)))
        found += islice(fitting, wanted)
    arguments.out.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(kept, separators=(",", ":")) for kept, _ in found)
    (arguments.out / CASES).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    sheet([frame for _, frame in found]).save(arguments.out / FAKES, lossless=True, quality=100, method=6)


if __name__ == "__main__":
    main()
