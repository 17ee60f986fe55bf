"""A chat model of LangChain without a network."""

import json

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult


class ScriptedModel(BaseChatModel):
    @property
    def _llm_type(self):
        return "scripted"

    def bind_tools(self, tools, **_):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **_):
        if messages[-1].type == "human":
            wanted = json.loads(messages[-1].content)
            calls = [{"id": f"call-{n}", "name": name, "args": args} for n, (name, args) in enumerate(wanted)]
            said = AIMessage("", tool_calls=calls)
        else:
            said = AIMessage(" | ".join(each.content for each in messages if each.type == "tool"))
        return ChatResult(generations=[ChatGeneration(message=said)])


model = ScriptedModel()
