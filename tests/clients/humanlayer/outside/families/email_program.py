"""A web application in the shape of HumanLayer's example fastapi-email, with the unchanged package: `email_program.py PORT`.

A mail comes to `/webhook/new-email-thread` as the bare `EmailPayload` of that example. Without the word "campaign" in the newest
words its writer is asked by mail; then they approve the campaign by mail, and it is published. `/published` lists what was.
"""

import sys

import uvicorn
from fastapi import BackgroundTasks, FastAPI
from humanlayer import AsyncHumanLayer, FunctionCallSpec
from humanlayer.core.models import ContactChannel, EmailContactChannel, HumanContactSpec
from humanlayer.core.models_agent_webhook import EmailPayload

app = FastAPI()
PUBLISHED = []


async def handle(mail: EmailPayload) -> None:
    channel = EmailContactChannel.in_reply_to(
        from_address=mail.from_address, message_id=mail.message_id, subject=mail.subject
    )
    hl = AsyncHumanLayer(run_id=mail.message_id, contact_channel=ContactChannel(email=channel))
    words = mail.body
    while "campaign" not in words.lower():
        asked = await hl.fetch_human_response(spec=HumanContactSpec(msg="Which campaign shall I draft?"))
        words = asked.as_completed()
    kwargs = {"inbound_request": mail.body, "campaign": words}
    decided = (await hl.fetch_approval(spec=FunctionCallSpec(fn="publish_campaign", kwargs=kwargs))).as_completed()
    PUBLISHED.append([mail.subject, words, "published" if decided.approved else decided.comment])


@app.post("/webhook/new-email-thread")
async def receive(mail: EmailPayload, tasks: BackgroundTasks):
    tasks.add_task(handle, mail)
    return {"status": "ok"}


@app.get("/published")
async def published():
    return PUBLISHED


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
