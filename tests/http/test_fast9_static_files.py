"""Browsers keep the files of a page for good; pages themselves are neither kept nor compressed."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.http.pages.templating import STATIC, find_version, make_static_url
from tests.http.page_browser import PageClient
from tests.http.page_case import PUSH
from tests.platform_fixture import PlatformFixture

YEAR = "public, max-age=31536000, immutable"
FILES = sorted(path.name for path in STATIC.iterdir())


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield platform


@pytest.mark.parametrize("name", FILES)
async def test_fast9_a_file_is_kept_for_good_under_the_address_of_its_content(
    platform: PlatformFixture, name: str
) -> None:
    browser = PageClient(platform).browser()
    answer = await browser.open(make_static_url(name))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, YEAR)
    assert answer.content == (STATIC / name).read_bytes()
    for other in (f"/static/{name}", f"/static/{name}?v={'0' * 12}", f"/static/{name}?v="):
        answer = await browser.open(other)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    answer = await browser.open(make_static_url(name), **{"If-None-Match": answer.headers["etag"]})
    assert (answer.status_code, answer.headers["cache-control"]) == (304, YEAR)


async def test_fast9_a_file_is_sent_compressed_to_who_takes_that(platform: PlatformFixture) -> None:
    client = PageClient(platform).browser().client
    for name in ("style.css", "live.js"):
        async with client.stream("GET", make_static_url(name), headers={"Accept-Encoding": "gzip"}) as answer:
            sent = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert len(sent) < len(gzip.decompress(sent)) / 2
        assert gzip.decompress(sent) == (STATIC / name).read_bytes()
        plain = await client.get(make_static_url(name), headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        part = await client.get(make_static_url(name), headers={"Accept-Encoding": "gzip", "Range": "bytes=0-599"})
        assert (part.status_code, part.content) == (206, (STATIC / name).read_bytes()[:600])
        assert "content-encoding" not in part.headers


async def test_fast9_no_page_and_no_answer_of_the_api_is_compressed(platform: PlatformFixture) -> None:
    """Its length would tell a listener what it holds: a form's token and others' words stand beside text from outside."""
    page_client = PageClient(platform)
    await platform.launch()
    (request,) = await platform.pending()
    olive = await page_client.sign_in("olive")
    for path in ("/", f"/requests/{request.id}", f"/threads/{request.thread_id}", "/api/v1/requests", "/openapi.json"):
        answer = await olive.open(path, **{"Accept-Encoding": "gzip, br"})
        assert len(answer.content) > 100, path
        assert "content-encoding" not in answer.headers, path
        assert answer.headers["cache-control"] == "no-store"


async def test_fast9_what_is_not_there_is_not_kept(platform: PlatformFixture) -> None:
    browser = PageClient(platform).browser()
    for path in ("/static/nothing.js?v=000000000000", f"/static/../templating.py?v={find_version('live.js')}"):
        answer = await browser.open(path)
        assert answer.status_code == 404
        assert "immutable" not in answer.headers.get("cache-control", "")
