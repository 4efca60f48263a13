"""Saved runs that are nearly genuine: refused in words or shown, whatever was changed; never a fault of ours.

`FUZZ_CASES=50000` hands in more; `python -m tests.fuzz` tells what came of them.
"""

from __future__ import annotations

import os

import pytest

from tests.fuzz import fuzz

CASES = int(os.environ.get("FUZZ_CASES", "2000"))


@pytest.mark.slow
def test_nearly_genuine_runs() -> None:
    found = fuzz(CASES)
    assert found.faults == []
    assert sum(found.codes.values()) == CASES
    assert min(found.codes["accepted"], found.codes["checkpoint_damaged"], found.codes["run_damaged"]) > CASES / 100
    assert found.megabytes < 300
