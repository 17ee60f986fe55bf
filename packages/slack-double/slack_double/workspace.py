"""Teams, people and rooms of the double as plain data, with the JSON Slack shows of them; it checks no rights."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["public", "private", "im", "mpim"]

CHANNEL_TYPES: dict[Kind, str] = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


@dataclass(eq=False)
class Team:
    """A workspace. With `enterprise_id` it is one workspace of an Enterprise Grid organisation."""

    id: str
    name: str
    domain: str
    enterprise_id: str | None = None
    users: dict[str, "User"] = field(default_factory=dict)
    channels: dict[str, "Channel"] = field(default_factory=dict)

    def user(self, id: str, name: str, **traits: Any) -> "User":
        """Let a person join: `email`, `title`, `guest` (multi|single), `is_bot`, `is_deleted`, `is_admin`, `tz`."""
        return self.users.setdefault(id, User(id, name, self, **traits))

    def channel(self, id: str, name: str = "", kind: Kind = "public", members: Iterable["User"] = ()) -> "Channel":
        """Found a channel with these members; people of other teams in it make it a Slack Connect channel."""
        room = Channel(id, name or id.lower(), self, kind)
        for member in members:
            room.add(member)
        return self.channels.setdefault(id, room)

    def json(self) -> dict[str, Any]:
        """As `team.info` shows it."""
        shown: dict[str, Any] = {"id": self.id, "name": self.name, "domain": self.domain, "email_domain": ""}
        shown["url"] = f"https://{self.domain}.slack.com/"
        if self.enterprise_id:
            shown |= {"enterprise_id": self.enterprise_id, "enterprise_name": f"{self.name} org"}
        return shown


@dataclass(eq=False)
class User:
    """A member of a team: a person, a guest (`multi` or `single` channel), or a bot's user."""

    id: str
    name: str
    team: Team
    email: str | None = None
    title: str = ""
    guest: Literal["", "multi", "single"] = ""
    is_bot: bool = False
    is_deleted: bool = False
    is_admin: bool = False
    tz: str = "Europe/Berlin"
    bot_id: str | None = None
    app_id: str | None = None

    @property
    def handle(self) -> str:
        """The user name of mentions and payloads."""
        return self.name.lower().replace(" ", ".")

    @property
    def address(self) -> str:
        """The e-mail address."""
        return self.email or f"{self.handle}@{self.team.domain}.example"

    def json(self, seen_from: Team, with_email: bool = False) -> dict[str, Any]:
        """As `users.info` shows it to an app of `seen_from`; a person of another team is a stranger."""
        profile: dict[str, Any] = {"real_name": self.name, "display_name": self.handle, "title": self.title}
        profile |= {"real_name_normalized": self.name, "display_name_normalized": self.handle, "team": self.team.id}
        profile |= {"status_text": "", "status_emoji": "", "avatar_hash": "g0"}
        if with_email and not self.is_bot:
            profile["email"] = self.address
        if self.is_bot:
            profile |= {"api_app_id": self.app_id, "bot_id": self.bot_id}
        shown: dict[str, Any] = {"id": self.id, "team_id": self.team.id, "name": self.handle, "real_name": self.name}
        shown |= {"deleted": self.is_deleted, "profile": profile, "is_bot": self.is_bot, "is_app_user": False}
        shown |= {"updated": 1_700_000_000, "color": "9f69e7"}
        if self.is_deleted:
            return shown
        shown |= {"tz": self.tz, "tz_label": self.tz, "tz_offset": 3600, "is_admin": self.is_admin, "is_owner": False}
        shown |= {"is_primary_owner": False, "is_restricted": bool(self.guest), "is_email_confirmed": True}
        shown["is_ultra_restricted"] = self.guest == "single"
        if self.is_stranger_to(seen_from):
            shown["is_stranger"] = True
        if self.team.enterprise_id:
            shown["enterprise_user"] = {
                "id": self.id,
                "enterprise_id": self.team.enterprise_id,
                "teams": [self.team.id],
            }
        return shown

    def is_stranger_to(self, team: Team) -> bool:
        """Someone of another organisation, met through Slack Connect."""
        same_org = self.team.enterprise_id is not None and self.team.enterprise_id == team.enterprise_id
        return self.team is not team and not same_org


@dataclass(eq=False)
class Channel:
    """A conversation of any kind; `members` by user id. A direct message holds exactly a person and a bot's user."""

    id: str
    name: str
    team: Team
    kind: Kind = "public"
    members: dict[str, User] = field(default_factory=dict)
    is_archived: bool = False
    posting_restricted: bool = False
    topic: str = ""

    def add(self, member: User) -> None:
        """Make it a member without an event (`App.invite` sends one)."""
        self.members[member.id] = member

    def remove(self, member: User) -> None:
        """Take it out without an event."""
        self.members.pop(member.id, None)

    @property
    def is_shared(self) -> bool:
        """Whether people of another organisation are in it (Slack Connect)."""
        return any(member.is_stranger_to(self.team) for member in self.members.values())

    @property
    def type(self) -> str:
        """`channel_type` of message events."""
        return CHANNEL_TYPES[self.kind]

    def json(self, bot: User) -> dict[str, Any]:
        """As `conversations.info` shows it to the app behind `bot`."""
        shown: dict[str, Any] = {"id": self.id, "created": 1_700_000_000, "is_archived": self.is_archived}
        shown |= {"is_im": self.kind == "im", "is_mpim": self.kind == "mpim", "is_group": self.kind == "private"}
        shown |= {"is_org_shared": False, "context_team_id": self.team.id, "updated": 1_700_000_000_000}
        if self.kind == "im":
            other = next((member.id for member in self.members.values() if member is not bot), "")
            return shown | {"user": other, "is_user_deleted": False, "priority": 0}
        teams = sorted({member.team.id for member in self.members.values()} | {self.team.id})
        shown |= {"name": self.name, "name_normalized": self.name, "is_channel": self.kind == "public"}
        shown |= {"is_private": self.kind != "public", "is_member": bot.id in self.members, "is_general": False}
        shown |= {"is_shared": self.is_shared, "is_ext_shared": self.is_shared, "shared_team_ids": teams}
        shown |= {"num_members": len(self.members), "unlinked": 0, "parent_conversation": None, "creator": "U0"}
        shown["topic"] = {"value": self.topic, "creator": "", "last_set": 0}
        shown["purpose"] = {"value": "", "creator": "", "last_set": 0}
        return shown
