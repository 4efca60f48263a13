"""The rooms without Gradio's frontend: the same server, and a page that mounts a room when its tab is opened.

Most of what opening the app costs is Gradio's frontend. A test of what a room does needs none of it: it visits
`bare_url`. What Gradio has a part in (layout, the first paint, the first room's start, axe) is tested on `app_url`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from demo_ui import stand
from demo_ui.page import theme, web
from demo_ui.settings import AppSettings

PATH = "bare"
# What Gradio's tabs, its gr.HTML and its client do: a part's script gets its element and the server's functions, which
# are asked as JSON, or with a file as a form; an answer that does not come is undefined.
HOST = """
const session = Math.random().toString(36).slice(2), doors = [...document.querySelectorAll("#rooms [role=tab]")];
const asking = (component, name) => async (...given) => {
    const wish = given.length === 1 ? given[0] : given;
    const asked = { component_id: component, fn_name: name, session_hash: session };
    let body = JSON.stringify({ data: wish, ...asked }), headers = { "content-type": "application/json" };
    if (typeof wish === "object" && wish && "binary" in wish) {
        [body, headers] = [new FormData(), {}];
        for (const [key, value] of Object.entries({ ...wish.data, ...asked })) body.append(key, value);
    }
    try {
        const answer = await fetch("gradio_api/component_server/", { method: "POST", body, headers });
        if (!answer.ok) throw new Error(`Could not connect to component server: ${answer.statusText}`);
        return await answer.json();
    } catch (fault) {
        console.warn(fault);
    }
};
function mount(place) {
    for (const part of place.querySelectorAll("template[data-part]")) {
        const { component, functions, script } = JSON.parse(part.dataset.part), element = part.parentElement;
        part.replaceWith(part.content);
        const server = Object.fromEntries(functions.map((name) => [name, asking(component, name)]));
        if (script) Function("element", "server", script)(element, server);
    }
}
function open(door) {
    for (const other of doors) {
        other.setAttribute("aria-selected", String(other === door));
        other.classList.toggle("selected", other === door);
        document.getElementById(other.getAttribute("aria-controls")).hidden = other !== door;
    }
    mount(document.getElementById(door.getAttribute("aria-controls")));
}
for (const door of doors) door.addEventListener("click", () => open(door));
mount(document.querySelector("#outside"));
open(doors[0]);
"""


def route(demo: Any, settings: AppSettings) -> Route:
    """The page of `demo` at /bare, put together when it is first asked for."""
    made: list[str] = []

    async def answer(request: Request) -> HTMLResponse:
        if not made:
            made.append(_page(demo.get_config_file(), settings))
        return HTMLResponse(made[0])

    return Route(f"/{PATH}", answer)


def _page(config: Any, settings: AppSettings) -> str:
    by_id = {component["id"]: component for component in config["components"]}
    tabs = next(node for node in _nodes(config["layout"]) if by_id.get(node["id"], {}).get("type") == "tabs")
    rooms = [(by_id[node["id"]]["props"], _parts(node, by_id)) for node in tabs["children"]]
    inside = [part for _, parts in rooms for part in parts]
    outside = [part for part in _parts(config["layout"], by_id) if part not in inside]
    doors = "".join(
        f'<button type="button" role="tab" data-tab-id="{room["id"]}" aria-controls="room-{room["id"]}">'
        f"{room['label']}</button>"
        for room, _ in rooms
    )
    panels = "".join(
        f'<div class="tabitem" role="tabpanel" id="room-{room["id"]}" hidden>{"".join(map(_shown, parts))}</div>'
        for room, parts in rooms
    )
    styled = [part["props"] for part in inside if part["props"].get("css_template")]
    styles = "".join(f"#{props['elem_id']} {{ {props['css_template']} }}\n" for props in styled)
    early = f"{theme.early_script(settings.lang, rooms[0][0]['id'])}{stand.early_script(settings)}"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>GAN Theatre</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{(theme.STATIC / "bare.css").read_text(encoding="utf-8")}</style><style>{styles}</style>
<style>{theme.page_css()}{stand.style()}</style><script>{early}</script>
<script type="module" src="{web.module("main.mjs")}"></script></head>
<body><div class="gradio-container"><main class="main"><div class="column">
<div id="outside">{"".join(map(_shown, outside))}</div>
<div id="rooms"><div class="tab-wrapper"><div class="tab-container" role="tablist">{doors}</div></div>
{panels}</div></div></main></div><script type="module">{HOST}</script></body></html>
"""


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children") or []:
        yield from _nodes(child)


def _parts(node: dict[str, Any], by_id: dict[int, Any]) -> list[dict[str, Any]]:
    """The components of gr.HTML below a node of the layout."""
    found = [by_id.get(below["id"], {}) for below in _nodes(node)]
    return [component for component in found if component.get("type") == "html"]


def _shown(part: dict[str, Any]) -> str:
    """As a template, until its room is opened."""
    props = part["props"]
    told = {"component": part["id"], "functions": props.get("server_fns") or [], "script": props.get("js_on_load")}
    given = json.dumps(told).replace("&", "&amp;").replace('"', "&quot;")
    content = (props.get("html_template") or "").replace("${value}", props.get("value") or "")
    kind = ' class="prose"' if props.get("apply_default_css", True) else ""
    return (
        f'<div id="{props.get("elem_id") or ""}" class="block"><div class="html-container"><div{kind}>'
        f'<template data-part="{given}">{content}</template></div></div></div>'
    )
