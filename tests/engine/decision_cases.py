"""The policies, the directory and the asked request that the tests of decisions share."""

from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.request_views import Request
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import list_notes

EDITABLE = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)


async def asked(platform: PlatformFixture, **given: str) -> tuple[str, Request]:
    """A thread that waits for consent, and the request."""
    thread = await platform.launch(**given)
    (request,) = await platform.pending()
    return thread, request


def audited(platform: PlatformFixture) -> list[tuple[str, str, str]]:
    return [(note.what, note.person, note.about) for note in list_notes(platform.app, 50)]
