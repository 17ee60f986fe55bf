"""The conditions of the writes of one of several processes: its turn's lease, and that it knows the newest rules, holds and keys."""

import asyncio
import hashlib
import json
from collections.abc import Iterable, Mapping

import structlog

from bot.core.agent import Agent
from bot.core.errors import Unavailable
from bot.core.holds import Hold, count_changes
from bot.core.people import ApproverClause, PeopleDirectory
from bot.engine.current_claim import CURRENT_CLAIM
from bot.engine.repository.thread_jobs import TURN
from bot.store.peer_port import PeerLink
from bot.store.thread_append import PeerFence

log_line = structlog.get_logger()

AGAIN = 1.0
"""Seconds between two tries to tell others of new rules."""


class PeerFences:
    """Makes the fences of this process. Where it owns the database (`peers` is None) there are none."""

    def __init__(self, peers: PeerLink | None) -> None:
        self._peers = peers
        self._rules = ""
        self._announcing: asyncio.Task[None] | None = None

    def make_fence(self, thread: str, directory: PeopleDirectory, holds: Iterable[Hold]) -> PeerFence | None:
        """The conditions of a write to this thread by the current task."""
        if self._peers is None:
            return None
        claim = CURRENT_CLAIM.get()
        is_turn = claim is not None and (claim.kind, claim.key) == (TURN, thread)
        return PeerFence(claim if is_turn else None, len(directory.revoked), self._rules, count_changes(holds))

    async def announce_rules(self, directory: PeopleDirectory, agents: Mapping[str, Agent]) -> None:
        """From now on calls are started by these rules alone. Without the database, others are told as soon as it answers."""
        if self._peers is None:
            return
        self._rules = compute_rules_version(directory, agents)
        self.stop()
        try:
            await self._peers.announce_rules(self._rules)
        except Unavailable as error:
            log_line.warning("other processes are told of new rules later", error=str(error))
            self._announcing = asyncio.get_running_loop().create_task(self._announce_later(self._peers))

    def stop(self) -> None:
        if self._announcing is not None:
            self._announcing.cancel()

    async def _announce_later(self, peers: PeerLink) -> None:
        while True:
            await asyncio.sleep(AGAIN)
            try:
                return await peers.announce_rules(self._rules)
            except Unavailable:
                continue


def compute_rules_version(directory: PeopleDirectory, agents: Mapping[str, Agent]) -> str:
    """A hash over the people, and over each agent's owners, rights, tools and policies."""
    people = {id: person.model_dump(mode="json") for id, person in directory.people.items()}
    found = {
        name: {
            "owners": agent.owners.model_dump(mode="json"),
            "access": agent.access.model_dump(mode="json"),
            **({"may_ask": agent.may_ask.model_dump(mode="json")} if agent.may_ask != ApproverClause() else {}),
            **({"delegates": sorted(agent.delegates)} if agent.delegates else {}),
            "tools": {
                intent: [tool.signature, tool.gate.version if tool.gate is not None else ""]
                for intent, tool in agent.registry.items()
            },
        }
        for name, agent in agents.items()
    }
    return hashlib.sha256(json.dumps([people, found], sort_keys=True).encode()).hexdigest()
