"""One inbound mail, read once: its text, the address of ours that it was sent to, and the mail of ours that it is about."""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.core.errors import Unavailable
from channels.email.inbound.parsing.mime_structure import MAX_HEADERS, MAX_SIZE
from channels.email.inbound.parsing.parsed_mail import ParsedMail, UnreadableMail
from channels.email.inbound.parsing.sandbox import MailSandbox
from channels.email.inbound.parsing.unsupported_forms import explain_unread_form
from channels.email.inbound.reply_text.quoted_text import SentMail
from channels.email.mailbox_and_transport_ports import FetchedMail
from channels.email.reply_tokens import (
    DECIDING,
    MAX_SEEN,
    RECIPIENTS,
    MailTokens,
    TokenReference,
    find_markers,
    find_tokens_by_reference,
    make_marker_line,
    make_public_token,
    resolve_mail_tokens,
)
from channels.email.sent_mail_store import SentMailStore, TokenBinding


@dataclass(frozen=True)
class InboundMail:
    """A parsed mail with its form in the mailbox, and the tokens of ours that it names. Its sender is not verified.

    - `tokens`: all tokens in its headers, and the address of ours that it was sent to (`bot`).
    - `named`: the token of that address or, where addresses take no `+`, of the mail of ours that it answers.
    - `request`: `named`, if it is of one person's decision; it may be a foreign one.
    - `answered`: the token of the mail of ours that it answers directly.
    - `about`: the nearest token: `named`, `answered`, or that of an earlier mail in its References.
    - `binding`: the mail of ours that `about` was made for; None: nothing of ours.
    - `public`: the token in the marker line of that mail; empty: none.
    - `sent`: our mails that it may quote; None: it names none.
    - `unread`: why its text was not read, in whole sentences for the writer; empty: it was read.
    - `is_aside`: it is quarantined, and its id is not kept.
    """

    mail: ParsedMail
    fetched: FetchedMail
    tokens: MailTokens
    named: TokenReference | None = None
    request: TokenReference | None = None
    answered: TokenReference | None = None
    about: TokenReference | None = None
    binding: TokenBinding | None = None
    public: str = ""
    sent: SentMail | None = None
    unread: str = ""
    is_aside: bool = False

    @property
    def bot(self) -> str:
        return self.tokens.bot


class InboundMailReader:
    """Reads fetched mails. `bot` is the mailbox's address, `addresses` are all of ours; `plus`: they take `+` details."""

    def __init__(self, sent_mails: SentMailStore, *, bot: str, addresses: Collection[str], plus: bool) -> None:
        self.sent_mails, self.bot, self.addresses, self.plus = sent_mails, bot, addresses, plus
        self.sandbox = MailSandbox()

    async def read_mail(self, fetched: FetchedMail) -> InboundMail | UnreadableMail:
        """Read a mail. Raises Unavailable when the sandbox itself failed."""
        if fetched.flaw:
            return UnreadableMail(fetched.flaw)
        mail = await self._parse_bytes(fetched.raw, is_cut=fetched.is_cut)
        if isinstance(mail, UnreadableMail):
            return mail
        unread = (
            describe_size(fetched.size) if fetched.is_cut else explain_unread_form(mail.types, (mail.text, mail.html))
        )
        return await self._resolve_tokens(mail, fetched, unread)

    async def read_headers(self, fetched: FetchedMail, unread: str) -> InboundMail | None:
        """Read the headers of a mail that is quarantined; None when they are too long or cannot be parsed.

        Raises Unavailable when the sandbox itself failed.
        """
        raw = keep_headers_only(fetched.raw)
        mail = await self._parse_bytes(raw, is_cut=True) if raw else None
        return (
            await self._resolve_tokens(mail, fetched, unread, is_aside=True) if isinstance(mail, ParsedMail) else None
        )

    async def _parse_bytes(self, raw: bytes, *, is_cut: bool) -> ParsedMail | UnreadableMail:
        mail = await self.sandbox.read_mail(raw, is_cut=is_cut)
        if isinstance(mail, UnreadableMail) and mail.may_pass:
            raise Unavailable(mail.reason)
        return mail

    async def _resolve_tokens(
        self, mail: ParsedMail, fetched: FetchedMail, unread: str, *, is_aside: bool = False
    ) -> InboundMail:
        """Resolve the tokens that the mail names, its address's first.

        Without `+` addresses the mail that it answers directly names the request; if the text is not read, the nearest one does.
        """
        tokens = self._resolve_recipient(mail)
        nearest = _find_mail_token(tokens.referenced)
        if self.plus:
            named = tokens.recipient
            answered = named or await self._find_answered_token(mail, tokens.bot)
        else:
            named = answered = nearest if is_aside else await self._find_answered_token(mail, tokens.bot)
        about = answered or nearest
        is_by_address = self.plus and named is not None
        find = self.sent_mails.find_binding if is_by_address else self.sent_mails.find_by_id
        binding = await find(about) if about else None
        public = (make_public_token(about.token) if is_by_address else about.token) if about else ""
        marker = make_marker_line(public) if public else ""
        request = named if named and named.kind in DECIDING else None
        reference = binding.reference if binding and request else ""
        ids = dict.fromkeys(id for id in (reference, mail.in_reply_to, *reversed(mail.references)) if id)
        return InboundMail(
            mail=mail,
            fetched=fetched,
            tokens=tokens,
            named=named,
            request=request,
            answered=answered,
            about=about,
            binding=binding,
            public=public,
            sent=await self.sent_mails.find_quotable_mails(ids, marker, tokens.bot, answered=reference),
            unread=unread,
            is_aside=is_aside,
        )

    def _resolve_recipient(self, mail: ParsedMail) -> MailTokens:
        """Resolve the tokens for the address of ours that the mail was sent to.

        An agent's own address wins over the mailbox's: servers name both for an alias.
        """
        names = [value for name in RECIPIENTS for value in mail.headers.get(name, ())[:MAX_SEEN]]
        received = [each for each in map(_strip_detail, names) if each in self.addresses]
        if own := next((each for each in received if each != self.bot), None):
            return resolve_mail_tokens(mail, own)
        written = [each for each in map(_strip_detail, mail.to) if each in self.addresses]
        tokens = resolve_mail_tokens(mail, self.bot)
        is_to_mailbox = self.bot in written or tokens.delivered is not None or not written
        return tokens if is_to_mailbox else resolve_mail_tokens(mail, written[0])

    async def _find_answered_token(self, mail: ParsedMail, bot: str) -> TokenReference | None:
        """Return the token of the mail of ours that this one answers directly: by its Message-ID, or by the marker line that it quotes.

        The marker line is needed because servers replace Message-IDs on the way (Amazon SES). Older References are not used: they may
        name earlier mails. None when the mail quotes no marker line or two.
        """
        direct = mail._replace(references=() if mail.in_reply_to else mail.references[-1:])
        if found := _find_mail_token(find_tokens_by_reference(direct, bot)):
            return found
        marks = find_markers((mail.text, mail.html))
        return await self.sent_mails.find_marked(marks[0]) if len(marks) == 1 else None


def _find_mail_token(referenced: Iterable[TokenReference]) -> TokenReference | None:
    """Return the first token that is of a mail of ours and of no delivery."""
    return next((each for each in referenced if each.kind != "bounce"), None)


def _strip_detail(address: str) -> str:
    """Return an address without its `+` detail."""
    local, _, domain = address.strip(" <>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


MEGABYTE = 1024 * 1024
_GAP = re.compile(rb"\r?\n\r?\n")


def keep_headers_only(raw: bytes) -> bytes:
    """Return the headers with the empty line below them; b"" when they are longer than `MAX_HEADERS`.

    Only the end is cut off, so the result has no header that the whole mail does not have.
    """
    end = _GAP.search(raw, 0, MAX_HEADERS)
    return raw[: end.end()] if end else b""


def describe_size(size: int) -> str:
    """Tell the writer why a mail of `size` bytes is not read."""
    megabytes = math.ceil(size / MEGABYTE * 10) / 10
    most = MAX_SIZE // MEGABYTE
    return f"Your mail has {megabytes:.1f} MB and was not read: {most} MB is the most. Write it again without its attachments."


def describe_flaw(why: str) -> str:
    """Tell the writer that the parser refused the mail for the reason `why`."""
    return f"Your mail could not be read. {why[:1].upper()}{why[1:].rstrip('.')}. Write it again as plain text."
