"""The HTTP API client of the verbs: to a running server, or to the platform in this process, with the same requests."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from bot.core.base_types import JSON
from bot.core.errors import BadSetting, CannotStart, CountersignError, NotFound, Unauthenticated
from bot.settings import EnvironmentSettings, read_settings

PATIENCE = 30.0
"""Seconds in which a server must answer."""


class ApiRefusal(CountersignError):
    """{0}"""


class ApiNotFound(ApiRefusal, NotFound):
    """{0}"""


class ServerUnreachable(CountersignError):
    """{0} does not answer ({1}). Is the server running, and is COUNTERSIGN_URL (or COUNTERSIGN_BASE_URL) its address?"""


class ForeignServer(CountersignError):
    """{0} answers, but not like a Countersign server (status {1}). Check COUNTERSIGN_URL (or COUNTERSIGN_BASE_URL)."""


class ApiClient:
    """A client of the API. Paths are given in parts: `read("threads", id, "events", after=3)`.

    `settle` runs after each change, for a platform in this process (`is_inside`).
    """

    def __init__(
        self, http: httpx2.AsyncClient, settle: Callable[[], Awaitable[None]] | None, *, is_inside: bool
    ) -> None:
        self.http, self.settle, self.is_inside = http, settle, is_inside

    async def read(self, *path: str, **query: Any) -> JSON:
        """GET. Raises `ApiNotFound`, `ApiRefusal`, `Unauthenticated`, `ServerUnreachable`, `ForeignServer`."""
        asked = {name: value for name, value in query.items() if value is not None}
        return await self._send_request("GET", path, params=asked)

    async def post(self, *path: str, body: JSON = None) -> JSON:
        """POST. With a platform in this process, due work is done before this returns."""
        return await self._send_change("POST", path, json=body)

    async def put(self, *path: str, body: JSON) -> JSON:
        """PUT, like `post`."""
        return await self._send_change("PUT", path, json=body)

    async def delete(self, *path: str, **query: Any) -> JSON:
        """DELETE, like `post`. None for a response without a body."""
        return await self._send_change("DELETE", path, params=query)

    async def _send_change(self, method: str, path: tuple[str, ...], **given: Any) -> JSON:
        answer = await self._send_request(method, path, **given)
        if self.settle is not None:
            await self.settle()
        return answer

    async def _send_request(self, method: str, path: tuple[str, ...], **given: Any) -> JSON:
        url = "/api/v1/" + "/".join(quote(part, safe="") for part in path)
        try:
            response = await self.http.request(method, url, **given)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ServerUnreachable(self.http.base_url, str(error) or type(error).__name__) from error
        if response.status_code >= 300:
            body = _read_json(response)
            if not isinstance(body, dict) or "detail" not in body:
                raise _make_foreign_error(response)
            kind = {404: ApiNotFound, 401: Unauthenticated}.get(response.status_code, ApiRefusal)
            raise kind(str(body["detail"]))
        return _read_json(response) if response.content else None


def _read_json(response: httpx2.Response) -> JSON:
    try:
        return response.json()
    except ValueError as error:
        raise _make_foreign_error(response) from error


def _make_foreign_error(response: httpx2.Response) -> ForeignServer:
    return ForeignServer(response.url.copy_with(path="/", query=None), response.status_code)


@asynccontextmanager
async def open_for_reading() -> AsyncIterator[ApiClient]:
    """A client for a verb that changes nothing. No agent runs."""
    settings = read_settings()
    if is_remote(settings):
        async with _connect_server(settings) as client:
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
        async with _connect_server(settings) as client:
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
async def _connect_server(settings: EnvironmentSettings) -> AsyncIterator[ApiClient]:
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
        base_url=url.rstrip("/"), headers=headers, timeout=PATIENCE, trust_env=by_proxy
    ) as http:
        yield ApiClient(http, None, is_inside=False)


@asynccontextmanager
async def _open_in_process(settings: EnvironmentSettings, person: str | None) -> AsyncIterator[ApiClient]:
    # Imported here: the platform takes a second to load, and a verb that calls a server does not need it.
    from bot.cli.in_process import open_in_process

    async with open_in_process(settings, person) as (http, settle):
        yield ApiClient(http, settle, is_inside=True)
