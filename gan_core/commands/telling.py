"""How measured figures are told."""

from __future__ import annotations

import json
from typing import Any


def tell(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print figures as JSON, or a line each."""
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    for name, figure in figures.items():
        print(f"{name:24} {figure}")
