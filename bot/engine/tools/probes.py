"""Asks the probe of a tool about the effect of a call."""

import asyncio

from pydantic import ValidationError

from bot.core.agent import EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult, Tool, ToolContext
from bot.core.secrets.secret_reference import RevealedSecrets, SecretStore
from bot.core.steps import Step
from bot.core.threads.thread import ToolCall
from bot.engine.tools.result_text import describe_failure, limit_result
from bot.engine.tools.target_checks import find_move


async def ask_probe(tool: Tool[Step], call: ToolCall, thread: str, secrets: SecretStore) -> ProbeResult:
    """The result of the tool's probe for this call, as text that the log can keep. `OutcomeUnsure` without a probe or
    after its failure.
    """
    if tool.probe is None:
        return OutcomeUnsure("This tool has no way to look by itself.")
    at = ToolContext(thread, call.id, call.attempt, revealed=RevealedSecrets(secrets))
    hide = at.revealed.hide
    try:
        if moved := await find_move(tool, call):
            return OutcomeUnsure(moved)
        async with asyncio.timeout(tool.timeout.total_seconds()):
            match await tool.probe(read_call_step(tool, call), at):
                case EffectHappened(result):
                    return EffectHappened(limit_result(result, hide))
                case EffectDidNotHappen(detail, is_final):
                    return EffectDidNotHappen(limit_result(detail, hide), is_final)
                case OutcomeUnsure(facts):
                    return OutcomeUnsure(limit_result(facts, hide))
    except Exception as error:  # noqa: BLE001  a probe is foreign code; its errors prove nothing about the effect
        return OutcomeUnsure(f"It could not be looked up: {describe_failure(error, hide)}.")


def read_call_step(tool: Tool[Step], call: ToolCall) -> Step:
    """The step in the stored bytes of the call, which were shown and hashed."""
    return tool.step.model_validate_json(call.arguments, strict=True)


def is_fitting(tool: Tool[Step], call: ToolCall) -> bool:
    """Whether the current tool still takes the stored arguments."""
    try:
        read_call_step(tool, call)
    except ValidationError:
        return False
    return True
