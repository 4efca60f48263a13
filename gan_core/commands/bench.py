"""python -m gan_core bench: inference time of a digit or a photograph, each variant in one run so that ratios hold."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_count
from gan_core.base.images import data_url
from gan_core.commands import bench_live
from gan_core.commands.bench_photos import ARCHITECTURES, photo_ways
from gan_core.commands.bench_photos import BASE as PHOTO_BASE
from gan_core.digits.latent import in_turn, latents, move, truncate
from gan_core.photos.engine import PHOTO_ID
from gan_core.store.checkpoints import CHECKPOINTS, Registry

BASE = "generator, traced once"  # what every ratio is to


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `bench`."""
    parser = subparsers.add_parser("bench", help="measure how long a digit or a photograph takes")
    parser.add_argument("--checkpoint", help="best if left away, or classic; horse2zebra for photographs")
    parser.add_argument("--photos", action="store_true", help="photographs: the compact and the reference architecture")
    parser.add_argument("--rounds", help="how often each way is measured, 10 to 10000; 200, or 20 for photographs")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.add_argument("--live", metavar="PRESET", help="instead: how soon training a preset shows digits")
    parser.add_argument("--seconds", default="30,60,120", help="with --live: when to look")
    parser.add_argument("--seeds", default="3", help="with --live: how many runs")
    parser.set_defaults(run=lambda args: bench_live.run(args) if args.live else _run(args))


def _run(args: argparse.Namespace) -> int:
    rounds = check_count("--rounds", args.rounds or (20 if args.photos else 200), 10, 10_000)
    registry, id = Registry(args.checkpoints), args.checkpoint or (PHOTO_ID if args.photos else "best")
    ways = photo_ways(registry, ARCHITECTURES, id) if args.photos else _ways(registry, id)
    rows = {name: _measured(way, rounds) for name, way in ways.items()}
    base = rows[PHOTO_BASE if args.photos else BASE]["p50_ms"]
    for row in rows.values():
        row["ratio"] = round(row["p50_ms"] / base, 2)
    if args.json:
        print(json.dumps({"checkpoint": id, "rounds": rounds, "ways": rows}, indent=1))
        return 0
    print(f"{'milliseconds, n = ' + str(rounds):52}{'p50':>9}{'p95':>9}{'ratio':>9}")
    for name, row in rows.items():
        print(f"{name:52}{row['p50_ms']:9.2f}{row['p95_ms']:9.2f}{row['ratio']:9.2f}")
    return 0


def _ways(registry: Registry, id: str) -> dict[str, Callable[[], Any]]:
    """The ways to get a digit, from the slowest to what a dragged slider costs the server."""
    from gan_core.digits.engine import DigitEngine

    engine = DigitEngine(registry, id)  # first: it sets the threads before the network library starts
    generator, traced = _generator(registry, id, engine.recipe.spec)
    base = latents(0, 1, engine.latent)
    z, many = in_turn(base, engine.classes), in_turn(latents(0, 16, engine.latent), engine.classes)
    directions = np.eye(8, engine.latent, dtype=np.float32)
    digit = engine.images(z)[0]

    def slider() -> str:
        moved = truncate(move(base, directions, np.full(8, 0.5)), 0.9)
        drawing = engine.draw(in_turn(moved, engine.classes), session="bench")
        assert drawing is not None
        return data_url(drawing.images[0])

    return {
        "generator.predict": lambda: generator.predict(z, verbose=0),
        "generator called as it is (eager)": lambda: np.asarray(generator(z, training=False)),
        BASE: lambda: np.asarray(traced(z)),
        "engine: a digit and D's verdict": lambda: engine.draw(z),
        "engine: 16 digits and D's verdicts": lambda: engine.draw(many),
        "the nearest real digit": lambda: engine.nearest(digit),
        "slider to data URL: 8 directions, digit, verdict": slider,
    }


def _generator(registry: Registry, id: str, spec: Any) -> tuple[Any, Callable[..., Any]]:
    from gan_core.models.dcgan import build_generator
    from gan_core.models.gradients import compiled
    from gan_core.store.loading import load_into

    generator = build_generator(spec)
    load_into(registry, id, None, generator)
    return generator, compiled(lambda z: generator(z, training=False))


def _measured(way: Callable[[], Any], rounds: int) -> dict[str, float]:
    times = []
    for _ in range(rounds + 5):
        start = time.perf_counter()
        way()
        times.append(time.perf_counter() - start)
    p50, p95 = np.percentile(times[5:], [50, 95]) * 1000  # the first five warm up
    return {"p50_ms": round(float(p50), 3), "p95_ms": round(float(p95), 3)}
