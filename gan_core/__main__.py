"""The command line: python -m gan_core {train, evaluate, generate, ...}."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from gan_core.base.errors import GanError

COMMANDS = (
    "train",
    "evaluate",
    "generate",
    "translate",
    "colourise",
    "paint",
    "directions",
    "publish",
    "record",
    "record_partner",
    "animate",
    "card",
    "export",
    "results",
    "bench",
)
ABOUT = """Train, measure and use the networks: a DCGAN that draws digits, CycleGANs that translate photographs, and
Pix2Pix networks that colour photographs and paint after drawings. What exists is replaced only with --overwrite."""
INTERRUPTED = 130  # as shells tell it: 128 and the number of SIGINT
OF_THE_PAGE = {"site": "demo_ui.site.command"}  # not ours, but asked for here; the page knows us, we do not know it


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 2 a fault that was explained, 130 interrupted."""
    try:
        return _run(arguments)
    except GanError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while it prepares; a training that has begun saves first
        print("\ninterrupted", file=sys.stderr)
        return INTERRUPTED


def _run(arguments: list[str] | None) -> int:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    parser = argparse.ArgumentParser(prog="python -m gan_core", description=ABOUT)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in [*(f"gan_core.commands.{name}" for name in COMMANDS), *OF_THE_PAGE.values()]:
        importlib.import_module(module).add_parser(subparsers)
    args = parser.parse_args(arguments)
    return args.run(args)


if __name__ == "__main__":
    sys.exit(main())
