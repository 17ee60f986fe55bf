"""The openai client behind the Model port: it sends a request's very bytes and returns what came back. It judges nothing."""

import asyncio
import json
import os
from http import HTTPStatus

from httpx2 import URL, InvalidURL, Response
from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncOpenAI, OpenAIError, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.core.context import Prompt, chat_request
from bot.core.errors import BadSetting
from bot.core.ports import ModelUnavailable
from bot.core.steps import Chosen
from bot.core.word import JSON

MAX_EXCERPT = 100
"""Characters of a server's own error text that we repeat."""

NO_KEY = "no-key-needed"
"""What is sent to a server of one's own that asks for no key: the client insists on some."""

_ADVICE = {
    400: "the request was not taken; check OPENAI_MODEL, and the prompt and tools of the agent",
    401: "check OPENAI_API_KEY",
    403: "this key may not do that; check OPENAI_API_KEY and OPENAI_MODEL",
    404: "no such model or address; check OPENAI_MODEL and OPENAI_BASE_URL",
    429: "too many requests, or the account has no credit left",
}


class OpenAIModel:
    """A model behind an OpenAI-compatible chat completions endpoint.

    `timeout` is the seconds that one try may stay silent, `deadline` the seconds for all tries and their pauses
    together; a server's Retry-After is honoured within it. An empty `base_url` means OPENAI_BASE_URL, else OpenAI.
    Raises BadSetting for a key or an address that cannot work.
    """

    def __init__(
        self,
        *,
        api_key: str,
        model: str,
        base_url: str | None = None,
        timeout: float = 60.0,
        deadline: float = 180.0,
        retries: int = 2,
    ) -> None:
        address = _address(base_url)
        self.name, self.deadline = model, deadline
        self._key = _key(api_key, needed=address is None)
        self._client = AsyncOpenAI(
            api_key=self._key,
            base_url=address,
            timeout=Timeout(timeout, connect=min(timeout, 5.0)),
            max_retries=retries,
        )

    def __repr__(self) -> str:
        return f"OpenAIModel({self.name!r} at {self._client.base_url.host!r})"

    def request(self, prompt: Prompt) -> bytes:
        """The exact bytes that `choose` sends for this prompt."""
        return chat_request(prompt)

    async def choose(self, request: bytes) -> Chosen:
        """What the model answered to these bytes. Raises ModelUnavailable, with one line, when nothing usable came."""
        response = await self._send(request)
        return _chosen(_read(response, self._key))

    async def close(self) -> None:
        """Close the connections. The model cannot be used afterwards."""
        await self._client.close()

    async def _send(self, request: bytes) -> Response:
        try:
            async with asyncio.timeout(self.deadline):
                # `content=` is the client's way for raw bytes, an httpx2.Response its way to leave the body unparsed:
                # auth, retries, time-outs and proxies stay the client's.
                return await self._client.post("/chat/completions", cast_to=Response, content=request)
        except TimeoutError as error:
            raise ModelUnavailable(f"no answer within {self.deadline:g} seconds") from error
        except OpenAIError as error:
            raise ModelUnavailable(_line(error, self._key)) from None  # the foreign text may quote the key


def _address(base_url: str | None) -> str | None:
    """The base URL that the client will use, None for its own default."""
    given = base_url or os.environ.get("OPENAI_BASE_URL")
    if not given:
        return None
    shown = given.rpartition("@")[2]
    try:
        url = URL(given)
    except InvalidURL as error:
        raise BadSetting("OPENAI_BASE_URL", shown, f"it is no URL ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise BadSetting("OPENAI_BASE_URL", shown, "write it as https://host/v1")
    return given


def _key(api_key: str, *, needed: bool) -> str:
    key = api_key.strip()
    if not key and needed:
        raise BadSetting("OPENAI_API_KEY", "", "set it, or point OPENAI_BASE_URL at a server that needs no key")
    if not key.isascii() or not key.isprintable():
        raise BadSetting("OPENAI_API_KEY", "…", "it holds a character that no header may hold; copy it again")
    return key or NO_KEY


def _line(error: OpenAIError, key: str) -> str:
    """What went wrong, in one line: the status or the kind, and what to do. Never a key."""
    match error:
        case APIStatusError(status_code=status, body=body):
            quoted = "" if status in (401, 403) else _excerpt(body, key)  # these two like to quote the key
            return f"{status}: {_ADVICE.get(status) or _phrase(status)}" + (f" ({quoted})" if quoted else "")
        case APITimeoutError():
            return "timed out"
        case APIConnectionError():
            return f"cannot reach {error.request.url.host} ({type(error.__cause__).__name__})"
        case _:
            return type(error).__name__


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "a status that HTTP does not know"


def _excerpt(body: JSON, key: str) -> str:
    """The server's own words out of an error body, printable, without the key, cut."""
    said = body.get("message") if isinstance(body, dict) else body
    if not isinstance(said, str):
        return ""
    if said.lstrip().startswith("<"):
        return "an HTML page"
    printable = "".join(letter if letter.isprintable() else " " for letter in said.replace(key, "[key]"))
    return " ".join(printable.split())[:MAX_EXCERPT]


class _Lenient(BaseModel):
    """A part of the answer. Servers add and leave out fields as they please; only what we read has a type."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Function(_Lenient):
    name: str | None = None
    arguments: JSON = None


class _Call(_Lenient):
    function: _Function | None = None


class _Message(_Lenient):
    content: JSON = None
    refusal: str | None = None
    tool_calls: tuple[_Call, ...] | None = None


class _Choice(_Lenient):
    message: _Message | None = None
    finish_reason: str | None = None


class _Completion(_Lenient):
    """https://platform.openai.com/docs/api-reference/chat/object, and `error`, which some proxies send with a 200."""

    choices: tuple[_Choice, ...] | None = None
    usage: JSON = None
    error: JSON = None


def _read(response: Response, key: str) -> _Completion:
    try:
        answer = _Completion.model_validate_json(response.content)
    except ValidationError as error:
        raise ModelUnavailable(f"{response.status_code}: {_mismatch(error, response.content)}") from error
    if not answer.choices:
        said = _excerpt(answer.error, key)
        raise ModelUnavailable(f"{response.status_code}: an answer without choices" + (f" ({said})" if said else ""))
    return answer


def _mismatch(error: ValidationError, body: bytes) -> str:
    if body.lstrip().startswith(b"<"):
        return "an HTML page instead of JSON; check OPENAI_BASE_URL"
    wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, wrong["loc"]))
    return f"not a chat completion: {where + ': ' if where else ''}{wrong['msg'][:MAX_EXCERPT]}"


def _chosen(answer: _Completion) -> Chosen:
    choice = (answer.choices or (_Choice(),))[0]
    message = choice.message or _Message()
    calls = tuple(call.function or _Function() for call in message.tool_calls or ())
    tool, arguments = _only(calls)
    return Chosen(
        tool=tool,
        arguments=arguments,
        words=_words(message, calls),
        refusal=_refusal(choice, message),
        truncated=choice.finish_reason == "length",
        input_tokens=_count(answer.usage, "prompt_tokens"),
        output_tokens=_count(answer.usage, "completion_tokens"),
    )


def _only(calls: tuple[_Function, ...]) -> tuple[str | None, str]:
    """Name and arguments of the one call. Several are no step at all: the first of them was not chosen over the rest."""
    if len(calls) != 1:
        return None, ""
    name, arguments = calls[0].name or "", calls[0].arguments
    if arguments is None or isinstance(arguments, str):
        return name, arguments or ""
    return name, json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))


def _words(message: _Message, calls: tuple[_Function, ...]) -> str:
    said = _text(message.content)
    if len(calls) < 2:
        return said
    names = ", ".join((call.name or "?")[:64] for call in calls[:5])
    return f"{said}\n[{len(calls)} tools were called at once: {names}]".lstrip()


def _text(content: JSON) -> str:
    """The text of a message, whether it came as a string or as a list of parts."""
    if isinstance(content, list):
        return "".join(_text(part.get("text") if isinstance(part, dict) else part) for part in content)
    return content if isinstance(content, str) else ""


def _refusal(choice: _Choice, message: _Message) -> str | None:
    parts = message.content if isinstance(message.content, list) else []
    refused = message.refusal or "".join(_text(part.get("refusal")) for part in parts if isinstance(part, dict))
    if refused:
        return refused
    if choice.finish_reason == "content_filter":
        return _text(message.content) or "the provider's content filter stopped the answer"
    return None


def _count(usage: JSON, field: str) -> int:
    """A count of tokens; zero when the server does not say, or says nonsense."""
    count = usage.get(field) if isinstance(usage, dict) else None
    return count if isinstance(count, int) and count > 0 else 0
