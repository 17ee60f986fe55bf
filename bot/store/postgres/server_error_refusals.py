"""The refusals that errors of the server mean, and their words."""

import psycopg

from bot.core.errors import Unavailable


def explain_error(error: psycopg.Error) -> Exception:
    """The refusal of a server that takes no writes, such as a replica; another error is a fault of ours, and stays."""
    refusing = (psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InsufficientPrivilege)
    return make_refusal(error) if isinstance(error, refusing) else error


def make_refusal(error: psycopg.Error) -> Unavailable:
    return Unavailable(f"The database did not take it: {shorten_error(error)}. Nothing was changed; try again.")


def make_unknown(error: psycopg.Error) -> Unavailable:
    """The refusal after a COMMIT without an answer."""
    return Unavailable(
        f"The database was lost while it wrote ({shorten_error(error)}): the change may be there or not. Look, then try again."
    )


def shorten_error(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
