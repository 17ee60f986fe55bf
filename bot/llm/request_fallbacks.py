"""The next request form after a refusal: one field less at a time, chosen by the words of the error. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping

from bot.core.prompts.model_requests import RequestForm
from bot.llm.endpoint_errors import EndpointFailure

MOST_FORMS = 8
"""Forms of one request that are tried one after the other."""

_FORMAL = frozenset({400, 404, 405, 422, 500})
_WORDLESS = frozenset({400, 422, 500})
"""Statuses whose unexplained error may be about the field that forces a call."""
_EFFORTS = ("medium", "low", "minimal", "none", "")
_STYLES = ("strict", "loose", "simple")


def choose_next_form(form: RequestForm, failure: EndpointFailure, tried: Collection[RequestForm]) -> RequestForm | None:
    """The form to send instead of `form`. None: no form would be taken, or the error names none.

    A form that was tried is not tried again, so two endpoints that blame each other's field come to an end.
    """
    if failure.status not in _FORMAL or failure.is_incurable:
        return None
    candidates = (form.model_copy(update=change) for change in _list_form_changes(form, failure))
    return next((each for each in candidates if each != form and each not in tried), None)


def _list_form_changes(form: RequestForm, failure: EndpointFailure) -> Iterator[Mapping[str, object]]:
    if form.port == "chat" and "/v1/responses" in failure.said:
        yield {"port": "responses"}
        yield {"effort": "none"}
    if form.port == "responses" and failure.status in (404, 405) and not _is_about(failure, "model"):
        yield {"port": "chat"}
        yield {"port": "chat", "effort": "none"}
    if form.effort and _is_about(failure, "reasoning_effort", "reasoning.effort", "reasoning", "effort"):
        # A model without efforts is asked without one.
        is_unknown = failure.code in ("unsupported_parameter", "unknown_parameter")
        lower = _EFFORTS[_EFFORTS.index(form.effort) + 1 :] if form.effort in _EFFORTS else _EFFORTS
        efforts = ("",) if is_unknown or "unsupported parameter" in failure.said else lower
        yield from ({"effort": effort} for effort in efforts)
    if form.tool_choice and _is_about(failure, "tool_choice"):
        yield from ({"tool_choice": choice} for choice in (("auto", "") if form.tool_choice == "required" else ("",)))
    if form.forbids_parallel and _is_about(failure, "parallel_tool_calls", "parallel tool calls"):
        yield {"forbids_parallel": False}
    is_own = failure.param in ("", form.budget_field) or failure.param.endswith(f".{form.budget_field}")
    if is_own and form.port == "chat" and _is_about(failure, "max_tokens", "max_completion_tokens"):
        yield {"budget_field": "max_tokens" if form.budget_field != "max_tokens" else "max_completion_tokens"}
    if form.temperature is not None and _is_about(failure, "temperature"):
        yield {"temperature": None}
    if _is_about(failure, "strict", "additionalproperties", "invalid schema", "invalid_function_parameters", "grammar"):
        yield from ({"schema_style": style} for style in _STYLES[_STYLES.index(form.schema_style) + 1 :])
    if form.port == "chat" and _is_about(failure, "role", "developer message", "system message", "system role"):
        yield from ({"instructions_role": role} for role in ("system", "developer", "user"))
    if form.tool_choice == "required" and failure.is_unexplained and failure.status in _WORDLESS:
        yield {"tool_choice": "auto"}  # llama-cpp-python fails so at a grammar that the model does not end


def _is_about(failure: EndpointFailure, *words: str) -> bool:
    """Whether the error is about one of these fields, by its `param`, else by its words."""
    if failure.param:
        place = failure.param.lower()
        if any(place == word or place.endswith((f".{word}", f"].{word}")) for word in words):
            return True
    return any(re.search(rf"(?<![a-z_]){re.escape(word)}(?![a-z_])", failure.said) for word in words)
