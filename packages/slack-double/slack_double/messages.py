"""Messages with every version they ever had, and views; plain data with the JSON Slack shows, no rights, no sending."""

import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from slack_double.workspace import Channel, User

JSON = dict[str, Any]


class MessageVersion(NamedTuple):
    """The content of a message from `time` (Unix seconds, the double's clock) on. `by`: the call or act that changed it."""

    time: float
    by: str
    text: str
    blocks: list[JSON]


@dataclass(eq=False)
class SlackMessage:
    """One message; `versions` starts with the posted content. Ephemeral when `only_for` names the person that sees it."""

    ts: str
    channel: Channel
    user: User
    text: str
    blocks: list[JSON] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    metadata: JSON | None = None
    attachments: list[JSON] = field(default_factory=list)
    files: list[JSON] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    client_msg_id: str | None = None
    username: str | None = None
    edited: JSON | None = None
    only_for: User | None = None
    is_deleted: bool = False
    is_streaming: bool = False
    is_markdown: bool = False
    posted_by_response_url: bool = False
    versions: list[MessageVersion] = field(default_factory=list)

    @property
    def app_id(self) -> str | None:
        """The app that posted it, if one did."""
        return self.user.app_id

    def keep_version(self, time: float, by: str) -> None:
        """Append the present content as the newest version."""
        self.versions.append(MessageVersion(time, by, self.text, copy.deepcopy(self.blocks)))

    def buttons(self) -> list[JSON]:
        """Every button of its blocks, in reading order."""
        return [element for _, element in elements(self.blocks) if element.get("type") == "button"]

    def json(self, with_metadata: bool = False) -> JSON:
        """As history, replies and the `message` field of payloads show it (without thread counters)."""
        shown: JSON = {"type": "message", "user": self.user.id, "text": self.text, "ts": self.ts}
        shown["team"] = self.user.team.id
        if self.subtype:
            shown["subtype"] = self.subtype
        if self.user.is_bot:
            shown |= {"bot_id": self.user.bot_id, "app_id": self.user.app_id, "bot_profile": bot_profile(self.user)}
        optional: JSON = {"client_msg_id": self.client_msg_id, "thread_ts": self.thread_ts, "edited": self.edited}
        optional |= {"blocks": self.blocks, "files": self.files, "attachments": self.attachments}
        optional["username"] = self.username
        shown |= {name: copy.deepcopy(value) for name, value in optional.items() if value}
        if self.files:
            shown |= {"upload": False, "display_as_bot": False}
        if self.reactions:
            shown["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in self.reactions.items()]
        if self.metadata and with_metadata:
            shown["metadata"] = copy.deepcopy(self.metadata)
        return shown


@dataclass(eq=False)
class View:
    """A modal or a Home tab as one person has it. `content`: the view of the app, with block ids filled in."""

    id: str
    app_id: str
    bot: User
    user: User
    content: JSON
    hash: str
    root_id: str
    previous_id: str | None = None
    typed: dict[str, dict[str, JSON]] = field(default_factory=dict)
    versions: list[JSON] = field(default_factory=list)

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.content.get("type"))

    @property
    def blocks(self) -> list[JSON]:
        """Its blocks."""
        return list(self.content.get("blocks", []))

    def json(self) -> JSON:
        """The view object of views.* answers and of interaction payloads."""
        shown: JSON = {"private_metadata": "", "callback_id": "", "title": None, "close": None, "submit": None}
        shown |= {"clear_on_close": False, "notify_on_close": False, "external_id": ""}
        shown |= copy.deepcopy(self.content)
        shown |= {"id": self.id, "team_id": self.user.team.id, "app_id": self.app_id, "bot_id": self.bot.bot_id}
        shown |= {"hash": self.hash, "root_view_id": self.root_id, "previous_view_id": self.previous_id}
        shown |= {"app_installed_team_id": self.bot.team.id, "state": {"values": copy.deepcopy(self.typed)}}
        return shown


def bot_profile(bot: User) -> JSON:
    """The `bot_profile` of a bot's messages."""
    profile: JSON = {"id": bot.bot_id, "app_id": bot.app_id, "user_id": bot.id, "name": bot.name, "deleted": False}
    return profile | {"icons": {"image_36": ""}, "updated": 1_700_000_000, "team_id": bot.team.id}


def elements(blocks: list[JSON]) -> list[tuple[JSON, JSON]]:
    """Every interactive element with the block that holds it: elements, accessory and element of input blocks."""
    found: list[tuple[JSON, JSON]] = []
    for block in objects(blocks):
        if block.get("type") in ("actions", "context_actions"):
            found += [(block, element) for element in objects(block.get("elements"))]
        for name in ("accessory", "element"):
            found += [(block, element) for element in objects([block.get(name)]) if element.get("type") != "image"]
        if block.get("type") == "card":
            found += [(block, element) for element in objects(block.get("actions"))]
        found += elements(objects(block.get("child_blocks")))
        if block.get("type") == "carousel":
            found += elements(objects(block.get("elements")))
    return found


def objects(things: Any) -> list[JSON]:
    """The objects of an array; other values, which an app may send, are left out."""
    return [thing for thing in things if isinstance(thing, dict)] if isinstance(things, list) else []
