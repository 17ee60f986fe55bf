"""A model of the OpenAI Agents SDK without a network."""

import json
import uuid

from agents import Model, ModelResponse, Usage
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText


class ScriptedModel(Model):
    async def get_response(self, system_instructions, input, *_, **__):
        items = [{"role": "user", "content": input}] if isinstance(input, str) else input
        outputs = [str(each["output"]) for each in items if each.get("type") == "function_call_output"]
        if not outputs:
            wanted = json.loads(items[0]["content"])
            said = [
                ResponseFunctionToolCall(
                    type="function_call", call_id=uuid.uuid4().hex, name=name, arguments=json.dumps(arguments)
                )
                for name, arguments in wanted
            ]
        else:
            text = ResponseOutputText(type="output_text", text=" | ".join(outputs), annotations=[])
            said = [ResponseOutputMessage(id="m", type="message", role="assistant", status="completed", content=[text])]
        return ModelResponse(output=said, usage=Usage(), response_id=None)

    def stream_response(self, *_, **__):
        raise NotImplementedError


model = ScriptedModel()
