"""A traceback as text for the log of the process and the audit part of an event. Never for a person or a model."""

import traceback
from collections.abc import Callable

from bot.core.secrets.redaction import remove_secrets


def format_traceback(error: BaseException, hide: Callable[[str], str] = str) -> str:
    """The whole traceback, without the values of variables and without the secrets in its messages.

    `hide` takes out what else nobody may see.
    """
    return remove_secrets(hide("".join(traceback.format_exception(error))))
