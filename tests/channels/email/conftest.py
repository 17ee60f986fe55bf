"""What the tests of mail trust."""

import pytest

from tests.servers.mail import Servers


@pytest.fixture
def trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system trusts, for this test: the authority of the mail servers."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))
