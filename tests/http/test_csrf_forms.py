"""A form is read only from our own page, with the token of its own session, and as urlencoded text."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.http.http_client import ORIGIN
from tests.http.page_browser import FORM
from tests.http.page_case import PUSH, Case, case_of
from tests.platform_fixture import PlatformFixture


@pytest.fixture
async def case(tmp_path: Path) -> AsyncIterator[Case]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield await case_of(platform)


@pytest.mark.parametrize("token", ["", "0" * 64, "é", None])
async def test_web01_a_form_without_our_token_is_refused(case: Case, token: str | None) -> None:
    fields = {name: value for name, value in case.fields.items() if name != "csrf"}
    answer = await case.olive.post(case.action, fields if token is None else {**fields, "csrf": token})
    assert answer.status_code == 403
    assert "did not come from a page we showed you" in answer.text
    assert await case.is_untouched()


async def test_web01_another_sessions_token_is_refused(case: Case) -> None:
    max = await case.page_client.sign_in("max")
    await max.open(f"/requests/{case.id}")
    theirs = max.page.forms[0]["fields"]["csrf"]
    assert (await case.olive.post(case.action, {**case.fields, "csrf": theirs})).status_code == 403
    assert await case.is_untouched()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8080"},
        {"Origin": "http://sub.127.0.0.1:8080"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_web01_a_form_from_another_site_is_refused_even_with_the_token(
    case: Case, headers: dict[str, str]
) -> None:
    assert (await case.olive.post(case.action, case.fields, **headers)).status_code == 403
    assert await case.is_untouched()


@pytest.mark.parametrize("headers", [{"Origin": ORIGIN}, {"Origin": "http://localhost:8080"}])
async def test_web01_our_own_origins_pass(case: Case, headers: dict[str, str]) -> None:
    assert (await case.olive.post(case.action, case.fields, **headers)).status_code == 303


async def test_web01_without_any_such_header_the_token_must_do(case: Case) -> None:
    action, fields = case.action, case.fields
    assert (await case.olive.post(action, {**fields, "csrf": "0" * 64}, Origin="")).status_code == 403
    assert (await case.olive.post(action, fields, Origin="")).status_code == 303


async def test_web01_a_browser_that_sends_no_origin_says_same_origin(case: Case) -> None:
    headers = {"Origin": "", "Sec-Fetch-Site": "same-origin"}
    assert (await case.olive.post(case.action, case.fields, **headers)).status_code == 303


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
async def test_web01_only_urlencoded_forms_are_read(case: Case, kind: str) -> None:
    for body in (urlencode(case.fields), json.dumps(case.fields)):
        headers = {"Origin": ORIGIN, "Content-Type": kind}
        answer = await case.olive.client.post(case.action, content=body, headers=headers)
        assert answer.status_code == 403
    assert await case.is_untouched()


async def test_web01_a_link_is_not_redeemed_by_another_sites_form(case: Case) -> None:
    link = await case.page_client.link("max")
    browser = case.page_client.browser()
    await browser.open(link)
    fields = browser.page.forms[0]["fields"]
    assert (await browser.post(link, fields, Origin="https://evil.example")).status_code == 403
    assert (await browser.post(link, {})).status_code == 403
    assert (await browser.post(link, fields)).status_code == 303


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("csrf=a&csrf=b", 422),
        ("a=%ff%fe", 422),
        ("&".join(f"a{n}=1" for n in range(1_600)), 422),
        ("a=" + "b" * 300_000, 413),
    ],
)
async def test_a_form_that_cannot_be_read_is_refused(case: Case, body: str, status: int) -> None:
    headers = {**FORM, "Origin": ORIGIN}
    answer = await case.olive.client.post(case.action, content=body, headers=headers)
    assert answer.status_code == status
    assert await case.is_untouched()
