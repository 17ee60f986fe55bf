"""Tool calls that a model wrote as text, because its server knows no form for them. Pure.

A call is read only when the whole trimmed text is calls in one of the known forms and each name was offered. With text
around it, two candidates of one form, or a trailing comma it is words. The profile decides whether calls are read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from bot.core.base_types import JSON
from bot.llm.tool_calls_in_markup import read_deepseek, read_dsml, read_harmony
from bot.llm.written_call_values import NoCall, WrittenCall, make_call, read_json, read_value

MAX_TEXT = 64 * 1024
"""Characters of a text that are searched for calls."""

CallReader: TypeAlias = Callable[[str, Mapping[str, JSON]], Iterator[WrittenCall]]
"""Reads a trimmed text, with the schemas of the offered tools. Raises NoCall for a text in another form."""


def strip_thinking(text: str) -> str:
    """The text after a leading block of thinking. A block without an end leaves nothing."""
    trimmed = text.lstrip()
    if not trimmed.startswith("<think>"):
        return text
    _, end, rest = trimmed.partition("</think>")
    return rest.lstrip() if end else ""


_CALL_MARKS = re.compile(
    r"</?tool_call|<function=|<\|(?:python_tag|channel|start|constrain|message|tool)|<[|｜](?:tool|DSML)|\[TOOL_CALLS\]"
    r"|functools\[|commentary to=functions\.|\"(?:arguments|parameters)\"\s{0,9}:"
)
_BEGINNINGS = re.compile(r"[{\[]|```|[A-Za-z0-9_-]{1,64}\{")


def may_be_call(text: str) -> bool:
    """Whether a text that was cut may be the beginning of a call in a known form. Such a text is not shown as words."""
    trimmed = text.lstrip()
    return _BEGINNINGS.match(trimmed) is not None or _CALL_MARKS.search(trimmed) is not None


def read_written_calls(text: str, offered: Mapping[str, JSON]) -> tuple[WrittenCall, ...]:
    """The calls in this text; none when it holds anything else. `offered` are the schemas of the tools by name."""
    trimmed = text.strip()
    if not trimmed or len(trimmed) > MAX_TEXT:
        return ()
    wrapped = (partial(_read_wrapped, form) for form in _WRAPPED_CALLS)
    readers: tuple[CallReader, ...] = (
        _read_tagged,
        _read_function_tag,
        read_deepseek,
        read_dsml,
        read_harmony,
        *wrapped,
    )
    for read_form in readers:
        try:
            calls = tuple(read_form(trimmed, offered))
        except NoCall:
            continue
        if calls and all(call.name in offered for call in calls):
            return calls
    return ()


def _read_tagged(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<tool_call>{...}</tool_call>`, of Hermes and Qwen, once or several times."""
    bodies = re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)
    if not bodies or re.sub(r"<tool_call>.*?</tool_call>", "", text, flags=re.DOTALL).strip():
        raise NoCall
    for body in bodies:
        inner = body.strip()
        yield from (
            _read_function_tag(inner, offered) if inner.startswith("<function=") else _read_objects(read_json(inner))
        )


def _read_function_tag(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<function=name>{...}</function>`, or with `<parameter=field>value</parameter>` inside, of Llama and Qwen Coder."""
    found = re.fullmatch(r"<function=([A-Za-z0-9_-]{1,64})>(.*?)</function>", text, re.DOTALL)
    if found is None:
        raise NoCall
    name, body = found[1], found[2].strip()
    if body.startswith("{"):
        yield make_call(name, read_json(body))
        return
    pairs = re.findall(r"<parameter=([A-Za-z0-9_-]{1,64})>(.*?)</parameter>", body, re.DOTALL)
    if re.sub(r"<parameter=[A-Za-z0-9_-]{1,64}>.*?</parameter>", "", body, flags=re.DOTALL).strip():
        raise NoCall
    if len({field for field, _ in pairs}) != len(pairs):
        raise NoCall
    fields = offered.get(name, {}).get("properties", {})
    yield make_call(name, {field: read_value(value, fields.get(field, {})) for field, value in pairs})


_WRAPPED_CALLS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"\[TOOL_CALLS\](?P<name>.*?)\[ARGS\](?P<arguments>.*)",  # Mistral
        r"\[TOOL_CALLS\](?P<calls>.*)",
        r"<\|python_tag\|>(?P<calls>.*?)(?:<\|eom_id\|>)?",  # Llama
        r"(?P<name>[A-Za-z0-9_-]{1,64})(?P<arguments>\{.*\})</function>",
        r"functools(?P<calls>\[.*)",  # Phi
        r"```(?:json|tool_call)?[ \t]*\n(?P<calls>.*?)\n?```",
        r"(?P<calls>.*)",
    )
)
"""The forms that are JSON with something around it, and the JSON itself: a call, a list of calls, or a name with its arguments."""


def _read_wrapped(form: re.Pattern[str], text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    found = form.fullmatch(text)
    if found is None:
        raise NoCall
    parts = found.groupdict()
    if "name" in parts:
        yield make_call(parts["name"].strip(), read_json(parts["arguments"]))
    else:
        yield from _read_objects(read_json(parts["calls"]))


def _read_objects(value: JSON) -> Iterator[WrittenCall]:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            raise NoCall
        function = each.get("function")
        inner: dict[str, JSON] = function if isinstance(function, dict) else each
        allowed = {"name", "arguments", "parameters", "id", "type"}
        arguments = [inner[key] for key in ("arguments", "parameters") if key in inner]
        if not isinstance(inner.get("name"), str) or len(arguments) != 1 or not inner.keys() <= allowed:
            raise NoCall
        yield make_call(inner["name"], arguments[0])
