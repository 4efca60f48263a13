"""Where files lie: in a source tree, and installed."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from gan_core import __version__
from gan_core.base import paths


def test_in_a_source_tree_everything_lies_in_it():
    assert not paths.INSTALLED and paths.OWN == paths.SHIPPED == paths.CODE
    for place in (paths.ASSETS, paths.CHECKPOINTS, paths.RUNS, paths.EXAMPLES):
        assert place.is_dir()


@pytest.fixture
def installed(tmp_path, monkeypatch) -> ModuleType:
    """The module as it is in a folder of packages."""
    place = tmp_path / "site-packages" / "gan_core" / "base" / "paths.py"
    place.parent.mkdir(parents=True)
    shutil.copy(paths.__file__, place)
    (tmp_path / "site-packages" / "gan_theatre_data").mkdir()
    (tmp_path / "site-packages" / "assets").mkdir()  # another package's
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.platform", "linux")
    spec = importlib.util.spec_from_file_location("installed_paths", place)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_installed_what_ships_is_a_package_and_what_is_written_goes_to_the_user(installed, tmp_path):
    assert tmp_path / "site-packages" / "gan_theatre_data" / "assets" == installed.ASSETS
    for place in (installed.BUILD, installed.RESULTS):
        assert place.is_relative_to(tmp_path / "home" / "gan-theatre")


def test_no_other_module_looks_for_the_tree():
    """Counting folders upwards is right in one place only."""
    for package in ("gan_core", "demo_ui"):
        for path in (paths.CODE / package).rglob("*.py"):
            if path != Path(paths.__file__):
                assert not re.search(r"__file__\).*parents\[2\]", path.read_text(encoding="utf-8")), path


def test_the_version_stands_in_one_place_and_the_wheel_takes_what_ships():
    project = tomllib.loads((paths.CODE / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "gan_core/__init__.py"
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {"demo_app.py", "assets", "checkpoints", "LICENSE"} == set(taken)
    for name in ("CHANGELOG.md", "CITATION.cff"):
        assert __version__ in (paths.CODE / name).read_text(encoding="utf-8")
