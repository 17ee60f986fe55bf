"""Checks that clicks and sent forms share: the person, the token, the state of the request, and the text of a refusal."""

from typing import TypeVar

from pydantic import ValidationError

from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import (
    AlreadySettled,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    NotUnderstood,
    Unavailable,
)
from bot.core.escaping import make_visible
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from bot.core.steps import describe_validation_errors
from bot.core.values import JSON, FrozenModel
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, MessageAddress
from channels.slack.button_tokens import ButtonToken
from channels.slack.inbound.identity import MemberIdentity
from channels.slack.inbound.interaction_results import NothingToShow, PrivateSentence
from channels.slack.inbound.payload_parser import SlackSender
from channels.slack.outbound.notifier import ViewContexts, name_audience
from channels.slack.views import call_section, question
from channels.slack.views.blocks import escape_mrkdwn
from channels.slack.views.refusal_texts import describe_change, describe_refusal

LEFT = "✅ That was stored and has been decided. The card shows how it went."
"""Text in the dialog of a form that was judged as an earlier process ended."""

W = TypeVar("W", bound=FrozenModel)


class ChangedSince(Conflict):
    """{0}"""


class VotedAlready(Conflict):
    """You approved this already, and it counts: {0}. Others must approve it, too."""


class NobodyAsked(Conflict):
    """{0} Nothing was decided."""


class RequestJudge:
    """Checks a request against the version that a person saw, and describes refusals."""

    def __init__(self, gateway: ChannelGateway, members: MemberIdentity, contexts: ViewContexts) -> None:
        self.gateway, self.members, self.contexts = gateway, members, contexts

    async def find_decider(self, sender: SlackSender) -> Person:
        """The person of an account that Slack confirms now. Raises subclasses of `Forbidden`, `NobodyAsked`."""
        try:
            return await self.members.require_decider(sender)
        except Unavailable as error:
            raise NobodyAsked(str(error)) from error

    def refuse_closed(self, request: Request, token: ButtonToken) -> None:
        """Raises `AlreadySettled` for a settled request, `ChangedSince` for one that changed after `token` was shown."""
        if request.status != "pending":
            by = request.decided_by_name or ""
            raise AlreadySettled(request.status, request.decided_by, request.decided_at, by)
        self.refuse_changed(request, token)

    def refuse_changed(self, request: Request, token: ButtonToken) -> None:
        """Raises `ChangedSince` for an open request with another digest than the one that was shown."""
        if request.status == "pending" and request.digest != token.digest:
            raise ChangedSince(describe_change(request, token.digest, self.contexts.make_link(request.id)))

    def refuse_unshown(self, request: Request, token: ButtonToken) -> None:
        """Raises `Forbidden` for a call that no card in Slack shows whole, even if the button is genuine."""
        is_it = request.status == "pending" and request.digest == token.digest
        if is_it and (why := call_section.build_call_section(request.card, "").why_not):
            raise Forbidden(f"It cannot be approved in Slack. {why} {self.contexts.make_link(request.id)}".rstrip())

    def sign_for_modal(self, token: ButtonToken, sender: SlackSender, address: MessageAddress) -> str:
        """The metadata of a modal for this person: the request and digest that the card showed, and the address of the
        card.
        """
        place = f"{address.channel}/{address.ts}" if address.channel else ""
        return button_tokens.sign_token(
            self.contexts.keys, token.model_copy(update={"choice": place}), _name_modal_audience(sender)
        )

    def verify_modal_token(self, metadata: str, sender: SlackSender) -> ButtonToken | None:
        return button_tokens.verify_token(self.contexts.keys, metadata, _name_modal_audience(sender))

    async def describe_refusal_to(
        self,
        sender: SlackSender,
        request: str,
        refused: CountersignError,
        *,
        shown: str = "",
        is_left: bool = False,
        is_form: bool = False,
    ) -> PrivateSentence | NothingToShow:
        """The refusal as a sentence; for a call that changed since the digest `shown`, the differences.

        The platform notes people without the right to decide; unknown accounts are noted here. A click that an earlier process
        had may be refused because that process committed it: then there is no reply, except to end the text of a
        dialog.
        """
        person = self.members.find_person(sender)
        settled_by = (refused.decided_by or "").split(", ") if isinstance(refused, AlreadySettled) else []
        if is_left and person and (person.id in settled_by or isinstance(refused, VotedAlready)):
            return PrivateSentence(LEFT) if is_form else NothingToShow()
        if isinstance(refused, DigestMismatch):
            now = await self.gateway.find_request(request)
            if now.status == "pending" and now.digest != shown:
                return PrivateSentence(describe_change(now, shown, self.contexts.make_link(request)), is_refusal=True)
        if person is None:
            await self.write_note("refused: stranger", sender, about=request, detail=str(refused))
        return PrivateSentence(describe_refusal(refused), is_refusal=True)

    async def write_note(self, what: str, sender: SlackSender, *, about: str = "", detail: str = "") -> None:
        """Writes a row of the audit."""
        person = self.members.find_person(sender)
        line = f"{name_credential(sender)} {detail}"
        await self.gateway.write_note(
            what, person=person.id if person else "", door=CHANNEL, about=about, detail=line[:500]
        )


def find_card_address(token: ButtonToken, sender: SlackSender) -> MessageAddress | None:
    """The address of the card from which a modal was opened; None when it was opened from Home."""
    channel, slash, thread = token.choice.partition("/")
    return MessageAddress(sender.team, channel, thread) if slash and channel else None


def name_credential(sender: SlackSender) -> str:
    return f"{sender.team.id}/{sender.user}"


def name_sender(person: Person | None, sender: SlackSender) -> str:
    """The sender's name in mrkdwn; a mention where the directory has no person."""
    return escape_mrkdwn(make_visible(person.name)) if person else f"<@{sender.user}>"


def make_decision(
    token: ButtonToken, person: Person, sender: SlackSender, decision: str, **given: str
) -> ApprovalDecision:
    """A decision through Slack. `given`: reason, arguments, confirmation. Raises `NotUnderstood`."""
    return _build_value(
        ApprovalDecision,
        call=token.request,
        digest=token.digest,
        decision=decision,
        person=person.id,
        door=CHANNEL,
        credential=name_credential(sender),
        reason=given.get("reason", ""),
        arguments=given.get("arguments"),
        confirmation=given.get("confirmation", ""),
    )


def make_answer(token: ButtonToken, person: Person, sender: SlackSender, text: str) -> QuestionAnswer:
    """An answer through Slack. Raises `NotUnderstood`."""
    credential = name_credential(sender)
    return _build_value(
        QuestionAnswer, call=token.request, answer=text, person=person.id, door=CHANNEL, credential=credential
    )


def find_answer(request: Request, choice: str) -> str:
    """The answer of a button: `choice` is the number of one of the question's own. Raises `NotUnderstood`."""
    found = question.find_answer_text(request.card.ask, choice) if request.card.ask else None
    if found is None:
        raise NotUnderstood("This answer is not one of the question's.")
    return found


def _build_value(kind: type[W], **fields: JSON) -> W:
    """Validates a decision or an answer. Raises `NotUnderstood`, for values that our dialogs do not send."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise NotUnderstood(f"That cannot be taken: {describe_validation_errors(error)}") from error


def _name_modal_audience(sender: SlackSender) -> str:
    return name_audience(sender.team, f"modal/{sender.user}")
