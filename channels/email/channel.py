"""E-mail as a channel: builds its parts from the table in countersign.toml and the environment."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog

from bot.core.doctor_findings import CheckFinding
from bot.core.errors import BadSetting, NotFound
from bot.core.gateway_ports import AgentRegistry
from bot.core.ports import ASGI, ChannelGateway, PushChannel, WebhookReceiver
from channels.email.access_token_sources import choose_token_source
from channels.email.doctor import InboundCheck, MailCheck
from channels.email.inbound.authentication.dns import look_up_txt
from channels.email.inbound.conversation_intake import PACE, WHILE
from channels.email.inbound.handler import BEGAN, InboundMailHandler
from channels.email.inbound.mailbox.mailbox_watcher import WatchedMailbox
from channels.email.inbound.reply_decisions import ReplyHandler
from channels.email.mailbox_and_transport_ports import CHANNEL
from channels.email.options import EmailOptions, read_receiver_trust
from channels.email.outbound.durable_note_outbox import OWED
from channels.email.outbound.notifier import EmailNotifier
from channels.email.outbound.smtp_client import SmtpClient
from channels.email.reply_tokens import make_reply_address
from channels.email.sent_mail_store import VAULT_KINDS, SentMailStore
from channels.email.server_urls import read_imap_url, read_smtp_url

log = structlog.get_logger()

_ADDRESS = re.compile(r"[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


class EmailSurface:
    """The surface: `EmailNotifier` sends mails, `InboundMailHandler` takes them."""

    name = CHANNEL
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None
    vault_kinds: Mapping[str, timedelta | None] = {**VAULT_KINDS, PACE: WHILE, OWED: None, BEGAN[0]: None}

    def __init__(
        self,
        notifier: EmailNotifier,
        handler: InboundMailHandler | None,
        smtp: SmtpClient,
        mailbox: WatchedMailbox | None,
    ) -> None:
        self.push: PushChannel | None = notifier
        inbound = InboundCheck(mailbox, handler.trust, handler.lookup) if mailbox and handler else None
        self._check = MailCheck(smtp, inbound, bot=notifier.bot, plus=notifier.plus)
        self.notifier, self._handler, self._smtp, self._mailbox = notifier, handler, smtp, mailbox
        self._task: asyncio.Task[None] | None = None
        self._notes: asyncio.Task[None] | None = None

    async def lead(self, *, is_alone: bool) -> None:
        self.notifier.notes.reopen()
        if self._mailbox is not None:
            self._mailbox.reopen()
        self._notes = asyncio.get_running_loop().create_task(self.notifier.notes.run(), name="countersign-mail-notes")
        if self._handler is not None:
            self._task = asyncio.get_running_loop().create_task(self._handler.run_intake(), name="countersign-mail")

    async def step_down(self) -> None:
        """Let the mail that is being taken, and the note that is being sent, finish; cancel them after 5 seconds."""
        self.notifier.notes.close()
        if self._mailbox is not None:
            await self._mailbox.close()
        if running := [task for task in (self._task, self._notes) if task is not None]:
            _, late = await asyncio.wait(running, timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        if self._handler is not None:
            await self._handler.reader.sandbox.close()

    async def close(self) -> None:
        await self._smtp.close()

    async def examine(self) -> Sequence[CheckFinding]:
        return await self._check.examine()

    async def send_test(self) -> Sequence[CheckFinding]:
        return await self._check.send_test()


OPTIONS = EmailOptions
"""The type of the table `[channels.email]`."""


def build(options: EmailOptions, gateway: ChannelGateway) -> EmailSurface:
    """Build e-mail from these options and the environment. Raises BadSetting."""
    environ = gateway.environ
    bot = _check_address("EMAIL_FROM", environ.get("EMAIL_FROM", ""))
    bots = {
        agent: _check_address(f"[channels.email] agents.{agent}", address) for agent, address in options.agents.items()
    }
    agent = _choose_agent(options, gateway)
    for name, address in bots.items():
        if list(bots.values()).count(address) > 1:
            raise BadSetting(f"[channels.email] agents.{name}", address, "two agents have it; give each its own")
        if address == bot and name != agent:
            raise BadSetting(f"[channels.email] agents.{name}", address, f"it is EMAIL_FROM, where {agent} answers")
    for address in (bot, *bots.values()):
        make_reply_address("reply", "a" * 26, address)  # raises BadSetting for an address without room for a token
    tokens = choose_token_source(options, environ)
    there = read_smtp_url(environ.get("SMTP_URL", ""), has_token=tokens is not None)
    smtp = SmtpClient(there, token=tokens(there.user) if tokens else None)
    sent_mails = SentMailStore(gateway)
    url = environ.get("IMAP_URL", "")
    where = {"plus": options.plus, "direct": options.direct, "reads": bool(url)}
    notifier = EmailNotifier(gateway, smtp, sent_mails, bot=bot, bots=bots, **where)
    if not url:
        return EmailSurface(notifier, None, smtp, None)
    box = read_imap_url(url, has_token=tokens is not None)
    mailbox = WatchedMailbox(box, token=tokens(box.user) if tokens else None)
    trust = read_receiver_trust(options, environ, gateway.directory, box.host, frozenset((bot, *bots.values())))
    reply_handler = ReplyHandler(gateway, notifier, sent_mails, options.locales)
    by_address = {bot: agent, **{address: name for name, address in bots.items()}}
    lookup = look_up_txt if options.local_dkim and not (trust.names or trust.trust_unnamed) else None
    allow = tuple(each.lower().removeprefix("@") for each in options.allow)
    handler = InboundMailHandler(
        gateway,
        mailbox,
        notifier,
        sent_mails,
        reply_handler,
        trust,
        agents=by_address,
        agent=agent,
        allow=allow,
        lookup=lookup,
    )
    return EmailSurface(notifier, handler, smtp, mailbox)


def _choose_agent(options: EmailOptions, gateway: AgentRegistry) -> str:
    for name in (options.agent, *options.agents):
        if name is not None:
            try:
                gateway.find_payload_reader(name)
            except NotFound as error:
                raise BadSetting("[channels.email] agent", name, "there is no such agent") from error
    usual = options.agent or (gateway.agents[0] if len(gateway.agents) == 1 else None)
    if usual is None:
        raise BadSetting(
            "[channels.email] agent", "", f"say which agent answers: {', '.join(gateway.agents) or 'none'}"
        )
    return usual


def _check_address(name: str, address: str) -> str:
    """Return the address in lower case. Raises BadSetting."""
    lower = address.strip().lower()
    if not _ADDRESS.fullmatch(lower):
        raise BadSetting(name, address, "write a plain address, such as bot@example.com")
    return lower
