"""The Learn room's browser side: the chapters with their live parts, and the lesson plans.

The live parts compute in the browser; the feature maps and what fakes are good for are asked of the server. Its
modules are in demo_ui/web/rooms/learn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from demo_ui.page.part import part


def lesson_book(functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: `maps` and `usefulness`, which take and give plain JSON (see LearnApi).
        props: what the script reads as `props`: `layers` (LearnApi.facts), `code` (demo_ui.learn.excerpt), `run` (what
            demo_ui.learn.tab tells of a recorded run, or None), `pairings` (demo_ui.learn.pairing_experiment), `puzzle`
            (demo_ui.page.games), `usefulness`, `membership` and `traces` (demo_ui.learn.usefulness), `teaches` (there
            is a server that trains classifiers), `start`; `alone`: the room works without a server.
    """
    return part("learn-book", "learn", functions, **props)
