"""A call of a tool as people see it: rows of arguments, and the call that an approved request says. Pure.

The rows that the proxy adds begin with `mcp_`. A call whose own arguments cannot be rows beside them is one row of its own.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from countersign.proxy.tool_pins import CheckedPin, hash_canonical

TITLE = "{mcp_tool} of the MCP server {mcp_server}"
SERVER, TOOL, STATE, DIGEST, CHANGE, ARGUMENTS = (
    "mcp_server",
    "mcp_tool",
    "mcp_definition",
    "mcp_definition_sha256",
    "mcp_change",
    "mcp_arguments",
)
STATES = {
    "accepted": "as it was accepted",
    "changed": "CHANGED since it was accepted; see the difference",
    "unknown": "NOT accepted: nobody has checked what this tool says of itself",
}
MAX_DESCRIPTION = 1_000
"""Characters of an unknown tool's own description that people see, quoted as unchecked."""

_ROW_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_TAKEN = frozenset({"intent", "write_arguments"})
MOST_ROWS = 60


class ToolCallForm(NamedTuple):
    """A call: the server by its name here, the tool with its pin, and the arguments as the client sent them."""

    server: str
    pin: CheckedPin
    arguments: Mapping[str, Any]

    @property
    def tool(self) -> str:
        return self.pin.definition.name

    @property
    def digest(self) -> str:
        """The SHA-256 of the server, the tool's definition and the arguments: the same call has the same one."""
        return hash_canonical([self.server, self.pin.definition.digest, self.pin.state, dict(self.arguments)])

    @property
    def rows(self) -> dict[str, Any]:
        """The arguments of the request."""
        ours = {
            SERVER: self.server,
            TOOL: self.tool,
            STATE: STATES[self.pin.state],
            DIGEST: self.pin.definition.digest,
        }
        if self.pin.diff:
            ours[CHANGE] = self.pin.diff
        return ours | (dict(self.arguments) if self._may_be_rows else {ARGUMENTS: dict(self.arguments)})

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the rows: each has the type of its value; a difference is shown as one."""
        properties: dict[str, Any] = {name: _infer_type(value) for name, value in self.rows.items()}
        if CHANGE in properties:
            properties[CHANGE]["x-display"] = "diff"
        return {"type": "object", "properties": properties, "required": list(properties)}

    @property
    def explanation(self) -> str:
        """Words for people: of a tool that nobody accepted, its own description. It is quoted as unchecked."""
        about = str(self.pin.definition.fields.get("description", "")) if self.pin.state == "unknown" else ""
        return f"The tool says of itself: {' '.join(about.split())[:MAX_DESCRIPTION]}" if about.strip() else ""

    def read_approved(self, approved: Mapping[str, Any]) -> dict[str, Any] | None:
        """The arguments to run: exactly the approved ones, which an approver may have changed. None: it is no approval of
        this tool, as it is defined now, at this server."""
        rows = self.rows
        ours = [name for name in rows if name.startswith("mcp_") and name != ARGUMENTS]
        if set(approved) != set(rows) or any(approved[name] != rows[name] for name in ours):
            return None
        found = approved[ARGUMENTS] if ARGUMENTS in rows else {n: v for n, v in approved.items() if n not in ours}
        return dict(found) if isinstance(found, dict) else None

    @property
    def _may_be_rows(self) -> bool:
        return len(self.arguments) <= MOST_ROWS and all(
            _ROW_NAME.fullmatch(name) and name not in _TAKEN and not name.lower().startswith(("mcp", "model_"))
            for name in self.arguments
        )


def _infer_type(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
        case _:
            return {}
