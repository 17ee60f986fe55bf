"""The real mail servers, for tests in which several channels meet."""

from tests.servers.mail import mail, mail_servers

__all__ = ["mail", "mail_servers"]
