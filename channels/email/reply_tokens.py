"""Addresses that identify the subject of a reply: `bot+r-<token>@domain` for one person's decision on one request, and others.

A token is an HMAC of its claims, so that a repeated delivery has the same bytes; the channel's store keeps its SHA-256 with the
claims, so that neither the store alone nor the key alone makes or finds one. A token is no identity: it names the request of a mail, not its
writer. A local part has 64 octets in any case of letters, so a token is base32 and no text of itsdangerous (docs/why.md).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot.core.base_types import FrozenModel
from bot.core.errors import BadSetting
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_text.program_lines import normalize_line

TokenKind = Literal["reply", "thread", "bounce", "confirm"]
DECIDING: tuple[TokenKind, ...] = ("reply", "confirm")
"""The kinds with an address for one person's decision."""

RECIPIENTS = ("x-gm-original-to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
"""Headers in which receivers write the envelope's recipient: Google, Dovecot and Postfix, Postfix, Exim, others."""

MAX_LOCAL = 64
"""Octets of a local part (RFC 5321, 4.5.3.1.1)."""

MAX_SEEN = 20
"""Values of one header that are read."""

_LETTERS: dict[TokenKind, str] = {"reply": "r", "thread": "t", "bounce": "b", "confirm": "c"}
_KINDS: dict[str, TokenKind] = {letter: kind for kind, letter in _LETTERS.items()}
_BASE32 = r"[a-z2-7]{26}"
_DETAIL = re.compile(rf"([rtbc])-({_BASE32})")
_ID = re.compile(rf"<cs\.([rtbc])[.-]({_BASE32})\.(\d{{1,9}})@([^<>@\s]+)>", re.I | re.ASCII)
_MARK = re.compile(r"please reply above this line ([a-z2-7]{10})(?![a-z0-9])")
_IN_TEXT = re.compile(rf"(?<![a-z0-9])(?:2B|3A|3C)?[rtbc](?:-|[%=_-]?2D){_BASE32}(?![a-z2-7])", re.I)
_FORBIDDEN = frozenset({"cc", "bcc", "subject", "reply-to", "from", "sender"})


class TokenClaims(FrozenModel):
    """The claims of a token. Their JSON, in field order, is the input of the HMAC.

    A conversation's token has a thread alone, a bounce's a delivery. A confirmation's has in `asks` the decision that it asks about,
    in `state` the hash of the votes and the policy at that time, and in `mail` the unclear mail; the tokens of other kinds are made
    without these three.
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
    """A token that a mail names, with its kind."""

    kind: TokenKind
    token: str


class MailTokens(NamedTuple):
    """The tokens of ours that a mail names, for the address `bot` of ours. Any sender may write all of them but `delivered`.

    - `delivered`: the token of the recipient address that the receiver wrote.
    - `recipient`: the same or, where the receiver wrote no recipient, that of the address in To.
    - `addressed`: those of all addresses in To and Cc.
    - `referenced`: those of our mails in In-Reply-To and References, the nearest first, each once.
    - `returned`: that of the mail of ours that a report gives back.
    - `is_own`: our own mail has come back, by its Message-ID or its sender.
    """

    bot: str
    delivered: TokenReference | None
    recipient: TokenReference | None
    addressed: frozenset[TokenReference]
    referenced: tuple[TokenReference, ...]
    returned: TokenReference | None
    is_own: bool


def make_token(claims: TokenClaims, key: bytes) -> str:
    """Return 128 bits as 26 base32 characters in lower case. Equal claims have equal tokens; another digest has another token."""
    of_a_confirmation = {"asks", "state", "mail"}
    meant = claims.model_dump_json(exclude=None if claims.kind == "confirm" else of_a_confirmation).encode()
    return base64.b32encode(hmac.digest(key, meant, hashlib.sha256)[:16]).decode()[:26].lower()


def make_public_token(token: str) -> str:
    """Return the name of the same token in Message-IDs, which recipients and logs see: the reply address cannot be derived from it."""
    return base64.b32encode(hashlib.sha256(b"message id " + token.encode()).digest()[:17]).decode()[:26].lower()


def strip_address_tokens(text: str) -> str:
    """Return a text without the tokens of our addresses, in any spelling of a program or a gateway, for logs and readers."""
    return _IN_TEXT.sub("…", text)


def make_marker(public: str) -> str:
    """Return the part of a public token that is in the marker line of its mail: 50 bits."""
    return public[:10]


def make_marker_line(public: str) -> str:
    """Return the marker line of a public token, by which a reply shows that it quotes us. No word of it reads as a decision."""
    return f"Please reply above this line. [{make_marker(public)}]"


def hash_token(token: str) -> str:
    """Return the key of a token in the channel's store."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token_for(token: str, claims: TokenClaims, keys: Iterable[bytes]) -> bool:
    """Whether this is the token of `claims` by any of the keys; compared in constant time."""
    return any(hmac.compare_digest(token.encode(), make_token(claims, key).encode()) for key in keys)


def make_reply_address(kind: TokenKind, token: str, bot: str) -> str:
    """Return the address with a token. Raises BadSetting when the bot's address leaves no room for one."""
    local, _, domain = bot.rpartition("@")
    found = f"{local}+{_LETTERS[kind]}-{token}"
    if not local or not domain or "+" in local or len(found.encode()) > MAX_LOCAL:
        room = MAX_LOCAL - 29
        raise BadSetting("EMAIL_FROM", bot, f"write an address with at most {room} letters and no + before the @")
    return f"{found}@{domain}"


def make_message_id(kind: TokenKind, token: str, number: int, bot: str) -> str:
    """Return the Message-ID of a mail of ours; `token` is a public one. Equal over retries; `number` distinguishes mails of one token."""
    return f"<cs.{_LETTERS[kind]}.{token}.{number}@{bot.rpartition('@')[2]}>"


def resolve_mail_tokens(mail: ParsedMail, bot: str) -> MailTokens:
    """Resolve the tokens of a mail to the address `bot` of ours, from its headers and from those of the mail that it returns."""
    delivered = find_token_by_recipient(mail, bot)
    is_written = any(mail.headers.get(name) for name in RECIPIENTS)
    returned = mail._replace(in_reply_to="", references=mail.returned.get("message-id", ())[:1])
    return MailTokens(
        bot=bot,
        delivered=delivered,
        recipient=delivered if is_written else find_token_by_recipient(mail, bot, ("to",)),
        addressed=frozenset(named for address in (*mail.to, *mail.cc) if (named := read_address(address, bot))),
        referenced=find_tokens_by_reference(mail, bot),
        returned=next(iter(find_tokens_by_reference(returned, bot)), None),
        is_own=is_own_id(mail.message_id, bot)
        or any(sender.lower() == bot.lower() or read_address(sender, bot) is not None for sender in mail.senders),
    )


def find_token_by_recipient(mail: ParsedMail, bot: str, headers: Sequence[str] = RECIPIENTS) -> TokenReference | None:
    """Return the token of the recipient address that the receiver wrote, in upper or lower case.

    None when there is none, or when there are two. `headers` may name "to" for a receiver that writes no recipient; Cc is refused.
    Raises BadSetting.
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
    """Return the token in one address of the bot."""
    local, _, domain = address.lower().rpartition("@")
    name, _, detail = local.partition("+")
    found = _DETAIL.fullmatch(detail)
    if found is None or not address.isascii() or f"{name}@{domain}" != bot.lower():
        return None
    return TokenReference(_KINDS[found[1]], found[2])


def find_tokens_by_reference(mail: ParsedMail, bot: str) -> tuple[TokenReference, ...]:
    """Return the tokens of our mails in In-Reply-To and References, the nearest first, each once. Any sender may write them."""
    ids = [mail.in_reply_to, *reversed(mail.references)]
    return tuple(dict.fromkeys(named for id in ids if (named := _read_message_id(id, bot))))


def find_markers(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the markers of the marker lines that these texts quote, each once, also where a program broke or framed the lines."""
    return tuple(
        dict.fromkeys(marker for text in texts for marker in _MARK.findall(normalize_line(text.replace("\n", " "))))
    )


def is_own_id(id: str, bot: str) -> bool:
    """Whether a Message-ID has the form of ours: our own mail has come back."""
    return _read_message_id(id, bot) is not None


def _read_message_id(id: str, bot: str) -> TokenReference | None:
    found = _ID.fullmatch(id.strip())
    if found is None or found[4].lower() != bot.rpartition("@")[2].lower():
        return None
    return TokenReference(_KINDS[found[1].lower()], found[2].lower())
