"""Acts of people that reach an app as events; each act changes the state first and then sends the events."""

import copy
import secrets
from dataclasses import dataclass
from typing import Any, NamedTuple

from slack_double import events
from slack_double.app_registration import AppRegistration
from slack_double.event_sender import JSON_TYPE, DeliveryAttempt, EventDelivery
from slack_double.messages import SlackMessage
from slack_double.typed_text import escape_typed, rich_text
from slack_double.workspace import Channel, Team, User

JSON = dict[str, Any]


class SentMessage(NamedTuple):
    """A message that a person posted, and the app's answers to its deliveries."""

    message: SlackMessage
    deliveries: list[EventDelivery]

    @property
    def ok(self) -> bool:
        """Whether every delivery was acknowledged at its first or a later attempt."""
        return bool(self.deliveries) and all(delivery.ok for delivery in self.deliveries)


@dataclass(eq=False)
class PeopleEvents(AppRegistration):
    """The acts of people, as one app learns of them. Deliveries returned are this app's; others get theirs as well."""

    async def mention(self, user: User, channel: Channel, text: str, thread: SlackMessage | None = None) -> SentMessage:
        """Write `@app text` in a channel: an app_mention and a message, same ts, two event ids."""
        return await self.say(user, channel, f"<@{self.find_in_channel(channel)[0].bot.id}> {text}", thread)

    async def dm(self, user: User, text: str, thread: SlackMessage | None = None) -> SentMessage:
        """Write to the app in its direct conversation."""
        return await self.say(user, self.direct(user), text, thread)

    async def say(
        self, user: User, channel: Channel, text: str, thread: SlackMessage | None = None, **fields: Any
    ) -> SentMessage:
        """Write in a channel. Typed text is escaped, but for `<@U…>`, `<#C…>`, `<!…>` and `<https://…>`.

        `fields` are those of `SlackMessage`: `subtype`, `files`, `attachments`, `metadata`.
        """
        wire = escape_typed(text)
        blocks = [] if user.is_bot else rich_text(wire, self.slack.world.new_id("b")[-5:])
        fields = {"blocks": blocks, "client_msg_id": None if user.is_bot else secrets.token_hex(16)} | fields
        if thread is not None:
            fields["thread_ts"] = thread.thread_ts or thread.ts
        message = self.slack.world.post(channel, user, wire, "said", **fields)
        return SentMessage(message, self._mine(await self.slack.news.send_posted(message)))

    async def share_file(self, user: User, channel: Channel, name: str, content: bytes, text: str = "") -> SentMessage:
        """Upload a file into a channel (subtype file_share)."""
        id = self.slack.world.new_id("F")
        url = f"{self.slack.url}/_files/{id}/{name}"
        shared: JSON = {"id": id, "name": name, "title": name, "size": len(content), "user": user.id, "mode": "hosted"}
        shared |= {"mimetype": "text/plain", "filetype": "text", "url_private": url, "url_private_download": url}
        self.slack.world.files[id], self.slack.world.uploads[id] = shared, content
        return await self.say(user, channel, text, subtype="file_share", files=[shared])

    async def edit(self, user: User, message: SlackMessage, text: str) -> list[EventDelivery]:
        """Edit a message as a person: message_changed with `edited`."""
        before = self.slack.world.shown(message)
        message.text = escape_typed(text)
        message.blocks = rich_text(message.text, self.slack.world.new_id("b")[-5:])
        message.edited = {"user": user.id, "ts": self.slack.world.new_ts()}
        message.keep_version(self.slack.clock.now(), "edited")
        return self._mine(await self.slack.news.send_changed(message, before))

    async def unfurl(self, message: SlackMessage, url: str, title: str) -> list[EventDelivery]:
        """Slack shows a preview below a link: message_changed without `edited`, text the same."""
        before = self.slack.world.shown(message)
        message.attachments = [{"id": 1, "from_url": url, "title": title, "fallback": title, "original_url": url}]
        return self._mine(await self.slack.news.send_changed(message, before))

    async def recount(self, root: SlackMessage) -> list[EventDelivery]:
        """Slack tells the new reply count of a thread's root as a message_changed."""
        before = copy.deepcopy(self.slack.world.shown(root))
        return self._mine(await self.slack.news.send_changed(root, before))

    async def delete(self, message: SlackMessage) -> list[EventDelivery]:
        """Delete a message: message_deleted."""
        event = events.build_deleted_event(self.slack.world, message, self.slack.world.new_ts())
        message.is_deleted = True
        return self._mine(await self.slack.news.send_to_room(event, message.channel))

    async def react(self, user: User, message: SlackMessage, name: str) -> list[EventDelivery]:
        """Add an emoji to a message: reaction_added."""
        message.reactions.setdefault(name, []).append(user.id)
        event = events.build_reaction_event("reaction_added", user.id, name, message, self.slack.world.new_ts())
        return self._mine(await self.slack.news.send_to_room(event, message.channel))

    async def invite(self, channel: Channel, member: User | None = None, by: User | None = None) -> list[EventDelivery]:
        """Invite somebody (the app's bot unless named) into a channel: member_joined_channel."""
        member = member or self.find_in_channel(channel)[0].bot
        channel.add(member)
        event = events.build_joined_event(member.id, channel, by.id if by else None, self.slack.world.new_ts())
        return self._mine(await self.slack.news.send_to_room(event, channel))

    async def archive(self, user: User, channel: Channel) -> list[EventDelivery]:
        """Archive a channel: channel_archive."""
        channel.is_archived = True
        event: JSON = {"type": "channel_archive", "channel": channel.id, "user": user.id, "is_moved": 0}
        event["event_ts"] = self.slack.world.new_ts()
        return self._mine(await self.slack.news.send_to_room(event, channel))

    async def open_home(self, user: User) -> list[EventDelivery]:
        """Open the app's Home tab."""
        return await self._send_opened(user, "home")

    async def open_messages(self, user: User, entities: list[JSON] | None = None) -> list[EventDelivery]:
        """Open the app's Messages tab; `entities`: the channel or canvas that is open beside it."""
        context = {} if entities is None else {"context": {"entities": entities}}
        return await self._send_opened(user, "messages", **context)

    async def _send_opened(self, user: User, tab: str, **more: Any) -> list[EventDelivery]:
        event: JSON = {"type": "app_home_opened", "user": user.id, "channel": self.direct(user).id, "tab": tab}
        home = self.slack.world.homes.get((user.team.id, user.id, self.id))
        if home is not None and tab == "home":
            event["view"] = home.json()
        return await self.send_event(event | {"event_ts": self.slack.world.new_ts()} | more, user.team)

    async def change_context(self, user: User, channel: Channel | None) -> list[EventDelivery]:
        """Look at another channel while the app is visible: app_context_changed."""
        context: JSON = {}
        if channel is not None:
            entity = {"type": "slack#/types/channel_id", "value": channel.id, "team_id": channel.team.id}
            context = {"entities": [entity]}
        event: JSON = {"type": "app_context_changed", "user": user.id, "channel": self.direct(user).id}
        return await self.send_event(event | {"context": context, "event_ts": self.slack.world.new_ts()}, user.team)

    async def start_assistant_thread(self, user: User, channel: Channel | None = None) -> list[EventDelivery]:
        """Open a thread with a legacy assistant: assistant_thread_started."""
        context: JSON = {"team_id": user.team.id, "enterprise_id": user.team.enterprise_id}
        if channel is not None:
            context["channel_id"] = channel.id
        thread = {"user_id": user.id, "context": context, "channel_id": self.direct(user).id}
        thread["thread_ts"] = self.slack.world.new_ts()
        event = {"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": thread["thread_ts"]}
        return await self.send_event(event, user.team)

    async def stop(self, user: User, root: SlackMessage) -> list[EventDelivery]:
        """Press the stop button of an agent session: Slack stops its streams, then sends agent_session_stopped."""
        streams = [m for m in self.slack.world.visible(root.channel, root.ts) if m.is_streaming]
        for stream in streams:
            stream.is_streaming = False
        event: JSON = {"type": "agent_session_stopped", "channel": root.channel.id, "thread_ts": root.ts}
        event |= {"user": user.id, "streaming_message_ts": [stream.ts for stream in streams]}
        return await self.send_event(event | {"event_ts": self.slack.world.new_ts()}, root.channel.team)

    async def revoke(self, team: Team) -> list[EventDelivery]:
        """Revoke its bot token: the token is dead, then tokens_revoked."""
        grant = self.installation(team)
        for token in self.slack.grants.tokens.values():
            if token.installation is grant:
                token.is_revoked = True
        event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [grant.bot.id]}}
        sent = await self.slack.news.deliver(self, grant, team, event | {"event_ts": self.slack.world.new_ts()})
        return [sent] if sent else []

    async def uninstall(self, team: Team) -> list[EventDelivery]:
        """Remove it from a team: tokens_revoked and app_uninstalled, in no promised order."""
        grant = self.installation(team)
        first = await self.revoke(team)
        grant.is_active = False
        event = {"type": "app_uninstalled", "event_ts": self.slack.world.new_ts()}
        sent = await self.slack.news.deliver(self, grant, team, event)
        return first + ([sent] if sent else [])

    # What Slack itself sends, and what others pretend it sent

    async def rate_limited(self, team: Team) -> EventDelivery:
        """Tell the app that it gets no more events this hour."""
        minute = int(self.slack.clock.now()) // 60 * 60
        payload: JSON = {"token": self.verification_token, "type": "app_rate_limited", "team_id": team.id}
        payload |= {"minute_rate_limited": minute, "api_app_id": self.id}
        return await self.slack.sender.send(
            self, EventDelivery("app_rate_limited", "events_api", payload, self.id, False)
        )

    async def verify_url(
        self, challenge: str = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
    ) -> EventDelivery:
        """Verify the request URL: the answer must hold the challenge."""
        payload = {"token": self.verification_token, "challenge": challenge, "type": "url_verification"}
        return await self.slack.sender.send(
            self, EventDelivery("url_verification", "events_api", payload, self.id, False)
        )

    async def ssl_check(self) -> EventDelivery:
        """Look whether the certificate is good, as Slack does now and then with command URLs."""
        payload = {"ssl_check": "1", "token": self.verification_token}
        return await self.slack.sender.send(self, EventDelivery("ssl_check", "slash_commands", payload, self.id))

    async def send_event(self, event: JSON, team: Team | None = None, **outer: Any) -> list[EventDelivery]:
        """Send an event as it is given, wrapped and signed; `outer` overrides fields of the wrapper."""
        grant = self.installation(team)
        where = team or grant.team
        channel = self.slack.world.channel(str(event.get("channel", "")))
        sent = await self.slack.news.deliver(self, grant, where, event, channel, **outer)
        return [sent] if sent else []

    async def replay(self, attempt: DeliveryAttempt) -> DeliveryAttempt:
        """Send the recorded bytes and headers of an attempt again, as an attacker would."""
        headers: dict[str, str | None] = dict(attempt.headers)
        return await self.forge(attempt.sent, attempt.headers["Content-Type"], headers=headers)

    async def forge(
        self,
        body: bytes,
        content_type: str = JSON_TYPE,
        *,
        timestamp: str | None = None,
        signature: str | None = None,
        headers: dict[str, str | None] | None = None,
    ) -> DeliveryAttempt:
        """Post any bytes to its request URL: rightly signed unless told otherwise; a header of None is left out."""
        post = self.slack.sender.post
        return await post(self, body, content_type, timestamp=timestamp, signed=signature, extra=headers)

    def _mine(self, deliveries: list[EventDelivery]) -> list[EventDelivery]:
        return [delivery for delivery in deliveries if delivery.app_id == self.id]
