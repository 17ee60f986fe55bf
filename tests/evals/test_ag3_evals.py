"""`countersign eval`: a thread in, the step out; on rules, on a model of the wire, on recorded answers; and never a tool run."""

import asyncio
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.core.agent import Agent, Tool, ToolContext
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step
from bot.core.token_prices import TokenPrices
from bot.evals.eval_cases import BadEval, ExpectedStep, explain_difference, parse_cases
from bot.evals.eval_runs import RecordedAnswer, compute_cost, read_recordings, run_case, write_recordings
from bot.testing import ScriptedModel, choose
from tests.doubles.openai_wire import OpenAIWire, call, completion
from tests.scaffold.checkout_copy import CopiedCheckout

CASES = """
- name: a push is proposed
  thread:
    - message: push v1
    - fetched: {tool: look, result: c0ffee}
  expect:
    step: push
    arguments: {tag: v1}
- name: a rejection is taken
  thread:
    - message: push v1
    - step: {tool: push, arguments: {tag: v1}}
    - rejected: not today
    - message: {text: "why?", sender: Max}
  expect: {step: [done, reply], arguments: {message: {contains: TODAY}}}
"""
RAN: list[str] = []


class LookAround(Step):
    """Look."""

    intent: ClassVar[str] = "look"


class PushTag(Step):
    """Push a tag."""

    intent: ClassVar[str] = "push"
    tag: str


async def note(step: Step, at: ToolContext) -> str:
    RAN.append(step.intent)
    return "ran"


def make_agent(prompt: str = "You push.") -> Agent:
    tools: tuple[Tool[Any], ...] = (
        Tool(step=LookAround, run=note),
        Tool(step=PushTag, run=note, writes=True, policy=Policy(approvers=(ApproverClause(people=("olive",)),))),
    )
    return Agent(name="pusher", job="Pushes.", prompt=prompt, tools=tools)


def write_cases(folder: Path, text: str = CASES) -> Path:
    path = folder / "pushes.yaml"
    path.write_text(text, "utf-8")
    return path


async def test_ag3_the_step_of_the_model_is_compared_and_nothing_is_run(tmp_path: Path) -> None:
    push, done = parse_cases(write_cases(tmp_path))
    model = ScriptedModel(choose("push", tag="v1"), choose("done", message="Not today, then."))
    assert [(await run_case(each, make_agent(), model, None)).fault for each in (push, done)] == ["", ""]
    wrong = ScriptedModel(choose("push", tag="v2"), choose("look"), choose("nothing"))
    faults = [(await run_case(push, make_agent(), wrong, None)).fault for _ in range(3)]
    assert faults[0] == "tag is not 'v1': 'v2'"
    assert faults[1] == "expected push, got look"
    assert faults[2].startswith("no step: There is no tool 'nothing'.")
    assert RAN == []
    first, second = (json.loads(request)["messages"][1]["content"] for request in model.seen)
    assert "push v1" in first
    assert "c0ffee" in first
    assert 'verdict="rejected"' in second
    assert "not today" in second


async def test_ag3_a_recorded_answer_counts_for_its_own_prompt_alone(tmp_path: Path) -> None:
    cases = parse_cases(write_cases(tmp_path))
    model = ScriptedModel(choose("push", tag="v1"), choose("done", message="Not today."), name="gpt-x")
    asked = [await run_case(each, make_agent(), model, None) for each in cases]
    write_recordings(tmp_path, "", asked)
    kept = read_recordings(tmp_path, "")
    silent = ScriptedModel(RuntimeError("the model was asked"))
    again = [await run_case(each, make_agent(), silent, kept[each.file, each.name]) for each in cases]
    assert [(each.fault, each.source, each.input_tokens) for each in again] == [("", "gpt-x (recorded)", 10)] * 2
    other = await run_case(cases[0], make_agent("You push. Be brief."), silent, kept["pushes", "a push is proposed"])
    assert other.fault.startswith("the prompt has changed since the answer was recorded")
    forged = RecordedAnswer(prompt="0" * 64, model="m", tool="push", arguments='{"tag": "v1"}')
    assert (await run_case(cases[0], make_agent(), silent, forged)).fault.startswith("the prompt has changed")
    assert RAN == []


@pytest.mark.parametrize(
    ("wanted", "value", "fault"),
    [
        ("v1", "v1", ""),
        ("v1", "v2", "tag is not 'v1': 'v2'"),
        ({"contains": "V1"}, "the v1 tag", ""),
        ({"contains": "v2"}, "v1", "tag does not contain 'v2': 'v1'"),
        ({"matches": r"^v\d$"}, "v1", ""),
        ({"matches": r"^\d$"}, "v1", r"tag does not match '^\\d$': 'v1'"),
        ({"one_of": ["v1", "v2"]}, "v2", ""),
        ({"one_of": ["v1"]}, "v2", "tag is none of ['v1']: 'v2'"),
        ({"a": 1}, {"a": 1}, ""),
        (3, 3, ""),
        (3, 4, "tag is not 3: '4'"),
    ],
)
def test_ag3_arguments_are_compared_by_value_or_by_a_match(wanted: Any, value: Any, fault: str) -> None:
    assert explain_difference(ExpectedStep(step="push", arguments={"tag": wanted}), "push", {"tag": value}) == fault
    assert explain_difference(ExpectedStep(step="push", arguments={"x": 1}), "push", {}) == "push has no argument x"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "write a list of cases"),
        ("name: x", "write a list of cases"),
        ("- name: [", "while parsing"),
        ("- 7", "case 'number 1', the case: "),
        ("- name: x\n  thread: []\n  expect: {step: a}", "case 'x', thread: "),
        ("- name: x\n  thread: [{mesage: hi}]\n  expect: {step: a}", "case 'x', thread.0.mesage: Extra inputs"),
        ("- name: x\n  thread: [{message: hi, step: {tool: a}}]\n  expect: {step: a}", "an entry has one key of"),
        ("- name: x\n  thread: [{message: no}]\n  expect: {step: a}", "so write it in quotes"),
        ("- name: x\n  name: y\n  thread: [{message: hi}]\n  expect: {step: a}", "the key 'name' is twice"),
        ("- &a {name: x, thread: [{message: hi}], expect: {step: a}}\n- *a", "it has an alias"),
        ("- !!python/object/apply:os.system ['touch x']", "could not determine a constructor"),
        ("- {name: x, thread: [{message: hi}], expect: {step: a}}\n" * 2, "two cases have the name 'x'"),
    ],
)
def test_ag3_a_mistake_names_the_file_and_the_case(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadEval, match=r"^The evals in pushes\.yaml cannot be used: ") as refused:
        parse_cases(write_cases(tmp_path, text))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("rejected: today not", "entry 2 of thread: no step of a gated tool is open here"),
        ("result: x", "entry 2 of thread: no tool runs here"),
        ("step: {tool: pull}", "there is no tool 'pull'; there are: look, push"),
        ("step: {tool: push}", "push: tag"),
    ],
)
async def test_ag3_an_entry_that_cannot_follow_is_told(tmp_path: Path, entry: str, says: str) -> None:
    text = f"- name: x\n  thread: [{{message: hi}}, {{{entry}}}]\n  expect: {{step: push}}"
    (case,) = parse_cases(write_cases(tmp_path, text))
    with pytest.raises(BadEval, match=re.escape(says)):
        await run_case(case, make_agent(), ScriptedModel(), None)


def test_ag3_a_cost_needs_both_prices() -> None:
    assert compute_cost(TokenPrices(None, 2.0), []) is None
    assert compute_cost(TokenPrices(1.0, 2.0), []) == 0


async def test_ag3_the_verb_asks_records_and_runs_again_without_a_key(checkout: CopiedCheckout) -> None:
    assert checkout.verb("new-agent", "shopping").returncode == 0
    config = checkout.folder / "countersign.toml"
    table = 'approval.approvers = [{ people = ["sam"] }]\nmodel = { input_price = 2.5, output_price = 10 }\n'
    config.write_text(f'[people.sam]\nname = "Sam"\n[agents.shopping]\n{table.splitlines()[0]}\n')
    offline = checkout.verb("eval", "shopping")
    assert (offline.returncode, offline.stdout.count(" pass ")) == (0, 3), offline.stdout + offline.stderr
    answers: Mapping[str, str] = {"list_entries": '{"limit": 5}', "add_entry": '{"text": "Buy tea"}', "reply": "{}"}
    script = [completion(call(name, arguments)) for name, arguments in answers.items()]
    async with OpenAIWire(*script) as wire:
        more = f'model = {{ base_url = "{wire.base_url}", input_price = 2.5, output_price = 10 }}\n'
        config.write_text(f'[people.sam]\nname = "Sam"\n[agents.shopping]\n{table.splitlines()[0]}\n{more}')
        asked = await asyncio.to_thread(checkout.verb, "eval", "shopping", "--model", "gpt-x", "--record")
    assert asked.returncode == 1
    assert "a rejection ends it: no step: reply" in asked.stdout
    assert "3 evals, 1 failed, 33+21 tokens, cost 0.0003" in asked.stdout
    again = checkout.verb("eval", "shopping")
    assert again.returncode == 1
    assert again.stdout.count("gpt-x (recorded)") == 3
    with (checkout.folder / "agents/shopping/prompt.md").open("a") as file:
        file.write("Be brief.\n")
    changed = checkout.verb("eval", "shopping")
    assert changed.stdout.count("the prompt has changed since the answer was recorded") == 3
    assert not (checkout.folder / "data").exists()


def test_ag3_the_evals_of_deploybot_pass_without_a_key(checkout: CopiedCheckout) -> None:
    config = checkout.folder / "countersign.toml"
    config.write_text(
        '[people.sam]\nname = "Sam"\n[agents.deploybot]\nrepository = "/nowhere"\napproval.approvers = [{ people = ["sam"] }]\n[agents.external]\n'
    )
    ran = checkout.verb("eval", "deploybot")
    assert (ran.returncode, ran.stdout.count(" pass ")) == (0, 10), ran.stdout
    none = checkout.verb("eval", "external")
    assert none.returncode == 2
    assert "There are no evals in" in none.stderr
    assert checkout.verb("eval", "nobody").returncode == 3
    assert "say --model NAME" in checkout.verb("eval", "deploybot", "--record").stderr
