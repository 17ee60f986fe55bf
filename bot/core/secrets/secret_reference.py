"""The type of a tool's argument that is a secret: the call holds its name, and the running tool alone gets its value.

    class Deploy(Step):
        token: Secret = Field(description="The deploy token.")

    async def deploy(step: Deploy, at: ToolContext) -> str:
        client = Client(at.reveal(step.token))

In arguments it is the text `secret:<name>`. Models write it, people read and edit it, the log keeps it and the digest covers
it: an approval is bound to the name, and the value is the one that the name has when the tool runs.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, get_args

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from bot.core.base_types import JSON
from bot.core.secrets.secret_patterns import PREFIX, REFERENCE

NOT_A_REFERENCE = "secret_reference"
"""The error type of a value that is no reference. The value is not quoted, since it may be a secret."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The name of a secret. It holds no value."""

    name: str

    def __post_init__(self) -> None:
        if not re.fullmatch(REFERENCE, PREFIX + self.name, re.ASCII):
            raise ValueError("the name of a secret has small letters, digits and hyphens")

    def __str__(self) -> str:
        return PREFIX + self.name

    @classmethod
    def read(cls, value: Any) -> "Secret":
        """Return the secret with this reference, such as "secret:vercel-token". Raises PydanticCustomError."""
        if isinstance(value, Secret):
            return value
        if isinstance(value, str) and re.fullmatch(REFERENCE, value, re.ASCII):
            return cls(value.removeprefix(PREFIX))
        raise PydanticCustomError(NOT_A_REFERENCE, "write the name of a secret, as secret:<name>, never its value")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read,
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JSON:
        return {"type": "string", "pattern": f"^{REFERENCE}$", "description": "The name of a secret, never its value."}


class SecretStore(Protocol):
    """A store of secret values. `names` are those that a call may name; `get` returns the present value, None: there is
    none."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def get(self, name: str) -> str | None: ...


class NoSecrets:
    """A store without secrets."""

    names: tuple[str, ...] = ()

    def get(self, name: str) -> str | None:
        return None


def has_secret_type(step: type[BaseModel], name: str) -> bool:
    """Return whether this field of a step is a secret or holds some: an error in it is explained without its value."""
    return name in step.model_fields and _has_secret(step.model_fields[name].annotation)


@lru_cache(maxsize=1024)
def list_secret_fields(step: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a step that are secrets or hold some."""
    return tuple(name for name in step.model_fields if has_secret_type(step, name))


def is_reference_value(value: JSON) -> bool:
    """Return whether a value in the arguments of a call is the name of a secret, a list of such names, or null."""
    if isinstance(value, list):
        return all(map(is_reference_value, value))
    return value is None or (isinstance(value, str) and re.fullmatch(REFERENCE, value, re.ASCII) is not None)


def _has_secret(annotation: Any) -> bool:
    return annotation is Secret or any(map(_has_secret, get_args(annotation)))


def find_secrets(value: Any) -> Iterator[Secret]:
    """Return all secrets that a step names, nested ones included."""
    match value:
        case Secret():
            yield value
        case BaseModel():
            for name in type(value).model_fields:
                yield from find_secrets(getattr(value, name))
        case list() | tuple():
            for each in value:
                yield from find_secrets(each)
        case dict():
            for each in value.values():
                yield from find_secrets(each)
        case _:
            pass


def explain_unknown_secret(step: Any, store: SecretStore) -> str:
    """Return why a step cannot run: it names an unknown secret. Empty when it names none, or all are known."""
    names = store.names
    missing = next((secret.name for secret in find_secrets(step) if secret.name not in names), None)
    if missing is None:
        return ""
    return f"There is no secret {missing!r}. There are: {', '.join(names) or 'none'}."


class RevealedSecrets:
    """The values that one run of a tool was given, so that they can be removed from its output."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._values: dict[str, str] = {}

    def reveal(self, secret: Secret) -> str | None:
        value = self._store.get(secret.name)
        if value:
            self._values[secret.name] = value
        return value

    def hide(self, text: str) -> str:
        """Return the text with each given value as `[secret vercel-token removed]`, also in its JSON form."""
        for name, value in sorted(self._values.items(), key=lambda item: -len(item[1])):
            for form in dict.fromkeys((value, json.dumps(value)[1:-1], repr(value)[1:-1])):
                text = text.replace(form, f"[secret {name} removed]")
        return text

    def __repr__(self) -> str:
        return f"<RevealedSecrets of {', '.join(self._values) or 'none'}>"
