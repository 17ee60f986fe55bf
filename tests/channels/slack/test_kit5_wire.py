"""The Slack channel passes the contract of decisions at its real outside: clicks and dialogs of a workspace, signed by Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.core import events as e
from bot.core.request_views import Request
from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import _encoded, resend
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.channels.slack.test_attacks_clicks import gated
from tests.channels.slack.views.test_card_document import see
from tests.channels.wire_contract import OpenWire, WireContract
from tests.platform_fixture import choose


class SlackWire:
    """A workspace with the app in #ops."""

    name = "slack"

    def __init__(self, here: SlackFixture) -> None:
        self.here, self.platform, self.ledger = here, here.platform, here.ledger
        self.last: Any = None
        self.first: SlackMessage | None = None

    async def ask(self) -> Request:
        await self.here.ask("sam")
        self.first = await self.here.card()
        return await self.here.request()

    async def show(self, who: str) -> str:
        await self.here.at_rest()
        return "\n".join(f"{message.text}\n{see(message.blocks)}" for message in self.here.ours(self.here.channel()))

    async def may_approve(self, who: str) -> bool:
        await self.here.at_rest()
        cards = [message for message in self.here.ours(self.here.channel()) if message.buttons()]
        return any(button["text"]["text"] == "Approve" for message in cards[-1:] for button in message.buttons())

    async def decide(
        self, who: str, choice: Literal["approve", "reject"], reason: str = "", *, first: bool = False
    ) -> None:
        user = self.here.user(who)
        if not first:
            await self.here.at_rest()
        card = self.first if first else await self.here.card()
        assert card is not None
        version = {"version": 0} if first else {}
        if choice == "approve":
            self.last = await self.here.app.click(user, card, "Approve", **version)
        else:
            await self.here.app.click(user, card, "Reject…", **version)
            view = await self.here.modal(who)
            self.last = await self.here.app.submit(user, view, {"reason": {"countersign.input": reason}})
        await self.here.quiet()

    async def repeat(self) -> None:
        await resend(self.here, self.last)
        await self.here.quiet()

    async def forge(self, who: str) -> None:
        """A genuine click of this person on another card is the form; its button and its signature are changed."""
        assert self.first is not None
        with_bad_token = await self.here.app.click(self.here.user("stranger"), self.first, "Approve")
        body, kind = _encoded(with_bad_token)
        theirs = self.here.user("stranger").id.encode()
        body = body.replace(theirs, self.here.user(who).id.encode())
        assert (await self.here.app.forge(body, kind, signature="v0=" + "0" * 64)).status == 401
        await self.here.quiet()

    def list_votes(self) -> list[e.Answered]:
        return self.here.decisions()


@pytest.fixture
def open_wire(tmp_path: Path) -> OpenWire:
    @asynccontextmanager
    async def opened(tag: str = "v1", **policy: Any) -> AsyncIterator[SlackWire]:
        script = (choose("push", tag=tag), choose("done", message="It is out."))
        async with slack_platform(tmp_path, *script, agents=gated(**policy)) as here:
            yield SlackWire(here)
            assert here.slack.complaints == []

    return opened


class TestSlackWire(WireContract):
    pass


async def test_kit5_a_refused_form_that_is_sent_again_decides_nothing(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("done", message="It is out."))
    async with slack_platform(tmp_path, *script, agents=gated(irreversible=True)) as here:
        await here.ask("sam")
        card, olive = await here.card(), here.user("olive")
        await here.app.click(olive, card, "Approve…")
        view = await here.modal("olive")
        hold = await here.platform.place_hold("all", by="max")
        word = (await here.request()).card.typed
        sent = await here.app.submit(olive, view, {"typed": {"countersign.input": word}})
        await here.quiet()
        await here.platform.lift_hold(hold.id, by="max")
        for _ in range(2):
            await resend(here, sent)
        await here.quiet()
        assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.at_rest()
        await here.app.click(olive, card, "Approve…")
        view = await here.modal("olive")
        await here.app.submit(olive, view, {"typed": {"countersign.input": word}})
        await here.until(lambda: here.ledger.lines)
        assert len(here.decisions()) == 1
