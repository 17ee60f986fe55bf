"""A platform whose agent asks a model endpoint on the loopback, and the model alone."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.steps import COMMON_STEPS, ModelAnswer, Step, write_tools_json
from bot.llm.openai_model import OpenAIModel
from tests.doubles.openai_wire import OpenAIWire, Scripted, call, completion
from tests.platform_fixture import LookStep, PlatformFixture, PushStep

KEY = "sk-proj-Zq8Rt5Wn2Lk7Vx4Bm9Cd1Fg6"
SHOWN: tuple[type[Step], ...] = (LookStep, PushStep, *COMMON_STEPS)
STEPS = {step.intent: step for step in SHOWN}
PROMPT = ModelPrompt(model="gpt-test", system="You push.", user="push v1", tools=write_tools_json(STEPS), max_tokens=0)
HELLO = call("reply", '{"message":"Hello.","go_on":false}')
DONE = completion(call("done", '{"message":"That is all."}'))


@asynccontextmanager
async def asking(
    *script: Scripted, profile: str = "compatible", **given: Any
) -> AsyncIterator[tuple[OpenAIModel, OpenAIWire]]:
    """The model, and the server that it asks."""
    async with OpenAIWire(*script) as server:
        model = OpenAIModel(
            **{"api_key": KEY, "base_url": server.base_url, "model": "gpt-test", "profile": profile, **given}
        )
        try:
            yield model, server
        finally:
            await model.close()


async def answer_to(*script: Scripted, **given: Any) -> ModelAnswer:
    async with asking(*script, **given) as (model, _):
        return await model.choose(model.write_request(PROMPT))


def sent_bodies(server: OpenAIWire) -> list[dict[str, Any]]:
    return [json.loads(received.body) for received in server.received]


@asynccontextmanager
async def platform_asking(
    folder: Path, *script: Scripted, profile: str = "compatible", **given: Any
) -> AsyncIterator[tuple[PlatformFixture, OpenAIWire]]:
    """A platform whose agent `pusher` asks this server. The platform closes the model."""
    agent = given.pop("agent", {})
    async with OpenAIWire(*script) as server:
        model = OpenAIModel(
            **{"api_key": KEY, "base_url": server.base_url, "model": "gpt-test", "profile": profile, **given}
        )
        async with PlatformFixture(folder, agent=agent) as platform:
            platform.app.models["pusher"] = model
            yield platform, server
