"""Reads forms of our own pages; refuses forms of other sites, of other sessions and in other encodings."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from bot.core.errors import CountersignError, ForgedForm, NotUnderstood, TooLarge
from bot.http.request_guard import MAX_BODY, list_own_hosts

FORM = "application/x-www-form-urlencoded"
MAX_FIELDS = 1_500
"""Maximum fields of a form: enough for twenty fields with fifty checkboxes each."""
TOKEN = "csrf"  # noqa: S105  the field's name
TEXT_PREFIXES = ("reason", "answer", "text", "field.")
"""Prefixes of the names of fields that hold a person's own words."""


def make_form_token(secret: str) -> str:
    """The token that ties a form to the holder of `secret` (HMAC-SHA256, hex)."""
    return hmac.new(secret.encode(), b"countersign form", hashlib.sha256).hexdigest()


async def read_form(request: Request, origin: str, secret: str) -> Mapping[str, str]:
    """The fields of a form that was shown to the holder of `secret`, with \\n for line breaks.

    Raises `ForgedForm`, `TooLarge`, `NotUnderstood`.
    """
    fields = await read_open_form(request, origin)
    if not hmac.compare_digest(fields.get(TOKEN, "").encode(), make_form_token(secret).encode()):
        raise ForgedForm()
    return fields


async def read_open_form(request: Request, origin: str) -> Mapping[str, str]:
    """The fields of a form that needs no session, such as the one that asks for a link. It carries no token.

    Raises `ForgedForm`, `TooLarge`, `NotUnderstood`.
    """
    refuse_other_sites(request, origin)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise ForgedForm()
    return _parse_fields(await _read_body(request))


async def read_own_words(request: Request, origin: str) -> tuple[str, ...]:
    """The texts of a form after the end of its session; empty when another site may have sent the form.

    Without a session there is no token to check, so the browser's Origin header is required.
    """
    if request.headers.get("origin") is None:
        return ()
    try:
        refuse_other_sites(request, origin)
        return collect_words(_parse_fields(await _read_body(request)))
    except CountersignError:
        return ()


def collect_words(fields: Mapping[str, str]) -> tuple[str, ...]:
    """The non-empty values of the fields that hold a person's own words."""
    return tuple(text for name, text in fields.items() if name.startswith(TEXT_PREFIXES) and text.strip())


def refuse_other_sites(request: Request, origin: str) -> None:
    """Raises `ForgedForm` when the headers of a browser name another site as the sender.

    Browsers send Origin with each POST, newer ones Sec-Fetch-Site with each request; pages cannot forge them. A request
    with neither header comes from no browser that another site could use, so the form's token is enough.
    """
    sent, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if sent is not None and sent not in list_own_origins(origin):
        raise ForgedForm()
    if site not in (None, "same-origin"):
        raise ForgedForm()


def list_own_origins(origin: str) -> frozenset[str]:
    """The values of the Origin header of our own pages."""
    return frozenset(f"{urlsplit(origin).scheme}://{host}" for host in list_own_hosts(origin))


def choose_own_path(next: str) -> str:
    """`next` when it is a path of this server, else `/`. Prevents open redirects.

    Browsers read `\\` as `/` and drop tabs and line breaks, so only printable ASCII is accepted.
    """
    is_plain = next.isascii() and next.isprintable() and "\\" not in next and " " not in next and len(next) <= 1000
    return next if is_plain and next.startswith("/") and not next.startswith("//") else "/"


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise TooLarge(MAX_BODY)
    return bytes(body)


def _parse_fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise NotUnderstood("The form cannot be read. Reload the page and send it again.") from error
    fields = {name: value.replace("\r\n", "\n") for name, value in pairs}
    if len(fields) != len(pairs):
        raise NotUnderstood("The form says one thing twice. Reload the page and send it again.")
    return fields
