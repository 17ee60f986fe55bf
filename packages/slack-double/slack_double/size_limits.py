"""The limits of whole messages and views: each refusal as an error code with its sentences; pure."""

import json
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.messages.chunk import Chunk
from slack_sdk.models.views import View

from slack_double.block_kit import CRASHES, complaints

JSON = dict[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
BLOCK_TEXT = 13_200  # undocumented: bolt-js issue 2509
MARKDOWN, TEXT, ATTACHMENTS = 12_000, 40_000, 100
VIEW_BYTES, PRIVATE_METADATA = 250_000, 3000


class CallRefused(Exception):
    """A call is answered `ok: false` with this `code` and these `fields`."""

    def __init__(self, code: str, *sentences: str, **fields: Any) -> None:
        super().__init__(f"{code} {'; '.join(sentences)}".strip())
        self.code, self.sentences, self.fields = code, list(sentences), fields


def check_message(text: str | None, blocks: list[JSON], markdown: str | None, attachments: list[JSON]) -> None:
    """Refuse a message that Slack would: nothing in it, too much, bad blocks, or markdown_text beside text or blocks."""
    if markdown is not None:
        if text is not None or blocks:
            raise CallRefused("markdown_text_conflict")
        if len(markdown) > MARKDOWN:
            raise CallRefused("msg_too_long")
        if not markdown:
            raise CallRefused("no_text")
        return
    if not text and not blocks and not attachments:
        raise CallRefused("no_text")
    if len(attachments) > ATTACHMENTS:
        raise CallRefused("too_many_attachments")
    check_blocks(blocks)
    for attachment in attachments:
        check_blocks(attachment.get("blocks") or [] if isinstance(attachment, dict) else [])


def check_blocks(blocks: Any) -> None:
    """Refuse the blocks of a message that Slack would refuse."""
    if not isinstance(blocks, list):
        raise CallRefused("invalid_blocks_format")
    if len(blocks) > MESSAGE_BLOCKS:
        raise CallRefused(
            "invalid_blocks", f"[ERROR] no more than {MESSAGE_BLOCKS} items allowed [json-pointer:/blocks]"
        )
    reasons = complaints(blocks, "message")
    tables = sum(block.get("type") == "table" for block in blocks if isinstance(block, dict))
    if not reasons and tables > 1:
        raise CallRefused("invalid_attachments", "[ERROR] only_one_table_allowed [json-pointer:/blocks]")
    if reasons:
        raise CallRefused("invalid_blocks", *reasons)
    marked = sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown")
    if marked > MARKDOWN:
        raise CallRefused("invalid_blocks", f"[ERROR] markdown blocks hold more than {MARKDOWN} characters together")
    if text_size(blocks) > BLOCK_TEXT:
        raise CallRefused("msg_blocks_too_long")


def text_size(blocks: Any) -> int:
    """Characters of text in these blocks, all of them together (values and ids do not count)."""
    if isinstance(blocks, list):
        return sum(text_size(block) for block in blocks)
    if not isinstance(blocks, dict):
        return 0
    own = len(blocks["text"]) if isinstance(blocks.get("text"), str) else 0
    return own + sum(text_size(value) for value in blocks.values())


def check_view(view: JSON, home: bool) -> None:
    """Refuse a view that Slack would. `home`: it was given to views.publish."""
    if not isinstance(view, dict):
        raise CallRefused("invalid_arguments", "[ERROR] must be a view object [json-pointer:/view]")
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise CallRefused("view_too_large")
    if (view.get("type") == "home") != home or view.get("type") not in ("home", "modal"):
        raise CallRefused(
            "invalid_arguments", f"[ERROR] unsupported type: {view.get('type')} [json-pointer:/view/type]"
        )
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        raise CallRefused("invalid_arguments", "[ERROR] missing required field: blocks [json-pointer:/view]")
    reasons = _frame_refusals(view, blocks) + complaints(blocks, "home" if home else "modal")
    reasons = reasons or _sdk_refusals(view)
    if reasons:
        raise CallRefused("invalid_arguments", *reasons)


def _frame_refusals(view: JSON, blocks: list[JSON]) -> list[str]:
    found = []
    if len(blocks) > VIEW_BLOCKS:
        found.append(f"[ERROR] no more than {VIEW_BLOCKS} items allowed [json-pointer:/view/blocks]")
    for name in ("title", "submit", "close"):
        part = view.get(name)
        if part is None:
            continue
        if not isinstance(part, dict) or part.get("type") != "plain_text":
            found.append(f"[ERROR] must be a plain_text object [json-pointer:/view/{name}]")
        elif not 0 < len(str(part.get("text", ""))) <= 24:
            found.append(f"[ERROR] must be less than 25 characters [json-pointer:/view/{name}/text]")
    if view["type"] == "modal" and not view.get("title"):
        found.append("[ERROR] missing required field: title [json-pointer:/view]")
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if view["type"] == "modal" and has_input and not view.get("submit"):
        found.append("[ERROR] missing required field: submit [json-pointer:/view]")
    if len(str(view.get("private_metadata") or "")) > PRIVATE_METADATA:
        found.append("[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]")
    for name in ("callback_id", "external_id"):
        if len(str(view.get(name) or "")) > 255:
            found.append(f"[ERROR] must be less than 256 characters [json-pointer:/view/{name}]")
    return found


def _sdk_refusals(view: JSON) -> list[str]:
    known = {"submit_disabled", *View.attributes}
    unknown = [f"[ERROR] invalid additional property: {n} [json-pointer:/view]" for n in view if n not in known]
    try:
        View(**view).to_dict()
    except (SlackObjectFormationError, *CRASHES) as refusal:
        return [f"[ERROR] slack_sdk refuses this view: {refusal} [json-pointer:/view]"]
    return unknown


def check_metadata(metadata: Any) -> None:
    """Message metadata is an event_type with a flat payload, or entities."""
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not (
        "entities" in metadata or {"event_type", "event_payload"} <= set(metadata)
    ):
        raise CallRefused("invalid_metadata_format")
    if len(json.dumps(metadata)) > 16_000:
        raise CallRefused("metadata_too_large")


def check_chunks(chunks: Any) -> None:
    """Chunks of a stream: known types with the fields they need."""
    if not isinstance(chunks, list):
        raise CallRefused("invalid_chunks", "[ERROR] must be an array [json-pointer:/chunks]")
    for number, chunk in enumerate(chunks):
        try:
            if not isinstance(chunk, dict) or Chunk.parse(dict(chunk)) is None:
                raise CallRefused("invalid_chunks", f"[ERROR] unsupported type [json-pointer:/chunks/{number}]")
        except CRASHES as refusal:
            raise CallRefused("invalid_chunks", f"[ERROR] {refusal} [json-pointer:/chunks/{number}]") from refusal
        if chunk["type"] == "task_update" and chunk.get("status") not in (
            "pending",
            "in_progress",
            "complete",
            "error",
        ):
            raise CallRefused("invalid_chunks", f"[ERROR] unknown status [json-pointer:/chunks/{number}/status]")
        if len(str(chunk.get("text", ""))) > MARKDOWN:
            raise CallRefused("msg_too_long")
        if chunk["type"] == "blocks":
            check_blocks(chunk.get("blocks"))
