"""Copies the files of the static edition that the rooms refer to, and rewrites their URLs."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gan_core.base.asides import HOLD, aside_of, drop_leftovers, held
from gan_core.base.errors import GanError
from gan_core.base.paths import CODE, SHIPPED
from gan_core.base.writing import make_folder, readable_errors, write_together

_ADDRESS = re.compile(r"gradio_api/file=([^\s\"'`()\\<>]+)")
NEEDS_HEADERS = ("litert_wasm_threaded_*",)  # of the server's answers, which a plain web server does not give


@contextmanager
def new_folder(out: Path) -> Iterator[SiteFolder]:
    """A folder to be written to, which takes its place when all of it is there; until then, and where that fails,
    `out` is as it was.

    Args:
        out: it must be empty, or not there.

    Raises:
        GanError: 'folder_full', 'path_unwritable', 'disk_full'.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise GanError("folder_full", path=out)
    target = out.resolve()
    aside = aside_of(target)
    make_folder(target.parent)
    drop_leftovers(target)
    make_folder(aside)
    try:
        with readable_errors(out):
            with held(aside / HOLD):
                yield SiteFolder(aside)
            (aside / HOLD).unlink()
            _take_place(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _take_place(folder: Path, target: Path) -> None:
    """Let `folder` be called `target`, which is empty or not there."""
    if target.is_mount():  # it keeps its name: what is in the folder moves, and what others ask for first comes last
        for path in sorted(folder.iterdir(), key=lambda path: path.name == "index.html"):
            shutil.move(path, target / path.name)
        return
    if os.name != "posix" and target.exists():  # nothing takes the place of a folder there
        target.rmdir()
    folder.replace(target)


class SiteFolder:
    """A folder that is written to.

    Args:
        out: it is there.
    """

    def __init__(self, out: Path) -> None:
        self.out = out

    def write(self, name: str, text: str) -> None:
        """A text file of the site; the addresses of the app's files in it become the site's."""
        path = self.out / name
        make_folder(path.parent)
        write_together({path: _ADDRESS.sub(self._named, text).encode()})

    def script(self, values: Any) -> str:
        """JSON that a script may hold."""
        return json.dumps(values, ensure_ascii=False).replace("</", "<\\/")

    def _named(self, match: re.Match[str]) -> str:
        return self.copied(Path(match[1])) + ("/" if match[1].endswith("/") else "")

    def copied(self, source: Path) -> str:
        """Copy a file or a folder of ours into the site, once; returns its address there."""
        name = self._name(source)
        target = self.out / name
        if not target.exists():
            make_folder(target.parent)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copyfile(source, target)
        return name

    def _name(self, source: Path) -> str:
        """assets/... as it is, demo_ui/... without that; everything else (another assets folder) by its last names."""
        resolved = source.resolve()
        if resolved.is_relative_to(CODE / "demo_ui"):
            return resolved.relative_to(CODE / "demo_ui").as_posix()
        if resolved.is_relative_to(SHIPPED):
            return resolved.relative_to(SHIPPED).as_posix()
        return Path("assets", *resolved.parts[-3:]).as_posix()

    def size(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for path in self.out.rglob("*") if path.is_file())
