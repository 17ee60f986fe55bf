"""The steps that an agent may choose: typed data, imperative. Choosing a step has no effect."""

import json
from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationError

from bot.core.canonical_json import canonicalize, parse_json
from bot.core.errors import CountersignError, NotCanonical
from bot.core.events import QuestionFormat, QuestionUrgency, RefusalKind
from bot.core.forms import MAX_LABEL
from bot.core.prompts.argument_errors import describe_errors, drop_null_defaults
from bot.core.prompts.model_requests import ModelPrompt
from bot.core.secrets.redaction import cut_text, find_secret_field, remove_secrets
from bot.core.secrets.secret_reference import NOT_A_REFERENCE, has_secret_type
from bot.core.values import JSON, FrozenModel, TableName, UtcMoment


class Step(FrozenModel):
    """Base of all steps. `intent` is the tool's name on the wire; the docstring is the tool's description for the
    model."""

    intent: ClassVar[str]

    def write_arguments(self) -> str:
        """Return the canonical JSON (RFC 8785) of the fields: the text that is stored, shown, hashed and run."""
        return canonicalize(self.model_dump(mode="json")).decode("utf-8")


class Reply(Step):
    """Say something to the people in the thread. Set go_on when you will take another step right after."""

    intent: ClassVar[str] = "reply"
    message: str = Field(min_length=1, max_length=12_000, description="Plain text or simple markdown.")
    go_on: bool = Field(default=False, description="true: you keep working; false: the floor is theirs.")


class AskField(FrozenModel):
    """One field of a form. choice and choices name their choices; the others have none."""

    name: TableName
    label: str = Field(min_length=1, max_length=MAX_LABEL)
    kind: Literal["text", "long_text", "integer", "number", "boolean", "choice", "choices", "date"]
    required: bool = True
    choices: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(default=(), max_length=50)
    help: str = Field(default="", max_length=500)


class AskHuman(Step):
    """Ask a person and wait for the answer, for days if need be."""

    intent: ClassVar[str] = "ask_human"
    question: str = Field(min_length=1, max_length=2_000)
    context: str = Field(default="", max_length=4_000, description="What they must know to answer.")
    urgency: QuestionUrgency = "medium"
    format: QuestionFormat = "free_text"
    choices: tuple[str, ...] = Field(
        default=(), max_length=20, description="Only for multiple_choice: 2 to 20 answers."
    )
    fields: tuple[AskField, ...] = Field(
        default=(),
        max_length=20,
        description="Only for form: 1 to 20 fields. The answer is a JSON object by their names.",
    )


class RequestApproval(Step):
    """Ask the approvers for their consent to something no tool of yours does. Tools that need approval ask by themselves."""

    intent: ClassVar[str] = "request_approval"
    action: str = Field(min_length=1, max_length=2_000, description="What exactly is to be approved.")


class Withdraw(Step):
    """Take back an approval or question of yours that is still open."""

    intent: ClassVar[str] = "withdraw"
    call: str = Field(description="The id of the open request.")
    why: str = Field(min_length=1, max_length=500)


class Wait(Step):
    """Wait, then look again. Durable: it survives restarts. A message from a person ends it early."""

    intent: ClassVar[str] = "wait"
    seconds: int = Field(ge=1, le=7 * 24 * 3600)
    why: str = Field(default="", max_length=500)


class Done(Step):
    """You have done what was asked: say the result. The thread closes until somebody writes again."""

    intent: ClassVar[str] = "done"
    message: str = Field(min_length=1, max_length=12_000)


class NothingToDo(Step):
    """Nothing is to be done and nobody needs to hear it."""

    intent: ClassVar[str] = "nothing_to_do"
    why: str = Field(default="", max_length=500)


class LookBack(Step):
    """Read entries of the history again that are left out now: those of the events `first` to `last`."""

    intent: ClassVar[str] = "look_back"
    first: int = Field(ge=1, le=2**53)
    last: int = Field(ge=1, le=2**53)


COMMON_STEPS: tuple[type[Step], ...] = (Reply, AskHuman, RequestApproval, Withdraw, Wait, Done, NothingToDo)
"""The steps of every agent besides its own tools, as far as it does not leave them out."""

BUILT_IN: tuple[type[Step], ...] = (*COMMON_STEPS, LookBack)
"""The steps above, and `LookBack`, which is offered while a part of the history is left out."""


class AnswerCall(FrozenModel):
    """A call in a model's answer: the tool's name and the text of its arguments, unchecked."""

    tool: str
    arguments: str = ""


class RawAnswer(FrozenModel):
    """A model's answer before it was read. `usage` holds the server's counts, in its own fields."""

    words: str = ""
    calls: tuple[AnswerCall, ...] = ()
    refusal: str | None = None
    finish: str = ""
    usage: JSON = None


class ModelAnswer(FrozenModel):
    """A model's answer as it came: a tool's name and the text of its arguments, or the reason why there is none.

    `several` are the names when more than one tool was called. `fault` says why there is no answer, where the port
    knows. `truncated`: it ended at the limit of `budget` tokens (0: not known). `sent` is the prompt in the form that
    was answered; None: that of the request. `warning` is shown to people beside it. `raw` is the answer before it was
    read; None: there is no more.
    """

    tool: str | None = None
    arguments: str = ""
    words: str = ""
    refusal: str | None = None
    truncated: bool = False
    several: tuple[str, ...] = ()
    fault: str = ""
    budget: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    sent: ModelPrompt | None = None
    warning: str = ""
    raw: RawAnswer | None = None


class InvalidAnswer(FrozenModel):
    """An answer that is not a step of this agent: `reason` goes back to the model."""

    kind: RefusalKind
    reason: str


MAX_REASON = 400
"""Characters of a refusal's reason for the model."""

MAX_NAMED = 100
"""Names that are kept of tools called at once."""

CALL_ONE = "Call exactly one; to say something, call reply."


def read_step(chosen: ModelAnswer, steps: dict[str, type[Step]]) -> Step | InvalidAnswer:
    """Return the step in a model's answer. The name must match exactly; the arguments are parsed strictly."""
    if chosen.refusal is not None:
        return InvalidAnswer(kind="refused", reason=f"The model refused: {cut_text(chosen.refusal, 150)}")
    if chosen.truncated:
        limit = f"{chosen.budget} tokens" if chosen.budget else "tokens"
        if chosen.tool is None and not chosen.several and not chosen.words.strip():
            reason = (
                f"The whole budget of {limit} went into thinking, and no answer came. Think less before you answer."
            )
            return InvalidAnswer(kind="exhausted", reason=reason)
        return InvalidAnswer(
            kind="truncated", reason=f"The answer was cut off at the limit of {limit}. Answer shorter."
        )
    if chosen.fault:
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(chosen.fault))
    if chosen.several:
        names = ", ".join(cut_text(name, 64) for name in chosen.several[:5])
        many = f"{len(chosen.several)}{' or more' if len(chosen.several) >= MAX_NAMED else ''}"
        reason = f"{many} tools were called at once ({names}), and none of them was run. {CALL_ONE}"
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(reason))
    if chosen.tool is None:
        was = "" if chosen.words.strip() else "The answer was empty. "
        return InvalidAnswer(kind="invalid", reason=f"{was}No tool was called. {CALL_ONE}")
    if not chosen.tool.strip():
        return InvalidAnswer(
            kind="unknown", reason=_shorten_reason(f"The call names no tool. There are: {', '.join(steps)}.")
        )
    if chosen.tool not in steps:
        reason = f"There is no tool {cut_text(chosen.tool, 64)!r}. There are: {', '.join(steps)}."
        return InvalidAnswer(kind="unknown", reason=_shorten_reason(reason))
    return read_arguments(steps[chosen.tool], chosen.arguments, fills_in=True)


def _shorten_reason(reason: str) -> str:
    return cut_text(remove_secrets(reason), MAX_REASON, "…")


def read_arguments(step: type[Step], arguments: str, *, fills_in: bool = False) -> Step | InvalidAnswer:
    """Return the step with these arguments, or why they are invalid.

    `fills_in` (for models only): an empty text means no arguments, and a null that no type of its field allows means
    the default, as models write them for strict schemas.
    """
    try:
        text = "{}" if fills_in and arguments.strip() in ("", "null") else arguments
        value = parse_json(text)
        visible = value
        if isinstance(value, dict):  # a field that takes only the name of a secret is explained by validation
            visible = {name: inner for name, inner in value.items() if not has_secret_type(step, name)}
        where, kind = find_secret_field(visible)
        if where:
            secret = NOT_IN_ARGUMENTS.format(step.intent, where, kind)
            return InvalidAnswer(kind="invalid", reason=_shorten_reason(secret))
        found, read = _validate_step(step, value, text, fills_in)
        if (stored := found.write_arguments()) != read:  # a canonical text was read by all of this already
            parse_json(stored)
            if (
                found.model_validate_json(stored, strict=True).write_arguments() != stored
            ):  # it would run as another step
                raise NotCanonical("they change each time they are read")
    except NotCanonical as error:
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(f"{step.intent}: {error}"))
    except ValidationError as error:
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(f"{step.intent}: {describe_errors(error, step)}"))
    return found


NOT_IN_ARGUMENTS = "{0}: {1} holds what looks like a secret ({2}), so nothing was done with it. Leave it out: secrets stand in no argument."


def _validate_step(step: type[Step], value: JSON, text: str, fills_in: bool) -> tuple[Step, str]:
    """Return the step, and the JSON text that it was read from: `text`, or the same without nulls for defaults."""
    try:
        return step.model_validate_json(text, strict=True), text
    except ValidationError as error:
        if not fills_in or (less := drop_null_defaults(value, error, step)) is None:
            raise
        filled = json.dumps(less, ensure_ascii=False)
        return step.model_validate_json(filled, strict=True), filled


def describe_validation_errors(error: ValidationError) -> str:
    """Describe the errors field by field, with at most 60 characters of each value."""
    parts = []
    errors = error.errors(include_url=False, include_context=False)
    is_untold = any(wrong["type"] == NOT_A_REFERENCE for wrong in errors)
    for wrong in errors[:5]:
        where = ".".join(map(str, wrong["loc"])) or "the arguments"
        was = "" if is_untold else f" (was {cut_text(repr(wrong['input']), 60)})"
        parts.append(f"{where}: {wrong['msg']}{was}")
    return "; ".join(parts)


def write_tool_schema(step: type[Step]) -> JSON:
    """Return the strict function tool of the OpenAI wire format: every field required, no others allowed.

    Raises `NotStrict` for a field that the format cannot express.
    """
    schema = step.model_json_schema()
    if "$ref" in schema:
        raise NotStrict(step.intent, "itself as a part")
    parameters = _make_strict(schema, step.intent)
    parameters.pop("description", None)
    about = " ".join((step.__doc__ or "").split())
    function = {"name": step.intent, "description": about, "strict": True, "parameters": parameters}
    return {"type": "function", "function": function}


class NotStrict(CountersignError):
    """The step {0!r} has {1}, which a strict tool schema cannot say."""


_NOT_IN_STRICT = {
    "title", "default", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "format", "discriminator"
}  # fmt: skip


def _make_strict(schema: JSON, intent: str) -> JSON:
    """Make this schema and all within it strict. Keys beside a `$ref` are dropped; `oneOf` becomes `anyOf`."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if "prefixItems" in schema:
        raise NotStrict(intent, "a tuple of mixed items")
    if schema.get("additionalProperties"):
        raise NotStrict(intent, "a mapping with keys of any name")
    found: dict[str, JSON] = {}
    for key, value in schema.items():
        match key:
            case "properties" | "$defs":
                found[key] = {name: _make_strict(inner, intent) for name, inner in value.items()}
            case "items":
                found[key] = _make_strict(value, intent)
            case "anyOf" | "oneOf":
                found["anyOf"] = [_make_strict(inner, intent) for inner in value]
            case _ if key not in _NOT_IN_STRICT:
                found[key] = value
    if not found.keys() & {"type", "anyOf", "enum", "const"}:
        raise NotStrict(intent, "a field of no type")
    if found.get("type") == "object":
        found |= {"properties": found.get("properties", {}), "additionalProperties": False}
        found["required"] = list(found["properties"])
    return found


def write_tools_json(steps: dict[str, type[Step]]) -> str:
    """Return all steps as the text of the request's `tools`, in a fixed order."""
    return json.dumps([write_tool_schema(step) for step in steps.values()], ensure_ascii=False, separators=(",", ":"))


def compute_wake_time(step: Wait, now: UtcMoment) -> UtcMoment:
    return now + timedelta(seconds=step.seconds)
