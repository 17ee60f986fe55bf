"""E-mail as a channel of the house: its table in countersign.toml, and the parts put together. The rest knows its own part."""

import asyncio
import re
from collections.abc import Sequence

import structlog

from bot.core.errors import BadSetting, Unknown
from bot.core.findings import Finding
from bot.core.ports import ASGI, Channel, Door, House
from channels.email.acts import Acts
from channels.email.bindings import Bindings
from channels.email.check import InboundCheck, MailCheck
from channels.email.dns import text_record
from channels.email.letters import CHANNEL, Letters
from channels.email.oauth import token_of
from channels.email.options import Options, read_gate
from channels.email.send import SmtpPost
from channels.email.take import Take
from channels.email.tokens import address_of
from channels.email.urls import account, server
from channels.email.watch import WatchedMailbox

log = structlog.get_logger()

_ADDRESS = re.compile(r"[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


class Email:
    """The surface: Letters are pushed through, Take takes in."""

    name = CHANNEL
    door: Door | None = None
    pages: ASGI | None = None

    def __init__(self, letters: Letters, take: Take | None, post: SmtpPost, mailbox: WatchedMailbox | None) -> None:
        self.push: Channel | None = letters
        inbound = InboundCheck(mailbox, take.gate, take.lookup) if mailbox and take else None
        self._check = MailCheck(post, inbound, bot=letters.bot, plus=letters.plus)
        self.letters, self._take, self._post, self._mailbox = letters, take, post, mailbox
        self._task: asyncio.Task[None] | None = None
        self._notes: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._notes = asyncio.get_running_loop().create_task(self.letters.notes.run(), name="countersign-mail-notes")
        if self._take is not None:
            self._task = asyncio.get_running_loop().create_task(self._take.run(), name="countersign-mail")

    async def shut(self) -> None:
        """Lets the mail that is being taken, and the sentence that is being sent, come to their end."""
        self.letters.notes.close()
        if self._mailbox is not None:
            await self._mailbox.close()
        if running := [task for task in (self._task, self._notes) if task is not None]:
            _, late = await asyncio.wait(running, timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        if self._take is not None:
            await self._take.reader.close()

    async def close(self) -> None:
        await self._post.close()

    async def examine(self) -> Sequence[Finding]:
        return await self._check.examine()

    async def send_test(self) -> Sequence[Finding]:
        return await self._check.send_test()


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
    tokens = token_of(options, environ)
    there = server(environ.get("SMTP_URL", ""), has_token=tokens is not None)
    post = SmtpPost(there, token=tokens(there.user) if tokens else None)
    bindings = Bindings(house)
    url = environ.get("IMAP_URL", "")
    where = {"plus": options.plus, "direct": options.direct, "reads": bool(url)}
    letters = Letters(house, post, bindings, bot=bot, bots=bots, **where)
    if not url:
        return Email(letters, None, post, None)
    box = account(url, has_token=tokens is not None)
    mailbox = WatchedMailbox(box, token=tokens(box.user) if tokens else None)
    gate = read_gate(options, environ, house.directory, box.host, frozenset((bot, *bots.values())))
    acts = Acts(house, letters, bindings, options.locales)
    by_address = {bot: agent, **{address: name for name, address in bots.items()}}
    lookup = text_record if options.local_dkim and not (gate.names or gate.trust_unnamed) else None
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
