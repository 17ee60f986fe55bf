"""The rules of one program: its policies, and the people that it can name. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.core.agent import Agent
from bot.core.people import PeopleDirectory
from bot.core.policy import Policy
from bot.core.submissions.drafts import RequestSender
from bot.core.submissions.program_contacts_webhooks_and_time_limits import ProgramContact


class ProgramRules(NamedTuple):
    """`policies` that list the program's key, by their names; `webhook` is told of its decisions (empty: none)."""

    policies: Mapping[str, Policy]
    contacts: Mapping[str, ProgramContact]
    directory: PeopleDirectory
    webhook: str = ""


def find_program_rules(agent: Agent, sender: RequestSender, directory: PeopleDirectory) -> ProgramRules:
    listed = [name for name, keys in (agent.submitters or {}).items() if sender.key in keys and name in agent.registry]
    policies = {name: agent.registry[name].gate or Policy() for name in listed}
    settings = agent.programs
    return ProgramRules(policies, settings.contacts, directory, settings.webhooks.get(sender.key, ""))
