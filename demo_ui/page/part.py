"""What every browser-side part is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from demo_ui.page.bundles import bundle

PARTS: dict[str, tuple[str, dict[str, Any]]] = {}  # by id: the script and the props of what `part` made last
SHARED = tuple((Path(__file__).parent / "shared" / f"{name}.js") for name in ("make", "stations", "lane", "answering"))


def part(
    id: str, folder: Path, scripts: Sequence[str], functions: Sequence[Callable[..., Any]], **props: Any
) -> gr.HTML:
    """One gr.HTML. (A function: a subclass of a Gradio component makes Gradio write a .pyi beside it.)

    Args:
        id: the part's `elem_id`, by which its style and the tests find it.
        folder: holds template.html, style.css and script/.
        scripts: names of the files in script/, in order; they share one scope, in which the helpers for elements,
            numbers, clocks, lanes and whoever answers (`SHARED`) come first.
        functions: what the script calls as `server.<name>`: plain JSON in and out.
        props: what the script reads as `props`.
    """
    files = [*SHARED, *(folder / "script" / f"{name}.js" for name in scripts)]
    script = "\n".join(path.read_text(encoding="utf-8") for path in files)
    PARTS[id] = script, props
    return gr.HTML(
        html_template=(folder / "template.html").read_text(encoding="utf-8"),
        css_template=(folder / "style.css").read_text(encoding="utf-8"),
        js_on_load=f"theatre.part({json.dumps(id)}, {json.dumps(script_of(id, script, props))}, element, server);",
        apply_default_css=False,
        server_functions=list(functions),
        elem_id=id,
    )


def script_of(id: str, script: str, props: dict[str, Any]) -> str:
    """The address of a part's script, which brings its props along; the page's own script asks for it once the part is
    on the page (static/theatre.js)."""
    told = json.dumps(props, ensure_ascii=False)
    return bundle(id, f"theatre.parts[{json.dumps(id)}] = (element, server, props = {told}) => {{\n{script}\n}};\n")
