"""Runs the unchanged `humanlayer` package, in an environment of its own, as the test asks: `CASE PARAMETERS` a line, JSON back.

Wherever the package would sleep, it says so and waits for a line: then the test has changed the world.
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
    HumanContactStatus,
    HumanLayer,
    ResponseOption,
    SlackContactChannel,
)
from humanlayer.core.models_agent_webhook import (
    V1Beta2EmailEventReceived,
    V1Beta2FunctionCallCompleted,
    V1Beta2HumanContactCompleted,
    V1Beta2SlackEventReceived,
)
from standardwebhooks import Webhook

OPTIONS = [
    ResponseOption(name="later", title="Not today", prompt_fill="Ask me tomorrow."),
    ResponseOption(name="never", title="Never", prompt_fill="Do not ask again."),
]


def say(**found):
    print(json.dumps(found), flush=True)


def pause(seconds):
    say(sleep=seconds)
    sys.stdin.readline()


async def async_pause(seconds):
    pause(seconds)


def connect(given, **more):
    return HumanLayer(api_key=given["key"], api_base_url=given["url"], sleep=pause, **more)


def email(address, **more):
    return ContactChannel(email=EmailContactChannel(address=address, **more))


def require_approval(given):
    hl, ran = connect(given, verbose=False), []

    @hl.require_approval()
    def send_email(to: str, subject: str, body: str) -> str:
        """Send an email to the customer"""
        ran.append(to)
        return f"sent to {to}"

    return {"result": send_email(to="ada@example.com", subject="Welcome", body="Hello\nAda"), "ran": ran}


def positional(given):
    hl = connect(given)

    @hl.require_approval()
    def pay(amount):
        return f"paid {amount}"

    return {"result": pay(3)}


def approval_in_channel(given):
    hl = connect(given, agent_name="Billing Bot", contact_channel=email(given["to"], context_about_user="the manager"))

    @hl.require_approval(reject_options=OPTIONS)
    def refund(customer: str, amount: int) -> str:
        return "refunded"

    return {"result": refund(customer="ada", amount=240), "run_id": hl.run_id}


def human_as_tool(given):
    ask = connect(given).human_as_tool(email(given["to"]) if "to" in given else None)
    words = {"subject": "The draft"} if "to" in given else {}
    return {"name": ask.__name__, "result": ask(message="Is the draft good?", **words)}


def human_with_options(given):
    ask = connect(given).human_as_tool(response_options=OPTIONS)
    return {"result": ask("When shall I ask?")}


def slack_people(given):
    channel = SlackContactChannel(
        channel_or_user_id="C0123",
        context_about_channel_or_user="the release channel",
        allowed_responder_ids=given["allowed"],
    )
    hl = connect(given, contact_channel=ContactChannel(slack=channel))

    @hl.require_approval()
    def release(version: str) -> str:
        return "released"

    return {"result": release(version="1.2")}


def create_and_get(given):
    hl = connect(given, run_id="run-7")
    spec = FunctionCallSpec(
        fn="add", kwargs={"x": 1, "y": 2.5}, state={"thread": [1, {"a": None}]}, reject_options=OPTIONS
    )
    made = hl.create_function_call(spec, call_id=given["call_id"])
    pause(0)
    read = hl.get_function_call(made.call_id)
    return {"made": made.model_dump(mode="json"), "read": read.model_dump(mode="json")}


def persist(given):
    """A call under an id of its own, sent and read again after each error."""
    hl, errors = connect(given), []

    def repeat(act):
        while True:
            try:
                return act()
            except Exception as error:
                errors.append(type(error).__name__)
                pause(1)

    spec = FunctionCallSpec(fn="add", kwargs={"x": 1})
    call = repeat(lambda: hl.create_function_call(spec, call_id="call-own"))
    while call.status is None or call.status.approved is None:
        pause(3)
        call = repeat(lambda: hl.get_function_call("call-own"))
    return {"approved": call.status.approved, "errors": len(errors)}


def fetch(given):
    hl = connect(given)
    done = hl.fetch_approval(FunctionCallSpec(fn="add", kwargs={"x": 9}, reject_options=OPTIONS))
    said = hl.fetch_human_response(HumanContactSpec(msg="Which?", subject="Colours", response_options=OPTIONS))
    status = done.call.status
    return {
        "approved": status.approved,
        "comment": status.comment,
        "option": status.reject_option_name,
        "response": said.as_completed(),
        "response_option": said.contact.status.response_option_name,
    }


def respond(given):
    hl = connect(given)
    if given["kind"] == "call":
        status = FunctionCallStatus(**given["status"])
        return {"status": hl.respond_to_function_call(given["call_id"], status).status.model_dump(mode="json")}
    status = HumanContactStatus(**given["status"])
    return {"status": hl.respond_to_human_contact(given["call_id"], status).status.model_dump(mode="json")}


def escalate(given):
    hl = connect(given)
    call = hl.create_function_call(FunctionCallSpec(fn="refund", kwargs={"n": 1}, channel=email(given["first"])))
    more = [EmailRecipient(address=given["second"], field="to")]
    added = hl.escalate_email_function_call(
        call.call_id, Escalation(escalation_msg="It has been too long.", additional_recipients=more)
    )
    asked = hl.create_human_contact(HumanContactSpec(msg="Really?", channel=email(given["first"])))
    moved = hl.escalate_email_human_contact(
        asked.call_id, Escalation(escalation_msg="Nobody answered.", channel=email(given["second"]))
    )
    return {"call": added.call_id, "contact": moved.call_id, "approved": added.status.approved}


def read_webhook(given):
    body = given["body"]
    Webhook(given["secret"]).verify(body, given["headers"])
    kinds = {
        "function_call": V1Beta2FunctionCallCompleted,
        "human_contact": V1Beta2HumanContactCompleted,
        "agent_email": V1Beta2EmailEventReceived,
        "agent_slack": V1Beta2SlackEventReceived,
    }
    return kinds[json.loads(body)["type"].partition(".")[0]].model_validate_json(body).model_dump(mode="json")


def use_async(given):
    async def run():
        hl = AsyncHumanLayer(api_key=given["key"], api_base_url=given["url"], sleep=async_pause)

        @hl.require_approval()
        async def multiply(x: int, y: int) -> int:
            return x * y

        ask = hl.human_as_tool()
        return {"result": await multiply(x=6, y=7), "answer": await ask(message="Is 42 right?")}

    return asyncio.run(run())


for line in sys.stdin:
    case, _, parameters = line.partition(" ")
    try:
        say(done=globals()[case](json.loads(parameters)))
    except Exception as error:
        say(failed=f"{type(error).__name__}: {error}")
