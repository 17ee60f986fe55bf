"""The secrets that calls may name, out of the environment: `secret:vercel-token` is TOOL_SECRET_VERCEL_TOKEN.

Nothing else of the environment can be named, so a call reaches what an operator set for tools, and nothing more.
"""

import os
import re
from collections.abc import Mapping

VARIABLE = "TOOL_SECRET_"

_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,62}")


class EnvironmentSecrets:
    """Looks into the environment each time. Its repr shows no value."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ

    @property
    def names(self) -> tuple[str, ...]:
        """The names that calls write, in alphabetical order; a variable that is empty is none."""
        found = (
            name.removeprefix(VARIABLE) for name, value in self._environ.items() if name.startswith(VARIABLE) and value
        )
        return tuple(sorted(name.lower().replace("_", "-") for name in found if _NAME.fullmatch(name)))

    def get(self, name: str) -> str | None:
        """The value now; None for a name that is none of `names`."""
        return self._environ[_name_variable(name)] if name in self.names else None

    def __repr__(self) -> str:
        return f"<EnvironmentSecrets: {', '.join(self.names) or 'none'}>"


def _name_variable(name: str) -> str:
    return VARIABLE + name.upper().replace("-", "_")
