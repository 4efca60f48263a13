"""Logging: the console shows our own lines only; what a network library prints goes to a log file."""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import TextIO

LOG = "GAN_THEATRE_LOG"  # the environment's variable by which a process that we start finds the same file
NOISY = ("tensorflow", "absl", "keras", "jax", "h5py")  # loggers that speak of their own affairs


def quiet(log: Path) -> None:
    """From now on `log` gets what native code writes to file descriptor 2 and what the libraries log.

    TensorFlow's C++ half writes to the descriptor itself, also before its log levels are read, so that no setting
    stops it. `sys.stderr` keeps the console: tracebacks and our own words are still seen there.

    Raises:
        OSError: if the file cannot be written.
    """
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    console = os.dup(2)
    os.dup2(file, 2)
    os.close(file)
    sys.stderr = io.TextIOWrapper(os.fdopen(console, "wb", 0), "utf-8", "backslashreplace", write_through=True)
    os.environ[LOG] = str(log)
    handler = logging.StreamHandler(Path(log).open("a", encoding="utf-8"))  # noqa: SIM115  (open as long as the process)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))

    def kept_apart(record: logging.LogRecord) -> bool:
        """To the log alone: a library adds a handler of its own, to the console, when it is imported."""
        handler.handle(record)
        return False

    for name in NOISY:
        logger = logging.getLogger(name)
        logger.addFilter(kept_apart)
        logger.handlers, logger.propagate = [handler], False  # those of the loggers below it


def faults_only() -> None:
    """From now on absl, which TensorFlow's Python half logs by, says nothing below an error."""
    logging.getLogger("absl").addFilter(lambda record: record.levelno >= logging.ERROR)


def quiet_as_parent() -> None:
    """In a process that a quiet one started: quiet into the same file."""
    if path := os.environ.get(LOG):
        quiet(Path(path))


def console() -> TextIO | None:
    """What to pass to `subprocess` as a child's stderr: the console, or None if it is not a file."""
    try:
        sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        return None
    return sys.stderr
