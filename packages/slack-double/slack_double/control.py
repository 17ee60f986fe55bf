"""/_control: the double driven by another process, as small JSON calls; the same acts as in Python, no others."""

import dataclasses
from typing import Any

from aiohttp import web

from slack_double.app_with_people_acts import SlackApp
from slack_double.double import SlackDouble
from slack_double.event_sender import EventDelivery
from slack_double.interaction_payloads import CannotDo
from slack_double.messages import SlackMessage
from slack_double.workspace import Channel, User

JSON = dict[str, Any]


def add_routes(app: web.Application, slack: SlackDouble) -> None:
    """Add the control endpoints to an application."""
    app.router.add_post("/_control/{act}", ControlRoutes(slack).act)
    app.router.add_get("/_control/{act}", ControlRoutes(slack).act)


class ControlRoutes:
    """The acts, each taking the JSON object of the request and answering one."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack

    async def act(self, request: web.Request) -> web.Response:
        """Do one act by its name. Missing and unknown fields are answered 400 with a sentence."""
        name = request.match_info["act"]
        known = {act: getattr(self, f"_{act}") for act in ACTS}
        if name not in known:
            return web.json_response({"error": f"unknown act {name!r}; one of {', '.join(ACTS)}"}, status=404)
        try:
            wanted = await request.json() if request.can_read_body else dict(request.query)
            return web.json_response(await known[name](wanted))
        except KeyError as missing:
            return web.json_response({"error": f"{name} needs or does not know {missing}"}, status=400)
        except (CannotDo, LookupError, ValueError, TypeError) as refusal:
            return web.json_response({"error": str(refusal)}, status=400)

    async def _mention(self, wanted: JSON) -> JSON:
        """{user, channel, text, thread_ts?}"""
        app, user, room = self._app(wanted), self._user(wanted), self._room(wanted)
        said = await app.mention(user, room, wanted["text"], self._message(room, wanted.get("thread_ts")))
        return {"ts": said.message.ts, "deliveries": [_describe_delivery(delivery) for delivery in said.deliveries]}

    async def _say(self, wanted: JSON) -> JSON:
        """{user, channel, text, thread_ts?}"""
        app, user, room = self._app(wanted), self._user(wanted), self._room(wanted)
        said = await app.say(user, room, wanted["text"], self._message(room, wanted.get("thread_ts")))
        return {"ts": said.message.ts, "deliveries": [_describe_delivery(delivery) for delivery in said.deliveries]}

    async def _dm(self, wanted: JSON) -> JSON:
        """{user, text, thread_ts?}"""
        app, user = self._app(wanted), self._user(wanted)
        room = app.direct(user)
        said = await app.dm(user, wanted["text"], self._message(room, wanted.get("thread_ts")))
        return {
            "ts": said.message.ts,
            "channel": room.id,
            "deliveries": [_describe_delivery(d) for d in said.deliveries],
        }

    async def _click(self, wanted: JSON) -> JSON:
        """{user, what, entered?} and {channel, ts}, or {view: id} for a modal or a Home tab."""
        app, user = self._app(wanted), self._user(wanted)
        on = self.slack.world.views[wanted["view"]] if wanted.get("view") else self._find_visible_message(user, wanted)
        return _describe_delivery(await app.click(user, on, wanted["what"], entered=wanted.get("entered")))

    async def _submit(self, wanted: JSON) -> JSON:
        """{user, values?}: the modal on top."""
        return _describe_delivery(await self._app(wanted).submit(self._user(wanted), values=wanted.get("values")))

    async def _close(self, wanted: JSON) -> JSON:
        """{user}: the modal on top."""
        closed = await self._app(wanted).close(self._user(wanted))
        return _describe_delivery(closed) if closed else {}

    async def _command(self, wanted: JSON) -> JSON:
        """{user, channel, command, text?}"""
        app, user, room = self._app(wanted), self._user(wanted), self._room(wanted)
        return _describe_delivery(await app.command(user, room, wanted["command"], wanted.get("text", "")))

    async def _open_home(self, wanted: JSON) -> JSON:
        """{user}"""
        return {"deliveries": [_describe_delivery(d) for d in await self._app(wanted).open_home(self._user(wanted))]}

    async def _fault(self, wanted: JSON) -> JSON:
        """{kind, on?, times?, …}: the fields of a fault; or {clear: true}."""
        if wanted.get("clear"):
            self.slack.faults.clear()
            return {}
        return dataclasses.asdict(self.slack.faults.add(wanted.pop("kind"), wanted.pop("on", "*"), **wanted))

    async def _skip(self, wanted: JSON) -> JSON:
        """{seconds}: let time pass."""
        self.slack.clock.skip(float(wanted["seconds"]))
        return {"now": self.slack.clock.now()}

    async def _state(self, wanted: JSON) -> JSON:
        """Everything visible: messages by channel, ephemerals, open modals, homes, complaints, counts of calls."""
        world = self.slack.world
        rooms = [room for team in world.teams.values() for room in team.channels.values()]
        counts: dict[str, int] = {}
        for call in self.slack.taken:
            counts[call.method] = counts.get(call.method, 0) + 1
        return {
            "channels": {room.id: [world.shown(m, True) for m in world.visible(room)] for room in rooms},
            "ephemerals": [m.json() | {"only_for": m.only_for.id} for m in world.messages if m.only_for],
            "modals": [view.json() for stack in world.stacks.values() for view in stack],
            "homes": [view.json() for view in world.homes.values()],
            "complaints": [complaint._asdict() for complaint in self.slack.complaints],
            "calls": counts,
        }

    def _app(self, wanted: JSON) -> SlackApp:
        return self.slack.apps[wanted["app"]] if wanted.get("app") else next(iter(self.slack.apps.values()))

    def _user(self, wanted: JSON) -> User:
        named = [team.users[wanted["user"]] for team in self.slack.world.teams.values() if wanted["user"] in team.users]
        if not named:
            raise LookupError(f"nobody is {wanted['user']!r}")
        return named[0]

    def _room(self, wanted: JSON) -> Channel:
        room = self.slack.world.channel(wanted["channel"])
        if room is None:
            raise LookupError(f"no channel {wanted['channel']!r}")
        return room

    def _message(self, room: Channel, ts: str | None) -> SlackMessage | None:
        return self.slack.world.message(room, ts) if ts else None

    def _find_visible_message(self, user: User, wanted: JSON) -> SlackMessage:
        room = self._room(wanted)
        for message in self.slack.world.messages:
            if message.channel is room and message.ts == wanted["ts"] and message.only_for in (None, user):
                return message
        raise LookupError(f"{user.name} sees no message {wanted['ts']!r} in {room.id}")


ACTS = ("mention", "say", "dm", "click", "submit", "close", "command", "open_home", "fault", "skip", "state")


def _describe_delivery(delivery: EventDelivery) -> JSON:
    first = delivery.first
    shown = {"kind": delivery.kind, "status": first.status, "seconds": first.seconds, "body": first.body}
    return shown | {"reason": first.reason, "outcome": delivery.outcome}
