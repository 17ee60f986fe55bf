"""Puts the HTTP side together: the guard, the API, the channels' doors, the inbox."""

from fastapi import FastAPI

from bot.engine.house import Countersign
from bot.http import admin, api, health, inbound, problems
from bot.http.guard import Guard
from bot.settings import Settings

ABOUT = "Agents propose; people countersign. Launch agents, read their threads, decide what they may do."


def create_server(house: Countersign, settings: Settings) -> FastAPI:
    """The ASGI app of an open house. It starts and stops nothing: whoever opened the house closes it."""
    app = FastAPI(
        title="Countersign", version="1", description=ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.state.house = house
    problems.add_to(app)
    for router in (api.router, admin.router, inbound.router(house), health.router):
        app.include_router(router)
    app.add_middleware(Guard, origin=settings.origin)
    return app
