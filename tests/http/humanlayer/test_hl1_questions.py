"""hl1: a human contact of HumanLayer is a question to the people of a policy, and its answer comes back in HumanLayer's shape."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.http.http_client import API
from tests.http.humanlayer.humanlayer_case import HL, ask, assert_refused, contact_of, read, respond
from tests.http.programs import ProgramFixture, programs_in

CONTACT = "human_call-1"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


@pytest.mark.parametrize("path", ["contact_requests", "human_contacts"])
async def test_hl1_a_question_is_answered_and_both_paths_read_it(server: ProgramFixture, path: str) -> None:
    shop = await server.program()
    asked = await ask(shop, contact_of(subject="Release", state={"n": 1}), path)
    assert (asked["status"]["response"], asked["status"]["responded_at"]) == (None, None)
    (request,) = await server.platform.pending()
    assert (request.kind, request.text) == ("question", "Which commit?")
    assert request.card.ask is not None
    assert request.card.ask.context == "Subject: Release"
    assert_refused(await respond(server, CONTACT, path="human_contacts", response=" "), 422, "response")
    answered = await respond(server, CONTACT, path="human_contacts", response="abc123")
    assert answered.json()["status"]["response"] == "abc123"
    for each in ("contact_requests", "human_contacts"):
        found = await read(shop, CONTACT, each)
        assert found["status"]["response"] == "abc123"
        assert found["status"]["responded_at"] is not None
        assert found["spec"] == {
            "msg": "Which commit?",
            "subject": "Release",
            "channel": None,
            "response_options": None,
            "state": {"n": 1},
        }
    assert_refused(await respond(server, CONTACT, path="human_contacts", response="def"), 409, "answered")


CHOICES: list[dict[str, Any]] = [
    {"name": "skip", "title": "Skip it", "prompt_fill": "Skip this commit.", "description": "Nothing is released."},
    {"name": "go"},
]
INTERACTIVE: list[dict[str, Any]] = [{**CHOICES[0], "interactive": True}, CHOICES[1]]


@pytest.mark.parametrize(
    ("options", "status", "response", "option"),
    [
        (CHOICES, {"response_option_name": "skip"}, "Skip this commit.", "skip"),
        (CHOICES, {"response": "Skip it"}, "Skip this commit.", "skip"),
        (CHOICES, {"response": "go"}, "go", "go"),
        (INTERACTIVE, {"response_option_name": "skip"}, "Skip this commit.", "skip"),
        (INTERACTIVE, {"response_option_name": "skip", "response": "Skip it, and the next."}, "Skip it, and the next.", None),
        (INTERACTIVE, {"response": "Wait for me."}, "Wait for me.", None),
        (CHOICES[:1], {"response": "skip this commit."}, "skip this commit.", "skip"),
    ],
)  # fmt: skip
async def test_hl1_response_options_are_choices_or_suggestions(
    server: ProgramFixture, options: list[dict[str, Any]], status: dict[str, Any], response: str, option: str | None
) -> None:
    shop = await server.program()
    await ask(shop, contact_of(response_options=options), "contact_requests")
    (request,) = await server.platform.pending()
    assert request.card.ask is not None
    if options is CHOICES:
        assert request.choices == ("Skip it", "go")
    else:
        assert request.choices == ()
        assert "Suggested answers:" in request.card.ask.context
    assert "Nothing is released." in request.card.ask.context
    answer = await respond(server, CONTACT, path="human_contacts", **status)
    assert answer.status_code == 200, answer.text
    found = (await read(shop, CONTACT, "contact_requests"))["status"]
    assert (found["response"], found["response_option_name"]) == (response, option)


async def test_hl1_an_answer_that_is_no_choice_is_refused_with_the_choices(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, contact_of(response_options=CHOICES), "contact_requests")
    unknown = await respond(server, CONTACT, path="human_contacts", response_option_name="x")
    assert_refused(unknown, 422, "no option 'x'", "skip, go")
    assert_refused(await respond(server, CONTACT, path="human_contacts", response="maybe"), 422, "Skip it")
    assert len(await server.platform.pending()) == 1


@pytest.mark.parametrize("end", ["expire", "withdraw"])
async def test_hl1_a_question_without_an_answer_ends_the_wait_and_says_that_no_person_answered(
    server: ProgramFixture, end: str
) -> None:
    shop = await server.program()
    ours = (await ask(shop, contact_of(), "contact_requests"))["countersign"]
    if end == "expire":
        server.platform.clock.passes(days=8)
        await server.platform.settle()
    else:
        await shop.post(f"{API}/requests/{ours['request_id']}/cancel")
    status = (await read(shop, CONTACT, "contact_requests"))["status"]
    assert status["response"].startswith("No person answered. ")
    assert status["responded_at"] is not None


@pytest.mark.parametrize(("length", "is_whole"), [(2_000, True), (3_900, True), (4_100, False)])
async def test_hl1_a_long_message_is_shown_whole_or_refused(
    server: ProgramFixture, length: int, is_whole: bool
) -> None:
    shop = await server.program()
    message = "word " * (length // 5)
    answer = await shop.post(f"{HL}/contact_requests", json=contact_of(msg=message))
    if not is_whole:
        assert_refused(answer, 422, "spec.msg", "Shorten it")
        return
    (request,) = await server.platform.pending()
    assert request.card.ask is not None
    assert message.strip() in (request.card.ask.question + request.card.ask.context)
    assert answer.json()["spec"]["msg"] == message


async def test_hl1_the_people_of_the_policy_answer_and_nobody_else(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, contact_of(), "contact_requests")
    assert_refused(await respond(server, CONTACT, by="mira", path="human_contacts", response="yes"), 403, "may answer")
    server.policies["refunds"]["approval"] = {}
    await server.reload()
    nobody = await shop.post(f"{HL}/contact_requests", json=contact_of("human_call-2", msg="Who?"))
    assert_refused(nobody, 422, "names nobody who could answer")


async def test_hl1_a_key_of_several_policies_asks_under_the_one_for_contacts(server: ProgramFixture) -> None:
    shop = await server.program("refunds", "releases")
    assert_refused(await shop.post(f"{HL}/contact_requests", json=contact_of()), 422, "human_contact")
    server.policies["human_contact"] = {**server.policies["releases"]}
    await server.reload()
    await ask(shop, contact_of(), "contact_requests")
    (request,) = await server.platform.pending()
    assert request.card.may == ("olive", "max")
