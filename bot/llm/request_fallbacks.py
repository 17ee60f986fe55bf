"""The next form of a request after an endpoint refused one: one thing less at a time, told by the error's own words. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from bot.core.prompts.model_requests import RequestForm
from bot.llm.endpoint_errors import EndpointFailure

MOST_FORMS = 8
"""Forms of one request that are tried one after the other."""

_FORMAL = frozenset({400, 404, 405, 422, 500})
_WORDLESS = frozenset({400, 422, 500})
"""Statuses whose error without a word may be about the field that forces a call."""
_EFFORTS = ("medium", "low", "minimal", "none", "")


def choose_next_form(form: RequestForm, failure: EndpointFailure, tried: Collection[RequestForm]) -> RequestForm | None:
    """What to send instead of `form`; None: no form of the request would be taken, or the error says nothing of one.

    A form that was tried is not tried again, so that two endpoints that blame each other's field come to an end.
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
        yield from ({"effort": effort} for effort in _list_lower_efforts(form.effort, failure))
    if form.tool_choice and _is_about(failure, "tool_choice"):
        yield from ({"tool_choice": choice} for choice in (("auto", "") if form.tool_choice == "required" else ("",)))
    if form.forbids_parallel and _is_about(failure, "parallel_tool_calls", "parallel tool calls"):
        yield {"forbids_parallel": False}
    if _is_about(failure, "max_tokens", "max_completion_tokens") and form.port == "chat":
        yield from _list_other_budgets(form.budget_field, failure)
    if form.temperature is not None and _is_about(failure, "temperature"):
        yield {"temperature": None}
    if _is_about(failure, "strict", "additionalproperties", "invalid schema", "invalid_function_parameters", "grammar"):
        yield from ({"schema_style": style} for style in _list_looser_styles(form.schema_style))
    if form.port == "chat" and _is_about(failure, "role", "developer message", "system message", "system role"):
        yield from ({"instructions_role": role} for role in ("system", "developer", "user"))
    if form.tool_choice == "required" and failure.is_unexplained and failure.status in _WORDLESS:
        yield {"tool_choice": "auto"}  # llama-cpp-python fails so at a grammar that the model does not end


def _is_about(failure: EndpointFailure, *words: str) -> bool:
    """Whether the error is about one of these fields: its `param` says so, else its words do."""
    if failure.param:
        place = failure.param.lower()
        if any(place == word or place.endswith((f".{word}", f"].{word}")) for word in words):
            return True
    return any(re.search(rf"(?<![a-z_]){re.escape(word)}(?![a-z_])", failure.said) for word in words)


def _list_lower_efforts(effort: str, failure: EndpointFailure) -> tuple[str, ...]:
    """The efforts to try next. A model that knows no effort at all is asked without one."""
    if failure.code in ("unsupported_parameter", "unknown_parameter") or "unsupported parameter" in failure.said:
        return ("",)
    return _EFFORTS[_EFFORTS.index(effort) + 1 :] if effort in _EFFORTS else _EFFORTS


def _list_other_budgets(field: str, failure: EndpointFailure) -> Iterator[Mapping[str, object]]:
    other: Literal["max_tokens", "max_completion_tokens"] = (
        "max_tokens" if field == "max_completion_tokens" else "max_completion_tokens"
    )
    if failure.param in ("", field) or failure.param.endswith(f".{field}"):
        yield {"budget_field": other}


def _list_looser_styles(style: str) -> tuple[str, ...]:
    styles = ("strict", "loose", "simple")
    return styles[styles.index(style) + 1 :]


def describe_difference(before: RequestForm, after: RequestForm) -> str:
    """What an endpoint made us change, in words for a person; empty: nothing."""
    old, new = before.model_dump(), after.model_dump()
    told = [f"{name} {_show_value(old[name])} → {_show_value(new[name])}" for name in new if new[name] != old[name]]
    return ", ".join(told)


def _show_value(value: object) -> str:
    return "left out" if value in ("", None) else str(value).lower() if isinstance(value, bool) else str(value)
