"""The vendored libraries, below an address that carries the digest of them all: a browser keeps them for good."""

from __future__ import annotations

import json
import threading
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo_ui.page.addresses import VENDOR, VENDORED, vendor_address
from demo_ui.page.bundles import ENCODINGS, FOR_EVER, answer, packed

KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
FILES = {name: kind for name in json.loads(VENDORED.read_text("utf-8")) if (kind := KINDS.get((VENDOR / name).suffix))}


def pack_ahead() -> None:
    """Pack what is large in the background, so that no visitor waits for it; returns at once."""

    def pack() -> None:
        for name in FILES:
            if name.endswith(".wasm"):
                for encoding in ENCODINGS:
                    packed(_read(name), encoding)

    threading.Thread(target=pack, name="pack", daemon=True).start()


@lru_cache(maxsize=16)
def _read(name: str) -> bytes:
    return (VENDOR / name).read_bytes()


def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if request.path_params["digest"] != vendor_address().split("/")[1] or name not in FILES:
        return Response(status_code=404)
    return answer(_read(name), FILES[name], request, FOR_EVER)


ROUTE = Route("/vendor/{digest}/{name:path}", _serve)
