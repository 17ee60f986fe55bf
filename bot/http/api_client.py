"""An HTTP client of the API: of a running server, or of an app in this process, with the same requests."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import httpx2

from bot.core.base_types import JSON
from bot.core.errors import CountersignError, NotFound, Unauthenticated


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
