"""Routes for deployment and kiosks beside the page: a health check, and the worker that waits for the server."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from demo_ui.page import i18n
from demo_ui.stand import BOOT, HERE

UNWELL = "failed"


def routes(state: Callable[[], str], name: str) -> list[Route]:
    """GET /health and /stand-worker.js.

    Args:
        state: "loading", "ready", or "failed" when the networks could not be loaded.
        name: of this server among others.
    """

    async def health(request: Request) -> JSONResponse:
        """{"state", "boot", "replica"}: 503 when the networks failed; `boot` tells one start of the server from the
        next, `replica` one server from the others behind the same address."""
        now = state()
        told = {"state": now, "boot": BOOT, "replica": name}
        return JSONResponse(told, 503 if now == UNWELL else 200, {"cache-control": "no-store"})

    async def worker(request: Request) -> Response:
        return Response(_worker(), media_type="text/javascript", headers={"cache-control": "no-cache"})

    return [Route("/health", health), Route("/stand-worker.js", worker)]


def _worker() -> str:
    words = "".join(f'<p lang="{lang}">{i18n.table(lang)["stand.wait"]}</p>' for lang in i18n.LANGUAGES)
    page = (HERE / "waiting.html").read_text(encoding="utf-8").replace("__WORDS__", words)
    return (HERE / "service_worker.js").read_text(encoding="utf-8").replace("__WAITING__", json.dumps(page))
