"""Reads the forms of our own pages, and refuses every other: another site's, another session's, another encoding."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from bot.core.errors import CountersignError, ForgedForm, NotUnderstood, TooLarge
from bot.http.middleware import MAX_BODY, list_own_hosts

FORM = "application/x-www-form-urlencoded"
MAX_FIELDS = 1_500
"""A form of twenty fields may have fifty boxes to tick in each."""
TOKEN = "csrf"  # noqa: S105  the field's name
WRITTEN = ("reason", "answer", "text", "field.")
"""How the names of fields begin that hold a person's own words."""


def make_form_token(secret: str) -> str:
    """What a form must carry to be one that we showed to the holder of this secret."""
    return hmac.new(secret.encode(), b"countersign form", hashlib.sha256).hexdigest()


async def read_form(request: Request, origin: str, secret: str) -> Mapping[str, str]:
    """The fields of a form that we showed to the holder of `secret`, line breaks as \\n.

    Raises ForgedForm, TooLarge, NotUnderstood.
    """
    fields = await read_open_form(request, origin)
    if not hmac.compare_digest(fields.get(TOKEN, "").encode(), make_form_token(secret).encode()):
        raise ForgedForm()
    return fields


async def read_open_form(request: Request, origin: str) -> Mapping[str, str]:
    """The fields of a form of ours that anybody may send: it acts in nobody's name, so no token ties it to a session.

    Raises ForgedForm, TooLarge, NotUnderstood.
    """
    refuse_other_sites(request, origin)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise ForgedForm()
    return _parse_fields(await _read_body(request))


async def read_own_words(request: Request, origin: str) -> tuple[str, ...]:
    """What a person had typed into a form of ours whose session is over; nothing when it may come from another site.

    Without a session there is no token to check, so only a browser's own word (Origin) counts here.
    """
    if request.headers.get("origin") is None:
        return ()
    try:
        refuse_other_sites(request, origin)
        return collect_words(_parse_fields(await _read_body(request)))
    except CountersignError:
        return ()


def collect_words(fields: Mapping[str, str]) -> tuple[str, ...]:
    """What stands in the fields for a person's own words, without the empty ones."""
    return tuple(text for name, text in fields.items() if name.startswith(WRITTEN) and text.strip())


def refuse_other_sites(request: Request, origin: str) -> None:
    """Raises ForgedForm when a browser says that another site's page sent this.

    Browsers send Origin with every POST, and newer ones Sec-Fetch-Site with everything; pages cannot forge either.
    What carries neither comes from no browser that another site could use: the form's token must do for it.
    """
    sent, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if sent is not None and sent not in list_own_origins(origin):
        raise ForgedForm()
    if site not in (None, "same-origin"):
        raise ForgedForm()


def list_own_origins(origin: str) -> frozenset[str]:
    """The Origin headers of our own pages."""
    return frozenset(f"{urlsplit(origin).scheme}://{host}" for host in list_own_hosts(origin))


def choose_own_path(next: str) -> str:
    """The path if it is one of ours, otherwise `/`: no page sends a browser to another site (open redirect).

    Browsers read `\\` as `/` and drop tabs and line breaks, so whatever is not printable ASCII is refused as well.
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
