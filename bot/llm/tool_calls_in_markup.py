"""Calls in the markup of DeepSeek and of gpt-oss, which a server without their template returns as content. Pure.

DeepSeek: its tokenizer's special tokens (V3, R1, V3.1) and DSML (V3.2, `encoding_dsv32.py`). gpt-oss: the harmony
format, https://cookbook.openai.com/articles/openai-harmony, with its special tokens or after a server has removed them.
Each function takes a trimmed text and the schemas of the offered tools, and raises NoCall for a text in another form.
"""

import re
from collections.abc import Iterator, Mapping

from bot.core.base_types import JSON
from bot.llm.written_call_values import NoCall, WrittenCall, make_call, read_json

_NAME = r"[A-Za-z0-9_-]{1,64}"
_OPEN, _CLOSE, _BLANK = "<[|｜]", "[|｜]>", "[▁_]"
"""DeepSeek's tokens have a full-width bar and a lower block; some servers write them in ASCII."""


def _write_token_pattern(words: str) -> str:
    return _OPEN + words.replace(" ", _BLANK) + _CLOSE


def _split_blocks(text: str, begin: re.Pattern[str], end: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The text between each `begin` and its `end`, when the whole text is such blocks. Raises NoCall."""
    *parts, rest = end.split(text)
    if rest.strip():
        raise NoCall
    for part in parts:
        found = begin.match(part.lstrip())
        if found is None:
            raise NoCall
        body = part.lstrip()[found.end() :]
        if begin.search(body):
            raise NoCall
        yield found, body


_CALLS = re.compile(
    f"{_write_token_pattern('tool calls begin')}(.*){_write_token_pattern('tool calls end')}(?:{_write_token_pattern('end of sentence')})?",
    re.DOTALL,
)
_CALL, _CALL_END = (
    re.compile(_write_token_pattern("tool call begin")),
    re.compile(_write_token_pattern("tool call end")),
)
_SEPARATOR = re.compile(_write_token_pattern("tool sep"))
_FENCED = re.compile(rf"({_NAME})\s{{0,3}}```(?:json)?[ \t]{{0,3}}\n(.*)```", re.DOTALL)


def read_deepseek(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>name<｜tool▁sep｜>{…}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`, of V3.1; V3 and R1
    write `function` before the separator, and the name with a fenced object behind it."""
    found = _CALLS.fullmatch(text)
    if found is None:
        raise NoCall
    for _, body in _split_blocks(found[1], _CALL, _CALL_END):
        head, *rest = _SEPARATOR.split(body)
        if len(rest) != 1:
            raise NoCall
        if head.strip() == "function" and (fenced := _FENCED.fullmatch(rest[0].strip())):
            yield make_call(fenced[1], read_json(fenced[2]))
        else:
            yield make_call(head.strip(), read_json(rest[0]))


_DSML = "[|｜]DSML[|｜]"
_DSML_CALLS = re.compile(
    f"<{_DSML}function_calls>(.*)</{_DSML}function_calls>(?:{_write_token_pattern('end of sentence')})?", re.DOTALL
)
_INVOKE, _INVOKE_END = re.compile(f'<{_DSML}invoke name="({_NAME})">'), re.compile(f"</{_DSML}invoke>")
_FIELD = re.compile(f'<{_DSML}parameter name="({_NAME})" string="(true|false)">')
_FIELD_END = re.compile(f"</{_DSML}parameter>")


def read_dsml(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<｜DSML｜function_calls><｜DSML｜invoke name="x"><｜DSML｜parameter name="y" string="true">…`, of DeepSeek V3.2. `string`
    says whether a value is text or JSON."""
    block = _DSML_CALLS.fullmatch(text)
    if block is None:
        raise NoCall
    for invoke, body in _split_blocks(block[1], _INVOKE, _INVOKE_END):
        if body.strip().startswith("{"):
            yield make_call(invoke[1], read_json(body))
            continue
        fields: dict[str, JSON] = {}
        for field, value in _split_blocks(body, _FIELD, _FIELD_END):
            if field[1] in fields:
                raise NoCall
            fields[field[1]] = value if field[2] == "true" else read_json(value)
        yield make_call(invoke[1], fields)


_TO = rf"\s{{0,3}}to=functions\.({_NAME})"
_MESSAGE = re.compile(
    rf"(?:<\|start\|>)?(?:assistant)?(?:{_TO})?\s{{0,3}}<\|channel\|>([a-z]{{1,20}})(?:{_TO})?"
    r"\s{0,3}(?:<\|constrain\|>)?\s{0,3}(?:json)?\s{0,3}<\|message\|>(.*?)(?:<\|(?:end|call|return)\|>|\Z)\s{0,9}",
    re.DOTALL,
)
_BARE_MESSAGE = re.compile(
    rf"(?:assistant)?commentary to=functions\.({_NAME})\s{{0,3}}(?:<\|constrain\|>)?\s{{0,3}}(?:json)?\s{{0,3}}(\{{.*\}})",
    re.DOTALL,
)


def read_harmony(text: str, offered: Mapping[str, JSON]) -> Iterator[WrittenCall]:
    """`<|channel|>commentary to=functions.x <|constrain|>json<|message|>{…}<|call|>`, of gpt-oss. Its thinking (the
    channel analysis) may precede the call; with any other text the whole is words.
    """
    if bare := _BARE_MESSAGE.fullmatch(text):
        yield make_call(bare[1], read_json(bare[2]))
        return
    at = 0
    while at < len(text):
        found = _MESSAGE.match(text, at)
        if found is None:
            raise NoCall
        early, channel, late, body = found.groups()
        name = early or late
        if name is None and channel != "analysis":
            raise NoCall
        if name is not None:
            yield make_call(name, read_json(body))
        at = found.end()
