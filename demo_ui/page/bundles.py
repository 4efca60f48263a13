"""JSON as files that a browser fetches once and keeps: their names carry their digests, they are packed once.

They come from memory, by a route beside the page (`ROUTE`), for they are put together when the page is built.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = "parts"  # below the page
ENCODINGS = ("br", "gzip")  # the better one first
LARGE = 2**20  # bytes; above that a better quality takes seconds
FOR_EVER = "public, max-age=31536000, immutable"
_texts: dict[str, bytes] = {}  # by file name


def bundle(name: str, text: str) -> str:
    """The address of JSON of that text, relative to the page."""
    content = text.encode()
    file = f"{name}-{_digest(content)}.json"
    _texts[file] = content
    return f"{FOLDER}/{file}"


@lru_cache(maxsize=512)
def packed(content: bytes, encoding: str) -> bytes:
    """`content` in one of `ENCODINGS`."""
    quality = 9 if len(content) < LARGE else 6
    return brotli.compress(content, quality=quality) if encoding == "br" else zlib.compress(content, quality, wbits=31)


def answer(content: bytes, kind: str, request: Request, kept: str) -> Response:
    """A file, packed; `kept`: its Cache-Control."""
    tag = f'"{_digest(content)}"'
    headers = {"cache-control": kept, "vary": "Accept-Encoding", "etag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    accepted = request.headers.get("accept-encoding", "")
    for encoding in ENCODINGS:
        if encoding in accepted:
            headers["content-encoding"] = encoding
            return Response(packed(content, encoding), media_type=kind, headers=headers)
    return Response(content, media_type=kind, headers=headers)


@lru_cache(maxsize=512)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _serve(request: Request) -> Response:
    content = _texts.get(request.path_params["file"])
    return Response(status_code=404) if content is None else answer(content, "application/json", request, FOR_EVER)


ROUTE = Route(f"/{FOLDER}/{{file}}", _serve)
