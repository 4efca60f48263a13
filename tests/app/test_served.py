"""The page inside somebody else's app: whatever that knows of it, the page brings along what it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from gradio import processing_utils
from gradio.context import LocalContext
from starlette.testclient import TestClient

from demo_ui.app import build_demo
from demo_ui.page.sent import MINUTES
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.pictures.limits import MOST_BYTES
from tests.conftest import finished, found


@pytest.fixture(scope="module")
def mounted(services: Any) -> Any:
    """A client of an app that knows nothing of the page but its name."""
    app = gr.mount_gradio_app(FastAPI(), build_demo(services, AppSettings()), path="/gan")
    with TestClient(app) as client:
        yield client


def test_the_page_is_whole(mounted: Any) -> None:
    page = mounted.get("/gan/").text
    entry = found(r'<script type="module" src="(web/\w+/)main.mjs"', page)
    assert "--real:" in page and "GAN \uadf9\uc7a5" in mounted.get(f"/gan/{entry}core/given.mjs").text
    assert mounted.get(f"/gan/{entry}main.mjs").status_code == 200
    config = mounted.get("/gan/config").json()
    assert (config["theme"], config["footer_links"], config["run_history"]) == ("theatre", ["api"], False)
    assert (config["show_error"], config["max_file_size"]) == (False, MOST_BYTES)
    assert mounted.get("/gan/health").json()["state"] == "ready"


def test_its_limits_hold(mounted: Any) -> None:
    settings = AppSettings()
    for path in (settings.checkpoints / "MANIFEST.json", "/etc/passwd", "http://127.0.0.1:9/x.png"):
        assert mounted.get(f"/gan/gradio_api/file={path}").status_code in (403, 404)
    assert mounted.get("/gan/gradio_api/deep_link").status_code == 404
    assert mounted.post("/gan/gradio_api/upload", content=b"", headers={"content-length": "9" * 12}).status_code == 413
    assert mounted.get("/gan/").headers["cross-origin-opener-policy"] == "same-origin"
    body = {"data": [7, 1, [], 1.0, "best"]}
    assert mounted.post("/gan/gradio_api/run/generate", json=body).json()["data"][0].startswith("data:image/png")


def form(size: int) -> dict[str, Any]:
    return {"files": {"files": (f"{size}.jpg", bytes(size))}}


def test_of_too_many_files_the_oldest_goes_and_is_told(services: Any) -> None:
    page = build_demo(services, AppSettings(upload_memory=1))
    upload, quarter = "/gan/gradio_api/upload", 2**18
    with TestClient(gr.mount_gradio_app(FastAPI(), page, path="/gan")) as client:
        sent = [client.post(upload, **form(quarter + i)).json()[0] for i in range(4)]
        assert [Path(path).exists() for path in sent] == [False, True, True, True]
        file = {"path": sent[0], "meta": {"_type": "gradio.FileData"}}
        told = client.post("/gan/gradio_api/run/translate", json={"data": [file, "auto", "horse-zebra"]})
        assert told.json()["error"] == str(GanError("photo_gone", minutes=MINUTES))
        assert client.post(upload, **form(2**20)).status_code == 503  # more than may ever be held
        asked = {"data": "", "component_id": 0, "fn_name": "translate", "session_hash": "x"}
        fault = client.post("/gan/gradio_api/component_server", json={**asked, "data": " " * 2**20}).json()["fault"]
        assert fault == {"code": "uploads_crowded", "details": {}}


def test_what_holds_for_it_does_not_for_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    with gr.Blocks() as other:
        gr.Textbox()
    with TestClient(gr.mount_gradio_app(FastAPI(), other, path="/other")) as client:
        answer = client.get("/other/")
        assert "cross-origin-opener-policy" not in answer.headers and "theatre" not in answer.text

    async def fetched() -> None:
        LocalContext.blocks.set(other)
        await processing_utils.async_ssrf_protected_get("http://127.0.0.1:9/x.png")

    with pytest.raises(ValueError, match="validation"):  # Gradio's own answer to an address of this machine
        finished(fetched())
