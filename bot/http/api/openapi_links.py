"""The links of the OpenAPI document: the operations that the ids of an answer lead to."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Kind = Literal["request", "thread", "key", "hold", "function call", "human contact"]

_API, _HUMANLAYER = "/api/v1", "/humanlayer/v1"


class LinkTarget(NamedTuple):
    """An operation, and the parameter that takes the id. `body`: its fields; one in braces is a field of the answer."""

    name: str
    method: str
    path: str
    parameter: str = "id"
    body: Mapping[str, str] | None = None


TARGETS: Mapping[Kind, tuple[LinkTarget, ...]] = {
    "request": (
        LinkTarget("ReadRequest", "get", f"{_API}/requests/{{id}}"),
        LinkTarget(
            "ApproveRequest",
            "post",
            f"{_API}/requests/{{id}}/decision",
            body={"decision": "approve", "digest": "{digest}"},
        ),
        LinkTarget(
            "RejectRequest",
            "post",
            f"{_API}/requests/{{id}}/decision",
            body={"decision": "reject", "digest": "{digest}", "reason": "Not now."},
        ),
        LinkTarget("AnswerRequest", "post", f"{_API}/requests/{{id}}/answer"),
        LinkTarget("AmendRequest", "post", f"{_API}/requests/{{id}}/amend", body={"arguments": "{arguments}"}),
        LinkTarget("CommentOnRequest", "post", f"{_API}/requests/{{id}}/comment"),
        LinkTarget("CancelRequest", "post", f"{_API}/requests/{{id}}/cancel"),
        LinkTarget("ClaimApproval", "post", f"{_API}/requests/{{id}}/execution", body={"status": "running"}),
        LinkTarget("ReportExecution", "post", f"{_API}/requests/{{id}}/execution"),
        LinkTarget("RepeatCallback", "post", f"{_API}/requests/{{id}}/callback"),
    ),
    "thread": (
        LinkTarget("ReadThread", "get", f"{_API}/threads/{{id}}"),
        LinkTarget("ReadEvents", "get", f"{_API}/threads/{{id}}/events"),
        LinkTarget("ReadPrompt", "get", f"{_API}/threads/{{id}}/prompts/{{n}}"),
        LinkTarget("ListRequestsOfThread", "get", f"{_API}/requests", "thread"),
        LinkTarget("SayInThread", "post", f"{_API}/threads/{{id}}/messages"),
        LinkTarget("PauseThread", "post", f"{_API}/threads/{{id}}/pause"),
        LinkTarget("ResumeThread", "post", f"{_API}/threads/{{id}}/resume"),
        LinkTarget("CancelThread", "post", f"{_API}/threads/{{id}}/cancel"),
        LinkTarget("ForkThread", "post", f"{_API}/threads/{{id}}/fork"),
        LinkTarget("VerifyThread", "get", f"{_API}/audit/verify", "thread"),
    ),
    "key": (
        LinkTarget("BindKey", "put", f"{_API}/keys/{{id}}/agents"),
        LinkTarget("RevokeKey", "delete", f"{_API}/keys/{{id}}"),
    ),
    "hold": (LinkTarget("LiftHold", "delete", f"{_API}/holds/{{id}}"),),
    "function call": (
        LinkTarget("ReadFunctionCall", "get", f"{_HUMANLAYER}/function_calls/{{call_id}}", "call_id"),
        LinkTarget(
            "RespondToFunctionCall", "post", f"{_HUMANLAYER}/agent/function_calls/{{call_id}}/respond", "call_id"
        ),
        LinkTarget(
            "EscalateFunctionCall", "post", f"{_HUMANLAYER}/agent/function_calls/{{call_id}}/escalate_email", "call_id"
        ),
    ),
    "human contact": (
        LinkTarget("ReadHumanContact", "get", f"{_HUMANLAYER}/human_contacts/{{call_id}}", "call_id"),
        LinkTarget(
            "RespondToHumanContact", "post", f"{_HUMANLAYER}/agent/human_contacts/{{call_id}}/respond", "call_id"
        ),
        LinkTarget(
            "EscalateHumanContact", "post", f"{_HUMANLAYER}/agent/human_contacts/{{call_id}}/escalate_email", "call_id"
        ),
    ),
}
"""The operations on one thing of each kind."""

SOURCES: Mapping[str, tuple[tuple[Kind, str, str], ...]] = {
    "WholeRequestOut": (("request", "", "/id"), ("thread", "OfRequest", "/thread_id")),
    "RequestsOut": (("request", "OfList", "/items/0/id"),),
    "ThreadOut": (("thread", "", "/id"),),
    "ThreadsOut": (("thread", "OfList", "/items/0/id"),),
    "TakenOut": (("thread", "OfDelivery", "/thread"),),
    "KeyOut": (("key", "", "/id"),),
    "KeysOut": (("key", "OfList", "/items/0/id"),),
    "HoldOut": (("hold", "", "/id"),),
    "HoldsOut": (("hold", "OfList", "/items/0/id"),),
    "FunctionCallOut": (("function call", "", "/call_id"), ("request", "OfCall", "/countersign/request_id")),
    "HumanContactOut": (("human contact", "", "/call_id"), ("request", "OfCall", "/countersign/request_id")),
}
"""The ids in an answer, by the name of its schema: their kind, the end of the links' names, and a JSON pointer."""


def add_links(document: dict[str, Any]) -> None:
    """Add the links to the successful answers of the OpenAPI document, in place."""
    paths = document["paths"]
    links = document["components"].setdefault("links", {})
    for item in paths.values():
        for operation in item.values():
            for code, response in operation["responses"].items():
                schema = response.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
                if not code.startswith("2"):
                    continue
                for kind, ending, pointer in SOURCES.get(schema.rpartition("/")[2], ()):
                    found = dict(_make_links(paths, kind, ending, pointer))
                    links.update(found)
                    refs = {name: {"$ref": f"#/components/links/{name}"} for name in found}
                    response["links"] = {**response.get("links", {}), **refs}


def _make_links(
    paths: Mapping[str, Any], kind: Kind, ending: str, pointer: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    for target in TARGETS[kind]:
        if ending == "OfCall" and target.name == "AmendRequest":  # HumanLayer's clients run their own
            continue
        link: dict[str, Any] = {
            "operationId": paths[target.path][target.method]["operationId"],
            "description": f"The {kind} of this answer.",
            "parameters": {target.parameter: f"$response.body#{pointer}"},
        }
        if target.body:
            beside = f"$response.body#{pointer.rpartition('/')[0]}"
            link["requestBody"] = {
                name: f"{beside}/{text.strip('{}')}" if text.startswith("{") else text
                for name, text in target.body.items()
            }
        yield f"{target.name}{ending}", link
