"""Prometheus metrics at /metrics: counts and durations of requests, and the server's state. Nothing about visitors:
no address, no session, no file's name; every label comes out of a list that is written down here or in the code.

Only imported with --metrics; without it nothing is counted.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import prometheus_client as prometheus
from prometheus_client.core import GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo_ui.page.asked import ASKED, Asked
from demo_ui.page.request_limits import App, Message, Receive, Send

RECENT = 1000  # answers of each kind, of which the quantiles are
QUANTILES = (0.5, 0.95)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds; 0.4 is what a slider may take
KINDS = {  # of what is no widget's function, by how its path begins
    "/gradio_api/queue/join": "api",
    "/gradio_api/call": "api",
    "/gradio_api/upload": "upload",
    "/gradio_api/file": "file",
    "/parts": "file",
    "/web": "file",
    "/vendor": "file",
    "/assets": "file",
    "/static": "file",
    "/config": "config",
    "/theme.css": "file",
}
STREAMS = ("/gradio_api/queue/data", "/gradio_api/heartbeat", "/gradio_api/call")  # they last as long as their visitor
UNASKED = ("/metrics", "/health")  # machines ask these

Gauges = Mapping[str, float | Mapping[str, float]]


class Metrics(Collector):
    """The figures of one server.

    Args:
        replica: its name.
        now: gives, when it is asked, gauges by name: a number, or numbers by a label's value, the label's name being
            what stands after the name's last dot ("networks.network").
    """

    def __init__(self, replica: str, now: Callable[[], Gauges]) -> None:
        self._now = now
        self.registry = prometheus.CollectorRegistry()
        self._seconds = prometheus.Histogram(
            "theatre_answer_seconds", "Time from a request to its answer", ["kind"], buckets=BUCKETS, **self._here
        )
        self._refused = prometheus.Counter("theatre_refused", "Answers that were refused", ["reason"], **self._here)
        self._recent: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=RECENT))
        prometheus.Info("theatre_replica", "Which server this is", **self._here).info({"name": replica})
        prometheus.ProcessCollector(registry=self.registry)
        self.registry.register(self)

    @property
    def _here(self) -> dict[str, Any]:
        return {"registry": self.registry}

    def answered(self, kind: str, seconds: float) -> None:
        """A request was answered."""
        self._seconds.labels(kind).observe(seconds)
        self._recent[kind].append(seconds)

    def refused(self, reason: str) -> None:
        """A request was refused: a fault's code, or "http_413"."""
        self._refused.labels(reason).inc()

    def collect(self) -> Iterator[Any]:
        """The quantiles of what was answered lately, and how the server is now."""
        recent = SummaryMetricFamily(
            "theatre_recent_answer_seconds", f"Quantiles of the last {RECENT} answers of a kind", labels=["kind"]
        )
        for kind, kept in list(self._recent.items()):
            times = sorted(kept)
            for quantile in QUANTILES:
                value = times[min(len(times) - 1, int(quantile * len(times)))]
                recent.add_sample(recent.name, {"kind": kind, "quantile": f"{quantile:g}"}, value)
            recent.add_metric([kind], len(times), sum(times))
        yield recent
        for name, value in self._now().items():
            name, _, label = name.partition(".")
            gauge = GaugeMetricFamily(f"theatre_{name}", name.replace("_", " "), labels=[label] if label else [])
            for of, number in value.items() if isinstance(value, Mapping) else [(None, value)]:
                gauge.add_metric([of] if of is not None else [], number)
            yield gauge

    def route(self) -> Route:
        """GET /metrics."""

        async def told(request: Request) -> Response:
            text = prometheus.generate_latest(self.registry)
            return Response(text, media_type=prometheus.CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})

        return Route("/metrics", told)


class Counted:
    """An ASGI middleware that counts what passes, and takes its time."""

    def __init__(self, app: App, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path.startswith((*STREAMS, *UNASKED)):
            return await self._app(scope, receive, send)
        asked = Asked(_kind(path))
        token, began = ASKED.set(asked), time.perf_counter()

        counted = False

        def count() -> None:
            nonlocal counted
            if not counted:
                self._metrics.answered(asked.kind, time.perf_counter() - began)
                if asked.refused:
                    self._metrics.refused(asked.refused)
            counted = True

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                asked.refused = f"http_{message['status']}"
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                count()  # before its visitor hears of it: who asks for the figures next finds it in them
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            ASKED.reset(token)
            count()


def _kind(path: str) -> str:
    if path in ("", "/"):
        return "page"
    return next((kind for start, kind in KINDS.items() if path.startswith(start)), "other")
