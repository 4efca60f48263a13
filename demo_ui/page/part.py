"""What every browser-side part is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from demo_ui.page.addresses import PAGE
from demo_ui.page.bundles import bundle
from demo_ui.page.web import module

PARTS: dict[str, tuple[str, dict[str, Any]]] = {}  # by id: the module and the props of what was mounted last


def part(id: str, room: str, functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """One gr.HTML. (A function: a subclass of a Gradio component makes Gradio write a .pyi beside it.)

    Args:
        id: the part's `elem_id`, by which its style and the tests find it.
        room: demo_ui/ROOM holds template.html and style.css, demo_ui/web/rooms/ROOM the modules; main.mjs gives
            `mount({element, props, server})`.
        functions: what the modules call as `server.<name>`: plain JSON in and out.
        props: what the modules read as `props`.
    """
    folder = PAGE.parent / room
    return gr.HTML(
        html_template=(folder / "template.html").read_text(encoding="utf-8"),
        css_template=(folder / "style.css").read_text(encoding="utf-8"),
        js_on_load=opened(id, f"rooms/{room}/main.mjs", props),
        apply_default_css=False,
        server_functions=list(functions),
        elem_id=id,
    )


def opened(id: str, entry: str, props: dict[str, Any]) -> str:
    """The script that opens a part once it is on the page: its module and its props come then (web/core/part.mjs)."""
    PARTS[id] = entry, props
    given = {"entry": module(entry), "props": props_of(id, props)}
    return f"{_imported('core/part.mjs')}.then(({{ open }}) => open({{ ...{json.dumps(given)}, element, server }}));"


def mounted(id: str, entry: str) -> str:
    """The script that mounts what needs neither props nor a server, such as the header."""
    PARTS[id] = entry, {}
    return f"{_imported(entry)}.then(({{ mount }}) => mount({{ element }}));"


def props_of(id: str, props: dict[str, Any]) -> str:
    """The address of a part's props, as JSON that a browser keeps."""
    return bundle(id, json.dumps(props, ensure_ascii=False))


def _imported(entry: str) -> str:
    return f"import(new URL({json.dumps(module(entry))}, document.baseURI))"
