"""The Translate room's browser side: photographs in, the stage with its slider, the board, the lessons.

A photograph goes to the server as a form of its own and comes back as data URLs, so that nothing is left on a
disk. Its script is the files of `SCRIPTS`, which share one scope; the first come from the Generate room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent
SHARED = HERE.parent / "digit_stage" / "script"  # helpers for elements, numbers, and the lane to the server
SCRIPTS = ("maps", "wipe", "tiles", "acts", "stage", "sources", "camera", "awake")


def photo_stage(functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: `status`, `translate`, `example`, `way_back`, `without_cycle` and `save`, which take and give
            plain JSON (see PhotoDesk).
        props: what the script reads as `props`: `examples`, `start`.
    """
    scripts = [SHARED / "make.js", SHARED / "lane.js", *(HERE / "script" / f"{name}.js" for name in SCRIPTS)]
    return gr.HTML(
        html_template=(HERE / "template.html").read_text(encoding="utf-8"),
        css_template=(HERE / "style.css").read_text(encoding="utf-8"),
        js_on_load="\n".join(path.read_text(encoding="utf-8") for path in scripts),
        apply_default_css=False,
        server_functions=list(functions),
        elem_id="photo-stage",
        **props,
    )
