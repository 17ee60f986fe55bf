"""Tool calls that a model wrote as text, because its server knows no form for them. Pure.

A call is read only when the whole trimmed text is calls, in one of the known forms, and each name was offered. Text around
it, two candidates of one form, a trailing comma: then it is words. Who reads them is decided by the profile.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.canonical import parse
from bot.core.errors import NotCanonical
from bot.core.word import JSON

MAX_TEXT = 64 * 1024
"""Characters of a text in which calls are looked for."""


@dataclass(frozen=True)
class WrittenCall:
    """A call that stood as text: the tool's name, and its arguments as JSON text."""

    name: str
    arguments: str


class _NoCall(Exception):
    """This text is no call."""


def without_thinking(text: str) -> str:
    """The text behind a block of thinking in front of it. One that never ends leaves nothing."""
    trimmed = text.lstrip()
    if not trimmed.startswith("<think>"):
        return text
    _, end, rest = trimmed.partition("</think>")
    return rest.lstrip() if end else ""


def read_written_calls(text: str, offered: Mapping[str, JSON]) -> tuple[WrittenCall, ...]:
    """The calls that this text is, none when it is anything else. `offered` are the schemas of the tools by name."""
    trimmed = text.strip()
    if not trimmed or len(trimmed) > MAX_TEXT:
        return ()
    for form in (_tagged, _mistral, _python_tag, _function_tag, _functools, _named, _bare):
        try:
            calls = tuple(form(trimmed, offered))
        except _NoCall:
            continue
        if calls and all(call.name in offered for call in calls):
            return calls
    return ()


def _tagged(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<tool_call>{...}</tool_call>`, of Hermes and Qwen, once or several times."""
    bodies = re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)
    if not bodies or re.sub(r"<tool_call>.*?</tool_call>", "", text, flags=re.DOTALL).strip():
        raise _NoCall
    for body in bodies:
        inner = body.strip()
        yield from _function_tag(inner, offered) if inner.startswith("<function=") else _objects(_json(inner))


def _function_tag(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<function=name>{...}</function>`, or with `<parameter=field>value</parameter>` inside, of Llama and Qwen Coder."""
    found = re.fullmatch(r"<function=([A-Za-z0-9_-]{1,64})>(.*?)</function>", text, re.DOTALL)
    if found is None:
        raise _NoCall
    name, body = found[1], found[2].strip()
    if body.startswith("{"):
        yield _call(name, _json(body))
        return
    pairs = re.findall(r"<parameter=([A-Za-z0-9_-]{1,64})>(.*?)</parameter>", body, re.DOTALL)
    if re.sub(r"<parameter=[A-Za-z0-9_-]{1,64}>.*?</parameter>", "", body, flags=re.DOTALL).strip():
        raise _NoCall
    if len({field for field, _ in pairs}) != len(pairs):
        raise _NoCall
    fields = offered.get(name, {}).get("properties", {})
    yield _call(name, {field: _value(value, fields.get(field, {})) for field, value in pairs})


def _value(text: str, schema: JSON) -> JSON:
    """A value that stands as text: a text field takes it as it is, any other one as JSON."""
    bare = text.removeprefix("\n").removesuffix("\n")
    if schema.get("type", "string") == "string":
        return bare
    try:
        return parse(bare)
    except NotCanonical:
        return bare


def _mistral(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`[TOOL_CALLS][{...}]`, and `[TOOL_CALLS]name[ARGS]{...}`."""
    if not text.startswith("[TOOL_CALLS]"):
        raise _NoCall
    rest = text.removeprefix("[TOOL_CALLS]").strip()
    name, has_name, arguments = rest.partition("[ARGS]")
    if has_name:
        yield _call(name.strip(), _json(arguments))
    else:
        yield from _objects(_json(rest))


def _python_tag(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<|python_tag|>{...}`, of Llama."""
    if not text.startswith("<|python_tag|>"):
        raise _NoCall
    yield from _objects(_json(text.removeprefix("<|python_tag|>").removesuffix("<|eom_id|>").strip()))


def _functools(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`functools[{...}]`, of Phi."""
    if not text.startswith("functools["):
        raise _NoCall
    yield from _objects(_json(text.removeprefix("functools")))


def _named(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`name{...}</function>`, of Llama."""
    found = re.fullmatch(r"([A-Za-z0-9_-]{1,64})(\{.*\})</function>", text, re.DOTALL)
    if found is None:
        raise _NoCall
    yield _call(found[1], _json(found[2]))


def _bare(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """The JSON itself, in a fence or without one."""
    fenced = re.fullmatch(r"```(?:json|tool_call)?[ \t]*\n(.*?)\n?```", text, re.DOTALL)
    yield from _objects(_json(fenced[1] if fenced else text))


def _objects(value: JSON) -> Iterator[WrittenCall]:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            raise _NoCall
        function = each.get("function")
        inner: dict[str, JSON] = function if isinstance(function, dict) else each
        allowed = {"name", "arguments", "parameters", "id", "type"}
        arguments = [inner[key] for key in ("arguments", "parameters") if key in inner]
        if not isinstance(inner.get("name"), str) or len(arguments) != 1 or not inner.keys() <= allowed:
            raise _NoCall
        yield _call(inner["name"], arguments[0])


def _call(name: str, arguments: JSON) -> WrittenCall:
    if isinstance(arguments, str):
        arguments = _json(arguments)
    if not isinstance(arguments, dict):
        raise _NoCall
    return WrittenCall(name, json.dumps(arguments, ensure_ascii=False, separators=(",", ":")))


def _json(text: str) -> JSON:
    try:
        return parse(text.strip())
    except NotCanonical as error:
        raise _NoCall from error
