"""Builds the ASGI app: request guard, API, webhooks of channels, inbox."""

from fastapi import FastAPI

from bot.engine.platform import CountersignPlatform
from bot.http import channel_routes, health, pages
from bot.http.api import admin_routes, core_routes, hold_routes, problems
from bot.http.api.api_keys import ApiPrincipal
from bot.http.change_feed import ChangeFeed
from bot.http.pages.page_context import PageContext
from bot.http.request_guard import RequestGuard
from bot.http.signin_sessions import SignInSessions
from bot.http.static_files import build_static_files
from bot.settings import EnvironmentSettings

ABOUT = "Agents propose; people countersign. Launch agents, read their threads, decide what they may do."


def create_server(
    platform: CountersignPlatform, settings: EnvironmentSettings, *, caller: ApiPrincipal | None = None
) -> FastAPI:
    """The ASGI app of an open platform. The app does not close the platform: its opener does.

    With a `caller` each request to the API is theirs, with any key or none: for an app that listens to no network.
    """
    app = FastAPI(
        title="Countersign", version="1", description=ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.state.platform, app.state.caller = platform, caller
    app.state.live = ChangeFeed(platform.repository)
    app.state.sessions = SignInSessions(platform, settings)
    context = PageContext(platform, app.state.live, app.state.sessions, settings)
    problems.add_error_handlers(app, context.render_error_page)
    inbox = pages.build_router(context)
    for router in (
        core_routes.router,
        hold_routes.router,
        admin_routes.router,
        channel_routes.build_router(platform),
        health.router,
        inbox,
    ):
        # not `include_router`: it would analyse all routes again, for each app at its first request
        app.router.routes.extend(router.routes)
    app.mount("/static", build_static_files())
    for surface in platform.surfaces:
        if surface.pages is not None:
            app.mount(f"/{surface.name}", surface.pages)
    app.add_middleware(RequestGuard, origin=settings.origin, page=context.render_error_page)
    return app
