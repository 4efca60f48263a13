"""The Generate room's browser side: stage, sliders with films, grid, pad, verdict, walk.

One gr.HTML holds every control, so that a drag costs one request without a queue, and a hundred latent
sliders cost nothing until they are opened. Its modules are in demo_ui/web/rooms/generate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from demo_ui.page.i18n import h
from demo_ui.page.part import part

HERE = Path(__file__).parent


def digit_stage(functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: `status`, `look`, `save` and `take`, which take and give plain JSON (see DigitApi).
        props: what the script reads as `props`: `start`, `first` (the digit of `start` as a data URL, or None),
            `walkTiles`, `mapTiles`, `formats`, `own` (see demo_ui.page.addresses).
    """
    return part("digit-stage", "generate", functions, **props)


def painted_stage(start: dict[str, int], first: str | None) -> str:
    """The room as it looks before its script has come, with its style: `first` in its frame, as room.mjs shows it."""
    room = (HERE / "template.html").read_text(encoding="utf-8")
    if first:
        drawn = f"""src="{first}" onload="requestAnimationFrame(() => performance.mark('theatre:digit'))">"""
        room = room.replace(
            '<img class="digit" alt="" decoding="sync">', f'<img class="digit" alt="" decoding="sync" {drawn}'
        )
        room = room.replace('data-state="loading"', 'data-state="loading" data-first')
        room = room.replace('<p class="caption"></p>', h("generate.stage.caption", "p", "caption", **start))
    style = (HERE / "style.css").read_text(encoding="utf-8")
    inside = f'<div class="html-container"><div id="digit-stage-inside">{room}</div></div>'
    return f'<style>#digit-stage-inside {{ {style} }}</style><div id="digit-stage" class="block">{inside}</div>'
