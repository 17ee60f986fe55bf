"""The Channel: puts what the log owes into Slack, once, and rewrites the cards that stand there. Decides nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import Card
from bot.core.contact import Delivery, Route
from bot.core.people import Person
from bot.core.ports import House, NotNow, TryLater, Undeliverable
from bot.core.shown import visible
from bot.core.word import JSON
from channels.slack import marks, render
from channels.slack.address import CHANNEL, Spot, Team
from channels.slack.ask import UNDRAWABLE, Call, Refused, ask
from channels.slack.blocks import context, escaped, link, markup, plain
from channels.slack.find import METADATA, Found, Sent, find
from channels.slack.look import Look, Message
from channels.slack.markdown import blocks_of, plain_of
from channels.slack.members import Members
from channels.slack.pace import Pace
from channels.slack.parse import Sender
from channels.slack.stream import Streams
from channels.slack.workspaces import Workspaces

LOST = ("message_not_found", "channel_not_found", "edit_window_closed", "cant_update_message", "is_inactive")
"""Why a card cannot be rewritten where it stood."""

UNDRAWN = "_Slack did not take this card with its buttons. It can be decided in the inbox._"
Draw = Callable[[str, list[JSON]], Awaitable[Any]]
Keys = Callable[[], Sequence[bytes]]


def audience(team: Team, where: str) -> str:
    """For whom a button's value holds: whoever sees this conversation, or this person's Home."""
    return f"{team.id}/{where}"


class Looks:
    """How requests look at a spot: links, signed values, who is mentioned, and whether anybody there may decide."""

    def __init__(self, house: House, members: Members, *, is_linked: bool = True) -> None:
        """Without `is_linked` nothing links to the inbox: its address leads nobody there who reads it in Slack."""
        self.house, self.members, self.is_linked = house, members, is_linked

    @property
    def keys(self) -> Sequence[bytes]:
        return self.house.derive(b"slack buttons")

    def look(self, card: Card, spot: Spot, version: str, person: str | None) -> Look:
        """The look of a card in a conversation. In direct messages `person` is who reads them."""
        asked = [id for id in card.may if id not in card.approved_by and self.may_decide(id, spot.team)]
        users = [user for id in asked if (user := self._user(id, spot.team))]
        return Look(
            link=self.link(card.request or ""),
            sealed=self.sealing(card, audience(spot.team, spot.channel)),
            version=version,
            mentions=() if spot.is_direct else tuple(users[:20]),
            voters=tuple(self.house.directory.name_of(id) for id in card.approved_by),
            is_live=not spot.is_direct or (person in card.may and self.may_decide(person, spot.team)),
            has_voted=spot.is_direct and person in card.approved_by,
        )

    def home(self, card: Card, team: Team, user: str, version: str) -> Look:
        """The look of a card in somebody's Home or list: of what they may decide, there are buttons."""
        person = self.person(team, user)
        return Look(
            link=self.link(card.request or ""),
            sealed=self.sealing(card, audience(team, f"home/{user}")),
            version=version,
            mentions=(),
            voters=tuple(self.house.directory.name_of(id) for id in card.approved_by),
            is_live=person in card.may and self.may_decide(person, team),
            has_voted=person in card.approved_by,
        )

    def may_decide(self, person: str | None, team: Team) -> bool:
        """Whether nothing that Slack said lately keeps this person from deciding there, such as being a guest."""
        known = self.house.directory.find(person)
        return known is not None and self.members.may_decide(known, team)

    async def look_up(self, card: Card, team: Team) -> None:
        """Asks Slack who of those who may decide an open card are guests, before people are asked."""
        if card.outcome is None:
            people = [person for id in card.may if (person := self.house.directory.find(id))]
            await self.members.look_up(people, team)

    def sealing(self, card: Card, audience: str) -> Callable[[str], str]:
        keys, request, digest = self.keys, card.request or "", card.digest

        def sealed(choice: str) -> str:
            return marks.seal(keys, marks.Mark(request=request, digest=digest, choice=choice), audience)

        return sealed

    def link(self, request: str) -> str:
        return f"{self.house.origin}/requests/{request}" if self.is_linked else ""

    def _user(self, person: str, team: Team) -> str | None:
        known = self.house.directory.find(person)
        return self.members.user_of(known, team) if known else None

    def person(self, team: Team, user: str) -> str | None:
        """The id of the one active person who has this account."""
        person = self.members.person(Sender(team, user))
        return person.id if person else None


class Post:
    """Delivers to conversations of Slack. `direct` says when people get messages of their own; see the Options."""

    name = CHANNEL

    def __init__(
        self,
        workspaces: Workspaces,
        members: Members,
        looks: Looks,
        *,
        direct: str,
        last: Callable[[], Route | None],
    ) -> None:
        self.workspaces, self.members, self.looks = workspaces, members, looks
        self.direct, self._last = direct, last
        self.pace = Pace(time.monotonic)
        self.streams = Streams(self.pace)
        self._opened: dict[tuple[str, str], str] = {}

    @property
    def fallback(self) -> Route | None:
        return self._last()

    def route_to(self, person: Person) -> Route | None:
        """The person's direct messages, in the first workspace that their table names."""
        accounts = person.accounts.get(CHANNEL, "").split()
        if self.direct == "never" or not accounts:
            return None
        where, slash, user = accounts[0].rpartition("/")
        team = Team(where) if slash else self.workspaces.home_team
        return Spot(team, user=user).route if team else None

    def is_shared(self, route: Route) -> bool:
        return self.direct != "always" and not Spot.read(route.address).is_direct

    async def deliver(self, delivery: Delivery, card: Card) -> str:
        try:
            spot = Spot.read(delivery.route.address)
        except ValueError as error:
            raise Undeliverable(str(error)) from error
        client = await self.workspaces.client(spot.team)
        person = delivery.person
        await self.looks.look_up(card, spot.team)
        if spot.user:
            self._refuse_guest(card, spot)
            person = self.looks.person(spot.team, spot.user)  # theirs alone: what others may do is no button here
            spot = spot._replace(channel=await self._direct(client, spot), user="")
        if delivery.kind == "said":
            return await self._say(client, spot, delivery, card)
        look = self.looks.look(card, spot, f"{delivery.seq}.{delivery.nth}", person)
        if delivery.replaced:
            return await self._strip(client, spot, delivery, render.replaced(card, look, delivery.seen))
        message = render.card(card, look)
        if delivery.earlier:
            return await self._rewrite(client, spot, delivery, card, message)
        return await self._show(client, spot, delivery, message)

    def _refuse_guest(self, card: Card, spot: Spot) -> None:
        """Raises Undeliverable for an open card to somebody who may decide it, and of whom Slack says that they may not here.

        It counts as not delivered: where nobody else can be asked, the agent hears of it.
        """
        person = self.looks.person(spot.team, spot.user)
        if card.outcome is None and person in card.may and not self.looks.may_decide(person, spot.team):
            raise Undeliverable(f"{person} is not asked in Slack: a guest, or a deactivated account")

    async def send_private(self, person: Person, text: str, url: str) -> None:
        """A direct message with a secret link in it, to an account that could decide here. No preview opens the link.

        Raises what Members.decider raises, too.
        """
        route = self.route_to(person)
        if route is None:
            raise Undeliverable(f"{person.id} has no Slack account")
        spot = Spot.read(route.address)
        if await self.members.decider(Sender(spot.team, spot.user)) != person:
            raise Undeliverable(f"the Slack account of {person.id} is somebody else's, too")
        client = await self.workspaces.client(spot.team)
        channel = await self._direct(client, spot)
        await self.pace.turn(f"{spot.team.id}/{channel}")

        async def call() -> Any:
            return await client.chat_postMessage(
                channel=channel,
                text=escaped(visible(text)),
                blocks=[
                    context("private", plain(text)),
                    context("link", markup(link(url, "Sign in")), markup(escaped(url))),
                ],
                unfurl_links=False,
                unfurl_media=False,
            )

        await ask(self.pace, spot.team.id, "chat.postMessage", call, channel)

    async def _say(self, client: AsyncWebClient, spot: Spot, delivery: Delivery, card: Card) -> str:
        """What the agent says, in as many messages as it needs; those that are there already are not sent again."""
        parts = await asyncio.to_thread(blocks_of, card.text)
        there = await self._there(client, spot, delivery)
        if len(parts) == 1 and not there.parts and (ts := await self._streamed(client, spot, delivery, card, there)):
            return self._reference(spot, ts)
        sent = dict(there.parts)
        for number, blocks in enumerate(parts):
            if number not in sent:
                text = plain_of(card.text, parts) if number == 0 else "(continued)"
                try:
                    sent[number] = await self._post(client, spot, delivery, Message(text, blocks), number)
                except NotNow as error:
                    if not sent:
                        raise
                    raise TryLater(f"{number} of {len(parts)} messages are sent", error.seconds) from error
        return self._reference(spot, sent.get(0, ""))

    async def _streamed(
        self, client: AsyncWebClient, spot: Spot, delivery: Delivery, card: Card, there: Found
    ) -> str | None:
        """As a stream, in the bot's own conversations; None where Slack allows none. One that was cut off is taken up."""
        if not spot.is_direct or not spot.ts:
            return None
        if delivery.again:
            return await self.streams.adopt(client, spot, delivery, card.text, there.loose)
        await self.pace.turn(f"{spot.team.id}/{spot.channel}")
        return await self.streams.say(client, spot, delivery, card.text)

    async def _there(self, client: AsyncWebClient, spot: Spot, delivery: Delivery) -> Found:
        return await find(client, self.pace, spot, delivery) if delivery.again else Found({}, {})

    async def _show(self, client: AsyncWebClient, spot: Spot, delivery: Delivery, message: Message) -> str:
        there = (await self._there(client, spot, delivery)).parts
        if 0 in there:
            await self._update(client, spot._replace(ts=there[0]), message)
            return self._reference(spot, there[0])
        return self._reference(spot, await self._post(client, spot, delivery, message, 0))

    async def _rewrite(
        self, client: AsyncWebClient, spot: Spot, delivery: Delivery, card: Card, message: Message
    ) -> str:
        """The card that stands there, as it is now. One that was deleted while it is still open is posted anew (SLK22)."""
        standing = Spot.read(delivery.earlier)
        try:
            await self._update(client, standing, message)
        except Refused as refused:
            if refused.code not in LOST or card.outcome is not None:
                raise
            return await self._show(client, spot, delivery, message)
        return delivery.earlier

    async def _strip(self, client: AsyncWebClient, spot: Spot, delivery: Delivery, message: Message) -> str:
        """Takes the buttons from a card below which a newer one comes. Where it was deleted, nothing is left to press."""
        there = {} if delivery.earlier else (await self._there(client, spot, delivery)).parts
        reference = delivery.earlier or (self._reference(spot, there[0]) if 0 in there else "")
        if reference:
            try:
                await self._update(client, Spot.read(reference), message)
            except Refused as refused:
                if refused.code not in LOST:
                    raise
        return reference

    async def _post(self, client: AsyncWebClient, spot: Spot, delivery: Delivery, message: Message, number: int) -> str:
        await self.pace.turn(f"{spot.team.id}/{spot.channel}")
        about = {"event_type": METADATA, "event_payload": Sent(delivery=delivery.id, part=number).model_dump()}

        async def call(text: str, blocks: list[JSON]) -> Any:
            return await client.chat_postMessage(
                channel=spot.channel,
                text=text,
                blocks=blocks,
                thread_ts=spot.ts or None,
                metadata=about,
                unfurl_links=False,
                unfurl_media=False,
            )

        answer = await _drawn(
            message, call, lambda call: ask(self.pace, spot.team.id, "chat.postMessage", call, spot.channel)
        )
        return _ts(answer, "chat.postMessage")

    async def _update(self, client: AsyncWebClient, spot: Spot, message: Message) -> None:
        async def call(text: str, blocks: list[JSON]) -> Any:
            return await client.chat_update(channel=spot.channel, ts=spot.ts, text=text, blocks=blocks)

        await _drawn(message, call, lambda call: ask(self.pace, spot.team.id, "chat.update", call, spot.channel))

    async def _direct(self, client: AsyncWebClient, spot: Spot) -> str:
        """The conversation with this person. Slack gives the same one every time."""
        key = (spot.team.id, spot.user)
        if key not in self._opened:

            async def call() -> Any:
                return await client.conversations_open(users=spot.user)

            answer = await ask(self.pace, spot.team.id, "conversations.open", call)
            self._opened[key] = _id(answer.get("channel"))
        return self._opened[key]

    def _reference(self, spot: Spot, ts: str) -> str:
        return str(spot._replace(ts=ts))


async def _drawn(message: Message, call: Draw, ask: Callable[[Call], Awaitable[JSON]]) -> JSON:
    """Sends a message; where Slack refuses its blocks, its text alone, which says all but has nothing to press."""
    try:
        return await ask(partial(call, message.text, message.blocks))
    except Refused as refused:
        if refused.code not in UNDRAWABLE:
            raise
        return await ask(partial(call, f"{message.text}\n{UNDRAWN}", []))


def _ts(answer: dict[str, Any], method: str) -> str:
    ts = answer.get("ts")
    if not isinstance(ts, str) or not ts:
        raise TryLater(f"{method}: Slack's answer names no message")
    return ts


def _id(channel: JSON) -> str:
    id = channel.get("id") if isinstance(channel, dict) else None
    if not isinstance(id, str) or not id:
        raise TryLater("conversations.open: Slack's answer names no conversation")
    return id
