"""Excerpts of this project's own training code for the lesson, so that what is explained is what runs."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path
from typing import Any

import gan_core

# Lines of one training step and what is said beside them: how the line begins, and the key after "learn.code.".
STEP = {
    "def compute()": "together",
    "fake = self.generator(z": "fake",
    "d_loss, fake_logits = self._d_loss": "d_loss",
    "g_loss = self._g_loss": "g_loss",
    "penalty = ": "penalty",
    "(d_gradients, g_gradients), shown = gradients": "gradients",
    "self.d_optimizer.apply": "d_step",
    "self.g_optimizer.apply": "g_step",
    "follow(self.averaged": "averaged",
}
D_LOSS = {
    "real_logits = self.discriminator": "real_logits",
    "fake_logits = self.discriminator": "fake_logits",
    "return losses.discriminator_loss": "two_losses",
}


def training_step() -> list[dict[str, Any]]:
    """The step of gan_core/training/dcgan.py and D's loss in it, as the page shows them; see `excerpt`."""
    return [
        excerpt("training/dcgan.py", "DCGANTrainer._raw_step", STEP),
        excerpt("training/dcgan.py", "DCGANTrainer._d_loss", D_LOSS),
    ]


def excerpt(file: str, name: str, notes: dict[str, str]) -> dict[str, Any]:
    """A function's source with notes on some of its lines.

    Args:
        file: below gan_core.
        name: "function" or "Class.method".
        notes: how a line begins (without its indent) -> its note.

    Returns:
        {"file", "lines": [{"number", "text", "note" or None}]}, dedented, docstring left away.

    Raises:
        LookupError: there is no such function, or a note fits no line or several.
    """
    source = (Path(gan_core.__file__).parent / file).read_text(encoding="utf-8")
    node = _function(ast.parse(source), name.split("."))
    numbers = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    documented = node.body[0] if ast.get_docstring(node) is not None else None
    hidden = range(documented.lineno, (documented.end_lineno or 0) + 1) if documented else range(0)
    texts = textwrap.dedent("\n".join(source.splitlines()[n - 1] for n in numbers)).splitlines()
    lines = [
        {
            "number": n,
            "text": text,
            "note": next((notes[start] for start in notes if text.strip().startswith(start)), None),
        }
        for n, text in zip(numbers, texts, strict=True)
        if n not in hidden
    ]
    if sorted(filter(None, (line["note"] for line in lines))) != sorted(notes.values()):
        raise LookupError(f"the notes do not fit {file}, {name}")
    return {"file": f"gan_core/{file}", "lines": lines}


def _function(tree: ast.Module, path: list[str]) -> ast.FunctionDef:
    node: Any = tree
    for part in path:
        node = next((child for child in node.body if getattr(child, "name", None) == part), None)
        if node is None:
            raise LookupError(".".join(path))
    return node
