"""What the server's answers must be, found out without it: `python -m tests.load.truth COUNT` writes JSON.

{"digits": [[wish, data URL], ...]}: digits of seeds with their sliders, by the networks of the command line.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Digits = list[tuple[dict[str, Any], str]]


def digits(count: int) -> Digits:
    """So many wishes and their digits, worked out in a process of its own, whose memory goes with it."""
    command = [sys.executable, "-m", "tests.load.truth", str(count)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    return [tuple(pair) for pair in json.loads(done.stdout.splitlines()[-1])["digits"]]


def _work_out(count: int) -> Digits:
    from demo_ui.generate.api import DigitApi
    from gan_core.base.runtime import Runtime
    from gan_core.digits.rooms import DigitRooms
    from gan_core.store.checkpoints import Registry

    runtime = Runtime(lambda: DigitRooms.load(Registry()))
    runtime.start()
    runtime.wait()
    api, chance = DigitApi(runtime), random.Random(1)
    found: Digits = []
    for seed in range(count):
        wish = {"seed": seed, "digit": chance.randrange(16), "directions": [round(chance.uniform(-3, 3), 2)]}
        found.append((wish, api.look(wish)["digit"]))
    return found


if __name__ == "__main__":
    print(json.dumps({"digits": _work_out(int(sys.argv[1]))}))
