"""The schemas of the answers of /humanlayer/v1, for the OpenAPI document.

The routes write HumanLayer's objects as they are; these models describe them, and tests compare each answer with its schema.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.core.base_types import JSON
from bot.core.humanlayer.shapes import ContactChannel, ResponseChoice

TAG = "humanlayer"


class OwnRequestOut(BaseModel):
    """The same call as /api/v1 has it. HumanLayer's clients ignore the field."""

    request_id: str = Field(description="The id of the request.")
    thread_id: str
    status: str
    digest: str


class FunctionCallSpecOut(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fn: str = Field(description="The name of the function.")
    kwargs: dict[str, JSON] = Field(description="Its arguments.")
    channel: ContactChannel | None = Field(default=None, description="Whom it asks, as the program sent it.")
    reject_options: list[ResponseChoice] | None = Field(default=None, description="Reasons to reject to choose from.")
    state: dict[str, JSON] | None = Field(default=None, description="Of the program; in answers to its own key alone.")


class FunctionCallStatusOut(BaseModel):
    """`approved` null: people have not decided, or the approval cannot be used now. Times are UTC, without a zone."""

    requested_at: str | None = Field(description="When it was asked.")
    responded_at: str | None = Field(description="When it was decided.")
    approved: bool | None = Field(description="Null: it waits.")
    comment: str | None = Field(description="The words of the person, or why nobody approved it.")
    user_info: dict[str, JSON] | None = Field(description="The id and the name of who decided.")
    slack_context: dict[str, JSON] | None = Field(description="Always null.")
    reject_option_name: str | None = Field(description="The reason that was chosen.")
    slack_message_ts: str | None = Field(description="Always null.")


class FunctionCallOut(BaseModel):
    """HumanLayer's FunctionCall."""

    run_id: str = Field(description="The id of the run, as the client chose it.")
    call_id: str = Field(description="The id of the call, as the client chose it.")
    spec: FunctionCallSpecOut = Field(description="The call.")
    status: FunctionCallStatusOut = Field(description="The decision.")
    countersign: OwnRequestOut = Field(description="The same call as /api/v1 has it.")


class HumanContactSpecOut(BaseModel):
    msg: str = Field(description="The question.")
    subject: str | None = Field(default=None, description="Its subject.")
    channel: ContactChannel | None = Field(default=None, description="Whom it asks, as the program sent it.")
    response_options: list[ResponseChoice] | None = Field(default=None, description="Answers to choose from.")
    state: dict[str, JSON] | None = Field(default=None, description="Of the program; in answers to its own key alone.")


class HumanContactStatusOut(BaseModel):
    """`response` null: people may still answer. Times are UTC, without a zone."""

    requested_at: str | None = Field(description="When it was asked.")
    responded_at: str | None = Field(description="When it was answered.")
    response: str | None = Field(description="The answer, or that no person answered.")
    response_option_name: str | None = Field(description="The answer that was chosen.")
    slack_message_ts: str | None = Field(description="Always null.")


class HumanContactOut(BaseModel):
    """HumanLayer's HumanContact."""

    run_id: str = Field(description="The id of the run, as the client chose it.")
    call_id: str = Field(description="The id of the contact, as the client chose it.")
    spec: HumanContactSpecOut = Field(description="The question.")
    status: HumanContactStatusOut = Field(description="The answer.")
    countersign: OwnRequestOut = Field(description="The same question as /api/v1 has it.")


class ServerStatusOut(BaseModel):
    status: str = Field(description="ok")


class ProjectOut(BaseModel):
    name: str
    slug: str = Field(description="The id of the key's person.")
    organization: str = Field(description="countersign")
    project_slug: str = Field(description="The same as `slug`.")
    org_slug: str = Field(description="The same as `organization`.")


class ContactChannelOut(BaseModel):
    id: int | str


class ErrorMessageOut(BaseModel):
    message: str
    code: str = Field(description="The name of the status.")


class ErrorPlaceOut(BaseModel):
    loc: list[str | int] = Field(description="The path to the field.")
    msg: str = Field(description="What is wrong with it.")
    type: str


class HumanLayerErrorOut(BaseModel):
    """An error in HumanLayer's shape. `detail` is of bodies that are not understood (422)."""

    error: ErrorMessageOut
    detail: list[ErrorPlaceOut] | None = Field(default=None, description="The fields that are wrong.")


MODELS: tuple[type[BaseModel], ...] = (
    FunctionCallOut,
    HumanContactOut,
    ServerStatusOut,
    ProjectOut,
    ContactChannelOut,
    HumanLayerErrorOut,
)


def answer_with(model: type[BaseModel], *, is_list: bool = False) -> dict[int | str, dict[str, Any]]:
    """The successful answer of a route for the OpenAPI document."""
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{model.__name__}"}
    shown = {"type": "array", "items": schema} if is_list else schema
    return {200: {"description": "HumanLayer's object.", "content": {"application/json": {"schema": shown}}}}


def make_schemas() -> dict[str, Any]:
    """The schemas of all answers, by their names."""
    made: dict[str, Any] = {}
    for model in MODELS:
        schema = model.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
        made |= schema.pop("$defs", {})
        made[model.__name__] = schema
    return made
