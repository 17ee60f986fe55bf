"""Formats a traceback for the process log and the audit part of an event. People and models do not see it."""

import traceback
from collections.abc import Callable

from bot.core.secrets.redaction import remove_secrets


def format_traceback(error: BaseException, hide: Callable[[str], str] = str) -> str:
    """The whole traceback, without the values of variables and without the secrets in its messages.

    `hide` removes further secrets.
    """
    return remove_secrets(hide("".join(traceback.format_exception(error))))
