"""What clicks and sent modals do: each becomes one decision or answer, or a sentence that only the clicker reads."""

import asyncio
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import ValidationError

from bot.core.answers import Ballot, Reply
from bot.core.changes import look_again
from bot.core.errors import (
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    FormComplaints,
    NotUnderstood,
    OnHold,
    Unknown,
)
from bot.core.forms import FormField, values_to_arguments
from bot.core.people import Person, name_account
from bot.core.ports import House
from bot.core.requests import Request
from bot.core.steps import complaint
from bot.core.thread import thread_of
from bot.core.word import JSON, Word
from channels.slack import actions, marks, modals, questions, runs
from channels.slack.address import CHANNEL, Spot
from channels.slack.marks import Mark
from channels.slack.members import Members
from channels.slack.parse import Click, Sender, Submission
from channels.slack.post import Looks, audience

NOT_OURS = "This button is not one of mine, or it was not made for this place. Nothing was changed."
NOT_POSTED = "This is not the card that I posted, so it decides nothing. The request is here: {0}"
SETTLE, LOOKS = 0.1, 15
"""Seconds between two looks for a card that is just being noted, and how many."""


class Quiet(NamedTuple):
    """Nothing to say: the card itself shows what happened."""


class Told(NamedTuple):
    """A sentence for whoever clicked, and nobody else."""

    text: str


class Opens(NamedTuple):
    """A modal to open."""

    view: JSON


class Changes(NamedTuple):
    """The open modal, changed."""

    view: JSON


class Turns(NamedTuple):
    """Home is to show this page."""

    page: int


class Faults(NamedTuple):
    """What is wrong with a sent modal: block id -> sentence."""

    errors: dict[str, str]


Done: TypeAlias = Quiet | Told | Opens | Changes | Turns | Faults
Decision: TypeAlias = Literal["approve", "reject"]
W = TypeVar("W", bound=Word)


class Changed(Conflict):
    """{0}"""


class Acts:
    """Judges what was clicked or sent, by the request as it stands, and commits. Raises Unavailable alone."""

    def __init__(self, house: House, members: Members, looks: Looks) -> None:
        self.house, self.members, self.looks = house, members, looks

    async def click(self, click: Click) -> Done:
        if (page := actions.page_of(click.action)) is not None:
            return Turns(page)
        if click.action == actions.OPEN:
            return Quiet()
        if click.action == actions.RESUME:
            return await self._resume(click)
        if click.action == actions.OPTION:
            return await self._option(click)
        mark = await self._mark(click)
        if isinstance(mark, Told):
            return mark
        try:
            return await self._clicked(click, mark)
        except (Conflict, Forbidden, BadInput, Unknown) as refused:
            return await self._refused(click.sender, mark.request, refused, mark.digest)

    async def submit(self, sent: Submission) -> Done:
        """Also commits. Complaints about fields are Faults; every other refusal is Told."""
        mark = marks.unseal(self.looks.keys, sent.metadata, self._modal(sent.sender))
        if mark is None:
            return Told(NOT_OURS)
        try:
            return await self._submitted(sent, mark)
        except FormComplaints as wrong:
            return Faults(modals.errors_of(wrong.complaints, await self._fields(mark)))
        except (Changed, DigestMismatch) as changed:
            told = await self._refused(sent.sender, mark.request, changed, mark.digest)
            block = modals.first_input(sent.values)  # the dialog stays open, and the words in it
            return Faults({block: told.text[: modals.MAX_ERROR]}) if block else told
        except (Conflict, Forbidden, BadInput, Unknown) as refused:
            return await self._refused(sent.sender, mark.request, refused)

    async def _clicked(self, click: Click, mark: Mark) -> Done:
        request = await self.house.request(mark.request)
        if click.action in (actions.APPROVE, actions.EDIT) and request.status == "pending" and request.card.paused:
            raise OnHold(request.card.paused)
        match click.action:
            case actions.APPROVE if request.card.typed:
                self._refuse_stale(request, mark)
                return Opens(modals.confirm(request.card, self._sealed(request, mark, click.sender)))
            case actions.APPROVE:
                self._refuse_unshown(request, mark)
                return await self._decide(click.sender, mark, "approve")
            case actions.DETAILS:
                return Opens(modals.details(request.card, self.looks.look(request.card, click.spot, "details", None)))
            case actions.REJECT:
                self._refuse_stale(request, mark)
                return Opens(modals.reject(request.card, self._sealed(request, mark, click.sender)))
            case actions.EDIT if not request.card.edits:
                return Told("The policy allows no edits. Reject it with a reason instead.")
            case actions.EDIT:
                self._refuse_stale(request, mark)
                fields = self.house.form(mark.request)
                return Opens(modals.edit(request.card, fields, self._sealed(request, mark, click.sender), {}))
            case actions.WRITE:
                self._refuse_stale(request, mark)
                return Opens(modals.answer(request.card, self._sealed(request, mark, click.sender)))
            case name if name == actions.CHOOSE or name.startswith(actions.ANSWER):
                return await self._answer(click.sender, mark, _chosen(request, mark.choice))
            case _:
                return Told(NOT_OURS)

    async def _submitted(self, sent: Submission, mark: Mark) -> Done:
        request = await self.house.request(mark.request)
        match sent.callback:
            case actions.REJECT:
                reason = modals.input_of(sent.values, "reason")
                return await self._decide(sent.sender, mark, "reject", reason=reason)
            case actions.APPROVE:
                self._refuse_unshown(request, mark)
                typed = modals.input_of(sent.values, "typed")
                return await self._decide(sent.sender, mark, "approve", confirmation=typed)
            case actions.EDIT:
                self._refuse_changed(request, mark)
                self._refuse_unshown(request, mark)
                fields = self.house.form(mark.request)
                arguments = values_to_arguments(fields, modals.values_of(sent.values, fields))
                typed = modals.input_of(sent.values, "typed")
                return await self._decide(sent.sender, mark, "approve", arguments=arguments, confirmation=typed)
            case actions.WRITE:
                return await self._answer(sent.sender, mark, _filled(request, sent.values))
            case _:
                return Told(NOT_OURS)

    async def _mark(self, click: Click) -> Mark | Told:
        """What the button stands for. A card's button holds in its own conversation and on the message that we posted."""
        keys, team = self.looks.keys, click.sender.team
        personal = marks.unseal(keys, click.value, audience(team, f"home/{click.sender.user}"))
        if personal is not None:
            return personal
        shared = marks.unseal(keys, click.value, audience(team, click.spot.channel)) if click.spot.channel else None
        if shared is None:
            await self._note("forged button", click.sender, detail=click.value)
            return Told(NOT_OURS)
        if not await self._is_ours(click.spot, thread_of(shared.request)):
            await self._note("button on another message", click.sender, about=shared.request, detail=str(click.spot))
            return Told(NOT_POSTED.format(self.looks.link(shared.request)))
        return shared

    async def _is_ours(self, spot: Spot, thread: str) -> bool:
        """Whether the message is a card of this thread. Somebody may click before our own note of it is written."""
        for _ in range(LOOKS):
            if self.house.thread_of(CHANNEL, str(spot)) == thread:
                return True
            await asyncio.sleep(SETTLE)
        return False

    def _refuse_stale(self, request: Request, mark: Mark) -> None:
        """A modal is opened only for what stands now: what is refused at its end anyway is not typed for."""
        if request.status != "pending":
            raise Conflict(f"This request is already {request.status}. Nothing was changed.")
        self._refuse_changed(request, mark)

    def _refuse_changed(self, request: Request, mark: Mark) -> None:
        """Raises Changed for what was shown with another digest than stands now."""
        if request.status == "pending" and request.digest != mark.digest:
            raise Changed(f"{look_again(request.card.changes, mark.digest)} {self.looks.link(request.id)}")

    def _refuse_unshown(self, request: Request, mark: Mark) -> None:
        """Raises Forbidden for what no card of ours here shows whole, whoever made the button."""
        is_it = request.status == "pending" and request.digest == mark.digest
        if is_it and (why := runs.what_runs(request.card, "").why_not):
            raise Forbidden(f"It cannot be approved in Slack. {why} {self.looks.link(request.id)}")

    async def _decide(self, sender: Sender, mark: Mark, decision: Decision, **given: str) -> Done:
        person = await self.members.decider(sender)
        ballot = _filled_in(
            Ballot,
            call=mark.request,
            digest=mark.digest,
            decision=decision,
            person=person.id,
            door=CHANNEL,
            credential=_credential(sender),
            reason=given.get("reason", ""),
            arguments=given.get("arguments"),
            confirmation=given.get("confirmation", ""),
        )
        await self.house.decide(ballot)
        return Quiet()

    async def _answer(self, sender: Sender, mark: Mark, text: str) -> Done:
        person = await self.members.decider(sender)
        credential = _credential(sender)
        reply = _filled_in(Reply, call=mark.request, answer=text, person=person.id, door=CHANNEL, credential=credential)
        await self.house.answer(reply)
        return Quiet()

    async def _option(self, click: Click) -> Done:
        """One of the reasons to reject was chosen in the open modal: its text is put into the field."""
        mark = marks.unseal(self.looks.keys, click.metadata, self._modal(click.sender))
        if mark is None:
            return Told(NOT_OURS)
        try:
            request = await self.house.request(mark.request)
            self._refuse_stale(request, mark)
        except (Conflict, Unknown) as refused:
            return await self._refused(click.sender, mark.request, refused)
        return Changes(modals.reject(request.card, click.metadata, click.value))

    async def _resume(self, click: Click) -> Done:
        mark = marks.unseal(self.looks.keys, click.value, audience(click.sender.team, f"home/{click.sender.user}"))
        if mark is None:
            return Told(NOT_OURS)
        try:
            await self.house.resume(mark.request, by=self._by(click.sender))
        except (Conflict, Unknown) as refused:
            return Told(str(refused))
        return Told("It goes on.")

    def _by(self, sender: Sender) -> str:
        person = self.members.person(sender)
        return person.id if person else name_account(CHANNEL, _credential(sender))

    async def _fields(self, mark: Mark) -> tuple[FormField, ...]:
        request = await self.house.request(mark.request)
        ask = request.card.ask
        return ask.fields if ask else self.house.form(mark.request)

    async def _refused(self, sender: Sender, request: str, refused: CountersignError, shown: str = "") -> Told:
        """The refusal in a sentence; of what was changed since the digest `shown`, what is different.

        Who may not decide is noted by the house already, strangers are noted here.
        """
        if isinstance(refused, DigestMismatch):
            now = await self.house.request(request)
            if now.status == "pending" and now.digest != shown:
                return Told(f"{look_again(now.card.changes, shown)} {self.looks.link(request)}")
        if self.members.person(sender) is None:
            await self._note("refused: stranger", sender, about=request, detail=str(refused))
        return Told(str(refused))

    async def _note(self, what: str, sender: Sender, *, about: str = "", detail: str = "") -> None:
        person: Person | None = self.members.person(sender)
        whose = person.id if person else ""
        line = f"{_credential(sender)} {detail}"
        await self.house.note(what, person=whose, door=CHANNEL, about=about, detail=line[:500])

    def _sealed(self, request: Request, mark: Mark, sender: Sender) -> str:
        """What a modal of this person carries: the very request and digest that the card showed."""
        return marks.seal(self.looks.keys, mark.model_copy(update={"choice": ""}), self._modal(sender))

    def _modal(self, sender: Sender) -> str:
        return audience(sender.team, f"modal/{sender.user}")


def _filled_in(kind: type[W], **fields: str | None) -> W:
    """Raises NotUnderstood for what no dialog of ours lets through, and somebody sent all the same."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise NotUnderstood(f"That cannot be taken: {complaint(error)}") from error


def _credential(sender: Sender) -> str:
    return f"{sender.team.id}/{sender.user}"


def _chosen(request: Request, choice: str) -> str:
    """The answer behind a button: the number of one of the question's own."""
    found = questions.chosen(request.card.ask, choice) if request.card.ask else None
    if found is None:
        raise NotUnderstood("This answer is not one of the question's.")
    return found


def _filled(request: Request, values: JSON) -> str:
    """What was put into the answer's dialog: a form's values, a choice, or words."""
    ask = request.card.ask
    if ask is not None and ask.format == "form":
        return values_to_arguments(ask.fields, modals.values_of(values, ask.fields))
    written = modals.input_of(values, "answer")
    return _chosen(request, written) if ask is not None and questions.answers_of(ask) else written
