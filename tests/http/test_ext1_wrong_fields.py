"""ext1: the answer to a body or a parameter that does not fit names the field, quotes a number and says what to send."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.http.http_client import API, assert_problem
from tests.http.humanlayer.humanlayer_case import HL
from tests.http.programs import REFUND, ProgramFixture, programs_in

TOKEN = "ghp_" + "a1B2" * 9


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", 7, "body.title: Input should be a valid string (given: 7)"),
        ("title", "", "body.title: String should have at least 1 character"),
        ("kind", "foo", "body.kind: Input should be 'approval' or 'question'"),
        ("expires_in", 0, "body.expires_in: Input should be greater than or equal to 10 (given: 0)"),
        ("expires_in", True, "body.expires_in: Input should be a valid integer (given: true)"),
        ("on_behalf_of", "sam", "body.on_behalf_of: Input should be a list"),
        ("to", "olive", "body.to: Input should be an object"),
        ("to", {}, "body.to: it names nobody"),
        ("arguments", None, "body.arguments: Input should be an object (given: null)"),
        ("title", "x" * 3000, "body.title: String should have at most 2000 characters"),
        ("key", "k" * 201, "body.key: String should have at most 200 characters"),
        ("extra", 1, "body.extra: Extra inputs are not permitted"),
    ],
)
async def test_ext1_a_field_that_does_not_fit_is_named_with_its_value(
    server: ProgramFixture, field: str, value: Any, said: str
) -> None:
    shop = await server.program()
    answer = await shop.post(f"{API}/requests", json={**REFUND, field: value})
    assert_problem(answer, 422, said)
    assert "xxx" not in answer.text


@pytest.mark.parametrize("path", [f"{API}/requests", f"{HL}/function_calls"])
async def test_ext1_a_body_that_is_not_sent_as_json_says_so(server: ProgramFixture, path: str) -> None:
    shop = await server.program()
    for kind, said in (
        ("text/plain", "body: it came with the Content-Type 'text/plain', so it was not read; send a JSON object with"),
        ("", "body: it came without a Content-Type, so it was not read"),
    ):
        answer = await shop.post(path, content=b'{"title": "x"}', headers={"Content-Type": kind} if kind else {})
        assert answer.status_code == 422
        assert said in answer.text
    answer = await shop.post(path, content=b"", headers={"Content-Type": "application/json"})
    assert "body: it is empty; send a JSON object" in answer.text
    answer = await shop.post(path, content=b"[]", headers={"Content-Type": "application/json"})
    assert "body: Input should be an object" in answer.text


@pytest.mark.parametrize("path", [f"{API}/requests", f"{HL}/function_calls"])
async def test_ext1_a_secret_in_a_wrong_field_is_not_quoted(server: ProgramFixture, path: str) -> None:
    shop = await server.program()
    wrong = {"kind": TOKEN, "run_id": 7, "call_id": {"x": TOKEN}, "spec": TOKEN}
    answer = await shop.post(path, json=wrong)
    assert answer.status_code == 422
    assert TOKEN not in answer.text
