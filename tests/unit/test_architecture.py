"""The house: which room may ask which, how large rooms get, and what the pins agree on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "demo_app.py", *sorted((ROOT / "demo_ui").rglob("*.py")), *sorted((ROOT / "gan_core").rglob("*.py"))]
WITHOUT_TENSORFLOW = [
    "gan_core.base.runtime",
    "gan_core.base.settings",
    "gan_core.digits.engine",
    "gan_core.digits.latent",
    "gan_core.live.service",
    "gan_core.measures.diagnosis",
    "gan_core.measures.equilibrium",
    "gan_core.photos.colour",
    "gan_core.photos.engine",
    "gan_core.photos.files",
    "gan_core.photos.guard",
    "gan_core.pictures.reading",
    "gan_core.play.dealing",
    "gan_core.play.keeping",
    "gan_core.recipes.cyclegan",
    "gan_core.recipes.dcgan",
    "gan_core.recipes.pix2pix",
    "gan_core.store.checkpoints",
    "gan_core.store.replay",
    "gan_core.training.pacing",
    "gan_core.training.record",
]
# From the ground up: a room asks its own floor's other rooms or a lower floor, and no two rooms ask each other.
FLOORS = (
    ("base",),
    ("pictures", "store", "recipes", "measures"),
    ("models",),
    ("photos", "digits", "data"),
    ("training",),
    ("live", "play"),
    ("commands",),
)
ROOMS = [room for floor in FLOORS for room in floor]


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


def rooms_asked(folder: Path, package: str) -> set[str]:
    """The rooms of `package` that the files below `folder` import from, without its own."""
    asked = {module for path in folder.rglob("*.py") for module in in_package(imports(path), package)}
    return {module.split(".")[1] for module in asked if "." in module} - {folder.name}


def test_every_room_has_its_floor() -> None:
    assert sorted(ROOMS) == sorted(path.parent.name for path in (ROOT / "gan_core").glob("*/__init__.py"))
    assert {path.name for path in (ROOT / "gan_core").glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_point_down(room: str) -> None:
    """A room asks rooms of its own floor or of a lower one, and none that asks it."""
    floor = next(i for i, rooms in enumerate(FLOORS) if room in rooms)
    allowed = {name for rooms in FLOORS[: floor + 1] for name in rooms} | {"__version__"}
    asked = rooms_asked(ROOT / "gan_core" / room, "gan_core")
    assert asked <= allowed
    assert not [other for other in asked & {*ROOMS} if room in rooms_asked(ROOT / "gan_core" / other, "gan_core")]


@pytest.mark.parametrize("tab", sorted((ROOT / "demo_ui").glob("*/tab.py")), ids=lambda p: p.parent.name)
def test_no_room_of_the_page_asks_another(tab: Path) -> None:
    assert rooms_asked(tab.parent, "demo_ui") <= {"page", "services"}


def test_what_rooms_share_asks_no_room() -> None:
    assert not rooms_asked(ROOT / "demo_ui" / "page", "demo_ui") & {
        path.parent.name for path in (ROOT / "demo_ui").glob("*/tab.py")
    }


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


def test_pillow_goes_over_a_cap_that_is_there() -> None:
    """Once this fails, Gradio takes the newer Pillow: pin it in pyproject.toml, delete requirements-pillow.txt and what
    Makefile, deploy/Dockerfile and README.md say of it."""
    over = re.search(r"^pillow==([\d.]+)$", (ROOT / "requirements-pillow.txt").read_text(encoding="utf-8"), re.M)
    caps = [Requirement(line) for line in requires("gradio") or [] if re.match("pillow\\b", line, re.I)]
    assert over and len(caps) == 1
    assert over[1] not in caps[0].specifier


def test_requirements_are_exact_and_plain() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-pillow.txt"):
        lines = [
            line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")
        ]
        assert lines
        for line in lines:
            assert re.fullmatch(r"[\w.\[\]-]+==[\w.+!]+( ; .+)?", line), line


# What reads a format, and the modules that may call it: there, formats, names and sizes are checked first.
READERS = {
    "Image.open": ("gan_core/base/images.py", "gan_core/pictures/decoding.py"),
    "zipfile.ZipFile": ("gan_core/base/archives.py",),
    "np.load": (),
    "numpy.load": (),
    "np.fromfile": (),
    "np.memmap": (),
    "imageio.imread": (),
    "imageio.imopen": (),
    "imageio.mimread": (),
    "plt.imread": (),
    "ImageFile.Parser": (),
    "shutil.unpack_archive": (),
    "ops.load": (),
    "models.load_model": (),
    "saving.load_model": (),
}
HIDING = {"PIL.Image": "open", "numpy": "load", "zipfile": "ZipFile"}  # by these imports a call could go unseen
OPENING = [*SOURCES, *sorted((ROOT / "tools").glob("*.py"))]


def readers(path: Path) -> set[str]:
    """The readers of `READERS` that a file calls or imports under a name of its own; a zip may be written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and HIDING.get(node.module or "") in {a.name for a in node.names}:
            found.add(f"from {node.module}")
        if isinstance(node, ast.Attribute):
            name = ".".join(ast.unparse(node).split(".")[-2:])
            found |= {name} & READERS.keys()
    return found


def writes_only(path: Path) -> bool:
    """Is every ZipFile of a file opened to be written?"""
    calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    zips = [call for call in calls if ast.unparse(call.func) == "zipfile.ZipFile"]
    return all(len(call.args) > 1 and ast.unparse(call.args[1]) == "'w'" for call in zips)


@pytest.mark.parametrize("path", OPENING, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_decoded_but_by_those_who_check_it_first(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    strange = {name for name in readers(path) if here not in READERS.get(name, ())}
    if writes_only(path):
        strange -= {"zipfile.ZipFile"}
    assert not strange


def test_every_picture_is_opened_with_its_formats_named() -> None:
    for name in READERS["Image.open"]:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Image.open"]
        assert calls and all("formats" in {keyword.arg for keyword in call.keywords} for call in calls)


@pytest.mark.parametrize(
    "text",
    ["import PIL.Image\nPIL.Image.open(x)", "from PIL.Image import open as o", "f = np.load", "zipfile.ZipFile(x)"],
)
def test_a_reader_is_found_however_it_is_called(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(text)
    assert readers(tmp_path / "a.py")
