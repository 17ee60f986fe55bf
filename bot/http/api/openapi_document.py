"""The parts of the OpenAPI document besides the routes: tags, descriptions of fields and parameters, examples, the types of
cards and policies."""

from collections.abc import Mapping
from typing import Any

from bot.core.base_types import JSON
from bot.core.card.card import RequestCard
from bot.core.policy import Policy
from bot.http.api.openapi_links import add_links
from bot.http.humanlayer.document_schemas import make_schemas

CONTACT = {"name": "Countersign"}
SERVERS = [{"url": "/", "description": "The server that this document comes from."}]
TAGS = [
    {"name": "threads", "description": "Threads of agents: opened, read, written in, paused, ended, copied."},
    {"name": "requests", "description": "Approvals and questions, and the decisions of people."},
    {"name": "programs", "description": "Programs outside of this server ask people, and hear of the decision."},
    {"name": "humanlayer", "description": "HumanLayer's API over the same requests, for its packages."},
    {"name": "grants", "description": "Approvals that let further calls of a coding agent run, until they end."},
    {"name": "agents", "description": "The agents, their tools and policies."},
    {"name": "holds", "description": "Pauses of an agent, of a tool or of everything."},
    {"name": "administration", "description": "People, keys, sign-in links, the audit and the proof of the log."},
    {"name": "webhooks", "description": "Signed deliveries of other systems."},
]

PARAMETERS: Mapping[str, str] = {
    "call_id": "The id of the call, as the client chose it.",
    "id": "The id of the object that the path names.",
    "n": "The number of the model call, from 1.",
    "name": "The name of the source.",
    "source": "The name of the webhook source; empty: the caller's own key.",
    "status": "Those in this state.",
    "agent": "Those of this agent.",
    "thread": "Those of this thread; without it, all.",
    "cursor": "`next_cursor` of the page before; without it, the first page.",
    "limit": "Items on a page, at the most.",
    "after": "The events behind this one.",
    "force": "Also where it is the last working admin key.",
    "Idempotency-Key": "A text that names this call: a repeat with the same body answers with the same object.",
    "Last-Event-ID": "The id of the last event that came: the stream goes on behind it.",
}
"""Descriptions of parameters that have none of their own, by name."""

FIELDS: Mapping[str, str] = {
    "about": "The id or name of the object that it concerns.",
    "active": "Whether the person may sign in, decide and have keys.",
    "additional_recipients": "Further people to ask, by their addresses.",
    "address": "An e-mail address.",
    "again": "Whether it had come before, and was ignored.",
    "agent": "The name of an agent.",
    "agents": "Names of agents.",
    "all_of": "Channels of which each must have an approval.",
    "allowed_responder_ids": "Accounts of Slack that alone may decide, as team/member.",
    "answer": "An answer: in words, or one of the choices; of a prompt, the model's answer.",
    "any_of": "Channels whose people are asked together.",
    "approved": "Whether it is approved; null: not decided.",
    "arguments": "The arguments of the call, by their names.",
    "askers": "Ids of the people behind the call; they may not decide it, unless the policy allows it.",
    "at": "The time, UTC.",
    "attempts": "The number of starts.",
    "bot_token": "Refused: the server has its own app.",
    "broken": "The threads that do not verify, the first of them.",
    "broken_threads": "The number of threads that do not verify.",
    "by": "The id of the person.",
    "by_name": "The name of the person.",
    "call_id": "The id of the call, as the client chose it.",
    "callback_url": "The URL that is told of the decision.",
    "card": "The content of all surfaces: the rendered arguments, facts, people, and what a reader may do.",
    "channel": "Whom it asks: fewer people of the policy.",
    "channel_id": "The number of a contact that the server knows.",
    "channel_or_user_id": "A member or channel of Slack; empty: everybody of the policy.",
    "choices": "The answers to choose from.",
    "comment": "The words of the person.",
    "complaints": "Errors by the names of arguments or form fields.",
    "confirmation": "The word that the card asks for where a call cannot be undone.",
    "context_about_channel_or_user": "Words for a model about it; echoed.",
    "context_about_user": "Words for a model about the person; echoed.",
    "counts": "Whether the vote counts.",
    "counts_with": "Ids of people whose earlier approvals count as one with it.",
    "counts_with_names": "The names of these people.",
    "created_at": "When it was made, UTC.",
    "data": "The fields of the event.",
    "decided_at": "When it was decided, UTC.",
    "decided_by": "Ids of the people who decided it, separated by a comma.",
    "decided_by_name": "The names of these people.",
    "decision": "What the person decided.",
    "description": "What the tool does.",
    "detail": "More about it, in words.",
    "digest": "The SHA-256 (hex) that binds a decision to exactly this call.",
    "door": "The entry point, such as slack, email, web or api.",
    "email": "By e-mail.",
    "ends_at": "When it ends.",
    "error": "The cause of a failure, or what is known of an outcome.",
    "escalation_msg": "The words for the people who are asked anew.",
    "event": "The number of the event in its thread.",
    "events": "The number of events in the thread.",
    "execution": "How the approved call went; null until it is approved.",
    "experimental_in_reply_to_message_id": "The older name of in_reply_to_message_id.",
    "experimental_references_message_id": "The older name of references_message_id.",
    "experimental_slack_blocks": "Echoed.",
    "experimental_subject_line": "The older name of subject.",
    "expires_at": "When the request ends undecided, UTC.",
    "failed_validation_details": "Ignored.",
    "field": "Echoed.",
    "finished_at": "When the execution was over, UTC.",
    "fn": "The name of the function.",
    "gate": "The policy that must be satisfied before the tool runs; null: none.",
    "given_at": "When people gave the grant; null: they have not.",
    "given_by": "The people who gave the grant, by id.",
    "given_by_names": "The people who gave the grant, by name.",
    "grant": "The id of the grant that covers the call; null: people must be asked.",
    "groups": "Names of the person's groups.",
    "help": "A hint for whom fills it in.",
    "history": "What happened to the log before, in words.",
    "hours": "For how long the grant lasts; left out: as long as the policy allows.",
    "id": "The id.",
    "in_reply_to_message_id": "Echoed.",
    "interactive": "Whether a person may change `prompt_fill` first.",
    "is_exact": "Whether the rebuilt request has the logged hash.",
    "is_sound": "Whether everything verifies.",
    "items": "The items of this page.",
    "job": "The job of the agent, in one sentence.",
    "jobs": "The number of jobs that were added.",
    "kind": "The kind.",
    "kwargs": "The arguments of the function, by their names.",
    "label": "The label that people see.",
    "lifted_at": "When the hold ended, UTC; null: it is active.",
    "lifted_by": "Who ended it.",
    "limits": "The budgets of the agent.",
    "maker_names": "The names of the makers.",
    "makers": "Ids of the people who made the credential, other than its person.",
    "message": "The words for the agent.",
    "metadata": "What the program sent for itself; in answers to its own key alone.",
    "missing": "How the threads differ from the signed count; empty if they do not.",
    "model": "The name of the model.",
    "msg": "The question.",
    "n": "The number of the model call.",
    "name": "The name.",
    "next_cursor": "The cursor of the next page; null: this is the last one.",
    "on_behalf_of": "The people behind the call, as the program said.",
    "option": "The name of one of the policy's reasons to reject.",
    "person": "The id of a person.",
    "phone_number": "The number, as an operator names it in `contacts`.",
    "placed_at": "When the hold began, UTC.",
    "policy": "The approval rules, or their name.",
    "problem": "What is wrong.",
    "prompt_fill": "What the program reads when it is chosen.",
    "reason": "The reason, in words; of an answered question the answer.",
    "references_message_id": "Echoed.",
    "reject_option_name": "The name of one of the reasons to reject.",
    "reject_options": "Reasons to reject to choose from.",
    "request": "The exact text that was sent to the model.",
    "requested_at": "When it was asked.",
    "requested_by": "The id of the person who asked.",
    "required": "Whether it must be filled in.",
    "responded_at": "When it was decided.",
    "response": "The answer.",
    "response_option_name": "The name of one of the answers.",
    "response_options": "Answers to choose from.",
    "resting": "The threads that rest, the first of them.",
    "result": "The result of the call.",
    "revoked_at": "When the key was revoked, UTC; null: it works.",
    "run_id": "The id of the run, as the client chose it.",
    "scope": "What it covers: of a key agent, operator or admin; of a hold all, agent or tool.",
    "seq": "The number of the event in its thread.",
    "sha256": "The logged SHA-256 (hex) of the request's bytes.",
    "slack": "In Slack.",
    "slack_context": "Ignored.",
    "slack_message_ts": "Ignored.",
    "sms": "By SMS.",
    "spec": "The call, or the question.",
    "started_at": "When the call started first, UTC.",
    "state": "JSON of the program: echoed to its own key alone.",
    "status": "The state.",
    "subject": "The subject.",
    "submission": "What a program sent; null: an agent asked.",
    "template": "Refused: mail is the server's own.",
    "text": "The text that people read.",
    "thread": "The id of the thread.",
    "thread_id": "The id of the thread.",
    "thread_ts": "Echoed.",
    "threads": "The number of threads that were checked.",
    "timeout": "Refused: escalate the call after that time.",
    "title": "The title.",
    "tool": "The tool, or the policy that a program used.",
    "tools": "The tools of the agent.",
    "type": "The type.",
    "updated_at": "When its last event was written, UTC.",
    "url": "The URL.",
    "usable_until": "Until when an approval may be used, UTC.",
    "user_info": "Ignored.",
    "uses": "The number of calls that ran under it.",
    "v": "The version of the event.",
    "values": "The values of a form, by the names of its fields.",
    "version": "The version of the tool; another one needs a new approval.",
    "votes": "The decisions and answers of people.",
    "what": "What happened.",
    "whatsapp": "By WhatsApp.",
    "why_not": "Why the vote does not count; empty: it counts.",
    "writes": "Whether the tool changes something outside.",
}
"""Descriptions of the fields of bodies that have none of their own, by name: a name means the same everywhere."""

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLES: Mapping[str, JSON] = {
    "AmendmentIn": {"arguments": {"customer": "ada", "amount": 200}},
    "AnswerIn": {"answer": "the blue one"},
    "BindIn": {"agents": ["deploybot"]},
    "CallDraft": {
        "title": "Refund {amount} EUR to {customer}",
        "arguments": {"customer": "ada", "amount": 240},
        "explanation": "The parcel was lost.",
        "policy": "refunds",
        "metadata": {"order": 7},
        "key": "order-7",
    },
    "CancelIn": {"reason": "It is no longer needed."},
    "CommentIn": {"text": "The customer wrote again."},
    "DecisionIn": {"decision": "approve", "digest": _DIGEST},
    "ExecutionIn": {"status": "done", "text": "Refund 17"},
    "ForkIn": {"at": 4},
    "CallEscalation": {"escalation_msg": "It waits since Friday."},
    "FunctionCall": {
        "run_id": "shop-1",
        "call_id": "call-1",
        "spec": {"fn": "refund", "kwargs": {"customer": "ada", "amount": 240}},
    },
    "FunctionCallStatus": {"approved": False, "comment": "It was refunded on Friday."},
    "GrantIn": {"begins_with": "git add", "hours": 2},
    "GrantRevocationIn": {"reason": "The release is done."},
    "GrantUseIn": {"arguments": {"agent": "claude-code", "tool": "Bash", "input": {"command": "git add docs"}}},
    "HumanContact": {"run_id": "shop-1", "call_id": "human_call-1", "spec": {"msg": "Which parcel?"}},
    "HumanContactStatus": {"response": "the blue one"},
    "HoldIn": {"scope": "agent", "name": "deploybot", "reason": "a freeze"},
    "KeyIn": {"person": "sam", "scope": "agent", "label": "shop", "agents": ["external"]},
    "LaunchIn": {"agent": "deploybot", "message": "what changed since v1.4.0?"},
    "LinkIn": {"person": "sam"},
    "MessageIn": {"message": "the one before"},
    "ThreadBatchIn": {"action": "pause", "agent": "deploybot", "status": "working", "apply": False},
    "WithdrawalIn": {"reason": "The parcel came."},
}
"""An example of each request body, by the name of its schema."""

_TYPED: Mapping[str, type[RequestCard] | type[Policy]] = {"card": RequestCard, "policy": Policy}
_LIMITS = ("maxLength", "minLength", "pattern", "maxItems", "minItems", "maximum", "minimum", "exclusiveMinimum")


def complete_document(document: dict[str, Any]) -> dict[str, Any]:
    """Add the texts that routes and models do not have to the OpenAPI document, in place, and return it."""
    schemas = document["components"]["schemas"]
    schemas.update({name: schema for name, schema in make_schemas().items() if name not in schemas})
    for name, kind in _TYPED.items():
        _add_type(schemas, "WholeRequestOut", name, kind)
    for name, schema in schemas.items():
        for field, inner in schema.get("properties", {}).items():
            if "description" not in inner and field in FIELDS:
                inner["description"] = FIELDS[field]
        if name in EXAMPLES:
            schema["examples"] = [EXAMPLES[name]]
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                said = parameter["schema"].get("description") or PARAMETERS.get(parameter["name"], "")
                parameter.setdefault("description", said)
    add_links(document)
    return document


def _add_type(schemas: dict[str, Any], schema: str, field: str, kind: type[RequestCard] | type[Policy]) -> None:
    """Give a field of a response the schema of this model, without its limits: a shown value may be longer, since it is
    escaped."""
    made = kind.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    inner = made.pop("$defs", {})
    schemas.update({name: _drop_limits(each) for name, each in inner.items() if name not in schemas})
    made["additionalProperties"] = True  # a policy has its version, too
    schemas[kind.__name__] = _drop_limits(made)
    shown = {"$ref": f"#/components/schemas/{kind.__name__}"}
    was = schemas[schema]["properties"][field]
    is_nullable = any(each.get("type") == "null" for each in was.get("anyOf", ()))
    schemas[schema]["properties"][field] = {
        "title": was["title"],
        "description": FIELDS[field],
        **({"anyOf": [shown, {"type": "null"}]} if is_nullable else {"allOf": [shown]}),
    }


def _drop_limits(schema: JSON) -> JSON:
    match schema:
        case dict():
            is_names = isinstance(schema.get("properties"), dict)
            kept = {key: _drop_limits(value) for key, value in schema.items() if key not in _LIMITS}
            if is_names:
                kept["properties"] = {key: _drop_limits(value) for key, value in schema["properties"].items()}
            return kept
        case list():
            return [_drop_limits(each) for each in schema]
        case _:
            return schema
