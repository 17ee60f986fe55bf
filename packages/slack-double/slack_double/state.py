"""All that the double's Slack remembers, and how it is looked up; it decides no rights and sends nothing."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from slack_double.clock import SlackClock
from slack_double.messages import JSON, SlackMessage, View, elements
from slack_double.workspace import Channel, Kind, Team, User

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(eq=False)
class AgentSession:
    """An agent session of one thread, as agents.sessions.* left it."""

    channel: str
    thread_ts: str | None
    status: str = "active"
    title: str | None = None
    history: list[str] = field(default_factory=list)


@dataclass(eq=False)
class SlackState:
    """Teams, rooms, messages, views and files. Everything is public to tests; nothing is ever forgotten."""

    clock: SlackClock
    teams: dict[str, Team] = field(default_factory=dict)
    messages: list[SlackMessage] = field(default_factory=list)
    by_ts: dict[tuple[str, str], SlackMessage] = field(default_factory=dict)
    threads: dict[tuple[str, str], list[SlackMessage]] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    homes: dict[tuple[str, str, str], View] = field(default_factory=dict)
    stacks: dict[tuple[str, str, str], list[View]] = field(default_factory=dict)
    files: dict[str, JSON] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)
    sessions: dict[tuple[str, str | None], AgentSession] = field(default_factory=dict)
    statuses: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[tuple[str, str | None], JSON] = field(default_factory=dict)
    made: int = 0
    last_micros: int = 0

    def team(self, id: str, name: str = "", domain: str = "", enterprise_id: str | None = None) -> Team:
        """Found a workspace, or return the one of that id."""
        name = name or id.removeprefix("T0").title()
        made = Team(id, name, domain or name.lower().replace(" ", "-"), enterprise_id)
        return self.teams.setdefault(id, made)

    def new_id(self, prefix: str) -> str:
        """A new identifier in the form of Slack's: `Ev0A00000042`."""
        self.made += 1
        number, digits = self.made, ""
        while number:
            number, rest = divmod(number, 36)
            digits = DIGITS[rest] + digits
        return f"{prefix}0A{digits:0>7}"

    def new_ts(self) -> str:
        """A message timestamp: later than every other, six decimals."""
        self.last_micros = max(self.last_micros + 1, int(self.clock.now() * 1_000_000))
        return f"{self.last_micros // 1_000_000}.{self.last_micros % 1_000_000:06d}"

    # People and rooms

    def user(self, id: str, seen_from: Team) -> User | None:
        """A person as one team knows them: its own first, then its organisation's, then guests from elsewhere."""
        if id in seen_from.users:
            return seen_from.users[id]
        for team in self.teams.values():
            if team.enterprise_id and team.enterprise_id == seen_from.enterprise_id and id in team.users:
                return team.users[id]
        for room in seen_from.channels.values():
            if id in room.members:
                return room.members[id]
        return None

    def channel(self, id: str) -> Channel | None:
        """A conversation by its id."""
        return next((team.channels[id] for team in self.teams.values() if id in team.channels), None)

    def direct(self, team: Team, people: list[User]) -> Channel:
        """The direct or group conversation of exactly these people, opened when there is none."""
        ids = {person.id for person in people}
        kind: Kind = "im" if len(people) == 2 else "mpim"
        for room in team.channels.values():
            if room.kind == kind and set(room.members) == ids:
                return room
        id = self.new_id("D" if kind == "im" else "G")
        name = "" if kind == "im" else f"mpdm-{'--'.join(person.handle for person in people)}-1"
        return team.channel(id, name, kind, people)

    # Messages

    def post(self, channel: Channel, user: User, text: str, by: str, **fields: Any) -> SlackMessage:
        """Write a message down; returns it with its first version."""
        made = SlackMessage(self.new_ts(), channel, user, text, **fields)
        name_blocks(self, made.blocks)
        made.keep_version(self.clock.now(), by)
        self.messages.append(made)
        self.by_ts[(channel.id, made.ts)] = made
        self.threads.setdefault((channel.id, made.thread_ts or made.ts), []).append(made)
        return made

    def message(self, channel: Channel, ts: str) -> SlackMessage | None:
        """The visible message of that channel and timestamp."""
        found = self.by_ts.get((channel.id, ts))
        return found if found and not found.is_deleted and found.only_for is None else None

    def visible(self, channel: Channel, thread_ts: str | None = None) -> Iterator[SlackMessage]:
        """Messages everybody in the channel sees, oldest first; of one thread (its root included) when given."""
        kept = self.messages if thread_ts is None else self.threads.get((channel.id, thread_ts), [])
        for message in kept:
            if message.channel is channel and not message.only_for and not message.is_deleted:
                yield message

    def shown(self, message: SlackMessage, with_metadata: bool = False) -> JSON:
        """A message as history shows it, thread counters included."""
        shown = message.json(with_metadata)
        replies = [m for m in self.visible(message.channel, message.ts) if m.ts != message.ts]
        if message.thread_ts and message.thread_ts != message.ts:
            parent = self.message(message.channel, message.thread_ts)
            shown["parent_user_id"] = parent.user.id if parent else ""
        elif replies:
            users = sorted({reply.user.id for reply in replies})
            shown |= {"thread_ts": message.ts, "reply_count": len(replies), "reply_users": users}
            shown |= {"reply_users_count": len(users), "latest_reply": replies[-1].ts, "is_locked": False}
            shown["subscribed"] = False
        return shown

    # Views

    def stack(self, user: User, app_id: str) -> list[View]:
        """The open modals of one person and app, root first."""
        return self.stacks.setdefault((user.team.id, user.id, app_id), [])

    def new_view(self, app_id: str, bot: User, user: User, content: JSON) -> View:
        """Write a view down; returns it, root of its own stack."""
        id = self.new_id("V")
        view = View(id, app_id, bot, user, copy.deepcopy(content), "", root_id=id)
        self.views[id] = view
        self.fill_view(view, content)
        return view

    def fill_view(self, view: View, content: JSON) -> None:
        """Give a view new content, a new hash, and the values its elements start with."""
        view.content = copy.deepcopy(content)
        view.hash = f"{self.new_ts().replace('.', '')[:10]}.{self.made}"
        self.made += 1
        name_blocks(self, view.content.get("blocks", []))
        kept = {block["block_id"] for block in view.content.get("blocks", [])}
        view.typed = {block: values for block, values in view.typed.items() if block in kept}
        view.versions.append(copy.deepcopy(view.content))


def name_blocks(world: SlackState, blocks: list[JSON]) -> None:
    """Fill in the block ids and action ids that the app left out, as Slack does."""
    for block in blocks:
        block.setdefault("block_id", world.new_id("b")[-5:])
    for _, element in elements(blocks):
        element.setdefault("action_id", world.new_id("a")[-5:])
