"""ext1: any program asks people by an API key: an approval or a question, on the same record as the agents."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.http.http_client import API, assert_problem
from tests.http.programs import PEOPLE, REFUND, ProgramFixture, programs_in
from tests.sample_secrets import CANARIES


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def test_ext1_a_program_asks_and_the_decision_is_its_answer(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop, explanation="The parcel was lost.", metadata={"order": 7})
    assert (asked["status"], asked["kind"], asked["tool"], asked["requested_by"]) == (
        "pending",
        "approval",
        "refunds",
        "sam",
    )
    assert asked["arguments"] == {"customer": "ada", "amount": 240}
    assert asked["card"]["title"] == "“Refund 240 EUR to ada”"
    assert asked["submission"]["metadata"] == {"order": 7}
    decided = await server.decide(asked)
    assert decided.json()["status"] == "approved"
    assert decided.json()["submission"]["metadata"] is None
    await server.platform.settle()
    read = (await shop.get(f"{API}/requests/{asked['id']}")).json()
    assert (read["status"], read["decided_by"], read["execution"]["status"]) == ("approved", "olive", "not_started")
    assert read["submission"]["usable_until"] is not None
    assert server.ledger.lines == []
    assert server.platform.model.seen == []
    thread = server.platform.types(asked["thread_id"])
    assert thread == ["ThreadOpened", "CallSubmitted", "ApprovalAsked", "Answered", "ApprovalSettled"]


async def test_ext1_the_requester_cannot_approve_and_claimed_people_cannot_either(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop, on_behalf_of=["olive@example.com"])
    assert asked["askers"] == ["sam", "olive"]
    assert_problem(await server.decide(asked, by="sam"), 403, "who asked may not decide")
    assert_problem(await server.decide(asked, by="olive"), 403, "who asked may not decide")
    assert (await server.decide(asked, by="max")).json()["status"] == "approved"


async def test_ext1_an_unknown_claimed_person_costs_one_more_approver(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop, on_behalf_of=["eve@elsewhere.example"])
    assert (await server.decide(asked, by="olive")).json()["status"] == "pending"
    assert (await server.decide(asked, by="max")).json()["status"] == "approved"


class TestPolicies:
    async def test_ext1_a_key_without_the_policy_is_403_and_nothing_is_asked(self, server: ProgramFixture) -> None:
        shop = await server.program("refunds")
        for policy in ("releases", "nothing"):
            answer = await shop.post(f"{API}/requests", json={**REFUND, "policy": policy})
            assert_problem(answer, 403, "may not use the policy", policy, "It may use: refunds.")
        assert (await server.platform.pending()) == []

    async def test_ext1_a_key_that_no_policy_lists_asks_nobody(self, server: ProgramFixture) -> None:
        shop = await server.program("refunds")
        server.policies["refunds"]["keys"] = []
        await server.reload()
        assert_problem(await shop.post(f"{API}/requests", json=REFUND), 403, "No policy")

    async def test_ext1_a_key_that_is_not_bound_to_the_agent_sees_nothing(self, server: ProgramFixture) -> None:
        shop = await server.program("refunds", bound=("pusher",))
        assert_problem(await shop.post(f"{API}/requests", json=REFUND), 404, "agent")

    async def test_ext1_a_key_with_several_policies_names_one(self, server: ProgramFixture) -> None:
        shop = await server.program("refunds", "releases")
        assert_problem(await shop.post(f"{API}/requests", json=REFUND), 422, "refunds, releases")
        assert (await server.ask(shop, policy="releases"))["tool"] == "releases"

    async def test_ext1_to_only_narrows_the_policy(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop, to={"people": ["max", "mira"]})
        assert asked["card"]["may"] == ["max"]
        assert_problem(await server.decide(asked, by="mira"), 403, "only Max may")  # an owner, who reads it
        assert_problem(await server.decide(asked, by="olive"), 404)  # who was not asked
        mira = await server.as_("mira")  # she owns the agent, and the policy does not name her
        body = {"decision": "approve", "digest": asked["digest"]}
        assert_problem(await mira.post(f"{API}/requests/{asked['id']}/decision", json=body), 403, "only Max may")

    async def test_ext1_to_nobody_of_the_policy_ends_at_once(self, server: ProgramFixture) -> None:
        shop = await server.program()
        assert (await server.ask(shop, to={"people": ["mira"]}))["status"] == "undeliverable"

    async def test_ext1_who_leaves_the_group_is_no_narrowed_approver_any_more(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop, to={"people": ["max"]})
        left = PEOPLE.people["max"].model_copy(update={"groups": ("managers",)})
        await server.reload(PEOPLE.model_copy(update={"people": {**PEOPLE.people, "max": left}}))
        await server.platform.settle()
        read = (await shop.get(f"{API}/requests/{asked['id']}")).json()
        assert (read["status"], read["card"]["may"]) == ("undeliverable", [])

    async def test_ext1_the_time_only_narrows_the_policy(self, server: ProgramFixture) -> None:
        shop = await server.program()
        short, long = (
            await server.ask(shop, expires_in=60),
            await server.ask(shop, expires_in=10**7, arguments={"customer": "bob", "amount": 1}),
        )
        assert short["expires_at"] == "2026-11-21T09:01:00Z"
        assert long["expires_at"] == "2026-11-21T13:00:00Z"
        server.platform.clock.passes(minutes=1)
        await server.platform.settle()
        assert (await shop.get(f"{API}/requests/{short['id']}")).json()["status"] == "expired"

    async def test_ext1_a_stricter_policy_after_the_approval_asks_anew(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked)
        server.policies["refunds"]["approval"] = {"approvers": [{"groups": ["finance"], "quorum": 2}]}
        await server.reload()
        claim = await shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": "running"})
        assert_problem(claim, 409, "policy changed")
        await server.platform.settle()
        assert (await shop.get(f"{API}/requests/{asked['id']}")).json()["status"] == "pending"

    async def test_ext1_a_paused_policy_asks_nobody(self, server: ProgramFixture) -> None:
        shop = await server.program()
        await server.platform.app.place_hold("tool", "refunds", by="mira", reason="audit")
        assert_problem(await shop.post(f"{API}/requests", json=REFUND), 409, "Paused by Mira")


class TestOtherKeys:
    """IDOR: every request of one key, tried with another."""

    @pytest.mark.parametrize("person", ["sam", "mira", "max"])
    async def test_ext1_a_foreign_request_is_404_also_for_another_key_of_the_same_person(
        self, server: ProgramFixture, person: str
    ) -> None:
        shop, other = await server.program(), await server.program(person=person)
        asked = await server.ask(shop)
        at, thread = f"{API}/requests/{asked['id']}", f"{API}/threads/{asked['thread_id']}"
        tries = (
            other.get(at),
            other.post(f"{at}/amend", json={"arguments": {"customer": "eve", "amount": 1}}),
            other.post(f"{at}/comment", json={"text": "It is fine."}),
            other.post(f"{at}/cancel"),
            other.post(f"{at}/execution", json={"status": "done"}),
            other.get(thread),
            other.get(f"{thread}/events"),
            other.post(f"{thread}/messages", json={"message": "hi"}),
            other.post(f"{API}/requests", json={**REFUND, "thread": asked["thread_id"]}),
        )
        before = server.platform.types(asked["thread_id"])
        for answer in [await each for each in tries]:
            assert_problem(answer, 404, "There is no")
            assert "ada" not in answer.text
        assert server.platform.types(asked["thread_id"]) == before
        for path in ("/requests", "/threads"):
            assert (await other.get(f"{API}{path}")).json()["items"] == []
            assert len((await shop.get(f"{API}{path}")).json()["items"]) == 1

    async def test_ext1_a_person_who_reads_the_request_is_not_its_program(self, server: ProgramFixture) -> None:
        asked = await server.ask(await server.program())
        for person in ("sam", "olive"):
            client = await server.as_(person)
            answer = await client.post(f"{API}/requests/{asked['id']}/amend", json={"arguments": {"customer": "x"}})
            assert_problem(answer, 403, "program")

    async def test_ext1_the_equal_call_of_another_key_is_not_named(self, server: ProgramFixture) -> None:
        shop, other = await server.program(), await server.program(person="mira")
        asked = await server.ask(shop)
        foreign = assert_problem(await other.post(f"{API}/requests", json=REFUND), 409, "open already")
        own = assert_problem(await shop.post(f"{API}/requests", json=REFUND), 409, "open already")
        assert asked["id"] not in foreign["detail"]
        assert asked["id"] in own["detail"]

    async def test_ext1_an_agent_key_decides_nothing(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        body = {"decision": "approve", "digest": asked["digest"]}
        assert_problem(await shop.post(f"{API}/requests/{asked['id']}/decision", json=body), 403, "scope")

    async def test_ext1_metadata_is_told_to_nobody_else(self, server: ProgramFixture) -> None:
        asked = await server.ask(await server.program(), metadata={"order": "c0ffee-7"})
        for person in ("sam", "olive", "mira"):
            client = await server.as_(person, "admin" if person == "mira" else "operator")
            for path in (f"/requests/{asked['id']}", f"/threads/{asked['thread_id']}/events", "/requests"):
                assert "c0ffee-7" not in (await client.get(f"{API}{path}")).text


class TestIdempotency:
    async def test_ext1_the_same_key_and_body_is_the_same_request(self, server: ProgramFixture) -> None:
        shop = await server.program()
        answers = await asyncio.gather(
            *(shop.post(f"{API}/requests", json=REFUND, headers={"Idempotency-Key": "o-7"}) for _ in range(20))
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(await server.platform.pending()) == 1
        again = await shop.post(f"{API}/requests", json={**REFUND, "key": "o-7"})
        assert again.json()["id"] == answers[0].json()["id"]
        assert again.headers["idempotent-replayed"] == "true"

    async def test_ext1_a_replay_after_the_decision_answers_with_it(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop, key="o-7")
        await server.decide(asked)
        again = await server.ask(shop, key="o-7")
        assert (again["id"], again["status"]) == (asked["id"], "approved")

    async def test_ext1_the_same_key_with_another_body_is_409(self, server: ProgramFixture) -> None:
        shop = await server.program()
        await server.ask(shop, key="o-7")
        other = {**REFUND, "arguments": {"customer": "ada", "amount": 241}, "key": "o-7"}
        assert_problem(await shop.post(f"{API}/requests", json=other), 409, "another body")

    async def test_ext1_a_key_belongs_to_its_program(self, server: ProgramFixture) -> None:
        shop, other = await server.program(), await server.program(person="mira")
        one = await server.ask(shop, key="o-7")
        two = await server.ask(other, key="o-7", arguments={"customer": "bob", "amount": 2})
        assert one["id"] != two["id"]

    async def test_ext1_a_request_that_was_recorded_and_not_asked_is_asked_by_the_next_try(
        self, server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop = await server.program()

        async def killed(*_: object) -> None:
            raise OSError("the process was killed")

        with monkeypatch.context() as patched:
            patched.setattr(server.platform.app.submissions.tools, "ask_approvers", killed)
            with pytest.raises(OSError, match="killed"):
                await shop.post(f"{API}/requests", json={**REFUND, "key": "o-7"})
        await server.platform.settle()
        (waiting,) = await server.platform.pending()
        assert (await server.ask(shop, key="o-7"))["id"] == waiting.id


BAD: list[tuple[dict[str, Any], str]] = [
    ({"arguments": {"token": CANARIES["GitHub token"]}, "title": "x"}, "secret"),
    ({"title": f"Refund {CANARIES['GitHub token']}"}, "secret"),
    ({"metadata": {"token": CANARIES["Slack bot token"]}}, "secret"),
    ({"explanation": CANARIES["GitHub token"]}, "secret"),
    ({"title": "Refund {nothing}"}, "nothing"),
    ({"title": "Refund\u202e{amount}"}, "visible"),
    ({"title": "x" * 141}, "140"),
    ({"arguments": {"intent": "x"}, "title": "x"}, "cannot be called"),
    ({"arguments": {"a b": "x"}, "title": "x"}, "cannot be called"),
    ({"arguments": {"a": 2**53 + 1}, "title": "x"}, ""),
    ({"arguments": {"a": "x" * 70_000}, "title": "x"}, "bytes"),
    ({"metadata": {"a": "x" * 9_000}}, "metadata"),
    ({"schema": {"type": "object", "properties": {"amount": {"$ref": "https://evil.example/s.json"}}}}, "$ref"),
    ({"schema": {"type": "object", "properties": {"amount": {"type": "integer"}}}}, "customer"),
    ({"schema": {"type": "object", "properties": {"amount": {"type": "string"}, "customer": {}}}}, "amount"),
    ({"schema": {"oneOf": []}}, "oneOf"),
    ({"callback_url": "https://shop.example/hook"}, "calls nobody back"),
    ({"callback_url": "ftp://shop.example/hook"}, "https"),
    ({"callback_url": "https://user:pass@shop.example/hook"}, ""),
    ({"choices": ["a"]}, "choices"),
    ({"to": {}}, "nobody"),
    ({"expires_in": 1}, "expires_in"),
    ({"approved": True}, "approved"),
    ({"status": "approved"}, "status"),
    ({"kind": "question"}, "arguments"),
]


@pytest.mark.parametrize(("more", "word"), BAD, ids=range(len(BAD)))
@pytest.mark.one_set_up
async def test_ext1_what_cannot_be_shown_whole_is_refused_and_not_kept(
    server: ProgramFixture, more: dict[str, Any], word: str
) -> None:
    shop = await server.program()
    answer = await shop.post(f"{API}/requests", json={**REFUND, **more})
    problem = assert_problem(answer, 422 if "a" not in more.get("arguments", {}) else answer.status_code, word)
    assert problem["status"] in (400, 422)
    assert not any(secret in answer.text for secret in CANARIES.values())
    assert (await shop.get(f"{API}/threads")).json()["items"] == []


async def test_ext1_a_name_that_comes_twice_is_refused(server: ProgramFixture) -> None:
    shop = await server.program()
    body = b'{"title":"x","arguments":{"amount":1,"amount":1000}}'
    answer = await shop.post(f"{API}/requests", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


async def test_ext1_the_card_and_the_page_show_the_call_and_quote_the_program(server: ProgramFixture) -> None:
    shop = await server.program()
    schema = {
        "type": "object",
        "properties": {
            "customer": {"type": "string"},
            "amount": {"type": "number", "x-display": "money"},
            "patch": {"type": "string", "x-display": "diff"},
        },
    }
    arguments = {"customer": "ada", "amount": 2400, "patch": "-a\n+b"}
    asked = await server.ask(shop, schema=schema, arguments=arguments, explanation="APPROVED ALREADY")
    rows = {row["name"]: row for row in asked["card"]["arguments"]}
    assert (rows["patch"]["kind"], rows["amount"]["note"]) == ("diff", "2,400")
    assert asked["card"]["words"] == "APPROVED ALREADY"
    assert "A program outside of this server asks" in asked["card"]["sentence"]


async def test_ext1_a_title_may_name_an_argument_that_was_left_out(server: ProgramFixture) -> None:
    shop = await server.program()
    schema = {"type": "object", "properties": {"amount": {"type": "number"}, "note": {"type": "string"}}}
    asked = await server.ask(shop, title="Pay {amount}: {note}", schema=schema, arguments={"amount": 1})
    assert asked["card"]["title"] == "refunds"
    whole = await server.ask(shop, title="Pay {amount}: {note}", schema=schema, arguments={"amount": 1, "note": "a"})
    assert whole["card"]["title"] == "“Pay 1: a”"
    olive = await server.as_("olive")
    assert len((await olive.get(f"{API}/requests")).json()["items"]) == 2


async def test_ext1_a_flood_of_requests_is_refused(server: ProgramFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.submissions.MAX_WAITING", 2)
    shop, other = await server.program(), await server.program(person="mira")
    asked = [await server.ask(shop, arguments={"customer": "ada", "amount": n}) for n in range(2)]
    assert_problem(await shop.post(f"{API}/requests", json=REFUND), 409, "2 requests wait")
    await server.ask(other)
    await shop.post(f"{API}/requests/{asked[0]['id']}/cancel")
    await server.ask(shop, arguments={"customer": "ada", "amount": 3})


async def test_ext1_the_same_body_in_another_order_is_the_same_request(server: ProgramFixture) -> None:
    shop = await server.program()
    one = await server.ask(shop, key="o-7", arguments={"customer": "ada", "amount": 240})
    two = await server.ask(shop, key="o-7", arguments={"amount": 240, "customer": "ada"})
    assert one["id"] == two["id"]
