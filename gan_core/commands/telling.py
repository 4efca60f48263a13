"""Prints metrics and a summary of the dataset that was read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

NAMED = 5  # files that were not read, of thousands


class Seen(NamedTuple):
    """Figures, plain JSON, and a sheet of pictures that goes with them, uint8 (h, w)."""

    figures: dict[str, Any]
    sheet: np.ndarray


def tell_photographs(name: str, told: str, unreadable: Sequence[str]) -> None:
    """One line of what a data set holds, and a line for each of the first files that were skipped, on stderr."""
    print(f"{name}: {told}", file=sys.stderr)
    for reason in unreadable[:NAMED]:
        print(f"  skipped {reason}", file=sys.stderr)
    if len(unreadable) > NAMED:
        print(f"  and {len(unreadable) - NAMED:,} more", file=sys.stderr)


def tell(figures: dict[str, Any], *, as_json: bool, lines: Iterable[str] | None = None) -> None:
    """Print figures as JSON, or in `lines`; without these a line each."""
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    print("\n".join(lines or (f"{name:24} {figure}" for name, figure in figures.items())))
