"""Decides by replies to requests: one decision or answer, or a sentence to the writer. No model reads a reply."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, assert_never

import structlog

from bot.core.card.call_revision_diff import explain_stale_decision
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import (
    THREAD_RESTS,
    AlreadySettled,
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    NotFound,
)
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from channels.email.inbound.authentication.verification_values import VerifiedSender
from channels.email.inbound.confirmations import ConfirmationMails
from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    UndecidedReply,
    decide_reply,
    find_choice,
)
from channels.email.inbound.decision_grammar.replier_profile_builder import build_reply_author
from channels.email.inbound.reply_text.program_lines import strip_quoted_lines
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, list_framings
from channels.email.mailbox_and_transport_ports import CHANNEL
from channels.email.outbound.notifier import EmailNotifier
from channels.email.outbound.view_context import UnclearReply
from channels.email.reply_tokens import TokenReference, strip_address_tokens
from channels.email.sent_mail_store import SentMailStore, TokenBinding

log = structlog.get_logger()

MOST = 2
"""Questions back about one request to one person. The confirmation mail is one of them."""
YES_NO = ("yes", "no")
OTHERS = "This request was put to somebody else, and their mail decides it. What is put to you comes to you."
BY_LINK = "This request cannot be approved by mail: not all of it could be shown in one, or a word has to be typed. Decide it here: {0}"
AGAIN = "{0} Reply once more, or decide here: {1}"
LAST_TIME = "This is the last time that I ask."
NO_MORE = (
    "{0} I have asked twice what you mean, and I ask about no further reply to this request: one that is not clear decides nothing "
    "and gets no answer. A clear one still counts. Or decide here: {1}"
)
OPEN = "Your {0} counts. The request is still open, since others have to decide it, too: {1}"
NO_COUNT = "Your {0} is noted, but it does not count: {2}. The request is still open: {1}"
UNPROVEN = (
    "A mail that claims to be your reply came in, and nothing proves that it is from you (DMARC). It decided nothing. "
    "If it was you, decide here: {0}"
)
AT_YOURS = (
    "A mail came in at the address that is for your reply alone. It claims to be from {1}, and nothing proves that (DMARC). It "
    "decided nothing. Decide here: {0}"
)
PASSED_ON = (
    "{1} has replied to the mail that asked you for a decision. It decided nothing: your mail is for you alone, and so is "
    "the address that it is answered to. Decide here: {0}"
)


class ReplyResponse(NamedTuple):
    """The sentence for the writer; empty when the card tells the result.

    `may_reply`: a reply to that sentence answers the request as well. `is_last`: the confirmation that was answered is used up.
    """

    text: str = ""
    may_reply: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class MailReply:
    """A reply: the token of its address with its binding, the person of the sender's address, and the extracted text.

    `id` is the mail's (`FetchedMail.id`). `doubt` tells why the reply cannot be assigned to one request; empty: it can. `mail` is its
    Message-ID, `sender_name` the name beside the address in From.
    """

    named: TokenReference
    binding: TokenBinding
    person: Person | None
    sender: VerifiedSender
    reply: ExtractedReply
    id: str
    doubt: str = ""
    mail: str = ""
    sender_name: str = ""


class ReplyHandler:
    """Decides by the text of a reply, as the person that the receiver verified. Raises Unavailable alone."""

    def __init__(
        self, gateway: ChannelGateway, notifier: EmailNotifier, sent_mails: SentMailStore, locales: tuple[str, ...]
    ) -> None:
        self.gateway, self.notifier, self.sent_mails, self.locales = gateway, notifier, sent_mails, locales
        self.confirmations = ConfirmationMails(gateway, notifier, sent_mails)

    async def handle_reply(self, mail_reply: MailReply) -> ReplyResponse:
        """Commit the decision or answer of the reply."""
        claims = mail_reply.binding.bound
        if mail_reply.person is None or mail_reply.person.id != claims.person:
            await self._write_note("mail for another person", mail_reply)
            await self._tell_once(mail_reply.binding, "passed on", PASSED_ON, mail_reply.sender.address)
            return ReplyResponse(OTHERS)
        try:
            request = await self.gateway.find_request(claims.request)
            if request.status != "pending":
                name = request.decided_by_name or ""
                raise AlreadySettled(request.status, request.decided_by, request.decided_at, name)
            if request.card.is_resting:
                raise Conflict(THREAD_RESTS)
            if mail_reply.doubt:
                return await self._ask_back(mail_reply, mail_reply.person, mail_reply.doubt)
            limited = mail_reply
            if mail_reply.sender.by == "internal" and request.card.irreversible:  # that proof is too weak for it
                limited = replace(mail_reply, binding=mail_reply.binding.model_copy(update={"approves": False}))
            if request.kind == "question":
                return await self._answer_question(limited, mail_reply.person, request)
            return await self._decide_by_reply(limited, mail_reply.person, request)
        except DigestMismatch as refused:
            now = await self.gateway.find_request(claims.request)
            is_changed = now.status == "pending" and now.digest != claims.digest
            why = explain_stale_decision(now.card.changes, claims.digest) if is_changed else str(refused)
            return ReplyResponse(f"{why} {self._make_link(claims.request)}")
        except (Conflict, Forbidden, BadInput, NotFound) as refused:
            return ReplyResponse(f"{refused} {self._make_link(claims.request)}")

    async def tell_unproven(self, binding: TokenBinding, claimed: Person | None) -> None:
        """Tell of an unverified mail the person that its From names and the person that was asked.

        `claimed` is None where From names no known person; then the mail claims to be a reply of the person that was asked.
        """
        if claimed is None or claimed.id == binding.bound.person:
            await self._tell_once(binding, "unproven", UNPROVEN, "")
            return
        await self._tell_once(binding, "unproven", UNPROVEN, "", claimed)
        await self._tell_once(binding, "at yours", AT_YOURS, claimed.name)

    async def _tell_once(
        self, binding: TokenBinding, what: str, text: str, writer: str, to: Person | None = None
    ) -> None:
        """Send a note once for each request and person, so that a stranger cannot make us write again and again."""
        claims = binding.bound
        person = to or self.gateway.directory.find_person(claims.person)
        if person is None or (route := self.notifier.find_address(person)) is None:
            return
        subject = f"{what} {claims.request} {person.id}"
        if await self.sent_mails.count_answers(subject):
            return
        said, about = text.format(self._make_link(claims.request), writer), (binding.reference,)
        try:
            await self.notifier.send_note(
                route.address, "", said, about, "Your reply", also=(self.sent_mails.make_answer_count(subject, 1),)
            )
        except CountersignError as error:
            log.warning("sentence not sent", to=route.address, error=str(error))

    async def _decide_by_reply(self, mail_reply: MailReply, person: Person, request: Request) -> ReplyResponse:
        """Decide by the text of a reply to a request, or of the answer to a confirmation mail about it.

        An unclear answer is asked about by no further confirmation. A program that writes formatted text alone is accepted in an answer,
        because this is the second mail with the same meaning. A yes to "do you refuse?" may mean either, so it decides nothing.
        """
        is_answer = mail_reply.binding.bound.kind == "confirm"
        if is_answer and (why := await self.confirmations.explain_void(mail_reply.binding)):
            return ReplyResponse(f"{why} {self._make_link(request.id)}", is_last=True)
        reply = mail_reply.reply.model_copy(update={"is_html_only": False}) if is_answer else mail_reply.reply
        author = self._build_author(mail_reply, person, request)
        decision = decide_reply(reply, author)
        match decision:
            case UndecidedReply(why=why) if is_answer:
                return await self._ask_back(mail_reply, person, why)
            case UndecidedReply(why=why, leaning="reject"):
                return await self._ask_back(mail_reply, person, why, request, "reject")
            case UndecidedReply(why=why, leaning=leaning):
                # text that software may have added is left out, and shown in the question
                values = [each.text.strip('"') for each in request.card.arguments]
                for framed in list_framings(reply, values, (*author.signs[:1], *author.names)):
                    if decide_reply(framed.reply, author) == ApprovingReply():
                        bare = replace(mail_reply, reply=framed.reply)
                        return await self._ask_back(bare, person, why, request, "approve", framed.frame)
                return await self._ask_back(mail_reply, person, why, request, leaning)
            case ApprovingReply() if not mail_reply.binding.approves:
                return ReplyResponse(BY_LINK.format(self._make_link(request.id)), may_reply=not is_answer)
            case ApprovingReply():
                response = await self._cast_vote(mail_reply, person, "approve", "")
            case RejectingReply(reason=reason):
                said = strip_address_tokens(strip_quoted_lines(reason))
                response = await self._cast_vote(mail_reply, person, "reject", said)
            case _:
                assert_never(decision)
        return response._replace(is_last=is_answer)

    async def _cast_vote(
        self, mail_reply: MailReply, person: Person, decision: Literal["approve", "reject"], said: str
    ) -> ReplyResponse:
        """Commit the vote with the reason `said`. If the request stays open, tell the voter; the end of a request is told by its card."""
        claims = mail_reply.binding.bound
        request = await self.gateway.decide(
            ApprovalDecision(
                call=claims.request,
                digest=claims.digest,
                decision=decision,
                reason=said,
                person=person.id,
                door=CHANNEL,
                credential=self._name_credential(mail_reply),
            )
        )
        if request.status != "pending":
            return ReplyResponse()
        word = {"approve": "approval", "reject": "rejection"}[decision]
        own = [vote for vote in request.votes if vote.person == person.id and vote.digest == claims.digest]
        why = "" if not own or own[-1].counts else own[-1].why_not.rstrip(".")
        return ReplyResponse((NO_COUNT if why else OPEN).format(word, self._make_link(request.id), why))

    async def _answer_question(self, mail_reply: MailReply, person: Person, request: Request) -> ReplyResponse:
        """Answer a question: with the free text, or with one exactly named choice. A form is filled in on its page."""
        ask = request.card.ask
        assert ask is not None
        if not mail_reply.binding.approves:
            return ReplyResponse(f"This question is answered on its page, not by mail: {self._make_link(request.id)}")
        text: str | None = strip_quoted_lines(mail_reply.reply.text)
        if ask.format != "free_text":
            choices = request.choices if ask.format == "multiple_choice" else YES_NO
            text = find_choice(mail_reply.reply, choices, self._build_author(mail_reply, person, request))
        if not text:
            return await self._ask_back(mail_reply, person, "I could not tell which answer you mean.")
        await self.gateway.answer(
            QuestionAnswer(
                call=request.id,
                answer=strip_address_tokens(text)[:8_000],
                person=person.id,
                door=CHANNEL,
                credential=self._name_credential(mail_reply),
            )
        )
        return ReplyResponse()

    async def _ask_back(
        self,
        mail_reply: MailReply,
        person: Person,
        why: str,
        request: Request | None = None,
        leaning: Literal["", "approve", "reject"] = "",
        frame: str = "",
    ) -> ReplyResponse:
        """Ask the writer to write more clearly, at most `MOST` times, so that two programs do not ask each other for ever; then say so once.

        With a `leaning`, the first question is a confirmation mail about that decision on `request`. `frame` is text around the reply
        that this mail shows and that its answer is read without.
        """
        claims, approves = mail_reply.binding.bound, mail_reply.binding.approves
        await self._write_note("unclear mail", mail_reply)
        times = await self.sent_mails.count_asked_back(f"{claims.request} {claims.digest} {person.id}", mail_reply.id)
        if times > MOST + 1:
            return ReplyResponse()
        is_current = request is not None and request.digest == claims.digest and times <= MOST
        if request and is_current and leaning and (leaning == "reject" or approves):
            first = next((line for line in mail_reply.reply.text.split("\n") if line.strip()), "")
            unclear = UnclearReply(strip_address_tokens(first), leaning, strip_address_tokens(frame))
            if await self.confirmations.ask_to_confirm(
                request, person, mail_reply.sender.address, unclear, mail_reply.mail, mail_reply.id
            ):
                return ReplyResponse()
        text = (NO_MORE if times > MOST else AGAIN).format(
            f"{why} Nothing was decided.", self._make_link(claims.request)
        )
        return ReplyResponse(f"{text} {LAST_TIME}" if times == MOST else text, may_reply=True)

    async def _write_note(self, what: str, mail_reply: MailReply) -> None:
        await self.gateway.write_note(
            what,
            person=mail_reply.person.id if mail_reply.person else "",
            door=CHANNEL,
            about=mail_reply.binding.bound.request,
            detail=self._name_credential(mail_reply),
        )

    def _name_credential(self, mail_reply: MailReply) -> str:
        return f"{mail_reply.sender.address} by {mail_reply.sender.by}"

    def _build_author(self, mail_reply: MailReply, person: Person, request: Request) -> ReplyAuthor:
        people = self.gateway.directory.people.values()
        return build_reply_author(
            request.card,
            person,
            address=mail_reply.sender.address,
            sender_name=mail_reply.sender_name,
            others=[each.name for each in people if each.id != person.id],
            locales=self.locales,
        )

    def _make_link(self, request: str) -> str:
        return f"{self.gateway.origin}/requests/{request}"
