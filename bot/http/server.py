"""Puts the HTTP side together: the guard, the API, the channels' doors, the inbox."""

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from bot.engine.house import Countersign
from bot.http import admin, api, health, holds, inbound, pages, problems
from bot.http.guard import Guard
from bot.http.live import Live
from bot.http.pages.desk import Desk
from bot.http.pages.looks import STATIC
from bot.http.sessions import Sessions
from bot.settings import Settings

ABOUT = "Agents propose; people countersign. Launch agents, read their threads, decide what they may do."


def create_server(house: Countersign, settings: Settings) -> FastAPI:
    """The ASGI app of an open house. It starts and stops nothing: whoever opened the house closes it."""
    app = FastAPI(
        title="Countersign", version="1", description=ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.state.house = house
    app.state.live = Live(house.record)
    app.state.sessions = Sessions(house, settings)
    desk = Desk(house, app.state.live, app.state.sessions, settings)
    problems.add_to(app, desk.error_page)
    inbox = pages.router(desk)
    for router in (api.router, holds.router, admin.router, inbound.router(house), health.router, inbox):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    for surface in house.surfaces:
        if surface.pages is not None:
            app.mount(f"/{surface.name}", surface.pages)
    app.add_middleware(Guard, origin=settings.origin, page=desk.error_page)
    return app
