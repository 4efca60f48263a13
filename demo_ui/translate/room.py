"""The Translate room's networks, loaded together in the background, and its example photographs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from demo_ui.page.addresses import address
from demo_ui.settings import AppSettings
from demo_ui.translate.networks import HORSES, TWO_WAYS, Networks
from gan_core.base.errors import GanError
from gan_core.photos.colour import ColourEngine
from gan_core.photos.domains import DIRECTIONS
from gan_core.photos.engine import PhotoEngine
from gan_core.photos.guard import Guard
from gan_core.photos.pairing_experiment import PairingExperiment
from gan_core.store.checkpoints import Registry

WITHOUT_CYCLE = "horse2zebra-no-cycle"
WITHOUT_D = "grey2colour-l1"
Loaded = TypeVar("Loaded")


@dataclass(frozen=True)
class PhotoRoom:
    """The CycleGAN; `guard` and `without_cycle`, a second one trained without cycle loss, may be missing."""

    engine: PhotoEngine
    guard: Guard | None
    without_cycle: PhotoEngine | None

    @classmethod
    def load(cls, settings: AppSettings, networks: Networks = HORSES) -> PhotoRoom:
        """The room over what is in the registry; imports the network library. Raises GanError as PhotoEngine."""
        registry = Registry(settings.checkpoints)
        registry.spec(networks.id)  # if it is missing, that is said before the slow import
        if networks is not HORSES:  # the guard knows animals only
            return cls(PhotoEngine(registry, networks.id), None, None)
        return cls(
            engine=PhotoEngine(registry),
            guard=_if_there(lambda: Guard(registry)),
            without_cycle=_if_there(lambda: PhotoEngine(registry, WITHOUT_CYCLE)),
        )


@dataclass(frozen=True)
class ColourRoom:
    """The Pix2Pix that colours photographs; `without_d`, a second one trained with L1 alone, and the pairing
    experiment's three small networks may be missing."""

    engine: ColourEngine
    without_d: ColourEngine | None = None
    pairing: PairingExperiment | None = None

    @classmethod
    def load(cls, settings: AppSettings) -> ColourRoom:
        """The room over what is in the registry; imports the network library. Raises GanError as ColourEngine."""
        registry = Registry(settings.checkpoints)
        return cls(
            engine=ColourEngine(registry),
            without_d=_if_there(lambda: ColourEngine(registry, WITHOUT_D)),
            pairing=_if_there(lambda: PairingExperiment(registry)),
        )


def _if_there(load: Callable[[], Loaded]) -> Loaded | None:
    try:
        return load()
    except GanError as fault:
        if fault.code != "checkpoint_missing":
            raise
        return None


class Examples:
    """The photographs in a folder and who made them: NAME.jpg, and credits.json = {NAME: words}."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.jpg"))}
        path = folder / "credits.json"
        self._credits: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def path(self, name: Any) -> Path:
        """Where the example called `name` lies; raises GanError('option_unknown')."""
        if not isinstance(name, str) or name not in self._paths:
            raise GanError("option_unknown", name="example", value=str(name)[:40], known=", ".join(self._paths))
        return self._paths[name]

    def listed(self, choice: Iterable[Networks] = (HORSES,)) -> list[dict[str, Any]]:
        """[{"name", "url", "credit", "direction", "networks"}] for the page: the last names those of `choice` that it
        is worth showing to, `direction` is the one that suits it where these go two ways."""
        choice = list(choice)
        return [
            {
                "name": name,
                "url": address(path),
                "credit": self._credits.get(name, ""),
                "direction": next(filter(None, (networks.way_of(name) for networks in TWO_WAYS)), DIRECTIONS[0]),
                "networks": fit,
            }
            for name, path in self._paths.items()
            if (fit := [networks.name for networks in choice if networks.fits(name)])
        ]
