"""MOD6: secrets hidden by their spelling, secrets known by their position alone, and other texts at such positions."""

import base64
import hashlib
import json
import unicodedata
import uuid
from itertools import pairwise

import pytest

from bot.core.secrets.redaction import find_secret_field, list_secret_kinds, redact_secrets, remove_secrets
from tests.growth_ratio import is_linear
from tests.sample_secrets import CANARIES, CORES, leaks_in

WORD = "hunterhunter"
BY_PLACE = (
    "AWS secret key",
    "password in a URL",
    "password of curl",
    "password of mysql",
    "password in netrc",
    "Basic credential",
)
MARKED = [kind for kind in CANARIES if kind not in (*BY_PLACE, "reply address")]
UNSEEN = ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u202e", "\ufe0f", "\U000e0041", "\u034f", "\u3164"]


def wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def mathematical(text: str) -> str:
    """Sans-serif characters and digits of the mathematical alphabets."""
    bases = {"A": 0x1D5A0, "a": 0x1D5BA, "0": 0x1D7E2}
    return "".join(
        chr(bases[first] + ord(letter) - ord(first))
        if (first := "A" if letter.isupper() else "a" if letter.islower() else "0") and letter.isascii() and letter.isalnum()
        else letter
        for letter in text
    )  # fmt: skip


def plain(text: str) -> str:
    """The visible text: without invisible characters, all else in ASCII."""
    seen = (letter for letter in text if letter not in UNSEEN)
    return unicodedata.normalize("NFKC", "".join(seen))


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda each: f"{ord(each):04x}")
@pytest.mark.parametrize("kind", CANARIES)
def test_mod6_letters_that_are_not_seen_hide_no_secret(kind: str, unseen: str) -> None:
    secret = CANARIES[kind]
    middle = len(secret) // 2
    for text in (unseen.join(secret), secret[:2] + unseen + secret[2:], secret[:middle] + unseen + secret[middle:]):
        for written in (text, json.dumps(text), f"see {text} please"):
            clean = remove_secrets(written)
            assert leaks_in(plain(clean)) == [], ascii(clean)
            assert CORES[kind][-20:] not in plain(clean)


@pytest.mark.parametrize("kind", CANARIES)
def test_mod6_full_width_and_mathematical_letters_are_read_as_what_they_are(kind: str) -> None:
    for text in (wide(CANARIES[kind]), mathematical(CANARIES[kind]), wide(CANARIES[kind][:8]) + CANARIES[kind][8:]):
        for written in (text, json.dumps(text), f"here: {text}!"):
            assert leaks_in(plain(remove_secrets(written))) == []


@pytest.mark.parametrize("wrap", ["\n", "\r\n", "\n  ", "\\\n", "\n> ", "\n>> ", " \n\t"])
@pytest.mark.parametrize("kind", MARKED)
def test_mod6_a_secret_over_two_lines_is_one(kind: str, wrap: str) -> None:
    secret = CANARIES[kind]
    for at in (len(secret) // 3, len(secret) // 2, len(secret) * 2 // 3):
        text = f"> the key: {secret[:at]}{wrap}{secret[at:]}\nand so on"
        clean = remove_secrets(text)
        assert leaks_in("".join(clean.split()), clean.replace(wrap, "")) == [], clean
        assert clean.endswith("\nand so on")
        assert clean.startswith("> the key: ")


def test_mod6_a_private_key_in_pieces_is_removed_piece_by_piece() -> None:
    lines = CANARIES["private key"].splitlines()
    for cut in range(1, len(lines)):
        for piece in ("\n".join(lines[:cut]), "\n".join(lines[cut:])):
            clean = remove_secrets(f"a\n{piece}\nb")
            assert not any(line in clean for line in lines[1:-1]), clean


BASIC = base64.b64encode(f"deploy:{WORD}".encode()).decode()
SHORT = base64.b64encode(b"u:pw!").decode()

TOLD: list[tuple[str, str]] = [
    (f"curl -u deploy:{WORD} https://h/x", WORD),
    (f"curl -sS -X POST --user 'deploy:{WORD}' https://h", WORD),
    (f"curl -u deploy:{WORD} https://a, then curl -u deploy:other https://b", WORD),
    (f"curl -sudeploy:{WORD} https://h", WORD),
    (f"curl --proxy-user=deploy:{WORD} https://h", WORD),
    (json.dumps(["curl", "-u", f"deploy:{WORD}", "https://h"]), WORD),
    (f"http -a deploy:{WORD} GET h/x", WORD),
    (f"mysql -u root -p{WORD} shop", WORD),
    (f"mysql -uroot -p'{WORD}' shop", WORD),
    (f"mysqldump --password={WORD} shop > a.sql", WORD),
    (f"mariadb-dump -h db -p{WORD} shop", WORD),
    (f"sshpass -p {WORD} ssh a@b", WORD),
    (f"sshpass -p{WORD} ssh a@b", WORD),
    (f"redis-cli -h x -a {WORD} ping", WORD),
    (f"docker login -u deploy -p {WORD} r.example", WORD),
    (f"docker login --username deploy --password {WORD} r.example", WORD),
    (f"mysql --password {WORD}", WORD),
    (f"tool --db-password={WORD}", WORD),
    (f"machine git.example login deploy password {WORD}", WORD),
    (f"machine git.example\n  login deploy\n  password {WORD}\n", WORD),
    (f"machine git.example password {WORD} login deploy", WORD),
    (f"default login anonymous password {WORD}", WORD),
    (f"Authorization: Basic {BASIC}", BASIC),
    (f"Authorization: Basic {SHORT}", SHORT),
    (f"proxy-authorization: basic {BASIC.rstrip('=')}", BASIC[:12]),
    (f"the header is Basic {SHORT}", SHORT),
    ("AUTHORIZATION: BEARER abcdef0123456789", "abcdef0123456789"),
    ("Authorization: 0123abcdef456789zz", "0123abcdef456789zz"),
    ("-H 'Authorization: ApiKey abcd1234efgh5678'", "abcd1234efgh5678"),
    ('{"Authorization":"Token abcd1234efgh5678"}', "abcd1234efgh5678"),
    (f'Authorization: Digest username="x", response="{hashlib.md5(b"x").hexdigest()}"', hashlib.md5(b"x").hexdigest()),
    (json.dumps({"auths": {"r.example": {"auth": BASIC}}}), BASIC),
    (f"//registry.example/:_authToken={uuid.UUID(int=7)}", str(uuid.UUID(int=7))),
    (f"_auth={BASIC}", BASIC),
    ('{"clientSecret":"abcdef123456"}', "abcdef123456"),
    ("dbPassword=hunter22x", "hunter22x"),
    ("mailApiKey: abcd-1234-efgh", "abcd-1234-efgh"),
    ("accessToken: 'zyx0123456789abcdef'", "zyx0123456789abcdef"),
    ("https://a.example/c?sv=2022&sig=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXU%3D", "Zm9vYmFyYmF6cXV4Zm9v"),
    (f"https://deploy:{WORD}@h.example/x.git", WORD),
    (f"password：{WORD}22", f"{WORD}22"),
    (f"password:\u00a0{WORD}22", f"{WORD}22"),
]


@pytest.mark.parametrize(("text", "secret"), TOLD)
def test_mod6_what_stands_in_the_place_of_a_secret_is_one(text: str, secret: str) -> None:
    clean = remove_secrets(text)
    assert secret not in clean
    assert " removed]" in clean
    assert remove_secrets(clean) == clean
    assert secret not in redact_secrets(text)
    assert find_secret_field({"note": text})[0] == "note"
    assert remove_secrets(f"before\n{text}\nafter").startswith("before\n")
    assert remove_secrets(f"before\n{text}\nafter").endswith("after")


SHA = hashlib.sha1(b"a").hexdigest()
COMMITS = [hashlib.sha1(bytes([n])).hexdigest() for n in range(6)]
INNOCENT = [
    "\n".join(COMMITS),
    "\n".join(f"{commit[:7]} 2026-11-20 Olive  fix it (#{n})" for n, commit in enumerate(COMMITS)),
    "\n".join(f"> {commit}" for commit in COMMITS),
    "\n".join(f"v1.{n}.{n + 1}-rc.{n}\nsk-{n}" for n in range(6)),
    "\n".join(str(uuid.UUID(int=n * 7919)) for n in range(1, 6)),
    "\n".join(f"sha256:{hashlib.sha256(bytes([n])).hexdigest()}" for n in range(4)),
    "\n".join("sha512-" + base64.b64encode(hashlib.sha512(bytes([n])).digest()).decode() for n in range(3)),
    "curl -u $USER:$PASSWORD https://h",
    "curl -u ${CI_USER}:${CI_TOKEN} https://h",
    "curl -u deploy https://h",
    "curl https://h.example:8443/x -o a:b",
    "git push -u origin HEAD:main",
    "docker run -u 1000:1000 -p 8080:80 shop",
    "docker run --user node:node -p 127.0.0.1:8080:80 shop",
    "kubectl port-forward -p 8080 svc/shop",
    "ssh -p 2222 deploy@h.example",
    "mkdir -p src/app/models",
    "mysql -P 3306 -h db shop",
    "mysql -u root -p shop < dump.sql",
    "mysql -u root -p",
    "the port of mysql is 3306; use -p to be asked",
    "redis-cli -h x ping -a",
    "docker login --password-stdin r.example",
    "docker login -u deploy r.example",
    "use --password to be asked for one",
    "mysqldump --password=$DB_PASSWORD shop",
    "tool --password=<password>",
    "machine learning login page password form",
    "the machine room password policy is old",
    "default password required",
    "login as deploy, then the password is asked for",
    "Authorization: required for all users",
    "authorization: see docs/access.md",
    "authorization: release v1.4.2-rc.1+build.20261121",
    "Basic authentication is off",
    "Basic auth: see the wiki",
    "Digest of the release: response=ok",
    "accessToken: null",
    'maxToken = 16000, nextToken: "page-2"',
    f"commitToken: {SHA}",
    "resetPassword: the form of the page",
    "isSecret: true",
    "Japanese: パスワードを変更してください。デプロイ、お願いします！",
    "ｆｕｌｌ　ｗｉｄｔｈ　ｗｏｒｄｓ　１２３",
    "soft\u00adhyphen and zero\u200bwidth words",
    "emoji 👩\u200d💻 and ❤\ufe0f",
    "https://a.example/?page=2&sig=short",
    "-----BEGIN CERTIFICATE-----\n" + "\n".join(["MIIBszCCAVmgAwIBAgIUQ" + "A" * 43] * 3) + "\n-----END CERTIFICATE-----",
    "\n".join(base64.b64encode(hashlib.sha512(bytes([n])).digest()[:48]).decode() for n in range(3)),
    "a.b.c\nd.e.f\n1.2.3",
    "branch sk-fix-the-login-page-2-of-the-shop\nv1.4.2 is next",
    "see AKIA\nABCDEFGH IJ",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_mod6_what_only_resembles_one_stays_as_it_is(text: str) -> None:
    assert list_secret_kinds(text) == ()
    assert remove_secrets(text) == text
    assert redact_secrets(text) == text


def test_mod6_what_people_write_beside_each_other_is_no_secret_either() -> None:
    for one, other in pairwise(INNOCENT):
        assert remove_secrets(f"{one}\n{other}") == f"{one}\n{other}"


@pytest.mark.parametrize(
    "text",
    ["curl -u " * 1_333, "mysql -p" * 1_333, "\u200b" * 5_000, "ghp_\n" * 1_666, "a1\n" * 3_333, "a1\n> > > " * 1_333, "machine a login " * 666,
     "machine a\n" * 1_000, "authorization: " * 666, "Basic " * 1_500, "docker login " * 833, "--password=" * 1_000, "aSecret" * 1_500, "aB" * 5_000,
     "MIIEpAIBAAKC" * 833, "A1b/" * 2_666 + "-----END PRIVATE KEY-----", ("A1b/" * 16 + "\n") * 200, "eyJaaaaaaaaa." * 833, "ｐ" * 5_000,
     "\\ud835\\udc00" * 833, "?sig=" * 1_500, "Digest " * 1_500, "redis-cli " * 1_000, "curl\n" * 1_500],
)  # fmt: skip
def test_mod6_none_of_these_texts_takes_long(text: str) -> None:
    assert is_linear(lambda times: remove_secrets(text * times), 1)
