"""An animal close by is painted smaller: its stripes are wider than those in a generator's crops."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.photos.domains import by_direction

NEAR = 176  # long side that a near one is painted at


def near_of(spec: Mapping[str, Any], path: Path) -> dict[str, float]:
    """From which mean of the mask on a direction's pictures count as near: {"ba": 0.15}; {} if none ever does.

    `path` is the checkpoint's folder, for the error. Raises GanError('checkpoint_mismatch'), also where nothing has
    masks.
    """
    found = by_direction(spec, "near", 1.0, path)
    if found and not spec.get("recipe", {}).get("spec", {}).get("masked", False):
        raise GanError("checkpoint_mismatch", path=path, reason="masks tell what is near, and it has none")
    return found
