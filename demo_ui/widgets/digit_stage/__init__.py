"""The Generate room's browser side: stage, sliders with films, grid, pad, verdict, walk.

One gr.HTML holds every control, so that a drag costs one request without a queue, and a hundred latent
sliders cost nothing until they are opened. Its script is the files of script/ in the order of `SCRIPTS`,
which share one scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent
SCRIPTS = ("make", "lane", "film", "pad", "latents", "figures", "stage", "controls", "shelf", "awake")


def digit_stage(functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """The room's page. (A function: a subclass of a Gradio component makes Gradio write a .pyi beside it.)

    Args:
        functions: `status`, `look`, `save` and `take`, which take and give plain JSON (see DigitDesk).
        props: what the script reads as `props`: `start`, `walkTiles`, `mapTiles`.
    """
    return gr.HTML(
        html_template=_text("template.html"),
        css_template=_text("style.css"),
        js_on_load="\n".join(_text(f"script/{name}.js") for name in SCRIPTS),
        apply_default_css=False,
        server_functions=list(functions),
        elem_id="digit-stage",
        **props,
    )


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
