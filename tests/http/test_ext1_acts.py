"""ext1: what a program does after it asked: it amends, comments, withdraws, asks again, and reports."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.http_client import API, assert_problem
from tests.http.programs import REFUND, ProgramFixture, programs_in
from tests.sample_secrets import CANARIES


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


class TestAmend:
    async def test_ext1_an_amended_call_cannot_be_approved_by_the_old_digest(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop, on_behalf_of=["mira"])
        at = f"{API}/requests/{asked['id']}"
        amended = (await shop.post(f"{at}/amend", json={"arguments": {"customer": "ada", "amount": 999}})).json()
        assert amended["digest"] != asked["digest"]
        assert (amended["status"], amended["card"]["title"]) == ("pending", "“Refund 999 EUR to ada”")
        assert_problem(await server.decide(asked), 409, "it was changed after it was shown")
        assert (await server.decide(amended)).json()["arguments"]["amount"] == 999

    async def test_ext1_an_amendment_ends_the_votes(self, server: ProgramFixture) -> None:
        shop = await server.program("releases")
        asked = await server.ask(shop)
        assert (await server.decide(asked, by="olive")).json()["status"] == "pending"
        at = f"{API}/requests/{asked['id']}"
        amended = (await shop.post(f"{at}/amend", json={"arguments": {"customer": "ada", "amount": 5}})).json()
        assert [vote["counts"] for vote in amended["votes"]] == [False]
        assert (await server.decide(amended, by="max")).json()["status"] == "pending"
        assert (await server.decide(amended, by="olive")).json()["status"] == "approved"

    async def test_ext1_an_amendment_into_the_call_that_was_rejected_or_is_open_is_409(
        self, server: ProgramFixture
    ) -> None:
        shop = await server.program()
        await server.ask(shop, arguments={"customer": "bob", "amount": 1})
        asked = await server.ask(shop)
        answer = await shop.post(
            f"{API}/requests/{asked['id']}/amend", json={"arguments": {"customer": "bob", "amount": 1}}
        )
        assert_problem(answer, 409, "open already")

    async def test_ext1_a_decided_request_is_not_amended(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        for path, body in (("amend", {"arguments": {"customer": "x", "amount": 1}}), ("comment", {"text": "x"})):
            assert (await shop.post(f"{API}/requests/{asked['id']}/{path}", json=body)).status_code == 409

    async def test_ext1_an_approver_edits_and_the_program_reads_what_was_approved(self, server: ProgramFixture) -> None:
        shop = await server.program("releases")
        schema = {
            "type": "object",
            "properties": {"amount": {"type": "number", "maximum": 300}, "customer": {"type": "string"}},
        }
        asked = await server.ask(shop, schema=schema)
        wrong = await server.decide(asked, arguments={"customer": "ada", "amount": 301})
        assert_problem(wrong, 422, "amount")
        added = await server.decide(asked, arguments={"customer": "ada", "amount": 2, "fee": 1})
        assert_problem(added, 422, "fee")
        await server.decide(asked, arguments={"customer": "ada", "amount": 200})
        read = (await shop.get(f"{API}/requests/{asked['id']}")).json()
        decided = (await server.decide(read, by="max")).json()
        assert (decided["status"], decided["arguments"]) == ("approved", {"customer": "ada", "amount": 200})


class TestWords:
    async def test_ext1_a_comment_is_on_the_card_and_ends_no_vote(self, server: ProgramFixture) -> None:
        shop = await server.program("releases")
        asked = await server.ask(shop, explanation="First.")
        await server.decide(asked)
        told = (await shop.post(f"{API}/requests/{asked['id']}/comment", json={"text": "Second."})).json()
        assert told["card"]["words"] == "First.\nSecond."
        assert told["digest"] == asked["digest"]
        assert [vote["counts"] for vote in told["votes"]] == [True]

    async def test_ext1_a_withdrawn_request_is_decided_by_nobody(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        gone = await shop.post(f"{API}/requests/{asked['id']}/cancel", json={"reason": "The parcel came."})
        assert (gone.json()["status"], gone.json()["reason"]) == ("withdrawn", "The parcel came.")
        assert_problem(await server.decide(asked), 409, "already withdrawn")
        assert (await shop.post(f"{API}/requests/{asked['id']}/cancel")).status_code == 409

    async def test_ext1_a_message_into_the_thread_is_answered_by_a_notice(self, server: ProgramFixture) -> None:
        asked = await server.ask(await server.program())
        sam = await server.as_("sam")
        await sam.post(f"{API}/threads/{asked['thread_id']}/messages", json={"message": "go on"})
        await server.platform.settle()
        assert server.platform.types(asked["thread_id"])[-2:] == ["MessageReceived", "PeopleNotified"]
        assert server.platform.model.seen == []

    async def test_ext1_the_agent_of_programs_is_not_launched(self, server: ProgramFixture) -> None:
        sam = await server.as_("sam")
        answer = await sam.post(f"{API}/threads", json={"agent": "external", "message": "hi"})
        assert_problem(answer, 404, "reads no messages")


class TestThreads:
    async def test_ext1_a_program_asks_again_in_its_thread(self, server: ProgramFixture) -> None:
        shop = await server.program()
        first = await server.ask(shop)
        second = await server.ask(shop, thread=first["thread_id"], arguments={"customer": "bob", "amount": 3})
        assert second["thread_id"] == first["thread_id"]
        assert second["id"] != first["id"]
        await server.decide(second)
        assert (await shop.get(f"{API}/requests/{first['id']}")).json()["status"] == "pending"

    async def test_ext1_a_rejected_call_is_not_asked_again_there(self, server: ProgramFixture) -> None:
        shop = await server.program()
        first = await server.ask(shop)
        await server.decide(first, decision="reject")
        answer = await shop.post(f"{API}/requests", json={**REFUND, "thread": first["thread_id"]})
        assert_problem(answer, 409, "rejected")

    async def test_ext1_a_thread_of_an_agent_takes_no_request(self, server: ProgramFixture) -> None:
        thread = await server.platform.launch(by="sam")
        shop = await server.program(bound=("external", "pusher"))
        assert_problem(await shop.post(f"{API}/requests", json={**REFUND, "thread": thread}), 404)


class TestQuestions:
    async def test_ext1_a_question_is_answered_in_a_form(self, server: ProgramFixture) -> None:
        shop = await server.program()
        fields = [{"name": "size", "label": "Size", "kind": "choice", "choices": ["s", "m"]}]
        body = {"kind": "question", "title": "Which shirt?", "format": "form", "fields": fields}
        asked = (await shop.post(f"{API}/requests", json=body)).json()
        assert (asked["kind"], asked["text"], asked["status"]) == ("question", "Which shirt?", "pending")
        max_ = await server.as_("max")
        answered = await max_.post(f"{API}/requests/{asked['id']}/answer", json={"values": {"size": "m"}})
        assert answered.json()["status"] == "answered"
        read = (await shop.get(f"{API}/requests/{asked['id']}")).json()
        assert (read["reason"], read["decided_by"]) == ('{"size":"m"}', "max")
        await server.platform.settle()
        assert server.platform.model.seen == []

    async def test_ext1_only_people_of_the_policy_answer(self, server: ProgramFixture) -> None:
        shop = await server.program()
        body = {"kind": "question", "title": "Which?", "to": {"people": ["max"]}}
        asked = (await shop.post(f"{API}/requests", json=body)).json()
        olive = await server.as_("olive")
        assert (await olive.post(f"{API}/requests/{asked['id']}/answer", json={"answer": "m"})).status_code in (
            403,
            404,
        )

    async def test_ext1_a_comment_on_a_question_is_its_context(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = (await shop.post(f"{API}/requests", json={"kind": "question", "title": "Which?"})).json()
        told = (await shop.post(f"{API}/requests/{asked['id']}/comment", json={"text": "Soon."})).json()
        assert told["card"]["ask"]["context"] == "Soon."


class TestExecution:
    async def test_ext1_a_report_is_shown_as_the_agents(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        at = f"{API}/requests/{asked['id']}/execution"
        assert_problem(await shop.post(at, json={"status": "done"}), 409, "not approved")
        await server.decide(asked)
        running = (await shop.post(at, json={"status": "running"})).json()
        assert running["execution"]["status"] == "running"
        done = (await shop.post(at, json={"status": "done", "text": "Refund 17"})).json()
        assert (done["status"], done["execution"]["status"]) == ("approved", "done")
        assert done["execution"]["result"] == "Reported by the agent: Refund 17"
        assert (await shop.post(at, json={"status": "done", "text": "Refund 17"})).json() == done
        assert_problem(await shop.post(at, json={"status": "failed"}), 409, "reported as done")

    async def test_ext1_an_approval_is_claimed_once(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        claims = await asyncio.gather(
            *(shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": "running"}) for _ in range(8))
        )
        assert sorted(claim.status_code for claim in claims) == [200, *[409] * 7]

    async def test_ext1_an_approval_that_was_taken_back_is_not_claimed(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        back = await server.decide(asked, decision="take_back", reason="Wait.")
        assert back.json()["status"] == "rejected"
        claim = await shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": "running"})
        assert_problem(claim, 409, "not approved")

    async def test_ext1_an_unused_approval_lapses_and_a_late_report_is_kept(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        server.platform.clock.passes(hours=5)
        await server.platform.settle()
        at = f"{API}/requests/{asked['id']}"
        lapsed = (await shop.get(at)).json()
        assert (lapsed["status"], lapsed["submission"]["usable_until"]) == ("superseded", None)
        assert (await shop.post(f"{at}/execution", json={"status": "running"})).status_code == 409
        late = (await shop.post(f"{at}/execution", json={"status": "done", "text": "It had run."})).json()
        assert late["execution"]["result"] == "Reported by the agent: It had run."

    async def test_ext1_a_failure_is_told_to_the_approver(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        await shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": "failed", "text": "No funds"})
        notice = server.platform.log(asked["thread_id"])[-1]
        assert "No funds" in (notice.outbound_text or "")
        assert notice.notice_reach is not None
        assert "olive" in notice.notice_reach.to

    async def test_ext1_a_secret_in_a_report_is_not_kept(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        token = CANARIES["GitHub token"]
        done = await shop.post(
            f"{API}/requests/{asked['id']}/execution", json={"status": "done", "text": f"with {token}"}
        )
        assert done.status_code == 200
        assert token not in done.text


async def test_ext1_a_request_of_a_policy_that_is_gone_is_not_amended_and_ends(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop)
    del server.policies["refunds"]
    await server.reload()
    answer = await shop.post(
        f"{API}/requests/{asked['id']}/amend", json={"arguments": {"customer": "ada", "amount": 1}}
    )
    assert_problem(answer, 409, "gone")
    assert_problem(await shop.post(f"{API}/requests", json=REFUND), 403)
    await server.platform.settle()
    assert (await shop.get(f"{API}/requests/{asked['id']}")).json()["status"] == "superseded"
