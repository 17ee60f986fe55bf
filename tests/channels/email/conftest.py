"""The certificate authority that the tests of mail trust, and attempts that come again after moments."""

import pytest

from channels.email.outbound import durable_note_outbox, smtp_client
from tests.servers.mail import Servers


@pytest.fixture
def trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts the authority of the mail servers, for this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again after moments, not minutes."""
    for module, name in (
        (smtp_client, "SOON"),
        (smtp_client, "LATER"),
        (smtp_client, "GREY"),
        (durable_note_outbox, "AGAIN"),
    ):
        monkeypatch.setattr(module, name, 0.2)
