"""Assigns an inbound mail: the address of ours that it was sent to, the token that it names, and the binding of that token."""

from collections.abc import Collection

from channels.email.inbound.inbound_mail import InboundMail
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_text import reply_extraction
from channels.email.inbound.reply_text.reply_extraction import SentMail
from channels.email.outbound.notifier import EmailNotifier, make_marker_line
from channels.email.reply_token_store import TokenBinding, TokenStore
from channels.email.reply_tokens import (
    DECIDING,
    MAX_SEEN,
    RECIPIENTS,
    TokenReference,
    find_markers,
    find_token_by_recipient,
    find_tokens_by_reference,
    make_marker,
    make_public_token,
    read_address,
)

ANOTHER = "What you quote is no mail of mine, so it is not clear what your words are about."
REACTIONS = frozenset({"text/vnd.google.email-reaction+json", "text/calendar"})
REACTION = "A reaction or an answer to an invitation is no answer to a request."
OTHER_REQUEST = "Your mail answers one request and quotes or names another one, so it is not clear which of them your words are about."
SEVERAL = "Your mail goes to more than one request, so it is not clear which of them your words are about."


class MailRouting:
    """Finds tokens and their bindings. `addresses` are the agents' own; `notifier.plus`: addresses take `+` details."""

    def __init__(self, notifier: EmailNotifier, bindings: TokenStore, addresses: Collection[str]) -> None:
        self.notifier, self.bindings, self.addresses = notifier, bindings, addresses

    def find_bot_address(self, mail: ParsedMail) -> str:
        """Return the address of ours that the mail was sent to. An agent's own wins over the mailbox's: servers name both for an alias."""
        usual = self.notifier.bot
        names = [value for name in RECIPIENTS for value in mail.headers.get(name, ())[:MAX_SEEN]]
        received = [each for each in map(_strip_detail, names) if each in self.addresses]
        if own := next((each for each in received if each != usual), None):
            return own
        written = [each for each in map(_strip_detail, mail.to) if each in self.addresses]
        if usual in written or find_token_by_recipient(mail, usual):
            return usual
        return next(iter(written), usual)

    def find_reply_token(self, mail: ParsedMail, bot: str) -> TokenReference | None:
        """Return the token in the recipient address; where addresses take no `+`, the token of the nearest mail that it answers."""
        if self.notifier.plus:
            written = any(mail.headers.get(name) for name in RECIPIENTS)
            return find_token_by_recipient(mail, bot, RECIPIENTS if written else ("to",))
        return self.find_nearest_token(mail, bot)

    def find_nearest_token(self, mail: ParsedMail, bot: str) -> TokenReference | None:
        """Return the token of the nearest mail of ours in In-Reply-To and References."""
        return next((each for each in find_tokens_by_reference(mail, bot) if each.kind != "bounce"), None)

    async def find_answered_token(self, mail: ParsedMail, bot: str) -> TokenReference | None:
        """Return the token of the mail of ours that this one answers directly: by its Message-ID, or by the marker line that it quotes.

        The marker line is needed because servers replace Message-IDs on the way (Amazon SES). Older References are not used: they may
        name earlier mails. None when the mail quotes no marker line or two.
        """
        direct = mail._replace(references=() if mail.in_reply_to else mail.references[-1:])
        if named := self.find_nearest_token(direct, bot):
            return named
        marks = find_markers((mail.text, mail.html))
        return await self.bindings.find_marked(marks[0]) if len(marks) == 1 else None

    async def explain_doubt(
        self,
        inbound: InboundMail,
        reference: TokenReference,
        binding: TokenBinding,
        sent: SentMail | None,
        writer: str,
    ) -> str:
        """Why a reply of `writer`, an address, cannot be assigned to exactly the request of `binding`; empty when it can.

        `reference` is the token that the reply names, `sent` our mails that it may quote.
        """
        mail = inbound.mail
        addressed = {read_address(address, inbound.bot) for address in (*mail.to, *mail.cc)}
        if any(each and each.kind in DECIDING for each in addressed - {reference}):
            return SEVERAL
        if not REACTIONS.isdisjoint(mail.types):
            return REACTION
        if reply_extraction.is_about_another((mail.text, mail.html), sent):
            return ANOTHER
        return OTHER_REQUEST if await self._is_about_other_request(mail, reference, binding, writer) else ""

    async def _is_about_other_request(
        self, mail: ParsedMail, reference: TokenReference, binding: TokenBinding, writer: str
    ) -> bool:
        """Whether a reply to the request of `binding`, which `reference` names, is about another request as well.

        True when it quotes the marker line of another request or only that of a conversation, quotes a mail about another request, or
        has the subject under which `writer`, an address, was asked for another request.
        """
        request, marks = binding.bound.request, find_markers((mail.text, mail.html))
        own = {make_marker(self.make_public_token(reference))}
        for mark in marks[:MAX_SEEN]:
            found = await self.bindings.find_marked(mark)
            marked = await self.bindings.find_by_id(found) if found else None
            if marked is not None and marked.bound.request == request:
                own.add(mark)
            elif marked is not None and marked.bound.request:
                return True
        if marks and own.isdisjoint(marks):
            return True
        # it quotes a line of our mails about another request that our mails about this one do not have
        own_ids, other_ids = [binding.reference], list[str]()
        for id in dict.fromkeys((mail.in_reply_to, *reversed(mail.references))):
            named = find_tokens_by_reference(mail._replace(in_reply_to=id, references=()), self.notifier.bot)
            about = await self.bindings.find_by_id(named[0]) if named else None
            if about is not None and about.bound.request:
                (own_ids if about.bound.request == request else other_ids).append(id)
        if other_ids:
            ours, theirs = [await self.bindings.find_sent_mails(ids, "", "", "") for ids in (own_ids, other_ids)]
            if reply_extraction.is_quoted_in((mail.text, mail.html), theirs, but_not_in=ours):
                return True
        return (await self.bindings.find_asked(writer, mail.subject) or request) != request

    def find_returned_request(self, mail: ParsedMail, bot: str) -> TokenReference | None:
        """Return the token of the request mail that a bounce gives back, where addresses take no `+`."""
        ids = mail.returned.get("message-id", ())[:1]
        found = find_tokens_by_reference(mail._replace(in_reply_to="", references=ids), bot)
        return next((each for each in found if each.kind == "reply" and not self.notifier.plus), None)

    async def find_binding(self, reference: TokenReference) -> TokenBinding | None:
        """Return the binding of a mail's token: of its recipient address or, without `+` addresses, of the mail that it answers."""
        return await (
            self.bindings.find_binding(reference) if self.notifier.plus else self.bindings.find_by_id(reference)
        )

    def make_public_token(self, reference: TokenReference) -> str:
        return make_public_token(reference.token) if self.notifier.plus else reference.token

    async def find_sent_mails(self, mail: ParsedMail, public: str, bot: str, reference: str) -> SentMail | None:
        """Load our mails that this one may quote; None when it names none. `public` is the token of their marker line; empty: none."""
        marker = make_marker_line(public) if public else ""
        ids = [each for each in (reference, mail.in_reply_to, *reversed(mail.references)) if each]
        return await self.bindings.find_sent_mails(dict.fromkeys(ids), marker, bot, "Countersign", answered=reference)


def _strip_detail(address: str) -> str:
    """Return an address without its `+` detail."""
    local, _, domain = address.strip(" <>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
