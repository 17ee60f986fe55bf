"""pxy3: a call of an MCP server is shown whole, and can be approved, on every surface."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.card.card import RequestCard
from countersign.proxy.call_form import TITLE, ToolCallForm
from countersign.proxy.tool_pins import CheckedPin, ToolDefinition, compare_definitions
from tests.channels.test_card1_printers_compared import PRINTERS
from tests.http.programs import ProgramFixture, programs_in

NOW = ToolDefinition({"command": "npx"}, {"name": "write_file", "description": "Writes a file.", "inputSchema": {}})
BEFORE = ToolDefinition(NOW.launch, {**NOW.fields, "description": "Reads a file."})
PINS = {
    "accepted": CheckedPin(NOW, "accepted"),
    "unknown": CheckedPin(NOW, "unknown"),
    "changed": CheckedPin(NOW, "changed", compare_definitions(BEFORE, NOW)),
}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "rows": {"path": "/srv/a.txt", "content": "first\nsecond", "count": 2.0, "deep": {"a": [1, None]}, "none": None},
    "one row": {"mcp_tool": "other", "päth": "x"},
}
DECIDING = sorted(set(PRINTERS) - {"slack details"})


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


@pytest.mark.parametrize("arguments", ARGUMENTS)
@pytest.mark.parametrize("state", PINS)
async def test_pxy3_a_call_is_whole_and_approvable_on_every_surface(
    server: ProgramFixture, state: str, arguments: str
) -> None:
    form = ToolCallForm("files", PINS[state], ARGUMENTS[arguments])
    more = {"explanation": form.explanation} if form.explanation else {}
    asked = await server.ask(await server.program(), title=TITLE, arguments=form.rows, schema=form.schema, **more)
    assert asked["arguments"] == {**form.rows}
    assert form.read_approved(asked["arguments"]) == ARGUMENTS[arguments]
    card = RequestCard.model_validate(asked["card"])
    for name in DECIDING:
        printed = PRINTERS[name](card)
        assert printed.approves, name
        words = ["write_file", form.pin.definition.digest]
        words += ["/srv/a.txt", "second"] if arguments == "rows" else ["päth"]
        words += ["Writes a file."] if state != "accepted" else []
        words += ["Reads a file."] if state == "changed" else []
        assert [word for word in words if word not in printed.text] == [], name
