"""Reads the secrets that calls may name from the environment: `secret:vercel-token` is TOOL_SECRET_VERCEL_TOKEN.

A call cannot name any other variable.
"""

import os
import re
from collections.abc import Mapping

VARIABLE = "TOOL_SECRET_"

_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,62}")


class EnvironmentSecrets:
    """The secrets of tools. Each call reads the environment again; the repr shows names only."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ

    @property
    def names(self) -> tuple[str, ...]:
        """The names that calls write, in alphabetical order. An empty variable is left out."""
        found = (
            name.removeprefix(VARIABLE) for name, value in self._environ.items() if name.startswith(VARIABLE) and value
        )
        return tuple(sorted(name.lower().replace("_", "-") for name in found if _NAME.fullmatch(name)))

    def get(self, name: str) -> str | None:
        """The current value; None for a name that is not in `names`."""
        variable = VARIABLE + name.upper().replace("-", "_")
        return self._environ[variable] if name in self.names else None

    def __repr__(self) -> str:
        return f"<EnvironmentSecrets: {', '.join(self.names) or 'none'}>"
