"""In: a verified payload of Slack -> what it means to us. Pure: it trusts the payload's shape for nothing.

Shapes: docs.slack.dev/apis/events-api, /reference/interaction-payloads, /interactivity/implementing-slash-commands.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from bot.core.word import JSON
from channels.slack.address import Spot, Team
from channels.slack.words import understood

SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of a message that are somebody's words. All others are about messages, and start nothing."""
SLACKBOT = "USLACKBOT"


class Me(NamedTuple):
    """What this app is called in a workspace."""

    team: Team
    user: str
    bot: str = ""
    app: str = ""


class Sender(NamedTuple):
    """Who did it: the account, and the workspace that is theirs, as far as the payload says."""

    team: Team
    user: str
    home: str = ""


class Message(NamedTuple):
    """Somebody's words. `spot` is the thread that they stand in or would open, `ts` the message itself."""

    sender: Sender
    spot: Spot
    ts: str
    text: str
    is_addressed: bool
    event: str = ""

    @property
    def id(self) -> str:
        """Unique for ever: one message is one, whether it comes as `message` or as `app_mention`."""
        return str(self.spot._replace(ts=self.ts))


class Stopped(NamedTuple):
    """The stop button of an agent's thread was pressed."""

    sender: Sender
    spot: Spot
    event: str = ""


class Opened(NamedTuple):
    """Somebody opened the app: its `home` tab or its `messages`."""

    sender: Sender
    tab: str
    channel: str
    thread: str = ""


class Gone(NamedTuple):
    """The app was removed from the workspace, or its tokens were revoked."""

    team: Team


class Click(NamedTuple):
    """An element of a card, of Home or of a modal was used. `value` is the button's or the chosen option's.

    `spot` is the message that it stands in (no channel: Home or a modal), `thread` the thread that this one is in;
    `metadata` is the modal's own; `values` its state.
    """

    sender: Sender
    action: str
    value: str
    spot: Spot
    thread: str = ""
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    view_kind: str = ""
    view_hash: str = ""
    metadata: str = ""
    callback: str = ""
    values: JSON = None


class Submission(NamedTuple):
    """A modal was sent. `view` is the open modal itself."""

    sender: Sender
    callback: str
    metadata: str
    values: JSON
    trigger: str = ""
    view: str = ""


class Command(NamedTuple):
    """A slash command."""

    sender: Sender
    name: str
    text: str
    spot: Spot
    trigger: str = ""
    response_url: str = ""


Heard: TypeAlias = Message | Stopped | Opened | Gone | Click | Submission | Command


def team_of(body: JSON) -> Team | None:
    """The workspace where the app that is meant is installed: in a shared channel not always the sender's."""
    body = _table(body)
    granted = body.get("authorizations")
    first = _table(granted[0]) if isinstance(granted, list) and granted else {}
    team = _text(first.get("team_id")) or _text(body.get("team_id")) or _text(_table(body.get("team")).get("id"))
    if not team:
        team = _text(_table(body.get("user")).get("team_id"))
    enterprise = (
        _text(first.get("enterprise_id"))
        or _text(body.get("enterprise_id"))
        or _text(_table(body.get("enterprise")).get("id"))
        or _text(_table(body.get("team")).get("enterprise_id"))
    )
    return Team(team, enterprise) if team else None


def app_of(body: JSON) -> str:
    return _text(_table(body).get("api_app_id"))


def heard(body: JSON, me: Me) -> Heard | None:
    """What a payload means, None when it means nothing to us. `me` is this app in the payload's workspace."""
    body = _table(body)
    kind = _text(body.get("type"))
    if body.get("command"):
        return _command(body, me.team)
    match kind:
        case "event_callback":
            return _event(_table(body.get("event")), body, me)
        case "block_actions":
            return _click(body, me.team)
        case "view_submission":
            return _submission(body, me.team)
        case _:
            return None


def _event(event: Mapping[str, JSON], body: Mapping[str, JSON], me: Me) -> Heard | None:
    homes = (_text(event.get(name)) for name in ("user_team", "source_team", "team"))
    sender = Sender(me.team, _text(event.get("user")), next(filter(None, homes), ""))
    id = _text(body.get("event_id"))
    match _text(event.get("type")):
        case "message" | "app_mention":
            return _message(event, sender, me, id)
        case "agent_session_stopped":
            spot = Spot(me.team, _text(event.get("channel")), _text(event.get("thread_ts")))
            return Stopped(sender, spot, id) if spot.channel and spot.ts else None
        case "app_home_opened":
            return Opened(sender, _text(event.get("tab")) or "home", _text(event.get("channel")))
        case "assistant_thread_started":
            thread = _table(event.get("assistant_thread"))
            whose = sender._replace(user=_text(thread.get("user_id")))
            return Opened(whose, "messages", _text(thread.get("channel_id")), _text(thread.get("thread_ts")))
        case "app_uninstalled":
            return Gone(me.team)
        case "tokens_revoked" if _list(_table(event.get("tokens")).get("bot")):
            return Gone(me.team)
        case _:
            return None


def _message(event: Mapping[str, JSON], sender: Sender, me: Me, id: str) -> Message | None:
    """Somebody's own words to us. Bots, ourselves among them, and what is hidden or about a message say nothing."""
    if event.get("subtype") not in SPOKEN or event.get("hidden") or event.get("bot_id") or event.get("bot_profile"):
        return None
    channel, ts = _text(event.get("channel")), _text(event.get("ts"))
    if not (channel and ts and sender.user) or sender.user in (me.user, SLACKBOT):
        return None
    raw = _text(event.get("text"))
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    mentions = event.get("type") == "app_mention" or bool(me.user and f"<@{me.user}>" in raw)
    files = [_file(_table(file)) for file in _list(event.get("files"))[:20]]
    text = "\n".join(part for part in (understood(raw, me.user), *files) if part)
    spot = Spot(me.team, channel, _text(event.get("thread_ts")) or ts)
    return Message(sender, spot, ts, text or "(no words)", is_direct or mentions, id)


def _file(file: Mapping[str, JSON]) -> str:
    name, kind, size = _text(file.get("name")), _text(file.get("mimetype")), file.get("size")
    return (
        f"[file: {name or 'unnamed'}{f', {kind}' if kind else ''}{f', {size} bytes' if isinstance(size, int) else ''}]"
    )


def _click(body: Mapping[str, JSON], team: Team) -> Click | None:
    actions = _list(body.get("actions"))
    action = _table(actions[0]) if actions else {}
    name = _text(action.get("action_id"))
    if not name:
        return None
    container, view = _table(body.get("container")), _table(body.get("view"))
    channel = _text(_table(body.get("channel")).get("id")) or _text(container.get("channel_id"))
    message = _table(body.get("message"))
    ts = _text(container.get("message_ts")) or _text(message.get("ts"))
    option = _table(action.get("selected_option"))
    return Click(
        sender=_sender(body, team),
        action=name,
        value=_text(action.get("value")) or _text(option.get("value")),
        spot=Spot(team, channel, ts),
        thread=_text(message.get("thread_ts")) or _text(container.get("thread_ts")),
        trigger=_text(body.get("trigger_id")),
        response_url=_text(body.get("response_url")),
        view=_text(view.get("id")),
        view_kind=_text(view.get("type")),
        view_hash=_text(view.get("hash")),
        metadata=_text(view.get("private_metadata")),
        callback=_text(view.get("callback_id")),
        values=_table(_table(view.get("state")).get("values")),
    )


def _submission(body: Mapping[str, JSON], team: Team) -> Submission:
    view = _table(body.get("view"))
    return Submission(
        sender=_sender(body, team),
        callback=_text(view.get("callback_id")),
        metadata=_text(view.get("private_metadata")),
        values=_table(_table(view.get("state")).get("values")),
        trigger=_text(body.get("trigger_id")),
        view=_text(view.get("id")),
    )


def _command(body: Mapping[str, JSON], team: Team) -> Command:
    return Command(
        sender=Sender(team, _text(body.get("user_id"))),
        name=_text(body.get("command")),
        text=_text(body.get("text")).strip(),
        spot=Spot(team, _text(body.get("channel_id"))),
        trigger=_text(body.get("trigger_id")),
        response_url=_text(body.get("response_url")),
    )


def _sender(body: Mapping[str, JSON], team: Team) -> Sender:
    user = _table(body.get("user"))
    return Sender(team, _text(user.get("id")), _text(user.get("team_id")))


def _table(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _list(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""
