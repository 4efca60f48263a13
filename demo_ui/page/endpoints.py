"""The public API endpoints: their docstrings name and describe inputs and outputs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import gradio as gr

ENTRY = re.compile(r"^(\w+): (.*)$")


def name_endpoints(demo: gr.Blocks) -> None:
    """Give each parameter and each output of the public endpoints of `demo` its name and its description.

    They come from the `Args:` and the `Returns:` of the docstring, both as `name: description`; the page of the API and
    `gradio_client` show them. Raises KeyError for a parameter, ValueError for outputs that are not described.
    """
    for function in demo.fns.values():
        if function.fn is None or function.api_visibility != "public":
            continue
        taken, given = (entries(function.fn, section) for section in ("Args", "Returns"))
        for component, name in zip(function.inputs, inspect.signature(function.fn).parameters, strict=True):
            _describe(component, name, taken[name], "api_info_as_input", "additional_description")
        for component, (name, words) in zip(function.outputs, given.items(), strict=True):
            _describe(component, name, words, "api_info_as_output", "description")


def entries(function: Callable[..., Any], section: str) -> dict[str, str]:
    """`name: description` of one section of a docstring; a description may continue on further, indented lines."""
    _, _, after = (inspect.getdoc(function) or "").partition(f"\n{section}:\n")
    found: dict[str, str] = {}
    for line in after.split("\n\n")[0].splitlines():
        entry = ENTRY.match(line.removeprefix("    "))
        if entry:
            found[entry[1]] = entry[2]
        elif found:
            found[next(reversed(found))] += f" {line.strip()}"
    return found


def _describe(component: Any, name: str, words: str, method: str, key: str) -> None:
    told = getattr(component, method)
    component.label = name
    setattr(component, method, lambda: {**told(), key: words})
