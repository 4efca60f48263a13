"""The --overwrite option: no command replaces existing files unless asked to.

What is derived from a checkpoint and belongs to it (card, directions, export) is updated without asking.
"""

from __future__ import annotations

import argparse

MADE_ANEW = "What this makes beside a checkpoint's weights replaces what it made there before, without --overwrite."


def add_overwrite(parser: argparse._ActionsContainer, what: str = "what exists where --out points") -> None:
    """Register `--overwrite`; without it, existing files stay and the command ends with an error message."""
    parser.add_argument("--overwrite", action="store_true", help=f"replace {what}; refused without")
