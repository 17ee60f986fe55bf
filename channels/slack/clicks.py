"""What clicks do: open a form, decide, answer, or come to a sentence that only the clicker reads."""

import asyncio

from bot.core.errors import BadInput, Conflict, Forbidden, NotAnApprover, OnHold, Unknown
from bot.core.people import name_account
from bot.core.ports import House, Place
from bot.core.requests import Request
from bot.core.thread import thread_of
from bot.core.word import JSON
from channels.slack import actions, marks, modals
from channels.slack.address import CHANNEL, Spot
from channels.slack.judging import (
    RequestJudge,
    VotedAlready,
    ballot_of,
    credential_of,
    find_answer,
    name_sender,
    reply_of,
)
from channels.slack.marks import Mark
from channels.slack.members import OUTSIDE, Members
from channels.slack.outcomes import Announces, Changes, Done, Opens, Quiet, Told, Turns
from channels.slack.parse import Click, Sender
from channels.slack.post import Looks, audience
from channels.slack.rules import ChannelRules
from channels.slack.wording import NOT_OURS, NOT_POSTED, describe_refusal

SETTLE, LOOKS = 0.1, 15
"""Seconds between two looks for a card that is just being noted, and how many."""
DECISIVE = (actions.APPROVE, actions.CHOOSE, actions.RESUME)


class CardClicks(RequestJudge):
    """Judges what was clicked by the request as it stands. Raises Unavailable alone, when nothing could be committed."""

    def __init__(self, house: House, members: Members, looks: Looks, rules: ChannelRules) -> None:
        super().__init__(house, members, looks)
        self.rules = rules

    async def is_decisive(self, click: Click) -> bool:
        """Whether this click may decide something, so that it must be durable before it is acknowledged.

        By our own state: where something must be typed, Approve opens a form as Reject does, which cannot wait for what
        the same person clicked before.
        """
        if click.action == actions.APPROVE and (mark := self._unsealed(click)) is not None:
            try:
                return not (await self.house.request(mark.request)).card.typed
            except (Conflict, Unknown):
                return True
        return click.action in DECISIVE or click.action.startswith(actions.ANSWER)

    async def click(self, click: Click, *, is_left: bool = False) -> Done:
        """Commits what a decisive click means; opens by what the payload and our own state tell for any other.

        `is_left`: an earlier process had this click, and may have committed it.
        """
        if (page := actions.page_of(click.action)) is not None:
            return Turns(page)
        if click.action == actions.OPEN:
            return Quiet()
        if click.action == actions.RESUME:
            return await self._resume(click)
        if click.action == actions.OPTION:
            return await self._option(click)
        mark = await self._mark(click)
        if isinstance(mark, Told):
            return mark
        try:
            return await self._clicked(click, mark)
        except (Conflict, Forbidden, BadInput, Unknown) as refused:
            return await self.describe(click.sender, mark.request, refused, shown=mark.digest, is_left=is_left)

    async def _clicked(self, click: Click, mark: Mark) -> Done:
        request = await self.house.request(mark.request)
        if click.action in (actions.APPROVE, actions.EDIT) and request.status == "pending" and request.card.paused:
            raise OnHold(request.card.paused)
        match click.action:
            case actions.APPROVE if not request.card.typed:
                self.refuse_unshown(request, mark)
                return await self._approve(click.sender, mark)
            case actions.DETAILS:
                self._refuse_reading(click, request)
                return Opens(modals.details(request.card, self.looks.look(request.card, click.spot, "details", None)))
            case actions.EDIT if not request.card.edits:
                return Told("The policy allows no edits. Reject it with a reason instead.")
            case actions.APPROVE | actions.REJECT | actions.EDIT | actions.WRITE:
                self.refuse_closed(request, mark)
                await self._refuse_form(click, mark, request)
                return Opens(self._form(click, mark, request))
            case name if name == actions.CHOOSE or name.startswith(actions.ANSWER):
                text = find_answer(request, mark.choice)
                await self.house.answer(reply_of(mark, await self.find_decider(click.sender), click.sender, text))
                return Quiet()
            case _:
                return Told(NOT_OURS)

    def _form(self, click: Click, mark: Mark, request: Request) -> JSON:
        sealed = self.seal_for_modal(mark, click.sender, click.spot._replace(ts=click.thread))
        match click.action:
            case actions.APPROVE:
                return modals.confirm(request.card, sealed)
            case actions.REJECT:
                return modals.reject(request.card, sealed)
            case actions.EDIT:
                return modals.edit(request.card, self.house.form(mark.request), sealed)
            case _:
                return modals.answer(request.card, sealed)

    def _refuse_reading(self, click: Click, request: Request) -> None:
        """The whole request is for who reads its thread: a channel shows the card to all its members. Raises Forbidden."""
        person = self.members.recognise(click.sender)
        account = name_account(CHANNEL, credential_of(click.sender))
        if why := self.house.why_not("read", person, account, thread=request.thread_id):
            raise Forbidden(why)

    async def _refuse_form(self, click: Click, mark: Mark, request: Request) -> None:
        """A form opens only for who may send it: what is refused at its end anyway is not typed for.

        Raises Forbidden's children and Conflict's by what is known here; Slack is asked when the form was sent.
        """
        person = self.members.recognise(click.sender)
        if request.card.ask is None:
            await self.house.rehearse(ballot_of(mark, person, click.sender, "reject", reason="…"))
        elif person.id not in request.card.may:
            refused = NotAnApprover(person.name, request.id, f"only {request.card.who_may} may answer")
            await self.note("refused: NotAnApprover", click.sender, about=request.id, detail=str(refused))
            raise refused

    async def _approve(self, sender: Sender, mark: Mark) -> Done:
        """The vote; a second press of the same person is told that the first one counts."""
        person = await self.find_decider(sender)
        before = await self.house.request(mark.request)
        after = await self.house.decide(ballot_of(mark, person, sender, "approve"))
        if len(after.votes) == len(before.votes) and after.status == "pending":
            raise VotedAlready(after.card.progress)
        return Quiet()

    async def _mark(self, click: Click) -> Mark | Told:
        """What the button stands for. A card's button holds in its own conversation and on the message that we posted."""
        if (personal := self._personal(click)) is not None:
            return personal
        shared = self._shared(click)
        if shared is None:
            await self.note("forged button", click.sender, detail=click.value)
            return Told(NOT_OURS)
        if not await self._is_ours(click.spot, thread_of(shared.request)):
            await self.note("button on another message", click.sender, about=shared.request, detail=str(click.spot))
            return Told(NOT_POSTED.format(self.looks.link(shared.request)).rstrip())
        return shared

    def _unsealed(self, click: Click) -> Mark | None:
        return self._personal(click) or self._shared(click)

    def _personal(self, click: Click) -> Mark | None:
        """What a button of this person's Home or list stands for."""
        return marks.unseal(self.looks.keys, click.value, audience(click.sender.team, f"home/{click.sender.user}"))

    def _shared(self, click: Click) -> Mark | None:
        """What a button of a conversation stands for."""
        where = click.spot.channel
        return marks.unseal(self.looks.keys, click.value, audience(click.sender.team, where)) if where else None

    async def _is_ours(self, spot: Spot, thread: str) -> bool:
        """Whether the message is a card of this thread. Somebody may click before our own note of it is written."""
        for _ in range(LOOKS):
            if self.house.thread_of(CHANNEL, str(spot)) == thread:
                return True
            await asyncio.sleep(SETTLE)
        return False

    async def _option(self, click: Click) -> Done:
        """One of the reasons to reject was chosen in the open modal: its text is put into the field."""
        mark = self.unseal_of_modal(click.metadata, click.sender)
        if mark is None:
            return Told(NOT_OURS)
        try:
            request = await self.house.request(mark.request)
            self.refuse_closed(request, mark)
        except (Conflict, Unknown) as refused:
            return await self.describe(click.sender, mark.request, refused)
        return Changes(modals.reject(request.card, click.metadata, click.value))

    async def _resume(self, click: Click) -> Done:
        mark = self._personal(click)
        if mark is None:
            return Told(NOT_OURS)
        if await self.members.is_outside(click.sender):
            return Told(OUTSIDE)
        person = self.members.person(click.sender)
        account = name_account(CHANNEL, credential_of(click.sender))
        try:
            if why := self.rules.why_no_resume(_channel_of(self.house.place(mark.request)), person):
                await self.note("refused: resume", click.sender, about=mark.request)
                return Told(why)
            if why := self.house.why_not("operate", person, account, thread=mark.request):
                return Told(why)
            await self.house.resume(mark.request, by=person.id if person else account)
        except (Conflict, Unknown) as refused:
            return Told(describe_refusal(refused))
        told, route = Told("It goes on."), self.house.place(mark.request).route
        if route is None or route.channel != CHANNEL:
            return told
        text = f"▶ {name_sender(person, click.sender)} let me go on."
        return Announces(text, Spot.read(route.address), told)


def _channel_of(place: Place) -> str:
    """The conversation of Slack in which a thread speaks; empty: it speaks elsewhere."""
    route = place.route
    return Spot.read(route.address).channel if route is not None and route.channel == CHANNEL else ""
