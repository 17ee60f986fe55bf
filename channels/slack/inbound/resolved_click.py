"""A click or a sent form with the facts behind it: its token, person and request, looked up once; and the check of it."""

import hashlib
import json
from typing import Literal, NamedTuple, TypeAlias

from bot.core.base_types import JSON
from bot.core.card.document_builder import build_document
from bot.core.errors import (
    THREAD_RESTS,
    AlreadySettled,
    BadInput,
    Conflict,
    CountersignError,
    Forbidden,
    NotFound,
    OnHold,
    Unavailable,
)
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from channels.slack import button_tokens
from channels.slack.button_tokens import ButtonToken
from channels.slack.inbound.identity import MemberIdentity
from channels.slack.inbound.payload_parser import ElementClick, ModalSubmission, SlackSender
from channels.slack.views import action_ids
from channels.slack.views.card_printer import SLACK_LIMITS
from channels.slack.views.refusal_texts import NOT_OURS

ClickSurface: TypeAlias = Literal["personal", "conversation", "modal"]
"""Where a token is valid: in one person's Home and lists, in one conversation, or in one person's modals."""

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


class VotedAlready(Conflict):
    """You approved this already, and it counts: {0}. Others must approve it, too."""


class ResolvedClick(NamedTuple):
    """A click or a sent form. A fact that could not be found is the refusal that follows from it.

    `action` is the id of the button, or of the form. `token` is None for a value that was not signed for this surface.
    `person` is by our own state until `confirm_decider` has asked Slack. `request` is the request if `check_click` has
    nothing against the act. `is_decisive`: it may decide something, so it must be durable before it is acknowledged.
    `is_left`: an earlier process had this act, and may have committed it.

    `key` is a hash of the payload: Slack gives each interaction a trigger of its own, so a second payload with the same
    content is a copy, of a recorded request or by a delivery that was repeated. `form_key` is a hash that a form has in
    common with a second press of its button: same sender, dialog and values.
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
    key: str
    form_key: str = ""


class ClickResolver:
    """Looks up the facts of clicks and sent forms, and checks them."""

    def __init__(self, gateway: ChannelGateway, members: MemberIdentity) -> None:
        self.gateway, self.members = gateway, members

    async def resolve_click(self, act: ElementClick | ModalSubmission, *, is_left: bool = False) -> ResolvedClick:
        """The click with its facts, from our own state alone: no remote system is asked.

        It is checked, unless it is a button that decides: `confirm_decider` checks that one.

        Where a word must be typed, *Approve* opens a form as *Reject* does, and is not decisive: a form cannot wait for
        the earlier clicks of the same person, since its trigger is valid for three seconds.
        """
        sender = act.sender
        places: dict[ClickSurface, str] = {"modal": f"modal/{sender.user}"}
        if is_form := isinstance(act, ModalSubmission):
            action, value = act.callback, act.metadata
        elif act.action == action_ids.OPTION:
            action, value = act.action, act.metadata
        else:
            action, value, places = act.action, act.value, {"personal": f"home/{sender.user}"}
            if act.address.channel:
                places["conversation"] = act.address.channel
        surface, token = button_tokens.find_token(
            self.gateway.derive(button_tokens.PURPOSE), value, sender.team, places
        )
        request = await self._find_request(token)
        opens_form = action == action_ids.APPROVE and isinstance(request, Request) and bool(request.card.typed)
        decides = (action in DECISIVE or action.startswith(action_ids.ANSWER)) and not opens_form
        person, credential = self.members.recognize_sender(sender)
        is_decisive = is_form or decides
        key, form_key = hashlib.sha256(repr(act).encode("utf-8", "surrogatepass")).hexdigest(), ""
        if isinstance(act, ModalSubmission):
            form: JSON = [credential, act.view, act.callback, act.metadata, act.values]
            form_key = hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()
        click = ResolvedClick(
            act, action, sender, credential, surface, token, person, request, is_decisive, is_left, key, form_key
        )
        return click if decides and not is_form else _check(click)

    async def confirm_decider(self, click: ResolvedClick) -> ResolvedClick:
        """The click of an account that Slack confirms now, checked with the request as it is afterwards.

        Raises subclasses of `Forbidden`, and `NobodyAsked`.
        """
        try:
            person = await self.members.require_decider(click.sender)
        except Unavailable as error:
            raise NobodyAsked(str(error)) from error
        return _check(click._replace(person=person, request=await self._find_request(click.token)))

    async def _find_request(self, token: ButtonToken | None) -> Request | CountersignError:
        if token is None:
            return BadInput(NOT_OURS)
        try:
            return await self.gateway.find_request(token.request)
        except (Conflict, NotFound, Unavailable) as refused:
            return refused


def check_again(click: ResolvedClick, person: Person | Forbidden) -> ResolvedClick:
    """The click of `person`, checked."""
    return _check(click._replace(person=person))


def _check(click: ResolvedClick) -> ResolvedClick:
    try:
        return click._replace(request=check_click(click))
    except CountersignError as refused:
        return click._replace(request=refused)


def check_click(click: ResolvedClick) -> Request:
    """The request of a click against which nothing in our own state speaks. Pure.

    Raises the refusal otherwise: `Forbidden`, `Conflict`, `NotFound`, `BadInput`, `Unavailable`. The account's state in
    Slack, and all that the platform checks as it commits, come after it.
    """
    is_form = isinstance(click.act, ModalSubmission)
    if is_form and isinstance(click.person, Forbidden):
        raise click.person
    if click.token is None:
        raise BadInput(NOT_OURS)
    if isinstance(click.request, CountersignError):
        raise click.request
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
    if approves and is_open and is_same and (why := build_document(request.card, SLACK_LIMITS).why_not):
        raise UnshownCall(why)
    if isinstance(click.person, Forbidden) and not click.is_decisive and action != action_ids.OPTION:
        raise click.person
    return request
