"""In: what lies in the mailbox becomes decisions, answers, messages, or a note of why not. Durable before it is filed away.

Whoever is proved to have written hears what became of it: by the card that ends a request, by the agent, or by a sentence. Not so
automatic mail, mail that nothing proves, mail that came before, and what is written on after a sentence that is the last.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.core.errors import BrokenThread, Unavailable
from bot.core.ports import House
from channels.email import quotes
from channels.email.acts import MOST, Acts, Asked
from channels.email.answers import WriterAnswers
from channels.email.automatic import REACTED, Bounce, bounce_of, why_automatic
from channels.email.bindings import Bindings
from channels.email.contain import Reader
from channels.email.conversations import ConversationIntake
from channels.email.extract import Sent, reply_of
from channels.email.identity import Lookup, sender_of, verify, verify_dkim
from channels.email.inbound import InboundMail, MailRegister, id_of
from channels.email.letters import CHANNEL, Letters, marker_of, whose
from channels.email.mail import Mail, Quarantined
from channels.email.options import renew_gate
from channels.email.ports import Fetched, Mailbox
from channels.email.proof import Gate, Unverified, Verified
from channels.email.routing import MailRouting
from channels.email.telling import log_mail
from channels.email.tokens import DECIDING, Named, read_address
from channels.email.unread import FAULT, describe_flaw, describe_size, headers_alone
from channels.email.unread_forms import why_form_unread

log = structlog.get_logger()

LOOK_BACK = timedelta(hours=1)
"""How long before the first start a mail may have come to be taken."""
PAUSE = 2.0
"""Seconds before a mail is tried again that the house could not take just now."""
FOREIGN = (
    "The address that you wrote to is none of mine, or no longer: the request is not known here. Nothing was decided."
)
ANOTHER = "What you quote is no mail of mine, so it is not clear what your words are about."
REACTIONS = frozenset({"text/vnd.google.email-reaction+json", "text/calendar"})
REACTION = "A reaction or an answer to an invitation is no answer to a request."
OTHER_REQUEST = "Your mail answers one request and quotes or names another one, so it is not clear which of them your words are about."
SEVERAL = "Your mail goes to more than one request, so it is not clear which of them your words are about."


class Take:
    """Takes mails one after the other. `agents` are the agents by their own address; `allow`: who else may write."""

    def __init__(
        self,
        house: House,
        mailbox: Mailbox,
        letters: Letters,
        bindings: Bindings,
        acts: Acts,
        gate: Gate,
        *,
        agents: Mapping[str, str],
        agent: str,
        allow: tuple[str, ...],
        lookup: Lookup | None = None,
    ) -> None:
        self.house, self.mailbox, self.acts, self.gate = house, mailbox, acts, gate
        self.lookup, self.reader = lookup, Reader()
        self.register = MailRegister(house)
        self.routing = MailRouting(letters, bindings, agents)
        self.answers = WriterAnswers(house, letters, bindings, self.register, agents, agent)
        self.conversations = ConversationIntake(house, self.routing, self.register, self.answers, allow)

    async def run(self) -> None:
        """Until the mailbox is closed. A mail that the house cannot take now is tried again, one that it never will is laid aside."""
        async for fetched in self.mailbox.mails():
            why = await self._tried(fetched)
            while why is None:
                await asyncio.sleep(PAUSE)
                why = await self._tried(fetched)
            await (self.mailbox.quarantine(fetched, why) if why else self.mailbox.done(fetched))

    async def _tried(self, fetched: Fetched) -> str | None:
        """Empty when the mail is taken, or why it is to be laid aside; None when the house can do neither now."""
        try:
            if fetched.received < await self._began() - LOOK_BACK:
                log_mail(fetched, "ignored", "it came long before the first start")
                return ""
            why = await self._whole(fetched)
            if why:
                await self.register.note("mail laid aside", about=fetched.message_id, detail=why)
        except Unavailable as error:
            log.warning("mail put off", mail=fetched.message_id, error=str(error))
            return None
        return why

    async def _whole(self, fetched: Fetched) -> str:
        """Takes the mail. Whatever is wrong with it, no other mail waits for it. Raises Unavailable."""
        try:
            return await self.take(fetched)
        except Unavailable:
            raise
        except Exception as error:
            log.exception("mail not taken", mail=fetched.message_id)
            await self._tell_fault(fetched)
            return f"{type(error).__name__}: {error}"

    async def _began(self) -> datetime:
        """When this house first looked into the mailbox: what lay there long before is nobody's question to us."""
        kept = await self.house.vault.get("mail", "began")
        if kept is None:
            kept = self.house.clock().isoformat().encode()
            await self.house.vault.put("mail", "began", kept)
        return datetime.fromisoformat(kept.decode())

    async def take(self, fetched: Fetched) -> str:
        """One mail. Empty when it is taken; otherwise why it is to be laid aside. Raises Unavailable."""
        id = id_of(fetched)
        if self.house.has_come(CHANNEL, id):
            log_mail(fetched, "ignored", "it was taken before")
            await self._tell_again(fetched)
            return ""
        mail = await self._read(fetched)
        if isinstance(mail, Quarantined):
            await self._tell_unread(fetched, mail.reason)
            return mail.reason
        unread = describe_size(fetched.size) if fetched.is_cut else why_form_unread(mail.types, (mail.text, mail.html))
        arrived = self._inbound(mail, fetched, unread)
        if not self.routing.letters.plus:
            arrived = replace(arrived, named=await self.routing.answered(mail, arrived.bot))
        if bounce := bounce_of(mail, arrived.bot):
            await self._bounced(arrived, bounce)
        elif why := self._why_automatic(arrived):
            await self.register.pass_over(arrived, "automatic mail", why)
        else:
            await self._judge(arrived)
        return ""

    async def _tell_again(self, fetched: Fetched) -> None:
        """What keeps a conversation from going on is told behind its mail: whoever died between tells it now."""
        if self.house.clock() - fetched.received > LOOK_BACK:
            return
        mail = await self._read(fetched)
        if isinstance(mail, Quarantined):
            return
        arrived = self._inbound(mail, fetched, "")
        sender = await self._sender(arrived)
        if isinstance(sender, Verified):
            await self.conversations.tell_again(arrived, sender)

    async def _read(self, fetched: Fetched) -> Mail | Quarantined:
        """Raises Unavailable when the fault may be ours."""
        if fetched.flaw:
            return Quarantined(fetched.flaw)
        mail = await self.reader.read(fetched.raw, is_cut=fetched.is_cut)
        if isinstance(mail, Quarantined) and mail.may_pass:
            raise Unavailable(mail.reason)
        return mail

    def _inbound(self, mail: Mail, fetched: Fetched, unread: str, *, is_aside: bool = False) -> InboundMail:
        bot = self.routing.bot_of(mail)
        return InboundMail(mail, fetched, id_of(fetched), bot, self.routing.named_by(mail, bot), unread, is_aside)

    def _why_automatic(self, arrived: InboundMail) -> str | None:
        """Why no person wrote it. A person's reaction to a request is one of those that they are asked about."""
        why = why_automatic(arrived.mail, arrived.bot)
        is_to_a_request = arrived.named is not None and arrived.named.kind in DECIDING
        return None if why == REACTED and is_to_a_request else why

    async def _judge(self, arrived: InboundMail) -> None:
        """A mail that a person wrote, as far as it shows."""
        sender = await self._sender(arrived)
        if isinstance(sender, Unverified):
            await self._unproven(arrived, sender)
        elif arrived.named is not None and arrived.named.kind in DECIDING:
            await self._reply(arrived, sender, arrived.named)
        else:
            await self.conversations.take(arrived, sender)

    async def _sender(self, arrived: InboundMail) -> Verified | Unverified:
        """Who wrote it, by our receiver's verdict; where there is no such receiver, by a signature of the very domain in From."""
        if self.lookup is None:
            return verify(arrived.mail, renew_gate(self.gate, self.house.directory))
        if arrived.fetched.is_cut or arrived.is_aside:
            return Unverified(why="The mail is not here whole, so no signature can be checked.")
        return await asyncio.to_thread(verify_dkim, arrived.mail, arrived.fetched.raw, self.lookup)

    async def _tell_unread(self, fetched: Fetched, why: str) -> None:
        """Tells who wrote a mail that is laid aside, where its headers alone prove who that is."""
        arrived = await self._by_headers(fetched, describe_flaw(why))
        if arrived is not None:
            await self._judge(arrived)

    async def _tell_fault(self, fetched: Fetched) -> None:
        """Tells who wrote a mail that met a fault of ours. It judges nothing anew, and no fault of its own leaves it."""
        try:
            arrived = await self._by_headers(fetched, FAULT)
            sender = await self._sender(arrived) if arrived else None
            if arrived is None or not isinstance(sender, Verified):
                return
            named = arrived.named if arrived.named and arrived.named.kind in DECIDING else None
            binding = await self.routing.find(named) if named else None
            page = f"/requests/{binding.bound.request}" if binding else "/"
            day = f"{self.house.clock():%Y%m%d}"
            text = FAULT.format(f"{self.house.origin}{page}")
            await self.answers.say(arrived, sender, f"fault {sender.address} {day}", text, page=page)
        except Exception:
            log.exception("fault not told", mail=fetched.message_id)

    async def _by_headers(self, fetched: Fetched, unread: str) -> InboundMail | None:
        """A mail that is to be laid aside, by its headers alone; None where they say nothing or a program wrote it."""
        raw = headers_alone(fetched.raw)
        mail = await self.reader.read(raw, is_cut=True) if raw else None
        if not isinstance(mail, Mail):
            return None
        arrived = self._inbound(mail, fetched, unread, is_aside=True)
        return None if bounce_of(mail, arrived.bot) or self._why_automatic(arrived) else arrived

    async def _reply(self, arrived: InboundMail, sender: Verified, named: Named) -> None:
        """A reply to a request, by the person whom it was put to; then its id, so that it is not taken again."""
        mail, binding = arrived.mail, await self.routing.find(named)
        person = whose(self.house.directory, sender.address)
        if binding is None:
            await self._foreign(arrived, sender, is_known=person is not None)
            return
        marker = marker_of(self.routing.public_of(named))
        sent = await self.routing.sent(mail, marker, arrived.bot, binding.reference)
        request, digest = binding.bound.request, binding.bound.digest
        doubt = arrived.unread or _doubt(mail, named, arrived.bot, sent)
        if not doubt and await self.routing.is_about_other_request(mail, named, binding, sender.address):
            doubt = OTHER_REQUEST
        reply = reply_of(mail, sent)
        asked = Asked(named, binding, person, sender, reply, arrived.id, doubt, mail.message_id, mail.sender_name)
        told = await self.acts.reply(asked)
        if not arrived.is_aside:
            log_mail(arrived.fetched, "taken", f"reply to the request {request}")
        if told.text:
            about, answers = f"told {request} {digest} {sender.address}", named if told.may_reply else None
            await self.answers.say(arrived, sender, about, told.text, page=f"/requests/{request}", answers=answers)
        else:
            await self.register.keep_id(arrived)
        if told.is_last:
            await self.acts.confirmations.use(binding)

    async def _foreign(self, arrived: InboundMail, sender: Verified, *, is_known: bool) -> None:
        """A reply to a private address that we did not make, or whose question was answered."""
        if not is_known:
            await self.conversations.refuse_stranger(arrived, sender, "mail with a foreign token")
            return
        await self.register.note_passed(arrived, "mail with a foreign token", sender.address)
        about = f"foreign {sender.address} {self.house.clock():%Y%m%d}"
        await self.answers.say(arrived, sender, about, FOREIGN, page="/", most=MOST + 1)

    async def _bounced(self, arrived: InboundMail, bounce: Bounce) -> None:
        """A mail of ours came back. A warning that it is late changes nothing: the last word is still to come."""
        bindings = self.routing.bindings
        returned = None if bounce.token else self.routing.returned(arrived.mail, arrived.bot)
        by_id = await bindings.find_by_id(returned) if returned else None
        binding = await bindings.find(Named("bounce", bounce.token)) if bounce.token else by_id
        if binding is not None and bounce.is_final:
            why = f"The mail came back: {bounce.status or 'no reason given'}"
            try:
                await self.house.returned(CHANNEL, binding.reference, why)
            except BrokenThread as error:
                await self.register.pass_over(arrived, "mail to a broken thread", str(error))
                return
        end = "final" if bounce.is_final else "delayed"
        await self.register.pass_over(arrived, "mail came back", f"{bounce.status} {end}")

    async def _unproven(self, arrived: InboundMail, sender: Unverified) -> None:
        """Nothing proves who wrote it: it is noted."""
        await self.register.note_passed(arrived, "unauthenticated mail", sender.why)
        await self._tell_unproven(arrived)
        await self.register.keep_id(arrived)

    async def _tell_unproven(self, arrived: InboundMail) -> None:
        """Of a reply to a request, whose name was used hears at their own address."""
        named = arrived.named or self.routing.nearest(arrived.mail, arrived.bot)
        if named is None or named.kind not in DECIDING:
            return
        binding = await (self.routing.find(named) if arrived.named else self.routing.bindings.find_by_id(named))
        if binding is not None:
            address = sender_of(arrived.mail)
            claimed = whose(self.house.directory, address) if isinstance(address, str) else None
            await self.acts.tell_unproven(binding, claimed)


def _doubt(mail: Mail, named: Named, bot: str, sent: Sent | None) -> str:
    """Why it is not clear what a reply is about, whatever it says; empty when it is."""
    addressed = {read_address(address, bot) for address in (*mail.to, *mail.cc)}
    if any(each and each.kind in DECIDING for each in addressed - {named}):
        return SEVERAL
    if not REACTIONS.isdisjoint(mail.types):
        return REACTION
    return ANOTHER if quotes.is_about_another((mail.text, mail.html), sent) else ""
