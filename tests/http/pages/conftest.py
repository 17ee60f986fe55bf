"""The pages of a platform that each test opens with a script of its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.steps import ModelAnswer
from tests.http.page_browser import PageClient
from tests.http.pages.open_pages import Open
from tests.platform_fixture import PlatformFixture


@pytest.fixture
async def page_client(tmp_path: Path) -> AsyncIterator[Open]:
    platforms: list[PlatformFixture] = []

    def opened(*script: ModelAnswer | Exception, **given: Any) -> PageClient:
        platforms.append(PlatformFixture(tmp_path, *script, **given))
        return PageClient(platforms[-1])

    yield opened
    for platform in platforms:
        await platform.app.close()
