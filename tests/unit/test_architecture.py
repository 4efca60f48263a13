"""The house: which room may ask which, how large rooms get, and what the pins agree on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "demo_app.py", *sorted((ROOT / "demo_ui").rglob("*.py")), *sorted((ROOT / "gan_core").rglob("*.py"))]
WITHOUT_TENSORFLOW = [
    "demo_ui.settings",
    "gan_core.base.runtime",
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


IMPORTS = {path: imports(path) for path in SOURCES}


def in_package(modules: set[str], *packages: str) -> set[str]:
    return {m for m in modules if any(m == p or m.startswith(f"{p}.") for p in packages)}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


# Who asks whom, over the whole tree: at the top of a file, inside a function, or for its types alone.
FILES = {module_of(path): path for path in SOURCES}
GRAPH = {
    name: {found for found in IMPORTS[path] if found in FILES and found != name} - {"gan_core", "demo_ui"}
    for name, path in FILES.items()
}


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """The nodes of some circle, in the order in which they ask each other; none: []."""
    done: set[str] = set()

    def walk(way: list[str]) -> list[str]:
        for asked in sorted(graph[way[-1]] - done):
            if asked in way:
                return way[way.index(asked) :]
            if found := walk([*way, asked]):
                return found
        done.add(way[-1])
        return []

    return next((found for node in sorted(graph) if (found := walk([node]))), [])


def folder_of(module: str) -> str:
    """Its room, such as "gan_core.base"; a module that lies beside the rooms stands for itself."""
    first, *rest = module.split(".")
    return f"{first}.{rest[0]}" if rest else first


def folders() -> dict[str, set[str]]:
    """The same graph between rooms."""
    found: dict[str, set[str]] = {}
    for module, asked in GRAPH.items():
        found.setdefault(folder_of(module), set()).update({folder_of(name) for name in asked} - {folder_of(module)})
    return found


def test_a_circle_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c", "d"}, "c": set(), "d": {"e"}, "e": {"b"}}
    assert circle(graph) == ["b", "d", "e"]
    assert circle({**graph, "e": {"c"}}) == []


def test_no_module_and_no_room_asks_in_a_circle() -> None:
    assert circle(GRAPH) == []
    assert circle(folders()) == []


def test_every_room_has_its_floor() -> None:
    assert sorted(ROOMS) == sorted(path.parent.name for path in (ROOT / "gan_core").glob("*/__init__.py"))
    assert {path.name for path in (ROOT / "gan_core").glob("*.py")} == {"__init__.py", "__main__.py"}


def test_arrows_point_down() -> None:
    """A room of the core asks rooms of its own floor or of a lower one; the page asks the core, and never the other
    way; a room of the page asks what all of them share."""
    asked = folders()
    upward = {
        (room, other)
        for i, floor in enumerate(FLOORS)
        for room in floor
        for other in asked[f"gan_core.{room}"]
        if other not in {f"gan_core.{name}" for names in FLOORS[: i + 1] for name in names}
    }
    core = {name: asked for name, asked in GRAPH.items() if name.startswith("gan_core.")}
    upward |= {(name, other) for name, asked in core.items() for other in asked if other.startswith("demo_")}
    tabs = {module_of(path).removesuffix(".tab") for path in (ROOT / "demo_ui").glob("*/tab.py")}
    shared = {"demo_ui.page", "demo_ui.settings", "demo_ui.services", "demo_ui.stand"}
    for room in (*tabs, *shared - {"demo_ui.services"}):
        below = shared if room in tabs else shared - {"demo_ui.services"}
        upward |= {(room, other) for other in asked[room] if other.startswith("demo_") and other not in below}
    assert upward == set()


def test_only_the_page_imports_gradio() -> None:
    asking = {path.relative_to(ROOT).parts[0] for path in SOURCES if in_package(IMPORTS[path], "gradio")}
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


def test_functions_stay_small() -> None:
    assert len((ROOT / "demo_app.py").read_text(encoding="utf-8").splitlines()) <= 80
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []


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


def test_nothing_is_decoded_but_by_those_who_check_it_first() -> None:
    strange = set()
    for path in OPENING:
        here = path.relative_to(ROOT).as_posix()
        found = {name for name in readers(path) if here not in READERS.get(name, ())}
        strange |= {(here, name) for name in found - ({"zipfile.ZipFile"} if writes_only(path) else set())}
    assert strange == set()


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
