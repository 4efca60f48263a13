"""What a round of the Play room costs the server: `python -m tests.bench.play_rounds`.

Rounds of ten digits through the room's own API, with the shipped networks and a file of results in a temporary
folder; one visitor first, then thirty at once. Last, how long everybody's answers take to count.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from demo_ui.play.api import PlayApi
from demo_ui.settings import AppSettings
from gan_core.base.runtime import Runtime
from gan_core.digits.rooms import DigitRooms
from gan_core.play.keeping import Keeper
from gan_core.play.results import ResultsFile
from gan_core.play.rounds import Answer
from gan_core.store.checkpoints import Registry

ROUNDS, VISITORS, EACH, KEPT = 50, 30, 5, 1_000_000
ASKED = {"subject": "digits", "checkpoint": "best", "step": None, "pictures": 10}


def play(api: PlayApi, times: dict[str, list[float]]) -> None:
    """One round; appends the milliseconds of each request."""

    def timed(name: str, act: Callable[[Any], Any], asked: Any) -> Any:
        began = time.perf_counter()
        answer = act(asked)
        times[name].append(1000 * (time.perf_counter() - began))
        return answer

    dealt = timed("begin", api.begin, ASKED)
    for place in range(dealt["count"]):
        timed("answer", api.answer, {"round": dealt["round"], "place": place, "fake": place % 2 == 0})
    timed("end", api.end, {"round": dealt["round"]})


def told(name: str, times: dict[str, list[float]]) -> str:
    """Medians and 95th percentiles."""
    parts = [
        f"{key} {median(v):.1f} ms (p95 {sorted(v)[int(0.95 * len(v))]:.1f}, n = {len(v)})" for key, v in times.items()
    ]
    return f"{name}: {'; '.join(parts)}"


def fresh() -> dict[str, list[float]]:
    return {"begin": [], "answer": [], "end": []}


def counting(path: Path) -> str:
    """How long a million answers take to be counted."""
    file = ResultsFile(path)
    for start in range(0, KEPT, 50_000):
        some = range(start, start + 50_000)
        file.add(
            [
                Answer(f"{i // 10:08}", i % 10, "digits", "best", None, float(i % 12), i % 2 == 0, i % 3 == 0, False)
                for i in some
            ]
        )
    began = time.perf_counter()
    file.counted()
    took, size = 1000 * (time.perf_counter() - began), path.stat().st_size / 2**20
    return f"reading the sums of {KEPT:,} answers: {took:.1f} ms; the file: {size:.0f} MB"


def main() -> None:
    settings = AppSettings()
    rooms = Runtime(lambda: DigitRooms.load(Registry(settings.checkpoints)))
    rooms.start()
    rooms.wait()
    with tempfile.TemporaryDirectory() as folder:
        api = PlayApi(rooms, rooms, Keeper(ResultsFile(Path(folder) / "play.sqlite3")), settings.assets)
        play(api, fresh())  # the real digits are read
        alone, used = fresh(), time.process_time()
        for _ in range(ROUNDS):
            play(api, alone)
        print(
            told("one visitor", alone), f"processor time {1000 * (time.process_time() - used) / ROUNDS:.0f} ms a round"
        )
        together, used, began = fresh(), time.process_time(), time.perf_counter()
        with ThreadPoolExecutor(VISITORS) as pool:
            list(pool.map(lambda _: [play(api, together) for _ in range(EACH)], range(VISITORS)))
        took = time.perf_counter() - began
        print(told(f"{VISITORS} visitors at once", together), f"{VISITORS * EACH / took:.1f} rounds a second", end=", ")
        print(f"processor time {1000 * (time.process_time() - used) / (VISITORS * EACH):.0f} ms a round")
        kept = len(ResultsFile(Path(folder) / "play.sqlite3").rows())
        print(f"answers kept: {kept} of {10 * (1 + ROUNDS + VISITORS * EACH)}")
        print(counting(Path(folder) / "many.sqlite3"))


if __name__ == "__main__":
    main()
