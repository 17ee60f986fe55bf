"""A prompt, and the form in which an endpoint accepts it. The bytes of a request follow from the two alone."""

import json
from collections.abc import Mapping
from typing import Literal

from bot.core.base_types import JSON, FrozenModel

ModelApi = Literal["chat", "responses"]

_LIMITS = ("pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
"""Keywords of a schema that some grammars cannot compile. These limits are checked again when the answer is read."""


class RequestForm(FrozenModel):
    """How a prompt is written as a request. The default is the form of all requests logged without one.

    `port` is the API: `/chat/completions` or `/responses`. `tool_choice` empty, `forbids_parallel` false, `effort`
    empty and `temperature` None leave that field out. `schema_style`: `strict` schemas, `loose` ones (the same, not
    enforced by the server), or `simple` ones (without limits and references). `budget_field` names the limit of tokens
    in chat. `instructions_role` is the role of the system text in chat; `user` puts it in front of the user's text.
    """

    port: ModelApi = "chat"
    tool_choice: Literal["required", "auto", ""] = "required"
    forbids_parallel: bool = True
    schema_style: Literal["strict", "loose", "simple"] = "strict"
    budget_field: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    instructions_role: Literal["system", "developer", "user"] = "system"
    effort: str = ""
    temperature: float | None = None


class ModelPrompt(FrozenModel):
    """The content of one model call.

    `max_tokens` is the token budget of the answer, hidden reasoning included; 0 leaves it to the model port, and after
    that to the endpoint. `spent` is the budget that the answer before used up without a word; 0: it did not.
    """

    model: str
    system: str
    user: str
    tools: str
    max_tokens: int
    spent: int = 0
    form: RequestForm = RequestForm()


class PromptBytes(bytes):
    """The bytes of a request, with the prompt that they were written from."""

    prompt: ModelPrompt


def write_request(prompt: ModelPrompt) -> PromptBytes:
    """Return the exact bytes of the request for this prompt in its form."""
    written = PromptBytes(
        write_responses_request(prompt) if prompt.form.port == "responses" else write_chat_request(prompt)
    )
    written.prompt = prompt
    return written


def write_chat_request(prompt: ModelPrompt) -> bytes:
    """Return the chat completions request: one system and one user message, one tool call at most."""
    form = prompt.form
    messages = [
        {"role": form.instructions_role, "content": prompt.system},
        {"role": "user", "content": prompt.user},
    ]
    if form.instructions_role == "user":
        messages = [{"role": "user", "content": f"{prompt.system}\n\n{prompt.user}"}]
    head: dict[str, JSON] = {"model": prompt.model, "messages": messages}
    if prompt.max_tokens:
        head[form.budget_field] = prompt.max_tokens
    head |= _write_options(form)
    if form.effort:
        head["reasoning_effort"] = form.effort
    return _append_tools(head, _write_chat_tools(prompt.tools, form))


def write_responses_request(prompt: ModelPrompt) -> bytes:
    """Return the Responses request, stateless: instructions and one input text, nothing is stored at the provider."""
    form = prompt.form
    head: dict[str, JSON] = {"model": prompt.model, "instructions": prompt.system, "input": prompt.user, "store": False}
    if prompt.max_tokens:
        head["max_output_tokens"] = prompt.max_tokens
    head |= _write_options(form)
    if form.effort:
        head["reasoning"] = {"effort": form.effort}
    tools: list[JSON] = []
    for tool in json.loads(_write_chat_tools(prompt.tools, form)):  # without the envelope around the function
        default = {} if "strict" in tool["function"] else {"strict": False}  # here the API's default is true
        tools.append({"type": "function", **tool["function"], **default})
    return _append_tools(head, _dump_json(tools))


def _write_options(form: RequestForm) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    if form.forbids_parallel:
        found["parallel_tool_calls"] = False
    if form.tool_choice:
        found["tool_choice"] = form.tool_choice
    if form.temperature is not None:
        found["temperature"] = form.temperature
    return found


def _append_tools(head: Mapping[str, JSON], tools: str) -> bytes:
    return f'{_dump_json(head)[:-1]},"tools":{tools}}}'.encode()


def _write_chat_tools(tools: str, form: RequestForm) -> str:
    if form.schema_style == "strict":
        return tools
    loose: list[JSON] = []
    for tool in json.loads(tools):
        function, parameters = tool["function"], tool["function"]["parameters"]
        if form.schema_style == "simple":
            parameters = _simplify_schema(parameters, parameters.get("$defs", {}), ())
        strict = {"strict": False} if form.port == "responses" else {}  # there the default is true
        kept = {key: value for key, value in function.items() if key not in ("strict", "parameters")}
        loose.append({**tool, "function": {**kept, **strict, "parameters": parameters}})
    return _dump_json(loose)


def _simplify_schema(schema: JSON, defs: Mapping[str, JSON], within: tuple[str, ...]) -> JSON:
    """Return the schema without limits, with references replaced by their schemas. A reference to itself becomes any
    object."""
    if isinstance(schema, list):
        return [_simplify_schema(item, defs, within) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(ref := schema.get("$ref"), str):
        name = ref.rpartition("/")[2]
        return {"type": "object"} if name in within else _simplify_schema(defs.get(name, {}), defs, (*within, name))
    found: dict[str, JSON] = {}
    for key, value in schema.items():
        if key == "properties":
            found[key] = {name: _simplify_schema(inner, defs, within) for name, inner in value.items()}
        elif key in ("items", "anyOf"):
            found[key] = _simplify_schema(value, defs, within)
        elif key != "$defs" and key not in _LIMITS:
            found[key] = value
    return found


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _dump_json(value: JSON) -> str:
    return _ENCODER.encode(value)
