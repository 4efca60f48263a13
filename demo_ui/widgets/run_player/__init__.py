"""The player of a run: frame, curves, gauge and words of one step, drawn by the browser alone.

The figures of all runs come with the page, a run's sheet of frames when it is first looked at; from then on
playing asks the server for nothing. Its script is the files of `SCRIPTS`, which share one scope.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent
SHARED = HERE.parent / "digit_stage" / "script" / "make.js"  # helpers for elements and numbers
SCRIPTS = ("frame", "plots", "gauge", "words", "clock", "controls")


def run_player(runs: list[dict[str, Any]]) -> gr.HTML:
    """The player of `runs` (see demo_ui.tabs.training.payload), at least one; the first is shown."""
    scripts = [SHARED, *(HERE / "script" / f"{name}.js" for name in SCRIPTS)]
    return gr.HTML(
        html_template=(HERE / "template.html").read_text(encoding="utf-8"),
        css_template=(HERE / "style.css").read_text(encoding="utf-8"),
        js_on_load="\n".join(path.read_text(encoding="utf-8") for path in scripts),
        apply_default_css=False,
        elem_id="run-player",
        runs=runs,
    )
