"""hl1: each way in which HumanLayer's published examples use its package, with the real frameworks, against the real server."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.core.people import PeopleDirectory
from tests.clients.bridge_environments import make_environment
from tests.clients.bridge_server import answering
from tests.clients.humanlayer.foreign_environments import OUTSIDE
from tests.clients.humanlayer.foreign_program import ForeignProgram, foreign_program
from tests.clients.humanlayer.package_server import PackageServer
from tests.clients.humanlayer.package_server import here as here
from tests.clients.humanlayer.scripted_model import answer_chat
from tests.http.programs import PEOPLE

REFUND = {"customer": "ada", "amount": 240}
ADA = ["ada", 240]


@pytest.fixture(scope="module")
def model_url() -> Iterator[str]:
    with answering(answer_chat) as url:
        yield url


@pytest.fixture(scope="module")
def families() -> Iterator[ForeignProgram]:
    program = OUTSIDE / "families" / "python_families.py"
    with foreign_program(str(make_environment("humanlayer-families")), "-I", str(program)) as found:
        yield found


TOOLS = ("langchain_tool", "pydantic_ai_tool", "griptape_tool")
"""The families in which a framework calls the function that waits."""


@pytest.mark.full_only
@pytest.mark.parametrize("family", TOOLS)
@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_hl1_a_tool_of_a_framework_runs_after_the_approval_alone(
    here: PackageServer, families: ForeignProgram, model_url: str, family: str, decision: str
) -> None:
    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        sent = {"params": {"values": REFUND}} if family == "griptape_tool" else REFUND
        assert asked.arguments == {"fn": "refund", **sent}
        await here.decide(decision=decision, reason="Not to her.")

    said = await families.run(family, {**here.given, "model_url": model_url}, world)
    if decision == "approve":
        assert said == {"done": "refunded 240 to ada", "ran": [ADA]}
    else:
        assert "User denied refund with message: Not to her." in said["done"]
        assert said["ran"] == []


async def test_hl1_a_loop_over_chat_completions_waits_for_an_approval_and_then_for_an_answer(
    here: PackageServer, families: ForeignProgram, model_url: str
) -> None:
    async def world(n: int) -> None:
        await (here.decide() if n == 0 else here.answer("By mail."))

    said = await families.run("openai_loop", {**here.given, "model_url": model_url}, world)
    assert said == {"done": "refunded 240 to ada | By mail.", "ran": [ADA]}


async def test_hl1_the_id_of_a_tool_call_is_the_id_of_the_request(
    here: PackageServer, families: ForeignProgram, model_url: str
) -> None:
    said = await families.run("openai_call_ids", {**here.given, "model_url": model_url}, lambda _: here.decide())
    assert said["done"] == "approved call_0"


async def test_hl1_a_second_program_decides_with_the_key_of_a_person(
    here: PackageServer, families: ForeignProgram, model_url: str
) -> None:
    given = {**here.given, "model_url": model_url, "operator": await here.server.secret("olive")}
    said = await families.run("openai_agent_side", given)
    assert said.get("done") == "Too much.", said
    assert await here.server.platform.pending() == []


@pytest.mark.full_only
async def test_hl1_to_ask_a_person_is_itself_a_call_that_needs_approval(
    here: PackageServer, families: ForeignProgram
) -> None:
    async def world(n: int) -> None:
        (asked,) = await here.server.platform.pending()
        if n == 0:
            assert asked.arguments == {"fn": "contact_human_in_slack_in_the_manager", "message": "May I refund her?"}
            await here.decide()
        else:
            assert (asked.kind, asked.text) == ("question", "May I refund her?")
            await here.answer("You may.")

    said = await families.run("langchain_composite", here.given, world)
    assert said["done"] == {
        "name": "contact_human_in_slack_in_the_manager",
        "fields": ["message"],
        "said": "You may.",
    }


@pytest.mark.full_only
@pytest.mark.parametrize(
    ("decision", "way"),
    [({}, "deep"), ({"decision": "reject", "option": "quick"}, "quick"), ({"decision": "reject", "option": "expert"}, "expert")],
    ids=["approve", "quick", "expert"],
)  # fmt: skip
async def test_hl1_a_graph_goes_the_way_that_a_person_chose(
    here: PackageServer, families: ForeignProgram, decision: dict[str, Any], way: str
) -> None:
    said = await families.run("langgraph_node", here.given, lambda _: here.decide(**decision))
    assert said["done"] == f"researched {way}"


async def test_hl1_two_waits_of_one_event_loop_get_each_its_own_decision(
    here: PackageServer, families: ForeignProgram, model_url: str
) -> None:
    async def world(n: int) -> None:
        if n == 1:  # both are asked
            for request in await here.server.platform.pending():
                is_small = request.arguments["amount"] == 9
                given = {} if is_small else {"decision": "reject", "reason": "Too much."}
                decided = await here.server.decide({"id": request.id, "digest": request.digest}, **given)
                assert decided.status_code == 200, decided.text

    said = await families.run("async_chat", {**here.given, "model_url": model_url}, world)
    assert said["done"] == ["Too much.", "paid"]


async def test_hl1_a_question_in_a_mail_thread_keeps_its_headers_and_state(
    here: PackageServer, families: ForeignProgram
) -> None:
    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.card.may == ("olive",)
        await here.answer("Publish it.")

    said = await families.run("email_thread", {**here.given, "to": "olive@example.com"}, world)
    assert said["done"] == {
        "name": "contact_human_via_email_olive_example_com",
        "answer": "Publish it.",
        "state": True,
        "thread": ["Re: Campaign", "<m1@example.com>", "<m1@example.com>"],
    }


async def test_hl1_a_call_in_a_slack_thread_is_asked_and_its_thread_comes_back(
    here: PackageServer, families: ForeignProgram
) -> None:
    here.server.options["contacts"] = {"C0123": {"people": ["max"]}}
    await here.server.reload()

    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.card.may == ("max",)
        await here.decide(by="max")

    said = await families.run("slack_thread", here.given, world)
    assert said["done"] == {"approved": [True, True], "thread": "1741484452.358769", "blocks": True}


async def test_hl1_who_was_asked_by_the_second_escalation_decides_the_first_call(
    here: PackageServer, families: ForeignProgram
) -> None:
    people = {
        id: person.model_copy(update={"accounts": {"email": f"{id}@example.com"}})
        for id, person in PEOPLE.people.items()
    }
    finance = {id: people[id].model_copy(update={"groups": ("finance",)}) for id in ("olive", "max", "mira")}
    await here.server.reload(PeopleDirectory(people={**people, **finance}))

    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert set(asked.card.may) == {"olive", "max", "mira"}
        assert "Still no answer." in asked.card.words
        await here.decide(by="mira")

    given = {**here.given, "first": "olive@example.com", "second": "max@example.com", "third": "mira@example.com"}
    assert (await families.run("email_escalation", given, world))["done"] is True
