"""Builds the static edition from the app's own rooms; `LEFT_OUT` is what the static edition leaves out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from demo_ui import stand
from demo_ui.app import build_demo
from demo_ui.page import theme, web
from demo_ui.page.addresses import VENDOR, vendor_address
from demo_ui.page.first import preview
from demo_ui.page.i18n import LANGUAGES, h, t
from demo_ui.page.networks import PageNetworks
from demo_ui.page.question import question
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.site.boards import ROOM, write_boards
from demo_ui.site.files import NEEDS_HEADERS, SiteFolder, new_folder
from demo_ui.site.rooms import Part, Room, rooms_of
from demo_ui.translate.in_browser import KEPT
from gan_core.base.errors import GanError
from gan_core.base.paths import SHIPPED
from gan_core.base.writing import make_folder
from gan_core.data import digits
from gan_core.digits.in_browser import write_for_browser
from gan_core.digits.writing import WRITER
from gan_core.photos.colour import COLOUR_ID
from gan_core.photos.colours_in_browser import write_colours_for_browser
from gan_core.photos.engine import PHOTO_ID
from gan_core.photos.in_browser import files_of, made_before
from gan_core.photos.in_browser import write_for_browser as write_photos_for_browser
from gan_core.store.checkpoints import Registry

HERE = Path(__file__).parent
DRAWS = ("best", WRITER)  # the checkpoints that come along, the second where it is there
LEFT_OUT = ("site.no_training", "site.no_translate")  # what is said below a room of which not all is here
WRITERS = {PHOTO_ID: write_photos_for_browser, COLOUR_ID: write_colours_for_browser}  # of the page's networks
EYES = "efficientnet-lite0"  # others' network, through which colours are seen; its licence comes along
SNAPSHOTS = 2  # of each, beside the finished networks
ENTRIES = ("main.mjs", "site/host.mjs", "rooms/generate/room.mjs")  # fetched at once
LARGEST = 70_000_000  # bytes
READY = "<link rel='icon' href='data:,'><meta name='viewport' content='width=device-width, initial-scale=1'>"


def build_site(
    out: Path,
    settings: AppSettings,
    services: Services | None = None,
    photos: Path | None = None,
    colours: Path | None = None,
    address: str = "",
) -> SiteFolder:
    """Write the static edition to `out`, which is whole or as it was.

    Args:
        services: whose `photos` translate the examples; None: those of `settings`, which takes a minute.
        photos, colours: the indexes of the page's networks for photographs; None: what `python -m gan_core export`
            left, or else they are made, which takes another minute.
        address: where it will stand, for the picture that goes along with a link; empty where nobody knows.

    Raises:
        GanError: 'folder_full', 'path_unwritable', 'disk_full', 'checkpoint_missing', 'checkpoint_damaged'.
    """
    with new_folder(out) as folder:
        _write(folder, settings, services, {PHOTO_ID: photos, COLOUR_ID: colours}, address)
    return SiteFolder(out)


def _write(
    folder: SiteFolder,
    settings: AppSettings,
    services: Services | None,
    before: Mapping[str, Path | None],
    address: str,
) -> None:
    settings = replace(settings, no_train=True)
    services = services or Services.of(settings)
    left_out: dict[str, Any] = {
        "paintings": None,
        "horses": True,
        "photo_networks": None,
        "colour_networks": None,
    }
    registry = Registry(settings.checkpoints)
    own = {id: _photo_networks(registry, folder.out / "networks", id, index) for id, index in before.items()}
    if not own[COLOUR_ID]:
        left_out["colours"] = None
    services = replace(services, live=None, networks=PageNetworks(settings, folder.out / "networks"), **left_out)
    outside, rooms = rooms_of({**build_demo(services, settings).get_config_file()})
    draws = [id for id in DRAWS if id == DRAWS[0] or id in registry.ids()]
    index = write_for_browser(registry, draws, folder.out / "networks", digits.load().train, SNAPSHOTS)
    translated = write_boards(folder, services.photos, settings.assets / "examples", own[COLOUR_ID])
    rooms = [_opened(room) if translated else room for room in rooms]
    known = {made.stem: f"networks/{made.name}" for made in (index, *own.values()) if made}
    for part in [*outside, *(part for room in rooms for part in room.parts if part.stands_alone)]:
        _write_part(folder, part, known)
    folder.write("index.html", _page(outside, rooms, settings, address))
    folder.write("site.css", (theme.STATIC / "bare.css").read_text(encoding="utf-8"))
    shutil.copytree(VENDOR, folder.out / vendor_address(), ignore=shutil.ignore_patterns(*NEEDS_HEADERS))
    for name, text in web.modules().items():
        folder.write(f"{web.FOLDER}/{name}", text.decode())
    folder.write("README.md", (HERE / "README.md").read_text(encoding="utf-8"))
    for name in ("LICENSE", "assets/LICENSES.md"):
        shutil.copyfile(SHIPPED / name, folder.out / Path(name).name)
    if own[COLOUR_ID] and (licence := registry.root / EYES / "LICENSE").is_file():
        shutil.copyfile(licence, folder.out / "networks" / licence.name)


def _photo_networks(registry: Registry, folder: Path, id: str, before: Path | None) -> Path | None:
    """The index of what the page does to photographs by a checkpoint; None where there is no such checkpoint."""
    try:
        before = before or made_before(registry, KEPT, id)
        if before is None:
            return WRITERS[id](registry, folder)
        make_folder(folder)
        for name in (before.name, *files_of(before)):
            shutil.copyfile(before.parent / name, folder / name)
        return folder / before.name
    except GanError as fault:
        if fault.code != "checkpoint_missing":
            raise
        return None


def _opened(room: Room) -> Room:
    """A room whose parts, where they were answered beforehand, stand alone."""
    return replace(room, parts=tuple(replace(part, asks=part.asks and part.id != ROOM) for part in room.parts))


def _write_part(folder: SiteFolder, part: Part, known: dict[str, str]) -> None:
    """What a part was built with, as its modules read it."""
    if not part.entry:
        return
    own = part.props.get("own")
    props = {**part.props, "own": _with_index(own, known)} if own else part.props
    if "teaches" in props:
        props = {**props, "teaches": False}
    if "runs" in props:
        props = {**props, "runs": [_with_networks(run) for run in props["runs"]]}
    folder.write(f"parts/{part.id}.json", folder.script(props))


def _with_index(own: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    """What a page's own answers begin with, once or by networks, and where their index lies."""
    if "networks" in own:
        return {**own, "index": known.get(own["networks"])}
    return {name: _with_index(one, known) for name, one in own.items()}


def _with_networks(run: dict[str, Any]) -> dict[str, Any]:
    """A run of the Training room: only networks that come along can be taken over."""
    here = run["id"] in DRAWS
    return {**run, "weights": [run["finished"]] if here and run["finished"] in run["weights"] else []}


def _page(outside: list[Part], rooms: list[Room], settings: AppSettings, address: str) -> str:
    language = settings.lang or LANGUAGES[0]
    alone = [part for room in rooms for part in room.parts if part.stands_alone]
    styles = "".join(f"#{part.id}-inside {{ {part.style} }}\n" for part in [*outside, *alone] if part.style)
    told = json.dumps([_told(part) for part in [*outside, *alone] if part.entry])
    early = f"{theme.early_script(settings.lang, rooms[0].id)}{stand.early_script(settings, server=False)}"
    header = "".join(_shown(part) for part in outside)
    doors = "".join(_door(room) for room in rooms)
    panels = "".join(_panel(room, i == 0) for i, room in enumerate(rooms))
    open_here = [room.id for room in rooms if any(part.stands_alone for part in room.parts)]
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{t("app.title")}</title>
{preview(settings.assets, language, root=address)}
{READY}<link rel="stylesheet" href="site.css">
<style>{styles}</style>
<style>{theme.page_css()}{stand.style()}</style><script>{early}</script>
{web.preloads(*ENTRIES, folder=web.FOLDER)}<script type="module" src="{web.FOLDER}/main.mjs"></script>
<script type="module" src="{web.FOLDER}/site/host.mjs"></script></head>
<body>{question(settings.assets, open_here)}
<script type="application/json" id="site-parts">{told}</script>
<div class="gradio-container"><main class="main"><div class="column">
{header}
<div id="rooms"><div class="tab-wrapper"><div class="tab-container" role="tablist">{doors}</div></div>
{panels}</div>
</div></main></div></body></html>
"""


def _told(part: Part) -> dict[str, Any]:
    """What web/site/host.mjs opens a part with."""
    address = {"part": part.name, "entry": f"{web.FOLDER}/{part.entry}", "props": f"parts/{part.id}.json"}
    return {"id": part.id, **address, "own": bool(part.props.get("own")), "answered": part.id == ROOM}


def _door(room: Room) -> str:
    """A tab; none is chosen before web/site/host.mjs can follow."""
    leads = f'data-tab-id="{room.id}" aria-controls="room-{room.id}"'
    named = f'id="door-{room.id}" data-i18n="{room.id}.tab"'  # by its key: the label may be a word of another meaning
    return f'<button type="button" role="tab" {named} {leads}>{room.label}</button>'


def _panel(room: Room, first: bool) -> str:
    """The room's parts; where all of them need a server, why there is nothing else."""
    parts = "".join(_shown(part) for part in room.parts if part.stands_alone)
    if not parts:
        parts = f'<div class="html-container">{h("site.no_room", "p", "card say")}</div>'
    elif f"site.no_{room.id}" in LEFT_OUT:
        parts += f'<div class="html-container">{h(f"site.no_{room.id}", "p", "card note site-note")}</div>'
    named = f'id="room-{room.id}" aria-labelledby="door-{room.id}"{"" if first else " hidden"}'
    return f'<div class="tabitem" role="tabpanel" {named}>{parts}</div>\n'


def _shown(part: Part) -> str:
    inside = f'<div id="{part.id}-inside"{" class=prose" if part.prose else ""}>{part.template}</div>'
    return f'<div id="{part.id}" class="block"><div class="html-container">{inside}</div></div>\n'
