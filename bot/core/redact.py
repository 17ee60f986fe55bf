"""Takes obvious secrets out of what a channel would keep and search for ever. A net with holes, no proof of their absence."""

import hashlib
import re

_URL = r"(?<![A-Za-z0-9+.-])(?P<scheme>[a-z][a-z0-9+.-]{0,15}://)(?P<user>[^\s/@\"'<>\\]{1,400})@"
_KEY = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}-----|\Z)"
_TOKENS = (
    r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,400}",
    r"xapp-[A-Za-z0-9-]{8,400}",
    r"gh[oprsu]_[A-Za-z0-9]{16,255}",
    r"github_pat_[A-Za-z0-9_]{16,255}",
    r"glpat-[A-Za-z0-9_-]{16,255}",
    r"(?:AKIA|ASIA)[A-Z0-9]{16}",
    r"AIza[A-Za-z0-9_-]{30,60}",
    r"sk-[A-Za-z0-9_-]{20,255}",
    r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}",
    r"whsec_[A-Za-z0-9+/=]{16,255}",
    r"npm_[A-Za-z0-9]{30,60}",
    r"lin_api_[A-Za-z0-9]{16,255}",
    r"eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,2000}",
)
_NAMED = (
    r"(?<![A-Za-z0-9])(?P<named>(?:[A-Za-z0-9]{1,30}[_-]){0,5}(?:password|passwd|secret|token|api_?key|private_key)"
    r"\"? ?[=:] ?\")(?P<value>(?:[^\"\\]|\\.){6,}?)\""
)
_BEARER = r"(?P<bearer>\b(?:Bearer|Basic) )(?P<credential>[A-Za-z0-9._~+/=-]{12,2000})"

_SECRET = re.compile(
    f"(?P<key>{_KEY})|(?P<token>(?<![A-Za-z0-9])(?:{'|'.join(_TOKENS)}))|{_URL}|{_NAMED}|{_BEARER}",
    re.DOTALL,
)


def redacted(text: str) -> str:
    """The text with each secret as `[secret sha256:xxxxxxxx]`: two that are the same look the same."""
    return _SECRET.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    if found["user"] is not None:
        is_name_only = ":" not in found["user"] and not found["scheme"].startswith("http")
        return found[0] if is_name_only else f"{found['scheme']}{_hash(found['user'])}@"
    if found["value"] is not None:
        return f'{found["named"]}{_hash(found["value"])}"'
    if found["credential"] is not None:
        return found["bearer"] + _hash(found["credential"])
    return _hash(found[0])


def _hash(secret: str) -> str:
    return f"[secret sha256:{hashlib.sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}]"
