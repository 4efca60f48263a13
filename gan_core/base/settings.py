"""What the operator may choose, from the environment and the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFF = "off"


@dataclass(frozen=True)
class AppSettings:
    """Where the app listens and where its files lie.

    Args:
        host: the address to listen on; 127.0.0.1 lets nobody else in, 0.0.0.0 everybody on the network.
        port: TCP port, 1 to 65535.
        checkpoints: folder of trained networks (`MANIFEST.json` inside).
        assets: folder of shipped data, recorded runs and pictures.
        turn_minutes: how long one visitor may train live before the next one's turn.
        training_memory: megabytes that live training may take.
        results: the file that keeps the answers of the Play room; None keeps none.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    checkpoints: Path = ROOT / "checkpoints"
    assets: Path = ROOT / "assets"
    turn_minutes: float = 10.0
    training_memory: float = 2500.0
    results: Path | None = ROOT / "results" / "play.sqlite3"

    @classmethod
    def from_command_line(cls, argv: Sequence[str], env: Mapping[str, str] = os.environ) -> AppSettings:
        """Settings from `argv` (without the program's name), then `env`, then the defaults.

        Raises:
            SystemExit: after --help (0) or on a value that cannot be used (2).
        """
        return cls(**vars(_parser(env).parse_args(argv)))


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a whole number from 1 to 65535; got {text}")
    return port


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError(f"a number above 0 is needed; got {text}")
    return number


def _results(text: str) -> Path | None:
    return None if text in ("", OFF) else Path(text)


def _parser(env: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="demo_app.py",
        description="GAN Theatre: play with, look inside and train two generative adversarial networks.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    default = AppSettings()
    # Gradio's own names for host and port, so that Hugging Face Spaces and containers need nothing more.
    parser.add_argument(
        "--host", default=env.get("GRADIO_SERVER_NAME", default.host), help="address to listen on (GRADIO_SERVER_NAME)"
    )
    parser.add_argument(
        "--port", type=_port, default=env.get("GRADIO_SERVER_PORT", default.port), help="port (GRADIO_SERVER_PORT)"
    )
    parser.add_argument(
        "--checkpoints",
        type=Path,
        default=env.get("GAN_THEATRE_CHECKPOINTS", default.checkpoints),
        help="folder of trained networks (GAN_THEATRE_CHECKPOINTS)",
    )
    parser.add_argument(
        "--assets",
        type=Path,
        default=env.get("GAN_THEATRE_ASSETS", default.assets),
        help="folder of shipped data (GAN_THEATRE_ASSETS)",
    )
    parser.add_argument(
        "--turn-minutes",
        type=_positive,
        default=env.get("GAN_THEATRE_TURN_MINUTES", default.turn_minutes),
        help="how long one visitor may train live (GAN_THEATRE_TURN_MINUTES)",
    )
    parser.add_argument(
        "--training-memory",
        type=_positive,
        default=env.get("GAN_THEATRE_TRAINING_MEMORY", default.training_memory),
        help="megabytes that live training may take (GAN_THEATRE_TRAINING_MEMORY)",
    )
    # A Space forgets its disk and belongs to strangers: there nothing is kept unless its owner asks for it.
    parser.add_argument(
        "--results",
        type=_results,
        default=env.get("GAN_THEATRE_RESULTS", OFF if env.get("SPACE_ID") else str(default.results)),
        metavar="PATH",
        help=f"file that keeps the answers of the Play room; {OFF!r} keeps none (GAN_THEATRE_RESULTS)",
    )
    return parser
