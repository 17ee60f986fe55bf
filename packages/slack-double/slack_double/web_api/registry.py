"""The register of Web API methods; it calls none."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from slack_double.api_call import Call

JSON = dict[str, Any]
Answer: TypeAlias = Callable[[Call], Awaitable[JSON]]


class Method(NamedTuple):
    """A method: any one of `scopes` is needed, `tier` counts it, `token` is the kind of token it takes."""

    name: str
    answer: Answer
    scopes: tuple[str, ...]
    tier: int | None
    token: Literal["bot", "app", "any", "none"]


METHODS: dict[str, Method] = {}


def method(
    name: str, *scopes: str, tier: int | None = 3, token: Literal["bot", "app", "any", "none"] = "bot"
) -> Callable[[Answer], Answer]:
    """Register a coroutine as a method; its result is answered beside `ok: true`."""

    def registered(answer: Answer) -> Answer:
        METHODS[name] = Method(name, answer, scopes, tier, token)
        return answer

    return registered
