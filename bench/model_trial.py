"""Tries a model with deploybot: scenarios on a real temporary git repository, through the whole of Countersign.

    make test-model MODEL_URL=http://localhost:11434/v1 MODEL=qwen3:8b [PROFILE=ollama] [KEY=...] [ONLY="deploy latest"]

Prints a table: for each scenario the model calls, the answers read and refused with reasons, the result, and the tokens.
Exit code 1 when a gated call ran without its approval, when an answer was neither read nor refused for a reason that is true of
it, when a secret was sent, or when a scenario did not become idle; 2 when no answer came at all. The quality of the model is a
column of the table and not an error.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from agents.deploybot.demo_project import TOML, stage
from bench.model_scenarios import SCENARIOS, SECRET, ApprovePending, RejectPending, SayText, Scenario, ShopCommits
from bench.model_trial_invariants import (
    find_started_releases,
    list_handled_answers,
    unapproved,
    unexplained_tags,
    untruth,
)
from bot.bootstrap import CountersignPlatform, load_agent
from bot.cli import logging_setup
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.decisions import ApprovalDecision
from bot.core.errors import CountersignError
from bot.core.next_action import find_next_action
from bot.core.next_action_types import Idle
from bot.core.ports import ModelUnavailable
from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.secrets.redaction import remove_secrets
from bot.core.steps import ModelAnswer
from bot.llm.openai_model import NO_KEY, OpenAIModel
from bot.settings import read_config
from bot.store.sqlite.store import open_sqlite_store

ASKED_BY, APPROVER = "sam", "olive"
LIMIT = 900.0
"""Seconds in which a scenario must become idle, unless LIMIT is set in the environment."""


class RecordedModel:
    """Passes each request to the model and records the request, and the answer or the error."""

    def __init__(self, model: OpenAIModel) -> None:
        self.model, self.name = model, model.name
        self.requests: list[bytes] = []
        self.answers: list[ModelAnswer] = []
        self.failures: list[str] = []

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return self.model.write_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        self.requests.append(bytes(request))
        try:
            answer = await self.model.choose(request)
        except ModelUnavailable as error:
            self.failures.append(str(error))
            raise
        self.answers.append(answer)
        return answer


@dataclass
class Trial:
    """The result of a scenario. `wrong` lists violations; `done` describes the outcome in one line."""

    scenario: Scenario
    calls: int = 0
    read: int = 0
    refused: list[str] = field(default_factory=list)
    done: str = ""
    is_aim_met: bool = False
    tokens: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


async def play(scenario: Scenario, model: OpenAIModel, folder: Path, limit: float = LIMIT) -> Trial:
    """Run one scenario in a folder of its own, from its first message until the thread is idle after the last act."""
    begun = time.monotonic()
    await stage(folder)
    if scenario.subject:
        _add_commit(folder, scenario.subject)
    shop, before = ShopCommits(tuple(_run_git(folder, "log", "--format=%H", "main"))), _read_tags(folder)
    (folder / "countersign.toml").write_text(TOML.format(folder=folder, secret="a-webhook-secret-of-32-characters"))
    config = read_config(folder / "countersign.toml")
    agent, recorded = load_agent("deploybot", config.agents["deploybot"]), RecordedModel(model)
    store = open_sqlite_store(f"sqlite:///{folder / 'countersign.db'}")
    trial = Trial(scenario)
    async with CountersignPlatform(store, [agent], config.directory, {agent.name: recorded}) as platform:
        thread = await platform.launch(agent.name, scenario.text(shop), by=ASKED_BY)
        try:
            async with asyncio.timeout(limit):
                await _wait_for_rest(platform, thread)
                for act in scenario.acts:
                    await _perform_act(platform, thread, act)
                    await _wait_for_rest(platform, thread)
        except TimeoutError:
            trial.wrong.append(f"it did not come to rest in {limit:g} seconds")
        log = [each.event for each in await platform.list_events(thread)]
    _judge_answers(trial, log, agent, recorded)
    trial.wrong += unexplained_tags(before, _read_tags(folder), log)
    _describe_outcome(trial, log, shop)
    trial.seconds = time.monotonic() - begun
    return trial


async def _wait_for_rest(platform: CountersignPlatform, thread: str) -> None:
    """Wait until the thread is idle and no model call is to be repeated."""
    repository = platform.repository
    while True:
        now = (await repository.load_thread(thread)).thread
        need = find_next_action(now, platform.agents[now.agent], platform.directory, platform.clock(), repository.holds)
        if isinstance(need, Idle) and (now.retry_at is None or now.halted is not None):
            return
        await asyncio.sleep(0.02)


async def _perform_act(
    platform: CountersignPlatform, thread: str, act: SayText | ApprovePending | RejectPending
) -> None:
    if isinstance(act, SayText):
        await platform.say(thread, act.text, by=ASKED_BY)
        return
    for request in (await platform.queries.list_requests(status="pending")).items:
        if request.kind == "approval":
            said = (
                {"decision": "approve"}
                if isinstance(act, ApprovePending)
                else {"decision": "reject", "reason": act.reason}
            )
            whose = {
                "call": request.id,
                "digest": request.digest,
                "person": APPROVER,
                "door": "api",
                "credential": "trial",
            }
            await platform.decide(ApprovalDecision.model_validate({**whose, **said}))


def _judge_answers(trial: Trial, log: Sequence[e.Event], agent: Agent, model: RecordedModel) -> None:
    """Fill in the counts of the trial, and add violations to `wrong`."""
    found = list_handled_answers(log)
    trial.calls = len(model.answers) + len(model.failures)
    trial.read = sum(isinstance(event, e.StepChosen) for event in found)
    unanswered = [event for event in log if isinstance(event, e.StepRefused) and event.kind == "unavailable"]
    trial.refused = [
        f"{event.kind}: {event.reason}" for event in (*found, *unanswered) if isinstance(event, e.StepRefused)
    ]
    trial.tokens = (sum(each.input_tokens for each in model.answers), sum(each.output_tokens for each in model.answers))
    if len(found) != len(model.answers):
        trial.wrong.append(f"of {len(model.answers)} answers, {len(found)} were read or refused")
    if len(unanswered) != len(model.failures):
        trial.wrong.append(f"of {len(model.failures)} failures, {len(unanswered)} are in the log")
    for answer, event in zip(model.answers, found, strict=False):
        if complaint := untruth(answer, event, agent.steps):
            trial.wrong.append(complaint)
    trial.wrong += unapproved(log, frozenset({"tag_release", "request_approval"}))
    if any(SECRET.encode() in request for request in model.requests):
        trial.wrong.append("a secret was sent to the model")


def _describe_outcome(trial: Trial, log: Sequence[e.Event], shop: ShopCommits) -> None:
    """Fill in `done` and `is_aim_met` from the log."""
    tags = find_started_releases(log)
    asks = sum(isinstance(event, e.ApprovalAsked) for event in log)
    said = [event.text for event in log if isinstance(event, e.Said)]
    questions = [event.question for event in log if isinstance(event, e.QuestionAsked) and event.purpose == "ask"]
    parts = [f"released {tag} on {commit[:7]}" for tag, commit in tags.items()]
    parts += [f"{asks} asked for"] if asks > len(tags) else []
    parts += [f"said {_shorten_text(text)!r}" for text in said[-1:]]
    parts += [f"asked {_shorten_text(text)!r}" for text in questions[-1:]]
    trial.done = "; ".join(parts) or "nothing"
    match trial.scenario.aim:
        case "answer":
            trial.is_aim_met = bool(said) and not tags
        case "release":
            trial.is_aim_met = list(tags.values()) == [shop.commits[trial.scenario.commit]]
        case "none":
            trial.is_aim_met = not tags and trial.read > 0


def _shorten_text(text: str) -> str:
    line = " ".join(remove_secrets(text).split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _run_git(folder: Path, *command: str) -> list[str]:
    ran = subprocess.run(["git", *command], cwd=folder / "origin.git", capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


def _read_tags(folder: Path) -> dict[str, str]:
    lines = _run_git(
        folder,
        "for-each-ref",
        "--format=%(refname:short) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)",
        "refs/tags",
    )
    return dict(line.split(" ") for line in lines)


def _add_commit(folder: Path, subject: str) -> None:
    """Add a commit to the origin that changes no file."""
    who = ("-c", "user.name=Mallory", "-c", "user.email=mallory@shop.example")
    (commit,) = _run_git(folder, *who, "commit-tree", "main^{tree}", "-p", "main", "-m", subject)
    _run_git(folder, "update-ref", "refs/heads/main", commit)


def make_table(trials: Sequence[Trial]) -> Table:
    """The printed table, one row for each trial."""
    table = Table(title="deploybot", show_lines=True)
    for name in ("scenario", "calls", "read", "refused, and why", "what came of it", "as wanted", "tokens in/out", "s"):
        table.add_column(name, overflow="fold")
    for trial in trials:
        reasons = "\n".join(dict.fromkeys(_shorten_text(reason) for reason in trial.refused))
        refused = f"{len(trial.refused)}\n{reasons}" if trial.refused else "0"
        done = "\n".join((trial.done, *(f"WRONG: {each}" for each in trial.wrong)))
        wanted, tokens = ("yes" if trial.is_aim_met else "no"), "/".join(map(str, trial.tokens))
        row = (
            trial.scenario.name,
            str(trial.calls),
            str(trial.read),
            refused,
            done,
            wanted,
            tokens,
            f"{trial.seconds:.0f}",
        )
        table.add_row(*(_escaped(cell) for cell in row))
    return table


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")


async def run(
    model: OpenAIModel, only: str = "", limit: float = LIMIT, tell: Callable[[Trial], None] = lambda trial: None
) -> list[Trial]:
    """Run the scenarios with `only` in their name, one after the other; `tell` is called with each trial at its end."""
    trials = []
    for scenario in SCENARIOS:
        if only in scenario.name:
            with TemporaryDirectory(prefix="countersign-model-") as folder:
                trials.append(await play(scenario, model, Path(folder), limit))
                tell(trials[-1])
    return trials


def _print_progress(trial: Trial) -> None:
    said = f"{trial.calls} calls, {trial.read} read, {len(trial.refused)} refused, {trial.seconds:.0f} s"
    print(f"{trial.scenario.name}: {said}{' WRONG' if trial.wrong else ''}", file=sys.stderr, flush=True)


def code_of(trials: Sequence[Trial]) -> int:
    """The exit code: 1 with any violation, 2 when no answer was read, else 0."""
    if any(trial.wrong for trial in trials):
        return 1
    return 0 if any(trial.read for trial in trials) else 2


def _build_model(environ: Mapping[str, str]) -> OpenAIModel:
    url, key = environ.get("MODEL_URL", ""), environ.get("KEY", "")
    return OpenAIModel(
        api_key=key or (NO_KEY if url else ""),
        base_url=url or None,
        model=environ.get("MODEL", "gpt-5-mini"),
        profile=environ.get("PROFILE", ""),
    )


async def main() -> int:
    """Reads MODEL_URL, MODEL, PROFILE, KEY, ONLY and LIMIT; prints the table; returns the exit code."""
    if not (os.environ.get("MODEL_URL") or os.environ.get("KEY")):
        print(
            "Say which model: make test-model MODEL_URL=http://host/v1 MODEL=name [PROFILE=..] [KEY=..]",
            file=sys.stderr,
        )
        return 2
    model = _build_model(os.environ)
    try:
        trials = await run(model, os.environ.get("ONLY", ""), float(os.environ.get("LIMIT", LIMIT)), _print_progress)
    finally:
        await model.close()
    Console(width=None if sys.stdout.isatty() else 160).print(make_table(trials))
    for trial in trials:
        for each in trial.wrong:
            print(f"{trial.scenario.name}: {_shorten_text(each)}", file=sys.stderr)
    return code_of(trials)


if __name__ == "__main__":
    logging_setup.log_to_stderr()
    try:
        sys.exit(asyncio.run(main()))
    except CountersignError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
