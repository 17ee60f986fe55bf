"""Opens the platform in this process behind the HTTP API, for verbs without a server. Takes the lock of the database."""

import getpass
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx2

from bot.bootstrap import build_platform
from bot.core.errors import CannotStart, NotFound
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from bot.http.api.api_keys import ApiPrincipal
from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings, read_config

SettleCallback = Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_in_process(
    settings: EnvironmentSettings, person: str | None
) -> AsyncIterator[tuple[httpx2.AsyncClient, SettleCallback | None]]:
    """An API client of the platform in this process, and a callback that runs the agents until they rest.

    `person` acts. With None the verb only reads: no agent runs, no channel is built, and the callback is None. No key is
    needed: a user of the machine with access to the file may do everything, and the log notes the user's name.

    Raises subclasses of `CannotStart`; `NotFound` for an unknown person.
    """
    config = read_config(settings.config)
    if person is not None:
        people = [each.id for each in config.directory.people.values() if each.active]
        if not person:
            known = ", ".join(people) or "nobody yet; add [people.<id>] to countersign.toml"
            raise CannotStart(f"Say who you are: --as PERSON, or COUNTERSIGN_PERSON. Known: {known}.")
        if person not in people:
            raise NotFound("active person", person)
    user = "unknown"
    with suppress(OSError, KeyError):
        user = getpass.getuser()
    caller = ApiPrincipal(person or "", "admin", f"terminal:{user}")
    platform = build_platform(settings, config, has_channels=person is not None)
    try:
        await (platform.repository.open() if person is None else platform.prepare_start())
        app = create_server(platform, settings, caller=caller)

        async def settle() -> None:
            await sweep_threads(platform.repository)
            await platform.worker.drain_queue()

        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url=settings.origin) as http:
            yield http, None if person is None else settle
    finally:
        await platform.close()
