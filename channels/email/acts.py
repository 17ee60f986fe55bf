"""What a reply to a request does: one decision or answer, or a sentence to whoever wrote. No model reads it."""

import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, assert_never

import structlog

from bot.core.answers import Ballot
from bot.core.answers import Reply as AnswerGiven
from bot.core.changes import look_again
from bot.core.errors import (
    AlreadySettled,
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    Unknown,
)
from bot.core.people import Person
from bot.core.ports import House
from bot.core.requests import Request
from channels.email.bindings import Binding, Bindings, told_times
from channels.email.confirmations import Confirmations
from channels.email.decision import Approve, Reject, Speaker, Unclear, choice_of, decide
from channels.email.extract import Reply
from channels.email.frames import Framed, framings_of
from channels.email.letters import CHANNEL, Letters
from channels.email.lines import without_quoted_lines
from channels.email.look import UnclearReply
from channels.email.own_values import own_values
from channels.email.proof import Verified
from channels.email.tokens import Named, without_tokens

log = structlog.get_logger()

MOST = 2
"""How often we ask what was meant before we stop asking. The question whether a reply was meant as a decision is one of them."""
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


class Told(NamedTuple):
    """What the writer must be told; empty when the card says it. `may_reply`: a reply to that answers the request, too. `is_last`: the
    question that was answered takes no other answer."""

    text: str = ""
    may_reply: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Asked:
    """A reply: the token of its address, what that stands for, who is behind the sender's address, and what they wrote.

    `id` is what the mail is known by here. `doubt` says why it is not clear what their words are about; empty: it is. `mail` is its Message-ID, `sender_name` the
    name beside the address in From.
    """

    named: Named
    binding: Binding
    person: Person | None
    sender: Verified
    reply: Reply
    id: str
    doubt: str = ""
    mail: str = ""
    sender_name: str = ""


class Acts:
    """Decides by what the reply says, under the identity that the mail's own receiver proved. Raises Unavailable alone."""

    def __init__(self, house: House, letters: Letters, bindings: Bindings, locales: tuple[str, ...]) -> None:
        self.house, self.letters, self.bindings, self.locales = house, letters, bindings, locales
        self.confirmations = Confirmations(house, letters, bindings)

    async def reply(self, asked: Asked) -> Told:
        """Commits what the reply decides."""
        bound = asked.binding.bound
        if asked.person is None or asked.person.id != bound.person:
            await self._note("mail for another person", asked)
            await self._tell(asked.binding, "passed on", PASSED_ON, asked.sender.address)
            return Told(OTHERS)
        try:
            request = await self.house.request(bound.request)
            if request.status != "pending":
                name = request.decided_by_name or ""
                raise AlreadySettled(request.status, request.decided_by, request.decided_at, name)
            if asked.doubt:
                return await self._ask_back(asked, asked.person, asked.doubt)
            limited = _limited(asked, request)
            if request.kind == "question":
                return await self._answer(limited, asked.person, request)
            if bound.kind == "confirm":
                return await self._confirmed(limited, asked.person, request)
            return await self._decide(limited, asked.person, request)
        except DigestMismatch as refused:
            now = await self.house.request(bound.request)
            is_changed = now.status == "pending" and now.digest != bound.digest
            why = look_again(now.card.changes, bound.digest) if is_changed else str(refused)
            return Told(f"{why} {self._link(bound.request)}")
        except (Conflict, Forbidden, BadInput, Unknown) as refused:
            return Told(f"{refused} {self._link(bound.request)}")

    async def tell_unproven(self, binding: Binding, claimed: Person | None) -> None:
        """Whose name is in From of a mail that nothing proves hears of it; so does whom the request was put to.

        `claimed` is None where From names nobody we know: then the mail claims to be a reply of whom the request was put to.
        """
        if claimed is None or claimed.id == binding.bound.person:
            await self._tell(binding, "unproven", UNPROVEN, "")
            return
        await self._tell(binding, "unproven", UNPROVEN, "", claimed)
        await self._tell(binding, "at yours", AT_YOURS, claimed.name)

    async def _tell(self, binding: Binding, what: str, text: str, who: str, whom: Person | None = None) -> None:
        """Once for a request and person: whoever has the address could make us write again and again."""
        bound = binding.bound
        person = whom or self.house.directory.find(bound.person)
        if person is None or (route := self.letters.route_to(person)) is None:
            return
        subject = f"{what} {bound.request} {person.id}"
        if await self.bindings.times_told(subject):
            return
        said, about = text.format(self._link(bound.request), who), (binding.reference,)
        try:
            await self.letters.note(route.address, "", said, about, "Your reply", also=(told_times(subject, 1),))
        except CountersignError as error:
            log.warning("sentence not sent", to=route.address, error=str(error))

    async def _decide(self, asked: Asked, person: Person, request: Request) -> Told:
        bound = asked.binding.bound
        speaker = self._speaker(asked, person, request)
        decision = decide(asked.reply, speaker)
        match decision:
            case Unclear(why=why, leaning=leaning):
                framed = _framed(asked.reply, speaker, request) if leaning != "reject" else None
                if framed is None:
                    return await self._ask_back(asked, person, why, request, leaning)
                bare = replace(asked, reply=framed.reply)
                return await self._ask_back(bare, person, why, request, "approve", framed.frame)
            case Approve() if not asked.binding.approves:
                return Told(BY_LINK.format(self._link(bound.request)), may_reply=True)
            case Approve():
                return await self._cast(asked, person, "approve", "")
            case Reject(reason=reason):
                return await self._cast(asked, person, "reject", reason)
            case _:
                assert_never(decision)

    async def _asks_to_confirm(
        self,
        asked: Asked,
        person: Person,
        request: Request,
        leaning: Literal["", "approve", "reject"],
        frame: str,
    ) -> bool:
        """Asks once whether an unclear reply is meant as the decision that it sounds like; whether it did."""
        if not leaning or (leaning == "approve" and not asked.binding.approves):
            return False
        if request.digest != asked.binding.bound.digest:
            return False
        first = next((line for line in asked.reply.text.split("\n") if line.strip()), "")
        unclear = UnclearReply(without_tokens(first), leaning, without_tokens(frame))
        return await self.confirmations.ask(request, person, asked.sender.address, unclear, asked.mail, asked.id)

    async def _confirmed(self, asked: Asked, person: Person, request: Request) -> Told:
        """The answer to a confirmation. It decides by the closed lists, like any reply; an unclear one is asked about no more.

        A program that writes formatted text alone is read here, since this is the second mail that says so. A yes to "do you
        refuse?" may mean either, so it decides nothing.
        """
        if why := await self.confirmations.why_void(asked.binding):
            return Told(f"{why} {self._link(request.id)}", is_last=True)
        reply = asked.reply.model_copy(update={"is_html_only": False})
        decision = decide(reply, self._speaker(asked, person, request))
        match decision:
            case Approve() if asked.binding.approves:
                told = await self._cast(asked, person, "approve", "")
            case Approve():
                return Told(BY_LINK.format(self._link(request.id)))
            case Reject(reason=reason):
                told = await self._cast(asked, person, "reject", reason)
            case Unclear(why=why):
                return await self._ask_back(asked, person, why)
            case _:
                assert_never(decision)
        return told._replace(is_last=True)

    async def _cast(self, asked: Asked, person: Person, decision: Literal["approve", "reject"], reason: str) -> Told:
        """Commits the vote. What ends the request is told by its card; what does not is told to who voted."""
        bound = asked.binding.bound
        said = without_tokens(without_quoted_lines(reason))
        ballot = {"call": bound.request, "digest": bound.digest, "decision": decision, "reason": said}
        whose = {"person": person.id, "door": CHANNEL, "credential": self._credential(asked)}
        request = await self.house.decide(Ballot.model_validate({**ballot, **whose}))
        if request.status != "pending":
            return Told()
        word = {"approve": "approval", "reject": "rejection"}[decision]
        own = [vote for vote in request.votes if vote.person == person.id and vote.digest == bound.digest]
        why = "" if not own or own[-1].counts else own[-1].why_not.rstrip(".")
        return Told((NO_COUNT if why else OPEN).format(word, self._link(request.id), why))

    async def _answer(self, asked: Asked, person: Person, request: Request) -> Told:
        """Free text is the answer; of choices, one must be named exactly; a form is filled in on its page."""
        ask = request.card.ask
        assert ask is not None
        if not asked.binding.approves:
            return Told(f"This question is answered on its page, not by mail: {self._link(request.id)}")
        text: str | None = without_quoted_lines(asked.reply.text)
        if ask.format != "free_text":
            choices = request.choices if ask.format == "multiple_choice" else YES_NO
            text = choice_of(asked.reply, choices, self._speaker(asked, person, request))
        if not text:
            return await self._ask_back(asked, person, "I could not tell which answer you mean.")
        reply = {"call": request.id, "answer": without_tokens(text)[:8_000], "person": person.id, "door": CHANNEL}
        await self.house.answer(AnswerGiven.model_validate({**reply, "credential": self._credential(asked)}))
        return Told()

    async def _ask_back(
        self,
        asked: Asked,
        person: Person,
        why: str,
        request: Request | None = None,
        leaning: Literal["", "approve", "reject"] = "",
        frame: str = "",
    ) -> Told:
        """Asks what was meant, at most twice, or two programs would ask each other for ever; says once that it asks no more.

        With a `leaning`, a first question is whether the reply is meant as that decision about `request`; `frame` is the text around
        it that this question shows and its answer is read without.
        """
        bound = asked.binding.bound
        await self._note("unclear mail", asked)
        times = await self.bindings.asked_back(f"{bound.request} {bound.digest} {person.id}", asked.id)
        if times > MOST + 1:
            return Told()
        if request and times <= MOST and await self._asks_to_confirm(asked, person, request, leaning, frame):
            return Told()
        text = (NO_MORE if times > MOST else AGAIN).format(f"{why} Nothing was decided.", self._link(bound.request))
        return Told(f"{text} {LAST_TIME}" if times == MOST else text, may_reply=True)

    async def _note(self, what: str, asked: Asked) -> None:
        whose = asked.person.id if asked.person else ""
        about = asked.binding.bound.request
        await self.house.note(what, person=whose, door=CHANNEL, about=about, detail=self._credential(asked))

    def _credential(self, asked: Asked) -> str:
        return f"{asked.sender.address} by {asked.sender.by}"

    def _speaker(self, asked: Asked, person: Person, request: Request) -> Speaker:
        names = dict.fromkeys((person.name, *person.name.split()[:1], person.title))
        local = asked.sender.address.partition("@")[0].partition("+")[0]
        others = [each.name for each in self.house.directory.people.values() if each.id != person.id]
        if request.card.requested_by and request.card.requested_by != person.name:
            others.append(request.card.requested_by)
        return Speaker(
            locales=self.locales,
            signs=tuple(name for name in names if name),
            names=tuple(name for name in (asked.sender_name, *re.split(r"[._-]", local)) if name),
            others=tuple(others),
            bot="Countersign",
            bots=(request.card.agent,) if request.card.agent else (),
            asked=_names_of_asker(request),
            values=own_values(request.card),
        )

    def _link(self, request: str) -> str:
        return f"{self.house.origin}/requests/{request}"


def _names_of_asker(request: Request) -> tuple[str, ...]:
    """How a reply may greet who asked for the call: the whole name, and the first."""
    name = request.card.requested_by
    return tuple(dict.fromkeys((name, *name.split()[:1]))) if name else ()


def _framed(reply: Reply, speaker: Speaker, request: Request) -> Framed | None:
    """The reply read without what may be software's around it, where it approves then."""
    values = [each.text.strip('"') for each in request.card.arguments]
    names = (*speaker.signs[:1], *speaker.names)
    framings = framings_of(reply, values, names)
    return next((framed for framed in framings if decide(framed.reply, speaker) == Approve()), None)


def _limited(asked: Asked, request: Request) -> Asked:
    """Exchange's word alone (`internal`) approves nothing that cannot be undone, whatever the mail could show."""
    if asked.sender.by != "internal" or not request.card.irreversible:
        return asked
    return replace(asked, binding=asked.binding.model_copy(update={"approves": False}))
