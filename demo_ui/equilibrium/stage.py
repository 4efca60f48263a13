"""The Equilibrium room's browser side: one GAN that is small enough to see whole, trained by the browser alone.

Its modules are in demo_ui/web/rooms/equilibrium: what is computed lies in lab/, without a page, for a worker; the
others draw it and answer the visitor.
"""

from __future__ import annotations

import gradio as gr

from demo_ui.page.part import part


def equilibrium_lab() -> gr.HTML:
    """The room's page."""
    return part("equilibrium-lab", "equilibrium", ())
