"""What sent forms do. Before the acknowledgement: faults that our own state tells, beside the fields. Behind it: the decision."""

import hashlib
import json

from bot.core.answers import Ballot, Reply
from bot.core.errors import BadInput, Conflict, CountersignError, Forbidden, FormComplaints, NotConfirmed, Unknown
from bot.core.forms import FormField, values_to_arguments
from bot.core.people import Person
from bot.core.ports import House
from bot.core.requests import Request
from bot.core.word import JSON
from channels.slack import actions, modals, questions
from channels.slack.judging import RequestJudge, ballot_of, credential_of, find_answer, reply_of
from channels.slack.marks import Mark
from channels.slack.members import Members
from channels.slack.outcomes import Changes, Done, Faults, Quiet, Told, Waits
from channels.slack.parse import Submission
from channels.slack.post import Looks
from channels.slack.wording import NOT_OURS

REFUSALS = (Conflict, Forbidden, BadInput, Unknown)


MOST_ENDED = 1_000


class SentForms(RequestJudge):
    """Judges what was sent with a form by the request as it stands. Raises Unavailable alone.

    The same form that is sent once more (a second press, Slack's retry) comes to what it came to before.
    """

    def __init__(self, house: House, members: Members, looks: Looks) -> None:
        super().__init__(house, members, looks)
        self._ended: dict[str, Told] = {}

    async def rehearse(self, sent: Submission) -> Done:
        """Waits: nothing that is known here speaks against it. Else Faults beside the fields, or Told where there are none.

        Neither Slack nor a tool is asked.
        """
        mark = self.unseal_of_modal(sent.metadata, sent.sender)
        if mark is None:
            return Told(NOT_OURS)
        if (before := self._ended.get(_copy_key(sent))) is not None:
            return before
        try:
            person = self.members.recognise(sent.sender)
            request = await self.house.request(mark.request)
            await self.house.rehearse(self._decision(sent, mark, person, request))
        except FormComplaints as wrong:
            return Faults(modals.errors_of(wrong.complaints, await self._fields(mark)))
        except REFUSALS as refused:
            told = await self.describe(sent.sender, mark.request, refused, shown=mark.digest)
            is_typed = isinstance(refused, NotConfirmed)
            block = modals.block_of(sent.values, "typed") if is_typed else modals.first_input(sent.values)
            return Faults({block: told.text[: modals.MAX_ERROR]}) if block and isinstance(told, Told) else told
        return Waits()

    async def judge(self, sent: Submission, *, is_left: bool = False) -> Done:
        """Commits it. Changes: the same form with all that was typed and why it was refused; Told: how it ended."""
        mark = self.unseal_of_modal(sent.metadata, sent.sender)
        if mark is None:
            return Told(NOT_OURS)
        if (before := self._ended.get(_copy_key(sent))) is not None:
            return before
        try:
            person = await self.find_decider(sent.sender)
            request = await self.house.request(mark.request)
            decision = self._decision(sent, mark, person, request)
            if isinstance(decision, Reply):
                return self._keep(sent, await self.house.answer(decision))
            return self._keep(sent, await self.house.decide(decision))
        except REFUSALS as refused:
            told = await self.describe(
                sent.sender, mark.request, refused, shown=mark.digest, is_left=is_left, is_form=True
            )
            return await self._form_again(sent, mark, refused, told)

    def _keep(self, sent: Submission, request: Request) -> Told:
        told = Told(_describe(sent, request))
        while len(self._ended) >= MOST_ENDED:
            del self._ended[next(iter(self._ended))]
        self._ended[_copy_key(sent)] = told
        return told

    def _decision(self, sent: Submission, mark: Mark, person: Person, request: Request) -> Ballot | Reply:
        """What the form means. Raises FormComplaints, Forbidden, ChangedSince, NotUnderstood."""
        self.refuse_changed(request, mark)
        if sent.callback == actions.EDIT:
            self.refuse_closed(request, mark)
        match sent.callback:
            case actions.REJECT:
                reason = modals.input_of(sent.values, "reason")
                return ballot_of(mark, person, sent.sender, "reject", reason=reason)
            case actions.APPROVE:
                self.refuse_unshown(request, mark)
                typed = modals.input_of(sent.values, "typed")
                return ballot_of(mark, person, sent.sender, "approve", confirmation=typed)
            case actions.EDIT:
                self.refuse_unshown(request, mark)
                fields = self.house.form(mark.request)
                arguments = values_to_arguments(fields, modals.values_of(sent.values, fields))
                typed = modals.input_of(sent.values, "typed")
                return ballot_of(mark, person, sent.sender, "approve", arguments=arguments, confirmation=typed)
            case actions.WRITE:
                return reply_of(mark, person, sent.sender, _find_written(request, sent.values))
            case _:
                raise BadInput(NOT_OURS)

    async def _form_again(self, sent: Submission, mark: Mark, refused: CountersignError, told: Told | Quiet) -> Done:
        """The form as it was sent, with the refusal in it; only the refusal where the form is of no use any more.

        It carries the digest that it carried before: what was changed meanwhile cannot be approved by it.
        """
        try:
            request = await self.house.request(mark.request)
            fields = self._with_values(await self._fields(mark), sent.values)
        except (Conflict, Unknown, BadInput):
            return told
        if request.status != "pending" or not isinstance(told, Told):
            return told
        complaints = refused.complaints if isinstance(refused, FormComplaints) else {"": told.text}
        written = modals.Written(
            complaints=complaints,
            reason=modals.input_of(sent.values, "reason"),
            typed=modals.input_of(sent.values, "typed"),
            answer=modals.input_of(sent.values, "answer"),
        )
        card, sealed = request.card, sent.metadata
        match sent.callback:
            case actions.REJECT:
                return Changes(modals.reject(card, sealed, written=written))
            case actions.APPROVE:
                return Changes(modals.confirm(card, sealed, written))
            case actions.EDIT:
                return Changes(modals.edit(card, fields, sealed, written))
            case actions.WRITE:
                return Changes(modals.answer(card, sealed, written, fields))
            case _:
                return told

    async def _fields(self, mark: Mark) -> tuple[FormField, ...]:
        request = await self.house.request(mark.request)
        ask = request.card.ask
        return ask.fields if ask else self.house.form(mark.request)

    def _with_values(self, fields: tuple[FormField, ...], values: JSON) -> tuple[FormField, ...]:
        typed = modals.values_of(values, fields)
        return tuple(field.model_copy(update={"value": typed[field.name]}) for field in fields)


def _copy_key(sent: Submission) -> str:
    """The same for each copy of a sent form: who sent which dialog with what in it."""
    what = [credential_of(sent.sender), sent.view, sent.callback, sent.metadata, sent.values]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _find_written(request: Request, values: JSON) -> str:
    """What was put into the answer's dialog: a form's values, a choice, or words."""
    ask = request.card.ask
    if ask is not None and ask.format == "form":
        return values_to_arguments(ask.fields, modals.values_of(values, ask.fields))
    written = modals.input_of(values, "answer")
    return find_answer(request, written) if ask is not None and questions.answers_of(ask) else written


def _describe(sent: Submission, request: Request) -> str:
    """What came of a sent form, for the person who sent it."""
    if sent.callback == actions.WRITE:
        return "✅ Answered. The agent goes on."
    if request.status == "rejected":
        return "❌ Rejected. The agent hears your reason."
    if request.status == "pending" and sent.callback == actions.EDIT and request.card.edit_rule == "by_another":
        return "✏️ Proposed. Somebody else must approve it as you changed it; a new card shows it."
    if request.status == "pending":
        return f"✅ Your word counts. It is not settled yet: {request.card.progress}."
    return f"✅ {request.status.capitalize()}. The card shows how it goes."
