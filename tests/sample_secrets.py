"""Secrets of many kinds in their real forms, made from a seed: none of them was ever anybody's.

Each is put together from parts, so that no scanner of a repository takes this file for a leak.
"""

import base64
import json
import random
import string
from pathlib import Path

_LETTERS = string.ascii_letters + string.digits
_dice = random.Random(6)


def _any(count: int, of: str = _LETTERS) -> str:
    return "".join(_dice.choice(of) for _ in range(count))


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _pem() -> str:
    head, tail = (f"-----{word} RSA PRIVATE " + "KEY-----" for word in ("BEGIN", "END"))
    return "\n".join((head, *(_any(64, _LETTERS + "+/") for _ in range(4)), tail))


PASSWORD = _any(12) + "9x"
_CURL, _MYSQL, _NETRC = (_any(14) for _ in range(3))

CANARIES: dict[str, str] = {
    "AWS key": "AK" + "IA" + _any(16, string.ascii_uppercase + "234567"),
    "AWS secret key": "wJ" + _any(18, _LETTERS) + "/" + _any(18, _LETTERS) + "+",
    "GitHub token": "gh" + "p_" + _any(36),
    "GitHub fine-grained token": "github" + "_pat_" + _any(22) + "_" + _any(59),
    "Slack bot token": "xo" + "xb-" + _any(12, string.digits) + "-" + _any(13, string.digits) + "-" + _any(24),
    "Slack app token": "xa"
    + "pp-1-A"
    + _any(10, _LETTERS.upper())
    + "-"
    + _any(13, string.digits)
    + "-"
    + _any(64, "0123456789abcdef"),
    "OpenAI key": "sk-" + "proj-" + _any(60) + "T3Blbk" + "FJ" + _any(60),
    "Anthropic key": "sk-" + "ant-api03-" + _any(93, _LETTERS + "-_") + "AA",
    "Stripe key": "sk" + "_live_" + _any(24),
    "Google key": "AI" + "za" + _any(35, _LETTERS + "-_"),
    "private key": _pem(),
    "JWT": f"{_b64({'alg': 'HS256', 'typ': 'JWT'})}.{_b64({'sub': 'olive', 'exp': 1796000000})}.{_any(43)}",
    "password in a URL": f"postgres://app:{PASSWORD}@db.example/shop",
    "npm token": "np" + "m_" + _any(36),
    "PyPI token": "py" + "pi-AgE" + "IcHlwaS5vcmc" + _any(120),
    "Countersign key": "c" + "s_" + _any(43, _LETTERS + "-_"),
    "password of curl": f"curl -u deploy:{_CURL} https://ci.example/job",
    "password of mysql": f"mysql -u root -p{_MYSQL} shop",
    "password in netrc": f"machine git.example login deploy password {_NETRC}",
    "Basic credential": "Basic " + base64.b64encode(f"deploy:{_any(18)}".encode()).decode(),
    "token with unseen letters": "\u200b".join("gh" + "p_" + _any(36)),
    "token in full width": "".join(chr(ord(letter) + 0xFEE0) for letter in "gh" + "p_" + _any(36)),
    "reply address": "bot+r-" + _any(26, "abcdefghijklmnopqrstuvwxyz234567") + "@example.org",
}
"""A text of each kind that holds a secret."""

CORES: dict[str, str] = {
    **CANARIES,
    "private key": CANARIES["private key"].splitlines()[2],
    "password in a URL": PASSWORD,
    "password of curl": _CURL,
    "password of mysql": _MYSQL,
    "password in netrc": _NETRC,
    "Basic credential": CANARIES["Basic credential"].removeprefix("Basic "),
    "reply address": CANARIES["reply address"].partition("+")[2].partition("@")[0],
}
"""Of each kind what must be nowhere: the secret itself, a line of it where it has several."""


def leaks_in(*texts: str | bytes) -> list[str]:
    """The kinds of the canaries in these texts, whole or by their first or last two thirds."""
    whole = b"\n".join(text if isinstance(text, bytes) else text.encode("utf-8", "replace") for text in texts)
    found = []
    for kind, core in CORES.items():
        long = len(core) * 2 // 3
        if any(part.encode() in whole for part in (core[:long], core[-long:])):
            found.append(kind)
    return found


def leaks_in_folder(folder: Path) -> list[str]:
    """The same for all files below a folder: a database, its WAL, the files beside them."""
    return leaks_in(*(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()))


ALL = "\n".join(("Here are they:", *CANARIES.values(), "- that is all."))
"""All canaries in one text, without a word that would say what they are."""
