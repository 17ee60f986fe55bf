"""E-mail as a channel of the house: its table in countersign.toml, and the parts put together. The rest knows its own part."""

import asyncio
import re
from collections.abc import Mapping, Sequence

import structlog

from bot.core.errors import BadSetting, Unknown
from bot.core.findings import Finding
from bot.core.ports import ASGI, Channel, Door, House, NotNow
from bot.core.word import Name, Word
from channels.email.acts import Acts
from channels.email.bindings import Bindings
from channels.email.dns import text_record
from channels.email.identity import Gate
from channels.email.letters import CHANNEL, Letters
from channels.email.oauth import TokenCommand
from channels.email.ports import MailboxLost, MailboxRefused
from channels.email.send import SmtpPost
from channels.email.take import Take
from channels.email.tokens import address_of
from channels.email.urls import account, server
from channels.email.watch import WatchedMailbox

log = structlog.get_logger()

_ADDRESS = re.compile(r"[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


LOCALES = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr", "ru", "uk", "ja", "zh", "ko")
"""All languages besides English whose words for yes and no are known."""


class Options(Word):
    """The table [channels.email]. Servers and passwords stand in the environment: SMTP_URL, IMAP_URL, EMAIL_FROM.

    `agent` answers what is sent to EMAIL_FROM, `agents` (agent -> address) what is sent to an address of its own. `plus`:
    the addresses take `+details`, so that a reply goes to an address of its own. `authserv_id` is how our own mail server
    signs its verdicts (or EMAIL_AUTHSERV_ID); `trust_unnamed` and `dkim_instead`: see identity.Gate; where that server
    stamps none, `local_dkim` checks the DKIM signature of the domain in From here. `allow` are addresses and domains that
    may start conversations without being people of the house. `token_command` prints an OAuth 2 access token, which then
    stands for the password (XOAUTH2). `locales` are languages besides English in which replies decide.
    `direct`: who may decide is written to when they would not see it where it stands.
    """

    agent: Name | None = None
    agents: Mapping[Name, str] = {}
    plus: bool = True
    authserv_id: str = ""
    trust_unnamed: bool = False
    dkim_instead: bool = True
    local_dkim: bool = False
    allow: tuple[str, ...] = ()
    locales: tuple[str, ...] = LOCALES
    token_command: tuple[str, ...] = ()
    direct: bool = True


class Email:
    """The surface: Letters are pushed through, Take takes in."""

    name = CHANNEL
    door: Door | None = None
    pages: ASGI | None = None

    def __init__(self, letters: Letters, take: Take | None, post: SmtpPost, mailbox: WatchedMailbox | None) -> None:
        self.push: Channel | None = letters
        self.letters, self._take, self._post, self._mailbox = letters, take, post, mailbox
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        if self._take is not None:
            self._task = asyncio.get_running_loop().create_task(self._take.run(), name="countersign-mail")

    async def shut(self) -> None:
        """Lets the mail that is being taken come to its end."""
        if self._mailbox is None or self._take is None:
            return
        await self._mailbox.close()
        if self._task is not None:
            done, _ = await asyncio.wait([self._task], timeout=5)
            if not done:
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._take.reader.close()

    async def close(self) -> None:
        await self._post.close()

    async def examine(self) -> Sequence[Finding]:
        return [await self._smtp(), *([await self._imap(self._mailbox)] if self._mailbox else [])]

    async def _smtp(self) -> Finding:
        try:
            return Finding("Mail out", await self._post.check())
        except NotNow as error:
            return Finding("Mail out", str(error), "fail", "Correct SMTP_URL; see docs/email.md.")

    async def _imap(self, mailbox: WatchedMailbox) -> Finding:
        try:
            here = await mailbox.here()
        except (MailboxLost, MailboxRefused) as error:
            return Finding("Mail in", str(error), "fail", "Correct IMAP_URL; see docs/email.md.")
        return Finding("Mail in", f"the mailbox answers; its newest mail is {here.uid}")


def build(options: Options, house: House) -> Email:
    """E-mail of these options and the environment. Raises BadSetting."""
    environ = house.environ
    bot = _checked("EMAIL_FROM", environ.get("EMAIL_FROM", ""))
    bots = {agent: _checked(f"[channels.email] agents.{agent}", address) for agent, address in options.agents.items()}
    agent = _agent(options, house)
    for name, address in bots.items():
        if list(bots.values()).count(address) > 1:
            raise BadSetting(f"[channels.email] agents.{name}", address, "two agents have it; give each its own")
    for address in (bot, *bots.values()):
        address_of("reply", "a" * 26, address)  # refuses an address that leaves no room for a token
    token = TokenCommand(options.token_command) if options.token_command else None
    post = SmtpPost(server(environ.get("SMTP_URL", ""), has_token=token is not None), token=token)
    bindings = Bindings(house)
    url = environ.get("IMAP_URL", "")
    where = {"plus": options.plus, "direct": options.direct, "reads": bool(url)}
    letters = Letters(house, post, bindings, bot=bot, bots=bots, **where)
    if not url:
        return Email(letters, None, post, None)
    mailbox = WatchedMailbox(account(url, has_token=token is not None), token=token)
    authserv_id = options.authserv_id or environ.get("EMAIL_AUTHSERV_ID", "")
    if not authserv_id and not options.trust_unnamed and not options.local_dkim:
        raise BadSetting("EMAIL_AUTHSERV_ID", "", "set it to the name in your server's Authentication-Results headers")
    gate = Gate(authserv_id=authserv_id, trust_unnamed=options.trust_unnamed, dkim_instead=options.dkim_instead)
    acts = Acts(house, letters, bindings, options.locales)
    by_address = {bot: agent, **{address: name for name, address in bots.items()}}
    stamps = bool(authserv_id or options.trust_unnamed)
    lookup = text_record if options.local_dkim and not stamps else None
    allow = tuple(each.lower().removeprefix("@") for each in options.allow)
    take = Take(
        house, mailbox, letters, bindings, acts, gate, agents=by_address, agent=agent, allow=allow, lookup=lookup
    )
    return Email(letters, take, post, mailbox)


def _agent(options: Options, house: House) -> str:
    for name in (options.agent, *options.agents):
        if name is not None:
            try:
                house.listener(name)
            except Unknown as error:
                raise BadSetting("[channels.email] agent", name, "there is no such agent") from error
    usual = options.agent or (house.agents[0] if len(house.agents) == 1 else None)
    if usual is None:
        raise BadSetting("[channels.email] agent", "", f"say which agent answers: {', '.join(house.agents) or 'none'}")
    return usual


def _checked(name: str, address: str) -> str:
    """The address in lower case. Raises BadSetting."""
    lower = address.strip().lower()
    if not _ADDRESS.fullmatch(lower):
        raise BadSetting(name, address, "write a plain address, such as bot@example.com")
    return lower
