"""OAuth 2 access tokens for mail at Google Workspace and Microsoft 365, by their own libraries (the extra `oauth-mail`).

Both are for a mailbox without interactive sign-in: a service account with domain-wide delegation (google-auth), an app with
application permissions (msal). The libraries cache a token until it is about to expire.
"""

import asyncio
import copy
import importlib
import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeAlias

from pydantic import Field, SecretStr

from bot.core.base_types import FrozenModel
from bot.core.errors import BadSetting
from bot.core.escaping import show_words
from channels.email.mailbox_and_transport_ports import MailboxLost

TABLE = "[channels.email.oauth]"
SECRET = "EMAIL_OAUTH_CLIENT_SECRET"  # noqa: S105  # the name of a variable
REQUEST = 20.0
"""Seconds for one request of a library."""
PATIENCE = 30.0
"""Seconds for a token, with all its requests."""
LONGEST = 300
"""Characters of a library's error that are shown."""
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


class GoogleOAuth(FrozenModel):
    """A service account with domain-wide delegation. `service_account` is the path of its key file (JSON).

    `scope`: sending needs https://mail.google.com/; for IMAP alone https://www.googleapis.com/auth/gmail.imap_admin is enough.
    """

    provider: Literal["google"]
    service_account: Path
    scope: str = "https://mail.google.com/"


class MicrosoftOAuth(FrozenModel):
    """An app of the tenant with client credentials.

    The secret is EMAIL_OAUTH_CLIENT_SECRET, or `certificate`, the path of a PEM file with private key and certificate. `authority` and
    `scope` differ in the national clouds. `client_secret` exists to be refused by name: an unknown key would be quoted with its value.
    """

    provider: Literal["microsoft"]
    tenant: str = Field(pattern=r"^[A-Za-z0-9.-]+$")
    client_id: str
    client_secret: SecretStr | None = None
    certificate: Path | None = None
    authority: str = Field(default="https://login.microsoftonline.com", pattern=r"^https://[A-Za-z0-9.:-]+$")
    scope: str = "https://outlook.office365.com/.default"


OAuthTable: TypeAlias = Annotated[GoogleOAuth | MicrosoftOAuth, Field(discriminator="provider")]


class TokenSource(Protocol):
    """A library that issues tokens. Both methods block, and are called in a thread."""

    name: str

    def fetch_token(self) -> str:
        """Return a token that is valid for some minutes at least. Raises MailboxLost, without a secret in its text."""
        ...

    def forget_token(self) -> None:
        """Drop the token that was issued last."""
        ...


class ProviderToken:
    """An `AccessToken` from a library: one request at a time, each with a timeout."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source
        self._running = asyncio.Lock()
        self._is_refused = False

    async def __call__(self) -> str:
        """Return the token. Raises MailboxLost when there is none now."""
        async with self._running:
            try:
                async with asyncio.timeout(PATIENCE):
                    if self._is_refused:
                        await asyncio.to_thread(self._source.forget_token)
                        self._is_refused = False
                    token = await asyncio.to_thread(self._source.fetch_token)
            except TimeoutError as error:
                raise MailboxLost(f"{self._source.name} gave no token within {PATIENCE:g} seconds") from error
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise MailboxLost(f"{self._source.name} gave something that is no token")
        return token

    def forget_token(self) -> None:
        """A server refused the token: the next call asks for another one."""
        self._is_refused = True


def choose_provider_token(
    oauth: GoogleOAuth | MicrosoftOAuth, environ: Mapping[str, str]
) -> Callable[[str], ProviderToken]:
    """Return a function from the user of a mail server to that user's tokens; equal users get the same object. Raises BadSetting."""
    match oauth:
        case GoogleOAuth():
            account = _GoogleSource(oauth)
        case MicrosoftOAuth():
            app = ProviderToken(_MicrosoftSource(oauth, environ.get(SECRET, "")))
            return lambda user: app
    known: dict[str, ProviderToken] = {}

    def find_token(user: str) -> ProviderToken:
        if user not in known:
            known[user] = ProviderToken(account.for_user(user))
        return known[user]

    return find_token


class _GoogleSource:
    """A service account. `for_user` gives the source of one mailbox."""

    name = "Google"

    def __init__(self, oauth: GoogleOAuth) -> None:
        """Read the key file. Raises BadSetting."""
        service_account = _load_library("google", "google.oauth2.service_account")
        transport = _load_library("google", "google.auth.transport.requests")
        self._error = _load_library("google", "google.auth.exceptions").GoogleAuthError
        self._request = transport.Request(_make_http_session(_load_library("google", "requests")))
        where, path = f"{TABLE} service_account", str(oauth.service_account)
        try:
            self._credentials = service_account.Credentials.from_service_account_file(path, scopes=[oauth.scope])
        except OSError as error:
            raise BadSetting(where, path, error.strerror or "it cannot be read") from error
        except (ValueError, self._error) as error:
            why = "it is no key file of a service account; make one under Keys, Add key, JSON"
            raise BadSetting(where, path, why) from error

    def for_user(self, user: str) -> "_GoogleSource":
        source = copy.copy(self)
        source._credentials = self._credentials.with_subject(user)
        return source

    def fetch_token(self) -> str:
        if not self._credentials.valid:
            try:
                self._credentials.refresh(self._request)
            except self._error as error:
                raise MailboxLost(
                    f"Google gives no token: {_quote_library(error.args[0] if error.args else error)}"
                ) from None
        return str(self._credentials.token)

    def forget_token(self) -> None:
        self._credentials.token = None


class _MicrosoftSource:
    """An app with its secret, or with its private key and certificate.

    The app is made with the first token, because it asks the network for the tenant's endpoints.
    """

    name = "Microsoft"

    def __init__(self, oauth: MicrosoftOAuth, secret: str) -> None:
        """Read the credential. Raises BadSetting, without a secret in its text."""
        self._msal, self._requests = _load_library("microsoft", "msal"), _load_library("microsoft", "requests")
        if oauth.client_secret is not None:
            raise BadSetting(f"{TABLE} client_secret", "…", f"secrets belong in the environment; set {SECRET}")
        if bool(secret) == (oauth.certificate is not None):
            raise BadSetting(SECRET, "…" if secret else "", f"set either it or certificate in {TABLE}")
        self._credential: str | dict[str, str] = secret
        if oauth.certificate is not None:
            where, path = f"{TABLE} certificate", str(oauth.certificate)
            try:
                text = oauth.certificate.read_text("ascii")
            except (OSError, UnicodeDecodeError) as error:
                raise BadSetting(where, path, "it cannot be read as a PEM file") from error
            key, certificate = _KEY.search(text), _CERTIFICATE.search(text)
            if key is None or certificate is None:
                raise BadSetting(where, path, "it has to hold a private key and its certificate, as PEM")
            self._credential = {"private_key": key[0], "public_certificate": certificate[0]}
        self._oauth = oauth
        self._app: Any = None

    def fetch_token(self) -> str:
        try:
            if self._app is None:
                self._app = self._msal.ConfidentialClientApplication(
                    self._oauth.client_id,
                    client_credential=self._credential,
                    authority=f"{self._oauth.authority}/{self._oauth.tenant}",
                    instance_discovery=False,
                    http_client=_make_http_session(self._requests),
                )
            given = self._app.acquire_token_for_client(scopes=[self._oauth.scope])
        except (ValueError, KeyError, self._requests.RequestException) as error:
            raise MailboxLost(f"Microsoft gives no token: {_quote_library(error)}") from None
        if "access_token" not in given:
            said = f"{given.get('error', '')}: {given.get('error_description', '')}"
            raise MailboxLost(f"Microsoft gives no token: {_quote_library(said)}")
        return str(given["access_token"])

    def forget_token(self) -> None:
        if self._app is not None:
            self._app.remove_tokens_for_client()


def _quote_library(why: object) -> str:
    """Return the first line of a library's error, shortened. The lines after it are numbers of traces."""
    return show_words(" ".join(str(why).partition("\n")[0].split())[:LONGEST])


def _load_library(provider: str, name: str) -> Any:
    """Import a module. Raises BadSetting, which names the extra."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        why = "its library is not installed; in the checkout: .venv/bin/python -m pip install -e '.[oauth-mail]'"
        raise BadSetting(f"{TABLE} provider", provider, why) from error


def _make_http_session(requests: Any) -> Any:
    """Return an HTTP session with the trusted authorities of other connections (SSL_CERT_FILE, or the system's) and a timeout.

    The libraries' own timeouts are up to two minutes.
    """
    session = requests.Session()
    usual = session.request
    always = {"verify": ssl.get_default_verify_paths().cafile or True, "timeout": REQUEST}

    def request(*args: Any, **given: Any) -> Any:
        return usual(*args, **{**given, **always})

    session.request = request
    return session
