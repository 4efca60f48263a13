"""Memory that the C library keeps of what was freed: given back to the system, where it is glibc's."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

ARENA_MAX, ARENAS = -8, 2  # glibc's M_ARENA_MAX; else each thread keeps one of its own, and its pieces


def few_arenas() -> None:
    """Let all threads share two arenas. Call it before there are threads."""
    with suppress(AttributeError, OSError):  # another C library, or another system
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def settle() -> None:
    """Leave what is there by now out of garbage collections: among the 700,000 objects of the networks' libraries each
    of the thorough ones would hold up every visitor for 0.4 seconds, once in 20."""
    gc.collect()
    gc.freeze()


def give_back(*, collect: bool = False) -> None:
    """Hand free pages to the system; with `collect`, those of what nobody refers to as well, which takes longer, and
    `settle` once more."""
    if collect:
        gc.unfreeze()
        settle()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
