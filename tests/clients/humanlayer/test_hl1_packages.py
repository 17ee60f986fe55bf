"""hl1: HumanLayer's own packages, unchanged, against the real server: `humanlayer` 0.7.9 of PyPI, `@humanlayer/sdk` 0.7.9 of npm."""

import pytest

from bot.core.people import PeopleDirectory
from tests.clients.humanlayer.foreign_program import ForeignProgram
from tests.clients.humanlayer.package_server import PackageServer
from tests.clients.humanlayer.package_server import here as here
from tests.clients.humanlayer.package_server import python as python
from tests.clients.humanlayer.package_server import typescript as typescript
from tests.http.programs import PEOPLE


@pytest.mark.parametrize("language", ["python", "typescript"])
async def test_hl1_require_approval_runs_the_function_after_the_approval_alone(
    here: PackageServer, language: str, request: pytest.FixtureRequest
) -> None:
    package: ForeignProgram = request.getfixturevalue(language)

    async def world(n: int) -> None:
        if n == 1:
            (asked,) = await here.server.platform.pending()
            sent = {"to": "ada@example.com", "subject": "Welcome", "body": "Hello\nAda"}
            assert asked.arguments == {"fn": "send_email", **sent}
            await here.decide()

    said = await package.run("require_approval", here.given, world)
    assert said == {"done": {"result": "sent to ada@example.com", "ran": ["ada@example.com"]}}
    assert package.slept == [3, 3]
    (found,) = (await here.server.platform.app.queries.list_requests()).items
    assert found.execution is not None
    assert found.execution.status == "running"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("python", "User denied send_email with message: Not to her."),
        ("typescript", "User denied function send_email with comment: Not to her."),
    ],
)
async def test_hl1_a_rejection_tells_the_model_why_and_nothing_runs(
    here: PackageServer, language: str, told: str, request: pytest.FixtureRequest
) -> None:
    package: ForeignProgram = request.getfixturevalue(language)
    said = await package.run(
        "require_approval", here.given, lambda _: here.decide(decision="reject", reason="Not to her.")
    )
    assert said == {"done": {"result": told, "ran": []}}


async def test_hl1_python_positional_arguments_are_not_sent_and_the_card_says_so(
    here: PackageServer, python: ForeignProgram
) -> None:
    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.arguments == {"fn": "pay", "kwargs": {}}
        assert "No arguments were sent" in asked.card.words
        await here.decide(decision="reject", reason="What?")

    said = await python.run("positional", here.given, world)
    assert said == {"done": {"result": "User denied pay with message: What?"}}


async def test_hl1_typescript_a_positional_argument_is_refused_and_nothing_runs(
    here: PackageServer, typescript: ForeignProgram
) -> None:
    said = await typescript.run("positional", here.given)
    assert "422" in said["failed"]
    assert "kwargs" in said["failed"]
    assert await here.server.platform.pending() == []


async def test_hl1_python_a_channel_narrows_who_decides_and_options_come_back(
    here: PackageServer, python: ForeignProgram
) -> None:
    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.card.may == ("olive",)
        assert [option.name for option in asked.card.reject_options] == ["later", "never"]
        await here.decide(decision="reject", option="later")

    said = await python.run("approval_in_channel", {**here.given, "to": "olive@example.com"}, world)
    assert said["done"]["result"] == "User denied refund with message: Ask me tomorrow."
    assert said["done"]["run_id"].startswith("billing-bot-")


async def test_hl1_python_a_channel_outside_of_the_policy_asks_nobody(
    here: PackageServer, python: ForeignProgram
) -> None:
    mira = PEOPLE.people["mira"].model_copy(update={"accounts": {"email": "mira@example.com"}})
    await here.server.reload(PeopleDirectory(people={**PEOPLE.people, "mira": mira}))
    said = await python.run("approval_in_channel", {**here.given, "to": "mira@example.com"})
    assert "403" in said["done"]["result"]
    assert "A channel widens no policy" in said["done"]["result"]
    assert await here.server.platform.pending() == []


async def test_hl1_python_allowed_responders_alone_decide(here: PackageServer, python: ForeignProgram) -> None:
    accounts = {"olive": "T1/U0LIVE", "max": "T1/U0MAX"}
    people = {
        id: person.model_copy(update={"accounts": {**person.accounts, "slack": accounts[id]}} if id in accounts else {})
        for id, person in PEOPLE.people.items()
    }
    await here.server.reload(PeopleDirectory(people=people))

    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.card.may == ("max",)
        refused = await here.server.decide({"id": asked.id, "digest": asked.digest}, by="olive")
        assert refused.status_code == 404, "who was not asked does not read the request"
        await here.decide(by="max")

    said = await python.run("slack_people", {**here.given, "allowed": ["U0MAX"]}, world)
    assert said == {"done": {"result": "released"}}


@pytest.mark.parametrize("language", ["python", "typescript"])
async def test_hl1_human_as_tool_returns_the_answer(
    here: PackageServer, language: str, request: pytest.FixtureRequest
) -> None:
    package: ForeignProgram = request.getfixturevalue(language)

    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert (asked.kind, asked.text, asked.card.may) == ("question", "Is the draft good?", ("olive",))
        await here.answer("Say hello first.")

    said = await package.run("human_as_tool", {**here.given, "to": "olive@example.com"}, world)
    assert said["done"]["result"] == "Say hello first."


async def test_hl1_python_response_options_are_choices_and_the_tool_returns_what_they_stand_for(
    here: PackageServer, python: ForeignProgram
) -> None:
    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.choices == ("Not today", "Never")
        await here.answer("Never")

    said = await python.run("human_with_options", here.given, world)
    assert said == {"done": {"result": "Do not ask again."}}


async def test_hl1_python_state_is_echoed_and_every_field_is_one_of_its_models(
    here: PackageServer, python: ForeignProgram
) -> None:
    said = await python.run(
        "create_and_get", {**here.given, "call_id": "call-mine"}, lambda _: here.decide(reason="ok")
    )
    made, read = said["done"]["made"], said["done"]["read"]
    assert (made["run_id"], made["call_id"], made["status"]["approved"]) == ("run-7", "call-mine", None)
    assert read["spec"] == made["spec"]
    assert read["spec"]["state"] == {"thread": [1, {"a": None}]}
    assert read["spec"]["kwargs"] == {"x": 1, "y": 2.5}
    assert (read["status"]["approved"], read["status"]["comment"]) == (True, "ok")
    assert read["status"]["responded_at"] is not None


async def test_hl1_python_fetch_waits_for_both_kinds(here: PackageServer, python: ForeignProgram) -> None:
    async def world(n: int) -> None:
        if n == 0:
            await here.decide(decision="reject", option="never")
        else:
            await here.answer("Not today")

    said = await python.run("fetch", here.given, world)
    assert said["done"] == {
        "approved": False,
        "comment": "Do not ask again.",
        "option": "never",
        "response": "Ask me tomorrow.",
        "response_option": "later",
    }


async def test_hl1_typescript_fetch_returns_the_status(here: PackageServer, typescript: ForeignProgram) -> None:
    said = await typescript.run("fetch", here.given, lambda _: here.decide(decision="reject", option="never"))
    status = said["done"]["status"]
    assert (status["approved"], status["comment"], status["reject_option_name"]) == (
        False,
        "Do not ask again.",
        "never",
    )


async def test_hl1_python_a_person_responds_by_the_package_and_a_program_is_403(
    here: PackageServer, python: ForeignProgram
) -> None:
    olive = {**await here.key_of("olive"), "call_id": "call-mine", "kind": "call", "status": {"approved": True}}

    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        client = await here.server.as_("olive")
        answer = await client.post(
            f"/humanlayer/v1/agent/function_calls/{'call-mine'}/respond", json={"approved": None}
        )
        assert answer.status_code == 422
        assert asked.status == "pending"

    await python.run("create_and_get", {**here.given, "call_id": "call-mine"}, world)
    refused = await python.run("respond", {**olive, "key": here.given["key"]})
    assert "403" in refused["failed"]
    assert "operator" in refused["failed"]
    unknown = await python.run("respond", {**olive, "call_id": "call-other"})
    assert "404" in unknown["failed"]
    done = await python.run("respond", olive)
    assert done["done"]["status"]["approved"] is True


@pytest.mark.parametrize("language", ["python", "typescript"])
async def test_hl1_escalations_ask_more_people_of_the_policy(
    here: PackageServer, language: str, request: pytest.FixtureRequest
) -> None:
    package: ForeignProgram = request.getfixturevalue(language)
    people = {
        id: person.model_copy(update={"accounts": {"email": f"{id}@example.com"}})
        for id, person in PEOPLE.people.items()
    }
    await here.server.reload(PeopleDirectory(people=people))
    given = {**here.given, "first": "olive@example.com", "second": "max@example.com"}
    said = await package.run("escalate", given)
    contact, call = await here.server.platform.pending()
    assert (call.card.may, contact.card.may) == (("olive", "max"), ("olive", "max"))
    assert "It has been too long." in call.card.words
    assert contact.card.ask is not None
    assert "Nobody answered." in contact.card.ask.context
    assert said["done"]["call"] != said["done"]["contact"]


async def test_hl1_python_async_does_the_same(here: PackageServer, python: ForeignProgram) -> None:
    async def world(n: int) -> None:
        await (here.decide() if n == 0 else here.answer("It is."))

    said = await python.run("use_async", here.given, world)
    assert said == {"done": {"result": 42, "answer": "It is."}}


async def test_hl1_python_a_wrong_key_is_an_error_and_no_approval(here: PackageServer, python: ForeignProgram) -> None:
    said = await python.run("require_approval", {**here.given, "key": "cs_wrong"})
    assert said["done"]["ran"] == []
    assert said["done"]["result"].startswith("Error fetching approval for send_email: 401")
