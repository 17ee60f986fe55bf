"""Finds the URLs in other people's words that may become links, and the host that each leads to. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_WEB = re.compile(rf"(?i:https?)://(?P<host>{_NAME}(?::[0-9]{{1,5}})?)(?:[/?#][!-;=?-\[\]-{{}}~]*)?")
"""No blank, no mark-up character (`<`, `>`, `|`), no backslash; no name and password before the host."""

_MAIL = re.compile(rf"mailto:(?P<address>[A-Za-z0-9.!#$'*+/^_~-]+@{_NAME})")
_BARE_URL = re.compile(r"https?://[!-;=?-\[\]_a-z~]+")


class LinkSpan(NamedTuple):
    """A part of a text; `is_link` when the part is a URL that may be a link."""

    text: str
    is_link: bool


def find_host(url: str) -> str:
    """Return the host of a web URL, or a mail address; empty for a URL that could be read as another one.

    A `mailto:` URL with a subject, a body or more recipients has none: it would write a mail in the reader's name.
    """
    if mail := _MAIL.fullmatch(url):
        return mail["address"]
    web = _WEB.fullmatch(url)
    return web["host"] if web else ""


def split_links(text: str) -> Iterator[LinkSpan]:
    """Return the whole text in parts, with the written-out URLs apart, without the punctuation around them."""
    at = 0
    for bare in _BARE_URL.finditer(text):
        url = bare[0]
        while url.endswith(tuple(".,:;!?'\"*_]")) or (url.endswith(")") and url.count(")") > url.count("(")):
            url = url[:-1]  # the punctuation of the sentence around it
        if not find_host(url) or text[bare.end() : bare.end() + 1] == "|":
            continue
        if bare.start() > at:
            yield LinkSpan(text[at : bare.start()], is_link=False)
        yield LinkSpan(url, is_link=True)
        at = bare.start() + len(url)
    if text[at:]:
        yield LinkSpan(text[at:], is_link=False)
