"""A class draws together: the page that its phones open, what it asks, and the address by which phones reach it.

The page is paper and little else. It needs neither Gradio's frontend nor any room, so that thirty phones on one network
have it at once.
"""

from __future__ import annotations

import json
import re
import socket
from contextlib import suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from demo_ui.page import i18n, theme, web
from demo_ui.page.bundles import answer
from demo_ui.page.plain import plain
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.training.api import LiveApi

ENTRY = "rooms/training/phone.mjs"
SAID = ("training.phone.", "error.board_", "error.drawing")  # how the keys begin of what the page says
EVERYBODY = ("0.0.0.0", "::")  # a server that listens there is reached from its network
PLACE = re.compile("[0-9a-f]{2}")  # as deploy/nginx/gan-theatre.conf draws it by lot
CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))  # whose own address nobody reaches
FRESH = {"cache-control": "no-store"}


def routes(services: Services, settings: AppSettings) -> list[Route]:
    """GET /draw, the page; POST /draw/board, LiveApi.live_board for it; GET /draw/way, how phones get here.

    There are none without live training.
    """
    if services.live is None:
        return []
    ask, text = plain(LiveApi(services.live, services.digits, services.boards).live_board), page(settings).encode()

    def drawn(request: Request) -> Response:
        return answer(text, "text/html", request, "no-cache")

    async def board(request: Request) -> JSONResponse:
        try:
            asked = await request.json()
        except (ValueError, RecursionError):
            asked = None
        return JSONResponse(await run_in_threadpool(ask, asked), headers=FRESH)

    def way(request: Request) -> JSONResponse:
        """{"host": this machine's address on its network, or null if it cannot be reached there; "at": to which of
        several servers a link has to lead (`?at=`), or null}."""
        host = network_address() if settings.host in EVERYBODY else None
        place = request.cookies.get("theatre", "")
        return JSONResponse({"host": host, "at": place if PLACE.fullmatch(place) else None}, headers=FRESH)

    return [Route("/draw", drawn), Route("/draw/board", board, methods=["POST"]), Route("/draw/way", way)]


def page(settings: AppSettings) -> str:
    """The phones' page, whole."""
    tables = {lang: i18n.table(lang) for lang in i18n.LANGUAGES}
    words = {lang: {key: text for key, text in table.items() if key.startswith(SAID)} for lang, table in tables.items()}
    told = json.dumps({"lang": settings.lang, "words": words}, ensure_ascii=False).replace("</", "<\\/")
    modules = f'{web.preloads(ENTRY)}<script type="module" src="{web.module(ENTRY)}"></script>'
    style = theme.font_css() + theme.palette_css()  # the fonts come where the phone's own lack a glyph
    text = Path(__file__).with_name("draw.html").read_text(encoding="utf-8")
    return text.replace("__STYLE__", style).replace("__MODULES__", modules).replace("__WORDS__", told)


def network_address() -> str | None:
    """This machine's IPv4 address on its network; None where there is no network, or none that is its own.

    A UDP socket that is connected sends nothing: it only looks up by which address one would leave.
    """
    if any(path.exists() for path in CONTAINERS):
        return None
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # kept for documentation (RFC 5737): nobody is there
        found.append(probe.getsockname()[0])
    with suppress(OSError):  # a network that leads nowhere else
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return next((address for address in found if not address.startswith(("127.", "0."))), None)
