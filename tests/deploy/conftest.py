"""The staged shop of the tests of the command line, and PostgreSQL."""

from tests.cli.conftest import terminal

__all__ = ["terminal"]
