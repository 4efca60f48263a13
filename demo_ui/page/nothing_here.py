"""What a browser reads where the app has no page: as a rule a proxy hands a path on that the app was not told of."""

from __future__ import annotations

import html

from starlette.datastructures import Headers

from demo_ui.page import i18n
from demo_ui.page.request_limits import App, Message, Receive, Send

LONGEST = 40
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>
body {{ margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 0 1rem; background: #0d1014; color: #f0f3f7; font: 1rem/1.5 system-ui, sans-serif; }}
p {{ max-width: 40rem; margin: 0.5rem 0; }}
</style>{words}</html>"""  # noqa: E501


class NothingHere:
    """An ASGI middleware: a 404 that a browser would show as a page says what may be wrong."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=dict(scope)).get("accept", ""):
            return await self._app(scope, receive, send)
        missing = False

        async def sent(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start" and message["status"] == 404:
                missing = True
                body = page_at(scope["path"]).encode()
                headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
                await send({"type": "http.response.start", "status": 404, "headers": headers})
                await send({"type": "http.response.body", "body": body})
            elif not missing:
                await send(message)

        await self._app(scope, receive, sent)


def page_at(path: str) -> str:
    """The page in every language."""
    begins = f"/{path.split('/')[1][:LONGEST]}"
    tables = {lang: i18n.table(lang) for lang in i18n.LANGUAGES}
    told = {lang: html.escape(table["app.nothing_here"].format(path=begins)) for lang, table in tables.items()}
    words = "".join(f'<p lang="{lang}">{text}</p>' for lang, text in told.items())
    return PAGE.format(title=html.escape(i18n.t("app.title")), words=words)
