"""The callback that tells a program the decision of its request, and the secret by which it verifies us. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from bot.core.base_types import JSON, UtcMoment
from bot.core.events.submissions import read_metadata
from bot.core.humanlayer.call_answers import write_envelope
from bot.core.request_views import Request

PURPOSE = b"callbacks"
"""The purpose of the server's keys from which the secrets of callbacks are derived."""
DECIDED = "request.decided"


def derive_secrets(keys: Sequence[bytes], key: str) -> tuple[str, ...]:
    """Return the secrets (Standard Webhooks, `whsec_…`) of the callbacks to the program with this API key (its id): one
    for each key of the server, the present one first.
    """
    made = (hmac.digest(each, f"callback {key}".encode(), hashlib.sha256) for each in keys)
    return tuple(f"whsec_{base64.b64encode(each).decode()}" for each in made)


def make_callback_id(request: Request) -> str:
    """Return the webhook-id of this decision: the same at each try. Another decision of the request has another one."""
    seq = request.card.outcome.seq if request.card.outcome else 0
    return f"msg_{hashlib.sha256(f'{request.id} {seq}'.encode()).hexdigest()[:32]}"


def make_callback_body(request: Request) -> dict[str, JSON]:
    """Return the body of a callback: the decided request as its program reads it, with the arguments that were approved; in
    the shapes of the API by which it asked."""
    if request.terms.dialect == "humanlayer":
        return write_envelope(request)
    submitted, at = request.submitted, request.decided_at
    life = request.policy.shelf_life if request.policy and request.status == "approved" else None
    return {
        "type": DECIDED,
        "timestamp": _write_time(at) if at else None,
        "data": {
            "id": request.id,
            "thread_id": request.thread_id,
            "kind": request.kind,
            "status": request.status,
            "policy": submitted.intent if submitted else "",
            "arguments": request.arguments if request.kind == "approval" else None,
            "digest": request.digest,
            "decided_by": request.decided_by,
            "reason": request.reason,
            "usable_until": _write_time(at + life) if at and life else None,
            "metadata": read_metadata(submitted.submission) if submitted else None,
        },
    }


ANSWERED = "thread.answered"


def name_source(source: str) -> str:
    """Return the name under which the secret of the callbacks to a source of webhooks is derived. No key's id holds a colon."""
    return f"source:{source}"


def make_answer_id(delivery: str) -> str:
    """Return the webhook-id of the delivery of a final answer: the same at each try."""
    return f"msg_{hashlib.sha256(f'answer {delivery}'.encode()).hexdigest()[:32]}"


def make_answer_body(thread: str, agent: str, text: str, at: UtcMoment | None) -> dict[str, JSON]:
    """Return the body of a callback with the final answer of a thread that a webhook began."""
    data = {"thread_id": thread, "agent": agent, "text": text}
    return {"type": ANSWERED, "timestamp": _write_time(at) if at else None, "data": data}


def _write_time(moment: JSON) -> str:
    return str(moment.isoformat()).replace("+00:00", "Z")
