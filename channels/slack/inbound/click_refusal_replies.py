"""Says why a click or a form was refused, and notes it in the audit."""

from collections.abc import Awaitable, Callable

from bot.core.errors import (
    AlreadySettled,
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    FormComplaints,
    NotFound,
)
from bot.core.forms import FormField
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from channels.slack.addresses import CHANNEL
from channels.slack.inbound.identity import MemberIdentity, name_credential
from channels.slack.inbound.payload_parser import ModalSubmission, SlackSender
from channels.slack.inbound.resolved_click import ChangedSince, ResolvedClick, UnshownCall, VotedAlready
from channels.slack.outbound.interaction_replies import ChangeModal, PrivateSentence
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import action_ids, form_inputs, modals
from channels.slack.views.refusal_texts import describe_change, describe_refusal

ListFields = Callable[[Request], Awaitable[tuple[FormField, ...]]]
"""Lists the fields of a request's form. Raises `Conflict`, `NotFound`, `BadInput`."""


class ClickRefusals:
    """Turns an error about a click into the text that its sender is shown."""

    def __init__(self, gateway: ChannelGateway, members: MemberIdentity, contexts: ViewContexts) -> None:
        self.gateway, self.members, self.contexts = gateway, members, contexts

    def has_committed(self, click: ResolvedClick, refused: CountersignError) -> bool:
        """Whether a click that an earlier process had is refused because that process committed it."""
        person = self.members.find_person(click.sender)
        settled_by = (refused.decided_by or "").split(", ") if isinstance(refused, AlreadySettled) else []
        return bool(click.is_left and person and (person.id in settled_by or isinstance(refused, VotedAlready)))

    async def describe_refusal(self, click: ResolvedClick, refused: CountersignError) -> PrivateSentence:
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
            await self.write_note("refused: stranger", click.sender, about=id, detail=str(refused))
        text = f"{refused} {link}".rstrip() if isinstance(refused, UnshownCall) else describe_refusal(refused)
        return PrivateSentence(text, is_refusal=True)

    async def make_form_again(
        self, click: ResolvedClick, sent: ModalSubmission, refused: CountersignError, list_fields: ListFields
    ) -> tuple[PrivateSentence, ChangeModal | None]:
        """The refusal, and the form as it was sent with the refusal in it, where the form can be sent again.

        It carries the digest that it carried before: a call that changed in between cannot be approved by it.
        """
        told = await self.describe_refusal(click, refused)
        try:
            request = await self.gateway.find_request(click.token.request if click.token else "")
            fields = await list_fields(request)
        except (Conflict, NotFound, BadInput):
            return told, None
        if request.status != "pending" or sent.callback not in action_ids.FORMS:
            return told, None
        complaints = refused.complaints if isinstance(refused, FormComplaints) else {"": told.text}
        written = form_inputs.read_form(sent.values, fields)._replace(complaints=complaints)
        return told, ChangeModal(modals.make_form_modal(sent.callback, request.card, sent.metadata, fields, written))

    async def write_note(self, what: str, sender: SlackSender, *, about: str = "", detail: str = "") -> None:
        person = self.members.find_person(sender)
        who, line = person.id if person else "", f"{name_credential(sender)} {detail}"
        await self.gateway.write_note(what, person=who, door=CHANNEL, about=about, detail=line[:500])
