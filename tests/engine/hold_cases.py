"""The script, the scopes and the audit query that the tests of holds share."""

from typing import Literal

import pytest

from bot.core.request_views import Request
from tests.platform_fixture import PlatformFixture, choose

PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
Scope = Literal["all", "agent", "tool"]
SCOPES: list[tuple[Scope, str]] = [("all", ""), ("agent", "pusher"), ("tool", "push")]
every_scope = pytest.mark.parametrize(("scope", "name"), SCOPES, ids=["all", "agent", "tool"])


async def one(platform: PlatformFixture) -> Request:
    (request,) = await platform.pending()
    return request
