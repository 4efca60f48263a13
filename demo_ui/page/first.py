"""What is painted before Gradio has come: the question of a first visit, or the first room around a digit that G drew.

Gradio's page begins with its whole configuration, and is black until a megabyte of scripts has come. Here its HTML is
rewritten, in one place: what it needs goes below a picture of the page, which is made of the same templates and styles
and therefore lies where the page will lie, and goes when the first room is there (static/theatre.js).

WHEN A NEW GRADIO CHANGES ITS TEMPLATE, `rewritten` raises, and tests/unit/page/test_first.py says so. Then look into
gradio/templates/frontend/index.html for the places that `BEGIN`, `HEAD` and `BODY` name: the script that holds
`window.gradio_config` has to come after the picture; all else may stay as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gradio import route_utils
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from demo_ui import stand
from demo_ui.page import i18n, theme, web
from demo_ui.page.addresses import address
from demo_ui.page.part import lean
from demo_ui.page.question import question
from demo_ui.page.request_limits import App, Message, Receive, Send
from demo_ui.settings import AppSettings

BEGIN = "<script>window.gradio_config ="  # from here to `HEAD` all is Gradio's, and large
HEAD = "</head>"
BODY = re.compile(r"<body[^>]*>")
NAMED = re.compile(r' (?:role|tabindex|aria-[\w-]+|data-i18n-[a-uw-z][\w-]*|data-tab-id)="[^"]*"')
STYLE = re.compile("<style.*?</style>", re.DOTALL)
PREVIEW = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')  # Gradio's: of Gradio, and a picture of its own
PICTURES = "preview"  # the folder of the pictures that go along with links; tools/front_page.py writes them
# Our style has to come after Gradio's. It is sent beside the picture's copy of it, where packing makes it nothing.
MOVED = '<script>document.body.append(document.querySelector("#theatre-style"));</script>'
ELSEWHERE = ":root[data-elsewhere] { --first-room: none; } :root[data-embed] { --around: none; }"
# It lies over what comes below it, and scrolls where that will.
HOST = (
    "#theatre-first { position: fixed; inset: 0; z-index: 100; overflow: hidden auto; "
    "background: var(--stage); color: var(--ink); }"
)
INSIDE = """
:host { font-family: "Theatre Sans", system-ui, sans-serif; font-variant-numeric: tabular-nums; line-height: 1.5; }
:host { word-break: keep-all; overflow-wrap: break-word; }
:host(:lang(ko)) [data-in="en"], :host(:lang(en)) [data-in="ko"] { display: none; }
:host(:lang(en)) #header b:lang(en), :host(:lang(ko)) #header b:lang(ko) { font-weight: 700; color: var(--ink); }
#rooms > .tabitem { display: var(--first-room, block); }
#header { display: var(--around, block); }
#rooms > .tab-wrapper { display: var(--around, flex); }
"""
# Behind a proxy Gradio can only guess where its page is asked for: not below which path, if the proxy takes it away,
# nor whether over HTTPS, unless the proxy says so. The browser knows.
HERE = """<script>gradio_config.root = (location.origin + location.pathname).replace(/[/]+$/, "");</script>"""
# A page that keeps others' out, as threads want it, may show ours in a frame only if ours says that it may.
FRAMED = {"cross-origin-resource-policy": "cross-origin"}


@dataclass(frozen=True)
class First:
    """What is put into Gradio's HTML: into the head, at the start of the body, and behind Gradio's own styles; the
    headers that go along with it; and what a link to the page looks like, by the request for it."""

    head: str
    body: str
    behind: str
    headers: Mapping[str, str] = field(default_factory=dict)
    preview: Callable[[Request], str] = lambda request: ""

    def rewritten(self, page: str, preview: str = "") -> str:
        """Gradio's page with ours before it. Raises ValueError where its template is another one."""
        begin, head = page.find(BEGIN), page.find(HEAD)
        body = BODY.search(page, max(head, 0))
        if begin < 0 or head < begin or body is None:
            raise ValueError("Gradio's template has changed: see demo_ui/page/first.py")
        large, opened, rest = page[begin:head], page[head : body.end()], page[body.end() :]
        start = PREVIEW.sub("", page[:begin])
        return f"{start}{preview}{self.head}{opened}{self.body}{large}{self.behind}{rest}"


def first_page(settings: AppSettings, header: str, rooms: Sequence[str], room: str) -> First:
    """What a page over these settings begins with.

    Args:
        header: the header's HTML.
        rooms: the tabs' names, in order.
        room: the HTML of the first room, painted; empty where it is not.
    """
    early = f"{theme.early_script(settings.lang, rooms[0])}{stand.early_script(settings)}"
    entries = ["main.mjs", f"rooms/{rooms[0]}/room.mjs"]
    if settings.kiosk or settings.rooms:
        entries.append("stand/stand.mjs")
    style = f"{theme.font_css()}{theme.palette_css()}{HOST}{ELSEWHERE}"
    modules = f'{web.preloads(*entries)}<script type="module" src="{web.module("main.mjs")}"></script>'
    ours = f"<style>{style}</style><script>{early}</script>"
    head = f"<title>{i18n.t('app.title')}</title>{ours}"
    # The question first, which needs nothing but itself; then the picture, which needs no module either.
    style = f'<style id="theatre-style">{theme.theatre_css()}{theme.games_css()}{stand.style()}</style>'
    body = question(settings.assets, rooms) + style + _picture(header, rooms, room) + modules

    def preview_of(request: Request) -> str:
        asked, (language, *_) = request.query_params, re.split("[-_]", request.query_params.get("lang", "").lower())
        known = language if language in i18n.LANGUAGES else settings.lang or i18n.LANGUAGES[0]
        root = route_utils.get_root_url(request, "/", request.app.root_path or request.scope.get("root_path"))
        return preview(settings.assets, known, asked.get("room") if asked.get("room") in rooms else None, root)

    return First(_lean(head), _lean(body), HERE + MOVED, FRAMED | _framed_by(settings), preview_of)


def preview(assets: Path, language: str, room: str | None = None, root: str = "") -> str:
    """What a feed or a message makes of a link to the page: title, sentence and picture, as HTML of its head.

    Args:
        assets: folder with `PICTURES`; without a picture in this language there is none.
        room: the tab that the link opens, if it names one.
        root: the page's own address, because a picture's has to be whole; empty where nobody knows it.
    """
    words, picture = i18n.table(language), assets / PICTURES / f"{language}.jpg"
    title = words["app.title"] if room is None else f"{words['app.title']}: {words[f'{room}.tab']}"
    told = {"og:type": "website", "og:title": title, "og:description": words["app.about"], "twitter:card": "summary"}
    if picture.is_file():
        whole = f"{root.rstrip('/')}/{address(picture)}" if root else address(picture)
        told |= {"og:image": whole, "twitter:card": "summary_large_image"}
    tags = (f'<meta property="{name}" content="{html.escape(value)}">' for name, value in told.items())
    return f'{"".join(tags)}<meta name="description" content="{html.escape(words["app.about"])}">'


def _lean(markup: str) -> str:
    """Without the comments of its styles."""
    return STYLE.sub(lambda style: lean(style[0]), markup)


def _framed_by(settings: AppSettings) -> dict[str, str]:
    sites = settings.frame_ancestors
    return {"content-security-policy": f"frame-ancestors {sites}"} if sites else {}


def _picture(header: str, rooms: Sequence[str], room: str) -> str:
    """The page's picture: nobody can press, find or hear anything of it."""
    chosen = ' class="selected"'
    tabs = "".join(f'<button{"" if i else chosen} data-i18n="{name}.tab"></button>' for i, name in enumerate(rooms))
    inside = f"""
<div class="gradio-container"><main class="main"><div class="column">
<div id="header" class="block"><div class="html-container"><div class="prose">{header}</div></div></div>
<div id="rooms"><div class="tab-wrapper"><div class="tab-container">{tabs}</div></div>
<div class="tabitem">{room}</div></div>
</div></main></div>"""
    bare = (theme.STATIC / "bare.css").read_text(encoding="utf-8")
    worded = i18n.in_every_language(NAMED.sub("", inside))
    return (
        '<div id="theatre-first" aria-hidden="true" inert><template shadowrootmode="closed">'
        f"<style>{bare}{theme.theatre_css()}{INSIDE}</style>{worded}</template></div>"
    )


class FirstPaint:
    """An ASGI middleware that rewrites Gradio's page, and nothing else.

    `first_of` gives what the page begins with that the app serves now: `gradio demo_app.py` exchanges it.
    """

    def __init__(self, app: App, first_of: Callable[[Any], First]) -> None:
        self._app, self._first_of = app, first_of

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or scope["method"] != "GET" or path.strip("/"):
            return await self._app(scope, receive, send)
        start: Message | None = None  # of a page, while it comes
        parts: list[bytes] = []

        async def sent(message: Message) -> None:
            nonlocal start
            answered = message["type"] == "http.response.start" and message["status"] == 200
            if answered and Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                start = message
                return
            if start is None:
                return await send(message)
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                first = self._first_of(scope["app"])
                page = first.rewritten(b"".join(parts).decode(), first.preview(Request(scope))).encode()
                MutableHeaders(raw=start["headers"]).update({**first.headers, "content-length": str(len(page))})
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, sent)
