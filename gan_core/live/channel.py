"""Inter-process messages between the app and its training process: length-prefixed Python objects over two pipes.

Both ends are this program, so pickling is safe here; files that people hand in never come this way.
"""

from __future__ import annotations

import pickle
import struct
import threading
from typing import IO, Any

_LENGTH = struct.Struct(">Q")


class Channel:
    """One end. `send` may be called by any thread, `receive` by one."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self._reader, self._writer, self._lock = reader, writer, threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """Raises OSError when the other end is gone, ValueError when this one is closed."""
        data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        with self._lock:
            self._writer.write(_LENGTH.pack(len(data)) + data)
            self._writer.flush()

    def receive(self) -> dict[str, Any]:
        """The next message, waiting for it; raises EOFError when the other end is gone."""
        (length,) = _LENGTH.unpack(self._whole(_LENGTH.size))
        return pickle.loads(self._whole(length))

    def _whole(self, size: int) -> bytes:
        data = self._reader.read(size)
        if len(data) < size:
            raise EOFError
        return data
