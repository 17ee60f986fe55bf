"""Who clicked: the person behind an account, and whether Slack still calls the account one of the workspace's own."""

import asyncio
from collections.abc import Callable, Collection
from typing import NamedTuple

from slack_sdk.errors import SlackApiError

from bot.core.errors import Forbidden, Unavailable
from bot.core.people import Directory, Person
from bot.core.word import JSON
from channels.slack.address import CHANNEL, Team
from channels.slack.parse import Sender
from channels.slack.workspaces import PATIENCE, Workspaces

FRESH = 2.0
"""Seconds for which Slack's word about an account is believed: who clicks twice is asked about once."""
KEPT = 10_000


class Stranger(Forbidden):
    """I do not know who you are, so this counts for nobody. An operator can add you to countersign.toml: accounts = {{ slack = "{0}" }}."""


class NotOne(Forbidden):
    """{0} Nothing was changed."""


class Account(NamedTuple):
    """What Slack says of an account."""

    is_deleted: bool
    is_bot: bool
    is_guest: bool
    is_outside: bool


def accounts_of(team: Team, user: str, is_only_team: bool) -> list[str]:
    """The names by which people's tables may know an account, the narrowest first.

    A bare user id means the one workspace of a single bot token: with several, the same id may be two people (SLK18).
    """
    names = [f"{team.id}/{user}", *([f"{team.enterprise}/{user}"] if team.enterprise else [])]
    return [*names, user] if is_only_team else names


def find_shared_account(directory: Directory) -> str:
    """Two people whose tables may name one account: the same user id, once bare or by an organisation. Empty: none.

    With the workspace of both written out, one user id may be two people (SLK18).
    """
    seen: dict[str, list[tuple[str, str]]] = {}
    for person in directory.people.values():
        for account in person.accounts.get(CHANNEL, "").split() if person.active else ():
            where, _, user = account.rpartition("/")
            for other, theirs in seen.setdefault(user, []):
                is_narrow = where.startswith("T") and theirs.startswith("T") and where != theirs
                if other != person.id and not is_narrow:
                    return f"the account {user} stands with {other} and with {person.id}; give it to one of them"
            seen[user].append((person.id, where))
    return ""


class Members:
    """Finds persons by their Slack accounts, and asks Slack about an account before it may decide."""

    def __init__(
        self,
        directory: Directory,
        workspaces: Workspaces,
        *,
        is_only_team: bool,
        guests: Collection[str],
        time: Callable[[], float],
    ) -> None:
        self.directory, self.workspaces = directory, workspaces
        self.is_only_team, self.guests, self.time = is_only_team, guests, time
        self._known: dict[tuple[str, str], tuple[float, Account]] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[Account]] = {}

    def person(self, sender: Sender) -> Person | None:
        """The active person who has this account; None for nobody, and for somebody from outside of the workspace."""
        if is_outsider(sender):
            return None
        for account in accounts_of(sender.team, sender.user, self.is_only_team):
            if found := self.directory.by_account(CHANNEL, account):
                return found
        return None

    def user_of(self, person: Person, team: Team) -> str | None:
        """The person's user id in this workspace."""
        for account in person.accounts.get(CHANNEL, "").split():
            where, slash, user = account.rpartition("/")
            if user and (where in (team.id, team.enterprise) if slash else self.is_only_team):
                return user
        return None

    async def decider(self, sender: Sender) -> Person:
        """The person, when the account may speak for them now. Raises Stranger, NotOne, Unavailable."""
        if is_outsider(sender):
            raise NotOne("You are not a member of this workspace, so you decide nothing here.")
        person = self.person(sender)
        if person is None:
            raise Stranger(f"{sender.team.id}/{sender.user}")
        account = await self._account(sender)
        if account.is_deleted:
            raise NotOne("Your Slack account is deactivated.")
        if account.is_bot:
            raise NotOne("A bot decides nothing.")
        if account.is_outside:
            raise NotOne("You are not a member of this workspace, so you decide nothing here.")
        if account.is_guest and person.id not in self.guests:
            raise NotOne("You are a guest in this workspace, and guests decide nothing here.")
        return person

    async def _account(self, sender: Sender) -> Account:
        """Slack's word, asked for once however many clicks wait for it."""
        key = (sender.team.id, sender.user)
        known = self._known.get(key)
        if known is not None and self.time() < known[0] + FRESH:
            return known[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._asked(sender))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        found = await asyncio.shield(asking)
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[key] = (self.time(), found)
        return found

    async def _asked(self, sender: Sender) -> Account:
        """Fails closed: an account about which Slack says nothing decides nothing."""
        try:
            async with asyncio.timeout(PATIENCE):
                client = await self.workspaces.client(sender.team)
                answer = await client.users_info(user=sender.user)
        except SlackApiError as error:
            why = error.response.get("error") if error.response else error
            if why == "missing_scope":
                raise NotOne(
                    "The app lacks the scope users:read, so it cannot tell who you are. Use the inbox."
                ) from error
            if why in ("user_not_found", "users_not_found", "user_not_visible"):
                raise NotOne("Slack does not know your account here.") from error
            raise Unavailable(f"Slack could not say who you are ({why}). Try again, or use the inbox.") from error
        except (OSError, TimeoutError) as error:
            raise Unavailable("Slack did not say in time who you are. Try again, or use the inbox.") from error
        return account_of(answer.get("user"), sender.team)


def is_outsider(sender: Sender) -> bool:
    """Whether the payload itself says that the account belongs elsewhere (Slack Connect)."""
    return (
        bool(sender.home) and sender.home not in (sender.team.id, sender.team.enterprise) and not sender.team.enterprise
    )


def account_of(user: JSON, team: Team) -> Account:
    """What `users.info` says. Whatever it leaves out counts against nobody; an empty answer is no account."""
    user = user if isinstance(user, dict) else {"deleted": True}
    grid = user.get("enterprise_user")
    organisation = grid.get("enterprise_id") if isinstance(grid, dict) else None
    elsewhere = user.get("team_id") not in (None, team.id) and not (team.enterprise and organisation == team.enterprise)
    return Account(
        is_deleted=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outside=bool(user.get("is_stranger")) or elsewhere,
    )
