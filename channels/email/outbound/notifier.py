"""Delivers requests and messages by mail. A mail cannot be rewritten, so a change is told in another mail."""

import re
from collections.abc import Mapping, Sequence

from bot.core.base_types import UtcMoment
from bot.core.card.card import RequestCard
from bot.core.card.signed_review_link import ReviewLink
from bot.core.channel_messages import ChannelAddress, ChannelEntry, DiscardedInput, OutboundDelivery
from bot.core.people import Person, fold_account
from bot.core.ports import ChannelGateway, NotNow, TryLater, Undeliverable
from bot.core.secrets.redaction import redact_secrets
from channels.email.inbound.parsing.html_text import extract_text
from channels.email.mailbox_and_transport_ports import CHANNEL, MailAccepted, MailRefused, MailTransport, PartlyRefused
from channels.email.outbound import request_mail
from channels.email.outbound.durable_note_outbox import NoteOutbox, OwedNote
from channels.email.outbound.message import MailHeaders, check_mail_address, clean_subject, compose_mail, is_message_id
from channels.email.outbound.view_context import MailContent, MailViewContext, UnclearReply
from channels.email.reply_tokens import (
    TokenClaims,
    TokenKind,
    TokenReference,
    make_marker_line,
    make_message_id,
    make_public_token,
    make_reply_address,
)
from channels.email.sent_mail_store import (
    BOUNCE_KEPT,
    KEPT,
    TEXT_KEPT,
    SentMailStore,
    TokenBinding,
    name_conversation,
)


def list_quotable_texts(content: MailContent) -> tuple[str, ...]:
    """Return the mail's plain text, and its HTML's text with the hidden preview line first, which some programs quote."""
    return (content.text, f"{content.preview}\n{extract_text(content.html)[0]}".strip())


GREY = 120.0
"""Seconds until the next attempt after a temporary refusal without a time."""
_ASKED = re.compile(r"<cs\.([rc])[.-]([a-z2-7]{26})\.", re.I)
"""The start of the Message-ID of a mail that asks one person: of kind `reply` or `confirm`."""


class EmailNotifier:
    """Sends mails to people. `bots` are the agents' own addresses, `bot` that of all others; `plus`: they take `+` details.

    Without `reads` no mailbox is watched, and no mail asks for a reply.
    """

    name = CHANNEL

    def __init__(
        self,
        gateway: ChannelGateway,
        transport: MailTransport,
        sent_mails: SentMailStore,
        *,
        bot: str,
        bots: Mapping[str, str],
        plus: bool,
        direct: bool,
        reads: bool,
    ) -> None:
        self.gateway, self.transport, self.sent_mails = gateway, transport, sent_mails
        self.bot, self.bots, self.plus, self.direct, self.reads = bot, bots, plus, direct, reads
        self.notes = NoteOutbox(gateway, self._send_note)

    @property
    def fallback(self) -> ChannelAddress | None:
        return None

    def find_address(self, person: Person) -> ChannelAddress | None:
        if not self.direct or not (accounts := person.accounts.get(CHANNEL, "").split()):
            return None
        return ChannelAddress(channel=CHANNEL, address=fold_account(CHANNEL, accounts[0]))

    def check_address(self, address: str) -> None:
        """Raises `NotUnderstood` for a text that is no address of mail."""
        check_mail_address(address)

    def is_shared(self, route: ChannelAddress) -> bool:
        return False

    def find_bot_address(self, agent: str) -> str:
        return self.bots.get(agent, self.bot)

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        """Send the mail that the delivery owes, and return its Message-ID.

        A person with the right to decide gets a request mail with a private reply address, all others a conversation mail. Votes alone cause no mail.
        """
        if delivery.replaced or card.outcome is not None:
            await self._limit_request(delivery, card)
        if delivery.replaced:
            return delivery.earlier  # a mail cannot be rewritten; the newer one tells the end
        person = self.gateway.directory.find_by_account(CHANNEL, delivery.route.address)
        may = person is not None and person.id in card.may
        is_news = card.request is None or card.outcome is not None or not delivery.earlier
        if card.request is None or not may or person is None or card.outcome is not None:
            return await self._send_conversation_mail(delivery, card) if is_news else delivery.earlier
        claims = TokenClaims(kind="reply", request=card.request, digest=card.digest, person=person.id)
        token = self.sent_mails.make_token(claims)
        names = (f".{make_public_token(token)}.", f"-{token}.")  # the second in mails of older releases
        if delivery.earlier and any(name in delivery.earlier for name in names):
            sent = await self.sent_mails.find_binding(TokenReference("reply", token))
            is_resumed = sent is not None and sent.paused and not card.paused
            if not is_resumed:
                return delivery.earlier  # the mail is still correct: only votes were counted
        bot = self.find_bot_address(card.agent)
        id = make_message_id("reply", make_public_token(token), delivery.seq, bot)
        approves = not request_mail.explain_no_reply(card)
        await self.sent_mails.keep_binding(
            token,
            TokenBinding(bound=claims, reference=id, approves=approves, paused=bool(card.paused)),
            _compute_request_end(card),
        )
        others = [self.gateway.directory.find_name(each) for each in card.may if each != claims.person]
        reply_to = self._make_reply_address("reply", token, bot)
        context = await self._build_view_context(
            delivery, card, make_marker_line(make_public_token(token)), reply_to, tuple(others), reader=claims.person
        )
        return await self._send_mail(delivery, card, context, id, bot, reply_to)

    async def _send_conversation_mail(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        """Send an agent's message, a request for others, or the end of a request: a reply continues the conversation.

        The end of a request is told once, in a mail named after its event. How the call then went is told to the people that
        notice of the end names, not by a second mail about the same end.
        """
        bot = self.find_bot_address(card.agent)
        claims = TokenClaims(kind="thread", thread=delivery.thread)
        token = self.sent_mails.make_token(claims)
        id = make_message_id(
            "thread", make_public_token(token), (card.outcome.seq if card.outcome else 0) or delivery.seq, bot
        )
        if card.outcome is not None and delivery.earlier == id:
            return id
        await self.sent_mails.keep_binding(
            token, TokenBinding(bound=claims, reference=id), self.sent_mails.compute_end()
        )
        reply_to = self._make_reply_address("thread", token, bot)
        context = await self._build_view_context(delivery, card, make_marker_line(make_public_token(token)), reply_to)
        return await self._send_mail(delivery, card, context, id, bot, reply_to)

    async def send_confirmation(
        self, to: str, card: RequestCard, claims: TokenClaims, unclear: UnclearReply, about: Sequence[str]
    ) -> None:
        """Ask a person whether an unclear reply was meant as a decision: the whole call again, with its own reply address.

        Raises BadSetting, Undeliverable, NotNow, TryLater.
        """
        assert card.request is not None
        bot, sent_at, token = (
            self.find_bot_address(card.agent),
            self.gateway.clock(),
            self.sent_mails.make_token(claims),
        )
        id = make_message_id("confirm", make_public_token(token), 0, bot)
        approves = claims.asks == "approve" and not request_mail.explain_no_reply(card)
        end = _compute_request_end(card) or self.sent_mails.compute_end()
        await self.sent_mails.keep_binding(token, TokenBinding(bound=claims, reference=id, approves=approves), end)
        reply_to = self._make_reply_address("confirm", token, bot)
        review = ReviewLink(CHANNEL, card.request, card.digest, claims.person, request_mail.is_shown_whole(card))
        context = MailViewContext(
            link=self.gateway.make_review_link(review),
            reply_to=reply_to,
            marker=make_marker_line(make_public_token(token)),
            subject=await self.sent_mails.find_subject(name_conversation(card.thread, to, card.request)),
            unclear=unclear,
        )
        content = request_mail.render_card(card, context)
        await self.sent_mails.keep_texts(id, list_quotable_texts(content), sent_at, end, unclear.frame)
        headers = MailHeaders(
            sender=bot,
            to=to,
            message_id=id,
            date=sent_at,
            sender_name="Countersign",
            reply_to=reply_to,
            references=tuple([each for each in about if is_message_id(each) and await self._may_see(to, each)]),
            automatic="auto-replied",
            loop=bot,
        )
        await self._post_mail(content, headers, "", to)

    def _make_reply_address(self, kind: TokenKind, token: str, bot: str) -> str:
        """Return the reply address; empty where no mailbox is watched."""
        if not self.reads:
            return ""
        return make_reply_address(kind, token, bot) if self.plus else bot

    async def _build_view_context(
        self,
        delivery: OutboundDelivery,
        card: RequestCard,
        marker: str,
        reply_to: str,
        others: tuple[str, ...] = (),
        reader: str = "",
    ) -> MailViewContext:
        """Build the context of a mail. `reader` is the id of the person that decides by it; empty: it cannot decide."""
        own = await self.sent_mails.find_subject(
            name_conversation(delivery.thread, delivery.route.address, card.request)
        )
        if card.request is None:
            link = f"{self.gateway.origin}/threads/{delivery.thread}"
        elif not reader:
            link = f"{self.gateway.origin}/requests/{card.request}"
        else:  # it also signs the reader in
            is_whole = request_mail.is_shown_whole(card)
            link = self.gateway.make_review_link(ReviewLink(CHANNEL, card.request, card.digest, reader, is_whole))
        return MailViewContext(
            link=link,
            reply_to=reply_to,
            marker=marker,
            others=others,
            subject=(own if own or bool(reader) else await self.sent_mails.find_subject(delivery.thread)),
            is_live=bool(reader),
        )

    async def _send_mail(
        self, delivery: OutboundDelivery, card: RequestCard, context: MailViewContext, id: str, bot: str, reply_to: str
    ) -> str:
        """Send the mail, with the same bytes at each attempt. Return its Message-ID."""
        content = request_mail.render_card(card, context)
        kept, text_end = self.sent_mails.compute_end(), self.sent_mails.compute_end(TEXT_KEPT)
        request_end = _compute_request_end(card) if context.is_live else kept
        if card.request is not None:
            own = name_conversation(delivery.thread, delivery.route.address, card.request)
            await self.sent_mails.keep_conversation_name(own, content.subject, request_end)
            if context.is_live:
                await self.sent_mails.keep_asked(delivery.route.address, content.subject, card.request, request_end)
        if not context.is_live:
            await self.sent_mails.keep_conversation_name(delivery.thread, content.subject, kept)
        sent_at = delivery.since or self.gateway.clock()
        own_end = request_end if context.is_live else text_end
        await self.sent_mails.keep_texts(id, list_quotable_texts(content), sent_at, own_end)
        known = (ref.rpartition("#")[0] or ref for ref in await self.gateway.list_references(delivery.thread, CHANNEL))
        names = dict.fromkeys(name for name in known if is_message_id(name) and name != id)
        await self.sent_mails.extend_texts([name for name in names if not _ASKED.match(name)], text_end)
        headers = MailHeaders(
            sender=bot,
            to=delivery.route.address,
            message_id=id,
            date=sent_at,
            sender_name="Countersign",
            reply_to=reply_to,
            references=tuple([name for name in names if await self._may_see(delivery.route.address, name)]),
            automatic="auto-replied" if delivery.kind == "said" else "auto-generated",
            loop=bot,
        )
        bounces = bot
        if self.plus:  # a bounce goes to an address that names this delivery
            claims = TokenClaims(kind="bounce", delivery=delivery.id)
            token = self.sent_mails.make_token(claims)
            end = self.sent_mails.compute_end(BOUNCE_KEPT)
            await self.sent_mails.keep_binding(token, TokenBinding(bound=claims, reference=id), end)
            bounces = make_reply_address("bounce", token, bot)
        await self._post_mail(content, headers, bounces, delivery.route.address)
        return id

    async def _limit_request(self, delivery: OutboundDelivery, card: RequestCard) -> None:
        """Let the kept values about the earlier mail of a settled or replaced request end. Retries change nothing."""
        asked = _ASKED.match(delivery.earlier)
        if asked is None or card.request is None:
            return
        await self.sent_mails.limit_request(_read_asked(asked), delivery.earlier)
        if not delivery.replaced:
            to = delivery.route.address
            about = name_conversation(delivery.thread, to, card.request)
            await self.sent_mails.limit_asked(about, to, card.request)

    async def _may_see(self, address: str, id: str) -> bool:
        asked = _ASKED.match(id)
        if asked is None:
            return True
        binding = await self.sent_mails.find_by_id(_read_asked(asked))
        person = self.gateway.directory.find_by_account(CHANNEL, address)
        return binding is not None and person is not None and binding.bound.person == person.id

    async def _post_mail(self, content: MailContent, headers: MailHeaders, sender: str, to: str) -> None:
        outcome = await self.transport.send_mail(compose_mail(content, headers), sender, (to,))
        match outcome:
            case MailAccepted():
                return
            case PartlyRefused(refused):
                answer = next(iter(refused.values()))
                _raise_refusal(answer.code, answer.text, is_final=answer.is_final)
            case MailRefused(code, text, is_final):
                _raise_refusal(code, text, is_final=is_final)

    async def send_private(self, person: Person, text: str, url: str) -> None:
        """Send a mail with a secret link to the person alone. Its text is not kept, and no reply is expected."""
        route, sent_at = self.find_address(person), self.gateway.clock()
        if route is None:
            raise Undeliverable(f"{person.id} has no mail address")
        if self.gateway.directory.find_by_account(CHANNEL, route.address) != person:
            raise Undeliverable(f"the mail address of {person.id} is somebody else's, too")
        token = self.sent_mails.make_token(TokenClaims(kind="thread", thread=f"private {sent_at} {person.id}"))
        headers = MailHeaders(
            sender=self.bot,
            to=route.address,
            message_id=make_message_id(
                "thread", make_public_token(token), int(sent_at.timestamp() * 1000) % 1_000_000_000, self.bot
            ),
            date=sent_at,
            sender_name="Countersign",
            loop=self.bot,
        )
        await self._post_mail(request_mail.render_private_link(text, url), headers, self.bot, route.address)

    async def send_note(
        self,
        to: str,
        agent: str,
        text: str,
        about: Sequence[str],
        subject: str,
        answers: TokenReference | None = None,
        *,
        also: Sequence[ChannelEntry] = (),
        judged: DiscardedInput | None = None,
    ) -> None:
        """Keep a sentence of the platform to a writer of a mail until it is sent. Raises SameIdOtherBody, Unavailable.

        `answers`: the token of `to` that a reply to this sentence answers as well; without it a reply begins a new conversation. `also`
        and `judged` are kept in the same transaction (`NoteOutbox.add_note`).
        """
        person = self.gateway.directory.find_by_account(CHANNEL, to)
        if answers and self.plus:  # the row of a note holds no address
            answers = answers._replace(token=make_public_token(answers.token))
        note = OwedNote(
            to=to,
            agent=agent,
            text=redact_secrets(text),
            about=tuple(about),
            subject=redact_secrets(subject),
            answers=answers,
            person=person.id if person else "",
            at=self.gateway.clock(),
        )
        await self.notes.add_note(note, also, judged)

    async def _send_note(self, note: OwedNote) -> None:
        """Send an owed note. Raises Undeliverable, also where the address has another owner now; NotNow, TryLater."""
        to, text, subject, answers = note.to, note.text, note.subject, note.answers
        if answers and self.plus:
            answers = await self.sent_mails.find_token(answers)
        if note.person and getattr(self.gateway.directory.find_by_account(CHANNEL, to), "id", "") != note.person:
            raise Undeliverable(f"{to} is no longer the address of {note.person}")
        bot, sent_at = self.find_bot_address(note.agent), note.at
        named = answers or TokenReference(
            "thread", self.sent_mails.make_token(TokenClaims(kind="thread", thread=f"note {sent_at} {to}"))
        )
        public = named.token if answers and not self.plus else make_public_token(named.token)
        marker = make_marker_line(public) if answers else ""
        content = request_mail.render_card(
            RequestCard(thread="", agent="Countersign", text=text),
            MailViewContext(subject=clean_subject(subject), marker=marker),
        )
        id = make_message_id(named.kind, public, int(sent_at.timestamp() * 1000) % 1_000_000_000, bot)
        end = self.sent_mails.compute_end(TEXT_KEPT)
        await self.sent_mails.keep_texts(id, list_quotable_texts(content), sent_at, end)
        headers = MailHeaders(
            sender=bot,
            to=to,
            message_id=id,
            date=sent_at,
            sender_name="Countersign",
            reply_to=make_reply_address(named.kind, named.token, bot) if answers and self.plus else "",
            references=tuple([each for each in note.about if is_message_id(each) and await self._may_see(to, each)]),
            automatic="auto-replied",
            loop=bot,
        )
        await self._post_mail(content, headers, "", to)


def _read_asked(asked: re.Match[str]) -> TokenReference:
    return TokenReference("reply" if asked[1].lower() == "r" else "confirm", asked[2].lower())


def _compute_request_end(card: RequestCard) -> UtcMoment | None:
    """Return the end of the kept values about a waiting request; None without a deadline: until the request is settled."""
    return card.expires_at + KEPT if card.expires_at else None


def _raise_refusal(code: int, text: str, *, is_final: bool) -> None:
    said = f"{code} {text}"[:180]
    if is_final:
        raise Undeliverable(f"The mail server refused it: {said}")
    if 400 <= code < 500:
        raise NotNow(f"The mail server put it off: {said}", GREY)
    raise TryLater(f"The mail server: {said}")
