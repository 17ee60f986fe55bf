"""Slack's mrkdwn and standard Markdown as HTML, everything escaped; pure. It shows no more than Slack shows."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from slack_double.typed_text import unescape

Names = Callable[[str], str]

EMOJI = {
    "white_check_mark": "✅",
    "x": "❌",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "no_entry_sign": "🚫",
    "no_entry": "⛔",
    "warning": "⚠️",
    "eyes": "👀",
    "rocket": "🚀",
    "lock": "🔒",
    "bell": "🔔",
    "pencil2": "✏️",
    "thumbsup": "👍",
    "+1": "👍",
    "question": "❓",
    "information_source": "ℹ️",
    "double_vertical_bar": "⏸️",
    "arrows_counterclockwise": "🔄",
}
PIECES = re.compile(r"```\n?(.*?)```|`([^`\n]+)`|<([^<>\n]+)>", re.DOTALL)
STYLES = [
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), r"<s>\1</s>"),
]
SHORTCODE = re.compile(r":([a-z0-9_+-]+):")
DATE = re.compile(r"\{(\w+)\}")
FORMATS = {
    "date": "%B %d, %Y",
    "date_pretty": "%B %d, %Y",
    "date_short": "%b %d, %Y",
    "date_short_pretty": "%b %d, %Y",
    "date_long": "%A, %B %d, %Y",
    "date_long_pretty": "%A, %B %d, %Y",
    "date_num": "%Y-%m-%d",
    "date_slash": "%d/%m/%Y",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
    "day_divider_pretty": "%A, %B %d",
    "ago": "at %H:%M",
}


def mrkdwn(text: str, names: Names) -> str:
    """On-wire mrkdwn as HTML. `names` returns the displayed name of a user or channel id."""
    parts, end = [], 0
    for piece in PIECES.finditer(text):
        parts.append(_apply_styles(text[end : piece.start()]))
        fence, code, control = piece.groups()
        if fence is not None:
            parts.append(f"<pre>{escape(unescape(fence))}</pre>")
        elif code is not None:
            parts.append(f"<code>{escape(unescape(code))}</code>")
        else:
            parts.append(control_html(control, names))
        end = piece.end()
    html = "".join(parts) + _apply_styles(text[end:])
    pieces = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    return "".join(piece if piece.startswith("<pre>") else _break_lines(piece) for piece in pieces)


def plain(text: str, with_emoji: bool = True) -> str:
    """plain_text as HTML."""
    shown = escape(text)
    return (_emoji(shown) if with_emoji else shown).replace("\n", "<br>")


def control_html(inner: str, names: Names) -> str:
    """The HTML of `<…>`: a mention, a channel, a date, a link."""
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return f'<span class="mention">@{escape(names(target[1:]))}</span>'
    if target.startswith("#"):
        return f'<span class="mention">#{escape(label or names(target[1:]))}</span>'
    if target.startswith("!date^"):
        return date_html(target, label)
    if target.startswith("!"):
        return f'<span class="mention here">@{escape(label.lstrip("@") or target[1:].split("^")[0])}</span>'
    return link_html(unescape(target), unescape(label))


def link_html(url: str, label: str = "") -> str:
    """A link; anything but http(s) and mailto is shown as text, as Slack does."""
    shown = escape(label or url)
    if not url.startswith(("http://", "https://", "mailto:")):
        return shown
    return f'<a href="{escape(url, quote=True)}" rel="noreferrer">{shown}</a>'


def date_html(target: str, fallback: str) -> str:
    """`!date^unix^format^link`: the formatted time (UTC here, where Slack takes the reader's zone), or the fallback."""
    fields = target.split("^")
    try:
        when = datetime.fromtimestamp(int(fields[1]), UTC)
        formats = {name: when.strftime(format) for name, format in FORMATS.items()}
        shown = escape(DATE.sub(lambda match: formats.get(match[1], match[0]), fields[2]))
    except (IndexError, ValueError, OverflowError, OSError):
        return escape(unescape(fallback))
    return f'<time title="{escape(when.isoformat())}">{shown}</time>'


def _apply_styles(text: str) -> str:
    shown = escape(unescape(text), quote=False)
    for pattern, html in STYLES:
        shown = pattern.sub(html, shown)
    return _emoji(shown)


def _emoji(shown: str) -> str:
    return SHORTCODE.sub(lambda match: EMOJI.get(match[1], match[0]), shown)


def _break_lines(html: str) -> str:
    """Lines that begin with > as quotes, the others with their line breaks."""
    out: list[str] = []
    for line in html.split("\n"):
        if line.startswith("&gt;"):
            out.append(f"<blockquote>{line[4:].lstrip()}</blockquote>")
        else:
            out.append(line)
    return "<br>".join(out).replace("</blockquote><br>", "</blockquote>")


def markdown(text: str) -> str:
    """Standard Markdown (markdown blocks, markdown_text) as HTML; raw HTML in it stays text."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text))
