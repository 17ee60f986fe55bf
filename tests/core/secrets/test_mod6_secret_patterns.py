"""MOD6: the patterns of secrets, and texts of an agent's work that are none."""

import base64
import hashlib
import json
import uuid

import pytest

from bot.core.secrets.redaction import cut_text, find_secret_field, list_secret_kinds, redact_secrets, remove_secrets
from tests.growth_ratio import is_linear
from tests.sample_secrets import CANARIES, CORES, leaks_in

SHA = hashlib.sha1(b"shop").hexdigest()
SHA256 = hashlib.sha256(b"shop").hexdigest()
UUID = str(uuid.UUID(int=0x1234567890ABCDEF1234567890ABCDEF))


@pytest.mark.parametrize("kind", CANARIES)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "here: {}",
        "Use {} please.",
        "```\n{}\n```",
        "<{}>",
        "token={}",
        '{{"text":"{}"}}',
        "a\n{}\nb",
        "({}),",
        "{}.",
        "`{}`",
    ],
)
def test_mod6_a_secret_is_removed_wherever_it_stands(kind: str, around: str) -> None:
    text = around.format(CANARIES[kind])
    clean = remove_secrets(text)
    assert leaks_in(clean) == []
    assert leaks_in(redact_secrets(text)) == []
    assert " removed]" in clean
    assert remove_secrets(clean) == clean, "what was removed is not removed again"


@pytest.mark.parametrize("kind", CANARIES)
def test_mod6_a_secret_in_json_is_removed_and_the_json_stays_json(kind: str) -> None:
    text = json.dumps({"note": CANARIES[kind], "list": [f"x {CANARIES[kind]} y"]})
    assert leaks_in(json.dumps(json.loads(remove_secrets(text)))) == []


def test_mod6_a_removed_secret_says_its_kind() -> None:
    assert remove_secrets(f"key {CANARIES['AWS key']}!") == "key [AWS key removed]!"
    assert remove_secrets(CANARIES["password in a URL"]) == "postgres://[password removed]@db.example/shop"
    assert list_secret_kinds(CANARIES["Anthropic key"]) == ("Anthropic key",)
    assert (
        remove_secrets(f"{CANARIES['AWS key']} {CANARIES['AWS secret key']}")
        == "[AWS key removed] [AWS secret key removed]"
    )


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("password: hunter22", "password: [password removed]"),
        ("the password is hunter22, use it", "the password is [password removed], use it"),
        ("DB_PASSWORD=s3cr3t-Pa55!", "DB_PASSWORD=[password removed]"),
        ('{"client_secret":"abc\\"def"}', '{"client_secret":"[password removed]"}'),
        ("client_secret = " + SHA, "client_secret = [password removed]"),
        ("https://u:p@ss@db.example/x", "https://[password removed]@db.example/x"),
        ("curl -H 'Authorization: Bearer abcdefghijklmnop'", "curl -H 'Authorization: Bearer [credential removed]'"),
        (
            "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1",
            "aws_secret_access_key = [password removed]",
        ),
    ],
)
def test_mod6_what_is_called_a_secret_is_one(text: str, clean: str) -> None:
    assert remove_secrets(text) == clean


INNOCENT = [
    SHA,
    f"deploy {SHA}",
    f"commit: {SHA}",
    f"deploy this commit: {SHA[:7]}",
    f"token: {SHA}",
    f'"token": "{UUID}"',
    UUID,
    f"sha256:{SHA256}",
    "sha256-" + base64.b64encode(hashlib.sha256(b"a").digest()).decode(),
    "sha512-" + base64.b64encode(hashlib.sha512(b"a").digest()).decode(),
    "sha1 " + base64.b64encode(hashlib.sha1(b"a").digest()).decode(),
    "sha224 " + base64.b64encode(hashlib.sha224(b"a").digest()).decode(),
    f"ghcr.io/shop/backend:v1.4.2@sha256:{SHA256}",
    "req_011CSHoEeqs5C35K2UUqR7Fy",
    "x-amzn-RequestId: 8b8c5a4e-7c0e-4c7e-9d2f-1f6f4f9a1b2c",
    "v1.4.2-rc.1+build.20261121",
    "tag = v2026.11.21-release-candidate-3",
    'tag = "v1.4.2"',
    "01JD7Q4T8V9W2X3Y4Z5A6B7C8D",
    "1732190400.000100",
    "ssh://git@github.com/a/b",
    "git@github.com:a/b.git",
    "https://github.com/shop/backend/compare/v1.4.1...v1.4.2",
    "https://www.npmjs.com/package/@shop/backend",
    "app/Http/Controllers/Api2/UserController",
    "src/components/ButtonGroupWithManyOptions2",
    "the password is required",
    "password: see the wiki",
    "the token is gone",
    "max_tokens = 100",
    "tokens: 16000",
    'secret_name = "db"',
    "Basic understanding of deployments",
    "a bearer of bad news",
    "branch sk-fix-the-login-page-2-of-the-shop",
    "task-force-of-many-people-with-long-names",
    "password = $DB_PASSWORD",
    "password: ${{ secrets.DB_PASSWORD }}",
    'token = "secret:vercel-token"',
    "api_key=secret:model-key",
    "ghp_ people and AKIAshort",
    "index 83db48f..bf2a1c3 100644",
    "Merge pull request #123 from sam/fix-1.4.2",
    "key-value-store-in-production-2026",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEZ olive@example",
    "Countersign reads countersign.toml; see cs_CZ for the locale",
    "Message-ID: <CAF1mz5Yk8vX+w2=q@mail.gmail.com>",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_mod6_what_agents_work_on_is_no_secret(text: str) -> None:
    assert remove_secrets(text) == text
    assert redact_secrets(text) == text
    assert find_secret_field({"value": text, "list": [text]}) == ("", "")


def test_mod6_a_cut_leaves_no_half_of_a_secret() -> None:
    for kind, secret in CANARIES.items():
        for limit in range(20, 400, 7):
            cut = cut_text("x" * 30 + " " + secret + " " + "y" * 500, limit, "…")
            assert (leaks_in(cut), len(cut) <= limit) == ([], True), kind


@pytest.mark.parametrize("kind", CANARIES)
def test_mod6_the_field_that_holds_a_secret_is_named(kind: str) -> None:
    where, found = find_secret_field({"a": 1, "deep": [{"note": CANARIES[kind]}]})
    assert where == "deep[0].note"
    assert found
    assert CORES[kind] not in where
    where, _ = find_secret_field({CANARIES[kind]: 1})
    assert leaks_in(where) == []
    assert where


def test_mod6_what_a_field_of_a_secrets_name_holds_is_a_secret() -> None:
    assert find_secret_field({"password": "hunter22"}) == ("password", "password")
    assert find_secret_field({"password": "secret:db"}) == ("", "")


def test_mod6_a_result_of_64_kb_is_searched_in_little_time() -> None:
    lines = [
        f"{SHA} fix the password form, token {n}, see https://a.example/{n} in bearer r- t- eyJ sk- AKIA"
        for n in range(600)
    ]
    text = "\n".join(lines)[: 64 * 1024]
    assert is_linear(lambda size: remove_secrets(text[:size]), len(text) // 8)


@pytest.mark.parametrize(
    "text",
    ["password=" * 8_000, "password is \"" * 5_000, "a_" * 30_000 + "password", "https://" + "a:" * 30_000, "sk-" * 20_000,
     "-----BEGIN PRIVATE KEY-----" * 2_500, "eyJaaaaaaaaa." * 5_000, "bearer " * 9_000, "A" * 65_000, "A1b/" * 16_000,
     'token="' * 9_000, "token: v1." * 6_000, "token=" + "a" * 60_000, "-token" * 10_000],
)  # fmt: skip
@pytest.mark.drawn
def test_mod6_no_text_takes_long(text: str) -> None:
    assert is_linear(lambda times: remove_secrets(text * times), 1)
