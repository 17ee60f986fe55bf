"""The files under /static/: compressed, and cached for good under the address that names their content.

Only they are compressed. A page holds the token of its forms and other people's words beside text that anybody can send
in; the length of such a page compressed would tell an eavesdropper its content (BREACH, CVE-2013-3587).
"""

from starlette.datastructures import QueryParams
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from bot.http.pages.templating import STATIC, find_version

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
"""Kept, but only used after the server has said that it is the same."""


class VersionedFiles(StaticFiles):
    """Files that a browser keeps for a year when the query names the version of their content (`make_static_url`)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        is_ours = response.status_code in (200, 206, 304)
        version = QueryParams(scope["query_string"]).get("v")
        response.headers["Cache-Control"] = FOREVER if is_ours and version == find_version(path) else ASK_AGAIN
        return response


def build_static_files() -> ASGIApp:
    """The ASGI app of the files."""
    return GZipMiddleware(VersionedFiles(directory=STATIC), minimum_size=500, compresslevel=6)
