"""The parts of calls that a model wrote as text: a name, and arguments that are JSON or become it. Pure."""

import json
from dataclasses import dataclass

from bot.core.base_types import JSON
from bot.core.canonical_json import parse_json
from bot.core.errors import NotCanonical


@dataclass(frozen=True)
class WrittenCall:
    """A call written as text: the tool's name, and its arguments as JSON text."""

    name: str
    arguments: str


class NoCall(Exception):
    """This text is no call."""


def make_call(name: str, arguments: JSON) -> WrittenCall:
    """The call with these arguments, an object or the text of one. Raises NoCall."""
    if isinstance(arguments, str):
        arguments = read_json(arguments)
    if not isinstance(arguments, dict):
        raise NoCall
    return WrittenCall(name, json.dumps(arguments, ensure_ascii=False, separators=(",", ":")))


def read_json(text: str) -> JSON:
    """The JSON value of the whole text. Raises NoCall."""
    try:
        return parse_json(text.strip())
    except NotCanonical as error:
        raise NoCall from error


def read_value(text: str, schema: JSON) -> JSON:
    """A value that is written as text: a text field takes it unchanged, any other field as JSON."""
    bare = text.removeprefix("\n").removesuffix("\n")
    if schema.get("type", "string") == "string":
        return bare
    try:
        return parse_json(bare)
    except NotCanonical:
        return bare
