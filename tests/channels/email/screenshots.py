"""Mails as a browser shows them, in light, in dark and on a telephone. Run it to write the pictures of the documents:

python -m tests.channels.email.screenshots
"""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.async_api import Browser, Route, async_playwright

from bot.core.canonical_json import canonicalize
from bot.core.card.call_presentation import CallPresentation
from bot.core.card.card import CardFact, RequestCard
from bot.core.card.complete_argument_rows import list_argument_rows
from channels.email.outbound.request_mail import render_card
from channels.email.outbound.view_context import MailViewContext

DOCS = Path(__file__).parents[3] / "docs"

RELEASE = RequestCard(
    thread="t06b1v8k3m2q",
    request="t06b1v8k3m2q.7",
    agent="deploybot",
    tool="tag_release",
    title="Release v1.4.3 at 4f2a91c",
    sentence="Release one commit: create a new tag on exactly this commit at the remote.",
    arguments=list_argument_rows(
        canonicalize({"commit": "4f2a91c0d7e3", "message": "Release 1.4.3", "tag": "v1.4.3"}).decode(), CallPresentation(first="tag")
    ),
    wish="Please release the fix for the empty cart.",
    wish_by="Sam",
    digest="9b1c4e7a20d5" + "0" * 52,
    facts=(
        CardFact(label="Since v1.4.2", lines=("4f2a91c Refuse an empty cart", "b80d3aa Round prices once", "77e0c12 Log the basket's id")),
        CardFact(label="Checks of 4f2a91c", lines=("build: passed", "tests: passed",)),
    ),
    words="The latest commit of main, all of its checks are green. Nothing has been deployed since Tuesday.",
    requested_by="Sam",
    who_may="1 of group release-managers",
    progress="0 of 1 group release-managers",
    edits=True,
    expires_at=datetime(2026, 11, 21, 16, 0, tzinfo=UTC),
    on_silence="It expires after 4 hours and does not run. Silence is not consent.",
)  # fmt: skip

LOOK = MailViewContext(
    link="https://countersign.example/requests/t06b1v8k3m2q.7",
    reply_to="bot+r-abcdefghijklmnopqrstuvwxy2@bots.example",
    marker="-- Reply above this line. [cs-4f2a91c] --",
    others=("Olive", "Max"),
)


class Setting(NamedTuple):
    width: int
    scheme: Literal["light", "dark"]


SETTINGS = {"light": Setting(700, "light"), "dark": Setting(700, "dark"), "narrow": Setting(375, "light")}


class Seen(NamedTuple):
    """`wide` is how many pixels stick out; `faint` are texts with a contrast below 4.5 (WCAG 2.2, 1.4.3); `fetched` are URLs."""

    png: bytes
    wide: int
    faint: list[str]
    fetched: list[str]


FAINT = """() => {
  const light = (rgb) => rgb.map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const found = numbers(getComputedStyle(node).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.tagName === "STYLE") continue;
    const [a, b] = [light(numbers(getComputedStyle(node).color).slice(0, 3)), light(behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${walker.currentNode.data.trim()}`);
  }
  return faint;
}"""


async def seen(browser: Browser, html: str, setting: Setting) -> Seen:
    """A picture of the HTML there. Scripts are off, as they are in mail; each request is noted and refused."""
    fetched: list[str] = []

    async def refused(route: Route) -> None:
        fetched.append(route.request.url)
        await route.abort()

    viewport = {"width": setting.width, "height": 400}
    async with await browser.new_context(viewport=viewport, color_scheme=setting.scheme) as context:  # type: ignore[arg-type]
        await context.route("**/*", refused)
        page = await context.new_page()
        await page.set_content(html)
        wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return Seen(await page.screenshot(full_page=True), wide, await page.evaluate(FAINT), fetched)


async def main() -> None:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    html = render_card(RELEASE, LOOK).html
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, setting in SETTINGS.items():
            (DOCS / f"email-{name}.png").write_bytes((await seen(browser, html, setting)).png)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
