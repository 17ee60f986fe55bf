"""Sends each event to every subscribed app that can see the message or room."""

import asyncio
from typing import TYPE_CHECKING, Any

from slack_double import events
from slack_double.credentials import AppInstallation
from slack_double.event_sender import EventDelivery
from slack_double.messages import SlackMessage
from slack_double.workspace import Channel, Team

if TYPE_CHECKING:
    from slack_double.app_registration import AppRegistration
    from slack_double.double import SlackDouble

JSON = dict[str, Any]


class EventFanout:
    """Sends events to the apps of all workspaces."""

    def __init__(self, slack: "SlackDouble") -> None:
        self.slack = slack

    async def send_posted(self, message: SlackMessage) -> list[EventDelivery]:
        """A message was posted: `message` to every app in the room, `app_mention` as well to those it names."""
        world = self.slack.world
        sends = []
        for app, grant, team in self.audience(message.channel):
            if message.user is grant.bot and not app.echoes:
                continue
            told = [events.build_message_event(world, message)]
            if f"<@{grant.bot.id}>" in message.text and message.channel.kind != "im" and message.user is not grant.bot:
                told.insert(0, events.build_mention_event(world, message))
            sends += [self.deliver(app, grant, team, event, message.channel) for event in told]
        return [delivery for delivery in await asyncio.gather(*sends) if delivery is not None]

    async def send_to_room(self, event: JSON, channel: Channel) -> list[EventDelivery]:
        """Something happened in a room: the same event to every app in it."""
        sends = [self.deliver(app, grant, team, event, channel) for app, grant, team in self.audience(channel)]
        return [delivery for delivery in await asyncio.gather(*sends) if delivery is not None]

    async def send_changed(self, message: SlackMessage, previous: JSON) -> list[EventDelivery]:
        """A message looks different now."""
        event = events.build_changed_event(self.slack.world, message, previous, self.slack.world.new_ts())
        return await self.send_to_room(event, message.channel)

    def audience(self, channel: Channel) -> list[tuple["AppRegistration", AppInstallation, Team]]:
        """Apps with a bot in the room, each with the team through which it sees the room."""
        found: list[tuple[AppRegistration, AppInstallation, Team]] = []
        for app in self.slack.apps.values():
            seen = self.slack.grants.find_in_channel(app.id, channel)
            if seen is not None and seen[0].bot.id in channel.members:
                found.append((app, *seen))
        return found

    async def deliver(
        self,
        app: "AppRegistration",
        grant: AppInstallation,
        team: Team,
        event: JSON,
        channel: Channel | None = None,
        **outer: Any,
    ) -> EventDelivery | None:
        """Send one event to one app, wrapped; None when it has no way in, no subscription or no scope."""
        if not (app.request_url or app.socket_mode):
            return None
        wanted = events.subscription(event)
        if app.events is not None and wanted not in app.events:
            return None
        if wanted in events.SCOPES and events.SCOPES[wanted] not in grant.scopes:
            return None
        event_id = self.slack.world.new_id("Ev")
        payload = events.wrap_event(app, grant, team, event, event_id, self.slack.clock.now())
        payload["is_ext_shared_channel"] = bool(channel and channel.is_shared)
        delivery = EventDelivery(str(event["type"]), "events_api", payload | outer, app.id)
        return await self.slack.sender.send(app, delivery)
