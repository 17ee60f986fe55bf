"""Commits decisions that came by an input of a channel, together with the ids of that input."""

import sqlite3

from bot.core.channel_messages import IntakeResult
from bot.core.errors import Conflict, Forbidden
from bot.core.inbound_decisions import DecisionUsed, InboundDecision
from bot.core.threads.thread import find_thread_id
from bot.core.values import to_micros
from bot.engine.decisions import DecisionHandler
from bot.engine.intake import MessageIntake
from bot.engine.repository.side_writes import SideWrites
from bot.store import deduplication


class InboundDecisionHandler:
    """Takes each inbound decision once. A refusal uses the ids up as well: a copy that is sent again when the reason for
    the refusal is gone decides nothing, because its person was told that it did not count.
    """

    def __init__(self, decisions: DecisionHandler, intake: MessageIntake) -> None:
        self.decisions, self.intake = decisions, intake

    async def take_decision(self, inbound: InboundDecision) -> IntakeResult:
        """Commit the decision and the ids in one transaction. A copy of the same input is `again` and changes nothing.

        Raises the errors of `DecisionHandler.decide`, SameIdOtherBody, DecisionUsed, Unavailable.
        """
        thread = find_thread_id(inbound.decision.call)
        if self._is_repeat(inbound):
            return IntakeResult(thread, True)
        at, is_kept = to_micros(inbound.at), False

        def keep_ids(connection: sqlite3.Connection) -> None:
            nonlocal is_kept
            for id in filter(None, (inbound.id, inbound.once)):
                deduplication.add_message_id(connection, inbound.channel, id, inbound.body, thread, at)
            is_kept = True

        try:
            await self.decisions.decide(inbound.decision, SideWrites(unit=keep_ids))
        except deduplication.AlreadyReceived:
            return IntakeResult(thread, self._is_repeat(inbound))
        except (Forbidden, Conflict):
            if self._is_repeat(inbound):  # a copy was faster
                return IntakeResult(thread, True)
            await self.intake.keep_ignored(inbound)
            raise
        if is_kept:
            return IntakeResult(thread, False)
        # the vote counts already, so nothing was appended: by a copy of this input, or by another way
        return IntakeResult(thread, self._is_repeat(inbound) or (await self.intake.keep_ignored(inbound)).again)

    def _is_repeat(self, inbound: InboundDecision) -> bool:
        """Whether this input came before. Raises SameIdOtherBody, and DecisionUsed for another input with its `once`."""
        if self.intake.find_repeat(inbound.model_copy(update={"once": ""})).again:
            return True
        reading = self.decisions.repository.database.reading
        if inbound.once and deduplication.find_message_id(reading, inbound.channel, inbound.once):
            raise DecisionUsed(inbound.decision.call)
        return False
