"""MOD6: secrets that come in by the API, the pages, a webhook, the model or a tool are nowhere: not in requests to the model,
the database with its WAL, pages, answers or the process's log."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.cli import logging_setup
from bot.core import events as e
from bot.core.agent import Tool, ToolContext
from bot.core.errors import ToolError
from bot.core.policy import Policy
from bot.core.secrets.event_redaction import TOLD
from bot.core.steps import ModelAnswer, Step
from tests.http.http_client import API, HttpFixture
from tests.http.page_browser import PageClient
from tests.http.webhook_deliveries import MERGED, github, platform_in, threads
from tests.platform_fixture import MANAGERS, OutsideLedger, PlatformFixture, agent, choose
from tests.sample_secrets import ALL, CANARIES, CORES, leaks_in, leaks_in_folder

EDITS = MANAGERS.model_copy(update={"edits": True})


@pytest.fixture(autouse=True)
def _logging(capfd: pytest.CaptureFixture[str]) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)


async def everything(platform: PlatformFixture, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """The kinds of the canaries that are anywhere: files, requests to the model, pages, answers of the API, the log."""
    server, page_client = HttpFixture(platform), PageClient(platform)
    seen: list[str | bytes] = list(platform.model.seen)
    admin, browser = await server.as_("olive", "admin"), await page_client.sign_in("olive")
    found = [row.id for row in (await platform.app.queries.list_threads(limit=200)).items]
    requests = [item.id for item in (await platform.app.queries.list_requests()).items]
    paths = [f"/threads/{id}" for id in found] + [f"/requests/{id}" for id in requests]
    for path in ["/threads", "/requests", *paths, *(f"/threads/{id}/events" for id in found)]:
        seen.append((await admin.get(API + path)).text)
    for path in ["/", *paths]:
        seen.append((await browser.open(path)).text)
    written = capfd.readouterr()
    return [*leaks_in(*seen, written.out, written.err), *leaks_in_folder(platform.folder)]


def log_text(platform: PlatformFixture, thread: str) -> str:
    return "\n".join(json.dumps(event.data()) for event in platform.log(thread))


async def test_mod6_a_message_by_the_api_is_kept_without_its_secrets(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with PlatformFixture(
        tmp_path, choose("reply", message="What is it?"), choose("reply", message="I see.")
    ) as platform:
        sam = await HttpFixture(platform).as_("sam")
        key = {"Idempotency-Key": "once"}
        first = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": ALL}, headers=key)
        thread = first.json()["id"]
        await platform.settle()
        await sam.post(f"{API}/threads/{thread}/messages", json={"message": f"and {ALL}"})
        await platform.settle()
        again = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": ALL}, headers=key)
        other = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": f"{ALL}!"}, headers=key)
        assert (again.json()["id"], other.status_code) == (thread, 409), "what came is compared as it came"
        received = [event for event in platform.log(thread) if isinstance(event, e.MessageReceived)]
        assert all("[AWS key removed]" in event.text and "[JWT removed]" in event.text for event in received)
        assert b"[AWS key removed]" in platform.model.seen[0]
        told = [event for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]
        assert [event.to for event in told] == [("sam",)], "once in a thread"
        assert told[0].text.startswith(TOLD.split("{0}")[0])
        assert "AWS key" in told[0].text
        assert "secret:<name>" in told[0].text
        assert await everything(platform, capfd) == []


async def test_mod6_a_reason_an_answer_and_a_cancellation_are_kept_without_their_secrets(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ask = choose("ask_human", question="Which?", context="", urgency="low")
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), ask) as platform:
        server = HttpFixture(platform)
        await platform.launch()
        olive = await server.as_("olive")
        (request,) = await platform.pending()
        body = {"decision": "reject", "digest": request.digest, "reason": ALL}
        rejected = await olive.post(f"{API}/requests/{request.id}/decision", json=body)
        assert (rejected.status_code, rejected.json()["status"]) == (200, "rejected")
        assert leaks_in(rejected.text) == []
        await platform.settle()
        (question,) = await platform.pending()
        answered = await olive.post(f"{API}/requests/{question.id}/answer", json={"answer": ALL})
        assert (answered.status_code, leaks_in(answered.text)) == (200, [])
        await platform.settle()
        thread = await platform.launch("push another")
        await olive.post(f"{API}/threads/{thread}/cancel", json={"reason": ALL})
        await (await server.as_("olive", "admin")).post(f"{API}/holds", json={"scope": "all", "reason": ALL[:480]})
        assert await everything(platform, capfd) == []


@pytest.mark.parametrize("kind", CANARIES)
async def test_mod6_what_people_type_into_pages_comes_back_without_secrets(
    tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    choice = choose("ask_human", question="Which?", format="multiple_choice", choices=["red", "blue"], context="")
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choice, agent={"policy": EDITS}) as platform:
        page_client = PageClient(platform)
        await platform.launch()
        (request,) = await platform.pending()
        olive = await page_client.sign_in("olive")
        await olive.open(f"/requests/{request.id}/edit")
        typed = {"field.tag": CANARIES[kind], "field.commit": "mine", "decision": "approve"}
        edited = await olive.submit(f"/requests/{request.id}", "field.tag", **typed)
        assert (edited.status_code, leaks_in(edited.text)) == (422, [])
        assert "looks like a secret" in edited.text
        assert 'value="mine"' in edited.text, "what else was typed is not lost"
        assert platform.ledger.lines == []
        assert (await platform.pending())[0].digest == request.digest, "nothing was proposed"
        client = await HttpFixture(platform).as_("olive")
        arguments = {"tag": CANARIES[kind], "commit": "c0ffee"}
        body = {"decision": "approve", "digest": request.digest, "arguments": arguments}
        refused = await client.post(f"{API}/requests/{request.id}/decision", json=body)
        assert refused.status_code == 422
        assert "looks like a secret" in refused.json()["complaints"]["tag"]
        await platform.decide(request, "reject")
        await platform.settle()
        (question,) = await platform.pending()
        wrong = await client.post(f"{API}/requests/{question.id}/answer", json={"answer": CANARIES[kind]})
        assert (wrong.status_code, leaks_in(refused.text, wrong.text)) == (422, [])
        assert await everything(platform, capfd) == []


async def test_mod6_a_webhook_is_kept_without_its_secrets(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with platform_in(tmp_path, choose("reply", message="I see.")) as platform:
        server = HttpFixture(platform)
        pull = {**MERGED["pull_request"], "title": " ".join(ALL.split("\n")), "body": ALL}
        body = json.dumps({**MERGED, "pull_request": pull}).encode()
        taken = await github(server, body)
        assert taken.status_code == 200, taken.text
        again = await github(server, body)
        assert again.json() == {**taken.json(), "again": True}
        await platform.settle()
        (thread,) = await threads(server)
        assert "removed]" in log_text(platform, thread)
        assert await everything(platform, capfd) == []


def saying(where: str, secret: str) -> ModelAnswer:
    """A model's answer that holds a secret in one of its places."""
    match where:
        case "words":
            return choose("look", words=f"I found {secret}.", limit=1)
        case "no call":
            return ModelAnswer(words=f"I found {secret}.", input_tokens=1, output_tokens=1)
        case "tool":
            return ModelAnswer(tool=secret, arguments="{}", input_tokens=1, output_tokens=1)
        case "refusal":
            return ModelAnswer(refusal=secret, input_tokens=1, output_tokens=1)
        case "several":
            return ModelAnswer(several=(secret, "push"), input_tokens=1, output_tokens=1)
        case "a field that is not there":
            return choose("push", tag="v1", extra=secret)
        case "not JSON":
            return ModelAnswer(tool="push", arguments=f'{{"tag": {secret}', input_tokens=1, output_tokens=1)
        case "a number":
            return choose("look", limit=secret)
        case "a key":
            return ModelAnswer(
                tool="push", arguments=json.dumps({"tag": "v1", secret: 1}), input_tokens=10, output_tokens=5
            )
        case _:
            return choose("push", tag="v1", commit=f"at {secret}")


@pytest.mark.parametrize(
    "where",
    [
        "words",
        "no call",
        "tool",
        "refusal",
        "several",
        "a field that is not there",
        "not JSON",
        "a number",
        "a key",
        "gated",
    ],
)
async def test_mod6_a_secret_that_the_model_writes_is_kept_nowhere(
    tmp_path: Path, where: str, capfd: pytest.CaptureFixture[str]
) -> None:
    script = [saying(where, secret) for secret in CANARIES.values()]
    async with PlatformFixture(tmp_path, *script) as platform:
        for _ in CANARIES:
            await platform.launch()
        assert [item.kind for item in await platform.pending() if item.kind != "question"] == []
        assert platform.ledger.lines == []
        assert await everything(platform, capfd) == []


async def test_mod6_the_model_is_told_the_field_and_the_kind_and_nobody_is_asked(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1", commit=CANARIES["AWS key"]), choose("done", message="No.")
    ) as platform:
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert refused.reason.startswith("push: commit holds what looks like a secret (AWS key)")
        assert b"commit holds what looks like a secret (AWS key)" in platform.model.seen[1]
        assert "ApprovalAsked" not in platform.types(thread)


async def test_mod6_a_reply_with_a_secret_is_refused_as_well(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message=f"It is {CANARIES['GitHub token']}.")) as platform:
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert "reply: message holds what looks like a secret (GitHub token)" in refused.reason
        assert [event.text for event in platform.log(thread) if isinstance(event, e.Said)] == ["That is all."]


class Fetch(Step):
    """Fetch a page."""

    intent: ClassVar[str] = "fetch"
    way: str = "result"


async def _fetch(step: Fetch, at: ToolContext) -> str:
    match step.way:
        case "result":
            return ALL
        case "far result":
            return "x" * 65_480 + "\n" + ALL
        case "error":
            raise ToolError(ALL)
        case _:
            try:
                raise ValueError(ALL)
            except ValueError as error:
                raise RuntimeError(ALL) from error


@pytest.mark.parametrize("way", ["result", "far result", "error", "exception"])
@pytest.mark.parametrize("policy", [None, MANAGERS])
async def test_mod6_what_a_tool_returns_or_raises_is_kept_without_secrets(
    tmp_path: Path, way: str, policy: Policy | None, capfd: pytest.CaptureFixture[str]
) -> None:
    tool: Tool[Any] = Tool(step=Fetch, run=_fetch, policy=policy, offered=True)
    pusher = agent(OutsideLedger(tmp_path / "ledger"), tools=(tool,), prefetch=() if policy else (Fetch(way=way),))
    async with PlatformFixture(tmp_path, choose("fetch", way=way), agents=[pusher]) as platform:
        thread = await platform.launch()
        for request in await platform.pending():
            await platform.decide(request)
            await platform.settle()
        assert "removed]" in log_text(platform, thread)
        assert await everything(platform, capfd) == []


async def _raises_what_it_reads(step: Any, at: ToolContext) -> str:
    raise RuntimeError(f"unexpected {ALL}")


async def test_mod6_facts_and_the_outcome_of_a_writing_tool_are_kept_without_secrets(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def facts(step: Any) -> tuple[e.CallFact, ...]:
        return (e.CallFact(label="Log", lines=tuple(ALL.split("\n"))),)

    tool: Tool[Any] = Tool(step=Fetch, run=_raises_what_it_reads, writes=True, policy=MANAGERS, facts=facts)
    async with PlatformFixture(
        tmp_path, choose("fetch"), agents=[agent(OutsideLedger(tmp_path / "l"), tools=(tool,))]
    ) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert "OutcomeUnknown" in platform.types(thread)
        assert await everything(platform, capfd) == []


def test_mod6_lines_of_the_process_hold_no_secrets(capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    import structlog

    logging_setup.log_to_stderr(logging.INFO, tracebacks=True)
    structlog.get_logger().error("failed", error=ALL, trace=ALL, more={"deep": [CANARIES["AWS key"]]})
    try:
        raise ValueError(ALL)
    except ValueError:
        logging.getLogger("some.library").exception("it said %s", CANARIES["Slack bot token"])
    written = capfd.readouterr().err
    assert "failed" in written
    assert leaks_in(written) == []


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path) as platform:
        yield HttpFixture(platform)


async def test_mod6_the_label_of_a_key_is_kept_without_secrets(server: HttpFixture) -> None:
    admin = await server.as_("olive", "admin")
    await admin.post(f"{API}/keys", json={"person": "sam", "scope": "agent", "label": CANARIES["AWS key"]})
    assert leaks_in_folder(server.platform.folder) == []
    assert CORES["AWS key"] not in (await admin.get(f"{API}/keys")).text


@pytest.mark.parametrize("path", ["threads", "threads/{id}/messages"])
async def test_mod6_an_idempotency_key_that_is_a_secret_is_not_kept(tmp_path: Path, path: str) -> None:
    async with PlatformFixture(tmp_path, choose("done", message="Done.")) as platform:
        thread = await platform.launch(by="sam")
        client = await HttpFixture(platform).as_("sam", "operator")
        before = len(platform.log(thread))
        refused = await client.post(
            f"{API}/{path.format(id=thread)}",
            json={"message": "go", **({"agent": "pusher"} if path == "threads" else {})},
            headers={"Idempotency-Key": CANARIES["GitHub token"]},
        )
        assert (refused.status_code, leaks_in(refused.text)) == (422, [])
        assert "Idempotency-Key" in refused.text
        assert len(platform.log(thread)) == before
