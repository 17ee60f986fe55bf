"""Calls of `OpenAIModel` to a scripted server on the loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.steps import COMMON_STEPS, ModelAnswer, read_step, write_tools_json
from bot.llm.openai_model import OpenAIModel
from tests.doubles import openai_wire as wire
from tests.doubles.openai_wire import OpenAIWire, call

KEY = "sk-test-1234567890abcdef"
STEPS = {step.intent: step for step in COMMON_STEPS}
PROMPT = ModelPrompt(
    model="gpt-test", system="Sei freundlich.", user="Grüße 🚀", tools=write_tools_json(STEPS), max_tokens=500
)
HELLO = call("reply", '{"message":"Hello.","go_on":false}')


@asynccontextmanager
async def talking(*script: wire.Scripted, **settings: Any) -> AsyncIterator[tuple[OpenAIModel, OpenAIWire]]:
    async with OpenAIWire(*script) as server:
        model = OpenAIModel(
            **{"api_key": KEY, "base_url": server.base_url, "model": "gpt-test", "profile": "compatible", **settings}
        )
        try:
            yield model, server
        finally:
            await model.close()


async def ask(*script: wire.Scripted, **settings: Any) -> ModelAnswer:
    async with talking(*script, **settings) as (model, _):
        return await model.choose(model.write_request(PROMPT))


def step(chosen: ModelAnswer) -> object:
    return read_step(chosen, STEPS)
