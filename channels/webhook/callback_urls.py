"""The URL that a webhook's sender is called back at, of the rule or of the payload, within the hosts of its table. Pure."""

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import Url

from bot.core.base_types import JSON
from bot.core.channel_messages import make_answer_callback
from bot.core.errors import NotUnderstood
from channels.webhook.mapping import PayloadRule, find_value

MAX_URL = 400


def find_callback(source: str, rule: PayloadRule, payload: JSON, hosts: Sequence[str]) -> str:
    """Return the address of the callback of this payload; empty: none. Raises `NotUnderstood` for a URL outside of `hosts`.

    The URL of the rule is the operator's own; one of the payload must lead to one of `hosts`, by https or http as the channel of
    callbacks allows.
    """
    if rule.callback_url:
        return make_answer_callback(source, rule.callback_url)
    if not rule.callback_field:
        return ""
    url = find_value(payload, rule.callback_field)
    if url is None or url == "":
        return ""
    if not isinstance(url, str) or len(url) > MAX_URL or not _is_within(url, hosts):
        shown = str(url)[:100]
        raise NotUnderstood(f"{rule.callback_field} is {shown!r}, and this source calls back: {', '.join(hosts)}.")
    return make_answer_callback(source, url)


def _is_within(text: str, hosts: Sequence[str]) -> bool:
    if not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        url = Url(text)
    except ValidationError:
        return False
    host = (url.host or "").strip("[]").rstrip(".").lower()
    if url.scheme not in ("https", "http") or url.username or url.password:
        return False
    is_usual = url.port == (443 if url.scheme == "https" else 80)
    return f"{host}:{url.port}" in hosts or (is_usual and host in hosts)
