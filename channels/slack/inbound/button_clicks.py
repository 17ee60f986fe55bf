"""Judges clicks: each opens a form, decides, answers, or shows the clicker a private sentence."""

import asyncio

from bot.core.errors import BadInput, Conflict, Forbidden, NotAnApprover, NotFound, OnHold
from bot.core.people import name_account
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from bot.core.threads.thread import find_thread_id
from bot.core.values import JSON
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, MessageAddress
from channels.slack.button_tokens import ButtonToken
from channels.slack.channel_permissions import ChannelRules
from channels.slack.inbound.identity import OUTSIDE, MemberIdentity
from channels.slack.inbound.interaction_results import (
    ChangeModal,
    InteractionResult,
    NothingToShow,
    OpenModal,
    PrivateSentence,
    ThreadAnnouncement,
    TurnPage,
)
from channels.slack.inbound.payload_parser import ElementClick
from channels.slack.inbound.request_checks import (
    RequestJudge,
    VotedAlready,
    find_answer,
    make_answer,
    make_decision,
    name_credential,
    name_sender,
)
from channels.slack.outbound.notifier import ViewContexts, name_audience
from channels.slack.views import action_ids, modals
from channels.slack.views.refusal_texts import NOT_OURS, NOT_POSTED, describe_refusal

SETTLE, LOOKUPS = 0.1, 15
"""Seconds between two lookups of a card that is just being noted, and the number of lookups."""
DECISIVE = (action_ids.APPROVE, action_ids.CHOOSE, action_ids.RESUME)


class CardClicks(RequestJudge):
    """Judges a click by the current state of its request. Raises `Unavailable` when nothing could be committed."""

    def __init__(
        self, gateway: ChannelGateway, members: MemberIdentity, contexts: ViewContexts, rules: ChannelRules
    ) -> None:
        super().__init__(gateway, members, contexts)
        self.rules = rules

    async def is_decisive(self, click: ElementClick) -> bool:
        """Whether this click may decide something, so that it must be durable before it is acknowledged.

        By our own state: where something must be typed, Approve opens a form as Reject does, which cannot wait for the
        earlier clicks of the same person.
        """
        if click.action == action_ids.APPROVE:
            token = self._verify_personal_token(click) or self._verify_shared_token(click)
            try:
                return token is None or not (await self.gateway.find_request(token.request)).card.typed
            except (Conflict, NotFound):
                return True
        return click.action in DECISIVE or click.action.startswith(action_ids.ANSWER)

    async def handle_click(self, click: ElementClick, *, is_left: bool = False) -> InteractionResult:
        """Commits a decisive click; answers any other from the payload and our own state.

        `is_left`: an earlier process had this click, and may have committed it.
        """
        if (page := action_ids.read_page_action(click.action)) is not None:
            return TurnPage(page)
        if click.action == action_ids.OPEN:
            return NothingToShow()
        if click.action == action_ids.RESUME:
            return await self._resume_thread(click)
        if click.action == action_ids.OPTION:
            return await self._choose_reason(click)
        token = await self._find_token(click)
        if isinstance(token, PrivateSentence):
            return token
        try:
            return await self._commit_click(click, token)
        except (Conflict, Forbidden, BadInput, NotFound) as refused:
            return await self.describe_refusal_to(
                click.sender, token.request, refused, shown=token.digest, is_left=is_left
            )

    async def _commit_click(self, click: ElementClick, token: ButtonToken) -> InteractionResult:
        request = await self.gateway.find_request(token.request)
        if (
            click.action in (action_ids.APPROVE, action_ids.EDIT)
            and request.status == "pending"
            and request.card.paused
        ):
            raise OnHold(request.card.paused)
        match click.action:
            case action_ids.APPROVE if not request.card.typed:
                self.refuse_unshown(request, token)
                person = await self.find_decider(click.sender)
                before = await self.gateway.find_request(token.request)
                after = await self.gateway.decide(make_decision(token, person, click.sender, "approve"))
                if len(after.votes) == len(before.votes) and after.status == "pending":
                    raise VotedAlready(after.card.progress)
                return NothingToShow()
            case action_ids.DETAILS:
                person = self.members.find_known_person(click.sender)
                account = name_account(CHANNEL, name_credential(click.sender))
                # a channel shows the card to all its members, also to those who may not read the thread
                if why := self.gateway.explain_denial("read", person, account, thread=request.thread_id):
                    raise Forbidden(why)
                return OpenModal(
                    modals.make_details_modal(
                        request.card, self.contexts.build_card_context(request.card, click.address, "details", None)
                    )
                )
            case action_ids.EDIT if not request.card.edits:
                return PrivateSentence("The policy allows no edits. Reject it with a reason instead.")
            case action_ids.APPROVE | action_ids.REJECT | action_ids.EDIT | action_ids.WRITE:
                self.refuse_closed(request, token)
                await self._refuse_form(click, token, request)
                return OpenModal(self._make_form(click, token, request))
            case name if name == action_ids.CHOOSE or name.startswith(action_ids.ANSWER):
                text = find_answer(request, token.choice)
                await self.gateway.answer(make_answer(token, await self.find_decider(click.sender), click.sender, text))
                return NothingToShow()
            case _:
                return PrivateSentence(NOT_OURS)

    def _make_form(self, click: ElementClick, token: ButtonToken, request: Request) -> JSON:
        metadata = self.sign_for_modal(token, click.sender, click.address._replace(ts=click.thread))
        match click.action:
            case action_ids.APPROVE:
                return modals.make_confirm_modal(request.card, metadata)
            case action_ids.REJECT:
                return modals.make_reject_modal(request.card, metadata)
            case action_ids.EDIT:
                return modals.make_edit_modal(request.card, self.gateway.build_form(token.request), metadata)
            case _:
                return modals.make_answer_modal(request.card, metadata)

    async def _refuse_form(self, click: ElementClick, token: ButtonToken, request: Request) -> None:
        """Refuses a form to a person without the right to send it, before they type.

        Raises subclasses of `Forbidden` and `Conflict` by our own state; Slack is asked when the form was sent.
        """
        person = self.members.find_known_person(click.sender)
        if request.card.ask is None:
            await self.gateway.rehearse(make_decision(token, person, click.sender, "reject", reason="…"))
        elif person.id not in request.card.may:
            refused = NotAnApprover(person.name, request.id, f"only {request.card.who_may} may answer")
            await self.write_note("refused: NotAnApprover", click.sender, about=request.id, detail=str(refused))
            raise refused

    async def _find_token(self, click: ElementClick) -> ButtonToken | PrivateSentence:
        """The token of the button. A card's button is valid in its own conversation and on the message that we posted."""
        if (personal := self._verify_personal_token(click)) is not None:
            return personal
        shared = self._verify_shared_token(click)
        if shared is None:
            await self.write_note("forged button", click.sender, detail=click.value)
            return PrivateSentence(NOT_OURS)
        if not await self._is_own_card(click.address, find_thread_id(shared.request)):
            await self.write_note(
                "button on another message", click.sender, about=shared.request, detail=str(click.address)
            )
            return PrivateSentence(NOT_POSTED.format(self.contexts.make_link(shared.request)).rstrip())
        return shared

    def _verify_personal_token(self, click: ElementClick) -> ButtonToken | None:
        """The token of a button in this person's Home or list."""
        return button_tokens.verify_token(
            self.contexts.keys, click.value, name_audience(click.sender.team, f"home/{click.sender.user}")
        )

    def _verify_shared_token(self, click: ElementClick) -> ButtonToken | None:
        """The token of a button in a conversation."""
        where = click.address.channel
        return (
            button_tokens.verify_token(self.contexts.keys, click.value, name_audience(click.sender.team, where))
            if where
            else None
        )

    async def _is_own_card(self, address: MessageAddress, thread: str) -> bool:
        """Whether the message is a card of this thread. Waits a moment: a click may come before our own note of the
        card.
        """
        for _ in range(LOOKUPS):
            if self.gateway.find_thread(CHANNEL, str(address)) == thread:
                return True
            await asyncio.sleep(SETTLE)
        return False

    async def _choose_reason(self, click: ElementClick) -> InteractionResult:
        """Puts the text of the chosen reason to reject into the field of the open modal."""
        token = self.verify_modal_token(click.metadata, click.sender)
        if token is None:
            return PrivateSentence(NOT_OURS)
        try:
            request = await self.gateway.find_request(token.request)
            self.refuse_closed(request, token)
        except (Conflict, NotFound) as refused:
            return await self.describe_refusal_to(click.sender, token.request, refused)
        return ChangeModal(modals.make_reject_modal(request.card, click.metadata, click.value))

    async def _resume_thread(self, click: ElementClick) -> InteractionResult:
        token = self._verify_personal_token(click)
        if token is None:
            return PrivateSentence(NOT_OURS)
        if await self.members.is_outside(click.sender):
            return PrivateSentence(OUTSIDE)
        person = self.members.find_person(click.sender)
        account = name_account(CHANNEL, name_credential(click.sender))
        try:
            route = self.gateway.summarize_thread(token.request).route
            address = MessageAddress.read(route.address) if route is not None and route.channel == CHANNEL else None
            if why := self.rules.explain_no_resume(address.channel if address else "", person):
                await self.write_note("refused: resume", click.sender, about=token.request)
                return PrivateSentence(why)
            if why := self.gateway.explain_denial("operate", person, account, thread=token.request):
                return PrivateSentence(why)
            await self.gateway.resume(token.request, by=person.id if person else account)
        except (Conflict, NotFound) as refused:
            return PrivateSentence(describe_refusal(refused))
        reply = PrivateSentence("It goes on.")
        if address is None:
            return reply
        return ThreadAnnouncement(f"▶ {name_sender(person, click.sender)} let me go on.", address, reply)
