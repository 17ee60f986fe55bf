"""A copy of the checkout, into which the verb may write recorded answers."""

from tests.scaffold.conftest import checkout

__all__ = ["checkout"]
