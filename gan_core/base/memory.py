"""Memory that the C library keeps of what was freed: given back to the system, where it is glibc's."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

# What glibc's mallopt is told, by its codes in malloc.h.
#
# Left alone, it moves the size from which a piece gets pages of its own up to 32 MB. Large arrays then lie between
# small pieces, and NumPy asks the system for huge pages, of 2 MB, for all from 4 MB on. That wish stays with the place
# when the array has gone: whatever is put there next fills 2 MB again, however much of it was given back.
HEAP = {
    -8: 1,  # M_ARENA_MAX: else threads keep arenas of their own, and their pieces; a second one grew, the first did not
    -3: 4 << 20,  # M_MMAP_THRESHOLD: where NumPy's wish begins
    -1: 64 << 20,  # M_TRIM_THRESHOLD: what may lie free at the end; else it is 128 kB once the one above is fixed
}
# Linux' prctl: no huge pages for this process and its children. Of one that is partly in use nothing is given back.
PR_SET_THP_DISABLE = 41
EVERY = 10.0  # seconds between two calls of `give_back`: it takes up to 7 ms, and 40 to 90 MB come free in a minute


def keep_apart() -> None:
    """Let all threads share one arena, large pieces have their own pages, and no page be a huge one. Call it before
    there are threads."""
    for what, value in HEAP.items():
        _ask("mallopt", what, value)
    _ask("prctl", PR_SET_THP_DISABLE, 1, 0, 0, 0)


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
    _ask("malloc_trim", 0)


def _ask(function: str, *arguments: int) -> None:
    """Call a function of the C library, if this one has it; Windows does not even name its own (TypeError)."""
    with suppress(AttributeError, OSError, TypeError):
        getattr(ctypes.CDLL(None), function)(*arguments)
