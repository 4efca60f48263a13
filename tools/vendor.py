"""Copies the browser libraries that the page uses out of their npm packages, with licence and digest.

    python tools/vendor.py            # needs npm; the versions are those of tools/vendor/package-lock.json

To add one, in tools/vendor: `npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
--save-exact NAME@VERSION`, then name its files in `FILES`. demo_ui/page/vendor/VENDORED.json records for each file its
package, version, licence, SHA-256 and size; a test holds the folder to it. A package that brings no licence file gets
the text of the licence it names from tools/vendor/licences. Where one of them imports another by its bare name, which
a browser cannot resolve, the name becomes a path.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent / "vendor"
OUT = HERE.parents[1] / "demo_ui" / "page" / "vendor"
LARGEST = 10_000_000  # bytes that a plain git host takes

# By package: the files that are served, as they lie in the package; its licence comes along.
FILES: dict[str, tuple[str, ...]] = {
    "@litertjs/core": (
        "dist/index.js",
        "wasm/litert_wasm_compat_internal.js",
        "wasm/litert_wasm_compat_internal.wasm",
        "wasm/litert_wasm_threaded_internal.js",
        "wasm/litert_wasm_threaded_internal.wasm",
    ),
    "@litertjs/wasm-utils": ("dist/index.js",),
    "lean-qr": ("index.mjs",),
}


def main() -> int:
    """Build the folder anew; returns the exit code."""
    with TemporaryDirectory(prefix="vendor-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir(parents=True)
        record = {}
        for package, names in sorted(FILES.items()):
            record.update(_taken(Path(folder) / "node_modules" / package, package, names))
    (OUT / "VENDORED.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


def _taken(source: Path, package: str, names: tuple[str, ...]) -> dict[str, dict[str, object]]:
    """Copy `names` and the licence of one package; returns their lines of the record, by path below the folder."""
    facts = json.loads((source / "package.json").read_text(encoding="utf-8"))
    licences = [path for path in sorted(source.iterdir()) if path.stem.upper() in {"LICENSE", "LICENCE"}]
    licence = licences[0] if licences else HERE / "licences" / facts["license"] / "LICENSE"
    if not licence.is_file():
        raise SystemExit(f"{package} brings no licence file, nor is there {licence}")
    rows = {}
    for path in (*(source / name for name in names), licence):
        name, data = path.name, _resolved(path)
        if len(data) > LARGEST:
            raise SystemExit(f"{package}/{name} has {len(data)} bytes, more than {LARGEST}")
        target = OUT / _folder(package) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        rows[target.relative_to(OUT).as_posix()] = {
            "package": package,
            "version": facts["version"],
            "licence": facts["license"],
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
        }
    return rows


def _folder(package: str) -> str:
    return package.replace("@", "").replace("/", "-")


def _resolved(path: Path) -> bytes:
    """The bytes of a file, with imports of the other packages as paths that a browser can follow."""
    data = path.read_bytes()
    if path.suffix == ".js":
        for package in FILES:
            data = data.replace(f'from "{package}"'.encode(), f'from "../{_folder(package)}/index.js"'.encode())
    return data


if __name__ == "__main__":
    sys.exit(main())
