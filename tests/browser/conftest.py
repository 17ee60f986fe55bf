"""One Chromium for all browser tests; for each test a served platform with a running worker, and signed-in people."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from playwright.async_api import Error as PlaywrightError

from bot.core.steps import ModelAnswer
from tests.busy_machine import stretch
from tests.http.page_browser import PageClient
from tests.platform_fixture import PlatformFixture

FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
PATIENCE = 60_000
"""Milliseconds that a page gets to show something."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        path = os.environ.get("CHROME") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        await browser.close()


class BrowserFixture:
    """A served platform, and people at their browsers."""

    def __init__(self, platform: PlatformFixture, page_client: PageClient, chromium: Browser, scripts: bool) -> None:
        self.platform, self.page_client, self.chromium, self.scripts = platform, page_client, chromium, scripts
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    async def sign_in(self, person: str, **given: Any) -> Page:
        """A page of this person, signed in by a link and its button."""
        context = await self.chromium.new_context(
            base_url=self.page_client.origin, java_script_enabled=self.scripts, **given
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = await self.tab(context)
        await page.goto(await self.page_client.link(person))
        await page.get_by_role("button", name="Continue as").click()
        await expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        return page

    async def tab(self, context: BrowserContext) -> Page:
        page = await context.new_page()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    async def sees(self, page: Page, text: str) -> None:
        """Waits until the page shows this: with scripts by itself or behind its button, without them by reading it again."""
        place = page.locator("main").get_by_text(text).filter(visible=True).first
        if self.scripts:
            newcomers = page.locator("#tray button")
            async with asyncio.timeout(stretch(PATIENCE / 1000)):
                await expect(place.or_(newcomers).first).to_be_visible(timeout=PATIENCE)
                while not await place.is_visible():
                    with suppress(PlaywrightError):  # what waited may have been settled meanwhile
                        await newcomers.click(timeout=1_000)
                    await asyncio.sleep(0.02)
            return
        async with asyncio.timeout(stretch(PATIENCE / 1000)):
            while not await place.is_visible():
                await asyncio.sleep(0.05)
                with suppress(PlaywrightError):  # the answer to a form may be on its way: it shows the page, too
                    await page.goto(page.url)

    async def close(self) -> None:
        for context in self.contexts:
            await context.close()
        assert self.complaints == []

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
            self.complaints.append(text)


Opens = Callable[..., Awaitable[BrowserFixture]]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript. A test that is about scripts says so itself."""
    found: bool = request.param
    return found


@pytest.fixture
async def opens(tmp_path: Path, chromium: Browser, scripts: bool) -> AsyncIterator[Opens]:
    async with AsyncExitStack() as stack:

        async def opened(*script: ModelAnswer | Exception, **given: Any) -> BrowserFixture:
            return await stack.enter_async_context(
                _serve(PlatformFixture(tmp_path, *script, **given), chromium, scripts)
            )

        yield opened


@asynccontextmanager
async def _serve(platform: PlatformFixture, chromium: Browser, scripts: bool) -> AsyncIterator[BrowserFixture]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        page_client = PageClient(platform, f"http://127.0.0.1:{listener.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(page_client.app, log_config=None, lifespan="off", access_log=False))
        async with platform.app, asyncio.TaskGroup() as tasks:
            tasks.create_task(server._serve([listener]))
            while not server.started:
                await asyncio.sleep(0.01)
            site = BrowserFixture(platform, page_client, chromium, scripts)
            try:
                yield site
                await site.close()
            finally:
                page_client.live.close()
                server.should_exit = True
