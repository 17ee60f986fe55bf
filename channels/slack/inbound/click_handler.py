"""Acts on resolved clicks and sent forms: opens a form, decides, answers, or says why not."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog
from pydantic import ValidationError

from bot.core.base_types import JSON, FrozenModel
from bot.core.channel_messages import ChannelEntry, DiscardedInput
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import (
    BadInput,
    Conflict,
    CountersignError,
    Forbidden,
    FormComplaints,
    NotAnApprover,
    NotConfirmed,
    NotFound,
    NotUnderstood,
    Unavailable,
)
from bot.core.forms import FormField, convert_values
from bot.core.people import Person, name_account
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from bot.core.steps import describe_validation_errors
from bot.core.threads.thread import find_thread_id
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, MessageAddress
from channels.slack.button_tokens import ButtonToken
from channels.slack.inbound.click_refusal_replies import ClickRefusals
from channels.slack.inbound.identity import MemberIdentity
from channels.slack.inbound.message_handler import SlackMessageHandler
from channels.slack.inbound.payload_parser import ElementClick, ModalSubmission
from channels.slack.inbound.payload_store import ShowCallback, StoredUntilShown, show_nothing
from channels.slack.inbound.resolved_click import ClickResolver, ResolvedClick, VotedAlready, check_again
from channels.slack.installation.doctor import SEEN
from channels.slack.outbound.approvals_list import ApprovalsList
from channels.slack.outbound.home_publisher import HomePublisher
from channels.slack.outbound.interaction_replies import (
    AwaitJudgement,
    ChangeModal,
    EphemeralSender,
    FieldErrors,
    FormRehearsal,
    InteractionResult,
    NothingToShow,
    OpenModal,
    PrivateSentence,
)
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import action_ids, form_inputs, modals, question_answer_controls
from channels.slack.views.refusal_texts import NOT_OURS, NOT_POSTED, describe_unavailable

W = TypeVar("W", bound=FrozenModel)
log_line = structlog.get_logger()
SETTLE, LOOKUPS = 0.1, 15
"""Seconds between two lookups of a card that is just being noted, and the number of lookups."""
REFUSALS = (Conflict, Forbidden, BadInput, NotFound)
MOST_ENDED = 1_000
"""Results of sent forms that are kept for their copies."""
JUDGED, DONE, REFUSED, RESULT_KEPT = "judged click", b"done", b"refused", timedelta(days=1)
"""The kind of the values that keep how a click ended; the value of one that was carried out; how the value of one that was
refused begins, before the UTF-8 text of the refusal; and how long a value is kept."""
COUNTED = "This was judged before, and counts once. Nothing was decided now."
LEFT = "✅ That was stored and has been decided. The card shows how it went."


class ClickHandler:
    """Acts on clicks and sent forms. Raises `Unavailable` when nothing could be committed.

    A second copy of the same form (a second press, Slack's retry) gets the same result as the first.
    """

    def __init__(
        self,
        gateway: ChannelGateway,
        members: MemberIdentity,
        contexts: ViewContexts,
        intake: SlackMessageHandler,
        homes: HomePublisher,
        tell: EphemeralSender,
    ) -> None:
        self.gateway, self.members, self.contexts = gateway, members, contexts
        self.intake, self.homes, self.tell = intake, homes, tell
        self.approvals = ApprovalsList(gateway, homes, contexts)
        self.resolver, self.refusals = ClickResolver(gateway, members), ClickRefusals(gateway, members, contexts)
        self._has_seen, self._ended = False, dict[str, PrivateSentence]()

    async def open_form(self, click: ResolvedClick) -> None:
        """Handles a click that decides nothing, at once: its trigger is valid for three seconds.

        One second of them is for Slack to say whether an account that it has not described lately is a guest.
        """
        if isinstance(click.person, Person) and click.token is not None and click.action != action_ids.OPTION:
            person, _ = await self.members.look_up_sender(click.sender)
            click = click if person == click.person else check_again(click, person)
        try:
            done = await self.handle_click(click)
        except Unavailable as error:
            done = PrivateSentence(describe_unavailable(error))
        await self.tell.show_result(click.act, done)

    async def judge_click(self, click: ResolvedClick) -> ShowCallback:
        """Commits a stored click or form; returns the function that shows the result."""
        if isinstance(click.act, ModalSubmission):
            done = await self.judge_form(click, click.act)
            # `_choose_modal` signed the address of the card as the choice; there is none when Home opened the modal
            channel, _, thread = click.token.choice.partition("/") if click.token else ("", "", "")
            card = MessageAddress(click.sender.team, channel, thread) if channel else None
            return StoredUntilShown(self.tell.show_result, click.act, done, card)
        done = await self.handle_click(click)
        if click.is_left and isinstance(done, OpenModal):  # its trigger is over
            return show_nothing
        if click.is_decisive and isinstance(done, PrivateSentence):
            return StoredUntilShown(self.tell.show_result, click.act, done)
        return partial(self.tell.show_result, click.act, done)

    async def handle_click(self, click: ResolvedClick) -> InteractionResult:
        """Commits a decisive click; answers any other from the payload and our own state."""
        await self._note_arrival()
        is_page = click.action.startswith(action_ids.PAGE)
        if click.token is None or not click.is_decisive:
            self.gateway.report_inbound("click", "foreign" if click.is_decisive else "opened")
        if is_page and (page := action_ids.read_page_action(click.action)) is not None:
            await self.homes.show_home(click.sender, page)
            return NothingToShow()
        if click.action == action_ids.OPEN:
            return NothingToShow()
        if click.action == action_ids.RESUME:
            if click.token is None or click.surface != "personal":
                return PrivateSentence(NOT_OURS)
            if (repeated := await self._repeat_result(click)) is not None:
                return repeated
            resumed = await self.intake.resume_thread(click.sender, click.token.request)
            await self._keep_click(click, (isinstance(resumed, PrivateSentence) and resumed.refusal) or None)
            return resumed
        assert isinstance(click.act, ElementClick)  # `judge_form` takes the forms
        if click.token is None:
            if click.action != action_ids.OPTION:
                await self.refusals.write_note("forged button", click.sender, detail=click.act.value)
            return PrivateSentence(NOT_OURS)
        if click.surface == "conversation" and not await self._is_own_card(click.act.address, click.token.request):
            id, where = click.token.request, str(click.act.address)
            if click.is_decisive:
                self.gateway.report_inbound("click", "foreign")
            await self.refusals.write_note("button on another message", click.sender, about=id, detail=where)
            return PrivateSentence(NOT_POSTED.format(self.contexts.make_link(id)).rstrip())
        is_list = click.surface == "personal" and bool(click.act.address.channel)
        try:
            if not click.is_decisive:
                return await self._choose_modal(click, click.act, click.token)
            if (repeated := await self._repeat_result(click)) is not None:
                return repeated
            token, click = click.token, await self.resolver.confirm_decider(click)
            after = await self._commit_button(click, token)
            done = _describe_success(click.action, after)
            return await self.approvals.render_result(click.sender, done) if is_list else NothingToShow()
        except REFUSALS as refused:
            if self.refusals.has_committed(click, refused):
                await self._keep_click(click)
                return NothingToShow()
            told = await self.refusals.describe_refusal(click, refused)
            if click.is_decisive:  # after the reason is known: an error above judges the click again
                await self._keep_click(click, told.text)
            if is_list and click.is_decisive:
                told = (await self.approvals.render_result(click.sender, told.text))._replace(is_refusal=True)
            return told

    async def _commit_button(self, click: ResolvedClick, token: ButtonToken) -> Request:
        """Commits the vote or the answer of a button; the request after it. Raises the refusals."""
        request = _require_request(click)
        if click.action != action_ids.APPROVE:
            answer = question_answer_controls.require_answer(request, token.choice)
            after = await self.gateway.answer(_build_value(QuestionAnswer, click, answer=answer))
        else:
            after = await self.gateway.decide(_make_decision(click, "approve"))
            if len(after.votes) == len(request.votes) and after.status == "pending":
                raise VotedAlready(after.card.progress)
        await self._keep_click(click)
        return after

    async def _note_arrival(self) -> None:
        """Note once that clicks arrive: `countersign doctor` cannot ask Slack whether they do."""
        if not self._has_seen:
            await self.gateway.store.put(*SEEN, b"1", expires=None)
            self._has_seen = True

    async def _is_own_card(self, address: MessageAddress, request: str) -> bool:
        """Whether the message is a card of this request's thread. Waits a moment for our own note of the card."""
        reference, thread = str(address), find_thread_id(request)
        for _ in range(LOOKUPS):
            if await self.gateway.find_thread(CHANNEL, reference) == thread:
                return True
            await asyncio.sleep(SETTLE)
        return False

    async def _choose_modal(self, click: ResolvedClick, act: ElementClick, token: ButtonToken) -> InteractionResult:
        """The modal that a checked click opens or changes.

        A person without the right to send a form is refused before they type. Raises `Forbidden`, `Conflict`.
        """
        request = _require_request(click)
        card = request.card
        match click.action:
            case action_ids.OPTION:
                return ChangeModal(modals.make_reject_modal(card, act.metadata, act.value))
            case action_ids.DETAILS if isinstance(click.person, Person):
                # a channel shows the card to all its members, also to those who may not read the thread
                account = name_account(CHANNEL, click.credential)
                if why := await self.gateway.explain_denial("read", click.person, account, thread=request.thread_id):
                    raise Forbidden(why)
                context = self.contexts.build_card_context(card, act.address, "details", None)
                return OpenModal(modals.make_details_modal(card, context))
            case action if action in action_ids.FORMS:
                if card.ask is None:  # by our own state; Slack is asked when the form was sent
                    if action == action_ids.APPROVE and _require_person(click).id in card.approved_by:
                        raise VotedAlready(card.progress)
                    await self.gateway.rehearse(_make_decision(click, "reject", reason="…"))
                elif (person := _require_person(click)).id not in card.may:
                    refused = NotAnApprover(person.name, request.id, f"only {card.who_may} may answer")
                    what, detail = "refused: NotAnApprover", str(refused)
                    await self.refusals.write_note(what, click.sender, about=request.id, detail=detail)
                    raise refused
            case _:
                return PrivateSentence(NOT_OURS)
        # the metadata is for this person's modals alone, and names the card from which they are opened
        token = token.model_copy(
            update={"choice": f"{act.address.channel}/{act.thread}" if act.address.channel else ""}
        )
        audience = button_tokens.name_audience(click.sender.team, f"modal/{click.sender.user}")
        metadata = button_tokens.sign_token(self.gateway.derive(button_tokens.PURPOSE), token, audience)
        fields = await self.gateway.build_form(request.id) if click.action == action_ids.EDIT else ()
        return OpenModal(modals.make_form_modal(click.action, card, metadata, fields))

    async def rehearse_form(self, click: ResolvedClick, sent: ModalSubmission) -> FormRehearsal:
        """Checks a sent form from our own state; asks neither Slack nor a tool.

        Without a known fault `AwaitJudgement`, else `FieldErrors`, or `PrivateSentence` where the view has no input.
        """
        if click.token is None:
            return PrivateSentence(NOT_OURS)
        if (before := self._ended.get(click.form_key)) is not None:
            return before
        if await self._is_copy(click):
            return PrivateSentence(COUNTED)
        try:
            await self.gateway.rehearse(await self._read_decision(click, sent))
        except FormComplaints as wrong:
            request = await self.gateway.find_request(click.token.request)
            return FieldErrors(form_inputs.find_block_errors(wrong.complaints, await self._list_fields(request)))
        except REFUSALS as refused:
            told = await self.refusals.describe_refusal(click, refused)
            await self._keep_click(click, told.text)
            beside: form_inputs.ModalInput | None = "typed" if isinstance(refused, NotConfirmed) else None
            errors = form_inputs.place_error(sent.values, told.text, beside)
            return FieldErrors(errors) if errors else told
        return AwaitJudgement()

    async def judge_form(self, click: ResolvedClick, sent: ModalSubmission) -> InteractionResult:
        """Commits a sent form. Returns the same form with the refusal (`ChangeModal`), or the result (`PrivateSentence`)."""
        if click.token is None:
            return PrivateSentence(NOT_OURS)
        if (before := self._ended.get(click.form_key)) is not None:
            return before
        if await self._is_copy(click):
            left = await self._find_left_result(click)
            return PrivateSentence(COUNTED if left is None else left or LEFT)
        try:
            click = await self.resolver.confirm_decider(click)
            decision = await self._read_decision(click, sent)
            if isinstance(decision, QuestionAnswer):
                request = await self.gateway.answer(decision)
            else:
                request = await self.gateway.decide(decision)
        except REFUSALS as refused:
            if self.refusals.has_committed(click, refused):
                await self._keep_click(click)
                return PrivateSentence(LEFT)
            told, form = await self.refusals.make_form_again(click, sent, refused, self._list_fields)
            await self._keep_click(click, told.text)
            return form or told
        await self._keep_click(click)
        while len(self._ended) >= MOST_ENDED:
            del self._ended[next(iter(self._ended))]
        self._ended[click.form_key] = PrivateSentence(_describe_success(sent.callback, request))
        return self._ended[click.form_key]

    async def _read_decision(self, click: ResolvedClick, sent: ModalSubmission) -> ApprovalDecision | QuestionAnswer:
        """The decision in the form. Raises `FormComplaints`, `Forbidden`, `ChangedSince`, `NotUnderstood`."""
        request = _require_request(click)
        fields = await self._list_fields(request) if sent.callback in (action_ids.EDIT, action_ids.WRITE) else ()
        given = form_inputs.read_form(sent.values, fields)
        match sent.callback:
            case action_ids.REJECT:
                return _make_decision(click, "reject", reason=given.reason)
            case action_ids.APPROVE:
                return _make_decision(click, "approve", confirmation=given.typed)
            case action_ids.EDIT:
                arguments = convert_values(fields, given.values)
                return _make_decision(click, "approve", arguments=arguments, confirmation=given.typed)
            case action_ids.WRITE:
                ask, answer = request.card.ask, given.answer
                if ask is not None and ask.format == "form":
                    answer = convert_values(fields, given.values)
                elif ask is not None and question_answer_controls.list_answers(ask):
                    answer = question_answer_controls.require_answer(request, answer)
                return _build_value(QuestionAnswer, click, answer=answer)
            case _:
                raise BadInput(NOT_OURS)

    async def _list_fields(self, request: Request) -> tuple[FormField, ...]:
        return request.card.ask.fields if request.card.ask else await self.gateway.build_form(request.id)

    async def _is_copy(self, click: ResolvedClick) -> bool:  # also of one that an earlier process judged and left
        if is_copy := await self.gateway.has_received(CHANNEL, f"click:{click.key}"):
            self.gateway.report_inbound("click", "repeated")
        return is_copy

    async def _repeat_result(self, click: ResolvedClick) -> InteractionResult | None:
        """The result of a copy: the refusal that an earlier process did not show, else nothing. None: it is no copy."""
        if not await self._is_copy(click):
            return None
        left = await self._find_left_result(click)
        return PrivateSentence(left, is_refusal=True) if left else NothingToShow()

    async def _find_left_result(self, click: ResolvedClick) -> str | None:
        """Return the result of a copy that an earlier process judged and did not show: the sentence of a refusal, "" for
        a click that was carried out. None for copies of clicks that this process judged, and for results that are
        kept no more.
        """
        kept = await self.gateway.store.get(JUDGED, click.key) if click.is_left else None
        if kept is None or kept == REFUSED:  # an earlier release kept no sentence
            return None
        return "" if kept == DONE else kept.removeprefix(REFUSED).decode()

    async def _keep_click(self, click: ResolvedClick, refusal: str | None = None) -> None:
        """Keeps that this payload was judged, and the refusal if there was one: a refused click counts once too.

        Raises `Unavailable`, unless the click was carried out: then the log makes a copy harmless.
        """
        self.gateway.report_inbound("click", "taken" if refusal is None else "refused")
        now = self.gateway.clock()
        seen = DiscardedInput(channel=CHANNEL, id=f"click:{click.key}", body=click.key, at=now)
        value = DONE if refusal is None else REFUSED + refusal.encode()
        try:
            await self.gateway.keep_ignored(seen, (ChannelEntry(JUDGED, click.key, value, now + RESULT_KEPT),))
        except Unavailable as error:
            if refusal is not None:
                raise
            log_line.warning("a judged click is not kept", error=str(error))


def _describe_success(action: str, request: Request) -> str:
    """The result of a committed click or form, for its sender."""
    if request.card.ask is not None:
        return "✅ Answered. The agent goes on."
    if request.status == "rejected":
        return "❌ Rejected. The agent hears your reason."
    if request.status == "pending" and action == action_ids.EDIT and request.card.edit_rule == "by_another":
        return "✏️ Proposed. Somebody else must approve it as you changed it; a new card shows it."
    if request.status == "pending":
        return f"✅ Your word counts. It is not settled yet: {request.card.progress}."
    return f"✅ {request.status.capitalize()}. The card shows how it goes."


def _require_request(click: ResolvedClick) -> Request:
    """The request of a checked click. Raises the refusal in its place."""
    if isinstance(click.request, CountersignError):
        raise click.request
    return click.request


def _require_person(click: ResolvedClick) -> Person:
    if isinstance(click.person, Forbidden):
        raise click.person
    return click.person


def _make_decision(click: ResolvedClick, decision: str, **given: str) -> ApprovalDecision:
    """`given`: reason, arguments, confirmation. Raises `Forbidden`, `NotUnderstood`."""
    digest = click.token.digest if click.token else ""
    return _build_value(ApprovalDecision, click, digest=digest, decision=decision, **given)


def _build_value(kind: type[W], click: ResolvedClick, **fields: JSON) -> W:
    """A decision or an answer through Slack. Raises `Forbidden`; `NotUnderstood` for values that our dialogs do not send."""
    who = {"person": _require_person(click).id, "door": CHANNEL, "credential": click.credential}
    try:
        return kind.model_validate({"call": click.token.request if click.token else "", **who, **fields})
    except ValidationError as error:
        raise NotUnderstood(f"That cannot be taken: {describe_validation_errors(error)}") from error
