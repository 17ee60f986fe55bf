"""hl1: whatever a program sends, no answer is a 5xx, and every error says in HumanLayer's shape what is wrong.

Bodies that are good are changed in one place, drawn by the seed of the run.
"""

import copy
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.base_types import JSON
from tests.http.humanlayer.humanlayer_case import HL, ask, assert_refused, call_of, contact_of, respond
from tests.http.programs import ProgramFixture, programs_in
from tests.random_seed import seed_of_run, share

ODD: tuple[JSON, ...] = (
    *(None, True, 0, -1, 1.5, "", " ", "\x00", "\u202e", "{x}", "x" * 3_000, "é" * 50, "../..", "U1", "Sam <sam@example.com>"),
    *([], [None], [[]], {}, {"": ""}, {"fn": 1}, {"kwargs": {}}, {"channel": {"any_of": []}}, {"email": {"address": "<>"}}),
)  # fmt: skip
CHANNEL = {"slack": {"channel_or_user_id": "", "allowed_responder_ids": None}, "email": None}
OPTIONS = [{"name": "a", "title": "b", "prompt_fill": "c", "interactive": False}]
ESCALATION = {"escalation_msg": "now", "additional_recipients": [{"address": "olive@example.com", "field": "to"}]}
BODIES: dict[str, dict[str, Any]] = {
    "function_calls": call_of(channel=CHANNEL, reject_options=OPTIONS, state={"a": [1]}),
    "contact_requests": contact_of(channel=CHANNEL, response_options=OPTIONS, subject="s", state={"a": [1]}),
    "agent/function_calls/call-0/respond": {"approved": False, "comment": "no", "reject_option_name": None},
    "agent/human_contacts/call-1/respond": {"response": "", "response_option_name": "x"},
    "agent/function_calls/call-0/escalate_email": ESCALATION,
    "agent/human_contacts/call-1/escalate_email": ESCALATION,
}
CASES = share(600)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


def list_places(value: JSON) -> Iterator[tuple[Any, Any]]:
    """Every container of a JSON value, with every key in it and one that is not there."""
    if isinstance(value, dict | list):
        for key in [*value, "odd"] if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from list_places(value[key] if key != "odd" else None)


async def test_hl1_no_body_is_a_5xx(server: ProgramFixture) -> None:
    drawn = random.Random(seed_of_run())
    callers = [await server.program(), await server.as_("olive"), await server.as_("sam")]
    await callers[0].post(f"{HL}/function_calls", json=call_of("call-0"))
    await callers[0].post(f"{HL}/contact_requests", json=contact_of("call-1"))
    statuses: set[int] = set()
    for n in range(40 * CASES):
        if n >= CASES and statuses >= {200, 403, 422}:
            break
        path = drawn.choice([*BODIES])
        body = copy.deepcopy(BODIES[path])
        if "call_id" in body:
            body |= {"call_id": f"c{n}"}
        place, key = drawn.choice([*list_places(body)])
        place[key] = drawn.choice(ODD)
        answer = await drawn.choice(callers).post(f"{HL}/{path}", json=body)
        assert answer.status_code < 500, (path, body, answer.text)
        statuses.add(answer.status_code)
        if answer.status_code != 200:
            assert answer.json()["error"]["message"], (path, body)
    assert {200, 403, 422} <= statuses
    for path in ("agent/function_calls/pending", "agent/human_contacts/pending"):
        for caller in callers:
            assert (await caller.get(f"{HL}/{path}")).status_code == 200


async def test_hl1_no_text_is_too_long_for_a_clear_refusal(server: ProgramFixture) -> None:
    """Each text of each body, one after the other, is longer than anything that is kept."""
    program, olive = await server.program(), await server.as_("olive")
    await program.post(f"{HL}/function_calls", json=call_of("call-0", reject_options=OPTIONS))
    await program.post(f"{HL}/contact_requests", json=contact_of("call-1"))
    for path, body in BODIES.items():
        client = olive if path.endswith("/respond") else program
        for n, (place, key) in enumerate(list_places(body)):
            changed = copy.deepcopy(body)
            place, key = list(list_places(changed))[n]
            if not isinstance(place, dict) or not (place.get(key) is None or isinstance(place[key], str)):
                continue
            place[key] = "x" * 70_000
            answer = await client.post(f"{HL}/{path}", json=changed)
            assert answer.status_code in (200, 400, 403, 409, 422), (path, key, answer.text)
            if answer.status_code == 422:
                assert_refused(answer, 422)


async def test_hl1_an_answer_and_a_comment_have_a_longest_length(server: ProgramFixture) -> None:
    program = await server.program()
    await ask(program, call_of("call-0", reject_options=[{"name": "late", "prompt_fill": "Not today."}]))
    await ask(program, contact_of("call-1"), "contact_requests")
    answer = await respond(server, "call-1", path="human_contacts", response="x" * 8_001)
    assert_refused(answer, 422, "body.response: String should have at most 8000 characters")
    long: dict[str, Any] = {"approved": False, "reject_option_name": "late", "comment": "x" * 2_000}
    assert_refused(await respond(server, "call-0", **long), 422, "with the text of the option it has 2012 characters")
    assert (await respond(server, "call-1", path="human_contacts", response="x" * 8_000)).status_code == 200
    assert (await respond(server, "call-0", **{**long, "comment": "x" * 1_988})).status_code == 200
