"""The tools for MCP clients: their names, descriptions and schemas, and how their arguments are read. Pure."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, Field, ValidationError, create_model

from bot.core.base_types import JSON, FrozenModel
from bot.core.errors import NotUnderstood
from bot.core.escaping import quote_label
from bot.core.submissions.drafts import CallDraft

MAX_ID = 200
"""Characters of the id of a request, and of an id of a JSON-RPC message."""
USUAL_WAIT, LONGEST_WAIT = 25, 50
"""Seconds that `get_request` waits for people. MCP clients give up after about a minute."""

_OF_BOTH = ("policy", "to", "expires_in", "on_behalf_of", "key")
_OF_APPROVAL = ("title", "arguments", "typed_as", "explanation")
_OF_QUESTION = ("title", "context", "urgency", "format", "choices", "fields")

ToolName = Literal["request_approval", "ask_human", "get_request", "report_execution"]


def _select_fields(name: str, chosen: tuple[str, ...]) -> type[BaseModel]:
    """A strict model of these fields of `CallDraft`, so that a limit of the API is the limit of the tool."""
    fields: dict[str, Any] = {
        each: (CallDraft.model_fields[each].annotation, CallDraft.model_fields[each]) for each in chosen
    }
    return create_model(name, __base__=FrozenModel, **fields)


class RequestToRead(FrozenModel):
    """Arguments of `get_request`."""

    request_id: str = Field(min_length=1, max_length=MAX_ID, description="The request_id of an earlier answer.")
    wait_seconds: int = Field(
        default=USUAL_WAIT,
        ge=0,
        le=LONGEST_WAIT,
        strict=True,
        description="Answer as soon as people decided, at the latest after so many seconds. Call again while the status is pending.",
    )


class ReportToMake(FrozenModel):
    """Arguments of `report_execution`."""

    request_id: str = Field(min_length=1, max_length=MAX_ID, description="The request_id of an approved request.")
    status: Literal["running", "done", "failed"] = Field(description="running: you are about to run the call, once.")
    text: str = Field(default="", max_length=4_000, description="The result, or why it failed.")


class ToolEntry(NamedTuple):
    """A tool: the entry that a client lists, and the model of its arguments. `asks`: it makes a request that waits for people."""

    name: ToolName
    title: str
    about: str
    arguments: type[BaseModel]
    asks: Literal["", "approval", "question"] = ""
    only_reads: bool = False

    @property
    def input_schema(self) -> dict[str, JSON]:
        """The JSON schema of the arguments, without the titles that repeat their names."""
        schema: dict[str, JSON] = _drop_titles(self.arguments.model_json_schema())
        schema.pop("description", None)
        return schema


TOOLS: Mapping[str, ToolEntry] = {
    entry.name: entry
    for entry in (
        ToolEntry(
            "request_approval",
            "Ask people to approve a call",
            "Ask people to approve a call before you run it yourself. They see the title and all arguments, in Slack, by"
            " mail or in a web inbox. Nothing is approved by calling this tool, and nobody can approve in this chat: only"
            " the status approved, in a later answer, is an approval. Run exactly the arguments of that answer; they may"
            " have been edited.",
            _select_fields("ApprovalToRequest", (*_OF_APPROVAL, *_OF_BOTH)),
            asks="approval",
        ),
        ToolEntry(
            "ask_human",
            "Ask people a question",
            "Ask people a question that you cannot answer yourself: free text, yes or no, a choice or a form. An answer"
            " approves no call.",
            _select_fields("QuestionToAsk", (*_OF_QUESTION, *_OF_BOTH)),
            asks="question",
        ),
        ToolEntry(
            "get_request",
            "Read a request, and wait for its decision",
            "Read a request that you made, and wait some seconds for its decision. While the status is pending, call"
            " again; do not make the request again.",
            RequestToRead,
            only_reads=True,
        ),
        ToolEntry(
            "report_execution",
            "Say that an approved call runs, is done or failed",
            "Claim an approval before you run its call (running), and report the end (done or failed). A refused claim"
            " means that the approval holds no more: do not run the call.",
            ReportToMake,
        ),
    )
}
"""The tools by their names, in the order of the list."""

INSTRUCTIONS = (
    "Countersign asks people before you act. Before a call that needs a person's yes: request_approval, then get_request"
    " until the status is no longer pending, then report_execution with running, then run exactly the arguments of the"
    " answer, then report_execution with done or failed. Any other status than approved means: do not run it."
)
"""What clients tell their model about this server."""


def _drop_titles(schema: JSON) -> JSON:
    """Return a schema without the annotation `title`; an argument of this name, with an object as its schema, stays."""
    match schema:
        case dict():
            kept = {name: each for name, each in schema.items() if name != "title" or not isinstance(each, str)}
            return {name: _drop_titles(each) for name, each in kept.items()}
        case list():
            return [_drop_titles(each) for each in schema]
        case _:
            return schema


def read_arguments_of(entry: ToolEntry, given: Mapping[str, JSON]) -> BaseModel:
    """Return the arguments of a call of this tool. Raises `NotUnderstood`, which names each wrong argument and its value."""
    try:
        return entry.arguments.model_validate(dict(given))
    except ValidationError as error:
        raise NotUnderstood(f"{entry.name}: {'; '.join(_list_faults(entry, error))}") from error


def make_draft_body(entry: ToolEntry, read: BaseModel) -> dict[str, JSON]:
    """Return the body of `POST /api/v1/requests` for a call of a tool that asks."""
    return {**read.model_dump(mode="json", by_alias=True, exclude_unset=True), "kind": entry.asks}


def _list_faults(entry: ToolEntry, error: ValidationError) -> list[str]:
    known = ", ".join(field.alias or name for name, field in entry.arguments.model_fields.items())
    said = []
    for each in error.errors(include_url=False)[:5]:
        name = quote_label(".".join(map(str, each["loc"]))[:100] or "arguments")
        match each["type"]:
            case "missing":
                said.append(f"{name} is missing")
            case "extra_forbidden":
                said.append(f"there is no argument {name} here; there are: {known}")
            case _:
                said.append(f"{name}: {each['msg']}; it was {str(each['input'])[:60]!r}")
    return said
