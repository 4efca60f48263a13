"""The browser side: the ES modules of demo_ui/web, below one address that carries the digest of all of them.

So modules import each other by relative paths, wherever the page is served, and a browser may keep them for good. They
are read once, when the page is built. core/given.mjs is written here: it brings the words and the chapters along.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo_ui.page import i18n
from demo_ui.page.addresses import WEB, vendor_address
from demo_ui.page.bundles import FOR_EVER, answer
from demo_ui.page.chapters import chapters

FOLDER = "web"  # below the page
GIVEN = "core/given.mjs"
IMPORT = re.compile(r'^(?:import|export)\b[^;"\']*"(\.{1,2}/[^"]+)";', re.MULTILINE)


@cache
def modules() -> dict[str, bytes]:
    """Every module by its path below demo_ui/web; not to be changed."""
    found = {path.relative_to(WEB).as_posix(): path.read_bytes() for path in sorted(WEB.rglob("*.mjs"))}
    return {name: text for name, text in found.items() if not name.endswith(".test.mjs")} | {GIVEN: _given().encode()}


def _given() -> str:
    given = {
        "TABLES": {lang: i18n.table(lang) for lang in i18n.LANGUAGES},
        "CHAPTERS": chapters(),
        "VENDOR": vendor_address(),
    }
    return "".join(f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in given.items())


@cache
def digest() -> str:
    """Of all modules and their names."""
    whole = hashlib.sha256()
    for name, text in modules().items():
        whole.update(name.encode() + b"\0" + text + b"\0")
    return whole.hexdigest()[:16]


def module(name: str) -> str:
    """The address of a module, seen from the page. Raises KeyError where there is none of that name."""
    modules()[name]
    return f"{FOLDER}/{digest()}/{name}"


def needed_by(*names: str) -> list[str]:
    """These modules and all that they import from the start, each once."""
    found = list(names)
    for name in found:
        found += [imported for imported in imported_by(name) if imported not in found]
    return found


def imported_by(name: str) -> list[str]:
    """The modules that a module imports from the start, itself."""
    paths = IMPORT.findall(modules()[name].decode())
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in paths))


def preloads(*names: str, folder: str | None = None) -> str:
    """HTML that preloads these modules and their imports in parallel.

    `folder`: where they lie, if not where they are served.
    """
    base = folder or f"{FOLDER}/{digest()}"
    return "".join(f'<link rel="modulepreload" href="{base}/{name}">' for name in needed_by(*names))


def _serve(request: Request) -> Response:
    text = modules().get(request.path_params["name"]) if request.path_params["digest"] == digest() else None
    return Response(status_code=404) if text is None else answer(text, "text/javascript", request, FOR_EVER)


ROUTE = Route(f"/{FOLDER}/{{digest}}/{{name:path}}", _serve)
