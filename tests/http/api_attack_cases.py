"""The routes of the API with a valid body each, and the platform that the tests of attacks on it share."""

from typing import Any, NamedTuple

import httpx2

from bot.http.api.api_keys import KeyScopeName
from tests.http.http_client import API
from tests.platform_fixture import choose

PUSH = choose("push", tag="v1")


class Route(NamedTuple):
    """An operation, the least scope that it needs, and a body that would be good."""

    method: str
    path: str
    scope: KeyScopeName
    body: dict[str, Any] | None = None


DECISION = {"decision": "approve", "digest": "0" * 64}
ROUTES = (
    Route("GET", "/threads", "agent"),
    Route("POST", "/threads", "agent", {"agent": "pusher", "message": "m"}),
    Route("GET", "/threads/{id}", "agent"),
    Route("GET", "/threads/{id}/events", "agent"),
    Route("POST", "/threads/{id}/messages", "agent", {"message": "m"}),
    Route("GET", "/threads/{id}/prompts/{n}", "agent"),
    Route("GET", "/requests", "agent"),
    Route("GET", "/requests/{id}", "agent"),
    Route("GET", "/agents", "agent"),
    Route("GET", "/me", "agent"),
    Route("GET", "/holds", "agent"),
    Route("POST", "/holds", "operator", {"scope": "tool", "name": "nothing", "reason": "r"}),
    Route("DELETE", "/holds/{id}", "operator"),
    Route("POST", "/threads/{id}/pause", "operator"),
    Route("POST", "/threads/{id}/resume", "operator"),
    Route("POST", "/threads/{id}/cancel", "operator", {"reason": "r"}),
    Route("POST", "/threads/{id}/fork", "operator", {"at": 1}),
    Route("POST", "/requests/{id}/decision", "operator", DECISION),
    Route("POST", "/requests/{id}/answer", "operator", {"answer": "yes"}),
    Route("GET", "/events", "agent"),
    Route("POST", "/requests", "agent", {"title": "t"}),
    Route("POST", "/requests/{id}/amend", "agent", {"arguments": {}}),
    Route("POST", "/requests/{id}/comment", "agent", {"text": "t"}),
    Route("POST", "/requests/{id}/cancel", "agent", {"reason": "r"}),
    Route("POST", "/requests/{id}/callback", "agent"),
    Route("GET", "/callbacks/secret", "agent"),
    Route("POST", "/requests/{id}/execution", "agent", {"status": "done"}),
    Route("POST", "/requests/{id}/grant", "agent", {}),
    Route("GET", "/grants", "agent"),
    Route("POST", "/grants/uses", "agent", {"arguments": {}}),
    Route("POST", "/grants/{id}/revoke", "agent", {}),
    Route("POST", "/thread-batches", "operator", {"action": "pause", "agent": "pusher"}),
    Route("GET", "/people", "operator"),
    Route("GET", "/keys", "admin"),
    Route("POST", "/keys", "admin", {"person": "max", "scope": "agent", "label": "", "agents": ["pusher"]}),
    Route("PUT", "/keys/{id}/agents", "admin", {"agents": ["pusher"]}),
    Route("DELETE", "/keys/{id}", "admin"),
    Route("POST", "/links", "admin", {"person": "max"}),
    Route("GET", "/audit", "admin"),
    Route("GET", "/audit/verify", "admin"),
    Route("POST", "/sweep", "admin"),
)


def place(route: Route, id: str = "nothing") -> str:
    return API + route.path.format(id=id, n=1)


def bearer(client: httpx2.AsyncClient) -> tuple[bytes, bytes]:
    return b"authorization", client.headers["authorization"].encode()
