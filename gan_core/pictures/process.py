"""The sandbox process in which untrusted images are decoded: `python -I process.py ROOT`, over stdin and stdout.

It holds Pillow and nothing of ours worth stealing. Once it is up it can open no file and no connection, write to none,
and use limited memory; CPU time is limited by the size of a picture. The worst that a broken or malicious file can do
is to end this process or make it give a wrong answer.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

HEAD = struct.Struct(">II")  # of a message: bytes of JSON, and of what follows it
UP = HEAD.pack(0, 0)  # the first message
MEMORY = 1536 << 20  # bytes of addresses: a WebP of 64 million pixels takes 1,030 MB
FIRST, PER_SECOND = 3, 5_000_000  # seconds of the processor for any picture; pixels that each further one is for
DEADLINE = 30  # seconds, by the clock
NOBODY = 65534


def main() -> None:
    """Answer until the other end is gone."""
    source, sink = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    from gan_core.pictures.decoding import calm  # and all that decoding takes: later nothing can be imported

    calm()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # whoever else reads or writes finds nothing there, and is not heard
        os.dup2(nothing, number)
    os.close(nothing)
    confine()
    sink.write(UP)
    with contextlib.suppress(BrokenPipeError):
        for asked, data in questions(source):
            answer(sink, asked, data)
            if os.name == "posix":
                signal.alarm(0)


def questions(source: BinaryIO) -> Iterator[tuple[dict[str, Any], bytes]]:
    """What is asked, and the picture; until there is no more."""
    while len(head := whole(source, HEAD.size)) == HEAD.size:
        words, size = HEAD.unpack(head)
        asked = json.loads(whole(source, words))
        data = whole(source, size)
        if len(data) == size:
            yield asked, data


def answer(sink: BinaryIO, asked: dict[str, Any], data: bytes) -> None:
    """The pixels, or why there are none."""
    from gan_core.base.errors import GanError
    from gan_core.pictures.decoding import Wanted, decode

    grant(FIRST)
    try:
        wanted = Wanted(**{**asked, "exact": asked["exact"] and tuple(asked["exact"])})
        found = decode(data, wanted, lambda size: grant(FIRST + size[0] * size[1] / PER_SECOND))
        pixels = found.image.tobytes()
        told = {"shape": [found.image.height, found.image.width], "size": found.size, "moves": found.moves}
    except GanError as fault:
        pixels, told = b"", {"code": fault.code, "details": fault.details}
    except MemoryError:
        pixels, told = b"", {"code": "photo_harmful", "details": {}}
    words = json.dumps(told).encode()
    write(sink, HEAD.pack(len(words), len(pixels)) + words)
    write(sink, pixels)


def whole(source: BinaryIO, size: int) -> bytes:
    """So many bytes; fewer if they end before."""
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size and (count := source.readinto(view[at:])):  # type: ignore[attr-defined]
        at += count
    return bytes(view[:at])


def write(sink: BinaryIO, data: bytes) -> None:
    """All of it."""
    view = memoryview(data)
    while view:
        view = view[sink.write(view) :]


def confine() -> None:
    """Give up what decoding does not need, as far as the system knows how."""
    if os.name != "posix":
        return
    import resource

    if os.geteuid() == 0:  # whose limits would be none
        with contextlib.suppress(OSError):  # some containers have no other user
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
    for name, most in (("NOFILE", 0), ("FSIZE", 0), ("CORE", 0), ("AS", MEMORY)):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # not every system has every limit
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def grant(seconds: float) -> None:
    """So much of the processor from now on, and never more than `DEADLINE` seconds; then the system ends it."""
    if os.name != "posix":
        return
    import resource

    signal.alarm(DEADLINE)
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main()
