"""Checks of countersign.toml, and those that agents and channels bring along."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.bootstrap import build_platform
from bot.core.access.unresolved_names import find_unknown_names
from bot.core.agent import Agent
from bot.core.doctor_findings import CheckFinding, FindingSeverity
from bot.core.errors import CannotStart, CountersignError
from bot.core.people import PeopleDirectory
from bot.core.policy import CountedVote, describe_approvers, find_verdict
from bot.core.ports import SelfExamining, SelfTesting
from bot.core.threads.shaper_tracking import NO_SHAPERS
from bot.doctor.network_checks import ask_models
from bot.llm.slash_command_model import SlashCommandModel
from bot.settings import EnvironmentSettings, FileConfig, read_config


async def check_configuration(settings: EnvironmentSettings, send_test: bool) -> list[CheckFinding]:
    try:
        config = await asyncio.to_thread(read_config, settings.config)
    except CannotStart as error:
        return [CheckFinding("Configuration", str(error), "fail", f"Correct {settings.config}.")]
    if not settings.config.exists():
        hint = "Write one with `countersign init`, or point COUNTERSIGN_CONFIG to yours. `countersign serve` does not start without."
        return [CheckFinding("Configuration", f"there is no {settings.config}", "warn", hint)]
    if not config.people:
        return [CheckFinding("Configuration", f"{settings.config} names no people", "fail", "Add [people.<id>] to it.")]
    found = CheckFinding("Configuration", f"{settings.config}, {len(config.people)} people")
    return [found, *await _check_platform(settings, config, send_test)]


async def _check_platform(settings: EnvironmentSettings, config: FileConfig, send_test: bool) -> list[CheckFinding]:
    """Build the platform over an empty temporary database, and run the checks of its agents and channels."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            platform = build_platform(
                settings.model_copy(update={"database_url": f"sqlite:///{folder}/empty.db"}), config
            )
        except CountersignError as error:
            return [CheckFinding("Agents and channels", str(error), "fail", f"Correct {settings.config}.")]
        try:
            found = []
            if not platform.agents:
                hint = "Add [agents.<name>] to countersign.toml."
                found.append(CheckFinding("Agents and channels", "no agents", "warn", hint))
            for agent in platform.agents.values():
                text = f"{len(agent.registry)} tools, model {platform.models[agent.name].name}"
                others = [each for each in platform.agents.values() if each is not agent]
                found.append(CheckFinding(f"Agent {agent.name}", text))
                if isinstance(platform.models[agent.name], SlashCommandModel):
                    hint = "Set OPENAI_API_KEY or OPENAI_BASE_URL, or [agents.<name>.model]; see docs/models.md."
                    text = "no model is set, so it takes commands alone, such as /reply message=Hello"
                    found.append(CheckFinding(f"Agent {agent.name}", text, "warn", hint))
                found += _check_gates(agent, platform.directory, others)
            found += [CheckFinding(f"Channel {surface.name}", "configured") for surface in platform.surfaces]
            found += await ask_models(platform)
            for agent in platform.agents.values():
                if agent.examine is not None:
                    found += await agent.examine()
            for surface in platform.surfaces:
                if isinstance(surface, SelfExamining):
                    found += await surface.examine()
            tested = [surface for surface in platform.surfaces if isinstance(surface, SelfTesting)] if send_test else []
            for surface in tested:
                found += await surface.send_test()
            if send_test and not tested:
                hint = "Set up e-mail; see docs/email.md."
                found += [
                    CheckFinding("Test message", "no channel is configured that can write to itself", "warn", hint)
                ]
            return found
        finally:
            await platform.close()


def _check_gates(agent: Agent, directory: PeopleDirectory, others: Sequence[Agent]) -> Iterator[CheckFinding]:
    """Whether countersign.toml has all people and groups of the agent, and whether votes of all people meet each policy.

    A tool that one of the `others` has too is named with its agent.
    """
    for policy, names in groupby(find_unknown_names(agent, directory), key=lambda name: name.policy):
        hint = "Correct the name, or add the person or the group's members to countersign.toml."
        yield CheckFinding(policy, f"nobody is known as {', '.join(map(str, names))}", "fail", hint)
    votes = [CountedVote(person=person, approves=True) for person in directory.people]
    for intent, tool in agent.registry.items():
        if tool.gate is None:
            continue
        whose = f" of {agent.name}" if any(intent in other.registry for other in others) else ""
        what = f"Gate of {intent}{whose}"
        if find_verdict(tool.gate, votes, directory, NO_SHAPERS) == "approved":
            yield CheckFinding(what, describe_approvers(tool.gate))
        else:
            mark: FindingSeverity = "fail" if tool.writes else "warn"
            hint = f"Name approvers, and enough of them, in [agents.{agent.name}.approval]."
            yield CheckFinding(what, f"{describe_approvers(tool.gate)}; so it can never be approved", mark, hint)
