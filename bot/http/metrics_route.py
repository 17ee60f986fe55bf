"""GET /metrics for Prometheus: for the metrics token, or a key of the scope admin. Everybody else gets 401."""

import hmac

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from pydantic import SecretStr

from bot.http.api.api_keys import ADMIN, authenticate_key
from bot.telemetry.metrics import PlatformMetrics

_read_bearer = HTTPBearer(auto_error=False)


def build_router(metrics: PlatformMetrics, token: SecretStr) -> APIRouter:
    """The route of these metrics. Without a `token`, admin keys alone open it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def read_metrics(request: Request) -> Response:
        given = await _read_bearer(request)
        wanted = token.get_secret_value().encode()
        is_token = (
            given is not None
            and bool(wanted)
            and hmac.compare_digest(given.credentials.encode("utf-8", "replace"), wanted)
        )
        if not is_token:
            (await authenticate_key(request, given)).require_scope(ADMIN, "reading metrics")
        return Response(await metrics.render(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router
