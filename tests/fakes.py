"""Networks that need no training and no TensorFlow, for tests of the page."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo_ui.services import Services
from gan_core.base.checks import check_count, check_seed
from gan_core.base.runtime import Runtime
from gan_core.digits.directions import FRAMES, Directions
from gan_core.digits.engine import Drawing
from gan_core.digits.feature_maps import LayerMaps
from gan_core.digits.latent import LATENT
from gan_core.digits.neighbours import Neighbour, Typical
from gan_core.digits.projection import Way
from gan_core.digits.rooms import DigitRoom, DigitRooms
from gan_core.digits.usefulness import Learned
from tests.fake_photos import FakeDrawingEngine, fake_colour_room, fake_photo_room

SNAPSHOTS = [{"step": step, "epoch": epoch, "file": ""} for step, epoch in ((0, 0), (60, 1), (600, 10))]


class FakeEngine:
    """The face of a DigitEngine: z's first three numbers are across, down and radius of a disc."""

    id, digest = "best", "0123456789abcdef"
    latent, classes = LATENT, 0
    snapshots = SNAPSHOTS
    spec: dict[str, Any] = {  # noqa: RUF012  (replaced, not changed)
        "kind": "dcgan",
        "training": {"steps": 600, "epochs": 10},
        "figures": {"frechet_ratio": 3.25},
    }
    typical = Typical([3.6 + k / 50 for k in range(101)], 10000)  # a distance of 4.6 is the median
    size = 1.0

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        """uint8 (n, 28, 28); a later step draws a larger disc."""
        z = np.atleast_2d(z)
        rows, columns = np.mgrid[:28, :28]
        grown = self.size if step is None else 0.5 + step / 1200
        x, y, r = (z[:, i, None, None] for i in range(3))
        away = np.hypot(columns - 13.5 - 4 * np.tanh(x), rows - 13.5 - 4 * np.tanh(y))
        return np.clip(255 * (grown * (6 + 2 * np.tanh(r)) - away), 0, 255).astype(np.uint8)

    def verdict(self, images: np.ndarray, step: int | None = None) -> np.ndarray:
        """float32 (n,) logits: the brighter, the more real."""
        return (images.mean(axis=(1, 2)) / 64 - 1).astype(np.float32)

    def draw(self, z: np.ndarray, step: int | None = None, session: Any = None) -> Drawing:
        """Never outdated: there is no queue before it."""
        images = self.images(z, step)
        return Drawing(images, self.verdict(images, step))

    def feature_maps(self, z: np.ndarray, step: int | None = None) -> list[LayerMaps]:
        """The digit at 7, 14 and 28 pixels in G, and back again in D; its channels are weaker and weaker."""
        digit = self.images(z, step)[0].astype(np.float32)
        sizes = (("generator", 4, 20), ("generator", 2, 4), ("generator", 1, 1), ("discriminator", 2, 4))
        return [LayerMaps(name, digit[::by, ::by, None] / np.arange(1, n + 1)) for name, by, n in sizes]

    def taken_over(self, spec: dict[str, Any], networks: Any) -> FakeEngine:
        """Other weights draw smaller discs."""
        other = FakeEngine()
        other.id, other.snapshots, other.spec, other.size, other.digest = "live", [], spec, 0.5, ""
        return other

    def nearest(self, image: np.ndarray) -> Neighbour:
        """The same picture, mirrored, a little further than typical."""
        return Neighbour(7, image[:, ::-1].copy(), 5.1)


class FakeWriter(FakeEngine):
    """One that can be asked: its first row tells the digit, its second z's first numbers, the rest is the disc."""

    id, digest, classes = "any-digit", "fedcba9876543210", 10
    snapshots: list[dict[str, Any]] = []  # noqa: RUF012
    spec: dict[str, Any] = {  # noqa: RUF012
        "kind": "dcgan",
        "training": {"steps": 600, "epochs": 10},
        "figures": {"frechet_ratio": 3.5, "class_right": 0.995, "n": 10000},
    }

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        """uint8 (n, 28, 28)."""
        assert z.shape[1:] == (self.latent + self.classes,)
        drawn = super().images(z, step)
        drawn[:, :2] = 0
        drawn[:, 0, : self.classes] = z[:, self.latent :]
        drawn[:, 1, :20] = np.clip(np.round(z[:, :20] * 20 + 100), 0, 255)
        return drawn


class FakeProjector:
    """The face of a Projector: z tells where the ink is, and the way there has three steps."""

    generator_id, latent, n, percentiles = "best", LATENT, 500, [k / 1000 for k in range(101)]

    def project(self, image: np.ndarray, session: Any = None) -> Way:
        """Each step is nearer, and the last one is the disc of z."""
        z = np.zeros((3, LATENT), np.float32)
        z[:, 0] = np.linspace(0, (image.astype(float) / 255).mean(), 3)
        return Way(z, FakeEngine().images(z), np.array([0.2, 0.1, 0.05], np.float32), 12.0)

    def nearer(self, off: float) -> int:
        """As Projector."""
        return int(np.searchsorted(self.percentiles[1:], off))


class FakeUsefulness:
    """The face of a Usefulness: the more digits, the more is read, and a real one is worth ten fakes."""

    def learn(self, fakes: Any, reals: Any, seed: Any) -> Learned:
        """At once, with a band of 0.01 on either side."""
        fakes, reals = (check_count("fakes", n, 0, 10_000) for n in (fakes, reals))
        check_seed(seed)
        right = 0.5 + 0.05 * float(np.log10(fakes / 10 + reals))
        return Learned(fakes, reals, right, right - 0.01, right + 0.01, 10_000, 1.5)


def fake_directions(engine: FakeEngine) -> Directions:
    """Directions along single coordinates, each with the film that it would have."""
    names = ["slant", "weight", "width", "roundness", "closedness"]
    vectors = np.eye(LATENT, dtype=np.float32)[: len(names)]
    films = [engine.images(np.outer(np.linspace(-3, 3, FRAMES), v).astype(np.float32)) for v in vectors]
    ranges = np.tile(np.array([-3, 3], np.float32), (len(names), 1))
    one = np.ones(len(names), np.float32)
    return Directions(names, vectors, ranges, one, one, np.stack(films), 100)


def fake_reads(images: np.ndarray) -> np.ndarray:
    """Class probabilities (n, 10): a disc left of the middle is surely a 5, one right of it a 6, the middle is torn."""
    ink = images.astype(float)
    across = (ink * np.arange(28)).sum(axis=(1, 2)) / ink.sum(axis=(1, 2)) - 13.5
    six = 1 / (1 + np.exp(-4 * across))
    return np.stack([*([np.zeros(len(six))] * 5), 1 - six, six, *([np.zeros(len(six))] * 3)], axis=1)


def fake_services() -> Services:
    """Services whose runtimes are ready."""
    engine: Any = FakeEngine()
    rooms: Any = {"best": DigitRoom(engine, fake_directions(engine))}
    writer: Any = DigitRoom(FakeWriter(), fake_directions(engine))  # type: ignore[arg-type]
    digits = Runtime(lambda: DigitRooms(rooms, writer, fake_reads))
    paintings = Runtime(lambda: fake_photo_room(guard=False, without_cycle=False, masked=False))
    drawings: Runtime[Any] = Runtime(FakeDrawingEngine)
    colours, projector = Runtime(fake_colour_room), Runtime(FakeProjector)
    others: Any = {"paintings": paintings, "colours": colours, "drawings": drawings}
    others |= {"projector": projector, "usefulness": FakeUsefulness()}
    services = Services(digits, Runtime(fake_photo_room), **others, writes=True)
    services.start()
    services.wait()
    return services
