"""The scripts, field names and requests that the tests of the API's routes share."""

from typing import Any

from tests.http.http_client import API, HttpFixture
from tests.platform_fixture import choose

PUSH = choose("push", tag="v1")


async def pending(server: HttpFixture) -> dict[str, Any]:
    """A thread of Sam's that waits for approval, as the API lists it."""
    await server.platform.launch()
    olive = await server.as_("olive")
    listed = (await olive.get(f"{API}/requests", params={"status": "pending"})).json()
    found: dict[str, Any] = listed["items"][0]
    return found


def approval(request: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"decision": "approve", "digest": request["digest"], **more}
