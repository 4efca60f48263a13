"""The rooms as data, and what the static edition leaves out: whatever asks a server and cannot answer by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo_ui.page.part import PARTS

HELD_BACK = {"html_template", "css_template", "js_on_load", "props"}  # of a part's configuration: not for its script


@dataclass(frozen=True)
class Part:
    """One gr.HTML: what demo_ui.page.part made, or plain words.

    Attributes:
        name, entry: by which its modules know it, and the first of them, below demo_ui/web.
        asks: whether its modules ask a server. `props` may hold "own": then the page can answer by itself.
    """

    id: str
    template: str
    style: str
    name: str
    entry: str
    props: dict[str, Any]
    asks: bool
    prose: bool  # styled as text

    @property
    def stands_alone(self) -> bool:
        """Can it do without a server?"""
        return not self.asks or bool(self.props.get("own")) or bool(self.props.get("alone"))


@dataclass(frozen=True)
class Room:
    """A tab: `id` as in links, `label` in English, the parts behind it."""

    id: str
    label: str
    parts: tuple[Part, ...]


def rooms_of(config: dict[str, Any]) -> tuple[list[Part], list[Room]]:
    """What stands outside the tabs, and the rooms behind them, of a Blocks' `get_config_file()`."""
    by_id = {component["id"]: component for component in config["components"]}
    outside: list[Part] = []
    rooms: list[Room] = []

    def walk(node: dict[str, Any], inside: list[Part]) -> None:
        component = by_id.get(node["id"], {"type": ""})
        if component["type"] == "html":
            inside.append(_part(component))
        elif component["type"] == "tabitem":
            parts: list[Part] = []
            for child in node.get("children") or []:
                walk(child, parts)
            rooms.append(Room(component["props"]["id"], component["props"]["label"], tuple(parts)))
        else:
            for child in node.get("children") or []:
                walk(child, inside)

    walk(config["layout"], outside)
    return outside, rooms


def _part(component: dict[str, Any]) -> Part:
    given = component["props"]
    template = given.get("html_template") or ""
    name, entry, props = PARTS.get(given.get("elem_id"), ("", "", given.get("props") or {}))
    value = given.get("value") or ""
    return Part(
        id=given.get("elem_id") or f"part-{component['id']}",
        template=template.replace("${value}", value),
        style=given.get("css_template") or "",
        name=name,
        entry=entry,
        props={**props, **({"value": value} if value else {})},
        asks=bool(given.get("server_fns")),
        prose=given.get("apply_default_css", True),
    )
