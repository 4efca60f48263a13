"""python -m gan_core publish: turns a training folder into a checkpoint and a run record that ship."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from gan_core.base.checks import check_count, check_number
from gan_core.base.errors import GanError
from gan_core.base.paths import RUNS
from gan_core.commands.overwriting import add_overwrite
from gan_core.photos.colour import HOTTEST, MOST_GAIN
from gan_core.photos.smoothing import BROADEST

NOISE, MOST_SNAPSHOTS = 30, 1000
OF_KIND = dict.fromkeys(("gain", "temperature", "generator_only"), "pix2pix")
OF_KIND |= dict.fromkeys(("smoothing", "near"), "cyclegan")
RECORDED = ("frames.webp", "training.gif")  # beside run.json


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `publish`."""
    parser = subparsers.add_parser("publish", help="ship what a training folder has reached")
    parser.add_argument("folder", type=Path, help="what `train --out` wrote")
    parser.add_argument("--id", required=True, help="checkpoint id, such as best")
    parser.add_argument("--snapshots", type=int, default=0, help="how many earlier weights to ship, log-spaced")
    parser.add_argument("--weights-only", action="store_true", help="without the run record")
    parser.add_argument("--generator-only", action="store_true", help="of a Pix2Pix: without its discriminator")
    parser.add_argument("--gain", type=float, help="of a Pix2Pix that colours: what its colours are multiplied by")
    add_overwrite(parser, "the checkpoint and the run record that --id names")
    parser.add_argument("--temperature", type=float, help="of likely colours: of their annealed mean")
    smooths = "of a CycleGAN: how broadly a filter smooths before A becomes B, of the long side, such as 0.004"
    parser.add_argument("--smoothing", type=float, help=smooths)
    near = "of a CycleGAN with masks: mean of the mask from which on B is near and painted smaller, such as 0.15"
    parser.add_argument("--near", type=float, help=near)
    parser.set_defaults(run=_publish)


def _publish(args: argparse.Namespace) -> int:
    import json

    from gan_core.base.files import check_free, read_file
    from gan_core.base.writing import make_folder, write_together
    from gan_core.store.checkpoints import Registry, check_id
    from gan_core.store.origin import ORIGIN
    from gan_core.store.replay import LARGEST_JSON
    from gan_core.training.record import RunFolder

    check_id(args.id)  # it becomes the name of two folders
    check_count("--snapshots", args.snapshots, 0, MOST_SNAPSHOTS)
    chosen: dict[str, Any] = {} if args.gain is None else {"gain": check_number("--gain", args.gain, 0.1, MOST_GAIN)}
    if args.temperature is not None:
        chosen["temperature"] = check_number("--temperature", args.temperature, 0.01, HOTTEST)
    if args.smoothing is not None:
        chosen["smoothing"] = {"ab": check_number("--smoothing", args.smoothing, 0.001, BROADEST)}
    if args.near is not None:
        chosen["near"] = {"ba": check_number("--near", args.near, 0.01, 1)}
    record = args.folder / "record"
    if not (record / "run.json").is_file():
        raise GanError("resume_missing", path=args.folder)
    try:
        run = json.loads(read_file(record / "run.json", LARGEST_JSON))
    except ValueError as fault:
        raise GanError("run_cut_off") from fault
    _check_kind(args, run["kind"])
    if args.near is not None and not run["recipe"].get("spec", {}).get("masked", False):
        raise GanError("publish_unmasked", path=args.folder)
    rows, folder, registry = run["snapshots"], RunFolder(args.folder), Registry()
    check_free([registry.root / args.id, *([] if args.weights_only else [RUNS / args.id])], args.overwrite)
    last = rows[-1]
    spec = {
        "kind": run["kind"],
        "recipe": run["recipe"],
        "training": {
            "epochs": last["epoch"],
            "steps": last["step"],
            {"dcgan": "digits"}.get(run["kind"], "photographs"): run["data"]["train"],
            "seed": run["seed"],
            "backend": run["backend"],
            **{fact: run[fact] for fact in ("domains", "pairs", *ORIGIN) if fact in run},
        },
        **chosen,
    }
    networks = folder.networks(last["step"])
    if args.generator_only:
        networks = {name: weights for name, weights in networks.items() if name.startswith("generator")}
    registry.save(args.id, networks, spec, afresh=True)
    for row in _log_spaced(rows, args.snapshots):
        registry.save(args.id, folder.networks(row["step"]), spec, step=row["step"], epoch=row["epoch"])
    if args.weights_only:
        print(f"{args.id}: {last['epoch']} epochs, no run record")
        return 0
    make_folder(RUNS / args.id)
    shown = {path.name: path.read_bytes() for path in sorted(record.iterdir()) if path.name in RECORDED}
    told = {"run.json": (json.dumps({**run, "id": args.id}, indent=1) + "\n").encode()}
    write_together({RUNS / args.id / name: data for name, data in {**shown, **told}.items()})
    print(f"{args.id}: {last['epoch']} epochs, {min(args.snapshots, len(rows))} snapshots")
    return 0


def _check_kind(args: argparse.Namespace, kind: str) -> None:
    """No option is taken in silence that does nothing for this run."""
    for name, of in OF_KIND.items():
        if getattr(args, name) not in (None, False) and kind != of:
            raise GanError("publish_option", option=f"--{name.replace('_', '-')}", of=of, kind=kind, path=args.folder)


def _log_spaced(rows: list[dict], count: int) -> list[dict]:
    """`count` of the rows: the first, the last, and those nearest to log-spaced steps between.

    The first `NOISE` steps show noise only, so one picture of it is enough.
    """
    if not count:
        return []
    import numpy as np

    steps = np.array([row["step"] for row in rows])
    aims = np.geomspace(min(NOISE, steps[-1]), steps[-1], count - 1)
    chosen = {0, *(int(np.abs(np.log(np.maximum(steps, 1)) - np.log(aim)).argmin()) for aim in aims)}
    return [rows[i] for i in sorted(chosen)]
