"""What a reply to a request does: one decision or answer, or a sentence to whoever wrote. No model reads it."""

from dataclasses import dataclass
from typing import assert_never

from bot.core.answers import Ballot
from bot.core.answers import Reply as AnswerGiven
from bot.core.errors import BadInput, Conflict, Forbidden, Unknown
from bot.core.people import Person
from bot.core.ports import House
from bot.core.requests import Request
from channels.email.bindings import Binding, Bindings
from channels.email.decision import Approve, Reject, Speaker, Unclear, choice_of, decide
from channels.email.extract import Reply
from channels.email.identity import Verified
from channels.email.letters import CHANNEL, Letters

MOST = 2
"""How often we ask what was meant before we stop asking."""
YES_NO = ("yes", "no")
OTHERS = "This request was put to somebody else, and their mail decides it. What is put to you comes to you."
BY_LINK = "This request cannot be approved by mail: not all of it could be shown in one, or a word has to be typed. Decide it here: {0}"
UNPROVEN = (
    "A mail that claims to be your reply came in, and nothing proves that it is from you (DMARC). It decided nothing. "
    "If it was you, decide here: {0}"
)


@dataclass(frozen=True)
class Asked:
    """A reply: what its address stands for, who is behind the sender's address, and what they wrote."""

    binding: Binding
    person: Person | None
    sender: Verified
    reply: Reply


class Acts:
    """Decides by what the reply says, under the identity that the mail's own receiver proved. Raises Unavailable alone."""

    def __init__(self, house: House, letters: Letters, bindings: Bindings, locales: tuple[str, ...]) -> None:
        self.house, self.letters, self.bindings, self.locales = house, letters, bindings, locales

    async def reply(self, asked: Asked) -> str:
        """Commits what the reply decides. Returns what the writer must be told; empty when the card says it."""
        bound = asked.binding.bound
        if asked.person is None or asked.person.id != bound.person:
            await self._note("mail for another person", asked)
            return OTHERS
        try:
            request = await self.house.request(bound.request)
            if request.status != "pending":
                raise Conflict(
                    f"This request is already {request.status}. Your mail came too late; nothing was changed."
                )
            if request.kind == "question":
                return await self._answer(asked, asked.person, request)
            return await self._decide(asked, asked.person)
        except (Conflict, Forbidden, BadInput, Unknown) as refused:
            return f"{refused} {self._link(bound.request)}"

    async def tell_unproven(self, binding: Binding) -> None:
        """The person whom the request was put to hears that somebody wrote in their name, or that their mail proves nothing."""
        person = self.house.directory.find(binding.bound.person)
        if person is None or (route := self.letters.route_to(person)) is None:
            return
        text = UNPROVEN.format(self._link(binding.bound.request))
        try:
            await self.letters.note(route.address, "", text, (binding.reference,), "Your reply")
        except (Conflict, Forbidden, BadInput, Unknown):
            return

    async def _decide(self, asked: Asked, person: Person) -> str:
        bound = asked.binding.bound
        decision = decide(asked.reply, self._speaker(person))
        match decision:
            case Unclear(why=why):
                return await self._ask_back(bound.request, person, f"{why} Nothing was decided.")
            case Approve() if not asked.binding.approves:
                return BY_LINK.format(self._link(bound.request))
            case Approve():
                await self._cast(asked, person, "approve", "")
            case Reject(reason=reason):
                await self._cast(asked, person, "reject", reason)
            case _:
                assert_never(decision)
        return ""

    async def _cast(self, asked: Asked, person: Person, decision: str, reason: str) -> None:
        bound = asked.binding.bound
        ballot = {"call": bound.request, "digest": bound.digest, "decision": decision, "reason": reason}
        whose = {"person": person.id, "door": CHANNEL, "credential": self._credential(asked)}
        await self.house.decide(Ballot.model_validate({**ballot, **whose}))

    async def _answer(self, asked: Asked, person: Person, request: Request) -> str:
        """Free text is the answer; of choices, one must be named exactly; a form is filled in on its page."""
        ask = request.card.ask
        assert ask is not None
        if not asked.binding.approves:
            return f"This question is answered on its page, not by mail: {self._link(request.id)}"
        text: str | None = asked.reply.text.strip()
        if ask.format != "free_text":
            choices = request.choices if ask.format == "multiple_choice" else YES_NO
            text = choice_of(asked.reply, choices, self._speaker(person))
        if not text:
            return await self._ask_back(request.id, person, "I could not tell which answer you mean.")
        reply = {"call": request.id, "answer": text[:8_000], "person": person.id, "door": CHANNEL}
        await self.house.answer(AnswerGiven.model_validate({**reply, "credential": self._credential(asked)}))
        return ""

    async def _ask_back(self, request: str, person: Person, why: str) -> str:
        """At most twice, or two programs would ask each other for ever."""
        if await self.bindings.asked_back(f"{request} {person.id}") > MOST:
            return ""
        return f"{why} Reply once more, or decide here: {self._link(request)}"

    async def _note(self, what: str, asked: Asked) -> None:
        whose = asked.person.id if asked.person else ""
        about = asked.binding.bound.request
        await self.house.note(what, person=whose, door=CHANNEL, about=about, detail=self._credential(asked))

    def _credential(self, asked: Asked) -> str:
        return f"{asked.sender.address} by {asked.sender.by}"

    def _speaker(self, person: Person) -> Speaker:
        names = dict.fromkeys((person.name, person.name.split()[0], person.title))
        return Speaker(locales=self.locales, signs=tuple(name for name in names if name), bot="Countersign")

    def _link(self, request: str) -> str:
        return f"{self.house.origin}/requests/{request}"
