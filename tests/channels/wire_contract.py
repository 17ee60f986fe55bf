"""The contract of a channel at its real outside: its own inputs and messages, whatever their form.

A test module derives from `WireContract` and gives a `ChannelWire`. `DecisionContract` has more attacks on channels whose
inputs are posts with our tokens; `tests/channels/test_kit5_clauses.py` tells where a channel of another form has them.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.request_views import Request
from tests.busy_machine import stretch
from tests.platform_fixture import OutsideLedger

TWO = {"approvers": (ApproverClause(groups=("managers",), quorum=2),)}


class ChannelWire(Protocol):
    """A channel with its outside. Sam asks; Olive and Max may decide."""

    name: str
    platform: CountersignPlatform
    ledger: OutsideLedger

    async def ask(self) -> Request:
        """The agent asks for an approval, and the channel has delivered it."""
        ...

    async def show(self, who: str) -> str:
        """All that this person sees of the request now, when everything is delivered."""
        ...

    async def may_approve(self, who: str) -> bool:
        """Whether the newest message offers this person an approval."""
        ...

    async def decide(
        self, who: str, choice: Literal["approve", "reject"], reason: str = "", *, first: bool = False
    ) -> None:
        """This person's decision as the outside sends it, on the newest message or on the `first`; it is judged."""
        ...

    async def repeat(self) -> None:
        """The last input once more, byte for byte; it is judged."""
        ...

    async def forge(self, who: str) -> None:
        """An approval in this person's name that its sender cannot prove."""
        ...

    def list_votes(self) -> list[e.Answered]: ...


OpenWire = Callable[..., AbstractAsyncContextManager[ChannelWire]]
"""`open_wire(tag="v1", **policy)`; the managers approve, unless the policy says otherwise."""


async def decide_elsewhere(wire: ChannelWire, request: Request, person: str, **given: Any) -> None:
    fields = {"call": request.id, "digest": request.digest, "decision": "approve", **given}
    await wire.platform.decide(ApprovalDecision(person=person, door="web", credential="session", **fields))


async def wait_for_run(wire: ChannelWire) -> None:
    async with asyncio.timeout(stretch(60)):
        while not wire.ledger.lines:
            await asyncio.sleep(0.02)


class WireContract:
    """`open_wire` is a fixture of the deriving class."""

    async def test_kit5_who_may_decide_sees_the_call_and_its_digest(self, open_wire: OpenWire) -> None:
        async with open_wire() as wire:
            request = await wire.ask()
            shown = await wire.show("olive")
            for text in ("push", 'tag = "v1"', 'commit = "c0ffee"', request.digest[:12]):
                assert text in shown
            assert await wire.may_approve("olive")

    async def test_kit5_an_approval_is_that_of_the_person_for_the_shown_call(self, open_wire: OpenWire) -> None:
        async with open_wire() as wire:
            request = await wire.ask()
            await wire.decide("olive", "approve")
            await wait_for_run(wire)
            (vote,) = wire.list_votes()
            assert (vote.call, vote.digest, vote.decision) == (request.id, request.digest, "approve")
            assert (vote.person, vote.door, bool(vote.credential)) == ("olive", wire.name, True)
            assert wire.ledger.lines == [f"{request.id} v1 c0ffee"]

    async def test_kit5_a_rejection_carries_its_reason_and_nothing_runs(self, open_wire: OpenWire) -> None:
        async with open_wire() as wire:
            await wire.ask()
            await wire.decide("olive", "reject", "not on a Friday")
            assert [(vote.decision, vote.text) for vote in wire.list_votes()] == [("reject", "not on a Friday")]
            assert wire.ledger.lines == []

    async def test_kit5_what_its_sender_cannot_prove_decides_nothing(self, open_wire: OpenWire) -> None:
        async with open_wire() as wire:
            await wire.ask()
            await wire.forge("olive")
            await self._nothing_is_decided(wire)
            await wire.decide("olive", "approve")
            await wait_for_run(wire)

    async def test_kit5_who_may_not_decide_decides_nothing(self, open_wire: OpenWire) -> None:
        async with open_wire() as wire:
            await wire.ask()
            await wire.decide("sam", "approve", first=True)
            await self._nothing_is_decided(wire)

    async def test_kit5_the_same_input_again_decides_no_second_time(self, open_wire: OpenWire) -> None:
        async with open_wire(**TWO) as wire:
            request = await wire.ask()
            await wire.decide("olive", "approve")
            await decide_elsewhere(wire, request, "olive", decision="reject", reason="no, wait")
            await wire.repeat()
            await wire.repeat()
            assert [vote.decision for vote in wire.list_votes()] == ["approve", "reject"]
            assert wire.ledger.lines == []

    async def test_kit5_an_approval_while_paused_counts_neither_then_nor_when_it_is_sent_again(
        self, open_wire: OpenWire
    ) -> None:
        async with open_wire() as wire:
            await wire.ask()
            hold = await wire.platform.place_hold("all", by="max")
            await wire.decide("olive", "approve", first=True)
            await self._nothing_is_decided(wire)
            await wire.platform.lift_hold(hold.id, by="max")
            await wire.repeat()
            await self._nothing_is_decided(wire)
            await wire.decide("olive", "approve")
            await wait_for_run(wire)
            assert len(wire.list_votes()) == 1

    async def test_kit5_a_decision_elsewhere_is_told_and_the_old_message_decides_no_more(
        self, open_wire: OpenWire
    ) -> None:
        async with open_wire() as wire:
            request = await wire.ask()
            await decide_elsewhere(wire, request, "max", decision="reject", reason="not on a Friday")
            assert "not on a Friday" in await wire.show("olive")
            assert not await wire.may_approve("olive")
            await wire.decide("olive", "approve", first=True)
            assert [vote.person for vote in wire.list_votes()] == ["max"]
            assert wire.ledger.lines == []

    async def test_kit5_after_an_edit_the_old_message_decides_nothing_and_the_new_one_the_edited_call(
        self, open_wire: OpenWire
    ) -> None:
        async with open_wire(edits="by_another") as wire:
            request = await wire.ask()
            await wire.show("max")
            await decide_elsewhere(wire, request, "olive", arguments='{"tag":"v9","commit":"beef01"}')
            await wire.decide("max", "approve", first=True)
            assert [vote.person for vote in wire.list_votes()] == ["olive"]
            assert wire.ledger.lines == []
            assert 'tag = "v9"' in await wire.show("max")
            await wire.decide("max", "approve")
            await wait_for_run(wire)
            assert wire.ledger.lines == [f"{request.id} v9 beef01"]

    async def test_kit5_who_left_decides_nothing_with_an_open_message(self, open_wire: OpenWire) -> None:
        async with open_wire() as wire:
            await wire.ask()
            people = dict(wire.platform.directory.people)
            people["olive"] = people["olive"].model_copy(update={"active": False})
            agents, models = [*wire.platform.agents.values()], dict(wire.platform.models)
            await wire.platform.replace_rules(PeopleDirectory(people=people), agents, models)
            await wire.decide("olive", "approve", first=True)
            await self._nothing_is_decided(wire)

    async def test_kit5_what_is_not_shown_whole_offers_no_approval_and_takes_none(self, open_wire: OpenWire) -> None:
        async with open_wire(tag="v" * 30_000) as wire:
            await wire.ask()
            assert "cut here" in await wire.show("olive")
            assert not await wire.may_approve("olive")

    async def test_kit5_an_irreversible_call_is_not_approved_without_its_word(self, open_wire: OpenWire) -> None:
        async with open_wire(irreversible=True) as wire:
            await wire.ask()
            assert not await wire.may_approve("olive")

    async def test_kit5_the_same_input_many_times_is_one_decision(self, open_wire: OpenWire) -> None:
        async with open_wire(**TWO) as wire:
            await wire.ask()
            await wire.decide("olive", "approve")
            for _ in range(3):
                await wire.repeat()
            assert [vote.person for vote in wire.list_votes()] == ["olive"]

    async def _nothing_is_decided(self, wire: ChannelWire) -> None:
        assert wire.list_votes() == []
        assert wire.ledger.lines == []
        assert [request.status for request in (await wire.platform.queries.list_requests(status="pending")).items]
