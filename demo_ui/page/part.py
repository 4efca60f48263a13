"""What every browser-side part is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

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
    return gr.HTML(
        html_template=(folder / "template.html").read_text(encoding="utf-8"),
        css_template=(folder / "style.css").read_text(encoding="utf-8"),
        js_on_load="\n".join(path.read_text(encoding="utf-8") for path in files),
        apply_default_css=False,
        server_functions=list(functions),
        elem_id=id,
        **props,
    )
