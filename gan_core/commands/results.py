"""python -m gan_core results: exports the answers of the Play room, or erases them."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.paths import RESULTS
from gan_core.base.writing import write_atomically
from gan_core.commands.overwriting import add_overwrite
from gan_core.play.results import COLUMNS, VERSION, ResultsFile, file_of

Rows = list[dict[str, Any]]  # `COLUMNS` of each answer


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `results export` and `results wipe`."""
    parser = subparsers.add_parser("results", help="export or wipe the answers of the Play room")
    acts = parser.add_subparsers(required=True, metavar="{export,wipe}")
    export = acts.add_parser("export", help="write every answer to a file, whole or not at all; the app may be running")
    export.add_argument("--out", type=Path, required=True, help=f"one of {ENDINGS}; the last can be added up elsewhere")
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
    form = FORMS.get(args.out.suffix.lower())
    if form is None:
        raise GanError("path_unwritable", path=args.out, reason=f"its name must end in one of {ENDINGS}")
    check_free([args.out], args.overwrite)
    rows = added_up(args.results)
    write_atomically(args.out, form(rows))
    print(f"{len(rows)} answers of {len({row['round'] for row in rows})} rounds: {args.out}")
    return 0


def added_up(paths: Sequence[Path]) -> Rows:
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


def _csv(rows: Rows) -> bytes:
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode()


def _json(rows: Rows) -> bytes:
    return (json.dumps({"version": VERSION, "answers": rows}, indent=1) + "\n").encode()


FORMS: dict[str, Callable[[Rows], bytes]] = {".csv": _csv, ".json": _json, ".sqlite3": file_of}
ENDINGS = ", ".join(FORMS)
