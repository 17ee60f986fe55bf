"""A click or a sent form with the facts behind it: its token, person and request, looked up once; and the check of it."""

from typing import Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import ValidationError

from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import (
    THREAD_RESTS,
    AlreadySettled,
    BadInput,
    Conflict,
    CountersignError,
    Forbidden,
    NotFound,
    NotUnderstood,
    OnHold,
    Unavailable,
)
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from bot.core.steps import describe_validation_errors
from bot.core.values import JSON, FrozenModel
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, MessageAddress
from channels.slack.button_tokens import ButtonToken
from channels.slack.inbound.identity import MemberIdentity, name_credential
from channels.slack.inbound.payload_parser import ElementClick, ModalSubmission, SlackSender
from channels.slack.views import action_ids, card_printer, question
from channels.slack.views.refusal_texts import NOT_OURS

ClickSurface: TypeAlias = Literal["personal", "conversation", "modal"]
"""Where a token is valid: in one person's Home and lists, in one conversation, or in one person's modals."""
W = TypeVar("W", bound=FrozenModel)

OPENING = (action_ids.REJECT, action_ids.EDIT, action_ids.WRITE, action_ids.OPTION)
"""Clicks for which a request must be open and unchanged; an `APPROVE` that opens a form is another."""
DECISIVE = (action_ids.APPROVE, action_ids.CHOOSE, action_ids.RESUME)


class ChangedSince(Conflict):
    """The request was changed after it was shown."""

    def __init__(self, request: Request) -> None:
        self.request = request
        super().__init__()


class UnshownCall(Forbidden):
    """It cannot be approved in Slack. {0}"""


class NobodyAsked(Conflict):
    """{0} Nothing was decided."""


class ResolvedClick(NamedTuple):
    """A click or a sent form. A fact that could not be found is the refusal that follows from it.

    `action` is the id of the button, or of the form. `token` is None for a value that was not signed for this surface;
    then `request` is a refusal. `person` is by our own state until `confirm_decider` has asked Slack.
    `is_decisive`: it may decide something, so it must be durable before it is acknowledged. `is_left`: an earlier
    process had this act, and may have committed it.
    """

    act: ElementClick | ModalSubmission
    action: str
    sender: SlackSender
    credential: str
    surface: ClickSurface | None
    token: ButtonToken | None
    person: Person | Forbidden
    request: Request | CountersignError
    is_decisive: bool
    is_left: bool

    @property
    def card_address(self) -> MessageAddress | None:
        """The address of the card from which a modal was opened; None when it was opened from Home."""
        channel, slash, thread = (self.token.choice if self.token else "").partition("/")
        return MessageAddress(self.sender.team, channel, thread) if slash and channel else None


def check_click(click: ResolvedClick) -> Request:
    """The request of a click against which nothing in our own state speaks. Pure.

    Raises the refusal otherwise: `Forbidden`, `Conflict`, `NotFound`, `BadInput`, `Unavailable`. The account's state in
    Slack, and all that the platform checks as it commits, come after it.
    """
    is_form = isinstance(click.act, ModalSubmission)
    if is_form and isinstance(click.person, Forbidden):
        raise click.person
    if click.token is None or not isinstance(click.request, Request):
        raise click.request if isinstance(click.request, CountersignError) else BadInput(NOT_OURS)
    request, action = click.request, click.action
    is_open, is_same = request.status == "pending", request.digest == click.token.digest
    if request.card.is_resting and is_open and action != action_ids.DETAILS:
        raise Conflict(THREAD_RESTS)
    if not is_form and is_open and request.card.paused and action in (action_ids.APPROVE, action_ids.EDIT):
        raise OnHold(request.card.paused)
    if action == action_ids.EDIT and not is_form and not request.card.edits:
        raise Forbidden("The policy allows no edits. Reject it with a reason instead.")
    opens = action in OPENING or (action == action_ids.APPROVE and not click.is_decisive)
    must_be_open = action == action_ids.EDIT if is_form else opens
    if must_be_open and not is_open:
        raise AlreadySettled(request.status, request.decided_by, request.decided_at, request.decided_by_name or "")
    if (must_be_open or is_form) and is_open and not is_same:
        raise ChangedSince(request)
    approves = action in (action_ids.APPROVE, action_ids.EDIT) and click.is_decisive
    if approves and is_open and is_same and (why := card_printer.explain_unshown(request.card)):
        raise UnshownCall(why)
    if isinstance(click.person, Forbidden) and not click.is_decisive and action != action_ids.OPTION:
        raise click.person
    return request


class ClickResolver:
    """Looks up the facts of clicks and sent forms."""

    def __init__(self, gateway: ChannelGateway, members: MemberIdentity) -> None:
        self.gateway, self.members = gateway, members

    async def resolve_click(self, act: ElementClick | ModalSubmission, *, is_left: bool = False) -> ResolvedClick:
        """The click with its facts, from our own state alone: no remote system is asked.

        Where a word must be typed, *Approve* opens a form as *Reject* does, and is not decisive: a form cannot wait for
        the earlier clicks of the same person, since its trigger is valid for three seconds.
        """
        sender, credential = act.sender, name_credential(act.sender)
        try:
            person: Person | Forbidden = self.members.find_known_person(sender)
        except Forbidden as refused:
            person = refused
        places: dict[ClickSurface, str]
        if isinstance(act, ModalSubmission):
            action, value, places = act.callback, act.metadata, {"modal": f"modal/{sender.user}"}
        elif act.action == action_ids.OPTION:
            action, value, places = act.action, act.metadata, {"modal": f"modal/{sender.user}"}
        else:
            action, value, places = act.action, act.value, {"personal": f"home/{sender.user}"}
            if act.address.channel:
                places["conversation"] = act.address.channel
        surface, token = button_tokens.find_token(
            self.gateway.derive(button_tokens.PURPOSE), value, sender.team, places
        )
        request: Request | CountersignError = BadInput(NOT_OURS)
        if token is not None:
            try:
                request = await self.gateway.find_request(token.request)
            except (Conflict, NotFound, Unavailable) as refused:
                request = refused
        opens_form = action == action_ids.APPROVE and isinstance(request, Request) and bool(request.card.typed)
        is_decisive = isinstance(act, ModalSubmission) or (
            (action in DECISIVE or action.startswith(action_ids.ANSWER)) and not opens_form
        )
        return ResolvedClick(act, action, sender, credential, surface, token, person, request, is_decisive, is_left)

    async def confirm_decider(self, click: ResolvedClick) -> ResolvedClick:
        """The click of an account that Slack confirms now, with the request as it is afterwards.

        Raises subclasses of `Forbidden`, and `NobodyAsked`.
        """
        try:
            person = await self.members.require_decider(click.sender)
        except Unavailable as error:
            raise NobodyAsked(str(error)) from error
        try:
            request: Request | CountersignError = await self.gateway.find_request(
                click.token.request if click.token else ""
            )
        except (Conflict, NotFound, Unavailable) as refused:
            request = refused
        return click._replace(person=person, request=request)

    def sign_for_modal(self, click: ResolvedClick) -> str:
        """The metadata of a modal for this person: the request and digest that the card showed, and the address of the
        card.
        """
        assert isinstance(click.act, ElementClick)  # only a checked click of a card or of Home opens a modal
        assert click.token is not None
        channel = click.act.address.channel
        token = click.token.model_copy(update={"choice": f"{channel}/{click.act.thread}" if channel else ""})
        audience = button_tokens.name_audience(click.sender.team, f"modal/{click.sender.user}")
        return button_tokens.sign_token(self.gateway.derive(button_tokens.PURPOSE), token, audience)


def make_decision(click: ResolvedClick, decision: str, **given: str) -> ApprovalDecision:
    """A decision through Slack. `given`: reason, arguments, confirmation. Raises `Forbidden`, `NotUnderstood`."""
    return _build_value(
        ApprovalDecision,
        click,
        digest=click.token.digest if click.token else "",
        decision=decision,
        reason=given.get("reason", ""),
        arguments=given.get("arguments"),
        confirmation=given.get("confirmation", ""),
    )


def make_answer(click: ResolvedClick, text: str) -> QuestionAnswer:
    """An answer through Slack. Raises `Forbidden`, `NotUnderstood`."""
    return _build_value(QuestionAnswer, click, answer=text)


def _build_value(kind: type[W], click: ResolvedClick, **fields: JSON) -> W:
    """Validates a decision or an answer. Raises `NotUnderstood`, for values that our dialogs do not send."""
    if isinstance(click.person, Forbidden):
        raise click.person
    who = {"person": click.person.id, "door": CHANNEL, "credential": click.credential}
    try:
        return kind.model_validate({"call": click.token.request if click.token else "", **who, **fields})
    except ValidationError as error:
        raise NotUnderstood(f"That cannot be taken: {describe_validation_errors(error)}") from error


def find_answer(request: Request, choice: str) -> str:
    """The answer of a button: `choice` is the number of one of the question's own. Raises `NotUnderstood`."""
    found = question.find_answer_text(request.card.ask, choice) if request.card.ask else None
    if found is None:
        raise NotUnderstood("This answer is not one of the question's.")
    return found
