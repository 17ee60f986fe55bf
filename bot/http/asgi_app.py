"""Builds the ASGI app: request guard, API, webhooks of channels, inbox."""

from typing import Any

from fastapi import FastAPI

from bot.engine.platform import CountersignPlatform
from bot.http import channel_routes, health, metrics_route, pages
from bot.http.api import (
    batch_pause_routes,
    core_routes,
    grant_routes,
    hold_routes,
    lost_job_sweep_route,
    people_key_and_audit_routes,
    problems,
    submission_routes,
)
from bot.http.api.api_keys import ApiPrincipal
from bot.http.api.openapi_document import CONTACT, SERVERS, TAGS
from bot.http.api.request_event_stream import router as event_stream_router
from bot.http.humanlayer import call_routes
from bot.http.mcp.mcp_route import McpRoute
from bot.http.page_change_feed import ChangeFeed
from bot.http.pages.page_context import PageContext
from bot.http.request_guard import RequestGuard
from bot.http.request_ids import RequestIdMiddleware
from bot.http.request_waits import RequestWaits
from bot.http.signin_sessions import SignInSessions
from bot.http.static_files import build_static_files
from bot.settings import EnvironmentSettings
from bot.telemetry.metrics import PlatformMetrics

DESCRIPTION: dict[str, Any] = {
    "title": "Countersign",
    "version": "1",
    "description": "Agents propose; people countersign. Launch agents, read their threads, decide what they may do.",
    "contact": CONTACT,
    "servers": SERVERS,
    "openapi_tags": TAGS,
}
"""The head of the OpenAPI document."""

API_ROUTERS = (
    core_routes.router,
    submission_routes.router,
    event_stream_router,
    call_routes.router,
    hold_routes.router,
    batch_pause_routes.router,
    grant_routes.router,
    people_key_and_audit_routes.router,
    lost_job_sweep_route.router,
)
"""The routes of the APIs, which are the same in every app."""


def create_server(
    platform: CountersignPlatform, settings: EnvironmentSettings, *, caller: ApiPrincipal | None = None
) -> FastAPI:
    """The ASGI app of an open platform. The app does not close the platform: its opener does.

    With a `caller` each request to the API is theirs, with any key or none: for an app that listens to no network.
    """
    app = FastAPI(**DESCRIPTION, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.platform, app.state.caller = platform, caller
    app.state.live = ChangeFeed(platform.repository)
    app.state.waits = RequestWaits(platform.repository, platform.queries)
    app.state.sessions = SignInSessions(platform, settings)
    app.state.metrics = metrics = PlatformMetrics(platform)
    platform.repository.telemetry.subscribe(metrics.observe)
    context = PageContext(platform, app.state.live, app.state.sessions, settings)
    problems.add_error_handlers(app, context.render_error_page)
    for router in (
        *API_ROUTERS,
        channel_routes.build_router(platform),
        health.router,
        metrics_route.build_router(metrics, settings.metrics_token),
        pages.build_router(context),
    ):
        # not `include_router`: it would analyse all routes again, for each app at its first request
        app.router.routes.extend(router.routes)
    mcp = McpRoute(app, platform, settings.origin)
    app.state.mcp = mcp.endpoint
    app.router.routes.extend(mcp.list_routes())
    app.mount("/static", build_static_files())
    for surface in platform.surfaces:
        if surface.pages is not None:
            app.mount(f"/{surface.name}", surface.pages)
    app.add_middleware(RequestGuard, origin=settings.origin, page=context.render_error_page)
    app.add_middleware(RequestIdMiddleware)
    return app
