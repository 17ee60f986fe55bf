"""The public forms of keys and tokens, each with its documentation. Data.

A form is listed only when no other text has it: commit ids, UUIDs, digests, request ids and version tags are ordinary
material of agents, so no text is judged by its entropy alone. Where a pattern has a group `secret`, that group alone is
the secret.
"""

import base64
import re
from typing import NamedTuple

from bot.core.secrets.positional_patterns import PLACES

REFERENCE = r"secret:[a-z][a-z0-9-]{0,62}"
"""The pattern of a reference to a secret. Logs, cards, prompts and digests hold the reference."""

PREFIX = "secret:"


class SecretKind(NamedTuple):
    """`name` is shown to people; the pattern is tried only where the text holds one of the `hints` (in lower case)."""

    name: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


def _make_kind(name: str, hints: str, pattern: str) -> SecretKind:
    return SecretKind(name, tuple(hints.split()), re.compile(f"(?<![A-Za-z0-9]){pattern}", re.DOTALL))


_PEM = (
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?:(?!-----BEGIN ).){0,20000}?-----END [A-Z0-9 ]{0,40}-----|[A-Za-z0-9+/=\s\\:,-]*)"
)
"""RFC 7468 and RFC 4880. A block whose end is missing goes on as long as its letters do, also with JSON's `\\n`."""

_PEM_END = r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{16,76}={0,2}(?:\s|>|\\n){1,20}){1,400}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
"""The second part of a private key that was cut in two."""

_KEY_BEGINNINGS = (
    "b3blbnnzac1rzxkt",
    "ibaakc",
    "ibadanbgkqhkig9w0baqefaasc",
    "mhccaqee",
    "aambmgbyqgsm49",
    "mc4caqawbqydk2vw",
)
_KEY_BODY = (
    r"(?:b3BlbnNzaC1rZXkt|MII[A-Za-z0-9+/]{1,6}IBAAKC|MII[A-Za-z0-9+/]{1,6}IBADANBgkqhkiG9w0BAQEFAASC|MHcCAQEE|M[A-Z]{2,4}AgEAMBMGByqGSM49"
    r"|MC4CAQAwBQYDK2Vw)[A-Za-z0-9+/=]{16,4000}(?:(?:\s|>|\\n){1,20}[A-Za-z0-9+/=]{16,76}(?![A-Za-z0-9]))*"
)
"""A private key without its first and last line, by the beginning of its DER or OpenSSH form: RFC 8017, 5958, 5915, 8410."""

_ID_OF_SOMETHING = r"(?:v?\d+(?:\.\d+)+[\w.+-]*|[0-9a-f]{7,64}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
"""A version, a commit or a digest in hex, a UUID."""

_NOT_A_VALUE = (
    rf"(?!{REFERENCE}(?:[\"'\s,;]|$)|\[[\w -]{{1,60}} removed\]|\[secret sha256:"
    r"|\$(?:[A-Z_][A-Z0-9_]*(?![A-Za-z0-9_])|[{(])|<[\w .-]{1,40}>|\{[\w{ .]{1,40}\}|%[A-Z(])"
)
"""A placeholder for a value: a reference, a variable, a removed secret."""

_STRONG_LABEL = (
    r"(?:[A-Za-z0-9]{1,30}[_-]){0,5}(?i:(?:pg)?password|passwd|passphrase|passwort|kennwort|pwd|secret|api[_-]?key|private[_-]?key"
    r"|access[_-]?key|secret[_-]?key|account[_-]?key)"
)
_WEAK_LABEL = r"(?:[A-Za-z0-9]{1,30}[_-]){0,5}(?i:token)"
_MIXED = r"(?=[^\s\"'<>,;]{0,200}\d)(?=[^\s\"'<>,;]{0,200}[^\d\s\"'<>,;.])"
"""A digit and something else: a word such as `required` is no password."""

_NAMED_HINTS = "password passwd passphrase passwort kennwort pwd secret apikey api_key api-key privatekey private_key private-key accesskey access_key access-key accountkey account_key account-key"

KINDS: tuple[SecretKind, ...] = (
    _make_kind("private key", "private", _PEM),
    SecretKind("private key", ("private",), re.compile(_PEM_END)),
    _make_kind("private key", " ".join(_KEY_BEGINNINGS).lower(), _KEY_BODY),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    _make_kind("AWS key", "akia asia", r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    # https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
    _make_kind(
        "GitHub token",
        "gho_ ghp_ ghr_ ghs_ ghu_ github_pat_",
        r"(?:gh[oprsu]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{16,255})",
    ),
    # https://docs.gitlab.com/security/tokens/#token-prefixes
    _make_kind("GitLab token", "glpat- gldt- glrt- glptt-", r"gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{16,255}"),
    # https://docs.slack.dev/authentication/tokens
    _make_kind("Slack token", "xox xapp-", r"(?:xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]{8,400}"),
    _make_kind(
        "Slack webhook",
        "hooks.slack.com",
        r"https://hooks\.slack(?:-gov)?\.com/(?P<secret>(?:services|workflows|triggers)/[A-Za-z0-9/]{20,200})",
    ),
    # https://docs.claude.com/en/api/overview#authentication
    _make_kind("Anthropic key", "sk-ant-", r"sk-ant-[A-Za-z0-9_-]{16,255}"),
    # https://platform.openai.com/docs/api-reference/authentication; many compatible servers use the same form
    _make_kind(
        "OpenAI key",
        "sk-",
        r"sk-(?=[A-Za-z0-9_-]{0,255}\d)(?=[A-Za-z0-9_-]{0,255}[A-Za-z0-9_]{16})[A-Za-z0-9_-]{20,255}",
    ),
    # https://docs.stripe.com/keys and https://docs.stripe.com/webhooks
    _make_kind(
        "Stripe key",
        "k_live_ k_test_ whsec_",
        r"(?:[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9+/=]{16,255})",
    ),
    # https://cloud.google.com/docs/authentication/api-keys, https://developers.google.com/identity/protocols/oauth2
    _make_kind(
        "Google key",
        "aiza gocspx- ya29.",
        r"(?:AIza[A-Za-z0-9_-]{30,60}|GOCSPX-[A-Za-z0-9_-]{20,60}|ya29\.[A-Za-z0-9_-]{20,400})",
    ),
    # https://docs.npmjs.com/about-access-tokens
    _make_kind("npm token", "npm_", r"npm_[A-Za-z0-9]{30,60}"),
    # https://warehouse.pypa.io/development/token-scanning.html
    _make_kind("PyPI token", "pypi-", r"pypi-AgE[A-Za-z0-9_-]{20,600}"),
    # https://developers.linear.app, https://huggingface.co/docs/hub/security-tokens, https://docs.docker.com/security/access-tokens
    _make_kind("Linear key", "lin_", r"lin_(?:api|oauth)_[A-Za-z0-9]{16,255}"),
    _make_kind("Hugging Face token", "hf_", r"hf_[A-Za-z]{30,40}(?![A-Za-z0-9])"),
    _make_kind("Docker token", "dckr_", r"dckr_[op]at_[A-Za-z0-9_-]{20,60}"),
    # https://console.groq.com/docs, https://docs.x.ai
    _make_kind("model key", "gsk_ xai-", r"(?:gsk_[A-Za-z0-9]{40,80}|xai-[A-Za-z0-9]{40,100})"),
    # https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys, https://core.telegram.org/bots/api#authorizing-your-bot
    _make_kind("SendGrid key", "sg.", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}"),
    _make_kind("Telegram token", ":aa", r"\d{8,10}:AA[A-Za-z0-9_-]{32,35}(?![A-Za-z0-9_-])"),
    # https://developer.hashicorp.com/vault/docs/concepts/tokens, https://docs.digitalocean.com/reference/api/create-personal-access-token
    _make_kind("Vault token", "hvs. hvb.", r"hv[sb]\.[A-Za-z0-9_-]{24,300}"),
    _make_kind("DigitalOcean token", "do", r"do[opr]_v1_[a-f0-9]{64}"),
    _make_kind("age key", "age-secret-key-", r"AGE-SECRET-KEY-1[A-Z0-9]{40,80}"),
    # RFC 7519
    _make_kind(
        "JWT",
        "ey ewo",
        r"(?:ey[JA]|ewo)[A-Za-z0-9_-]{8,2000}\.(?:ey[JA]|ewo)[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,2000}",
    ),
    # RFC 7516, 3.1: five parts, the first a header in JSON
    _make_kind(
        "JWT",
        "ey",
        r"ey[JA][A-Za-z0-9_-]{8,2000}(?:\.[A-Za-z0-9_-]{0,4000}){2}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{16,100}",
    ),
    # our own: keys of the API, sign-in links, and the private addresses of mails
    _make_kind("Countersign key", "cs_", r"cs_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),
    _make_kind("sign-in link", "/sign-in/", r"/sign-in/(?P<secret>[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])"),
    _make_kind("reply address", "r- t- b- c-", r"[rtbc]-[a-z2-7]{26}(?![a-z2-7])"),
    # RFC 3986, 3.2.1, and the same in connection strings. A name alone is none, except where it is all of a key (http)
    SecretKind(
        "password",
        ("://",),
        re.compile(
            r"(?<![A-Za-z0-9+.-])(?:https?://(?P<secret>[^\s/?#\"'<>\\]{1,400})@"
            r"|[a-z][a-z0-9+.-]{0,15}://(?P<pair>[^\s/?#\"'<>\\:]{0,200}:[^\s/?#\"'<>\\]{1,400})@)"
        ),
    ),
    # RFC 6750 and RFC 7617
    SecretKind(
        "credential",
        ("bearer ", "basic "),
        re.compile(
            r"\b(?:[Aa]uthorization[\"']?: ?[\"']?(?:Bearer|Basic|bearer|basic|Token|token) +(?P<secret>[A-Za-z0-9._~+/=-]{12,2000})"
            r"|(?:Bearer|Basic|bearer) (?P<mixed>(?=[A-Za-z._~+/-]{0,200}[0-9=]|[a-z]{0,200}[A-Z])[A-Za-z0-9._~+/=-]{16,2000}))"
        ),
    ),
    # a value with the label of a secret
    SecretKind(
        "password",
        tuple(_NAMED_HINTS.split()),
        re.compile(
            rf"(?<![A-Za-z0-9]){_STRONG_LABEL}(?:\\?\"|')? ?(?::?=|:|is|ist) ?"
            rf"(?:\"{_NOT_A_VALUE}(?P<secret>(?:[^\"\\]|\\.){{6,8000}}?)\""
            rf"|\\\"{_NOT_A_VALUE}(?P<within>[^\"\\]{{6,8000}})\\\""
            rf"|'{_NOT_A_VALUE}(?P<single>[^'\s]{{6,400}})'"
            rf"|{_NOT_A_VALUE}{_MIXED}(?P<bare>[^\s\"'<>,;]{{8,400}}))"
        ),
    ),
    # an option of a command, whose value is its next word: in one line, or as the next of a list. That of --secret or
    # --private-key is mostly a name or a path
    SecretKind(
        "password",
        ("--",),
        re.compile(
            rf"(?<![A-Za-z0-9-])--(?:[a-z0-9]{{1,30}}[_-]){{0,5}}(?:password|passwd|passphrase|api-?key)(?: +|=|\n)[\"']?{_NOT_A_VALUE}(?!-){_MIXED}(?P<secret>[^\s\"'<>,;]{{8,400}})"
        ),
    ),
    SecretKind(
        "token",
        ("--",),
        re.compile(
            rf"(?<![A-Za-z0-9-])--{_WEAK_LABEL}(?: +|=|\n)[\"']?(?!{_ID_OF_SOMETHING}(?![^\s\"'<>,;])){_NOT_A_VALUE}(?!-)"
            rf"{_MIXED}(?P<secret>[^\s\"'<>,;]{{16,400}})"
        ),
    ),
    SecretKind(
        "token",
        ("token",),
        re.compile(
            rf"(?<![A-Za-z0-9]){_WEAK_LABEL}(?:\\?\"|')? ?[=:] ?"
            rf"(?:\\?\"(?!{_ID_OF_SOMETHING}\\?\"){_NOT_A_VALUE}(?P<secret>[^\"\\]{{6,8000}})\\?\""
            rf"|(?!{_ID_OF_SOMETHING}(?![^\s\"'<>,;])){_NOT_A_VALUE}{_MIXED}(?P<bare>[^\s\"'<>,;]{{16,400}}))"
        ),
    ),
    *(SecretKind(name, tuple(hints.split()), pattern) for name, hints, pattern in PLACES),
)

DISTINCTIVE = tuple(kind for kind in KINDS if kind.name not in ("password", "credential", "token", "signature"))
"""The kinds with a distinctive form: these are found also where a line's end cuts them."""

AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])")
"""The secret half of an AWS key has no distinctive prefix: 40 letters of base64 (see `is_aws_secret`)."""


def is_aws_secret(text: str) -> bool:
    """Return whether 40 letters of base64 are as mixed as random ones: no commit (one case), no path (long words)."""
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    others = len(text) - upper - lower
    return upper >= 6 and lower >= 6 and others >= 2 and not re.search(r"[a-z]{8}|[A-Z]{14}", text)


PAIR_IN_BASE64 = re.compile(
    r"(?:\b[Bb](?:asic|ASIC) {1,3}|[\"']auth[\"']\s{0,3}:\s{0,3}[\"'])(?P<pair>[A-Za-z0-9+/_-]{4,800}={0,2})(?![A-Za-z0-9+/=_-])"
)
"""RFC 7617, and the config.json of Docker: a name and a password, if they are (see `is_name_and_password`)."""


def is_name_and_password(text: str) -> bool:
    """Return whether this base64 is `name:password`, in printable letters: `Basic authentication` is not."""
    try:
        pair = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
        return ":" in (plain := pair.decode("utf-8")) and plain.isprintable()
    except ValueError:  # no base64, or no text
        return False
