"""The scripts and requests that the tests of the pages share."""

from collections.abc import Callable

from tests.http.page_browser import PageClient
from tests.platform_fixture import MANAGERS, choose

PUSH = choose("push", "I push what Sam asked for.", tag="v1.4.2", commit="f4b7f10")
EDITS = MANAGERS.model_copy(update={"edits": True})
Open = Callable[..., PageClient]


async def waiting(page_client: PageClient) -> str:
    await page_client.platform.launch()
    (request,) = await page_client.platform.pending()
    return request.id


def assert_in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        assert part in text[at:], f"{part!r} is not in {text[at:]!r}"
        at = text.index(part, at) + len(part)
