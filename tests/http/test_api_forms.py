"""Forms, reasons and typed words over the API: valid bodies, and the problems of invalid ones."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.policy import RejectOption
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import MANAGERS, PlatformFixture, choose

PUSH = choose("push", tag="v1", commit="c0ffee")
FIELDS = [
    {"name": "tag", "label": "Tag", "kind": "text"},
    {"name": "count", "label": "How many", "kind": "integer", "required": False},
]
ASK = choose("ask_human", question="What exactly?", format="form", fields=FIELDS)
CHOOSING = MANAGERS.model_copy(update={"reject_options": (RejectOption(name="Later", text="Ask again tomorrow."),)})
FINAL = MANAGERS.model_copy(update={"edits": True, "irreversible": True, "typed": "tag"})


async def pending(server: HttpFixture) -> dict[str, Any]:
    await server.platform.launch()
    olive = await server.as_("olive")
    (item,) = (await olive.get(f"{API}/requests?status=pending")).json()["items"]
    whole: dict[str, Any] = (await olive.get(f"{API}/requests/{item['id']}")).json()
    return whole


@pytest.mark.parametrize(
    "body",
    [
        {"values": {"tag": "v1", "count": 3}},
        {"values": {"tag": "v1", "count": "3"}},
        {"answer": '{"count": 3, "tag": "v1"}'},
    ],
)
async def test_a_form_is_filled_in(tmp_path: Path, body: dict[str, Any]) -> None:
    async with PlatformFixture(tmp_path, ASK) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        assert request["arguments"]["format"] == "form"
        assert [field["name"] for field in request["card"]["ask"]["fields"]] == ["tag", "count"]
        sam = await server.as_("sam")
        answer = await sam.post(f"{API}/requests/{request['id']}/answer", json=body)
        assert (answer.status_code, answer.json()["reason"]) == (200, '{"count":3,"tag":"v1"}')


@pytest.mark.parametrize(
    ("body", "complaints"),
    [
        ({"values": {"tag": "", "count": "x"}}, {"tag", "count"}),
        ({"values": {}}, {"tag"}),
        ({"values": {"tag": "v1", "approved": True}}, {"approved"}),
        ({"answer": '{"tag": 3}'}, {"tag"}),
    ],
)
async def test_a_form_that_does_not_fit_is_422_field_by_field(
    tmp_path: Path, body: dict[str, Any], complaints: set[str]
) -> None:
    async with PlatformFixture(tmp_path, ASK) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        sam = await server.as_("sam")
        problem = assert_problem(await sam.post(f"{API}/requests/{request['id']}/answer", json=body), 422)
        assert problem["complaints"].keys() == complaints
        assert all(f"{name}: {text}" in problem["detail"] for name, text in problem["complaints"].items())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "give either answer or, for a form, values"),
        ({"answer": "x", "values": {}}, "give either answer or, for a form, values"),
        ({"answer": ""}, "answer"),
        ({"answer": "v1"}, "is not a JSON object"),
        ({"values": {"tag": "x" * 8_000}}, "8000 is the most"),
    ],
)
async def test_an_answer_that_is_none_is_422(tmp_path: Path, body: dict[str, Any], words: str) -> None:
    async with PlatformFixture(tmp_path, ASK) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        sam = await server.as_("sam")
        assert_problem(await sam.post(f"{API}/requests/{request['id']}/answer", json=body), 422, words)


async def test_a_question_without_a_form_takes_no_values(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("ask_human", question="Sure?", format="yes_no")) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        sam = await server.as_("sam")
        answer = await sam.post(f"{API}/requests/{request['id']}/answer", json={"values": {"a": 1}})
        assert_problem(answer, 422, "has no form")


async def test_an_edit_that_does_not_fit_is_422_field_by_field(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": FINAL}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        olive = await server.as_("olive")
        body = {"decision": "approve", "digest": request["digest"], "arguments": {"tag": 7, "commit": "c"}}
        problem = assert_problem(await olive.post(f"{API}/requests/{request['id']}/decision", json=body), 422)
        assert problem["complaints"] == {"tag": "7: Input should be a valid string"}


@pytest.mark.parametrize(
    ("reason", "said"), [({"option": "Later"}, "Ask again tomorrow."), ({"option": "Later", "reason": "no"}, "no")]
)
async def test_a_reason_may_be_chosen(tmp_path: Path, reason: dict[str, str], said: str) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": CHOOSING}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        assert request["card"]["reject_options"] == [{"name": "Later", "text": "Ask again tomorrow."}]
        olive = await server.as_("olive")
        body = {"decision": "reject", "digest": request["digest"]}
        path = f"{API}/requests/{request['id']}/decision"
        assert_problem(await olive.post(path, json={**body, "option": "Never"}), 422, "no option 'Never'", "Later")
        assert (await olive.post(path, json={**body, **reason})).json()["reason"] == said


async def test_what_cannot_be_undone_takes_its_word(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": FINAL}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        assert (request["card"]["irreversible"], request["card"]["typed"]) == (True, "v1")
        olive = await server.as_("olive")
        body = {"decision": "approve", "digest": request["digest"]}
        path = f"{API}/requests/{request['id']}/decision"
        for wrong in ({}, {"confirmation": "push"}, {"confirmation": "V1"}):
            assert_problem(await olive.post(path, json={**body, **wrong}), 422, "type exactly this: v1")
        edited = {"arguments": {"tag": "v2", "commit": "c0ffee"}, "confirmation": "v1"}
        assert_problem(await olive.post(path, json={**body, **edited}), 422, "type exactly this: v2")
        assert (await olive.post(path, json={**body, "confirmation": "v1"})).json()["status"] == "approved"
        await platform.settle()
        assert platform.ledger.lines == [f"{request['id']} v1 c0ffee"]


async def test_slk19_who_may_not_decide_learns_nothing_by_typing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": FINAL}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        sam = await server.as_("sam")
        body = {"decision": "approve", "digest": request["digest"], "confirmation": "v1"}
        assert_problem(await sam.post(f"{API}/requests/{request['id']}/decision", json=body), 403)
