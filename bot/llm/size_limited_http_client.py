"""The HTTP client below the openai client: it limits the size of an answer and stops retries that cannot succeed."""

from contextlib import aclosing
from typing import Any

from httpx2 import AsyncClient, Request, Response
from openai import DEFAULT_CONNECTION_LIMITS, OpenAIError

from bot.llm.endpoint_errors import MAX_BODY, read_failure

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of an unpacked answer that are read: as many as a million tokens of escaped text."""


class AnswerTooLong(OpenAIError):
    """The server sent more than `MAX_ANSWER` bytes. The openai client does not repeat a request after one of its own
    errors.
    """

    def __init__(self, status: int) -> None:
        super().__init__(
            f"{status}: an answer of more than {MAX_ANSWER // 1024 // 1024} MiB, which was not read to its end"
        )
        self.status = status


class BoundedClient(AsyncClient):
    """An AsyncClient with the openai client's defaults. Its responses have at most `MAX_ANSWER` bytes, errors
    `MAX_BODY` + 1.

    `send` raises AnswerTooLong and closes the connection. An error that waiting does not cure, such as a 429 of an
    account without credit, tells the openai client not to repeat the request.
    """

    def __init__(self) -> None:
        super().__init__(limits=DEFAULT_CONNECTION_LIMITS, follow_redirects=True)

    async def send(self, request: Request, *, stream: bool = False, **given: Any) -> Response:
        """Send the request and read the response: of an error only as much as shows that it is too long.

        Raises AnswerTooLong and the errors of `AsyncClient.send`.
        """
        response = await super().send(request, stream=True, **given)
        most, content = MAX_BODY if response.is_error else MAX_ANSWER, bytearray()
        try:
            async with aclosing(response.aiter_bytes()) as pieces:
                async for piece in pieces:
                    content += piece
                    if len(content) > most:
                        break
        finally:
            await response.aclose()
        if len(content) > most and not response.is_error:
            raise AnswerTooLong(response.status_code)
        body = bytes(content[: most + 1])
        packed = ("content-encoding", "content-length", "transfer-encoding")
        headers = [(name, value) for name, value in response.headers.multi_items() if name not in packed]
        history, sent = response.history, response.request
        whole = Response(response.status_code, headers=headers, content=body, request=sent, history=history)
        if whole.is_error and read_failure(whole.status_code, body, "").is_final:
            whole.headers["x-should-retry"] = "false"
        return whole
