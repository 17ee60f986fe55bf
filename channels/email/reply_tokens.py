"""Addresses that say what a mail answers: `bot+r-<token>@domain` for one person's decision on one request, and others.

A token is an HMAC of what it stands for, so that a delivery that is tried again is the same mail to the byte; the vault
keeps its SHA-256 with what it stands for, so that neither the vault alone nor the key alone makes or finds one. It is no
identity: it says which request a mail is about, never who wrote it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot.core.errors import BadSetting
from bot.core.values import FrozenModel
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_text.program_lines import normalize_line

TokenKind = Literal["reply", "thread", "bounce", "confirm"]
DECIDING: tuple[TokenKind, ...] = ("reply", "confirm")
"""The kinds whose address one person's decision goes to."""

RECIPIENTS = ("x-gm-original-to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
"""Where receivers write the envelope's recipient: Google, Dovecot and Postfix, Postfix, Exim, others."""

MAX_LOCAL = 64
"""Octets of a local part (RFC 5321, 4.5.3.1.1)."""

MAX_SEEN = 20
"""How many values of one header are looked at."""

_LETTERS: dict[TokenKind, str] = {"reply": "r", "thread": "t", "bounce": "b", "confirm": "c"}
_KINDS: dict[str, TokenKind] = {letter: kind for kind, letter in _LETTERS.items()}
_BASE32 = r"[a-z2-7]{26}"
_DETAIL = re.compile(rf"([rtbc])-({_BASE32})")
_ID = re.compile(rf"<cs\.([rtbc])[.-]({_BASE32})\.(\d{{1,9}})@([^<>@\s]+)>", re.I | re.ASCII)
_MARK = re.compile(r"please reply above this line ([a-z2-7]{10})(?![a-z0-9])")
_IN_TEXT = re.compile(rf"(?<![a-z0-9])(?:2B|3A|3C)?[rtbc](?:-|[%=_-]?2D){_BASE32}(?![a-z2-7])", re.I)
_FORBIDDEN = frozenset({"cc", "bcc", "subject", "reply-to", "from", "sender"})


class TokenClaims(FrozenModel):
    """What a token stands for. A conversation's has a thread alone, a bounce's a delivery.

    A confirmation's says in `asks` what it asks whether the person means it, in `state` how the request stood then (its votes
    and its policy), and in `mail` which mail was unclear; these three are no part of the other kinds' tokens.
    """

    kind: TokenKind
    request: str = ""
    digest: str = ""
    person: str = ""
    thread: str = ""
    delivery: str = ""
    asks: Literal["", "approve", "reject"] = ""
    state: str = ""
    mail: str = ""


class TokenReference(NamedTuple):
    """A token that a mail names, and as what."""

    kind: TokenKind
    token: str


def make_token(claims: TokenClaims, key: bytes) -> str:
    """128 bits in 26 base32 letters of lower case. The same thing has the same token, another digest another one."""
    of_a_confirmation = {"asks", "state", "mail"}
    meant = claims.model_dump_json(exclude=None if claims.kind == "confirm" else of_a_confirmation).encode()
    return base64.b32encode(hmac.digest(key, meant, hashlib.sha256)[:16]).decode()[:26].lower()


def make_public_token(token: str) -> str:
    """What names the same thing in Message-IDs, which whole conversations see and logs keep: the address cannot be made of it."""
    return base64.b32encode(hashlib.sha256(b"message id " + token.encode()).digest()[:17]).decode()[:26].lower()


def strip_address_tokens(text: str) -> str:
    """A text without the tokens of our addresses, however a program or a gateway wrote them; for what is logged or read."""
    return _IN_TEXT.sub("…", text)


def make_marker(public: str) -> str:
    """What of a `public_of` token stands in the marker line of its mail: 50 bits."""
    return public[:10]


def hash_token(token: str) -> str:
    """Under which name the vault keeps what a token stands for."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token_for(token: str, claims: TokenClaims, keys: Iterable[bytes]) -> bool:
    """Whether this is the token of what the vault says it stands for, by any of the keys; compared in constant time."""
    return any(hmac.compare_digest(token.encode(), make_token(claims, key).encode()) for key in keys)


def make_reply_address(kind: TokenKind, token: str, bot: str) -> str:
    """The address that carries a token. Raises BadSetting when the bot's address leaves no room for one."""
    local, _, domain = bot.rpartition("@")
    found = f"{local}+{_LETTERS[kind]}-{token}"
    if not local or not domain or "+" in local or len(found.encode()) > MAX_LOCAL:
        room = MAX_LOCAL - 29
        raise BadSetting("EMAIL_FROM", bot, f"write an address with at most {room} letters and no + before the @")
    return f"{found}@{domain}"


def make_message_id(kind: TokenKind, token: str, number: int, bot: str) -> str:
    """The Message-ID of our mail about this; `token` is a `public_of`. Stable over retries; `number` tells several mails about one thing apart."""
    return f"<cs.{_LETTERS[kind]}.{token}.{number}@{bot.rpartition('@')[2]}>"


def find_token_by_recipient(mail: ParsedMail, bot: str, headers: Sequence[str] = RECIPIENTS) -> TokenReference | None:
    """The token of the address that the mail was delivered to, by what the receiver wrote; in any case of letters.

    None when there is none, or when there are two. `headers` may name "to" for a receiver that writes nothing;
    never Cc. Raises BadSetting.
    """
    if wrong := [name for name in headers if name.lower() in _FORBIDDEN]:
        raise BadSetting("recipient_headers", wrong[0], "name headers that the receiver writes")
    found = {
        named
        for name in headers
        for value in mail.headers.get(name.lower(), ())[:MAX_SEEN]
        for address in value.split(",")
        if (named := read_address(address.strip(" \t<>"), bot))
    }
    return found.pop() if len(found) == 1 else None


def read_address(address: str, bot: str) -> TokenReference | None:
    """The token in one address of the bot."""
    local, _, domain = address.lower().rpartition("@")
    name, _, detail = local.partition("+")
    found = _DETAIL.fullmatch(detail)
    if found is None or not address.isascii() or f"{name}@{domain}" != bot.lower():
        return None
    return TokenReference(_KINDS[found[1]], found[2])


def find_tokens_by_reference(mail: ParsedMail, bot: str) -> tuple[TokenReference, ...]:
    """The tokens of our own mails that this one says it answers, the nearest first, each once. A hint: anybody may write it."""
    ids = [mail.in_reply_to, *reversed(mail.references)]
    return tuple(dict.fromkeys(named for id in ids if (named := _read_message_id(id, bot))))


def find_markers(texts: Iterable[str]) -> tuple[str, ...]:
    """The marks of the marker lines that these texts quote, each once, however a program broke, marked or framed the lines."""
    return tuple(
        dict.fromkeys(mark for text in texts for mark in _MARK.findall(normalize_line(text.replace("\n", " "))))
    )


def is_own_id(id: str, bot: str) -> bool:
    """Whether a Message-ID has the form of ours: our own mail has come back."""
    return _read_message_id(id, bot) is not None


def _read_message_id(id: str, bot: str) -> TokenReference | None:
    found = _ID.fullmatch(id.strip())
    if found is None or found[4].lower() != bot.rpartition("@")[2].lower():
        return None
    return TokenReference(_KINDS[found[1].lower()], found[2].lower())
