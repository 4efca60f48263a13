import gc
import os
import platform
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from gan_core.base import memory

ROOT = Path(__file__).resolve().parents[3]


class Networks:
    """They refer to themselves, as Keras models do: only a garbage collection lets go of them."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_collections_pass_by_what_has_settled_and_still_give_back_what_was_let_go() -> None:
    networks = Networks()
    seen = weakref.ref(networks)
    memory.settle()
    del networks
    gc.collect()
    assert seen() is not None  # passed by: that is what makes collections quick
    memory.give_back(collect=True)
    assert seen() is None and gc.get_freeze_count() > 0


def test_what_comes_and_goes_after_that_is_collected_as_ever() -> None:
    memory.settle()
    visitor = Networks()
    seen = weakref.ref(visitor)
    del visitor
    gc.collect()
    assert seen() is None


# What would tell the C library otherwise.
PLAIN = {k: v for k, v in os.environ.items() if not k.startswith(("MALLOC_", "GLIBC_TUNABLES", "LD_PRELOAD"))}
LARGE_AND_SMALL = """
import sys
from pathlib import Path
from gan_core.base import memory
if sys.argv[1] == "apart":
    memory.keep_apart()
import numpy as np
large = np.ones(30 << 20, np.uint8)  # glibc takes its size, once it is freed, for that of pieces of the heap
del large
another = np.ones(8 << 20, np.uint8)
place = another.ctypes.data
for line in Path("/proc/self/maps").read_text().splitlines():
    begin, _, end = line.partition(" ")[0].partition("-")
    if line.endswith("[heap]") and int(begin, 16) <= place < int(end, 16):
        print("among the small pieces")
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
@pytest.mark.parametrize(("how", "said"), [("apart", ""), ("as it is", "among the small pieces\n")])
def test_large_arrays_have_their_own_pages(how: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LARGE_AND_SMALL, how], cwd=ROOT, env=PLAIN, capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == (said, 0), done.stderr


def test_no_page_is_a_huge_one() -> None:
    def told(first: str) -> str:
        code = f"{first}; print(open('/proc/self/status').read())"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=PLAIN, capture_output=True, text=True)
        return next((line for line in done.stdout.splitlines() if line.startswith("THP_enabled:")), "")

    if told("pass") != "THP_enabled:\t1":
        pytest.skip("a system without huge pages, or one that does not tell of them")
    assert told("from gan_core.base import memory; memory.keep_apart()") == "THP_enabled:\t0"


def test_a_system_whose_c_library_is_another_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def windows(name: None) -> None:
        raise TypeError("argument of type 'NoneType' is not iterable")

    for library in (windows, lambda name: object()):
        monkeypatch.setattr(memory.ctypes, "CDLL", library)
        memory.keep_apart()
        memory.give_back()
