"""Whose words reach the console of a stand, and whose go to the log file."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from gan_core.base import console

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = '''
import logging, os, subprocess, sys
from pathlib import Path
from gan_core.base import console
console.quiet(Path(sys.argv[1]))
os.write(2, b"native noise\\n")
logging.getLogger("tensorflow").addHandler(logging.StreamHandler())  # as it does itself
logging.getLogger("tensorflow").warning("a library's noise")
logging.getLogger("gan_core.anything").warning("our warning")
child = """from gan_core.base import console
console.quiet_as_parent()
import os, sys
os.write(2, b"child noise")
sys.exit("our child")"""
subprocess.run([sys.executable, "-c", child], stderr=console.console())
raise RuntimeError("our fault")
'''


def test_only_our_own_words_reach_the_console(tmp_path: Path) -> None:
    log = tmp_path / "theatre.log"
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(log)], cwd=ROOT, capture_output=True, text=True)
    written = log.read_text(encoding="utf-8")
    for noise in ("native noise", "a library's noise", "child noise"):
        assert noise not in done.stderr and written.count(noise) == 1
    for ours in ("our warning", "our child", "RuntimeError: our fault"):
        assert ours in done.stderr and ours not in written
    assert log.stat().st_mode & 0o077 == 0


def test_a_command_is_told_of_absls_errors_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("absl")
    monkeypatch.setattr(logger, "filters", [])
    console.faults_only()
    kept = [level for level in (logging.INFO, logging.WARNING, logging.ERROR) if logger.filter(record(level))]
    assert kept == [logging.ERROR]


def record(level: int) -> logging.LogRecord:
    return logging.LogRecord("absl", level, __file__, 1, "said", None, None)
