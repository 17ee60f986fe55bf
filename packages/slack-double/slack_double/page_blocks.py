"""Blocks as HTML the way Slack lays them out, everything escaped; pure. Unknown blocks are shown as such, not left out."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from slack_double.mrkdwn import Names, control_html, link_html, markdown, mrkdwn, plain

JSON = dict[str, Any]


def blocks_html(blocks: list[JSON], names: Names) -> str:
    """All blocks, one below the other."""
    return "".join(f'<div class="block {escape(str(b.get("type")))}">{block_html(b, names)}</div>' for b in blocks)


def block_html(block: JSON, names: Names) -> str:
    """One block."""
    match block.get("type"):
        case "header":
            return f"<h3>{text_html(block['text'], names)}</h3>"
        case "section":
            return _section(block, names)
        case "context":
            return "".join(_context_item(element, names) for element in block["elements"])
        case "divider":
            return "<hr>"
        case "actions" | "context_actions":
            return "".join(element_html(element, names) for element in block["elements"])
        case "rich_text":
            return "".join(rich_html(element, names) for element in block["elements"])
        case "markdown":
            return markdown(block["text"])
        case "input":
            return _input(block, names)
        case "image":
            title = f"<div>{text_html(block['title'], names)}</div>" if block.get("title") else ""
            return f'{title}<div class="picture">{escape(block["alt_text"])}</div>'
        case "table":
            return _table(block, names)
        case _:
            return _newer(block, names)


def text_html(text: JSON | str, names: Names) -> str:
    """A text object."""
    if isinstance(text, str):
        return mrkdwn(text, names)
    if text["type"] == "plain_text":
        return plain(text["text"], text.get("emoji", True))
    return mrkdwn(text["text"], names)


def _section(block: JSON, names: Names) -> str:
    html = f'<div class="text">{text_html(block["text"], names)}</div>' if block.get("text") else ""
    fields = "".join(f"<div>{text_html(field, names)}</div>" for field in block.get("fields") or [])
    html += f'<div class="fields">{fields}</div>' if fields else ""
    accessory = block.get("accessory")
    return f'<div class="body">{html}</div>' + (element_html(accessory, names) if accessory else "")


def _context_item(element: JSON, names: Names) -> str:
    if element["type"] == "image":
        return f'<span class="thumb" title="{escape(element["alt_text"])}"></span>'
    return f"<span>{text_html(element, names)}</span>"


def element_html(element: JSON, names: Names) -> str:
    """One interactive element, inert."""
    kind = element["type"]
    if kind == "button":
        style = escape(element.get("style", "default"))
        return f'<button class="{style}" type="button">{text_html(element["text"], names)}</button>'
    if kind in ("checkboxes", "radio_buttons"):
        return _choices(element, names)
    if kind == "overflow":
        return '<button class="default" type="button">⋯</button>'
    if kind == "feedback_buttons":
        both = (element["positive_button"], element["negative_button"])
        return "".join(f'<button class="default" type="button">{text_html(b["text"], names)}</button>' for b in both)
    if kind == "image":
        return f'<span class="thumb large" title="{escape(element["alt_text"])}"></span>'
    if kind in ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"):
        tall = " tall" if element.get("multiline") or kind == "rich_text_input" else ""
        return f'<div class="field{tall}">{_render_value(element, names)}</div>'
    return f'<div class="field select">{_render_value(element, names)}<span class="caret">▾</span></div>'


def _render_value(element: JSON, names: Names) -> str:
    """The value of the field, else its placeholder."""
    for name in ("value", "date", "time", "user", "channel", "conversation"):
        held = element.get(f"initial_{name}")
        if held is not None:
            return escape(names(held) if name in ("user", "channel", "conversation") else str(held))
    if element.get("initial_date_time"):
        return escape(datetime.fromtimestamp(element["initial_date_time"], UTC).strftime("%Y-%m-%d %H:%M"))
    if element.get("initial_option"):
        return text_html(element["initial_option"]["text"], names)
    placeholder = element.get("placeholder")
    return f'<span class="placeholder">{text_html(placeholder, names)}</span>' if placeholder else "&nbsp;"


def _choices(element: JSON, names: Names) -> str:
    chosen = [option["value"] for option in element.get("initial_options") or []]
    chosen += [element["initial_option"]["value"]] if element.get("initial_option") else []
    shape = "checkbox" if element["type"] == "checkboxes" else "radio"
    lines = []
    for option in element["options"]:
        checked = " checked" if option["value"] in chosen else ""
        more = f"<small>{text_html(option['description'], names)}</small>" if option.get("description") else ""
        lines.append(
            f'<label><input type="{shape}" disabled{checked}> {text_html(option["text"], names)}{more}</label>'
        )
    return f'<div class="choices">{"".join(lines)}</div>'


def _input(block: JSON, names: Names) -> str:
    optional = ' <span class="optional">(optional)</span>' if block.get("optional") else ""
    hint = f'<div class="hint">{text_html(block["hint"], names)}</div>' if block.get("hint") else ""
    label = f'<div class="label">{text_html(block["label"], names)}{optional}</div>'
    return label + element_html(block["element"], names) + hint


def _table(block: JSON, names: Names) -> str:
    html = ""
    for row in block["rows"]:
        html += "<tr>"
        for cell in row:
            is_rich = cell.get("type") == "rich_text"
            inner = block_html(cell, names) if is_rich else escape(str(cell.get("text", cell.get("value", ""))))
            html += f"<td>{inner}</td>"
        html += "</tr>"
    return f"<table>{html}</table>"


def _newer(block: JSON, names: Names) -> str:
    """Cards, containers, plans, tasks, alerts: their texts and children; anything else by its type."""
    parts = [text_html(block[name], names) for name in ("title", "subtitle", "body", "text") if block.get(name)]
    html = "".join(f"<div>{part}</div>" for part in parts)
    if block.get("status"):
        html += f"<small>{escape(str(block['status']))}</small>"
    html += blocks_html(block.get("child_blocks") or block.get("elements") or block.get("tasks") or [], names)
    html += "".join(element_html(element, names) for element in block.get("actions") or [])
    return html or f"<small>[{escape(str(block.get('type')))}]</small>"


def rich_html(element: JSON, names: Names) -> str:
    """One section, list, quote or preformatted part of a rich_text block."""
    inner = "".join(
        rich_html(part, names) if "elements" in part else _inline(part, names) for part in element["elements"]
    )
    match element["type"]:
        case "rich_text_preformatted":
            return f"<pre>{inner}</pre>"
        case "rich_text_quote":
            return f"<blockquote>{_break_lines(inner)}</blockquote>"
        case "rich_text_list":
            items = "".join(f"<li>{rich_html(part, names)}</li>" for part in element["elements"])
            tag = "ol" if element.get("style") == "ordered" else "ul"
            return f'<{tag} class="indent{int(element.get("indent", 0))}">{items}</{tag}>'
        case _:
            return f'<div class="line">{_break_lines(inner)}</div>'


def _break_lines(html: str) -> str:
    return html.replace("\n", "<br>")


def _inline(part: JSON, names: Names) -> str:
    match part["type"]:
        case "text":
            return _with_style(escape(part["text"]), part.get("style") or {})
        case "link":
            return _with_style(link_html(part["url"], part.get("text", "")), part.get("style") or {})
        case "user":
            return control_html("@" + part["user_id"], names)
        case "channel":
            return control_html("#" + part["channel_id"], names)
        case "broadcast":
            return control_html("!" + part["range"], names)
        case "emoji":
            return plain(f":{part['name']}:")
        case "date":
            return control_html(f"!date^{part['timestamp']}^{part['format']}|{part.get('fallback', '')}", names)
        case other:
            return escape(f"[{other}]")


def _with_style(html: str, style: JSON) -> str:
    for name, tag in (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code")):
        html = f"<{tag}>{html}</{tag}>" if style.get(name) else html
    return html
