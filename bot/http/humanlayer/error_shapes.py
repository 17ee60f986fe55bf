"""Errors of /humanlayer/v1 in HumanLayer's shapes: `{"error": {"message", "code"}}`, and `detail` for a body that is not
understood, as its OpenAPI document has it."""

import json
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from bot.core.base_types import JSON
from bot.core.errors import CountersignError
from bot.http.api.invalid_fields import describe_invalid_fields
from bot.http.api.problems import MEDIA_TYPE, ProblemDetails, convert_error
from bot.http.humanlayer.document_schemas import HumanLayerErrorOut

ERRORS: dict[int | str, dict[str, Any]] = {
    code: {
        "description": HTTPStatus(code).phrase,
        "content": {
            "application/json": {"schema": {"$ref": f"#/components/schemas/{HumanLayerErrorOut.__name__}"}},
            MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}},
        },
    }
    for code in (400, 401, 403, 404, 408, 409, 413, 421, 422, 500, 503)
}
"""A request that does not reach its route is refused as everywhere."""


class HumanLayerRoute(APIRoute):
    """A route with errors in HumanLayer's shape. Errors that no caller caused are answered as everywhere."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_in_shape(request: Request) -> Response:
            try:
                return await handle(request)
            except CountersignError as error:
                return reshape_problem(convert_error(error))
            except RequestValidationError as error:
                found = [{"loc": each["loc"], "msg": each["msg"], "type": each["type"]} for each in error.errors()[:5]]
                text = describe_invalid_fields(error, request.headers.get("content-type", ""))
                return JSONResponse({"detail": found, **_make_error(422, text)}, 422)

        return handle_in_shape


def reshape_problem(problem: JSONResponse) -> JSONResponse:
    """The same error, with its headers, in HumanLayer's shape."""
    body = json.loads(bytes(problem.body))
    kept = {name: value for name, value in problem.headers.items() if name in ("www-authenticate", "retry-after")}
    shaped = _make_error(body["status"], body["detail"])
    if body["status"] == 422:
        shaped["detail"] = [{"loc": ["body"], "msg": body["detail"], "type": "value_error"}]
    return JSONResponse(shaped, body["status"], kept)


def _make_error(status: int, text: str) -> dict[str, JSON]:
    return {"error": {"message": text, "code": HTTPStatus(status).phrase.lower().replace(" ", "_")}}
