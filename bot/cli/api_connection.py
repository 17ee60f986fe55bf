"""The API client of the verbs: to a running server, or to the platform in this process."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx2

from bot.core.errors import BadSetting, CannotStart
from bot.http.api_client import ApiClient
from bot.settings import EnvironmentSettings, read_settings

PATIENCE = 30.0
"""Seconds in which a server must answer."""


@asynccontextmanager
async def open_for_reading() -> AsyncIterator[ApiClient]:
    """A client for a verb that changes nothing. No agent runs."""
    settings = read_settings()
    if is_remote(settings):
        async with connect_server(settings) as client:
            yield client
    else:
        async with _open_in_process(settings, None) as client:
            yield client


@asynccontextmanager
async def open_for_acting(person: str, otherwise: str = "") -> AsyncIterator[ApiClient]:
    """A client for a verb that changes something. With a server, the person of the API key acts.

    Without one, `person` acts, or COUNTERSIGN_PERSON, or `otherwise`; the agents run in this process until they rest.
    """
    settings = read_settings()
    if is_remote(settings):
        async with connect_server(settings) as client:
            yield client
    else:
        async with _open_in_process(settings, person or settings.person or otherwise) as client:
            yield client


def is_remote(settings: EnvironmentSettings) -> bool:
    """Whether verbs call a server. Raises `CannotStart` when COUNTERSIGN_URL is set without a key."""
    has_key = bool(settings.api_key.get_secret_value())
    if settings.url and not has_key:
        raise CannotStart("COUNTERSIGN_URL is set and COUNTERSIGN_API_KEY is not. Set both, or neither.")
    return has_key and bool(settings.url or settings.base_url)


@asynccontextmanager
async def connect_server(settings: EnvironmentSettings, patience: float = PATIENCE) -> AsyncIterator[ApiClient]:
    """A client of the server of the settings, with their key. `patience`: seconds for an answer. Raises `BadSetting`."""
    url = settings.url or settings.base_url
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port
    except ValueError as error:
        raise BadSetting("COUNTERSIGN_BASE_URL", url, str(error)) from error
    if split.scheme not in ("http", "https") or not host:
        raise BadSetting("COUNTERSIGN_BASE_URL", url, "write it as http://host:port")
    key = settings.api_key.get_secret_value()
    if not re.fullmatch(r"[!-~]{1,200}", key):
        raise BadSetting("COUNTERSIGN_API_KEY", "…", "it holds characters that no key has")
    headers = {"Authorization": f"Bearer {key}"}
    # The proxy variables of the environment do not apply to this machine.
    by_proxy = host not in ("localhost", "127.0.0.1", "::1")
    async with httpx2.AsyncClient(
        base_url=url.rstrip("/"), headers=headers, timeout=patience, trust_env=by_proxy
    ) as http:
        yield ApiClient(http, None, is_inside=False)


@asynccontextmanager
async def _open_in_process(settings: EnvironmentSettings, person: str | None) -> AsyncIterator[ApiClient]:
    # Imported here: the platform takes a second to load, and a verb that calls a server does not need it.
    from bot.cli.in_process import open_in_process

    async with open_in_process(settings, person) as (http, settle):
        yield ApiClient(http, settle, is_inside=True)
