"""Loads a generator's frozen encoder from the checkpoint that holds it. Importing this imports no network library."""

from __future__ import annotations

from typing import Any

from gan_core.base.errors import GanError
from gan_core.recipes.pix2pix import EyesSpec
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

KIND = "imagenet-features"


def load_eyes(registry: Registry, spec: EyesSpec) -> Any:
    """The eyes that a recipe names, as `models.eyes.build_eyes` builds them, with their weights.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
    """
    from gan_core.models.eyes import build_eyes

    id, path = spec.checkpoint, registry.place(spec.checkpoint)
    if (kind := registry.spec(id).get("kind")) != KIND:
        raise GanError("checkpoint_mismatch", path=path, reason=f"its kind is {str(kind)[:40]!r}")
    network = build_eyes(spec)
    load_into(registry, id, None, network)
    return network
