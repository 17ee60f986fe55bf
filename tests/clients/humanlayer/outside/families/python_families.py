"""Agents with the real frameworks and the unchanged `humanlayer` package, a function for each way to use them; run as
`python_cases.py` is. The model that they ask is the one at `model_url`, which calls the tools that the user names as JSON.
"""

import asyncio
import json
import sys

from humanlayer import (
    AsyncHumanLayer,
    ContactChannel,
    EmailContactChannel,
    EmailRecipient,
    Escalation,
    FunctionCallSpec,
    FunctionCallStatus,
    HumanContactSpec,
    HumanLayer,
    ResponseOption,
    SlackContactChannel,
)
from humanlayer.core.models_agent_webhook import EmailPayload

REFUND = {"customer": "ada", "amount": 240}
RAN = []
ANSWERS, sys.stdout = sys.stdout, sys.stderr  # frameworks write their logs to stdout


def say(**found):
    print(json.dumps(found), file=ANSWERS, flush=True)


def pause(seconds):
    say(sleep=seconds)
    sys.stdin.readline()


async def async_pause(seconds):
    pause(seconds)


def connect(given, kind=HumanLayer, **more):
    sleep = pause if kind is HumanLayer else async_pause
    return kind(api_key=given["key"], api_base_url=given["url"], sleep=sleep, agent_name="shop", **more)


def make_refund(given, **more):
    """The tool of most families: a function whose every call waits for a person."""

    @connect(given, **more).require_approval()
    def refund(customer: str, amount: int) -> str:
        """Refund a customer."""
        RAN.append([customer, amount])
        return f"refunded {amount} to {customer}"

    return refund


def prompt(*calls):
    return json.dumps(calls)


def describe(name, **fields):
    properties = {field: {"type": kind} for field, kind in fields.items()}
    schema = {"type": "object", "properties": properties, "required": list(fields)}
    return {"type": "function", "function": {"name": name, "description": name, "parameters": schema}}


TOOLS = [describe("refund", customer="string", amount="integer"), describe("contact_human", message="string")]


def run_loop(given, functions, *calls):
    """A loop of one's own over chat completions."""
    from openai import OpenAI

    client = OpenAI(base_url=given["model_url"], api_key="sk-none")
    messages = [{"role": "user", "content": prompt(*calls)}]
    while True:
        said = client.chat.completions.create(model="m", messages=messages, tools=TOOLS).choices[0].message
        messages.append(said)
        if not said.tool_calls:
            return said.content
        for each in said.tool_calls:
            result = functions[each.function.name](each.id, **json.loads(each.function.arguments))
            messages.append({"role": "tool", "tool_call_id": each.id, "content": str(result)})


def openai_loop(given):
    refund, ask = make_refund(given), connect(given).human_as_tool()
    functions = {"refund": lambda _, **own: refund(**own), "contact_human": lambda _, **own: ask(**own)}
    return run_loop(given, functions, ["refund", REFUND], ["contact_human", {"message": "Was she told?"}])


def openai_call_ids(given):
    """The id of the model's tool call is the id of the call, and the program reads the decision itself."""
    hl = connect(given)

    def refund(id, **own):
        call = hl.create_function_call(FunctionCallSpec(fn="refund", kwargs=own), call_id=id)
        while call.status is None or call.status.approved is None:
            pause(5)
            call = hl.get_function_call(call_id=id)
        return f"approved {call.call_id}" if call.status.approved else f"refused: {call.status.comment}"

    return run_loop(given, {"refund": refund}, ["refund", REFUND])


def openai_agent_side(given):
    """A second program decides, with the operator key of a person."""
    hl, olive = connect(given), HumanLayer(api_key=given["operator"], api_base_url=given["url"])

    def refund(id, **own):
        hl.create_function_call(FunctionCallSpec(fn="refund", kwargs=own), call_id=id)
        olive.respond_to_function_call(id, FunctionCallStatus(approved=False, comment="Too much."))
        return hl.get_function_call(id).status.comment

    return run_loop(given, {"refund": refund}, ["refund", REFUND])


def langchain_tool(given):
    from langchain.agents import create_agent
    from langchain_core.tools import StructuredTool
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="m", base_url=given["model_url"], api_key="sk-none")
    agent = create_agent(model, [StructuredTool.from_function(make_refund(given))])
    said = agent.invoke({"messages": [("user", prompt(["refund", REFUND]))]})
    return said["messages"][-1].content


def langchain_composite(given):
    """To ask the manager is itself a call that an assistant approves."""
    from langchain_core.tools import StructuredTool

    hl = connect(given)
    manager = ContactChannel(
        slack=SlackContactChannel(channel_or_user_id="", context_about_channel_or_user="the manager")
    )
    tool = StructuredTool.from_function(hl.require_approval().wrap(hl.human_as_tool(manager)))
    return {"name": tool.name, "fields": list(tool.args), "said": tool.invoke({"message": "May I refund her?"})}


def langgraph_node(given):
    """A node of a graph waits, and the option that a person chose is the way that the graph goes on."""
    from typing import TypedDict

    from langgraph.graph import END, START, StateGraph

    class State(TypedDict, total=False):
        way: str
        result: str

    options = [
        ResponseOption(name="quick", title="Answer at once", prompt_fill="Answer at once."),
        ResponseOption(name="expert", title="Ask an expert", prompt_fill="Ask an expert."),
    ]

    def review(_):
        spec = FunctionCallSpec(fn="research", kwargs={"query": "tax"}, reject_options=options)
        status = connect(given).fetch_approval(spec).call.status
        return {"way": "deep" if status.approved else status.reject_option_name}

    graph = StateGraph(State)
    graph.add_node("review", review)
    graph.add_edge(START, "review")
    graph.add_conditional_edges("review", lambda state: state["way"], ["deep", "quick", "expert"])
    for way in ("deep", "quick", "expert"):
        graph.add_node(way, lambda _, way=way: {"result": f"researched {way}"})
        graph.add_edge(way, END)
    return graph.compile().invoke({})["result"]


def pydantic_ai_tool(given):
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    model = OpenAIChatModel("m", provider=OpenAIProvider(base_url=given["model_url"], api_key="sk-none"))
    return Agent(model, tools=[make_refund(given)]).run_sync(prompt(["refund", REFUND])).output


def griptape_tool(given):
    from griptape.artifacts import TextArtifact
    from griptape.drivers.prompt.openai import OpenAiChatPromptDriver
    from griptape.structures import Agent
    from griptape.tools import BaseTool
    from griptape.utils.decorators import activity
    from schema import Schema

    hl = connect(given, griptape_munging=True)

    class Payments(BaseTool):
        @activity(config={"description": "Refund a customer.", "schema": Schema({"customer": str, "amount": int})})
        @hl.require_approval()
        def refund(self, params: dict) -> TextArtifact:
            values = params["values"]
            RAN.append([values["customer"], values["amount"]])
            return TextArtifact(f"refunded {values['amount']} to {values['customer']}")

    driver = OpenAiChatPromptDriver(model="gpt-4o", base_url=given["model_url"], api_key="sk-none", stream=False)
    agent = Agent(tools=[Payments()], prompt_driver=driver)
    return str(agent.run(prompt(["Payments_refund", REFUND])).output.value)


def async_chat(given):
    """Two steps of a chat at the same moment, each with its own wait."""
    from openai import AsyncOpenAI

    async def run():
        hl = connect(given, AsyncHumanLayer)

        async def refund(customer, amount):
            spec = FunctionCallSpec(fn="refund", kwargs={"customer": customer, "amount": amount})
            call = await hl.create_function_call(spec)
            while call.status is None or call.status.approved is None:
                await async_pause(3)
                call = await hl.get_function_call(call.call_id)
            return "paid" if call.status.approved else call.status.comment

        client = AsyncOpenAI(base_url=given["model_url"], api_key="sk-none")
        messages = [{"role": "user", "content": prompt(["refund", REFUND], ["refund", {**REFUND, "amount": 9}])}]
        said = (await client.chat.completions.create(model="m", messages=messages, tools=TOOLS)).choices[0].message
        calls = [json.loads(each.function.arguments) for each in said.tool_calls]
        return await asyncio.gather(*(refund(**each) for each in calls))

    return asyncio.run(run())


def email_thread(given):
    """An agent that was written to by mail asks in that thread, and its state comes back with the answer."""
    mail = EmailPayload(
        from_address=given["to"],
        to_address="shop@example.com",
        subject="Campaign",
        body="Please publish.",
        message_id="<m1@example.com>",
        raw_email="",
    )
    channel = ContactChannel(
        email=EmailContactChannel.in_reply_to(mail.from_address, mail.subject, mail.message_id, "the marketer")
    )
    hl, state = connect(given, contact_channel=channel), {"events": [mail.model_dump(mode="json")]}
    spec = HumanContactSpec(msg="The draft is ready. Shall I publish it?", state=state)
    found = hl.fetch_human_response(spec).contact
    kept = found.spec.channel.email
    return {
        "name": hl.human_as_tool().__name__,
        "answer": found.status.response,
        "state": found.spec.state == state,
        "thread": [kept.subject, kept.in_reply_to_message_id, kept.experimental_references_message_id],
    }


def slack_thread(given):
    """The second call names the thread of the first one."""

    def ask(fn, **more):
        channel = SlackContactChannel(
            channel_or_user_id="C0123",
            context_about_channel_or_user="the release channel",
            experimental_slack_blocks=True,
            **more,
        )
        return make_spec(fn, channel)

    def make_spec(fn, channel):
        return FunctionCallSpec(fn=fn, kwargs={"text": fn}, channel=ContactChannel(slack=channel))

    hl = connect(given)
    first = hl.fetch_approval(ask("begin")).call
    second = hl.fetch_approval(ask("go_on", thread_ts="1741484452.358769")).call
    return {
        "approved": [first.status.approved, second.status.approved],
        "thread": second.spec.channel.slack.thread_ts,
        "blocks": second.spec.channel.slack.experimental_slack_blocks,
    }


def email_escalation(given):
    """Nobody answers, so that more people are asked, one after the other; the first call is the one that they decide."""

    def email(address, **more):
        return ContactChannel(email=EmailContactChannel(address=address, **more))

    hl = connect(given)
    call = hl.create_function_call(FunctionCallSpec(fn="refund", kwargs=REFUND, channel=email(given["first"])))
    added = [EmailRecipient(address=given["second"], field="to")]
    hl.escalate_email_function_call(
        call.call_id, Escalation(escalation_msg="It has been too long.", additional_recipients=added)
    )
    last = email(given["third"], experimental_subject_line="The second escalation")
    hl.escalate_email_function_call(call.call_id, Escalation(escalation_msg="Still no answer.", channel=last))
    while call.status is None or call.status.approved is None:
        pause(3)
        call = hl.get_function_call(call.call_id)
    return call.status.approved


for line in sys.stdin:
    case, _, parameters = line.partition(" ")
    RAN.clear()
    try:
        say(done=globals()[case](json.loads(parameters)), ran=RAN)
    except Exception as error:
        say(failed=f"{type(error).__name__}: {error}", ran=RAN)
