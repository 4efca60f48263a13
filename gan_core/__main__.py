"""The command line: python -m gan_core {train, evaluate, generate, ...}."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from gan_core.base import console
from gan_core.base.errors import GanError
from gan_core.base.ranks import launched

COMMANDS = (
    "train",
    "evaluate",
    "generate",
    "project",
    "translate",
    "colourise",
    "paint",
    "directions",
    "publish",
    "record",
    "record_pairing",
    "animate",
    "card",
    "export",
    "results",
    "bench",
)
ABOUT = """Train, measure and use the networks: a DCGAN that draws digits, CycleGANs that translate photographs, and
Pix2Pix networks that colour photographs and paint after drawings. What exists is replaced only with --overwrite;
card, directions and export bring up to date what belongs to a checkpoint."""
INTERRUPTED = 130  # as shells tell it: 128 and the number of SIGINT
OF_THE_PAGE = {"site": "demo_ui.site.command"}  # not ours, but asked for here; the page knows us, we do not know it


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 2 a fault that was explained, 130 interrupted."""
    try:
        return _run(arguments)
    except GanError as fault:
        if _told_here(fault):
            print(f"error: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while it prepares; a training that has begun saves first
        print("\ninterrupted", file=sys.stderr)
        return INTERRUPTED


def _run(arguments: list[str] | None) -> int:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    console.faults_only()
    parser = argparse.ArgumentParser(prog="python -m gan_core", description=ABOUT)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in [*(f"gan_core.commands.{name}" for name in COMMANDS), *OF_THE_PAGE.values()]:
        importlib.import_module(module).add_parser(subparsers)
    with _as_rank():
        args = parser.parse_args(arguments)
        return args.run(args)


@contextmanager
def _as_rank() -> Iterator[None]:
    """Under torchrun: Keras computes on PyTorch, and only the first rank prints."""
    found = launched()
    with ExitStack() as silence:
        if found and found.size > 1:
            if importlib.util.find_spec("torch") is None:
                raise GanError("ranks_torch")
            os.environ.setdefault("KERAS_BACKEND", "torch")
            if not found.first:
                nowhere = silence.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
                silence.enter_context(redirect_stdout(nowhere))
                silence.enter_context(redirect_stderr(nowhere))
        yield


def _told_here(fault: GanError) -> bool:
    """All ranks meet the same fault, and the first one tells it; where that one has gone, the second does. A photograph
    is read by one of them alone."""
    found = launched()
    own = fault.code == "photograph_changed"
    return found is None or found.first or own or (fault.code == "rank_lost" and found.rank == 1)


if __name__ == "__main__":
    sys.exit(main())
