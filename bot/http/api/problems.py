"""Converts errors to problem+json (RFC 9457). Internal errors are logged and answered without details."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Scope
from structlog.contextvars import bound_contextvars

from bot.core import errors as err
from bot.core.base_types import JSON
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.engine.whole_tracebacks import format_traceback
from bot.http.api.invalid_fields import describe_invalid_fields
from bot.http.api.openapi_document import complete_document
from bot.http.request_ids import FIELD, HEADER, find_request_id
from bot.http.security_headers import harden_headers

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
PROGRAM_PATHS = ("/api/", "/humanlayer/")
"""The beginnings of paths that programs call: JSON in, JSON out, and never a page."""

STATUS: tuple[tuple[type[err.CountersignError], int], ...] = (
    (err.NotUnderstood, 422),
    (err.BadInput, 400),
    (err.Unauthenticated, 401),
    (err.Forbidden, 403),
    (err.NotFound, 404),
    (err.Conflict, 409),
    (err.TooLarge, 413),
    (err.Unavailable, 503),
)


class ProblemDetails(BaseModel):
    """The body of an error. `decided_by` and `decided_at` are set when the request is already settled.

    `complaints` maps the names of arguments or form fields to their errors. `request_id` is also in the response's header
    X-Request-Id and in the server's log.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str | None = Field(default=None, description="Also in the header X-Request-Id and in the server's log.")
    decided_by: str | None = None
    decided_at: str | None = None
    complaints: dict[str, str] | None = None


_SCHEMA = f"#/components/schemas/{ProblemDetails.__name__}"
RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"description": HTTPStatus(code).phrase, "content": {MEDIA_TYPE: {"schema": {"$ref": _SCHEMA}}}}
    for code in (400, 401, 403, 404, 408, 409, 413, 421, 422, 500, 503)
}
"""The error responses of the API's operations for the OpenAPI document.

They name the schema and not the model: FastAPI would build an unused validator of the model for each route.
"""


def find_status(error: err.CountersignError) -> int:
    """The HTTP status of an error; 500 for internal errors."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def make_problem(status: int, detail: str, **more: JSON) -> JSONResponse:
    """A problem+json response."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _clean_detail(detail),
        **({FIELD: id} if (id := find_request_id()) else {}),
        **more,
    }
    headers = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "1"}}.get(status)
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def convert_error(error: err.CountersignError) -> JSONResponse:
    """The response for one of our errors."""
    status = find_status(error)
    if status == 500:
        log.error("unexpected error", error=f"{type(error).__name__}: {error}", trace=format_traceback(error))
        return make_problem(500, "Something went wrong on our side; it was noted.")
    if isinstance(error, err.AlreadySettled):
        at = error.decided_at.isoformat().replace("+00:00", "Z") if error.decided_at else None
        return make_problem(status, str(error), decided_by=error.decided_by, decided_at=at)
    if isinstance(error, err.FormComplaints):
        return make_problem(
            status, str(error), complaints={_clean_detail(k): _clean_detail(v) for k, v in error.complaints.items()}
        )
    if isinstance(error, err.DigestMismatch):
        return make_problem(status, str(error), decided_by=None, decided_at=None)
    return make_problem(status, str(error))


ErrorPage = Callable[[int, str], Response]
"""Renders an error as a page: status and sentence."""


def is_for_browser(scope: Scope) -> bool:
    """Whether a browser asks for a page: `Accept` lists text/html (RFC 9110, 12.5.1), and the path is not of an API."""
    return "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith(PROGRAM_PATHS)


def render_for_browser(scope: Scope, response: Response, page: ErrorPage) -> Response:
    """The problem as a page with the problem's headers when `is_for_browser`, else `response` itself."""
    if not is_for_browser(scope) or response.media_type != MEDIA_TYPE:
        return response
    html = page(response.status_code, json.loads(bytes(response.body))["detail"])
    skipped = {"content-length", "content-type"}
    html.headers.update({name: value for name, value in response.headers.items() if name not in skipped})
    return html


def add_error_handlers(app: FastAPI, page: ErrorPage) -> None:
    """Make the app answer errors as problems, and browsers with `page`."""

    async def handle(request: Request, error: Exception) -> Response:
        id = request.scope.get(FIELD, "")
        with bound_contextvars(**({FIELD: id} if id else {})):  # the middlewares do not see a 500
            response = render_for_browser(request.scope, _convert_exception(request, error), page)
        harden_headers(response.headers, request.url.path)
        if id:
            response.headers[HEADER] = id
        return response

    for kind in (err.CountersignError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)

    plain = app.openapi

    def document_problems() -> dict[str, Any]:
        """The OpenAPI document with the schema of `ProblemDetails`."""
        if app.openapi_schema is not None:
            return app.openapi_schema
        document = plain()
        schemas = document["components"]["schemas"]
        schemas[ProblemDetails.__name__] = ProblemDetails.model_json_schema(mode="serialization")
        complete_document(document)
        document["components"]["schemas"] = dict(sorted(schemas.items()))
        return document

    app.openapi = document_problems  # type: ignore[method-assign]  # FastAPI's own way


def _convert_exception(request: Request, error: Exception) -> JSONResponse:
    match error:
        case err.CountersignError():
            return convert_error(error)
        case RequestValidationError():
            return make_problem(422, describe_invalid_fields(error, request.headers.get("content-type", "")))
        case HTTPException():
            detail = {
                404: "There is nothing at this address.",
                405: f"This address does not take {request.method}.",
            }.get(error.status_code, str(error.detail))
            response = make_problem(error.status_code, detail)
            response.headers.update(error.headers or {})
            return response
        case _:
            path, text = redact_path(request.url.path), f"{type(error).__name__}: {error}"
            log.error("unexpected error", path=path, error=text, trace=format_traceback(error))
            return make_problem(500, "Something went wrong on our side; it was noted.")


def redact_path(path: str) -> str:
    """A request's path without the token of a sign-in link."""
    return "/sign-in/…" if path.startswith("/sign-in/") else path


def _clean_detail(detail: str) -> str:
    return cut_text(remove_secrets(detail.encode("utf-8", "backslashreplace").decode()), 1000)
