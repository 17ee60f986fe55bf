"""The checks of a block: sizes, types and unknown fields, each as a sentence in Slack's style; pure.

Sources: docs.slack.dev/reference/block-kit, slack_sdk's own models (asked last), and refusals seen in the wild.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from slack_double.messages import elements, objects

JSON = dict[str, Any]

# Known to Slack, not yet to the SDK's models.
NEWER_BLOCKS = {"data_table", "data_visualization", "layout", "call", "share_shortcut"}
ONLY_IN_MODALS = {"alert"}
NEWER_FIELDS = {"language", "slack_file"}
SELECTS = {"static_select", "multi_static_select", "external_select", "multi_external_select"}

# What its models raise when a value has a type they did not expect.
CRASHES = (TypeError, AttributeError, LookupError, ValueError)

PLAIN_ONLY = {
    ("header", "text"): 150,
    ("button", "text"): 75,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("confirm", "title"): 100,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("*", "placeholder"): 150,
}
ANY_TEXT = {("section", "text"): 3000, ("confirm", "text"): 300, ("alert", "text"): 3000}
STRINGS = {
    ("markdown", "text"): 12_000,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("button", "accessibility_label"): 75,
    ("plain_text_input", "initial_value"): 3000,
    ("image", "alt_text"): 2000,
    ("*", "action_id"): 255,
    ("*", "block_id"): 255,
}
LISTS = {("actions", "elements"): (1, 25), ("context", "elements"): (1, 10), ("section", "fields"): (1, 10)}
LISTS |= {
    ("context_actions", "elements"): (1, 5),
    ("overflow", "options"): (1, 5),
    ("radio_buttons", "options"): (1, 10),
}
LISTS |= {("checkboxes", "options"): (1, 10), ("container", "child_blocks"): (1, 10), ("carousel", "elements"): (1, 10)}
LISTS |= {("static_select", "options"): (1, 100), ("multi_static_select", "options"): (1, 100)}
LISTS |= {("static_select", "option_groups"): (1, 100), ("table", "rows"): (1, 100)}
NEEDED = {
    "actions": ("elements",),
    "context": ("elements",),
    "header": ("text",),
    "input": ("label", "element"),
    "button": ("text",),
    "image": ("alt_text",),
    "markdown": ("text",),
    "confirm": ("title", "text", "confirm", "deny"),
}


class BlockObject(NamedTuple):
    """One object within the blocks: its JSON pointer, its kind, and its content."""

    pointer: str
    kind: str
    thing: JSON


def complaints(blocks: list[JSON], surface: str) -> list[str]:
    """Everything Slack would refuse in these blocks, as `[ERROR] …` sentences. `surface`: message, modal or home."""
    found: list[str] = []
    for number, block in enumerate(blocks):
        pointer = f"/blocks/{number}"
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            found.append(_error("must be an object with a type", pointer))
            continue
        if block["type"] in ONLY_IN_MODALS and surface != "modal":
            found.append(_error(f"unsupported type: {block['type']} outside of modals", f"{pointer}/type"))
        ours = [reason for place in _places(block, pointer) for reason in _refusals(place)]
        found += ours or _list_sdk_refusals(block, pointer)
    return found + list(_find_duplicate_ids([block for block in blocks if isinstance(block, dict)]))


def _places(thing: JSON, pointer: str) -> Iterator[BlockObject]:
    """The block and every object in it; a dialog of confirmation counts as a `confirm`."""
    is_dialog = pointer.endswith("/confirm") and thing.get("type") not in ("plain_text", "mrkdwn")
    yield BlockObject(pointer, "confirm" if is_dialog else str(thing.get("type", "object")), thing)
    for name, value in thing.items():
        for where, inner in _children(value, f"{pointer}/{name}"):
            yield from _places(inner, where)


def _children(value: Any, pointer: str) -> Iterator[tuple[str, JSON]]:
    if isinstance(value, dict):
        yield pointer, value
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _children(inner, f"{pointer}/{number}")


def _refusals(place: BlockObject) -> Iterator[str]:
    pointer, kind, thing = place
    for name in NEEDED.get(kind, ()):
        if name not in thing:
            yield _error(f"missing required field: {name}", pointer)
    for name, value in thing.items():
        yield from _text_refusals(kind, name, value, f"{pointer}/{name}")
        longest = STRINGS.get((kind, name), STRINGS.get(("*", name)))
        if longest is not None and not (isinstance(value, str) and 0 < len(value) <= longest):
            yield _error(f"must be a string of 1 to {longest} characters", f"{pointer}/{name}")
        least, most = LISTS.get((kind, name), (0, 0))
        if most and not (isinstance(value, list) and least <= len(value) <= most):
            yield _error(f"must have between {least} and {most} items", f"{pointer}/{name}")
    yield from _special_refusals(place)


def _text_refusals(kind: str, name: str, value: Any, pointer: str) -> Iterator[str]:
    plain = PLAIN_ONLY.get((kind, name), PLAIN_ONLY.get(("*", name)))
    longest = plain or ANY_TEXT.get((kind, name))
    if longest is None:
        if isinstance(value, dict) and value.get("type") in ("plain_text", "mrkdwn") and not value.get("text"):
            yield _error("must be more than 0 characters", f"{pointer}/text")
        return
    if not isinstance(value, dict) or value.get("type") not in ("plain_text", "mrkdwn"):
        yield _error("must be a text object", pointer)
        return
    if plain and value["type"] != "plain_text":
        yield _error("unsupported type: mrkdwn, must be plain_text", f"{pointer}/type")
    text = value.get("text")
    if not isinstance(text, str) or not text:
        yield _error("must be more than 0 characters", f"{pointer}/text")
    elif len(text) > longest:
        yield _error(f"must be less than {longest + 1} characters", f"{pointer}/text")


def _special_refusals(place: BlockObject) -> Iterator[str]:
    pointer, kind, thing = place
    if kind == "button" and thing.get("style", "primary") not in ("primary", "danger"):
        yield _error(f"style must be primary or danger, not {thing['style']!r}", f"{pointer}/style")
    if kind in SELECTS | {"overflow", "radio_buttons", "checkboxes"}:
        yield from _option_refusals(thing, pointer)
    if kind == "section":
        for number, field in enumerate(objects(thing.get("fields"))):
            if len(str(field.get("text", ""))) > 2000:
                yield _error("must be less than 2001 characters", f"{pointer}/fields/{number}/text")
    if kind == "table":
        for number, row in enumerate(_items(thing, "rows")):
            if not isinstance(row, list) or not 0 < len(row) <= 20:
                yield _error("must have between 1 and 20 cells", f"{pointer}/rows/{number}")
    if kind == "context":
        for number, element in enumerate(_items(thing, "elements")):
            if not isinstance(element, dict) or element.get("type") not in ("plain_text", "mrkdwn", "image"):
                yield _error("unsupported type in context", f"{pointer}/elements/{number}")


def _items(thing: JSON, name: str) -> list[Any]:
    value = thing.get(name)
    return value if isinstance(value, list) else []


def _option_refusals(thing: JSON, pointer: str) -> Iterator[str]:
    options = objects(thing.get("options"))
    for group in objects(thing.get("option_groups")):
        options += objects(group.get("options"))
    for number, option in enumerate(options):
        where = f"{pointer}/options/{number}"
        if not 0 < len(str(option.get("value", ""))) <= 150:
            yield _error("must be between 1 and 150 characters", f"{where}/value")
        text = option.get("text")
        if not isinstance(text, dict) or not 0 < len(str(text.get("text", ""))) <= 75:
            yield _error("must be a text object of 1 to 75 characters", f"{where}/text")
    values = [str(option.get("value")) for option in options]
    if len(values) != len(set(values)):
        yield _error("option values must be unique", f"{pointer}/options")


def _find_duplicate_ids(blocks: list[JSON]) -> Iterator[str]:
    """Block ids must be unique in the whole, action ids within their block."""
    ids = [str(block["block_id"]) for block in blocks if block.get("block_id")]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        yield _error(f"block_id {twice!r} already exists", "/blocks")
    seen: set[tuple[int, str]] = set()
    for block, element in elements(blocks):
        key = (id(block), str(element.get("action_id")))
        if element.get("action_id") and key in seen:
            yield _error(f"action_id {key[1]!r} already exists in block {block.get('block_id', '')!r}", "/blocks")
        seen.add(key)


def _list_sdk_refusals(block: JSON, pointer: str) -> list[str]:
    """The verdict of slack_sdk's models: their refusal, or the fields they do not know."""
    if block["type"] in NEWER_BLOCKS:
        return []
    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            return [_error(f"unsupported type: {block['type']}", f"{pointer}/type")]
        understood = parsed.to_dict()
    except (SlackObjectFormationError, *CRASHES) as refusal:
        return [_error(f"slack_sdk refuses this {block['type']} block: {refusal}", pointer)]
    return list(_unknown(block, understood, pointer))


def _unknown(given: Any, understood: Any, pointer: str) -> Iterator[str]:
    if isinstance(given, list) and isinstance(understood, list):
        for number, (one, other) in enumerate(zip(given, understood, strict=False)):
            yield from _unknown(one, other, f"{pointer}/{number}")
    if not (isinstance(given, Mapping) and isinstance(understood, Mapping)):
        return
    for name, value in given.items():
        if name in understood:
            yield from _unknown(value, understood[name], f"{pointer}/{name}")
        elif value not in (None, "", [], {}) and name not in NEWER_FIELDS:
            yield _error(f"invalid additional property: {name}", pointer)


def _error(sentence: str, pointer: str) -> str:
    return f"[ERROR] {sentence} [json-pointer:{pointer}]"
