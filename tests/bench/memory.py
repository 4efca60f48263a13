"""What memory the app takes, as a share of what processes have in common (PSS): `python -m tests.bench.memory`.

The app is started as its operator does, without live training, and asked by several visitors at once for all it answers
over HTTP: digits, translations both ways, colours, paintings, each with another photograph's size. One line a stage.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx
import numpy as np
from PIL import Image, ImageDraw

from gan_core.base.images import data_url
from gan_core.base.paths import EXAMPLES

VISITORS = 4
ASKED = ("horse-zebra", "photo-monet", "grey-colour", "drawing")
MORE = {"horse-zebra": "without_cycle", "grey-colour": "pairings"}  # what is asked about the same photograph then


def main() -> None:
    """Start, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--rest", type=float, default=0, help="minutes in which nobody asks, after that")
    parser.add_argument("--app", nargs=argparse.REMAINDER, default=[], help="further options of demo_app.py, last")
    args = parser.parse_args()
    port = 7899
    command = [sys.executable, "demo_app.py", "--port", str(port), "--no-train", "--results", "off", *args.app]
    app = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        told(app.pid, "begun", time.monotonic())
        begun = wait_until_loaded(url)
        told(app.pid, "all networks loaded", begun)
        use(app.pid, url, 60 * args.minutes, begun)
        for minute in range(round(args.rest)):
            time.sleep(60)
            told(app.pid, f"{minute + 1} minutes at rest", begun)
    finally:
        app.terminate()
        app.wait(60)


def wait_until_loaded(url: str) -> float:
    """Until every kind of network has answered once that it is there; the time when the page was first up."""
    up = None
    while True:
        try:
            if json.loads(urlopen(f"{url}health").read())["state"] != "loading" and all(
                ask(url, "photo-stage", "status", {"networks": name}).get("state") != "loading" for name in ASKED
            ):
                return up or time.monotonic()
            up = up or time.monotonic()
        except (OSError, httpx.HTTPError):
            pass
        time.sleep(1)


def use(pid: int, url: str, seconds: float, begun: float) -> None:
    """Let visitors ask for so long; a line each minute."""
    turns, end, asked = itertools.count(), time.monotonic() + seconds, 0
    photographs = [photograph(path, side) for path in sorted(EXAMPLES.glob("*.jpg"))[:6] for side in (300, 480, 900)]
    with ThreadPoolExecutor(VISITORS) as visitors:
        minute = time.monotonic() + 60
        while (now := time.monotonic()) < end:
            for faults in visitors.map(lambda turn: visit(url, turn, photographs), itertools.islice(turns, VISITORS)):
                asked += 1
                if faults:
                    print(f"a wrong answer: {faults}", flush=True)
            if now >= minute:
                minute += 60
                told(pid, f"used by {VISITORS} at once, {asked} visits", begun)


def visit(url: str, turn: int, photographs: list[bytes]) -> Any:
    """One visitor's moment; what went wrong in it."""
    if turn % 2:
        return ask(url, "digit-stage", "look", {"seed": turn, "digit": turn % 16, "directions": [1.0]}).get("fault")
    name, data = ASKED[turn // 2 % len(ASKED)], photographs[turn // 8 % len(photographs)]
    if name == "drawing":
        return ask(url, "draw-stage", "paint", {"animal": "horse", "drawing": drawing(turn)}).get("fault")
    answer = ask(url, "photo-stage", "translate", {"networks": name, "session": f"v{turn}"}, form=data)
    if name not in MORE or not answer.get("ticket"):
        return answer.get("fault") or (None if answer.get("ticket") else "no picture came")
    return ask(url, "photo-stage", MORE[name], {"networks": name, "ticket": answer["ticket"]}).get("fault")


COMPONENTS: dict[str, int] = {}


def ask(url: str, element: str, function: str, fields: dict[str, Any], form: bytes | None = None) -> dict[str, Any]:
    """What a widget's function answers."""
    if not COMPONENTS:
        found = httpx.get(f"{url}config", timeout=60).json()["components"]
        COMPONENTS.update({c["props"]["elem_id"]: c["id"] for c in found if c["props"].get("elem_id")})
    asked = {"component_id": COMPONENTS[element], "fn_name": function, "session_hash": "bench"}
    place = f"{url}gradio_api/component_server"
    if form is None:
        return httpx.post(place, json={**asked, "data": fields}, timeout=300).json()
    files = {"upload": ("photograph.jpg", form, "image/jpeg")}
    values = {**{name: str(value) for name, value in asked.items()}, **fields}
    return httpx.post(place, data=values, files=files, timeout=300).json()


def drawing(turn: int) -> str:
    """A PNG as a data URL: an oval in ink."""
    picture = Image.new("L", (256, 256), 255)
    ImageDraw.Draw(picture).ellipse((30, 60 + turn % 40, 220, 200), outline=0, width=5)
    return data_url(np.asarray(picture))


def photograph(path: Path, side: int) -> bytes:
    buffer = io.BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").resize((side, round(side * picture.height / picture.width))).save(buffer, "JPEG")
    return buffer.getvalue()


def told(pid: int, what: str, begun: float) -> None:
    """A line with the proportional set size of the app and all that it started, in MB."""
    app, others = pss([pid]), pss(descendants(pid))
    now = (time.monotonic() - begun) / 60
    print(f"{app + others:6.0f} MB ({others:3.0f} the decoder's)  after {now:4.1f} min  {what}", flush=True)


def pss(processes: Sequence[int]) -> float:
    """Megabytes of these processes."""
    found = 0
    for each in processes:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return found / 1024


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [child for child, parent in parents.items() if parent == pid]
    return [*found, *(below for child in found for below in descendants(child))]


if __name__ == "__main__":
    main()
