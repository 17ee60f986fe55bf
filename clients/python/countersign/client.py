"""The client: it asks, waits through restarts and lost connections, claims approvals and reports."""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from countersign.approved_function import ApprovalDecorator, ApprovalOptions
from countersign.errors import (
    ApiRefusal,
    ApprovalLost,
    ApprovalRefused,
    CountersignClientError,
    NoRequestId,
    ServerUnreachable,
)
from countersign.httpx_or_httpx2 import http
from countersign.models import Request

POLL = 50
"""Seconds of one long poll."""
PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a lost connection is tried again: twice as long each time, up to the longest."""
TRIES = 6
"""How often an act that may be repeated is tried: for about 15 seconds."""


class Countersign:
    """A client for one API key. `transport` replaces the network, for tests."""

    def __init__(self, url: str = "", key: str = "", *, transport: Any = None) -> None:
        self.url = (url or os.environ.get("COUNTERSIGN_URL", "http://127.0.0.1:8080")).rstrip("/")
        self._key, self._transport = key or os.environ.get("COUNTERSIGN_API_KEY", ""), transport

    async def approve(
        self,
        title: str,
        arguments: Mapping[str, Any],
        *,
        policy: str | None = None,
        key: str | None = None,
        explanation: str = "",
        schema: Mapping[str, Any] | None = None,
        to: Mapping[str, Sequence[str]] | None = None,
        expires_in: int | None = None,
        on_behalf_of: Sequence[str] = (),
        metadata: Mapping[str, Any] | None = None,
        callback_url: str | None = None,
        thread: str | None = None,
    ) -> Request:
        """Ask for the approval of this call and return the request, which waits for people. Raises `ApiRefusal`.

        Lost connections are tried again with the same idempotency key: one of its own where `key` is left out.
        """
        body = {
            "title": title,
            "arguments": dict(arguments),
            "policy": policy,
            "key": key or f"call-{uuid4().hex}",
            "explanation": explanation,
            "schema": schema,
            "to": to,
            "expires_in": expires_in,
            "on_behalf_of": list(on_behalf_of),
            "metadata": metadata,
            "callback_url": callback_url,
            "thread": thread,
        }
        return await self._repeat("", {name: value for name, value in body.items() if value not in (None, "", [])})

    async def ask(
        self,
        question: str,
        *,
        choices: Sequence[str] = (),
        context: str = "",
        policy: str | None = None,
        key: str | None = None,
        within: float | None = None,
    ) -> str:
        """Ask people a question and return the answer. Raises `ApprovalRefused` when it ended without one, `TimeoutError`."""
        asked = await self.open_question(question, choices=choices, context=context, policy=policy, key=key)
        answered = await self.wait(asked.id, within=within)
        if answered.status != "answered":
            raise ApprovalRefused(answered)
        return answered.reason

    async def open_question(
        self,
        question: str,
        *,
        choices: Sequence[str] = (),
        context: str = "",
        policy: str | None = None,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Request:
        """Ask people a question and return the request, which waits for them. Its `reason` is the answer, later."""
        body: dict[str, Any] = {"kind": "question", "title": question}
        body |= {"format": "multiple_choice", "choices": list(choices)} if choices else {}
        more = {"context": context, "policy": policy, "key": key or f"ask-{uuid4().hex}", "metadata": metadata}
        return await self._repeat("", body | {name: value for name, value in more.items() if value})

    async def get(self, id: str) -> Request:
        """Return the request as it is now."""
        return Request.model_validate(await self._send("GET", f"/requests{_name_request(id)}"))

    async def wait(self, id: str, *, within: float | None = None) -> Request:
        """Return the request once it is decided, however long that takes: lost connections and restarts of the server are
        waited through. Raises `TimeoutError` after `within` seconds.
        """
        pause = PAUSE
        async with asyncio.timeout(within):
            while True:
                try:
                    found = Request.model_validate(await self._send("GET", f"/requests{_name_request(id)}", wait=POLL))
                    pause = PAUSE
                    if not found.is_open:
                        return found
                    continue
                except (ServerUnreachable, ApiRefusal) as error:
                    if not _may_pass(error):
                        raise
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def claim(self, id: str) -> Request:
        """Use the approval up, before the call runs. Raises `ApprovalLost` when it cannot be used any more.

        Where the answer is lost, the request is read: a claim that the server did not get is sent again. One that it got
        may be of another process, so that nobody may run the call: it is lost, too.
        """
        for number in range(TRIES):
            try:
                return await self._post(f"{_name_request(id)}/execution", {"status": "running"})
            except (ServerUnreachable, ApiRefusal) as error:
                if isinstance(error, ApiRefusal) and error.status == 409:
                    raise ApprovalLost(await self._read_patiently(id)) from error
                if number == TRIES - 1 or not _may_pass(error):
                    raise
                found = await self._read_patiently(id)
                if found.execution and found.execution.status != "not_started":
                    raise ApprovalLost(found) from error
        raise AssertionError("unreachable")

    async def report(self, id: str, *, failed: bool, text: str = "", tries: int = TRIES) -> Request:
        """Say how the call ended. The same report again changes nothing, so lost connections are tried again."""
        body = {"status": "failed" if failed else "done", "text": text[:4_000]}
        return await self._repeat(f"{_name_request(id)}/execution", body, tries)

    async def amend(self, id: str, arguments: Mapping[str, Any]) -> Request:
        """Replace the arguments of a request that waits: votes end."""
        return await self._post(f"{_name_request(id)}/amend", {"arguments": dict(arguments)})

    async def comment(self, id: str, text: str) -> Request:
        return await self._post(f"{_name_request(id)}/comment", {"text": text})

    async def withdraw(self, id: str, reason: str = "") -> Request:
        return await self._post(f"{_name_request(id)}/cancel", {"reason": reason})

    async def ask_grant(self, id: str, *, begins_with: str = "", hours: int | None = None) -> Request:
        """Ask people to let calls like that of this request of a coding agent run without asking: exactly this call, or each
        command with these first words. Return the request for the grant. Raises `ApiRefusal`.
        """
        more = {"begins_with": begins_with} | ({} if hours is None else {"hours": hours})
        return await self._post(f"{_name_request(id)}/grant", more)

    async def use_grant(self, arguments: Mapping[str, Any], *, policy: str | None = None) -> str:
        """Run this call under a grant of this key: return who gave it, or an empty text when people must be asked.

        The grant's log then holds this use. Raises `ApiRefusal`.
        """
        body = {"arguments": dict(arguments)} | ({"policy": policy} if policy else {})
        used = await self._send("POST", "/grants/uses", body)
        return f"{', '.join(used['given_by'])} by the grant {used['grant']}" if used["grant"] else ""

    async def read_scope(self) -> str:
        """Return the scope of the key: agent, operator or admin."""
        return str((await self._send("GET", "/me"))["scope"])

    def requires_approval(self, *, title: str = "", **options: Any) -> ApprovalDecorator:
        """Return a decorator: a call of the function asks people, and runs once they approved.

        `title` may name arguments in braces; by default it is the name of the function. `options` are those of `approve`.
        Raises `ApprovalRefused`, and whatever the function raises.
        """
        return ApprovalDecorator(self, ApprovalOptions(title, options))

    async def _read_patiently(self, id: str) -> Request:
        return Request.model_validate(await self._try_often(lambda: self._send("GET", f"/requests{_name_request(id)}")))

    async def _repeat(self, path: str, body: Mapping[str, Any], tries: int = TRIES) -> Request:
        """Post what the server takes once, however often it comes."""
        return Request.model_validate(
            await self._try_often(lambda: self._send("POST", f"/requests{path}", body), tries)
        )

    async def _try_often(self, send: Callable[[], Awaitable[Any]], tries: int = TRIES) -> Any:
        for number in range(tries - 1):
            try:
                return await send()
            except (ServerUnreachable, ApiRefusal) as error:
                if not _may_pass(error):
                    raise
            await asyncio.sleep(PAUSE * 2**number)
        return await send()

    async def _post(self, path: str, body: Mapping[str, Any]) -> Request:
        return Request.model_validate(await self._send("POST", f"/requests{path}", body))

    async def _send(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
        if not re.fullmatch(r"[!-~]+", self._key):
            raise CountersignClientError("COUNTERSIGN_API_KEY is not set, or holds characters that no key has.")
        headers = {"Authorization": f"Bearer {self._key}"}
        async with http.AsyncClient(
            base_url=self.url, headers=headers, transport=self._transport, timeout=POLL + 20
        ) as client:
            try:
                answer = await client.request(method, f"/api/v1{path}", json=body, params=query or None)
            except http.TransportError as error:
                raise ServerUnreachable(f"{self.url} does not answer ({error or type(error).__name__}).") from error
        if answer.status_code >= 400:
            is_problem = answer.headers.get("content-type", "").startswith("application/problem+json")
            raise ApiRefusal(answer.status_code, answer.json()["detail"] if is_problem else answer.text[:200])
        if not answer.headers.get("content-type", "").startswith("application/json"):
            raise ApiRefusal(answer.status_code, f"this is no answer of a Countersign server: {answer.text[:200]}")
        found = answer.json()
        return {**found, "is_repeat": True} if "idempotent-replayed" in answer.headers else found


def _name_request(id: object) -> str:
    """Return the path of a request. Raises `NoRequestId` for what cannot be the id of one: it would be the path of something else."""
    if not isinstance(id, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", id):
        raise NoRequestId(id)
    return f"/{id}"


def _may_pass(error: Exception) -> bool:
    """Whether this error may be gone at the next try: a lost connection, a server or a proxy that is busy or restarts."""
    return not isinstance(error, ApiRefusal) or error.status >= 500 or error.status in (408, 425, 429)


_METHODS = frozenset(
    {"amend", "approve", "ask", "ask_grant", "claim", "comment", "get", "open_question", "report", "wait", "withdraw"}
)


class SyncCountersign:
    """The same without `await`, for programs without an event loop: `SyncCountersign().approve(…)`.

    Each method of `Countersign` runs to its end in an event loop of its own.
    """

    def __init__(self, url: str = "", key: str = "", *, transport: Any = None) -> None:
        self._client = Countersign(url, key, transport=transport)

    def requires_approval(self, *, title: str = "", **options: Any) -> ApprovalDecorator:
        """As `Countersign.requires_approval`."""
        return self._client.requires_approval(title=title, **options)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in _METHODS:
            raise AttributeError(name)
        method = getattr(self._client, name)
        return lambda *args, **given: asyncio.run(method(*args, **given))
