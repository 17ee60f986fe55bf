"""In: what lies in the mailbox becomes decisions, answers, messages, or a note of why not. Durable before it is filed away."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.core.contact import Arrival, Ignored, Route
from bot.core.errors import AlreadyEnded, BrokenThread, Conflict, CountersignError, SameIdOtherBody, Unavailable
from bot.core.people import Person, name_account, unlinked
from bot.core.ports import House
from channels.email import quotes
from channels.email.acts import MOST, Acts, Asked
from channels.email.automatic import Bounce, bounce_of, why_automatic
from channels.email.bindings import Binding, Bindings
from channels.email.contain import Reader
from channels.email.extract import Reply, Sent, reply_of
from channels.email.identity import Lookup, verify, verify_dkim
from channels.email.letters import CHANNEL, Letters, marker_of, whose
from channels.email.mail import Mail, Quarantined
from channels.email.pace import Pace
from channels.email.ports import Fetched, Mailbox
from channels.email.proof import Gate, Unverified, Verified
from channels.email.telling import log_mail
from channels.email.tokens import (
    DECIDING,
    MAX_SEEN,
    RECIPIENTS,
    Named,
    named_by_recipient,
    named_by_reference,
    public_of,
    read_address,
    without_tokens,
)

log = structlog.get_logger()

MAX_TEXT, MAX_ID = 20_000, 255
LOOK_BACK = timedelta(hours=1)
"""How long before the first start a mail may have come to be taken."""
MOST_TOLD = 4
"""So many sentences about one request go to one address: what it is, if it writes on, is no person."""
PAUSE = 2.0
"""Seconds before a mail is tried again that the house could not take just now."""
FOREIGN = (
    "The address that you wrote to is none of mine, or no longer: the request is not known here. Nothing was decided."
)
TOO_MUCH = "I did not read your mail: {0}. Write again in an hour."
ANOTHER = "What you quote is no mail of mine, so it is not clear what your words are about."
REACTIONS = frozenset({"text/vnd.google.email-reaction+json", "text/calendar"})
REACTION = "A reaction or an answer to an invitation is no answer to a request."
SEVERAL = "Your mail goes to more than one request, so it is not clear which of them your words are about."
ENDED = "This conversation was cancelled and takes no more messages. Write a new mail to start another one."
ASTRAY = (
    "Your mail answers a request, but it did not come to the address that the request gave for it (Reply-To), so it decided "
    "nothing. Reply to that address, or use the link in the request's mail."
)
UNKNOWN = (
    "I do not know this address, so I did not act on your mail. An operator can add you: "
    'accounts = { email = "you@example.com" }, or allow your domain.'
)


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
        self.house, self.mailbox, self.letters, self.bindings = house, mailbox, letters, bindings
        self.acts, self.gate, self.agents, self.agent, self.allow = acts, gate, agents, agent, allow
        self.lookup, self.reader, self.pace = lookup, Reader(), Pace(house)

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
                await self._note("mail laid aside", about=fetched.message_id, detail=why)
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
        id = _id(fetched)
        if self.house.has_come(CHANNEL, id):
            log_mail(fetched, "ignored", "it was taken before")
            return ""
        if fetched.flaw:
            return fetched.flaw
        mail = await self.reader.read(fetched.raw, is_cut=fetched.is_cut)
        if isinstance(mail, Quarantined):
            if mail.may_pass:
                raise Unavailable(mail.reason)
            return mail.reason
        await self._judge(mail, id, fetched)
        return ""

    async def _judge(self, mail: Mail, id: str, fetched: Fetched) -> None:
        bot = self._bot(mail)
        if bounce := bounce_of(mail, bot):
            await self._bounced(mail, bounce, bot, id, fetched)
            return
        if why := why_automatic(mail, bot):
            await self._ignore(id, fetched, "automatic mail", why)
            return
        sender, named = await self._sender(mail, fetched), self._named(mail, bot)
        if isinstance(sender, Unverified):
            await self._unproven(sender, named, id, fetched)
            return
        if named is not None and named.kind in DECIDING:
            await self._reply(mail, sender, named, id, fetched, bot)
        else:
            await self._message(mail, sender, named, id, fetched, bot)

    async def _sender(self, mail: Mail, fetched: Fetched) -> Verified | Unverified:
        """Who wrote it, by our receiver's verdict; where there is no such receiver, by a signature of the very domain in From."""
        if self.lookup is None or fetched.is_cut:
            return verify(mail, self.gate)
        return await asyncio.to_thread(verify_dkim, mail, fetched.raw, self.lookup)

    async def _reply(self, mail: Mail, sender: Verified, named: Named, id: str, fetched: Fetched, bot: str) -> None:
        """A reply to a request, by the person whom it was put to; then its id, so that it is not taken again."""
        binding, person = await self._find(named), self._person(sender)
        if binding is None:
            await self._ignore(id, fetched, "mail with a foreign token", sender.address)
            if person is not None and await self.bindings.asked_back(f"foreign {person.id}") <= MOST:
                await self._answer(mail, sender, bot, FOREIGN)
            return
        sent = await self._sent(mail, marker_of(self._public(named)), bot, binding.reference)
        doubt = _doubt(mail, named, bot, sent)
        reply = reply_of(mail, sent)
        told = await self.acts.reply(
            Asked(named, binding, person, sender, reply, doubt, mail.message_id, mail.sender_name)
        )
        await self._ignore(id, fetched, "", "")
        log_mail(fetched, "taken", f"reply to the request {binding.bound.request}")
        times = await self.bindings.asked_back(f"told {binding.bound.request} {sender.address}") if told.text else 0
        if 0 < times <= MOST_TOLD:
            await self._answer(mail, sender, bot, told.text, named if told.may_reply else None)

    async def _message(
        self, mail: Mail, sender: Verified, named: Named | None, id: str, fetched: Fetched, bot: str
    ) -> None:
        """Somebody's words, into the conversation that they belong to or into a new one."""
        person = self._person(sender)
        near = named or next((each for each in named_by_reference(mail, bot) if each.kind != "bounce"), None)
        if named is None and near is not None and near.kind in DECIDING and await self.bindings.find_by_id(near):
            await self._ignore(id, fetched, "reply to another address", sender.address)
            await self._answer(mail, sender, bot, ASTRAY)
            return
        thread = await self._thread(named, near)
        if person is None and not self._is_allowed(sender.address):
            await self._ignore(id, fetched, "mail from nobody we know", sender.address)
            if await self.bindings.asked_back(f"unknown {sender.address}") <= 1:
                await self._answer(mail, sender, bot, UNKNOWN)
            return
        if why := await self.pace.why_not(sender.address, mail, id):
            await self._ignore(id, fetched, "too much mail", f"{sender.address}: {why}")
            if await self.bindings.asked_back(f"much {sender.address} {self.house.clock():%Y%m%d%H}") <= 1:
                await self._answer(mail, sender, bot, TOO_MUCH.format(why))
            return
        public = self._public(named) if named else near.token if near else ""
        sent = await self._sent(mail, marker_of(public) if public else "", bot, "")
        try:
            taken = await self.house.take(
                self._arrival(mail, reply_of(mail, sent), sender, person, thread, id, fetched, bot)
            )
        except AlreadyEnded:
            await self._ignore(id, fetched, "", "")
            log_mail(fetched, "ignored", f"its conversation {thread} was cancelled")
            await self._answer(mail, sender, bot, ENDED)
            return
        except SameIdOtherBody as error:
            log_mail(fetched, "ignored", f"same id, other body: {error}")
            await self._note("same id, other body", about=id, detail=str(error))
            return
        except BrokenThread as error:
            await self._ignore(id, fetched, "mail to a broken thread", str(error))
            if await self.bindings.asked_back(f"broken {thread} {sender.address}") <= MOST_TOLD:
                await self._answer(
                    mail, sender, bot, f"{error} Your mail was not taken; an operator has to look first."
                )
            return
        log_mail(fetched, "taken", f"message to the thread {taken.thread}")
        await self.bindings.name(taken.thread, mail.subject)

    def _arrival(
        self,
        mail: Mail,
        reply: Reply,
        sender: Verified,
        person: Person | None,
        thread: str | None,
        id: str,
        fetched: Fetched,
        bot: str,
    ) -> Arrival:
        return Arrival(
            channel=CHANNEL,
            id=id,
            body=fetched.digest if len(fetched.digest) == 64 else _hash(fetched.digest.encode()),
            at=self.house.clock(),
            agent=self.agents.get(bot, self.agent),
            thread=thread,
            person=person.id if person else None,
            account=name_account(CHANNEL, sender.address),
            sender=(person.name if person else unlinked(sender.address))[:120],
            text=_text(mail, reply, is_new=thread is None),
            route=Route(channel=CHANNEL, address=sender.address),
            credential=f"{sender.address} by {sender.by}" if person else "",
        )

    async def _thread(self, named: Named | None, near: Named | None) -> str | None:
        """The conversation that a mail names: by the address that it came to, or by the nearest mail of ours that it answers."""
        by_id = await self.bindings.find_by_id(near) if near and not named else None
        binding = await self._find(named) if named else by_id
        return binding.bound.thread or None if binding else None

    async def _bounced(self, mail: Mail, bounce: Bounce, bot: str, id: str, fetched: Fetched) -> None:
        """A mail of ours came back. A warning that it is late changes nothing: the last word is still to come."""
        returned = None if bounce.token else self._returned(mail, bot)
        by_id = await self.bindings.find_by_id(returned) if returned else None
        binding = await self.bindings.find(Named("bounce", bounce.token)) if bounce.token else by_id
        if binding is not None and bounce.is_final:
            why = f"The mail came back: {bounce.status or 'no reason given'}"
            try:
                await self.house.returned(CHANNEL, binding.reference, why)
            except BrokenThread as error:
                await self._ignore(id, fetched, "mail to a broken thread", str(error))
                return
        await self._ignore(
            id, fetched, "mail came back", f"{bounce.status} {'final' if bounce.is_final else 'delayed'}"
        )

    def _returned(self, mail: Mail, bot: str) -> Named | None:
        """The request that is in the mail that came back, where no address of ours names it."""
        ids = mail.returned.get("message-id", ())[:1]
        found = named_by_reference(mail._replace(in_reply_to="", references=ids), bot)
        return next((each for each in found if each.kind == "reply" and not self.letters.plus), None)

    async def _unproven(self, sender: Unverified, named: Named | None, id: str, fetched: Fetched) -> None:
        """Nothing proves who wrote it: it is noted, and whom the request was put to hears of it, at their own address."""
        await self._ignore(id, fetched, "unauthenticated mail", sender.why)
        binding = await self._find(named) if named and named.kind in DECIDING else None
        if binding is not None:
            await self.acts.tell_unproven(binding)

    async def _sent(self, mail: Mail, marker: str, bot: str, reference: str) -> Sent | None:
        ids = [each for each in (reference, mail.in_reply_to, *reversed(mail.references)) if each]
        return await self.bindings.sent(dict.fromkeys(ids), marker, bot, "Countersign")

    async def _answer(self, mail: Mail, sender: Verified, bot: str, text: str, answers: Named | None = None) -> None:
        """A sentence to whoever wrote. What cannot be sent is only noted: the request itself still stands."""
        try:
            agent = self.agents.get(bot, self.agent)
            about = (*mail.references, mail.message_id)
            await self.letters.note(sender.address, agent, text, about, mail.subject, answers)
        except CountersignError as error:
            log.warning("sentence not sent", to=sender.address, error=str(error))

    async def _ignore(self, id: str, fetched: Fetched, what: str, why: str) -> None:
        """Keeps the id of a mail. The note comes first: one that stands twice is better than none."""
        if what:
            log_mail(fetched, "ignored", f"{what}: {why}" if why else what)
            await self._note(what, about=fetched.message_id, detail=why)
        body = fetched.digest if len(fetched.digest) == 64 else _hash(fetched.digest.encode())
        try:
            await self.house.ignore(Ignored(channel=CHANNEL, id=id, body=body, at=self.house.clock()))
        except Conflict as error:
            await self._note("same id, other body", about=id, detail=str(error))

    async def _note(self, what: str, *, about: str, detail: str) -> None:
        await self.house.note(what, door=CHANNEL, about=about[:255], detail=detail)

    def _named(self, mail: Mail, bot: str) -> Named | None:
        """The token of the address that it was delivered to; where addresses take no `+`, of our mail that it answers."""
        if self.letters.plus:
            written = any(mail.headers.get(name) for name in RECIPIENTS)
            return named_by_recipient(mail, bot, RECIPIENTS if written else ("to",))
        return next((each for each in named_by_reference(mail, bot) if each.kind != "bounce"), None)

    async def _find(self, named: Named) -> Binding | None:
        """What a mail's token stands for: that of its address, or where addresses take no `+`, of the mail that it answers."""
        return await (self.bindings.find(named) if self.letters.plus else self.bindings.find_by_id(named))

    def _public(self, named: Named) -> str:
        return public_of(named.token) if self.letters.plus else named.token

    def _bot(self, mail: Mail) -> str:
        """Which of our addresses it was sent to: an agent's own before the mailbox's, since servers name both for an alias."""
        usual = self.letters.bot
        names = [value for name in RECIPIENTS for value in mail.headers.get(name, ())[:MAX_SEEN]]
        received = [each for each in map(_undetailed, names) if each in self.agents]
        if own := next((each for each in received if each != usual), None):
            return own
        written = [each for each in map(_undetailed, mail.to) if each in self.agents]
        if usual in written or named_by_recipient(mail, usual):
            return usual
        return next(iter(written), usual)

    def _person(self, sender: Verified) -> Person | None:
        return whose(self.house.directory, sender.address)

    def _is_allowed(self, address: str) -> bool:
        return address in self.allow or address.rpartition("@")[2] in self.allow


def _id(fetched: Fetched) -> str:
    """What a mail is known by: its Message-ID and what is in it, since anybody may write a Message-ID."""
    id = f"{fetched.message_id}#{fetched.digest[:32]}"
    return id if len(id) <= MAX_ID else f"#{_hash(id.encode())}"


def _doubt(mail: Mail, named: Named, bot: str, sent: Sent | None) -> str:
    """Why it is not clear what a reply is about, whatever it says; empty when it is."""
    addressed = {read_address(address, bot) for address in (*mail.to, *mail.cc)}
    if any(each and each.kind in DECIDING for each in addressed - {named}):
        return SEVERAL
    if not REACTIONS.isdisjoint(mail.types):
        return REACTION
    return ANOTHER if quotes.is_about_another((mail.text, mail.html), sent) else ""


def _undetailed(address: str) -> str:
    """An address without what stands behind its `+`."""
    local, _, domain = address.strip(" <>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _text(mail: Mail, reply: Reply, *, is_new: bool) -> str:
    """What the agent reads: the words, what lay beside them by name only, and under a heading what was only quoted."""
    files = [
        f"[attachment: {each.name or 'unnamed'}, {each.type}, {each.size} bytes]" for each in mail.attachments[:20]
    ]
    subject = [f"Subject: {mail.subject}"] if is_new and mail.subject.strip() else []
    whole = without_tokens("\n".join([*subject, reply.text.strip(), *files])).strip() or "(no words)"
    clean = whole.encode("utf-8", "replace").decode()
    note = f"\n[… cut: it had {len(clean)} characters]"
    return clean if len(clean) <= MAX_TEXT else clean[: MAX_TEXT - len(note)] + note
