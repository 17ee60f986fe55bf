"""The ASGI app of a worker: `/healthz`, `/readyz` and `/metrics`, and nothing else."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from bot.engine.platform import CountersignPlatform
from bot.http import health, metrics_route
from bot.http.api import problems
from bot.http.request_guard import RequestGuard
from bot.http.request_ids import RequestIdMiddleware
from bot.settings import EnvironmentSettings
from bot.telemetry.metrics import PlatformMetrics


def create_monitoring_app(
    platform: CountersignPlatform, metrics: PlatformMetrics, settings: EnvironmentSettings
) -> FastAPI:
    """The app of an open platform. `metrics` must be subscribed to its observations already."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.platform, app.state.caller = platform, None
    problems.add_error_handlers(app, _render_error)
    for router in (health.router, metrics_route.build_router(metrics, settings.metrics_token)):
        app.router.routes.extend(router.routes)
    app.add_middleware(RequestGuard, origin=settings.origin, page=_render_error)
    app.add_middleware(RequestIdMiddleware)
    return app


def _render_error(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status)
