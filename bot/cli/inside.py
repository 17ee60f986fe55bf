"""The house in this process, behind the same HTTP API, for verbs while no server runs. Takes the file's lock."""

import getpass
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2

from bot.app import build
from bot.core.errors import CannotStart, Unknown
from bot.engine.house import Countersign
from bot.engine.timers import sweep
from bot.http.principal import Principal, principal
from bot.http.server import create_server
from bot.settings import Config, Settings, read_config

Settle = Callable[[], Awaitable[None]]


@asynccontextmanager
async def opened(settings: Settings, person: str | None) -> AsyncIterator[tuple[httpx2.AsyncClient, Settle]]:
    """A client of the API in here, and what lets the agents run until they rest.

    `person` acts; None reads only: then nothing runs, and no channel is built. No key is made: whoever can open the file may do everything,
    and the log notes whose terminal it was. Raises CannotStart's children, Unknown for a person nobody knows.
    """
    config = read_config(settings.config)
    caller = Principal("" if person is None else _known(config, person), "admin", f"terminal:{_user()}")
    house = build(settings, config, has_channels=person is not None)
    try:
        if person is not None:
            await house.prepare()
        app = create_server(house, settings)
        app.dependency_overrides[principal] = lambda: caller
        door = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=door, base_url=settings.origin) as http:
            yield http, _nothing if person is None else _working(house)
    finally:
        await house.close()


def _known(config: Config, person: str) -> str:
    people = [each.id for each in config.directory.people.values() if each.active]
    if not person:
        known = ", ".join(people) or "nobody yet; add [people.<id>] to countersign.toml"
        raise CannotStart(f"Say who you are: --as PERSON, or COUNTERSIGN_PERSON. Known: {known}.")
    if person not in people:
        raise Unknown("active person", person)
    return person


def _working(house: Countersign) -> Settle:
    async def settle() -> None:
        await sweep(house.record)
        await house.worker.drain()

    return settle


async def _nothing() -> None:
    pass


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
