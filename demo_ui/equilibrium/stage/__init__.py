"""The Equilibrium room's browser side: one GAN that is small enough to see whole, trained by the browser alone.

What is computed lives in ../lab, modules without a page that a worker imports; the scripts here draw it and answer the
visitor. They share one scope, in the order of `SCRIPTS`, and ask the server for nothing but the modules' files.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from demo_ui.page.part import part

HERE = Path(__file__).parent
SCRIPTS = (
    "ink",
    "loop",
    "worker",
    "line",
    "plane",
    "curves",
    "words",
    "paint",
    "knobs",
    "sketch",
    "controls",
    "link",
    "act",
    "begin",
)


def equilibrium_lab(lab: str) -> gr.HTML:
    """The room's page; `lab` is the address, absolute or from the page, of the folder of modules, with a slash."""
    return part("equilibrium-lab", HERE, SCRIPTS, (), lab=lab)
