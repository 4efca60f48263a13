"""What is vendored is what was recorded: whole, licensed, small enough for a plain git host, of the locked version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENDOR = ROOT / "demo_ui" / "page" / "vendor"
RECORD = json.loads((VENDOR / "VENDORED.json").read_text(encoding="utf-8"))


def test_every_file_is_recorded_and_whole() -> None:
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert there == {*RECORD, "VENDORED.json"}
    for name, row in RECORD.items():
        data = (VENDOR / name).read_bytes()
        assert len(data) == row["bytes"] <= 10_000_000, name
        assert hashlib.sha256(data).hexdigest() == row["sha256"], name


def test_every_package_has_its_licence_and_the_locked_version() -> None:
    locked = json.loads((ROOT / "tools" / "vendor" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for package in {row["package"] for row in RECORD.values()}:
        rows = {name: row for name, row in RECORD.items() if row["package"] == package}
        assert any(Path(name).stem.upper() in {"LICENSE", "LICENCE"} for name in rows), package
        assert {row["version"] for row in rows.values()} == {locked[f"node_modules/{package}"]["version"]}
        assert all(row["licence"] for row in rows.values())
