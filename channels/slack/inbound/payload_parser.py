"""Reads a signed payload of Slack: its shape first, then its content. Pure; no field is assumed to be there or to have
its type.

Bolt indexes into a payload unchecked, so `read_payload` refuses malformed ones before Bolt gets them.
Shapes: docs.slack.dev/apis/events-api, /reference/interaction-payloads, /interactivity/implementing-slash-commands.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from bot.core.base_types import JSON
from channels.slack.addresses import MessageAddress, SlackTeam

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""Errors that Bolt's request raises for a malformed body."""
_MARK = re.compile(r"<([^<>\n]{1,3000})>")
ID = re.compile(r"[A-Za-z0-9_.:-]{0,40}", re.ASCII)
"""The form of Slack's ids and timestamps; the longest have some twenty characters."""
NAMED = ("team", "user", "channel", "enterprise", "view", "bot_user")
"""Tables that have an `id`."""
IDS = (
    *("team_id", "enterprise_id", "api_app_id", "event_id", "user_id", "channel_id", "user_team", "source_team"),
    *("ts", "thread_ts", "message_ts", *NAMED),
)
PayloadShape = Literal["whole", "broken", "unused"]
"""`unused`: of a kind that is not used here, such as steps of old workflows; it is acknowledged."""


def unescape_message(text: str, me: str = "") -> str:
    """The message text with mentions, links and entities as a person reads them; without a leading mention of `me`.

    One pass: the text of an entity is not read as markup. Source: docs.slack.dev/messaging/formatting-message-text.
    """
    if me:
        text = re.sub(rf"^\s*<@{re.escape(me)}(\|[^>]*)?>[:,]?\s*", "", text)
    parts, end = [], 0
    for found in _MARK.finditer(text):
        parts += [_unescape_entities(text[end : found.start()]), _read_markup(found[1])]
        end = found.end()
    return "".join([*parts, _unescape_entities(text[end:])]).strip()


def _unescape_entities(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _read_markup(inside: str) -> str:
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return f"@{_unescape_entities(label) or target[1:]}"
        case "#":
            return f"#{_unescape_entities(label) or target[1:]}"
        case "!":
            name = target[1:]
            if name.startswith(("subteam^", "date^")):
                return _unescape_entities(label) or name
            return f"@{name}"
        case _:
            target, label = _unescape_entities(target), _unescape_entities(label)
            bare = target.removeprefix("mailto:").removeprefix("tel:")
            is_repeated = not label or label in (target, bare) or target.partition("://")[2] == label
            return bare if is_repeated else f"{label} ({bare})"


SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that people write. All others are about messages, and start nothing."""
SLACKBOT = "USLACKBOT"


class AppIdentity(NamedTuple):
    """The ids of this app in a workspace."""

    team: SlackTeam
    user: str
    bot: str = ""
    app: str = ""


class SlackSender(NamedTuple):
    """The account that acted, and its own workspace, as far as the payload says."""

    team: SlackTeam
    user: str
    home: str = ""


class UserMessage(NamedTuple):
    """A message of a person. `address` is the thread that it is in or would open, `ts` the message itself."""

    sender: SlackSender
    address: MessageAddress
    ts: str
    text: str
    is_addressed: bool
    event: str = ""

    @property
    def id(self) -> str:
        """One id for a message, whether it comes as `message` or as `app_mention`."""
        return str(self.address._replace(ts=self.ts))


class StopPressed(NamedTuple):
    """The stop button of an agent's thread was pressed."""

    sender: SlackSender
    address: MessageAddress
    event: str = ""


class AppOpened(NamedTuple):
    """A person opened the app: its `home` tab or its `messages`."""

    sender: SlackSender
    tab: str
    channel: str
    thread: str = ""


class AppUninstalled(NamedTuple):
    """The app was removed from the workspace, or its tokens were revoked."""

    team: SlackTeam


class ElementClick(NamedTuple):
    """An element of a card, of Home or of a modal was used. `value` is the button's or the chosen option's.

    `address` is the message of the element (no channel: Home or a modal), `thread` the thread of that message; `metadata`
    is the modal's own; `values` its state.
    """

    sender: SlackSender
    action: str
    value: str
    address: MessageAddress
    thread: str = ""
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    view_kind: str = ""
    view_hash: str = ""
    metadata: str = ""
    callback: str = ""
    values: JSON = None


class ModalSubmission(NamedTuple):
    """A modal was sent. `view` is the open modal itself."""

    sender: SlackSender
    callback: str
    metadata: str
    values: JSON
    trigger: str = ""
    view: str = ""


class SlashCommand(NamedTuple):
    """A slash command."""

    sender: SlackSender
    name: str
    text: str


ParsedPayload: TypeAlias = (
    UserMessage | StopPressed | AppOpened | AppUninstalled | ElementClick | ModalSubmission | SlashCommand
)


class ReceivedPayload(NamedTuple):
    """A signed payload before it is parsed. `team` is the workspace where the app is installed: None when the payload
    names none; `app` is empty then.
    """

    body: JSON
    kind: str
    shape: PayloadShape
    team: SlackTeam | None
    app: str


def read_payload(body: JSON) -> ReceivedPayload:
    """The payload with its shape and its receiver; a body that is not broken holds no lone surrogates."""
    shape = classify_payload(body)
    kind = str(body.get("type"))[:60] if isinstance(body, dict) else type(body).__name__
    body = body if shape == "broken" else replace_surrogates(body)
    return ReceivedPayload(body, kind, shape, find_team(body), find_app(body))


def classify_payload(body: JSON) -> PayloadShape:
    """Whether a payload has the fields of its kind, and well-formed ids."""
    if not isinstance(body, Mapping) or not all(map(ID.fullmatch, _list_ids(body))):
        return "broken"
    if "command" in body:
        return "whole" if isinstance(body["command"], str) else "broken"
    match body.get("type"):
        case "event_callback":
            is_whole = _is_text(body.get("event"), "type")
        case "block_actions":
            actions = body.get("actions")
            is_whole = isinstance(actions, list) and bool(actions) and _is_text(actions[0], "action_id")
        case "view_submission" | "view_closed":
            is_whole = _is_text(body.get("view"), "callback_id")
        case "block_suggestion":
            is_whole = _is_text(body, "action_id")
        case "shortcut" | "message_action":
            is_whole = _is_text(body, "callback_id")
        case _:
            return "unused"
    return "whole" if is_whole else "broken"


def _list_ids(body: Mapping[str, JSON]) -> Iterator[str]:
    """The ids in the parts of a payload that identify conversations, people and messages."""
    event, granted = body.get("event"), body.get("authorizations")
    parts = [body, event, body.get("container"), body.get("message"), *(granted if isinstance(granted, list) else [])]
    if isinstance(event, Mapping):
        parts.append(event.get("assistant_thread"))
    for part in parts:
        table = part if isinstance(part, Mapping) else {}
        values = [table.get(key) for key in IDS]
        values += [named.get("id") for key in NAMED if isinstance(named := table.get(key), Mapping)]
        yield from (value for value in values if isinstance(value, str))


def replace_surrogates(body: JSON) -> JSON:
    """The body with U+FFFD in place of lone surrogates: JSON can hold them, UTF-8 and the database cannot."""
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    return body


def find_team(body: JSON) -> SlackTeam | None:
    """The workspace where the app is installed: in a shared channel not always the sender's.

    An event tells it, and its organisation, in `authorizations`: its own `team_id` and `enterprise_id` may be those of
    the other side of a Slack Connect channel (github.com/slackapi/bolt-js/issues/935). A view tells it in
    `app_installed_team_id`: the `team` of a form is its sender's (github.com/slackapi/bolt-js/issues/1614).
    """
    body = _read_table(body)
    granted = body.get("authorizations")
    if isinstance(granted, list) and granted:
        first = _read_table(granted[0])
        named = (first.get("team_id"), body.get("context_team_id"))
        team = next(filter(None, map(_read_text, named)), "")
        return SlackTeam(team, _read_text(first.get("enterprise_id"))) if team else None
    own, user = _read_table(body.get("team")), _read_text(_read_table(body.get("user")).get("team_id"))
    installed = _read_text(_read_table(body.get("view")).get("app_installed_team_id"))
    shown = _read_text(body.get("team_id")) or _read_text(own.get("id")) or user
    team = installed if installed.startswith("T") else shown
    enterprise = _read_text(own.get("enterprise_id"))
    if user in ("", team):  # otherwise it may be the organisation of a sender from outside
        other = _read_text(_read_table(body.get("enterprise")).get("id"))
        enterprise = enterprise or _read_text(body.get("enterprise_id")) or other
    return SlackTeam(team, enterprise if team == shown else "") if team else None


def find_app(body: JSON) -> str:
    return _read_text(_read_table(body).get("api_app_id"))


def parse_payload(body: JSON, me: AppIdentity) -> ParsedPayload | None:
    """The parsed payload; None for a kind that is not used. `me` is this app in the payload's workspace."""
    body = _read_table(body)
    kind = _read_text(body.get("type"))
    if body.get("command"):
        return SlashCommand(
            sender=SlackSender(me.team, _read_text(body.get("user_id"))),
            name=_read_text(body.get("command")),
            text=_read_text(body.get("text")).strip(),
        )
    match kind:
        case "event_callback":
            return _parse_event(_read_table(body.get("event")), body, me)
        case "block_actions":
            return _parse_click(body, me.team)
        case "view_submission":
            view = _read_table(body.get("view"))
            return ModalSubmission(
                sender=_parse_sender(body, me.team),
                callback=_read_text(view.get("callback_id")),
                metadata=_read_text(view.get("private_metadata")),
                values=_read_table(_read_table(view.get("state")).get("values")),
                trigger=_read_text(body.get("trigger_id")),
                view=_read_text(view.get("id")),
            )
        case _:
            return None


def _parse_event(event: Mapping[str, JSON], body: Mapping[str, JSON], me: AppIdentity) -> ParsedPayload | None:
    # in a channel of two organisations `team` may be the workspace of the app, so that Slack is asked
    named = ("user_team", "source_team") if body.get("is_ext_shared_channel") else ("user_team", "source_team", "team")
    homes = (_read_text(event.get(name)) for name in named)
    sender = SlackSender(me.team, _read_text(event.get("user")), next(filter(None, homes), ""))
    id = _read_text(body.get("event_id"))
    match _read_text(event.get("type")):
        case "message" | "app_mention":
            return _parse_message(event, sender, me, id)
        case "agent_session_stopped":
            address = MessageAddress(me.team, _read_text(event.get("channel")), _read_text(event.get("thread_ts")))
            return StopPressed(sender, address, id) if address.channel and address.ts else None
        case "app_home_opened":
            return AppOpened(sender, _read_text(event.get("tab")) or "home", _read_text(event.get("channel")))
        case "assistant_thread_started":
            thread = _read_table(event.get("assistant_thread"))
            whose = sender._replace(user=_read_text(thread.get("user_id")))
            return AppOpened(
                whose, "messages", _read_text(thread.get("channel_id")), _read_text(thread.get("thread_ts"))
            )
        case "app_uninstalled":
            return AppUninstalled(me.team)
        case "tokens_revoked" if _read_list(_read_table(event.get("tokens")).get("bot")):
            return AppUninstalled(me.team)
        case _:
            return None


def _parse_message(event: Mapping[str, JSON], sender: SlackSender, me: AppIdentity, id: str) -> UserMessage | None:
    """A message that a person wrote to us; None for messages of bots, hidden ones, and those about a message."""
    if event.get("subtype") not in SPOKEN or event.get("hidden") or event.get("bot_id") or event.get("bot_profile"):
        return None
    channel, ts = _read_text(event.get("channel")), _read_text(event.get("ts"))
    if not (channel and ts and sender.user) or sender.user in (me.user, SLACKBOT):
        return None
    raw = _read_text(event.get("text"))
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    mentions = event.get("type") == "app_mention" or bool(me.user and f"<@{me.user}>" in raw)
    files = []
    for file in map(_read_table, _read_list(event.get("files"))[:20]):
        name, kind, size = _read_text(file.get("name")), _read_text(file.get("mimetype")), file.get("size")
        facts = [name or "unnamed", *([kind] if kind else []), *([f"{size} bytes"] if isinstance(size, int) else [])]
        files.append(f"[file: {', '.join(facts)}]")
    text = "\n".join(part for part in (unescape_message(raw, me.user), *files) if part)
    address = MessageAddress(me.team, channel, _read_text(event.get("thread_ts")) or ts)
    return UserMessage(sender, address, ts, text or "(no words)", is_direct or mentions, id)


def _parse_click(body: Mapping[str, JSON], team: SlackTeam) -> ElementClick | None:
    actions = _read_list(body.get("actions"))
    action = _read_table(actions[0]) if actions else {}
    name = _read_text(action.get("action_id"))
    if not name:
        return None
    container, view = _read_table(body.get("container")), _read_table(body.get("view"))
    channel = _read_text(_read_table(body.get("channel")).get("id")) or _read_text(container.get("channel_id"))
    message = _read_table(body.get("message"))
    ts = _read_text(container.get("message_ts")) or _read_text(message.get("ts"))
    option = _read_table(action.get("selected_option"))
    return ElementClick(
        sender=_parse_sender(body, team),
        action=name,
        value=_read_text(action.get("value")) or _read_text(option.get("value")),
        address=MessageAddress(team, channel, ts),
        thread=_read_text(message.get("thread_ts")) or _read_text(container.get("thread_ts")),
        trigger=_read_text(body.get("trigger_id")),
        response_url=_read_text(body.get("response_url")),
        view=_read_text(view.get("id")),
        view_kind=_read_text(view.get("type")),
        view_hash=_read_text(view.get("hash")),
        metadata=_read_text(view.get("private_metadata")),
        callback=_read_text(view.get("callback_id")),
        values=_read_table(_read_table(view.get("state")).get("values")),
    )


def _parse_sender(body: Mapping[str, JSON], team: SlackTeam) -> SlackSender:
    user = _read_table(body.get("user"))
    return SlackSender(team, _read_text(user.get("id")), _read_text(user.get("team_id")))


def _read_table(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _read_list(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []


def _read_text(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def _is_text(table: JSON, key: str) -> bool:
    return isinstance(table, Mapping) and isinstance(table.get(key), str)
