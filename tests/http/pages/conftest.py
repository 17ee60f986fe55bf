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
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    houses: list[PlatformFixture] = []

    def opened(*script: ModelAnswer | Exception, **given: Any) -> PageClient:
        houses.append(PlatformFixture(tmp_path, *script, **given))
        return PageClient(houses[-1])

    yield opened
    for house in houses:
        await house.app.close()
