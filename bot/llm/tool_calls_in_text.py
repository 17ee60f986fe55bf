"""Tool calls that a model wrote as text, because its server knows no form for them. Pure.

A call is read only when the whole trimmed text is calls in one of the known forms and each name was offered. With text
around it, two candidates of one form, or a trailing comma it is words. The profile decides whether calls are read.
"""

import re
from collections.abc import Iterator, Mapping

from bot.core.values import JSON
from bot.llm.tool_calls_in_templates import MODEL_FORMS
from bot.llm.written_calls import NoCall, WrittenCall, make_call, read_json, read_value

MAX_TEXT = 64 * 1024
"""Characters of a text that are searched for calls."""


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
    for form in (
        _read_tagged,
        _read_mistral,
        _read_function_tag,
        _read_prefixed,
        _read_named,
        *MODEL_FORMS,
        _read_bare_json,
    ):
        try:
            calls = tuple(form(trimmed, offered))
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


def _read_mistral(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`[TOOL_CALLS][{...}]`, and `[TOOL_CALLS]name[ARGS]{...}`."""
    if not text.startswith("[TOOL_CALLS]"):
        raise NoCall
    rest = text.removeprefix("[TOOL_CALLS]").strip()
    name, has_name, arguments = rest.partition("[ARGS]")
    if has_name:
        yield make_call(name.strip(), read_json(arguments))
    else:
        yield from _read_objects(read_json(rest))


def _read_prefixed(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<|python_tag|>{...}`, of Llama, and `functools[{...}]`, of Phi."""
    if text.startswith("<|python_tag|>"):
        body = text.removeprefix("<|python_tag|>").removesuffix("<|eom_id|>").strip()
    elif text.startswith("functools["):
        body = text.removeprefix("functools")
    else:
        raise NoCall
    yield from _read_objects(read_json(body))


def _read_named(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`name{...}</function>`, of Llama."""
    found = re.fullmatch(r"([A-Za-z0-9_-]{1,64})(\{.*\})</function>", text, re.DOTALL)
    if found is None:
        raise NoCall
    yield make_call(found[1], read_json(found[2]))


def _read_bare_json(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """The JSON itself, in a fence or without one."""
    fenced = re.fullmatch(r"```(?:json|tool_call)?[ \t]*\n(.*?)\n?```", text, re.DOTALL)
    yield from _read_objects(read_json(fenced[1] if fenced else text))


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
