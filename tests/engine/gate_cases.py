"""The people, policies and requests that the tests of the gate share."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.channel_messages import ChannelAddress, InboundMessage
from bot.core.errors import NotAnApprover
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.request_views import Request
from tests.platform_fixture import MAX, OLIVE, SAM, PlatformFixture, choose

ANN = Person(id="ann", name="Ann", groups=("managers",))
FOUR = PeopleDirectory(people={person.id: person for person in (SAM, OLIVE, MAX, ANN)})
TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), edits=True)
PUSH = choose("push", tag="v1")
OK = choose("reply", message="All right.")
ASK = choose("ask_human", question="Which tag?", context="", urgency="low", format="free_text", choices=[], fields=[])


async def only(platform: PlatformFixture) -> Request:
    (request,) = await platform.pending()
    return request


async def refused(platform: PlatformFixture, request: Request, by: str, why: str, **given: Any) -> None:
    with pytest.raises(NotAnApprover, match=why):
        await platform.decide(request, by=by, **given)
    await platform.settle()
    assert platform.ledger.lines == []


async def approved(platform: PlatformFixture, request: Request, by: str) -> None:
    await platform.decide(request, by=by)
    await platform.settle()
    assert len(platform.ledger.lines) == 1


def wishes(request: Request) -> tuple[str, ...]:
    return next((fact.lines for fact in request.card.facts if fact.label == "Whose wish"), ())


def from_stranger(text: str, thread: str | None = None, **changed: Any) -> InboundMessage:
    fields: dict[str, Any] = {
        "channel": "test",
        "id": text,
        "body": compute_sha256(text),
        "at": datetime(2026, 11, 21, tzinfo=UTC),
        "agent": "pusher",
        "thread": thread,
        "account": "slack:T1/U9",
        "sender": "@U9, not linked",
        "text": text,
        "route": ChannelAddress(channel="test"),
    }
    return InboundMessage(**{**fields, **changed})
