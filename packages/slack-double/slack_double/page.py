"""Channels, modals and Home tabs as HTML of their blocks, without network and scripts; all text is escaped.

`/_page/{team}/{channel}` (thread_ts=, as=), `/_modal/{view}`, `/_home/{team}/{user}`.
"""

import hashlib
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from slack_double.messages import SlackMessage, View
from slack_double.mrkdwn import EMOJI, Names, link_html, markdown, mrkdwn
from slack_double.page_blocks import blocks_html, text_html
from slack_double.workspace import Team

if TYPE_CHECKING:
    from slack_double.double import SlackDouble

COLOURS = ("#4a154b", "#2eb67d", "#1264a3", "#e8912d", "#e01e5a", "#36718f", "#7c3085")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def add_routes(app: web.Application, slack: "SlackDouble") -> None:
    """Add the pages to an application."""
    pages = PageRoutes(slack)
    app.router.add_get("/_page/{team}/{channel}", pages.channel)
    app.router.add_get("/_modal/{view}", pages.modal)
    app.router.add_get("/_home/{team}/{user}", pages.home)


class PageRoutes:
    """The three pages."""

    def __init__(self, slack: "SlackDouble") -> None:
        self.slack = slack

    async def channel(self, request: web.Request) -> web.Response:
        """A channel, threads in place; `thread_ts` shows one thread, `as` a user id; the ephemeral messages of that user are shown too."""
        room = self.slack.world.channel(request.match_info["channel"])
        if room is None or room.team.id != request.match_info["team"]:
            raise web.HTTPNotFound(text="no such channel")
        names = self.names(room.team)
        thread, viewer = request.query.get("thread_ts"), request.query.get("as")
        shown = [
            m
            for m in self.slack.world.messages
            if m.channel is room and not m.is_deleted and (m.only_for is None or m.only_for.id == viewer)
        ]
        if thread:
            shown = [m for m in shown if thread in (m.ts, m.thread_ts)]
        title = "Direct message" if room.kind == "im" else f"# {room.name}"
        bar = f'<div class="bar">{escape(title)}<small>{len(room.members)} members</small></div>'
        return _page(title, bar + "".join(message_html(m, names) for m in _order_by_thread(shown)))

    async def modal(self, request: web.Request) -> web.Response:
        """A modal as its person sees it."""
        view = self.slack.world.views.get(request.match_info["view"])
        if view is None:
            raise web.HTTPNotFound(text="no such view")
        return _page("Modal", f'<div class="veil">{modal_html(view, self.names(view.user.team))}</div>')

    async def home(self, request: web.Request) -> web.Response:
        """A person's Home tab (of the app named by `app`, or the first)."""
        team, user = request.match_info["team"], request.match_info["user"]
        app_id = request.query.get("app") or next(iter(self.slack.apps), "")
        view = self.slack.world.homes.get((team, user, app_id))
        if view is None:
            raise web.HTTPNotFound(text="nothing published")
        names = self.names(view.user.team)
        bar = f'<div class="bar">{escape(view.bot.name)}<small>Home</small></div>'
        return _page("Home", f'{bar}<div class="home">{blocks_html(view.blocks, names)}</div>')

    def names(self, team: Team) -> Names:
        """The displayed name of a user or channel id."""

        def find_name(id: str) -> str:
            user = self.slack.world.user(id, team)
            room = self.slack.world.channel(id)
            return user.name if user else room.name if room else id

        return find_name


def _order_by_thread(messages: list[SlackMessage]) -> list[SlackMessage]:
    """Roots in order, each followed by its replies."""
    roots = {m.ts for m in messages}
    out: list[SlackMessage] = []
    for message in messages:
        if not message.thread_ts or message.thread_ts == message.ts or message.thread_ts not in roots:
            out.append(message)
            out += [reply for reply in messages if reply.thread_ts == message.ts and reply is not message]
    return out


def message_html(message: SlackMessage, names: Names) -> str:
    """One message."""
    classes = "message"
    classes += " reply" if message.thread_ts and message.thread_ts != message.ts else ""
    classes += " private" if message.only_for else ""
    who = message.username or message.user.name
    app = ' <span class="app">APP</span>' if message.user.is_bot else ""
    when = datetime.fromtimestamp(float(message.ts), UTC).strftime("%H:%M")
    note = '<div class="note">Only visible to you</div>' if message.only_for else ""
    head = f'<span class="who">{escape(who)}</span>{app}<span class="when">{when}</span>'
    colour = COLOURS[hashlib.sha256(who.encode()).digest()[0] % len(COLOURS)]
    avatar = f'<div class="avatar" style="background:{colour}">{escape(who[:1].upper())}</div>'
    return f'<div class="{classes}">{avatar}<div>{note}{head}{_render_body(message, names)}</div></div>'


def _render_body(message: SlackMessage, names: Names) -> str:
    text = markdown(message.text) if message.is_markdown else f'<div class="text">{mrkdwn(message.text, names)}</div>'
    html = text if message.text and (not message.blocks or message.is_markdown) else ""
    html += blocks_html(message.blocks, names)
    html += '<span class="edited">(edited)</span>' if message.edited else ""
    for attachment in message.attachments:
        title = link_html(
            attachment.get("from_url", ""), str(attachment.get("title") or attachment.get("fallback") or "")
        )
        html += f'<div class="attachment">{title}{blocks_html(attachment.get("blocks") or [], names)}</div>'
    html += "".join(
        f'<div class="file">📄 {escape(str(file.get("title") or file["name"]))}</div>' for file in message.files
    )
    emoji = [(EMOJI.get(name, f":{name}:"), len(users)) for name, users in message.reactions.items()]
    counts = "".join(f"<span>{escape(sign)} {count}</span>" for sign, count in emoji)
    return html + (f'<div class="reactions">{counts}</div>' if counts else "")


def modal_html(view: View, names: Names) -> str:
    """A modal with its title and buttons."""
    content = view.content
    close = text_html(content["close"], names) if content.get("close") else "Cancel"
    submit = (
        f'<button class="primary" type="button">{text_html(content["submit"], names)}</button>'
        if content.get("submit")
        else ""
    )
    foot = f'<footer><button class="default" type="button">{close}</button>{submit}</footer>'
    head = f"<header>{text_html(content['title'], names)}</header>"
    return f'<div class="modal">{head}<div class="content">{blocks_html(view.blocks, names)}</div>{foot}</div>'


def _page(title: str, body: str) -> web.Response:
    style = (Path(__file__).parent / "page.css").read_text()
    html = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    html += f"<style>{style}</style></head><body><main>{body}</main></body></html>"
    return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})
