"""What the games are dealt from, for the rooms that open them (demo_ui/web/games)."""

from __future__ import annotations

from pathlib import Path

from demo_ui.page.addresses import address

FOLDER, CASES, FAKES = "puzzle", "cases.json", "fakes.webp"


def puzzle(assets: Path) -> dict[str, str] | None:
    """The addresses of the cases of "Why 0.5 lies" and of their pictures; None where `assets` has none."""
    files = {"cases": assets / FOLDER / CASES, "fakes": assets / FOLDER / FAKES}
    there = all(path.is_file() for path in files.values())
    return {name: address(path) for name, path in files.items()} if there else None
