"""Commits decisions that came by an input of a channel, together with the ids of that input."""

from bot.core.channel_messages import IntakeResult
from bot.core.errors import AlreadySettled, Conflict, Forbidden
from bot.core.inbound_decisions import DecisionUsed, InboundDecision
from bot.core.threads.thread import find_thread_id
from bot.engine.decisions_and_answers import DecisionHandler
from bot.engine.inbound_ids import make_inbound_ids
from bot.engine.intake import MessageIntake
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import SideWrites


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
        if await self._is_repeat(inbound):
            return IntakeResult(thread, True)
        try:
            side_writes = SideWrites(inbound_ids=make_inbound_ids(inbound, thread))
            decided = await self.decisions.decide(inbound.decision, side_writes)
        except AlreadyReceived:
            return IntakeResult(thread, await self._is_repeat(inbound))
        except (Forbidden, Conflict) as refused:
            if not await self._is_repeat(inbound):
                await self.intake.keep_ignored(inbound)
            elif not (isinstance(refused, AlreadySettled) and refused.status == "expired"):
                return IntakeResult(thread, True)  # a copy was faster
            raise  # an expired request keeps the ids with its end: nobody was told yet
        if decided.is_committed:
            return IntakeResult(thread, False)
        # the vote counts already, so nothing was appended: by a copy of this input, or by another way
        return IntakeResult(thread, await self._is_repeat(inbound) or (await self.intake.keep_ignored(inbound)).again)

    async def _is_repeat(self, inbound: InboundDecision) -> bool:
        """Whether this input came before. Raises SameIdOtherBody, and DecisionUsed for another input with its `once`."""
        if (await self.intake.find_repeat(inbound.model_copy(update={"once": ""}))).again:
            return True
        register = self.decisions.repository.store.inbound
        if inbound.once and await register.find_message_id(inbound.channel, inbound.once):
            raise DecisionUsed(inbound.decision.call)
        return False
