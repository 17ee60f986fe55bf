"""Finds the person behind a Slack account, and checks with Slack that the account may still decide."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

import aiohttp
import structlog
from async_lru import alru_cache
from slack_sdk.errors import SlackApiError

from bot.core.base_types import JSON
from bot.core.errors import CountersignError, Forbidden, Unavailable
from bot.core.escaping import make_visible
from bot.core.gateway_ports import PeopleSource
from bot.core.people import PeopleDirectory, Person, name_account
from bot.core.ports import TryLater, Undeliverable
from channels.slack.addresses import CHANNEL, SlackTeam
from channels.slack.inbound.payload_parser import SlackSender
from channels.slack.installation.workspaces import WorkspaceClients
from channels.slack.views.blocks import escape_mrkdwn

log = structlog.get_logger()

FRESH = 2.0
"""Seconds for which Slack's answer about an account counts for the next decision: two clicks cost one question."""
REMEMBERED = 600.0
"""Seconds for which it counts for mentions and for opening a form."""
ASKING = 8.0
"""Seconds that Slack gets to describe an account. No acknowledgement waits for it."""
LOOKING_UP = 1.0
"""Seconds that a card waits for that."""
MOST_ASKED = 25
"""Accounts that are looked up for one card."""
OUTSIDE = "You are not a member of this workspace, so you decide nothing here."
KEPT = 10_000


class UnknownAccount(Forbidden):
    """I do not know your Slack account, so this does not count. Ask my operator to add it to the list of people: {0}."""


class AccountRefused(Forbidden):
    """{0} Nothing was changed."""


class RecognizedSender(NamedTuple):
    """The sender by our own state: their person, or the refusal that follows, and the account's credential."""

    person: Person | Forbidden
    credential: str


class SlackAccount(NamedTuple):
    """The facts that Slack tells of an account."""

    is_deleted: bool
    is_bot: bool
    is_guest: bool
    is_outside: bool


def list_account_names(team: SlackTeam, user: str, is_only_team: bool) -> list[str]:
    """The names by which people's tables may know an account, the narrowest first.

    A bare user id means the workspace of a single bot token: with several, the same id may be two people (SLK18).
    """
    names = [f"{team.id}/{user}", *([f"{team.enterprise}/{user}"] if team.enterprise else [])]
    return [*names, user] if is_only_team else names


def find_shared_account(directory: PeopleDirectory) -> str:
    """A sentence about two people with the same account in their tables: one user id, once bare or by an organisation.

    Empty when there are none. With the workspace of both written out, one user id may be two people (SLK18).
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


class MemberIdentity:
    """Finds persons by their Slack accounts, and asks Slack about an account before it may decide."""

    def __init__(
        self,
        gateway: PeopleSource,
        workspaces: WorkspaceClients,
        *,
        is_only_team: bool,
        guests: Collection[str],
        time: Callable[[], float],
    ) -> None:
        self.gateway, self.workspaces = gateway, workspaces
        self.is_only_team, self.guests, self.time = is_only_team, guests, time
        self._known: dict[tuple[str, str], tuple[float, SlackAccount]] = {}
        share = alru_cache(maxsize=KEPT, ttl=FRESH)  # one question for all waiting callers; an error is not kept
        self._ask_for_decision, self._ask_for_card = share(self._ask_slack), share(self._ask_slack)

    def find_person(self, sender: SlackSender) -> Person | None:
        """The active person with this account; None for an unknown account, and for one from outside of the
        workspace.
        """
        known = self._recall_account(sender) if is_from_elsewhere(sender) else None
        if is_outsider(sender) or (known is not None and known.is_outside):
            return None
        names = list_account_names(sender.team, sender.user, self.is_only_team)
        people = self.gateway.directory
        return next((found for name in names if (found := people.find_by_account(CHANNEL, name))), None)

    def find_user_id(self, person: Person, team: SlackTeam) -> str | None:
        """The person's user id in this workspace."""
        for account in person.accounts.get(CHANNEL, "").split():
            where, slash, user = account.rpartition("/")
            if user and (where in (team.id, team.enterprise) if slash else self.is_only_team):
                return user
        return None

    def recognize_sender(self, sender: SlackSender) -> RecognizedSender:
        """The sender by the payload, the directory and Slack's recent answers. The refusals are `UnknownAccount` and
        `AccountRefused`.

        Asks no remote system. Enough to open a form; `require_decider` is called before a decision.
        """
        try:
            person = self._require_known_person(sender)
            if (known := self._recall_account(sender)) is not None:
                self._refuse_account(person, known)
        except Forbidden as refused:
            return RecognizedSender(refused, name_credential(sender))
        return RecognizedSender(person, name_credential(sender))

    async def require_decider(self, sender: SlackSender) -> Person:
        """The person, when the account may decide now. Raises `UnknownAccount`, `AccountRefused`, `Unavailable`."""
        person = self._require_known_person(sender)
        self._refuse_account(person, await self._ask_for_decision(sender.team, sender.user))
        return person

    def _require_known_person(self, sender: SlackSender) -> Person:
        if is_outsider(sender):
            raise AccountRefused(OUTSIDE)
        person = self.find_person(sender)
        if person is None:
            raise UnknownAccount(name_credential(sender))
        return person

    def _refuse_account(self, person: Person, account: SlackAccount) -> None:
        if why := self._explain_objection(person, account):
            raise AccountRefused(why)

    async def is_outside(self, sender: SlackSender) -> bool:
        """Whether the account belongs to another organisation. Raises `Unavailable`.

        In an Enterprise the payload tells only that it is another workspace's, which may be a sister of ours, and a press
        of the stop button tells no workspace: Slack is asked, and an account that it does not know is outside.
        """
        if sender.home and (not is_from_elsewhere(sender) or is_outsider(sender)):
            return is_outsider(sender)
        try:
            known = self._recall_account(sender) or await self._ask_for_decision(sender.team, sender.user)
        except AccountRefused:
            return True
        return known.is_outside

    async def look_up_people(self, people: Iterable[Person], team: SlackTeam) -> None:
        """Asks Slack about people without a recent answer, for `may_decide`. Best effort, LOOKING_UP seconds."""
        await self._look_up_users([user for person in people if (user := self.find_user_id(person, team))], team)

    async def look_up_sender(self, sender: SlackSender) -> RecognizedSender:
        """The sender, as `recognize_sender`; Slack is asked about an account without a recent answer, for a moment."""
        await self._look_up_users([sender.user], sender.team)
        return self.recognize_sender(sender)

    async def _look_up_users(self, users: Sequence[str], team: SlackTeam) -> None:
        users = users[:MOST_ASKED]
        unknown = [user for user in users if self._recall_account(SlackSender(team, user)) is None]

        async def learn(user: str) -> None:
            try:
                await self._ask_for_card(team, user)
            except CountersignError as error:
                log.info("account not looked up", user=user, error=str(error))

        if unknown:
            await asyncio.wait([asyncio.create_task(learn(user)) for user in unknown], timeout=LOOKING_UP)

    def may_decide(self, person: Person, team: SlackTeam) -> bool:
        """Whether no recent answer of Slack keeps this person from deciding in the workspace."""
        user = self.find_user_id(person, team)
        known = self._recall_account(SlackSender(team, user)) if user else None
        return known is None or not self._explain_objection(person, known)

    def _explain_objection(self, person: Person, account: SlackAccount) -> str:
        """Why this account decides nothing; empty when it may."""
        if account.is_deleted:
            return "Your Slack account is deactivated."
        if account.is_bot:
            return "A bot decides nothing."
        if account.is_outside:
            return OUTSIDE
        if account.is_guest and person.id not in self.guests:
            return "You are a guest in this workspace, and guests decide nothing here."
        return ""

    def _recall_account(self, sender: SlackSender) -> SlackAccount | None:
        known = self._known.get((sender.team.id, sender.user))
        return known[1] if known is not None and self.time() < known[0] + REMEMBERED else None

    async def _ask_slack(self, team: SlackTeam, user: str) -> SlackAccount:
        """Fails closed: an account that Slack does not describe decides nothing."""
        try:
            async with asyncio.timeout(ASKING):
                client = await self.workspaces.make_client(team)
                answer = await client.users_info(user=user)
        except SlackApiError as error:
            why = error.response.get("error") if error.response else error
            if why == "missing_scope":
                raise AccountRefused(
                    "The app lacks the scope users:read, so it cannot tell who you are. Use the inbox."
                ) from error
            if why in ("user_not_found", "users_not_found", "user_not_visible"):
                raise AccountRefused("Slack does not know your account here.") from error
            log.info("account not known", user=user, error=str(why))
            raise Unavailable("Slack could not say who you are. Try again, or use the inbox.") from error
        except (aiohttp.ClientError, OSError, TimeoutError, TryLater, Undeliverable) as error:
            raise Unavailable("Slack did not say in time who you are. Try again, or use the inbox.") from error
        if len(self._known) >= KEPT:
            self._known.clear()
        account = read_account(answer.get("user"), team)
        self._known[team.id, user] = (self.time(), account)
        return account


def name_credential(sender: SlackSender) -> str:
    return f"{sender.team.id}/{sender.user}"


def name_sender_account(sender: SlackSender) -> str:
    """The account's name among those of all channels."""
    return name_account(CHANNEL, name_credential(sender))


def name_sender(person: Person | None, sender: SlackSender) -> str:
    """The sender's name in mrkdwn; a mention where the directory has no person."""
    return escape_mrkdwn(make_visible(person.name)) if person else f"<@{sender.user}>"


def is_outsider(sender: SlackSender) -> bool:
    """Whether the payload alone tells that the account belongs to another organisation (Slack Connect)."""
    return is_from_elsewhere(sender) and not sender.team.enterprise


def is_from_elsewhere(sender: SlackSender) -> bool:
    """Whether the account's own workspace is another: of another organisation, or a sister in the same Enterprise."""
    return bool(sender.home) and sender.home not in (sender.team.id, sender.team.enterprise)


def read_account(user: JSON, team: SlackTeam) -> SlackAccount:
    """The account in an answer of `users.info`. A missing field is no objection; an empty answer is a deleted account."""
    user = user if isinstance(user, dict) else {"deleted": True}
    grid = user.get("enterprise_user")
    organisation = grid.get("enterprise_id") if isinstance(grid, dict) else None
    elsewhere = user.get("team_id") not in (None, team.id) and not (team.enterprise and organisation == team.enterprise)
    return SlackAccount(
        is_deleted=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outside=bool(user.get("is_stranger")) or elsewhere,
    )
