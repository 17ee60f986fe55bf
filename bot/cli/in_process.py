"""The house in this process, behind the same HTTP API, for verbs while no server runs. Takes the file's lock."""

import getpass
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2

from bot.bootstrap import build_platform
from bot.core.errors import CannotStart, NotFound
from bot.engine.platform import CountersignPlatform
from bot.engine.repository.job_recovery import sweep_threads
from bot.http.api.api_keys import ApiPrincipal, authenticate_key
from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings, FileConfig, read_config

SettleCallback = Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_in_process(
    settings: EnvironmentSettings, person: str | None
) -> AsyncIterator[tuple[httpx2.AsyncClient, SettleCallback]]:
    """A client of the API in here, and what lets the agents run until they rest.

    `person` acts; None reads only: then nothing runs, and no channel is built. No key is made: whoever can open the file may do everything,
    and the log notes whose terminal it was. Raises CannotStart's children, Unknown for a person nobody knows.
    """
    config = read_config(settings.config)
    caller = ApiPrincipal("" if person is None else _find_person(config, person), "admin", f"terminal:{_find_user()}")
    house = build_platform(settings, config, has_channels=person is not None)
    try:
        if person is not None:
            await house.prepare_start()
        app = create_server(house, settings)
        app.dependency_overrides[authenticate_key] = lambda: caller
        door = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=door, base_url=settings.origin) as http:
            yield http, _do_nothing if person is None else _make_settle(house)
    finally:
        await house.close()


def _find_person(config: FileConfig, person: str) -> str:
    people = [each.id for each in config.directory.people.values() if each.active]
    if not person:
        known = ", ".join(people) or "nobody yet; add [people.<id>] to countersign.toml"
        raise CannotStart(f"Say who you are: --as PERSON, or COUNTERSIGN_PERSON. Known: {known}.")
    if person not in people:
        raise NotFound("active person", person)
    return person


def _make_settle(platform: CountersignPlatform) -> SettleCallback:
    async def settle() -> None:
        await sweep_threads(platform.repository)
        await platform.worker.drain_queue()

    return settle


async def _do_nothing() -> None:
    pass


def _find_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
