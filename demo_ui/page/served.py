"""What `demo` takes along to whoever serves it: `demo.launch`, `gr.mount_gradio_app`, `gradio demo_app.py`.

Gradio takes the head, the theme, the routes and the limits as arguments of whoever serves a page, and somebody else's
app does not know ours. All of them make their app by `App.create_app`, so there it gets what the page needs.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import gradio as gr
from gradio import processing_utils, route_utils
from gradio.context import LocalContext
from gradio.routes import App
from gradio.utils import _parse_file_size
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from demo_ui.page import libraries, theme, web
from demo_ui.page.asked import OURS
from demo_ui.page.bundles import ROUTE
from demo_ui.page.first import First, FirstPaint
from demo_ui.page.launch import temp_dir
from demo_ui.page.nothing_here import NothingHere
from demo_ui.page.request_limits import RequestLimits
from demo_ui.page.routes import routes
from demo_ui.page.uploads import Files, Uploads
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.pictures.limits import MOST_BYTES

if TYPE_CHECKING:
    from demo_ui.page.metrics import Metrics


class Served(Protocol):
    """The state of the networks behind the page, for /health and /metrics."""

    def state(self) -> str: ...
    def figures(self) -> dict[str, float | dict[str, float]]: ...


@dataclass(frozen=True)
class Needs:
    """What one page needs from the app that serves it: its first paint, its `limits`, its `uploads` and their `files`,
    its `state` and `name` for /health; `metrics` if wanted; and `pages` of its own beside Gradio's."""

    first: First
    limits: dict[str, Any]
    uploads: Uploads
    files: Files
    state: Callable[[], str]
    name: str
    metrics: Metrics | None
    pages: Sequence[Route]

    @property
    def counted(self) -> list[Middleware]:
        """Outermost: what the door refuses is counted, too."""
        if self.metrics is None:
            return []
        from demo_ui.page.metrics import Counted

        return [Middleware(Counted, metrics=self.metrics)]

    @property
    def routes(self) -> list[Route]:
        """What is served beside Gradio's own."""
        return [
            *routes(self.state, self.name),
            ROUTE,
            web.ROUTE,
            libraries.ROUTE,
            *([self.metrics.route()] if self.metrics else []),
            *self.pages,
        ]


def limits(settings: AppSettings) -> dict[str, Any]:
    """What holds wherever the page is served: names and values as `demo.launch` takes them."""
    return {
        "footer_links": ["api"],  # without it there is no page of the API; theatre.css hides the footer
        "run_history": False,  # else every run is kept in the visitor's browser, and slows the sliders
        "show_error": False,  # only the text of gr.Error reaches a visitor
        "enable_monitoring": False,
        "pwa": False,
        "max_file_size": f"{MOST_BYTES >> 20}mb",  # of a picture
        "max_threads": 16,
        "state_session_capacity": 200,
        "allowed_paths": [],
        "blocked_paths": [str(settings.checkpoints)],
    }


def launch_options(settings: AppSettings) -> dict[str, Any]:
    """What `demo.launch` is given; what holds wherever the page is served is `limits`, and hangs on `demo` itself."""
    return {
        **limits(settings),
        "server_name": settings.host,
        "server_port": settings.port,
        "share": False,
        "_frontend": False,  # else it asks itself for the page, and gives up where that takes more than 3 seconds
        "ssr_mode": False,
        "quiet": True,
        "mcp_server": False,
        "strict_cors": True,
    }


def take_along(
    demo: gr.Blocks,
    settings: AppSettings,
    services: Served,
    first: First,
    uploads: Uploads,
    pages: Sequence[Route] = (),
) -> None:
    """Make every app that serves `demo` provide what it needs. Call it once the page is built."""
    metrics = None
    if settings.metrics:
        from demo_ui.page.metrics import Metrics

        metrics = Metrics(settings.name, lambda: {"queue_waiting": len(demo._queue), **services.figures()})
    files = Files(demo, temp_dir(settings))
    setattr(demo, OURS, Needs(first, limits(settings), uploads, files, services.state, settings.name, metrics, pages))
    uploads.count(files)
    _stay_here()
    _delete_by_our_clock()
    _keep_nothing_half()
    _equip_apps()
    _prepare(demo)


def _prepare(demo: gr.Blocks) -> None:
    """`demo` as it has to be when its app is made, whatever it was given on the way there."""
    needs: Needs = getattr(demo, OURS)
    given: Any = demo  # Gradio sets these in `launch` and in `mount_gradio_app`
    for name, value in needs.limits.items():
        setattr(given, name, value)
    given.max_file_size = _parse_file_size(needs.limits["max_file_size"])
    given._queue.max_thread_count = given.max_threads
    given.theme, given.head, given.head_paths = theme.TheatreTheme(), "", []
    given.css, given.css_paths, given.js = "", [], ""  # one prefix before each selector would be too many
    demo._set_html_css_theme_variables()
    demo.config = demo.get_config_file()


def _equip_apps() -> None:
    """Once: `App.create_app` looks whether it is about a page of ours."""
    made = App.create_app
    if hasattr(made, OURS):
        return

    @functools.wraps(made)
    def create_app(blocks: gr.Blocks, *args: Any, app_kwargs: dict[str, Any] | None = None, **more: Any) -> App:
        if needs := getattr(blocks, OURS, None):
            _prepare(blocks)
            given = app_kwargs or {}
            app_kwargs = {
                **given,
                "middleware": [
                    *needs.counted,
                    Middleware(RequestLimits, uploads=needs.uploads),
                    Middleware(GZipMiddleware, compresslevel=6),  # not event streams: they do not wait
                    Middleware(NothingHere),
                    Middleware(FirstPaint, first_of=lambda app: getattr(app.get_blocks(), OURS).first),
                    *given.get("middleware", ()),
                ],
                "routes": [*needs.routes, *given.get("routes", ())],
            }
        return made(blocks, *args, app_kwargs=app_kwargs, **more)

    setattr(create_app, OURS, True)
    App.create_app = staticmethod(create_app)


def _stay_here() -> None:
    """Once: Gradio fetches an address that a request names in place of a file; a page of ours asks nobody else."""
    fetch = processing_utils.async_ssrf_protected_get
    if hasattr(fetch, OURS):
        return

    @functools.wraps(fetch)
    async def fetched(url: str) -> Any:
        serving = LocalContext.blocks.get(None)
        if serving is None or hasattr(serving, OURS):  # not another page in the same process
            raise gr.Error(str(GanError("photo_unreadable")), print_exception=False)
        return await fetch(url)

    setattr(fetched, OURS, True)
    processing_utils.async_ssrf_protected_get = fetched


def _delete_by_our_clock() -> None:
    """Once: Gradio ages the files of requests by the system's clock, which may be set while the app runs."""
    deleted = route_utils.delete_files_created_by_app
    if hasattr(deleted, OURS):
        return

    @functools.wraps(deleted)
    def delete(blocks: gr.Blocks, age: int | None) -> None:
        needs: Needs | None = getattr(blocks, OURS, None)
        if needs is None:
            deleted(blocks, age)
        else:
            needs.files.delete(age)

    setattr(delete, OURS, True)
    route_utils.delete_files_created_by_app = delete


def _keep_nothing_half() -> None:
    """Once: Gradio leaves what it wrote of an upload until the disk was full."""
    parse = route_utils.GradioMultiPartParser.parse
    if hasattr(parse, OURS):
        return

    @functools.wraps(parse)
    async def parsed(self: route_utils.GradioMultiPartParser) -> Any:
        try:
            return await parse(self)
        except OSError:
            for half in self._files_to_close_on_error:
                with suppress(OSError):  # closing would write what is left of it
                    half.close()
                with suppress(OSError):
                    Path(half.name).unlink()
            raise

    setattr(parsed, OURS, True)
    route_utils.GradioMultiPartParser.parse = parsed
