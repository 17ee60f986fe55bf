"""Judges sent forms: faults known from our own state before the acknowledgement, the decision after it."""

import hashlib
import json

from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import BadInput, Conflict, CountersignError, Forbidden, FormComplaints, NotConfirmed, NotFound
from bot.core.forms import FormField, convert_values
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from bot.core.values import JSON
from channels.slack.button_tokens import ButtonToken
from channels.slack.inbound.identity import MemberIdentity
from channels.slack.inbound.interaction_results import (
    AwaitJudgement,
    ChangeModal,
    FieldErrors,
    InteractionResult,
    NothingToShow,
    PrivateSentence,
)
from channels.slack.inbound.payload_parser import ModalSubmission
from channels.slack.inbound.request_checks import RequestJudge, find_answer, make_answer, make_decision, name_credential
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import action_ids, modals, question
from channels.slack.views.refusal_texts import NOT_OURS

REFUSALS = (Conflict, Forbidden, BadInput, NotFound)


MOST_ENDED = 1_000


class SentForms(RequestJudge):
    """Judges a sent form by the current state of its request. Raises `Unavailable`.

    A second copy of the same form (a second press, Slack's retry) gets the same result as the first.
    """

    def __init__(self, gateway: ChannelGateway, members: MemberIdentity, contexts: ViewContexts) -> None:
        super().__init__(gateway, members, contexts)
        self._ended: dict[str, PrivateSentence] = {}

    async def rehearse_form(self, sent: ModalSubmission) -> InteractionResult:
        """Checks a sent form from our own state; asks neither Slack nor a tool.

        Returns `AwaitJudgement` when no fault is known, else `FieldErrors`, or `PrivateSentence` where the view has no
        input.
        """
        token = self.verify_modal_token(sent.metadata, sent.sender)
        if token is None:
            return PrivateSentence(NOT_OURS)
        if (before := self._ended.get(_make_copy_key(sent))) is not None:
            return before
        try:
            person = self.members.find_known_person(sent.sender)
            request = await self.gateway.find_request(token.request)
            await self.gateway.rehearse(self._read_decision(sent, token, person, request))
        except FormComplaints as wrong:
            return FieldErrors(modals.find_block_errors(wrong.complaints, await self._find_fields(token)))
        except REFUSALS as refused:
            told = await self.describe_refusal_to(sent.sender, token.request, refused, shown=token.digest)
            is_typed = isinstance(refused, NotConfirmed)
            block = modals.find_input_block(sent.values, "typed") if is_typed else modals.find_first_input(sent.values)
            return (
                FieldErrors({block: told.text[: modals.MAX_ERROR]})
                if block and isinstance(told, PrivateSentence)
                else told
            )
        return AwaitJudgement()

    async def judge_form(self, sent: ModalSubmission, *, is_left: bool = False) -> InteractionResult:
        """Commits a sent form. `ChangeModal`: the same form with its values and the refusal; `PrivateSentence`: the
        result.
        """
        token = self.verify_modal_token(sent.metadata, sent.sender)
        if token is None:
            return PrivateSentence(NOT_OURS)
        if (before := self._ended.get(_make_copy_key(sent))) is not None:
            return before
        try:
            person = await self.find_decider(sent.sender)
            request = await self.gateway.find_request(token.request)
            decision = self._read_decision(sent, token, person, request)
            if isinstance(decision, QuestionAnswer):
                return self._keep_outcome(sent, await self.gateway.answer(decision))
            return self._keep_outcome(sent, await self.gateway.decide(decision))
        except REFUSALS as refused:
            told = await self.describe_refusal_to(
                sent.sender, token.request, refused, shown=token.digest, is_left=is_left, is_form=True
            )
            return await self._make_form_again(sent, token, refused, told)

    def _keep_outcome(self, sent: ModalSubmission, request: Request) -> PrivateSentence:
        told = PrivateSentence(_describe_result(sent, request))
        while len(self._ended) >= MOST_ENDED:
            del self._ended[next(iter(self._ended))]
        self._ended[_make_copy_key(sent)] = told
        return told

    def _read_decision(
        self, sent: ModalSubmission, token: ButtonToken, person: Person, request: Request
    ) -> ApprovalDecision | QuestionAnswer:
        """The decision in the form. Raises `FormComplaints`, `Forbidden`, `ChangedSince`, `NotUnderstood`."""
        self.refuse_changed(request, token)
        if sent.callback == action_ids.EDIT:
            self.refuse_closed(request, token)
        match sent.callback:
            case action_ids.REJECT:
                reason = modals.read_input(sent.values, "reason")
                return make_decision(token, person, sent.sender, "reject", reason=reason)
            case action_ids.APPROVE:
                self.refuse_unshown(request, token)
                typed = modals.read_input(sent.values, "typed")
                return make_decision(token, person, sent.sender, "approve", confirmation=typed)
            case action_ids.EDIT:
                self.refuse_unshown(request, token)
                fields = self.gateway.build_form(token.request)
                arguments = convert_values(fields, modals.read_values(sent.values, fields))
                typed = modals.read_input(sent.values, "typed")
                return make_decision(token, person, sent.sender, "approve", arguments=arguments, confirmation=typed)
            case action_ids.WRITE:
                return make_answer(token, person, sent.sender, _find_written(request, sent.values))
            case _:
                raise BadInput(NOT_OURS)

    async def _make_form_again(
        self,
        sent: ModalSubmission,
        token: ButtonToken,
        refused: CountersignError,
        told: PrivateSentence | NothingToShow,
    ) -> InteractionResult:
        """The form as it was sent, with the refusal in it; only the refusal where the form cannot be sent again.

        It carries the digest that it carried before: a call that changed in between cannot be approved by it.
        """
        try:
            request = await self.gateway.find_request(token.request)
            fields = await self._find_fields(token)
            typed = modals.read_values(sent.values, fields)
            fields = tuple(field.model_copy(update={"value": typed[field.name]}) for field in fields)
        except (Conflict, NotFound, BadInput):
            return told
        if request.status != "pending" or not isinstance(told, PrivateSentence):
            return told
        complaints = refused.complaints if isinstance(refused, FormComplaints) else {"": told.text}
        written = modals.FormInputState(
            complaints=complaints,
            reason=modals.read_input(sent.values, "reason"),
            typed=modals.read_input(sent.values, "typed"),
            answer=modals.read_input(sent.values, "answer"),
        )
        card, metadata = request.card, sent.metadata
        match sent.callback:
            case action_ids.REJECT:
                return ChangeModal(modals.make_reject_modal(card, metadata, written=written))
            case action_ids.APPROVE:
                return ChangeModal(modals.make_confirm_modal(card, metadata, written))
            case action_ids.EDIT:
                return ChangeModal(modals.make_edit_modal(card, fields, metadata, written))
            case action_ids.WRITE:
                return ChangeModal(modals.make_answer_modal(card, metadata, written, fields))
            case _:
                return told

    async def _find_fields(self, token: ButtonToken) -> tuple[FormField, ...]:
        request = await self.gateway.find_request(token.request)
        ask = request.card.ask
        return ask.fields if ask else self.gateway.build_form(token.request)


def _make_copy_key(sent: ModalSubmission) -> str:
    """A hash that is equal for copies of one sent form: same sender, dialog and values."""
    what = [name_credential(sent.sender), sent.view, sent.callback, sent.metadata, sent.values]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _find_written(request: Request, values: JSON) -> str:
    """The answer in the dialog: the values of a form, a choice, or free text."""
    ask = request.card.ask
    if ask is not None and ask.format == "form":
        return convert_values(ask.fields, modals.read_values(values, ask.fields))
    written = modals.read_input(values, "answer")
    return find_answer(request, written) if ask is not None and question.list_answers(ask) else written


def _describe_result(sent: ModalSubmission, request: Request) -> str:
    """The result of a sent form, for its sender."""
    if sent.callback == action_ids.WRITE:
        return "✅ Answered. The agent goes on."
    if request.status == "rejected":
        return "❌ Rejected. The agent hears your reason."
    if request.status == "pending" and sent.callback == action_ids.EDIT and request.card.edit_rule == "by_another":
        return "✏️ Proposed. Somebody else must approve it as you changed it; a new card shows it."
    if request.status == "pending":
        return f"✅ Your word counts. It is not settled yet: {request.card.progress}."
    return f"✅ {request.status.capitalize()}. The card shows how it goes."
