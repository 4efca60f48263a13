"""Ends from outside, a few of each kind; `make test-faults` does 150 and fills a disk at each write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is a copy of this process"),
]


@pytest.mark.parametrize("name", ["training", "recording", "publishing", "results", "site"])
def test_whatever_moment_ends_it_nothing_half_is_taken_for_whole(name: str, tmp_path: Path) -> None:
    """In a process of its own: this one may have threads, and a copy of it none."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.faults", "--kills", "3", "--only", name]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    assert "killed      3 times" in ended.stdout
