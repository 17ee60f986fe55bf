"""Inbound messages: the text of a mail goes into its conversation or a new one, or the writer is told why not."""

import hashlib
import json
import re
from datetime import datetime, timedelta

from bot.core.channel_messages import ChannelAddress, InboundMessage
from bot.core.errors import AlreadyEnded, BrokenThread, SameIdOtherBody, UnknownAgent
from bot.core.original_messages import MAX_BODY, MAX_HEAD, OriginalMail
from bot.core.people import Person, describe_unlinked, name_account
from bot.core.ports import ChannelGateway
from bot.core.secrets.redaction import cut_text
from channels.email.inbound.authentication.verification_values import VerifiedSender
from channels.email.inbound.inbound_mail import InboundMail, keep_headers_only
from channels.email.inbound.limited_notes_to_writers import WriterAnswers
from channels.email.inbound.mail_audit import MailRegister
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_text.program_lines import strip_quoted_lines
from channels.email.inbound.reply_text.reply_extraction import extract_reply
from channels.email.log_lines import log_mail
from channels.email.mailbox_and_transport_ports import CHANNEL
from channels.email.reply_tokens import DECIDING, strip_address_tokens
from channels.email.sent_mail_store import DAY_KEPT

PACE = "mail pace"
"""The kind of the counts in the store."""
WHILE = timedelta(hours=1)
MOST = 40
"""Mails that one address may send within `WHILE`."""
SAME = 2
"""How often one address may send the same reply of at least `A_SENTENCE` characters within `WHILE`."""
A_SENTENCE = 40
"""Characters from which on a repeated reply is taken for a program's."""


class SenderRateLimit:
    """Counts the mails of each address. A refused mail counts as well, so a program that continues stays refused."""

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    async def explain_refusal(self, address: str, mail: ParsedMail, id: str) -> str:
        """Why this mail is refused; empty when it is not. A mail counts once under its id, however often it is judged."""
        now = self.gateway.clock()
        kept = json.loads(await self.gateway.store.get(PACE, address) or b"[]")
        others = [each for each in kept if datetime.fromisoformat(each[0]) > now - WHILE and each[1] != _hash_text(id)]
        words = " ".join((mail.newest or mail.text).split())
        is_reply = bool(mail.in_reply_to or mail.references) or mail.subject.strip().lower().startswith("re:")
        recent, what = others[-MOST:], (_hash_text(words) if is_reply and len(words) >= A_SENTENCE else "")
        counted = [*recent, (now.isoformat(), _hash_text(id), what)]
        await self.gateway.store.put(PACE, address, json.dumps(counted).encode(), expires=now + WHILE)
        if len(recent) >= MOST:
            return f"{MOST} mails came from your address within an hour"
        if what and sum(what == before for *_, before in recent) >= SAME:
            return "the same reply came from your address again and again, as from a program"
        return ""


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


MAX_TEXT = 20_000
TOO_MUCH = (
    "I did not read your mail: {0}. What comes within the hour is not read and not answered. Write again after it."
)
ENDED = (
    "This conversation was cancelled{0} and takes no more messages: your mail was not taken. Write a new mail to {1} to begin a "
    "new conversation."
)
PAUSED = (
    "This conversation is paused{0}. Your mail is kept, and so is what you write until then: all of it is read when the conversation "
    "goes on."
)
GONE = (
    "Your mail is kept, but {0}, the agent of this conversation, is not set up here now. Nobody reads it until an operator sets up "
    "{0} again."
)
GONE_BEFORE = "Your mail was not taken: {0}, the agent of this address, is not set up here now. Ask an operator to set it up again."
ASTRAY = (
    "Your mail answers a request, but it did not come to the address that the request gave for it (Reply-To), so it decided "
    "nothing. Reply to that address, or use the link in the request's mail."
)
UNNAMED = (
    "Your mail has the subject of a request, but it names no mail that it answers and quotes none, so it decided nothing. Reply to the "
    "request's mail and leave its text below your words, or use the link in it."
)
UNSPLIT = "[The words of this mail could not be told from what it quotes. This is all of its text.]"
NOT_TAKEN = "No agent reads it."
NOT_ALLOWED = "{0} Your mail was not taken."


class ConversationIntake:
    """Takes messages. `allow` are addresses and domains that may write without being people of the directory."""

    def __init__(
        self, gateway: ChannelGateway, register: MailRegister, answers: WriterAnswers, allow: tuple[str, ...]
    ) -> None:
        self.gateway, self.register, self.answers, self.allow = gateway, register, answers, allow
        self.rate_limit = SenderRateLimit(gateway)

    async def take_message(self, inbound: InboundMail, sender: VerifiedSender) -> None:
        """Take the mail, or tell its writer why not. Raises Unavailable, NotFound."""
        mail, to = inbound.mail, sender.address
        if inbound.named is None:
            # a reply to a request that missed the request's own address, or a mail with the subject of one
            is_of_request = inbound.about is not None and inbound.about.kind in DECIDING
            if is_of_request and inbound.binding is not None:
                request = inbound.binding.bound.request
            else:
                request = "" if inbound.answered else await self.answers.sent_mails.find_asked(to, mail.subject)
            if request:
                await self.register.note_passed(inbound, "reply to another address", to)
                text, page = ASTRAY if self.answers.notifier.plus else UNNAMED, f"/requests/{request}"
                await self.answers.say_at_most(inbound, sender, f"astray {request} {to}", text, page=page)
                return
        person = self.gateway.directory.find_by_account(CHANNEL, to)
        if person is None and not (to in self.allow or to.rpartition("@")[2] in self.allow):
            await self.answers.refuse_stranger(inbound, sender, "mail from nobody we know")
        elif why := await self.rate_limit.explain_refusal(to, mail, inbound.fetched.id):
            await self.register.note_passed(inbound, "too much mail", f"{to}: {why}")
            hour = f"{self.gateway.clock():%Y%m%d%H}"
            await self.answers.say_once(inbound, sender, f"much {to} {hour}", TOO_MUCH.format(why), kept=DAY_KEPT)
        elif inbound.unread:
            await self.register.note_passed(inbound, "mail not read", f"{to}: {inbound.unread}")
            day = f"{self.gateway.clock():%Y%m%d}"
            about, text = f"unread {to} {day}", f"{inbound.unread} {NOT_TAKEN}"
            await self.answers.say_at_most(inbound, sender, about, text, kept=DAY_KEPT)
        else:
            await self._commit_message(inbound, sender, person, await self._make_message(inbound, sender, person))

    async def tell_again(self, inbound: InboundMail, sender: VerifiedSender) -> None:
        """Tell the writer of a message that was taken why its conversation is stopped, if that was not told yet."""
        judged = self.register.note_judged(inbound)
        taken = await self.gateway.keep_ignored(judged) if judged else None
        if taken is not None and taken.again and taken.thread:
            await self._tell_stopped(inbound, sender, taken.thread)

    async def _commit_message(
        self, inbound: InboundMail, sender: VerifiedSender, person: Person | None, message: InboundMessage
    ) -> None:
        """Commit the message, and tell its writer if they may not write it or the agent cannot read it now."""
        thread, agent = message.thread, message.agent
        try:
            if why := (
                await self.gateway.explain_denial("speak", person, message.account, thread=thread)
                if thread
                else await self.gateway.explain_denial("start", person, message.account, agent=agent)
            ):
                await self.register.note_passed(inbound, "mail not allowed", f"{sender.address}: {why}")
                about, text = f"refused {thread or agent} {sender.address}", NOT_ALLOWED.format(why)
                await self.answers.say_at_most(inbound, sender, about, text)
                return
            taken = await self.gateway.take_message(message)
            await self._tell_stopped(inbound, sender, taken.thread)
        except AlreadyEnded:
            log_mail(self.gateway, inbound.fetched, "ignored", f"its conversation {thread} was cancelled")
            about, text = (
                f"ended {thread} {sender.address}",
                ENDED.format(await self._describe_stop(thread or ""), inbound.bot),
            )
            await self.answers.say_at_most(inbound, sender, about, text, page=f"/threads/{thread}")
        except UnknownAgent as error:
            await self.register.note_passed(inbound, "mail for an agent that is gone", str(error))
            await self.answers.say_once(inbound, sender, f"gone {agent} {sender.address}", GONE_BEFORE.format(agent))
        except SameIdOtherBody as error:
            log_mail(self.gateway, inbound.fetched, "ignored", f"same id, other body: {error}")
            await self.register.write_note("same id, other body", about=inbound.fetched.id, detail=str(error))
        except BrokenThread as error:
            await self.register.note_passed(inbound, "mail to a broken thread", str(error))
            about, text = (
                f"broken {thread} {sender.address}",
                f"{error} Your mail was not taken; an operator has to look first.",
            )
            await self.answers.say_at_most(inbound, sender, about, text, page=f"/threads/{thread}")
        else:
            whole = ", with all that it quotes" if UNSPLIT in message.text else ""
            log_mail(self.gateway, inbound.fetched, "taken", f"message to the thread {taken.thread}{whole}")
            sent_mails = self.answers.sent_mails
            await sent_mails.keep_conversation_name(taken.thread, inbound.mail.subject, sent_mails.compute_end())

    async def _tell_stopped(self, inbound: InboundMail, sender: VerifiedSender, thread: str) -> None:
        """Tell the writer once for each stop that the message waits, because its thread is paused or its agent is gone."""
        summary = await self.gateway.summarize_thread(thread)
        if summary.agent not in self.gateway.agents:
            about, text = f"gone {thread} {sender.address}", GONE.format(summary.agent)
        elif summary.status == "paused":
            about, text = (
                f"paused {thread} {sender.address} {summary.stopped_at}",
                PAUSED.format(await self._describe_stop(thread)),
            )
        else:
            return
        await self.answers.say_once(inbound, sender, about, text, is_taken=True)

    async def _describe_stop(self, thread: str) -> str:
        """Return the end of a clause, " by … at …", from the log; empty where the log does not have it."""
        summary = await self.gateway.summarize_thread(thread)
        at = f" at {summary.stopped_at:%Y-%m-%d %H:%M} UTC" if summary.stopped_at else ""
        return f" by {summary.stopped_by}{at}" if summary.stopped_by else ""

    async def _make_message(
        self, inbound: InboundMail, sender: VerifiedSender, person: Person | None
    ) -> InboundMessage:
        """Make the message for the agent: the subject of a new thread, the writer's own words, and the names of attachments."""
        mail, thread = inbound.mail, (inbound.binding.bound.thread or None) if inbound.binding else None
        # its own words are those that are not quoted from our mails
        reply = extract_reply(mail, inbound.sent)
        files = [
            f"[attachment: {each.name or 'unnamed'}, {each.type}, {each.size} bytes]" for each in mail.attachments[:20]
        ]
        subject = [f"Subject: {mail.subject}"] if thread is None and mail.subject.strip() else []
        # its words and its quotes are told apart neither by a mail of ours nor by the patterns
        unsplit = [UNSPLIT] if mail.is_unsplit and not reply.is_answer else []
        lines = "\n".join([*subject, *unsplit, strip_quoted_lines(reply.text), *files])
        text = (strip_address_tokens(lines).strip() or "(no words)").encode("utf-8", "replace").decode()
        return InboundMessage(
            channel=CHANNEL,
            id=inbound.fetched.id,
            body=inbound.fetched.body,
            at=self.gateway.clock(),
            agent=self.answers.agents.get(inbound.bot, self.answers.agent),
            thread=thread,
            person=person.id if person else None,
            account=name_account(CHANNEL, sender.address),
            sender=(person.name if person else describe_unlinked(sender.address))[:120],
            text=cut_text(text, MAX_TEXT, f"\n[… cut: it had {len(text)} characters]"),
            route=ChannelAddress(channel=CHANNEL, address=sender.address),
            credential=f"{sender.address} by {sender.by}" if person else "",
            original=_make_original(inbound, sender, strip_quoted_lines(reply.text)),
        )


_FOLD = re.compile(r"\n[ \t]+")
_SUBJECT = re.compile(r"subject\s*:", re.I)


def _make_original(inbound: InboundMail, sender: VerifiedSender, words: str) -> OriginalMail:
    """The mail for a program that is told of it: the headers of the whole mail, and of its text the writer's own words.

    Headers with encoded words (RFC 2047) are left out, except for the subject: a secret in them would not be seen as one.
    """
    mail = inbound.mail
    head = _FOLD.sub(" ", keep_headers_only(inbound.fetched.raw).decode("utf-8", "replace").replace("\r\n", "\n"))
    subject = " ".join(mail.subject.split())
    lines = (f"Subject: {subject}" if _SUBJECT.match(line) else line for line in head.split("\n"))
    return OriginalMail(
        medium="email",
        from_address=sender.address,
        to_address=inbound.bot,
        subject=_clean_text(subject, 1_000),
        message_id=_clean_text(mail.message_id, 1_000),
        body=_clean_text(words.strip(), MAX_BODY),
        head=_clean_text("\n".join(line for line in lines if "=?" not in line), MAX_HEAD),
    )


def _clean_text(text: str, most: int) -> str:
    """A text without tokens of our addresses, as UTF-8 can hold it."""
    return cut_text(strip_address_tokens(text).encode("utf-8", "replace").decode(), most)
