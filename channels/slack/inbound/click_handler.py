"""Acts on resolved clicks and sent forms: opens a form, decides, answers, or says why not."""

import asyncio
from typing import NamedTuple, TypeAlias

from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import (
    AlreadySettled,
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    FormComplaints,
    NotAnApprover,
    NotConfirmed,
    NotFound,
    Unavailable,
)
from bot.core.forms import FormField, convert_values
from bot.core.people import Person, name_account
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from bot.core.threads.thread import find_thread_id
from channels.slack.addresses import CHANNEL, MessageAddress
from channels.slack.channel_permissions import ChannelRules
from channels.slack.inbound.identity import OUTSIDE, MemberIdentity, name_credential, name_sender
from channels.slack.inbound.payload_parser import ElementClick, ModalSubmission, SlackSender
from channels.slack.inbound.resolved_click import (
    ChangedSince,
    ClickResolver,
    ResolvedClick,
    UnshownCall,
    check_click,
    find_answer,
    make_answer,
    make_decision,
)
from channels.slack.inbound.used_clicks import COUNTED, UsedClicks, make_copy_key
from channels.slack.installation.doctor import SEEN
from channels.slack.outbound.home_publisher import HomePublisher
from channels.slack.outbound.interaction_replies import (
    ChangeModal,
    EphemeralSender,
    InteractionResult,
    NothingToShow,
    OpenModal,
    PrivateSentence,
    ThreadAnnouncement,
)
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import action_ids, modals, question
from channels.slack.views.refusal_texts import (
    NOT_OURS,
    NOT_POSTED,
    describe_change,
    describe_refusal,
    describe_unavailable,
)

SETTLE, LOOKUPS = 0.1, 15
"""Seconds between two lookups of a card that is just being noted, and the number of lookups."""
REFUSALS = (Conflict, Forbidden, BadInput, NotFound)
MOST_ENDED = 1_000
"""Results of sent forms that are kept for their copies."""
LEFT = "✅ That was stored and has been decided. The card shows how it went."
"""Text in the dialog of a form that was judged as an earlier process ended."""


class FieldErrors(NamedTuple):
    """The errors of a sent modal: block id -> sentence. Only an acknowledgement can carry them."""

    errors: dict[str, str]


class AwaitJudgement(NamedTuple):
    """A sent modal that is stored and judged behind the acknowledgement; the open view says so until then."""


FormRehearsal: TypeAlias = FieldErrors | AwaitJudgement | PrivateSentence


class VotedAlready(Conflict):
    """You approved this already, and it counts: {0}. Others must approve it, too."""


class ClickHandler:
    """Acts on clicks and sent forms. Raises `Unavailable` when nothing could be committed.

    A second copy of the same form (a second press, Slack's retry) gets the same result as the first.
    """

    def __init__(
        self,
        gateway: ChannelGateway,
        members: MemberIdentity,
        contexts: ViewContexts,
        rules: ChannelRules,
        homes: HomePublisher,
        tell: EphemeralSender,
    ) -> None:
        self.gateway, self.members, self.contexts, self.rules = gateway, members, contexts, rules
        self.homes, self.tell = homes, tell
        self.resolver, self.used = ClickResolver(gateway, members), UsedClicks(gateway)
        self._has_seen = False
        self._ended: dict[str, PrivateSentence] = {}

    async def open_form(self, click: ResolvedClick) -> None:
        """Handles a click that decides nothing, at once: its trigger is valid for three seconds."""
        try:
            done = await self.handle_click(click)
        except Unavailable as error:
            done = PrivateSentence(describe_unavailable(error))
        await self.tell.show_result(click.act, done)

    async def handle_click(self, click: ResolvedClick) -> InteractionResult:
        """Commits a decisive click; answers any other from the payload and our own state."""
        if not self._has_seen:  # `countersign doctor` cannot ask Slack whether clicks arrive
            await self.gateway.store.put(*SEEN, b"1", expires=None)
            self._has_seen = True
        is_page = click.action.startswith(action_ids.PAGE)
        if is_page and (page := action_ids.read_page_action(click.action)) is not None:
            await self.homes.show_home(click.sender, page)
            return NothingToShow()
        if click.action == action_ids.OPEN:
            return NothingToShow()
        if click.action == action_ids.RESUME:
            return await self._resume_thread(click)
        assert isinstance(click.act, ElementClick)  # `judge_form` takes the forms
        if click.token is None:
            if click.action != action_ids.OPTION:
                await self._write_note("forged button", click.sender, detail=click.act.value)
            return PrivateSentence(NOT_OURS)
        if click.surface == "conversation" and not await self._is_own_card(click.act.address, click.token.request):
            request = click.token.request
            await self._write_note(
                "button on another message", click.sender, about=request, detail=str(click.act.address)
            )
            return PrivateSentence(NOT_POSTED.format(self.contexts.make_link(request)).rstrip())
        try:
            if not click.is_decisive:
                return await self._choose_modal(click, click.act, check_click(click))
            if await self.used.is_copy(click):
                return NothingToShow()
            done = await self._commit_click(await self.resolver.confirm_decider(click), click.token.choice)
            await self.used.keep_click(click)
            return done
        except REFUSALS as refused:
            if click.is_decisive:
                await self.used.keep_click(click)
            if self._has_committed(click, refused):
                return NothingToShow()
            return await self._describe_refusal(click, refused)

    async def _is_own_card(self, address: MessageAddress, request: str) -> bool:
        """Whether the message is a card of this request's thread. Waits a moment: a click may come before our own note
        of the card.
        """
        reference, thread = str(address), find_thread_id(request)
        for _ in range(LOOKUPS):
            if await self.gateway.find_thread(CHANNEL, reference) == thread:
                return True
            await asyncio.sleep(SETTLE)
        return False

    async def _commit_click(self, click: ResolvedClick, choice: str) -> InteractionResult:
        """Approves, or answers with a button, for an account that Slack has confirmed."""
        request = check_click(click)
        if click.action != action_ids.APPROVE:
            await self.gateway.answer(make_answer(click, find_answer(request, choice)))
            return NothingToShow()
        after = await self.gateway.decide(make_decision(click, "approve"))
        if len(after.votes) == len(request.votes) and after.status == "pending":
            raise VotedAlready(after.card.progress)
        return NothingToShow()

    async def _choose_modal(self, click: ResolvedClick, act: ElementClick, request: Request) -> InteractionResult:
        """The modal that a checked click opens or changes.

        A person without the right to send a form is refused before they type. Raises `Forbidden`, `Conflict`.
        """
        card = request.card
        match click.action:
            case action_ids.OPTION:
                return ChangeModal(modals.make_reject_modal(card, act.metadata, act.value))
            case action_ids.DETAILS:
                person = self.members.find_known_person(click.sender)
                account = name_account(CHANNEL, click.credential)
                # a channel shows the card to all its members, also to those who may not read the thread
                if why := await self.gateway.explain_denial("read", person, account, thread=request.thread_id):
                    raise Forbidden(why)
                context = self.contexts.build_card_context(card, act.address, "details", None)
                return OpenModal(modals.make_details_modal(card, context))
            case action_ids.APPROVE | action_ids.REJECT | action_ids.EDIT | action_ids.WRITE:
                if card.ask is None:  # by our own state; Slack is asked when the form was sent
                    await self.gateway.rehearse(make_decision(click, "reject", reason="…"))
                elif isinstance(click.person, Person) and click.person.id not in card.may:
                    refused = NotAnApprover(click.person.name, request.id, f"only {card.who_may} may answer")
                    note = {"about": request.id, "detail": str(refused)}
                    await self._write_note("refused: NotAnApprover", click.sender, **note)
                    raise refused
                metadata = self.resolver.sign_for_modal(click)
            case _:
                return PrivateSentence(NOT_OURS)
        match click.action:
            case action_ids.APPROVE:
                return OpenModal(modals.make_confirm_modal(card, metadata))
            case action_ids.REJECT:
                return OpenModal(modals.make_reject_modal(card, metadata))
            case action_ids.EDIT:
                return OpenModal(modals.make_edit_modal(card, await self.gateway.build_form(request.id), metadata))
            case _:
                return OpenModal(modals.make_answer_modal(card, metadata))

    async def _resume_thread(self, click: ResolvedClick) -> InteractionResult:
        if click.token is None or click.surface != "personal":
            return PrivateSentence(NOT_OURS)
        if await self.members.is_outside(click.sender):
            return PrivateSentence(OUTSIDE)
        thread, person = click.token.request, self.members.find_person(click.sender)
        account = name_account(CHANNEL, click.credential)
        try:
            route = (await self.gateway.summarize_thread(thread)).route
            address = MessageAddress.read(route.address) if route is not None and route.channel == CHANNEL else None
            if why := self.rules.explain_no_resume(address.channel if address else "", person):
                await self._write_note("refused: resume", click.sender, about=thread)
                return PrivateSentence(why)
            if why := await self.gateway.explain_denial("operate", person, account, thread=thread):
                return PrivateSentence(why)
            await self.gateway.resume(thread, by=person.id if person else account)
        except (Conflict, NotFound) as refused:
            return PrivateSentence(describe_refusal(refused))
        reply = PrivateSentence("It goes on.")
        if address is None:
            return reply
        return ThreadAnnouncement(f"▶ {name_sender(person, click.sender)} let me go on.", address, reply)

    async def rehearse_form(self, click: ResolvedClick, sent: ModalSubmission) -> FormRehearsal:
        """Checks a sent form from our own state; asks neither Slack nor a tool.

        Returns `AwaitJudgement` when no fault is known, else `FieldErrors`, or `PrivateSentence` where the view has no
        input.
        """
        if click.token is None:
            return PrivateSentence(NOT_OURS)
        if (before := self._ended.get(make_copy_key(click, sent))) is not None:
            return before
        if await self.used.is_copy(click):
            return PrivateSentence(COUNTED)
        try:
            await self.gateway.rehearse(await self._read_decision(click, sent))
        except FormComplaints as wrong:
            request = await self.gateway.find_request(click.token.request)
            return FieldErrors(modals.find_block_errors(wrong.complaints, await self._list_fields(request)))
        except REFUSALS as refused:
            await self.used.keep_click(click)
            told = await self._describe_refusal(click, refused)
            is_typed = isinstance(refused, NotConfirmed)
            block = modals.find_input_block(sent.values, "typed") if is_typed else modals.find_first_input(sent.values)
            return FieldErrors({block: told.text[: modals.MAX_ERROR]}) if block else told
        return AwaitJudgement()

    async def judge_form(self, click: ResolvedClick, sent: ModalSubmission) -> InteractionResult:
        """Commits a sent form. `ChangeModal`: the same form with its values and the refusal; `PrivateSentence`: the
        result.
        """
        if click.token is None:
            return PrivateSentence(NOT_OURS)
        key = make_copy_key(click, sent)
        if (before := self._ended.get(key)) is not None:
            return before
        if await self.used.is_copy(click):
            return PrivateSentence(COUNTED)
        try:
            click = await self.resolver.confirm_decider(click)
            decision = await self._read_decision(click, sent)
            if isinstance(decision, QuestionAnswer):
                request = await self.gateway.answer(decision)
            else:
                request = await self.gateway.decide(decision)
        except REFUSALS as refused:
            await self.used.keep_click(click)
            if self._has_committed(click, refused):
                return PrivateSentence(LEFT)
            return await self._make_form_again(click, sent, refused)
        await self.used.keep_click(click)
        while len(self._ended) >= MOST_ENDED:
            del self._ended[next(iter(self._ended))]
        self._ended[key] = PrivateSentence(_describe_success(sent, request))
        return self._ended[key]

    async def _read_decision(self, click: ResolvedClick, sent: ModalSubmission) -> ApprovalDecision | QuestionAnswer:
        """The decision in the form. Raises `FormComplaints`, `Forbidden`, `ChangedSince`, `NotUnderstood`."""
        request = check_click(click)
        typed = modals.read_input(sent.values, "typed")
        match sent.callback:
            case action_ids.REJECT:
                return make_decision(click, "reject", reason=modals.read_input(sent.values, "reason"))
            case action_ids.APPROVE:
                return make_decision(click, "approve", confirmation=typed)
            case action_ids.EDIT:
                fields = await self.gateway.build_form(request.id)
                arguments = convert_values(fields, modals.read_values(sent.values, fields))
                return make_decision(click, "approve", arguments=arguments, confirmation=typed)
            case action_ids.WRITE:
                ask, answer = request.card.ask, modals.read_input(sent.values, "answer")
                if ask is not None and ask.format == "form":
                    answer = convert_values(ask.fields, modals.read_values(sent.values, ask.fields))
                elif ask is not None and question.list_answers(ask):
                    answer = find_answer(request, answer)
                return make_answer(click, answer)
            case _:
                raise BadInput(NOT_OURS)

    async def _make_form_again(
        self, click: ResolvedClick, sent: ModalSubmission, refused: CountersignError
    ) -> InteractionResult:
        """The form as it was sent, with the refusal in it; only the refusal where the form cannot be sent again.

        It carries the digest that it carried before: a call that changed in between cannot be approved by it.
        """
        told = await self._describe_refusal(click, refused)
        try:
            request = await self.gateway.find_request(click.token.request if click.token else "")
            fields = await self._list_fields(request)
            values = modals.read_values(sent.values, fields)
            fields = tuple(field.model_copy(update={"value": values[field.name]}) for field in fields)
        except (Conflict, NotFound, BadInput):
            return told
        if request.status != "pending":
            return told
        written = modals.FormInputState(
            complaints=refused.complaints if isinstance(refused, FormComplaints) else {"": told.text},
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

    async def _list_fields(self, request: Request) -> tuple[FormField, ...]:
        return request.card.ask.fields if request.card.ask else await self.gateway.build_form(request.id)

    def _has_committed(self, click: ResolvedClick, refused: CountersignError) -> bool:
        """Whether a click that an earlier process had is refused because that process committed it."""
        person = self.members.find_person(click.sender)
        settled_by = (refused.decided_by or "").split(", ") if isinstance(refused, AlreadySettled) else []
        return bool(click.is_left and person and (person.id in settled_by or isinstance(refused, VotedAlready)))

    async def _describe_refusal(self, click: ResolvedClick, refused: CountersignError) -> PrivateSentence:
        """The refusal as a sentence; for a call that changed since it was shown, the differences.

        The platform notes people without the right to decide; unknown accounts are noted here.
        """
        id, shown = (click.token.request, click.token.digest) if click.token else ("", "")
        link = self.contexts.make_link(id)
        changed = refused.request if isinstance(refused, ChangedSince) else None
        if isinstance(refused, DigestMismatch):
            now = await self.gateway.find_request(id)
            changed = now if now.status == "pending" and now.digest != shown else None
        if changed is not None:
            return PrivateSentence(describe_change(changed, shown, link), is_refusal=True)
        if self.members.find_person(click.sender) is None:
            await self._write_note("refused: stranger", click.sender, about=id, detail=str(refused))
        text = f"{refused} {link}".rstrip() if isinstance(refused, UnshownCall) else describe_refusal(refused)
        return PrivateSentence(text, is_refusal=True)

    async def _write_note(self, what: str, sender: SlackSender, *, about: str = "", detail: str = "") -> None:
        """Writes a row of the audit."""
        person = self.members.find_person(sender)
        line = f"{name_credential(sender)} {detail}"
        await self.gateway.write_note(
            what, person=person.id if person else "", door=CHANNEL, about=about, detail=line[:500]
        )


def _describe_success(sent: ModalSubmission, request: Request) -> str:
    """The result of a committed form, for its sender."""
    if sent.callback == action_ids.WRITE:
        return "✅ Answered. The agent goes on."
    if request.status == "rejected":
        return "❌ Rejected. The agent hears your reason."
    if request.status == "pending" and sent.callback == action_ids.EDIT and request.card.edit_rule == "by_another":
        return "✏️ Proposed. Somebody else must approve it as you changed it; a new card shows it."
    if request.status == "pending":
        return f"✅ Your word counts. It is not settled yet: {request.card.progress}."
    return f"✅ {request.status.capitalize()}. The card shows how it goes."
