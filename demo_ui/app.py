"""Puts the page together: a header, and one room behind each tab."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from demo_ui.draw import tab as draw
from demo_ui.equilibrium import tab as equilibrium
from demo_ui.generate import tab as generate
from demo_ui.learn import tab as learn
from demo_ui.page import about, games, theme
from demo_ui.page.endpoints import name_endpoints
from demo_ui.page.first import PICTURES, first_page
from demo_ui.page.i18n import h, t
from demo_ui.page.part import opened
from demo_ui.page.served import take_along
from demo_ui.page.uploads import Uploads
from demo_ui.play import tab as play
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.training import tab as training
from demo_ui.training import together
from demo_ui.translate import tab as translate

HEADER = f"""
<header class="theatre-header">
  {about.TITLE}
  <div class="theatre-choices">
    <button type="button" class="theatre-language"><b lang="en">English</b> · <b lang="ko">한국어</b>
      {h("app.language", classes="unseen")}</button>
    <button type="button" class="theatre-theme" data-i18n-aria-label="app.theme" data-i18n-title="app.theme">◐</button>
    <button type="button" class="theatre-share" data-i18n-aria-label="link.open" data-i18n-title="link.open">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 15V4m-4 4 4-4 4 4M5 13v7h14v-7"/></svg></button>
  </div>
  {about.BOX}
</header>
"""


def build_demo(services: Services, settings: AppSettings) -> gr.Blocks:
    """The page over `services`; building it loads nothing, a visitor's coming starts what is not loaded yet."""
    uploads = Uploads(settings.upload_memory)
    closed = settings.no_upload and settings.no_camera
    rooms: dict[str, Callable[[], None]] = {  # in the order of the tabs
        "generate": lambda: generate.build(services, closed),
        "translate": lambda: translate.build(services, settings, uploads, closed),
        **({"draw": lambda: draw.build(services, closed)} if services.drawings else {}),
        "training": lambda: training.build(services, settings, uploads),
        "equilibrium": equilibrium.build,
        "play": lambda: play.build(services, settings),
        "learn": lambda: learn.build(services, settings),
    }
    ours = [theme.FONTS]
    shown = [settings.assets / name for name in ("runs", "examples", "lesson", games.FOLDER, PICTURES)]
    own = services.networks, services.photo_networks, services.colour_networks
    made = [networks.folder for networks in own if networks]
    saved = [run.folder for run in services.saved[0]]
    gr.set_static_paths([*ours, *shown, *made, *saved])
    with gr.Blocks(title=t("app.title"), analytics_enabled=False, delete_cache=(60, 300), fill_width=True) as demo:
        gr.HTML(HEADER, js_on_load=opened("header", "header", "core/header.mjs"), elem_id="header")
        with gr.Tabs(elem_id="rooms", overflow_behavior="wrap"):
            for room in settings.rooms or rooms:
                with gr.Tab(t(f"{room}.tab"), id=room):
                    rooms[room]()
        name_endpoints(demo)
        demo.load(services.start, queue=False, show_progress="hidden", api_visibility="private")
    demo.queue(max_size=32, default_concurrency_limit=1)
    shown = settings.rooms or tuple(rooms)
    painted = generate.painted(services) if shown[0] == "generate" else ""
    first = first_page(settings, HEADER, shown, painted)
    take_along(demo, settings, services, first, uploads, together.routes(services, settings))
    return demo
