"""What every browser-side part is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from demo_ui.page.addresses import PAGE
from demo_ui.page.bundles import bundle
from demo_ui.page.web import module

COMMENT = re.compile(r"/[*].*?[*]/", re.DOTALL)
SPACE = re.compile(r"\s*([{};,])\s*|(:)\s+")  # no string of ours has any of these with a space beside it
INDENT = re.compile(r"\n\s+")
PARTS: dict[str, tuple[str, str, dict[str, Any]]] = {}  # by id: name, module and props of what was made last


def part(id: str, room: str, functions: Sequence[Callable[..., Any]], *, late: bool = False, **props: Any) -> gr.HTML:
    """One gr.HTML. (A function: a subclass of a Gradio component makes Gradio write a .pyi beside it.)

    Args:
        id: the part's `elem_id`, by which its style and the tests find it.
        room: demo_ui/ROOM holds template.html and style.css, demo_ui/web/rooms/ROOM the modules; room.mjs brings it to
            life.
        functions: what the modules call as `server.<name>`: plain JSON in and out.
        late: its template and style come with its props and not with the page, whose first bytes are dear; for rooms
            that the static edition leaves out.
        props: what the modules read as `props`.
    """
    folder = PAGE.parent / room
    markup = flat((folder / "template.html").read_text(encoding="utf-8"))
    style = lean((folder / "style.css").read_text(encoding="utf-8"))
    inside = f"{markup}<style>#{id} {{ {style} }}</style>" if late else None
    return gr.HTML(
        html_template="<div></div>" if late else markup,
        css_template="" if late else style,
        js_on_load=opened(id, room, f"rooms/{room}/room.mjs", props, inside),
        apply_default_css=False,
        server_functions=list(functions),
        elem_id=id,
    )


def flat(markup: str) -> str:
    """Markup without what its lines are indented by."""
    return INDENT.sub("\n", markup)


def lean(text: str) -> str:
    """A style without comments and spaces: all of them come with a page's first bytes, which are dear."""
    return SPACE.sub(lambda found: found[1] or found[2], COMMENT.sub("", text)).replace(";}", "}").strip()


def opened(id: str, name: str, entry: str, props: dict[str, Any] | None = None, inside: str | None = None) -> str:
    """The script that opens a part once it is on the page: its module and its props come then (web/core/part.mjs).

    Args:
        name: by which its modules ask for what they were opened with (web/core/context.mjs).
        inside: the HTML that it gets then, where the page does not bring it.
    """
    PARTS[id] = name, entry, props or {}
    given = {"part": name, "entry": module(entry), "props": None if props is None else props_of(id, props)}
    if inside is not None:
        given["inside"] = bundle(f"{id}-inside", json.dumps(inside, ensure_ascii=False))
    opener = f"import(new URL({json.dumps(module('core/part.mjs'))}, document.baseURI))"
    return f"{opener}.then(({{ open }}) => open({{ ...{json.dumps(given)}, element, server }}));"


def props_of(id: str, props: dict[str, Any]) -> str:
    """The address of a part's props, as JSON that a browser keeps."""
    return bundle(id, json.dumps(props, ensure_ascii=False))
