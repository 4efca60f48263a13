"""What a page holds, and how that grows while it stays open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

BUILT = 5  # minutes after which an attract loop has built every room once


@dataclass(frozen=True)
class Held:
    """What a page holds after a garbage collection."""

    minutes: float  # since the page was loaded
    heap: float  # megabytes of JavaScript; its workers have heaps of their own
    nodes: int
    listeners: int
    process: float  # megabytes that the page's process has in memory, workers and pictures included

    def __str__(self) -> str:
        return (
            f"{self.heap:.1f} MB, {self.nodes} nodes, {self.listeners} listeners, process {self.process:.0f} MB "
            f"({self.minutes:.1f} min)"
        )


def held(page: Any) -> Held:
    """Collect a page's garbage and look at what is left."""
    context = page.context
    tools, browser = context.new_cdp_session(page), context.browser.new_browser_cdp_session()
    try:
        tools.send("HeapProfiler.collectGarbage")
        tools.send("Performance.enable")
        metrics = {m["name"]: m["value"] for m in tools.send("Performance.getMetrics")["metrics"]}
        processes = browser.send("SystemInfo.getProcessInfo")["processInfo"]
        resident = max(_resident(one["id"]) for one in processes if one["type"] == "renderer")
        counts = int(metrics["Nodes"]), int(metrics["JSEventListeners"])
        return Held(page.evaluate("performance.now()") / 60_000, metrics["JSHeapUsedSize"] / 2**20, *counts, resident)
    finally:
        tools.detach()
        browser.detach()


def _resident(process: int) -> float:
    """Megabytes, 0 where there is no /proc."""
    try:
        words = Path(f"/proc/{process}/status").read_text(encoding="utf-8").split()
    except OSError:
        return 0.0
    return int(words[words.index("VmRSS:") + 1]) / 1024


def growth(samples: list[Held]) -> list[str]:
    """A line for each kind: the first sample, the last, and the straight line through them all, an hour.

    Counts the longest stay of a page without a reload, from `BUILT` on.
    """
    stays: list[list[Held]] = [[]]
    for sample in samples:
        if stays[-1] and sample.minutes < stays[-1][-1].minutes:
            stays.append([])
        if sample.minutes >= BUILT:
            stays[-1].append(sample)
    stay = max(stays, key=lambda one: one[-1].minutes - one[0].minutes if one else 0.0)
    if len(stay) < 3:
        return ["too short a stay to tell"]
    hours = [sample.minutes / 60 for sample in stay]
    told = []
    for name in ("heap", "nodes", "listeners", "process"):
        values = [getattr(sample, name) for sample in stay]
        slope = np.polyfit(hours, values, 1)[0]
        told.append(f"{name}: {values[0]:.1f} first, {values[-1]:.1f} last, {slope:+.2f} an hour (n = {len(stay)})")
    return [f"{stay[0].minutes:.0f} to {stay[-1].minutes:.0f} minutes after it was loaded", *told]
