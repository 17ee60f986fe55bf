"""A browser that asks for a missing route gets a page, not raw JSON; programs get problem+json."""

from pathlib import Path

import pytest

from tests.http.http_client import API, assert_problem, client_of, server_of
from tests.platform_fixture import PlatformFixture

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
"""What Chromium and Firefox send when a person opens an address."""

REFUSED = [
    ("GET", "/nowhere", {}, 404, "There is nothing at this address."),
    ("GET", "/threads/", {}, 404, "There is nothing at this address."),
    ("GET", "/static/nothing.css", {}, 404, "There is nothing at this address."),
    ("GET", "/requests/x/decide", {}, 405, "This address does not take GET."),
    ("GET", "/nowhere", {"Host": "elsewhere.example"}, 421, "This is not the host 'elsewhere.example'."),
    ("POST", "/threads", {"Content-Encoding": "gzip"}, 422, "The body is encoded as 'gzip'"),
    ("POST", "/webhooks/nobody", {}, 404, ""),
]


@pytest.mark.parametrize(("method", "path", "headers", "status", "words"), REFUSED)
async def test_a_browser_reads_an_error_as_a_page_and_a_program_as_a_problem(
    tmp_path: Path, method: str, path: str, headers: dict[str, str], status: int, words: str
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        client = client_of(server_of(platform))
        shown = await client.request(method, path, headers={**headers, "Accept": BROWSER})
        assert (shown.status_code, shown.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert all(text in shown.text.replace("&#39;", "'") for text in ("<h1>", words, 'href="/"'))
        assert "default-src 'none'" in shown.headers["content-security-policy"]
        for accept in ("*/*", "application/json", "application/problem+json"):
            assert_problem(await client.request(method, path, headers={**headers, "Accept": accept}), status, words)


async def test_the_api_answers_a_problem_to_a_browser_too(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        client = client_of(server_of(platform))
        assert_problem(await client.get(f"{API}/nowhere", headers={"Accept": BROWSER}), 404)
        assert_problem(await client.get(f"{API}/threads", headers={"Accept": BROWSER}), 401)


async def test_an_error_inside_is_a_page_that_says_nothing_of_the_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        app = server_of(platform)
        monkeypatch.setattr(app.state.sessions, "find_visitor", lambda secret: 1 / 0)
        shown = await client_of(app, raises=False).get("/", headers={"Accept": BROWSER})
        assert (shown.status_code, shown.headers["content-type"]) == (500, "text/html; charset=utf-8")
        assert "Something went wrong on our side; it was noted." in shown.text
        assert "ZeroDivision" not in shown.text
        assert "default-src 'none'" in shown.headers["content-security-policy"]
