"""The register of Web API methods; it calls none."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]
Answer: TypeAlias = Callable[[WebApiCall], Awaitable[JSON]]


class WebApiMethod(NamedTuple):
    """A method: any one of `scopes` is needed, `tier` counts it, `token` is the kind of token it takes."""

    name: str
    answer: Answer
    scopes: tuple[str, ...]
    tier: int | None
    token: Literal["bot", "app", "any", "none"]


METHODS: dict[str, WebApiMethod] = {}


def method(
    name: str, *scopes: str, tier: int | None = 3, token: Literal["bot", "app", "any", "none"] = "bot"
) -> Callable[[Answer], Answer]:
    """Register a coroutine as a method; its result is answered beside `ok: true`."""

    def register(answer: Answer) -> Answer:
        METHODS[name] = WebApiMethod(name, answer, scopes, tier, token)
        return answer

    return register
