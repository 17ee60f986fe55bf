"""The real mail servers, for the tests of the transport."""

from tests.servers.mail import mail, mail_servers

__all__ = ["mail", "mail_servers"]
