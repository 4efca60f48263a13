"""The house: which room may ask which, how large rooms get, and what the pins agree on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "demo_app.py", *sorted((ROOT / "demo_ui").rglob("*.py")), *sorted((ROOT / "gan_core").rglob("*.py"))]
WITHOUT_TENSORFLOW = [
    f"gan_core.{name}"
    for name in (
        "settings",
        "errors",
        "images",
        "latent",
        "presets",
        "equilibrium",
        "diagnosis",
        "replay",
        "live.stage",
        "training.pacing",
        "training.record",
        "checkpoints",
        "runtime",
        "engines",
        "photos",
        "photo_engine",
        "guard",
    )
]
# From the ground up; a room that is not named may stand on any floor.
FLOORS = (
    ("errors", "settings", "checks", "images", "latent", "presets", "photos", "photo_figures", "hidden_signal"),
    ("models", "losses", "checkpoints"),
    ("engines", "photo_engine", "guard", "runtime", "replay", "training", "live"),
    ("commands", "__main__"),
)


def imports(path: Path) -> set[str]:
    """The modules that a file names in any import, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def in_package(modules: set[str], *packages: str) -> set[str]:
    return {m for m in modules if any(m == p or m.startswith(f"{p}.") for p in packages)}


@pytest.mark.parametrize("path", sorted((ROOT / "gan_core").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_core_knows_nothing_of_the_page(path: Path) -> None:
    assert not in_package(imports(path), "gradio", "demo_ui", "demo_app")


@pytest.mark.parametrize("floor", range(len(FLOORS)))
def test_arrows_point_down(floor: int) -> None:
    """A module asks its own floor or a lower one."""
    above = {f"gan_core.{room}" for rooms in FLOORS[floor + 1 :] for room in rooms}
    for room in FLOORS[floor]:
        place = ROOT / "gan_core" / room
        for path in [place.with_suffix(".py")] if place.with_suffix(".py").exists() else sorted(place.rglob("*.py")):
            assert not in_package(imports(path), *above), path


def test_only_the_page_imports_gradio() -> None:
    asking = {path.relative_to(ROOT).parts[0] for path in SOURCES if in_package(imports(path), "gradio")}
    assert asking == {"demo_ui"}


def modules_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after `statement`."""
    program = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_core_is_imported_without_tensorflow_or_gradio() -> None:
    loaded = modules_after(f"import {', '.join(WITHOUT_TENSORFLOW)}")
    assert not loaded & {"tensorflow", "keras", "torch", "gradio"}


def test_the_page_is_imported_without_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7999")  # so that importing wipes nothing of an app that runs
    loaded = modules_after("import demo_app")
    assert "gradio" in loaded
    assert not loaded & {"tensorflow", "keras", "torch"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= (80 if path.name == "demo_app.py" else 250)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 60, node.name


def test_one_gradio_everywhere() -> None:
    front = re.search(r"^sdk_version: *([\d.]+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    pinned = re.search(r"^gradio==([\d.]+)$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert front and pinned
    assert front[1] == pinned[1] == version("gradio")


def test_requirements_are_exact_and_plain() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [
            line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")
        ]
        assert lines
        for line in lines:
            assert re.fullmatch(r"[\w.\[\]-]+==[\w.+!]+( ; .+)?", line), line
