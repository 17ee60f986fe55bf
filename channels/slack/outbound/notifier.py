"""The push channel: delivers the owed events to Slack, once each, and rewrites the posted cards. Decides nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from async_lru import alru_cache
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.base_types import JSON
from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.errors import NotUnderstood
from bot.core.escaping import make_visible
from bot.core.people import Person
from bot.core.ports import ChannelGateway, NotNow, TryLater, Undeliverable
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, MessageAddress, SlackTeam
from channels.slack.inbound.identity import MemberIdentity
from channels.slack.inbound.payload_parser import SlackSender
from channels.slack.installation.workspaces import WorkspaceClients
from channels.slack.outbound.lost_post_search import METADATA, DeliveryMetadata, FoundMessages, find_messages
from channels.slack.outbound.single_attempt_api_call import KEPT, UNDRAWABLE, SlackRateLimit, SlackRefused, call_api
from channels.slack.outbound.streaming import MessageStreams
from channels.slack.views import card_printer
from channels.slack.views.blocks import escape_mrkdwn, format_link, make_context, make_mrkdwn, make_note
from channels.slack.views.markdown import render_messages, render_mrkdwn
from channels.slack.views.plain_text_for_refused_blocks import make_plain_lines
from channels.slack.views.view_context import CardMessage, SlackViewContext

FIXED = frozenset({"edit_window_closed", "cant_update_message", *UNDRAWABLE})
"""Errors for a posted card that stays as it is, with its buttons."""
LOST = ("message_not_found", "channel_not_found", "edit_window_closed", "cant_update_message", "is_inactive")
"""Errors for a posted card that cannot be rewritten."""

UNDRAWN = "_Slack did not take this card as it was drawn. What is open in it can be decided in the inbox._"
SigningKeys = Callable[[], Sequence[bytes]]


class ViewContexts:
    """Builds the view context of a card at an address: links, signed values, mentions, and whether its readers may
    decide.
    """

    def __init__(self, gateway: ChannelGateway, members: MemberIdentity, *, is_linked: bool = True) -> None:
        """Without `is_linked` cards have no link to the inbox: its address does not work for readers in Slack."""
        self.gateway, self.members, self.is_linked = gateway, members, is_linked

    @property
    def keys(self) -> Sequence[bytes]:
        return self.gateway.derive(button_tokens.PURPOSE)

    def build_card_context(
        self, card: RequestCard, address: MessageAddress, version: str, person: str | None
    ) -> SlackViewContext:
        """The context of a card in a conversation. In direct messages `person` is the reader."""
        asked = [id for id in card.may if id not in card.approved_by and self.may_decide(id, address.team)]
        approvers = [found for id in asked if (found := self.gateway.directory.find_person(id))]
        users = [user for approver in approvers if (user := self.members.find_user_id(approver, address.team))]
        return SlackViewContext(
            link=self.make_link(card.request or ""),
            sign_choice=self.make_signer(card, button_tokens.name_audience(address.team, address.channel)),
            version=version,
            mentions=() if address.is_direct else tuple(users[:20]),
            is_live=not address.is_direct or (person in card.may and self.may_decide(person, address.team)),
            has_voted=address.is_direct and person in card.approved_by,
        )

    def build_home_context(self, card: RequestCard, team: SlackTeam, user: str, version: str) -> SlackViewContext:
        """The context of a card in a person's Home or list: with buttons for requests that they may decide."""
        person = self.find_person(team, user)
        return SlackViewContext(
            link=self.make_link(card.request or ""),
            sign_choice=self.make_signer(card, button_tokens.name_audience(team, f"home/{user}")),
            version=version,
            mentions=(),
            is_live=person in card.may and self.may_decide(person, team),
            has_voted=person in card.approved_by,
        )

    def may_decide(self, person: str | None, team: SlackTeam) -> bool:
        """Whether no recent answer of Slack, such as that they are a guest, keeps this person from deciding there."""
        known = self.gateway.directory.find_person(person)
        return known is not None and self.members.may_decide(known, team)

    async def look_up_deciders(self, card: RequestCard, team: SlackTeam) -> None:
        """Asks Slack which people of an open card are guests, before they are asked."""
        if card.outcome is None:
            people = [person for id in card.may if (person := self.gateway.directory.find_person(id))]
            await self.members.look_up_people(people, team)

    def make_signer(self, card: RequestCard, audience: str) -> Callable[[str], str]:
        keys, request, digest = self.keys, card.request or "", card.digest

        def sign_choice(choice: str) -> str:
            return button_tokens.sign_token(
                keys, button_tokens.ButtonToken(request=request, digest=digest, choice=choice), audience
            )

        return sign_choice

    def make_link(self, request: str) -> str:
        return f"{self.gateway.origin}/requests/{request}" if self.is_linked else ""

    def find_person(self, team: SlackTeam, user: str) -> str | None:
        """The id of the one active person with this account."""
        person = self.members.find_person(SlackSender(team, user))
        return person.id if person else None


class SlackNotifier:
    """Delivers to conversations of Slack. `direct` says when people get direct messages; see `SlackOptions`."""

    name = CHANNEL

    def __init__(
        self,
        workspaces: WorkspaceClients,
        members: MemberIdentity,
        contexts: ViewContexts,
        *,
        direct: str,
        last: Callable[[], ChannelAddress | None],
    ) -> None:
        self.workspaces, self.members, self.contexts = workspaces, members, contexts
        self.direct, self._last = direct, last
        self.pace = SlackRateLimit(time.monotonic)
        self.streams = MessageStreams(self.pace)
        self._open_direct_messages = alru_cache(maxsize=KEPT)(self._ask_for_direct_messages)

    @property
    def fallback(self) -> ChannelAddress | None:
        return self._last()

    def find_address(self, person: Person) -> ChannelAddress | None:
        """The person's direct messages, in the first workspace that their table names."""
        accounts = person.accounts.get(CHANNEL, "").split()
        if self.direct == "never" or not accounts:
            return None
        where, slash, user = accounts[0].rpartition("/")
        home = self.workspaces.home_team
        is_at_home = not slash or (home is not None and where == home.enterprise)
        team = home if is_at_home else SlackTeam(where)
        return MessageAddress(team, user=user).route if team else None

    def check_address(self, address: str) -> None:
        """Raises `NotUnderstood` for a text that is no conversation, as `T1/C1/`, and no person, as `T1/@U1`."""
        try:
            MessageAddress.read(address)
        except ValueError as error:
            raise NotUnderstood(str(error)) from error

    def is_shared(self, route: ChannelAddress) -> bool:
        return self.direct != "always" and not MessageAddress.read(route.address).is_direct

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        try:
            address = MessageAddress.read(delivery.route.address)
        except ValueError as error:
            raise Undeliverable(str(error)) from error
        address = address._replace(team=self.workspaces.complete_team(address.team))
        client = await self.workspaces.make_client(address.team)
        person = delivery.person
        await self.contexts.look_up_deciders(card, address.team)
        if address.user:
            # the buttons follow the rights of the person who reads these direct messages
            person = self.contexts.find_person(address.team, address.user)
            if card.outcome is None and person in card.may and not self.contexts.may_decide(person, address.team):
                # not delivered: where no other person can be asked, the agent is told
                raise Undeliverable(f"{person} is not asked in Slack: a guest, or a deactivated account")
            address = address._replace(channel=await self._open_direct_messages(address.team, address.user), user="")
        if delivery.kind == "said":
            return await self._post_agent_message(client, address, delivery, card)
        context = self.contexts.build_card_context(card, address, f"{delivery.seq}.{delivery.nth}", person)
        if delivery.replaced:
            return await self._strip_buttons(
                client, address, delivery, card_printer.render_replaced(card, context, delivery.seen)
            )
        message = card_printer.render_card(card, context)
        if delivery.earlier:
            try:
                await self._update_message(client, MessageAddress.read(delivery.earlier), message)
            except SlackRefused as refused:
                if refused.code not in (LOST if card.outcome is None else FIXED):
                    raise
            else:
                return delivery.earlier
        # a new card; also in place of an open one that was deleted (SLK22), and below a settled one that shows it open
        there = (await self._find_posted(client, address, delivery)).parts
        if 0 in there:
            await self._update_message(client, address._replace(ts=there[0]), message)
            return self._make_reference(address, there[0])
        return self._make_reference(address, await self._post_message(client, address, delivery, message, 0))

    async def send_private(self, person: Person, text: str, url: str) -> None:
        """Sends a direct message with a secret link, to an account that could decide here. No preview opens the link.

        Raises `Undeliverable`, and the errors of `MemberIdentity.require_decider`.
        """
        route = self.find_address(person)
        if route is None:
            raise Undeliverable(f"{person.id} has no Slack account")
        address = MessageAddress.read(route.address)
        address = address._replace(team=self.workspaces.complete_team(address.team))
        if await self.members.require_decider(SlackSender(address.team, address.user)) != person:
            raise Undeliverable(f"the Slack account of {person.id} is somebody else's, too")
        client = await self.workspaces.make_client(address.team)
        channel = await self._open_direct_messages(address.team, address.user)
        await self.pace.wait_for_turn(f"{address.team.id}/{channel}")

        post = partial(
            client.chat_postMessage,
            channel=channel,
            text=escape_mrkdwn(make_visible(text)),
            blocks=[
                make_note("private", text),
                make_context("link", make_mrkdwn(format_link(url, "Sign in")), make_mrkdwn(escape_mrkdwn(url))),
            ],
            unfurl_links=False,
            unfurl_media=False,
        )
        await call_api(self.pace, address.team.id, "chat.postMessage", post, channel)

    async def _post_agent_message(
        self, client: AsyncWebClient, address: MessageAddress, delivery: OutboundDelivery, card: RequestCard
    ) -> str:
        """Posts a message of the agent in as many parts as it needs; parts that are posted already are not sent again."""
        parts = await asyncio.to_thread(render_messages, card.text)
        there = await self._find_posted(client, address, delivery)
        may_stream = address.is_direct and address.ts and len(parts) == 1 and not there.parts
        if may_stream:  # Slack allows streams in the bot's own conversations; an interrupted one is resumed
            if delivery.again:
                ts = await self.streams.adopt_stream(client, address, delivery, card.text, there.loose)
            else:
                await self.pace.wait_for_turn(f"{address.team.id}/{address.channel}")
                ts = await self.streams.stream_text(client, address, delivery, card.text)
            if ts:
                return self._make_reference(address, ts)
        sent = dict(there.parts)
        for number, blocks in enumerate(parts):
            if number not in sent:
                text = render_mrkdwn(card.text, parts) if number == 0 else "(continued)"
                try:
                    sent[number] = await self._post_message(
                        client, address, delivery, CardMessage(text, blocks, is_card=False), number
                    )
                except NotNow as error:
                    if not sent:
                        raise
                    raise TryLater(f"{number} of {len(parts)} messages are sent", error.seconds) from error
        return self._make_reference(address, sent.get(0, ""))

    async def _find_posted(
        self, client: AsyncWebClient, address: MessageAddress, delivery: OutboundDelivery
    ) -> FoundMessages:
        return await find_messages(client, self.pace, address, delivery) if delivery.again else FoundMessages({}, {})

    async def _strip_buttons(
        self, client: AsyncWebClient, address: MessageAddress, delivery: OutboundDelivery, message: CardMessage
    ) -> str:
        """Removes the buttons of a card that a newer one replaces. A deleted card has none left."""
        there = {} if delivery.earlier else (await self._find_posted(client, address, delivery)).parts
        reference = delivery.earlier or (self._make_reference(address, there[0]) if 0 in there else "")
        if reference:
            try:
                await self._update_message(client, MessageAddress.read(reference), message)
            except SlackRefused as refused:
                if refused.code not in LOST:
                    raise
        return reference

    async def _post_message(
        self,
        client: AsyncWebClient,
        address: MessageAddress,
        delivery: OutboundDelivery,
        message: CardMessage,
        number: int,
    ) -> str:
        await self.pace.wait_for_turn(f"{address.team.id}/{address.channel}")
        about = {
            "event_type": METADATA,
            "event_payload": DeliveryMetadata(delivery=delivery.id, part=number).model_dump(),
        }

        post = partial(
            client.chat_postMessage,
            channel=address.channel,
            thread_ts=address.ts or None,
            metadata=about,
            unfurl_links=False,
            unfurl_media=False,
        )
        answer = await self._send_or_simplify(address, "chat.postMessage", post, message)
        ts = answer.get("ts")
        if not isinstance(ts, str) or not ts:
            raise TryLater("chat.postMessage: Slack's answer names no message")
        return ts

    async def _update_message(self, client: AsyncWebClient, address: MessageAddress, message: CardMessage) -> None:
        update = partial(client.chat_update, channel=address.channel, ts=address.ts)
        await self._send_or_simplify(address, "chat.update", update, message)

    async def _send_or_simplify(
        self, address: MessageAddress, method: str, call: Callable[..., Awaitable[Any]], message: CardMessage
    ) -> JSON:
        """Sends a message; where Slack refuses its blocks, its text alone, without buttons: of an agent's words all of
        them.
        """
        send = partial(call_api, self.pace, address.team.id, method, conversation=address.channel)
        try:
            return await send(partial(call, text=message.text, blocks=message.blocks))
        except SlackRefused as refused:
            if refused.code not in UNDRAWABLE:
                raise
            plain = "" if message.is_card else escape_mrkdwn(make_plain_lines(message.blocks))
            return await send(partial(call, text=plain or f"{message.text}\n{UNDRAWN}", blocks=[]))

    async def _ask_for_direct_messages(self, team: SlackTeam, user: str) -> str:
        """The conversation with this person. Slack gives the same one every time."""
        client = await self.workspaces.make_client(team)
        opening = partial(client.conversations_open, users=user)
        match await call_api(self.pace, team.id, "conversations.open", opening):
            case {"channel": {"id": str(id)}} if id:
                return id
        raise TryLater("conversations.open: Slack's answer names no conversation")

    def _make_reference(self, address: MessageAddress, ts: str) -> str:
        return str(address._replace(ts=ts))
