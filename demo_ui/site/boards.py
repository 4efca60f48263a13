"""Precomputes the Translate room's examples for the static edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo_ui.site.files import SiteFolder
from demo_ui.translate.api import AUTO, PhotoApi
from demo_ui.translate.room import Examples, PhotoRoom
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.photos.domains import DIRECTIONS

ROOM = "photo-stage"


def write_boards(folder: SiteFolder, photos: Runtime[PhotoRoom], examples: Path) -> bool:
    """Write the answers about every example (web/site/host.mjs gives them); False: there are no networks for it."""
    photos.start()
    photos.wait()
    known = Examples(examples)
    api = PhotoApi(photos, known)
    try:
        facts = api.status()
    except GanError:
        return False
    found = {}
    for name in (example["name"] for example in known.listed()):
        found[name] = api.example({"name": name, "direction": AUTO})["direction"]
        for direction in DIRECTIONS:
            folder.write(f"boards/{name}-{direction}.json", folder.script(_answers(api, name, direction, facts)))
    folder.write("boards.json", folder.script({"facts": facts, "found": found}))
    return True


def _answers(api: PhotoApi, name: str, direction: str, facts: dict[str, Any]) -> dict[str, Any]:
    board = api.example({"name": name, "direction": direction})
    cycle = api.without_cycle({"ticket": board["ticket"]}) if facts["without"] else None
    return {"board": {**board, "ticket": f"{name}-{direction}"}, "cycle": cycle}
