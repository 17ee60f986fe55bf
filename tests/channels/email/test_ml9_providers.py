"""Tokens of Google Workspace and Microsoft 365: the real requests of their libraries, and refusals."""

import asyncio
import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate
from cryptography.x509.oid import NameOID

from bot.core.errors import BadSetting
from bot.core.ports import NotNow
from channels.email import google_and_microsoft_tokens
from channels.email.channel import build
from channels.email.google_and_microsoft_tokens import GoogleOAuth, MicrosoftOAuth, ProviderToken, choose_provider_token
from channels.email.inbound.mailbox.mailbox_watcher import WatchedMailbox
from channels.email.mailbox_and_transport_ports import MailAccepted, MailboxLost
from channels.email.options import EmailOptions
from channels.email.outbound.smtp_client import SmtpClient
from channels.email.server_urls import MailboxAccount, SmtpServer
from tests.channels.email.inbound.authentication.test_ml6_exchange import FakeGateway
from tests.channels.email.mailbox_reader import QUICK, MailboxReader, run, until
from tests.channels.email.transport_mails import raw, sent_mail
from tests.servers.certificates import certify
from tests.servers.mail import HUMAN
from tests.servers.scripted_imap import ScriptedImap
from tests.servers.smtp import SmtpListener
from tests.servers.token_endpoint import TENANT, TokenEndpoint, claims_of

for library in ("google.auth", "msal", "requests"):
    pytest.importorskip(library, reason="the extra oauth-mail is not installed: make lock")

SECRET = "a-client-secret"
BOX = "bot@contoso.example"


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TokenEndpoint]:
    root = tmp_path / "tls"
    root.mkdir()
    certify(root)
    monkeypatch.setenv("SSL_CERT_FILE", str(root / "ca.pem"))
    with TokenEndpoint(root).running() as running:
        yield running


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem() -> str:
    return key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()  # fmt: skip


def key_file(folder: Path, url: str) -> Path:
    """A service account's key as Google's console makes it."""
    path = folder / "service-account.json"
    content = {
        "type": "service_account",
        "project_id": "bots",
        "private_key_id": "k1",
        "private_key": pem(),
        "client_email": "countersign@bots.iam.gserviceaccount.com",
        "client_id": "1234567890",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": f"{url}/token",
    }
    path.write_text(json.dumps(content))
    return path


def certificate_file(folder: Path) -> Path:
    """A private key with its certificate, self-signed, in one file."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "countersign")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key().public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key(), hashes.SHA256())
    )
    path = folder / "app.pem"
    path.write_text(made.public_bytes(serialization.Encoding.PEM).decode() + pem())
    return path


def google(tmp_path: Path, endpoint: TokenEndpoint, **more: str) -> ProviderToken:
    account = key_file(tmp_path, endpoint.url)
    return choose_provider_token(
        GoogleOAuth.model_validate({"provider": "google", "service_account": account, **more}), {}
    )(BOX)


def microsoft(endpoint: TokenEndpoint, *, secret: str = SECRET, **more: Any) -> ProviderToken:
    table = {"provider": "microsoft", "tenant": TENANT, "client_id": "app-1", "authority": endpoint.url, **more}
    environ = {"EMAIL_OAUTH_CLIENT_SECRET": secret} if secret else {}
    return choose_provider_token(MicrosoftOAuth.model_validate(table), environ)(BOX)


# What is sent


async def test_ml9_google_is_asked_with_a_signed_claim_for_the_very_mailbox(
    tmp_path: Path, endpoint: TokenEndpoint
) -> None:
    assert await google(tmp_path, endpoint)() == "token-1"
    (asked,) = endpoint.asked
    assert asked.path == "/token"
    assert asked.form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    head, claims, signed, signature = claims_of(asked.form["assertion"])
    key().public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    assert (head["alg"], head["kid"]) == ("RS256", "k1")
    assert (claims["iss"], claims["sub"]) == ("countersign@bots.iam.gserviceaccount.com", BOX)
    assert (claims["scope"], claims["aud"]) == ("https://mail.google.com/", "https://oauth2.googleapis.com/token")
    assert 0 < claims["exp"] - claims["iat"] <= 3600
    assert abs(claims["iat"] - time.time()) < 60


async def test_ml9_google_may_be_asked_for_imap_alone_and_for_several_mailboxes(
    tmp_path: Path, endpoint: TokenEndpoint
) -> None:
    narrow = "https://www.googleapis.com/auth/gmail.imap_admin"
    options = GoogleOAuth(provider="google", service_account=key_file(tmp_path, endpoint.url), scope=narrow)
    of = choose_provider_token(options, {})
    assert of("a@contoso.example") is of("a@contoso.example")
    for user in ("a@contoso.example", "b@contoso.example"):
        await of(user)()
    claims = [claims_of(asked.form["assertion"])[1] for asked in endpoint.asked]
    assert [(each["sub"], each["scope"]) for each in claims] == [
        ("a@contoso.example", narrow),
        ("b@contoso.example", narrow),
    ]


async def test_ml9_microsoft_is_asked_with_the_apps_secret(endpoint: TokenEndpoint) -> None:
    assert await microsoft(endpoint)() == "token-1"
    (asked,) = endpoint.asked
    assert asked.path == f"/{TENANT}/oauth2/v2.0/token"
    wanted = {"grant_type": "client_credentials", "client_id": "app-1", "client_secret": SECRET}
    assert {name: asked.form.get(name) for name in wanted} == wanted
    assert asked.form["scope"] == "https://outlook.office365.com/.default"
    assert endpoint.looked_up == [f"/{TENANT}/v2.0/.well-known/openid-configuration"]


async def test_ml9_microsoft_is_asked_with_a_claim_signed_by_the_certificates_key(
    tmp_path: Path, endpoint: TokenEndpoint
) -> None:
    path = certificate_file(tmp_path)
    assert await microsoft(endpoint, secret="", certificate=path)() == "token-1"
    (asked,) = endpoint.asked
    assert "client_secret" not in asked.form
    assert asked.form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    head, claims, signed, signature = claims_of(asked.form["client_assertion"])
    assert head["alg"] == "PS256"
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)
    key().public_key().verify(signature, signed, pss, hashes.SHA256())
    print_of = load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256())
    assert base64.urlsafe_b64decode(head["x5t#S256"] + "=") == print_of
    assert (claims["iss"], claims["sub"]) == ("app-1", "app-1")
    assert claims["aud"] == f"{endpoint.url}/{TENANT}/oauth2/v2.0/token"


# Kept, renewed, refused


@pytest.fixture(params=["google", "microsoft"])
def token(request: pytest.FixtureRequest, tmp_path: Path, endpoint: TokenEndpoint) -> ProviderToken:
    return google(tmp_path, endpoint) if request.param == "google" else microsoft(endpoint)


async def test_ml9_a_token_is_used_until_it_is_about_to_expire(token: ProviderToken, endpoint: TokenEndpoint) -> None:
    assert await asyncio.gather(*[token() for _ in range(5)]) == ["token-1"] * 5
    token.forget_token()
    endpoint.lasts = 60
    assert await token() == "token-2"
    assert await token() == "token-3", "a minute is too little to log in with"


async def test_ml9_a_refused_token_is_not_shown_again(token: ProviderToken, endpoint: TokenEndpoint) -> None:
    first = await token()
    token.forget_token()
    assert (first, await token(), await token()) == ("token-1", "token-2", "token-2")


async def test_ml9_a_refusal_is_said_in_the_providers_words_without_a_secret(
    token: ProviderToken, endpoint: TokenEndpoint
) -> None:
    why = {"error": "unauthorized_client", "error_description": "AADSTS7000215: Invalid client secret.\r\nTrace ID: 1"}
    endpoint.answers = [(401, why)]
    with pytest.raises(MailboxLost, match=r"gives no token: .*unauthorized_client.*Invalid client secret") as lost:
        await token()
    said = str(lost.value)
    assert "\n" not in said
    assert not any(secret in said for secret in (SECRET, "PRIVATE KEY", "eyJ", "Trace"))
    assert lost.value.__cause__ is None
    assert await token() == "token-2"


async def test_ml9_what_is_no_token_is_not_sent_to_a_mail_server(token: ProviderToken, endpoint: TokenEndpoint) -> None:
    for wrong in ("two words", "a\r\nb", "\u0442oken"):
        endpoint.answers = [(200, {**endpoint.token(), "access_token": wrong})]
        with pytest.raises(MailboxLost, match="no token"):
            await token()
        token.forget_token()
    assert await token() == "token-4"


async def test_ml9_a_provider_that_cannot_be_reached_is_trouble_that_passes(
    tmp_path: Path, endpoint: TokenEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for waiting in (google(tmp_path, endpoint), microsoft(endpoint)):
        monkeypatch.setattr(google_and_microsoft_tokens, "PATIENCE", 0.0001)
        with pytest.raises(MailboxLost, match="gave no token within"):
            await waiting()
        monkeypatch.undo()
    for trusts_nobody in (google(tmp_path, endpoint), microsoft(endpoint)):
        with pytest.raises(MailboxLost, match="gives no token"):
            await trusts_nobody()


# With mail servers


def box(wire: ScriptedImap, token: ProviderToken) -> WatchedMailbox:
    there = MailboxAccount("127.0.0.1", wire.port, "shared@contoso.example", "", is_plain=True)
    return WatchedMailbox(there, token=token, timing=QUICK._replace(patience=1, longest_pause=0.3))


def shown(wire: ScriptedImap) -> list[str]:
    """The tokens that were shown to it, with the mailbox that they were to open."""
    proofs = [line.split()[2] for line in wire.heard if line.startswith("AUTHENTICATE XOAUTH2 ")]
    return [base64.b64decode(proof).decode() for proof in proofs]


def proof_of(token: str) -> str:
    return f"user=shared@contoso.example\1auth=Bearer {token}\1\1"


async def test_ml9_a_mailbox_that_refuses_a_token_is_shown_another_one(
    token: ProviderToken, endpoint: TokenEndpoint
) -> None:
    async with ScriptedImap(capabilities="IMAP4rev1 SASL-IR IDLE AUTH=XOAUTH2") as wire:

        def refuse_once(wire: ScriptedImap, tag: str, _: str) -> str:
            del wire.answers["AUTHENTICATE"]
            return "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n"

        wire.answers["AUTHENTICATE"] = refuse_once
        wire.mails[1] = (set(), raw(1))
        async with run(MailboxReader(box(wire, token))) as reader:
            await until(lambda: reader.subjects == ["1"], "the mail comes")
    assert shown(wire) == [proof_of("token-1"), proof_of("token-2")]
    assert "" in wire.heard, "the challenge is answered with an empty line"


async def test_ml9_a_connection_that_ends_with_its_token_comes_back_with_a_new_one(
    token: ProviderToken, endpoint: TokenEndpoint
) -> None:
    endpoint.lasts = 60
    wire = ScriptedImap(capabilities="IMAP4rev1 SASL-IR IDLE AUTH=XOAUTH2")
    async with wire, run(MailboxReader(box(wire, token))) as reader:
        await until(lambda: reader.box.connections == 1, "it is connected")
        wire.mails[1] = (set(), raw(1))
        wire.hang_up()
        await until(lambda: reader.subjects == ["1"], "the mail comes")
    assert shown(wire) == [proof_of("token-1"), proof_of("token-2")]


class ProviderListener(SmtpListener):
    """A submission that takes XOAUTH2, and refuses the first token."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        super().__init__({HUMAN.address: ""}, lambda *_: None, auth_require_tls=False)

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> AuthResult:
        self.tokens.append(base64.b64decode(arguments[1]).decode())
        return AuthResult(success=len(self.tokens) > 1, handled=False)


async def test_ml9_a_submission_that_refuses_a_token_is_shown_another_one(
    token: ProviderToken, endpoint: TokenEndpoint
) -> None:
    door = ProviderListener()
    door.start()
    post = SmtpClient(SmtpServer("127.0.0.1", door.port, "shared@contoso.example", "", "none"), token=token)
    try:
        with pytest.raises(NotNow, match="does not take the login: 535"):
            await post.send_mail(sent_mail(), BOX, [HUMAN.address])
        assert isinstance(await post.send_mail(sent_mail(), BOX, [HUMAN.address]), MailAccepted)
    finally:
        await post.close()
        door.stop(no_assert=True)
    assert door.tokens == [proof_of("token-1"), proof_of("token-2")]


# The settings


def built(table: dict[str, Any], **environ: str) -> None:
    urls = {
        "SMTP_URL": "smtp://bot%40contoso.example@smtp.office365.com",
        "IMAP_URL": "imaps://shared%40contoso.example@outlook.office365.com",
        "EMAIL_AUTHSERV_ID": "mx.example.net",
    }
    build(EmailOptions.model_validate(table), FakeGateway(**urls, **environ))  # type: ignore[arg-type]


def test_ml9_with_a_provider_the_urls_name_no_password(tmp_path: Path, endpoint: TokenEndpoint) -> None:
    account = str(key_file(tmp_path, endpoint.url))
    app = {"provider": "microsoft", "tenant": TENANT, "client_id": "app-1"}
    built({"oauth": {"provider": "google", "service_account": account}})
    built({"oauth": app}, EMAIL_OAUTH_CLIENT_SECRET=SECRET)
    built({"oauth": {**app, "certificate": str(certificate_file(tmp_path))}})
    assert (endpoint.asked, endpoint.looked_up) == ([], []), "nothing is asked before a token is needed"


def test_ml9_settings_that_cannot_work_are_refused_at_the_start(tmp_path: Path) -> None:
    app = {"provider": "microsoft", "tenant": TENANT, "client_id": "app-1"}
    (tmp_path / "empty.json").write_text("{}")
    (tmp_path / "broken.json").write_text("hunter2")
    (tmp_path / "key.pem").write_text(pem())
    cases: list[tuple[dict[str, Any], dict[str, str], str]] = [
        ({"oauth": app}, {}, "EMAIL_OAUTH_CLIENT_SECRET"),
        ({"oauth": {**app, "client_secret": "hunter2"}}, {}, "secrets belong in the environment"),
        ({"oauth": {**app, "certificate": str(tmp_path / "key.pem")}}, {}, "a private key and its certificate"),
        ({"oauth": {**app, "certificate": str(tmp_path / "none.pem")}}, {}, "cannot be read"),
        ({"oauth": {**app, "certificate": "x"}}, {"EMAIL_OAUTH_CLIENT_SECRET": SECRET}, "either it or certificate"),
        ({"oauth": app, "token_command": ["x"]}, {"EMAIL_OAUTH_CLIENT_SECRET": SECRET}, "either it or oauth"),
    ]
    for name, why in (("none.json", "No such file"), ("empty.json", "no key file"), ("broken.json", "no key file")):
        cases.append(({"oauth": {"provider": "google", "service_account": str(tmp_path / name)}}, {}, why))
    for table, environ, why in cases:
        with pytest.raises(BadSetting, match=why) as refused:
            built(table, **environ)
        assert not any(secret in str(refused.value) for secret in (SECRET, "hunter2", "PRIVATE KEY-----\n"))
