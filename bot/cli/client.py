"""Speaks the HTTP API for the verbs: to a running server, or to the house opened in this process. One path for both."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from bot.core.errors import BadSetting, CannotStart, CountersignError, Unauthenticated
from bot.core.word import JSON
from bot.settings import Settings, read_settings

PATIENCE = 30.0
"""Seconds until a server that does not answer is given up."""


class Refused(CountersignError):
    """{0}"""


class NotThere(Refused):
    """{0}"""


class Unreachable(CountersignError):
    """{0} does not answer ({1}). Is the server running, and is COUNTERSIGN_URL (or COUNTERSIGN_BASE_URL) its address?"""


class NotOurs(CountersignError):
    """{0} answers, but not like a Countersign server (status {1}). Check COUNTERSIGN_URL (or COUNTERSIGN_BASE_URL)."""


class Client:
    """The API. Paths are given in parts: `read("threads", id, "events", after=3)`."""

    def __init__(self, http: httpx2.AsyncClient, settle: Callable[[], Awaitable[None]], *, is_inside: bool) -> None:
        self.http, self.settle, self.is_inside = http, settle, is_inside

    async def read(self, *path: str, **query: Any) -> JSON:
        """What GET answers. Raises NotThere, Refused, Unreachable, NotOurs."""
        asked = {name: value for name, value in query.items() if value is not None}
        return await self._ask("GET", path, params=asked)

    async def send(self, *path: str, body: JSON = None) -> JSON:
        """What POST answers. In this process, all that became due by it is done before this returns."""
        return await self._changed("POST", path, json=body)

    async def replace(self, *path: str, body: JSON) -> JSON:
        """What PUT answers."""
        return await self._changed("PUT", path, json=body)

    async def delete(self, *path: str, **query: Any) -> JSON:
        """What DELETE answers, if anything."""
        return await self._changed("DELETE", path, params=query)

    async def _changed(self, method: str, path: tuple[str, ...], **given: Any) -> JSON:
        answer = await self._ask(method, path, **given)
        await self.settle()
        return answer

    async def _ask(self, method: str, path: tuple[str, ...], **given: Any) -> JSON:
        url = "/api/v1/" + "/".join(quote(part, safe="") for part in path)
        try:
            response = await self.http.request(method, url, **given)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Unreachable(self.http.base_url, str(error) or type(error).__name__) from error
        if response.status_code >= 300:
            raise _problem(response)
        return _json(response) if response.content else None


def _problem(response: httpx2.Response) -> CountersignError:
    body = _json(response)
    if not isinstance(body, dict) or "detail" not in body:
        return _not_ours(response)
    kind = {404: NotThere, 401: Unauthenticated}.get(response.status_code, Refused)
    return kind(str(body["detail"]))


def _json(response: httpx2.Response) -> JSON:
    try:
        return response.json()
    except ValueError as error:
        raise _not_ours(response) from error


def _not_ours(response: httpx2.Response) -> NotOurs:
    return NotOurs(response.url.copy_with(path="/", query=None), response.status_code)


@asynccontextmanager
async def reading() -> AsyncIterator[Client]:
    """A client for a verb that changes nothing: nothing runs by it either."""
    settings = read_settings()
    if is_remote(settings):
        async with _outside(settings) as client:
            yield client
    else:
        async with _inside(settings, None) as client:
            yield client


@asynccontextmanager
async def acting(person: str, otherwise: str = "") -> AsyncIterator[Client]:
    """A client for a verb that changes something. With a server the key says who acts; without one, `person` or
    COUNTERSIGN_PERSON does, or else `otherwise`, and the agents run in this process until they rest."""
    settings = read_settings()
    if is_remote(settings):
        async with _outside(settings) as client:
            yield client
    else:
        async with _inside(settings, person or settings.person or otherwise) as client:
            yield client


def is_remote(settings: Settings) -> bool:
    """Whether verbs speak to a server. Raises CannotStart when its URL is set and no key is."""
    has_key = bool(settings.api_key.get_secret_value())
    if settings.url and not has_key:
        raise CannotStart("COUNTERSIGN_URL is set and COUNTERSIGN_API_KEY is not. Set both, or neither.")
    return has_key and bool(settings.url or settings.base_url)


@asynccontextmanager
async def _outside(settings: Settings) -> AsyncIterator[Client]:
    url, host = _checked(settings.url or settings.base_url)
    headers = {"Authorization": f"Bearer {_credential(settings)}"}
    # A proxy of the environment is for the world outside, never for this machine.
    by_proxy = host not in ("localhost", "127.0.0.1", "::1")
    async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=PATIENCE, trust_env=by_proxy) as http:
        yield Client(http, _nothing, is_inside=False)


def _checked(url: str) -> tuple[str, str]:
    """The URL without a slash at its end, and its host. Raises BadSetting."""
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port
    except ValueError as error:
        raise BadSetting("COUNTERSIGN_BASE_URL", url, str(error)) from error
    if split.scheme not in ("http", "https") or not host:
        raise BadSetting("COUNTERSIGN_BASE_URL", url, "write it as http://host:port")
    return url.rstrip("/"), host


def _credential(settings: Settings) -> str:
    key = settings.api_key.get_secret_value()
    if not re.fullmatch(r"[!-~]{1,200}", key):
        raise BadSetting("COUNTERSIGN_API_KEY", "…", "it holds characters that no key has")
    return key


@asynccontextmanager
async def _inside(settings: Settings, person: str | None) -> AsyncIterator[Client]:
    # Imported here: the house takes a second to load, and a verb that speaks to a server needs none.
    from bot.cli.inside import opened

    async with opened(settings, person) as (http, settle):
        yield Client(http, settle, is_inside=True)


async def _nothing() -> None:
    pass
