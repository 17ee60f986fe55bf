"""MOD6: a tool's argument that is a secret. The call, its digest, its cards and its log hold a name; the tool gets the value."""

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import Field, ValidationError

from bot.core import events as e
from bot.core.agent import EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.errors import FormComplaints, OutcomeUnclear, ToolError
from bot.core.forms import find_complaints
from bot.core.policy import Policy
from bot.core.secrets.secret_reference import Secret
from bot.core.steps import InvalidAnswer, Step, describe_validation_errors, read_arguments, write_tool_schema
from bot.tool_secrets import EnvironmentSecrets
from tests.platform_fixture import MANAGERS, OutsideLedger, PlatformFixture, agent, choose

VALUE = 'plain words "of" nobody\'s form 7'
"""A value that no pattern knows."""
OTHER = "another value altogether"
STORE = {
    "TOOL_SECRET_VERCEL_TOKEN": VALUE,
    "TOOL_SECRET_STAGING": OTHER,
    "COUNTERSIGN_SECRET_KEY": "k" * 40,
    "PATH": "/bin",
}
EDITS = MANAGERS.model_copy(update={"edits": True})


class Release(Step):
    """Release with a token."""

    intent: ClassVar[str] = "release"
    tag: str
    token: Secret = Field(description="The token to release with.")
    more: tuple[Secret, ...] = ()


class Deed:
    """The use of the value by a test's tool, and its end."""

    def __init__(self, ends: str = "well") -> None:
        self.ends = ends
        self.seen: list[str] = []

    async def run(self, step: Release, at: ToolContext) -> str:
        value = at.reveal(step.token)
        self.seen.append(value)
        match self.ends:
            case "well":
                return f"Released with {value}, as JSON {json.dumps({'token': value})}."
            case "failed":
                raise ToolError(f"{value} was not accepted")
            case "unclear":
                raise OutcomeUnclear(f"{value} gave no answer")
            case _:
                try:
                    raise ValueError(f"bad token {value!r}")
                except ValueError as error:
                    raise RuntimeError(f"no release with {value}") from error

    async def probe(self, step: Release, at: ToolContext) -> ProbeResult:
        value = at.reveal(step.token)
        return (
            EffectHappened(f"{value} is used") if self.ends == "unclear" else EffectDidNotHappen(f"{value} is not used")
        )


def platform_of(
    folder: Path, deed: Deed, *script: Any, policy: Policy | None = MANAGERS, **environ: str
) -> PlatformFixture:
    writes = policy is not None
    tool: Tool[Any] = Tool(step=Release, run=deed.run, writes=writes, policy=policy, probe=deed.probe)
    pusher = agent(OutsideLedger(folder / "ledger"), tools=(tool,))
    return PlatformFixture(folder, *script, agents=[pusher], secrets=EnvironmentSecrets({**STORE, **environ}))


def release(token: str = "secret:vercel-token", **more: Any) -> Any:
    return choose("release", tag="v1", token=token, **more)


def files_of(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def holds(text: str | bytes) -> bool:
    whole = text if isinstance(text, bytes) else text.encode()
    return any(value.encode() in whole for value in (VALUE, json.dumps(VALUE)[1:-1], OTHER, "plain words"))


@pytest.mark.parametrize("ends", ["well", "failed", "unclear", "exception"])
async def test_mod6_the_tool_gets_the_value_and_the_log_has_its_name(tmp_path: Path, ends: str) -> None:
    deed = Deed(ends)
    async with platform_of(tmp_path, deed, release()) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert request.arguments == {"more": [], "tag": "v1", "token": "secret:vercel-token"}
        assert {line.name: line.text for line in request.card.arguments}["token"] == '"secret:vercel-token"'
        assert not request.card.holds_secret, "it can be approved on every surface"
        assert deed.seen == [], "nothing has the value before the approval"
        await platform.decide(request)
        await platform.settle()
        assert deed.seen[0] == VALUE
        text = "\n".join(json.dumps(event.data()) for event in platform.log(thread))
        assert "[secret vercel-token removed]" in text
        assert not holds(text)
        assert not holds(files_of(tmp_path))
        assert not any(holds(seen) for seen in platform.model.seen)


async def test_mod6_the_digest_binds_the_name_and_the_value_is_todays(tmp_path: Path) -> None:
    deed = Deed()
    store = dict(STORE)
    tool: Tool[Any] = Tool(step=Release, run=deed.run, writes=True, policy=EDITS)
    pusher = agent(OutsideLedger(tmp_path / "ledger"), tools=(tool,))
    async with PlatformFixture(tmp_path, release(), agents=[pusher], secrets=EnvironmentSecrets(store)) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        arguments = json.dumps({"tag": "v1", "token": "secret:staging", "more": []})
        edited = await platform.decide(request, arguments=arguments)
        assert edited.digest != request.digest, "another name is another call"
        store["TOOL_SECRET_STAGING"] = "rotated meanwhile"
        await platform.settle()
        assert deed.seen == ["rotated meanwhile"]


@pytest.mark.parametrize(
    "value", [VALUE, "hunter2", "secret:", "secret:UPPER", "secret:a b", "vercel-token", 1234, ["secret:a"], None]
)
async def test_mod6_a_value_in_place_of_the_name_is_refused_and_repeated_to_nobody(tmp_path: Path, value: Any) -> None:
    async with platform_of(tmp_path, Deed(), release(token=value), choose("done", message="No.")) as platform:
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert refused.reason == "release: token: write the name of a secret, as secret:<name>, never its value"
        assert str(value) in ("secret:",) or str(value).encode() not in files_of(tmp_path)
        assert await platform.pending() == []


@pytest.mark.parametrize("name", ["secret:nobodys", "secret:key", "secret:countersign-secret-key", "secret:path"])
@pytest.mark.parametrize("field", ["token", "more"])
async def test_mod6_only_what_was_set_for_tools_can_be_named(tmp_path: Path, name: str, field: str) -> None:
    named = release(token=name) if field == "token" else release(more=[name])
    async with platform_of(tmp_path, Deed(), named, choose("done", message="No.")) as platform:
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert refused.reason == f"There is no secret {name[7:]!r}. There are: staging, vercel-token."
        assert await platform.pending() == []


async def test_mod6_an_ungated_tool_that_names_a_secret_which_is_not_there_fails_with_its_name(tmp_path: Path) -> None:
    async with platform_of(tmp_path, Deed(), release(token="secret:nobodys"), policy=None) as platform:
        thread = await platform.launch()
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.ToolFailed)]
        assert failed.error == "There is no secret 'nobodys'."


async def test_mod6_a_secret_that_is_gone_when_the_call_runs_is_no_effect(tmp_path: Path) -> None:
    store = dict(STORE)
    deed = Deed()
    tool: Tool[Any] = Tool(step=Release, run=deed.run, writes=True, policy=MANAGERS)
    pusher = agent(OutsideLedger(tmp_path / "ledger"), tools=(tool,))
    async with PlatformFixture(tmp_path, release(), agents=[pusher], secrets=EnvironmentSecrets(store)) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        del store["TOOL_SECRET_VERCEL_TOKEN"]
        await platform.decide(request)
        await platform.settle()
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.ToolFailed)]
        assert (failed.error, deed.seen) == ("There is no secret 'vercel-token'.", [])


def test_mod6_the_model_is_told_that_a_name_is_wanted() -> None:
    token = write_tool_schema(Release)["function"]["parameters"]["properties"]["token"]
    assert token == {
        "type": "string",
        "pattern": "^secret:[a-z][a-z0-9-]{0,62}$",
        "description": "The token to release with.",
    }


def test_mod6_no_repr_shows_a_value() -> None:
    step = Release(tag="v1", token=Secret("vercel-token"))
    shown = repr((step, EnvironmentSecrets(STORE), str(step.token), step.write_arguments()))
    assert not holds(shown)
    assert "vercel-token" in shown


class Mixed(Step):
    """Takes a secret or a number."""

    intent: ClassVar[str] = "mixed"
    token: Secret | int | None = None
    count: int = 1


@pytest.mark.parametrize(
    "arguments", [{"token": "hunter2"}, {"token": "hunter2", "count": "hunter2"}, {"token": ["hunter2"]}]
)
def test_mod6_no_complaint_repeats_what_stood_where_a_name_belongs(arguments: Any) -> None:
    text = json.dumps(arguments)
    refused = read_arguments(Mixed, text, fills_in=True)
    assert isinstance(refused, InvalidAnswer)
    assert "hunter2" not in refused.reason
    assert "hunter2" not in find_complaints(Mixed, text)["token"]
    with pytest.raises(ValidationError) as error:
        Mixed.model_validate_json(text)
    assert "hunter2" not in describe_validation_errors(error.value)


async def test_mod6_an_edit_that_puts_a_value_in_place_of_the_name_is_refused_without_it(tmp_path: Path) -> None:
    async with platform_of(tmp_path, Deed(), release(), policy=EDITS) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        with pytest.raises(FormComplaints) as refused:
            await platform.decide(request, arguments=json.dumps({"tag": "v1", "token": "hunter2"}))
        assert "write the name of a secret" in refused.value.complaints["token"]
        assert "hunter2" not in str(refused.value)
        assert b"hunter2" not in files_of(tmp_path)
