"""The player of a run: frame, curves, gauge and words of one step, drawn by the browser alone.

The figures of all recorded runs come with the page, a run's sheet of frames when it is first looked at; from then on
playing asks the server for nothing. A live run is watched through server functions, and shown by the same player.
Its script is the files of `SCRIPTS`, which share one scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent
SHARED = ("make", "lane")  # helpers of the Generate room's stage
SCRIPTS = (
    "frame",
    "plots",
    "gauge",
    "words",
    "clock",
    "controls",
    "quiz",
    "visitor",
    "takeover",
    "knobs",
    "referee",
    "live",
    "desk",
    "programme",
)


def run_player(functions: Sequence[Callable[..., Any]] = (), **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: the answers of demo_ui.tabs.live_desk.LiveDesk, plain JSON in and out; none: no live training.
        props: what the script reads as `props`: `runs` (see demo_ui.tabs.programme), `failures` (the quiz's answers),
            `live` (None, or what LiveDesk.facts gives).
    """
    shared = [HERE.parent / "digit_stage" / "script" / f"{name}.js" for name in SHARED]
    scripts = [*shared, *(HERE / "script" / f"{name}.js" for name in SCRIPTS)]
    return gr.HTML(
        html_template=(HERE / "template.html").read_text(encoding="utf-8"),
        css_template=(HERE / "style.css").read_text(encoding="utf-8"),
        js_on_load="\n".join(path.read_text(encoding="utf-8") for path in scripts),
        apply_default_css=False,
        server_functions=list(functions),
        elem_id="run-player",
        **props,
    )
