"""python -m gan_core results: exports the answers of the Play room, or erases them."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.paths import RESULTS
from gan_core.base.writing import write_atomically
from gan_core.commands.overwriting import add_overwrite
from gan_core.play.results import COLUMNS, VERSION, ResultsFile


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `results export` and `results wipe`."""
    parser = subparsers.add_parser("results", help="export or wipe the answers of the Play room")
    acts = parser.add_subparsers(required=True, metavar="{export,wipe}")
    export = acts.add_parser("export", help="write every answer to a .csv or .json, whole or not at all")
    export.add_argument("--out", type=Path, required=True, help="a .csv or a .json")
    add_overwrite(export, "--out where it exists")
    export.set_defaults(run=_export)
    wipe = acts.add_parser("wipe", help="delete every answer; the app may be running")
    wipe.set_defaults(run=_wipe)
    export.add_argument(
        "--results",
        type=Path,
        nargs="+",
        default=[RESULTS],
        help=f"the file (default: {RESULTS}), or one of each of several servers: their answers together",
    )
    wipe.add_argument("--results", type=Path, default=RESULTS, help="the file (default: %(default)s)")


def _export(args: argparse.Namespace) -> int:
    kind = args.out.suffix.lower()
    if kind not in (".csv", ".json"):
        raise GanError("path_unwritable", path=args.out, reason="its name must end in .csv or .json")
    check_free([args.out], args.overwrite)
    rows = added_up(args.results)
    write_atomically(args.out, (_csv(rows) if kind == ".csv" else _json(rows)).encode())
    print(f"{len(rows)} answers of {len({row['round'] for row in rows})} rounds: {args.out}")
    return 0


def added_up(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The answers of all these files, ordered as those of one; what is in two of them, as after copying, counts once.

    Raises:
        GanError: as `ResultsFile.rows`, of any of them.
    """
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for path in paths:
        file = ResultsFile(path)
        found |= {(row["round"], row["place"]): row for row in file.rows()}
        file.close()
    return sorted(found.values(), key=lambda row: (row["day"], row["round"], row["place"]))


def _wipe(args: argparse.Namespace) -> int:
    file = ResultsFile(args.results)
    count = file.wipe()
    file.close()
    print(f"{count} answers wiped from {args.results}")
    return 0


def _csv(rows: list[dict[str, Any]]) -> str:
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps({"version": VERSION, "answers": rows}, indent=1) + "\n"
