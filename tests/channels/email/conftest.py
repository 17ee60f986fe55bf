"""The certificate authority that the tests of mail trust."""

import pytest

from tests.servers.mail import Servers


@pytest.fixture
def trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts the authority of the mail servers, for this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))
