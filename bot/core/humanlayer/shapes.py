"""The objects of HumanLayer's API (version 1 of its OpenAPI document, and the models of its Python package 0.7.9).

A field that HumanLayer has and that means nothing here is read and echoed. A field that it does not have is refused: a
mistyped `allowed_responder_ids` must not be a channel that everybody answers.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, model_validator

from bot.core.base_types import JSON, UnicodeText, WrittenMoment

CallName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:~-]{0,119}$")]
"""A `call_id`: chosen by the client, and a part of URLs."""


class HumanLayerObject(BaseModel):
    """The base of all objects. Null is as good as leaving a field out: the Python package sends nulls."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SlackContact(HumanLayerObject):
    channel_or_user_id: UnicodeText
    context_about_channel_or_user: UnicodeText | None = None
    bot_token: UnicodeText | None = None
    allowed_responder_ids: Annotated[tuple[UnicodeText, ...], Field(min_length=1, max_length=50)] | None = None
    experimental_slack_blocks: StrictBool | None = None
    thread_ts: UnicodeText | None = None


class PhoneContact(HumanLayerObject):
    """A contact by SMS or by WhatsApp."""

    phone_number: UnicodeText
    context_about_user: UnicodeText | None = None


class EmailContactRecipient(HumanLayerObject):
    address: UnicodeText
    context_about_user: UnicodeText | None = None
    field: Literal["to", "cc", "bcc"] | None = None


class EmailContact(HumanLayerObject):
    """Each `experimental_…` field is an older name of another one: either is read, both are echoed."""

    address: UnicodeText
    context_about_user: UnicodeText | None = None
    additional_recipients: Annotated[tuple[EmailContactRecipient, ...], Field(max_length=50)] | None = None
    subject: UnicodeText | None = None
    references_message_id: UnicodeText | None = None
    in_reply_to_message_id: UnicodeText | None = None
    experimental_subject_line: UnicodeText | None = None
    experimental_references_message_id: UnicodeText | None = None
    experimental_in_reply_to_message_id: UnicodeText | None = None
    template: UnicodeText | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_twins(cls, given: JSON) -> JSON:
        if not isinstance(given, dict):
            return given
        filled = dict(given)
        for name, older in (
            ("subject", "experimental_subject_line"),
            ("references_message_id", "experimental_references_message_id"),
            ("in_reply_to_message_id", "experimental_in_reply_to_message_id"),
        ):
            if filled.get(name) is None:
                filled[name] = filled.get(older)
            if filled.get(older) is None:
                filled[older] = filled[name]
        return filled


class ContactChannel(HumanLayerObject):
    """One of its kinds. `all_of` and `any_of` are HumanLayer's composite channels; `timeout` (seconds) and `channel` are
    a member of `any_of` that is asked later. `channel_id` is the number of a channel that the server knows."""

    slack: SlackContact | None = None
    sms: PhoneContact | None = None
    whatsapp: PhoneContact | None = None
    email: EmailContact | None = None
    channel_id: StrictInt | None = None
    all_of: "tuple[ContactChannel, ...] | None" = None
    any_of: "tuple[ContactChannel, ...] | None" = None
    timeout: StrictInt | None = None
    channel: "ContactChannel | None" = None

    @property
    def kinds(self) -> list[str]:
        """The names of the kinds that are given."""
        names = ("slack", "sms", "whatsapp", "email", "channel_id", "all_of", "any_of", "channel")
        return [name for name in names if getattr(self, name) is not None]


class ResponseChoice(HumanLayerObject):
    """HumanLayer's ResponseOption: an answer to choose. `interactive`: a person may change its `prompt_fill` first."""

    name: UnicodeText = Field(min_length=1, max_length=40)
    title: UnicodeText | None = Field(default=None, max_length=200)
    description: UnicodeText | None = Field(default=None, max_length=1_000)
    prompt_fill: UnicodeText | None = Field(default=None, max_length=1_000)
    interactive: StrictBool = False

    @property
    def label(self) -> str:
        return self.title or self.name

    @property
    def text(self) -> str:
        """The text that the program reads when people choose this option."""
        return self.prompt_fill or self.title or self.name


class FunctionCallSpec(HumanLayerObject):
    fn: UnicodeText = Field(min_length=1, max_length=200)
    kwargs: dict[str, JSON]
    channel: ContactChannel | None = None
    reject_options: Annotated[tuple[ResponseChoice, ...], Field(max_length=50)] | None = None
    state: dict[str, JSON] | None = None


class FunctionCallStatus(HumanLayerObject):
    requested_at: WrittenMoment | None = None
    responded_at: WrittenMoment | None = None
    approved: StrictBool | None = None
    comment: UnicodeText | None = Field(default=None, max_length=2_000)
    user_info: dict[str, JSON] | None = None
    slack_context: dict[str, JSON] | None = None
    reject_option_name: UnicodeText | None = None
    slack_message_ts: UnicodeText | None = None
    failed_validation_details: dict[str, JSON] | None = None


class FunctionCall(HumanLayerObject):
    run_id: UnicodeText = Field(min_length=1, max_length=200)
    call_id: CallName
    spec: FunctionCallSpec
    status: FunctionCallStatus | None = None


class HumanContactSpec(HumanLayerObject):
    msg: UnicodeText = Field(min_length=1, pattern=r"\S")
    subject: UnicodeText | None = Field(default=None, max_length=500)
    channel: ContactChannel | None = None
    response_options: Annotated[tuple[ResponseChoice, ...], Field(max_length=20)] | None = None
    state: dict[str, JSON] | None = None


class HumanContactStatus(HumanLayerObject):
    requested_at: WrittenMoment | None = None
    responded_at: WrittenMoment | None = None
    response: UnicodeText | None = Field(default=None, max_length=8_000)
    response_option_name: UnicodeText | None = None
    slack_message_ts: UnicodeText | None = None
    failed_validation_details: dict[str, JSON] | None = None


class HumanContact(HumanLayerObject):
    run_id: UnicodeText = Field(min_length=1, max_length=200)
    call_id: CallName
    spec: HumanContactSpec
    status: HumanContactStatus | None = None


class CallEscalation(HumanLayerObject):
    """HumanLayer's Escalation."""

    escalation_msg: UnicodeText = Field(min_length=1, max_length=2_000, pattern=r"\S")
    additional_recipients: Annotated[tuple[EmailContactRecipient, ...], Field(max_length=50)] | None = None
    channel: ContactChannel | None = None


class CallRecord(HumanLayerObject):
    """The kept values of a call for its answers, besides its arguments: the metadata of the request.

    `spec` has the fields of the spec that are echoed as they came. `state` is for the program alone.
    """

    run_id: str
    call_id: str
    spec: dict[str, JSON]
    state: dict[str, JSON] | None = None

    @property
    def channel(self) -> ContactChannel | None:
        given = self.spec.get("channel")
        return ContactChannel.model_validate(given) if given is not None else None

    @property
    def options(self) -> tuple[ResponseChoice, ...]:
        given = self.spec.get("reject_options") or self.spec.get("response_options") or ()
        return tuple(ResponseChoice.model_validate(each) for each in given)
