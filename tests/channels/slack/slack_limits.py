"""Slack's published limits (and the one it does not publish), checked on blocks and views as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from channels.slack.views.blocks import measure_blocks

ELEMENTS = {"rich_text", "section", "header", "context", "actions", "divider", "input", "table"}


def check_message(blocks: Sequence[dict[str, Any]], text: str = "x") -> None:
    """Raises AssertionError, or SlackObjectFormationError of Slack's own model, for a message that chat.postMessage would refuse."""
    assert 1 <= len(blocks) <= 50
    assert measure_blocks(list(blocks)) <= 13_000
    assert 1 <= len(text) <= 4_000
    assert sum(block["type"] == "table" for block in blocks) <= 1
    _check_blocks(blocks)


def check_view(view: dict[str, Any]) -> None:
    """The same for views.open, views.update and views.publish."""
    View(**view).to_dict()
    assert 1 <= len(view["blocks"]) <= 100
    assert len(str(view)) <= 250_000
    assert len(view.get("private_metadata", "")) <= 3_000
    _check_blocks(view["blocks"])


def _check_blocks(blocks: Sequence[dict[str, Any]]) -> None:
    for block in blocks:
        assert block["type"] in ELEMENTS
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()
        _check_block(block)
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))


def _check_block(block: dict[str, Any]) -> None:
    for found in objects(block):
        match found:
            case {"type": "text" | "plain_text" | "mrkdwn" | "raw_text", "text": str(text)}:
                assert 1 <= len(text) <= 3_000
            case {"type": "button"}:
                assert len(found["accessibility_label"]) <= 75
            case {"type": "link", "url": str(url)}:
                assert len(url) <= 3_000
            case {"type": "context" | "actions", "elements": list(elements)}:
                assert 1 <= len(elements) <= (10 if found["type"] == "context" else 25)
            case {
                "type": "rich_text" | "rich_text_section" | "rich_text_list" | "rich_text_quote",
                "elements": elements,
            }:
                assert elements
            case {"type": "table", "rows": rows}:
                assert len(rows) <= 100
                assert all(1 <= len(row) <= 20 for row in rows)
            case {"type": "radio_buttons" | "checkboxes", "options": options}:
                assert len(options) <= 10
            case {"type": "plain_text_input"}:
                assert len(found.get("initial_value", "")) <= 3_000
            case _:
                pass
    actions = [element["action_id"] for element in block.get("elements", []) if "action_id" in element]
    assert len(actions) == len(set(actions))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outermost first."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from objects(item)


def text_of(value: Any) -> str:
    """All that a reader sees, in order."""
    return "".join(found["text"] for found in objects(value) if isinstance(found.get("text"), str))


def of_type(value: Any, *types: str) -> list[dict[str, Any]]:
    return [found for found in objects(value) if found.get("type") in types]
