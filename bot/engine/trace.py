"""A traceback as text for the log of the process and the audit part of an event. Never for a person or a model."""

import traceback


def trace(error: BaseException) -> str:
    """The whole traceback, without the values of variables: those may be secrets."""
    return "".join(traceback.format_exception(error))
