"""A web application that asks through the unchanged `humanlayer` package and hears of decisions by webhook, with FastAPI or Flask:
`web_programs.py fastapi|flask PORT`. `/purchase?quantity=3` sends a call and returns at once; the webhook, once its signature is
verified, reads the call and buys. `/bought` lists what was bought or refused.
"""

import os
import sys

from humanlayer import AsyncHumanLayer, FunctionCallSpec, HumanLayer
from humanlayer.core.models_agent_webhook import V1Beta2FunctionCallCompleted
from standardwebhooks import Webhook

SECRET = os.environ["WEBHOOK_SECRET"]
BOUGHT = []


def make_spec(quantity):
    return FunctionCallSpec(fn="purchase", kwargs={"quantity": quantity}, state={"order": quantity})


def read_event(body, headers):
    Webhook(SECRET).verify(body, dict(headers))
    return V1Beta2FunctionCallCompleted.model_validate_json(body).event


def note(call):
    """The decision as `GET` says it: reading it is what uses the approval up."""
    done = "bought" if call.status.approved else f"refused: {call.status.comment}"
    BOUGHT.append([call.spec.state["order"], call.spec.kwargs["quantity"], done])


def make_fastapi():
    from fastapi import FastAPI, Request

    app, hl = FastAPI(), AsyncHumanLayer()

    @app.post("/purchase")
    async def purchase(quantity: int):
        return {"call_id": (await hl.create_function_call(make_spec(quantity))).call_id}

    @app.post("/webhook/inbound")
    async def inbound(request: Request):
        event = read_event(await request.body(), request.headers)
        note(await hl.get_function_call(event.call_id))
        return {"status": "ok"}

    @app.get("/bought")
    async def bought():
        return BOUGHT

    return app


def make_flask():
    from flask import Flask, request

    app, hl = Flask(__name__), HumanLayer()

    @app.post("/purchase")
    def purchase():
        return {"call_id": hl.create_function_call(make_spec(int(request.args["quantity"]))).call_id}

    @app.post("/webhook/inbound")
    def inbound():
        event = read_event(request.get_data(), request.headers)
        note(hl.get_function_call(event.call_id))
        return {"status": "ok"}

    @app.get("/bought")
    def bought():
        return BOUGHT

    return app


if __name__ == "__main__":
    kind, port = sys.argv[1], int(sys.argv[2])
    if kind == "fastapi":
        import uvicorn

        uvicorn.run(make_fastapi(), host="127.0.0.1", port=port, log_level="error")
    else:
        make_flask().run(host="127.0.0.1", port=port)
