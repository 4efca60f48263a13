"""Precomputes the Translate room's examples for the static edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demo_ui.site.files import SiteFolder
from demo_ui.translate.api import AUTO, PhotoApi
from demo_ui.translate.colour_api import FACTS
from demo_ui.translate.networks import COLOURS, HORSES
from demo_ui.translate.room import Examples, PhotoRoom
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.photos.domains import DIRECTIONS

ROOM = "photo-stage"


def write_boards(folder: SiteFolder, photos: Runtime[PhotoRoom], examples: Path, colours: Path | None) -> bool:
    """Write the answers about every example of a horse or a zebra, and what controls are built from (web/site/host.mjs
    gives them); False: there are no networks for it.

    `colours`: the index of the networks that colour photographs in the page, if they come along.
    """
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
    known_facts = {HORSES.name: facts}
    if colours:
        hints = json.loads(colours.read_text(encoding="utf-8"))["eyes"]
        known_facts[COLOURS.name] = {**FACTS, "without": False, "pairings": False, "hints": hints}
    folder.write("boards.json", folder.script({"facts": known_facts, "found": found}))
    return True


def _answers(api: PhotoApi, name: str, direction: str, facts: dict[str, Any]) -> dict[str, Any]:
    board = api.example({"name": name, "direction": direction})
    cycle = api.without_cycle({"ticket": board["ticket"]}) if facts["without"] else None
    return {"board": {**board, "ticket": f"{name}-{direction}"}, "cycle": cycle}
