"""The app's side of the sandbox that decodes untrusted images: starts it, asks it, restarts it.

One at a time, so that memory is bounded however many visitors there are. Only plain figures and pixels are taken from
it, each checked: it may be in a stranger's hands.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.console import console
from gan_core.base.errors import GanError
from gan_core.base.paths import CODE
from gan_core.pictures import process
from gan_core.pictures.decoding import Wanted
from gan_core.pictures.limits import MOST_PIXELS

COMMAND = (sys.executable, "-I", process.__file__, str(CODE))
LONGEST_WORDS = 4096  # bytes of what it says besides pixels
PIPE = 1 << 20  # bytes that a pipe holds where the system lets us say so: fewer turns between two processes
CODES = {
    *("photo_empty", "photo_unreadable", "photo_format", "photo_heic", "photo_cut_off", "photo_too_large"),
    *("photo_too_small", "photo_harmful"),
}


class Picture(NamedTuple):
    """uint8 (h, w, 3), upright, in sRGB; `size` is the file's (width, height), upright, before it was brought down;
    `moves`: it is the first of several pictures."""

    image: np.ndarray
    size: tuple[int, int]
    moves: bool


class Cell:
    """A process that decodes pictures, started when first needed, or before by `start`.

    Args:
        command: what is run; it speaks as gan_core.pictures.process does.
        deadline: seconds that one picture may take, by the clock.
    """

    def __init__(self, command: Sequence[str] = COMMAND, deadline: float = process.DEADLINE) -> None:
        self._command, self._deadline = list(command), deadline
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._up = False

    def start(self) -> None:
        """Start it, unless it is on; returns at once."""
        if self._lock.acquire(blocking=False):  # else somebody is asking it
            try:
                self._running()
            finally:
                self._lock.release()

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._end()

    def read(self, data: bytes, wanted: Wanted) -> Picture:
        """What the file holds.

        Raises:
            GanError: as `decode`; 'photo_harmful' where the process crashed over it, took too long or too much
                memory; 'reader_failed' where it cannot be started.
        """
        with self._lock:
            running = self._running()
            watch = threading.Timer(self._deadline, running.kill)
            watch.daemon = True
            watch.start()
            try:
                self._wait_for(running)
                return _asked(running, data, wanted)
            except (OSError, EOFError, ValueError, KeyError, TypeError) as fault:
                self._end()
                self._running()  # for the next one, while this one is told
                raise GanError("photo_harmful") from fault
            finally:
                watch.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, a new one if it is gone; it may still be on its way."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                self._command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=console(),
                start_new_session=os.name == "posix",  # Ctrl-C ends the app, and the end of the app ends this
            )
            for pipe in (self._process.stdin, self._process.stdout):
                _widen(pipe)
        return self._process

    def _wait_for(self, running: subprocess.Popen[bytes]) -> None:
        """Until it is up; raises GanError('reader_failed') where it does not come up."""
        if self._up:
            return
        try:
            self._up = _whole(running.stdout, process.HEAD.size) == process.UP
        except (OSError, EOFError):
            self._up = False
        if not self._up:
            self._end()
            raise GanError("reader_failed")

    def _end(self) -> None:
        running, self._process, self._up = self._process, None, False
        if running is None:
            return
        for pipe in (running.stdin, running.stdout):
            with suppress(OSError):
                assert pipe
                pipe.close()
        running.kill()
        running.wait()


def _asked(running: subprocess.Popen[bytes], data: bytes, wanted: Wanted) -> Picture:
    """Raises OSError, EOFError, ValueError, KeyError or TypeError where the process ends or talks nonsense."""
    assert running.stdin and running.stdout
    words = json.dumps(wanted._asdict()).encode()
    process.write(running.stdin, process.HEAD.pack(len(words), len(data)) + words)  # type: ignore[arg-type]
    process.write(running.stdin, data)  # type: ignore[arg-type]
    length, size = process.HEAD.unpack(_whole(running.stdout, process.HEAD.size))
    if not 0 < length <= LONGEST_WORDS or size > 3 * MOST_PIXELS:
        raise ValueError("nobody says so much")
    told = json.loads(_whole(running.stdout, length))
    if "code" in told:
        raise _told(told["code"], told["details"])
    height, width = map(int, told["shape"])
    if min(height, width) < 1 or 3 * height * width != size:
        raise ValueError("these are not the pixels")
    image = np.frombuffer(_whole(running.stdout, size), np.uint8).reshape(height, width, 3)
    first, second = map(int, told["size"])
    return Picture(image, (first, second), bool(told["moves"]))


def _told(code: Any, details: Any) -> GanError:
    if code not in CODES or not isinstance(details, dict):
        raise ValueError("no such fault")
    return GanError(code, **{str(name): str(value)[:40] for name, value in details.items()})


def _whole(pipe: Any, size: int) -> bytearray:
    """So many bytes; raises EOFError if they end before."""
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size:
        count = pipe.readinto(view[at:])
        if not count:
            raise EOFError
        at += count
    return data


def _widen(pipe: Any) -> None:
    with suppress(ImportError, OSError, AttributeError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
