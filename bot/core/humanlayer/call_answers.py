"""Writes a request as HumanLayer's objects, for answers and webhooks, and reads its responses. Pure.

A client of HumanLayer runs the arguments that it sent, not the approved ones. They cannot be edited or amended; and a call
reads as approved only while the approved arguments are those. Every other end than an approval reads as not approved, with a comment that says why.
"""

from datetime import datetime
from typing import Literal, NamedTuple

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.errors import Conflict, NotUnderstood
from bot.core.events.submissions import read_metadata
from bot.core.humanlayer.call_drafts import has_choices, read_arguments
from bot.core.humanlayer.shapes import CallRecord, FunctionCallStatus, HumanContactStatus, ResponseChoice
from bot.core.request_views import Request

CHANGED = "The arguments were changed after they were sent, and the client would run the old ones. Ask anew."
ENDINGS = {
    "expired": "It expired: nobody decided in time.",
    "withdrawn": "It was withdrawn.",
    "superseded": "The approval was not used in time, or the rules changed. Ask anew.",
    "undeliverable": "Too few people may decide it.",
    "cancelled": "Its thread was cancelled.",
}
NO_ANSWER = "No person answered. "
"""The beginning of a `response` that no person gave."""
SEPARATOR = "\n\n"
MAX_REASON = 2_000
"""Characters of the reason of a decision."""


class ReadDecision(NamedTuple):
    """A decision of HumanLayer's respond."""

    decision: Literal["approve", "reject"]
    reason: str
    option: str


def is_changed(request: Request) -> bool:
    """Return whether the present arguments are others than the program sent: as canonical JSON, since 1 is not true."""
    return request.submitted is None or request.submitted.arguments != canonicalize(request.arguments).decode()


def write_function_call(request: Request, is_own: bool, is_usable: bool = True) -> dict[str, JSON]:
    """Return HumanLayer's FunctionCall. `is_own`: for the program itself, which alone reads its state.

    `is_usable` false: the request is approved, and the approval cannot be used now; it reads as pending.
    """
    record = read_record(request)
    fn, kwargs = read_arguments(request.arguments)
    status: dict[str, JSON] = {
        **_write_times(request),
        "approved": None,
        "comment": None,
        "user_info": None,
        "slack_context": None,
        "reject_option_name": None,
        "slack_message_ts": None,
    }
    if request.status == "pending" or (request.status == "approved" and not is_usable):
        status["responded_at"] = None
    elif request.status == "approved" and not is_changed(request):
        status |= {"approved": True, "comment": request.reason, "user_info": _write_person(request)}
    else:
        status |= {"approved": False, "comment": _explain_refusal(request), "user_info": _write_person(request)}
        status["reject_option_name"] = _find_reject_option(request)
    return _write_call(request, record, is_own, {"fn": fn, "kwargs": kwargs}, status)


def write_human_contact(request: Request, is_own: bool) -> dict[str, JSON]:
    """Return HumanLayer's HumanContact. Its `response` is null as long as people may answer; without an answer, it begins
    with `NO_ANSWER`."""
    record = read_record(request)
    status: dict[str, JSON] = {
        **_write_times(request),
        "response": None,
        "response_option_name": None,
        "slack_message_ts": None,
    }
    if request.status == "answered":
        option = _find_chosen(request.reason, record.options)
        status["response"] = option.text if option and has_choices(record.options) else request.reason
        status["response_option_name"] = option.name if option else None
    elif request.status != "pending":
        status["response"] = NO_ANSWER + ENDINGS.get(request.status, request.status)
    return _write_call(request, record, is_own, {}, status)


def write_envelope(request: Request) -> dict[str, JSON]:
    """Return the body of a webhook: HumanLayer's v1beta2 envelope, for the program's own URL."""
    if request.kind == "question":
        return {"type": "human_contact.completed", "is_test": False, "event": write_human_contact(request, True)}
    return {"type": "function_call.completed", "is_test": False, "event": write_function_call(request, True)}


def read_function_response(status: FunctionCallStatus, request: Request) -> ReadDecision:
    """Return the decision of a respond. It names no digest, so it decides only a call that cannot have changed since it was asked.

    Raises `NotUnderstood`, and `Conflict` for changed arguments.
    """
    if status.approved is None:
        raise NotUnderstood("approved: write true or false.")
    if is_changed(request):
        raise Conflict("The arguments were changed after they were sent. Decide it in the inbox, which shows them.")
    comment, option = (status.comment or "").strip(), status.reject_option_name or ""
    if status.approved:
        if option:
            raise NotUnderstood("reject_option_name: it is a reason to reject. Leave it out to approve.")
        return ReadDecision("approve", comment, "")
    if not (comment or option):
        raise NotUnderstood("comment: a rejection needs one, since the program reads it; or a reject_option_name.")
    texts = {each.name: each.text for each in (request.policy.reject_options if request.policy else ())}
    if comment and option in texts and comment != texts[option]:
        comment = f"{texts[option]}{SEPARATOR}{comment}"
        if len(comment) > MAX_REASON:
            raise NotUnderstood(
                f"comment: with the text of the option it has {len(comment)} characters; {MAX_REASON} are the most."
            )
    return ReadDecision("reject", comment, option)


def read_contact_response(status: HumanContactStatus, request: Request) -> str:
    """Return the answer of a respond. Raises `NotUnderstood`."""
    record, said = read_record(request), status.response or ""
    if status.response_option_name is not None:
        option = next((each for each in record.options if each.name == status.response_option_name), None)
        if option is None:
            names = ", ".join(each.name for each in record.options) or "none"
            raise NotUnderstood(
                f"response_option_name: there is no option {status.response_option_name[:60]!r}. There are: {names}."
            )
        return option.label if has_choices(record.options) else said or option.text
    if not said.strip():
        raise NotUnderstood("response: write the answer, or name an option by response_option_name.")
    chosen = _find_chosen(said, record.options)
    return chosen.label if chosen and has_choices(record.options) else said


def read_record(request: Request) -> CallRecord:
    """Return the kept record of the call."""
    assert request.submitted is not None
    return CallRecord.model_validate(read_metadata(request.submitted.submission))


def _write_call(
    request: Request, record: CallRecord, is_own: bool, shown: dict[str, JSON], status: dict[str, JSON]
) -> dict[str, JSON]:
    """`countersign` is ours: HumanLayer's clients ignore fields that they do not know."""
    spec = {**record.spec, **shown, "state": record.state if is_own else None}
    ours = {
        "request_id": request.id,
        "thread_id": request.thread_id,
        "status": request.status,
        "digest": request.digest,
    }
    return {"run_id": record.run_id, "call_id": record.call_id, "spec": spec, "status": status, "countersign": ours}


def _write_times(request: Request) -> dict[str, JSON]:
    responded = request.decided_at if request.status != "pending" else None
    return {"requested_at": _write_time(request.created_at), "responded_at": _write_time(responded)}


def _write_time(moment: datetime | None) -> str | None:
    """UTC without a zone, as HumanLayer wrote it."""
    return moment.replace(tzinfo=None).isoformat() if moment else None


def _write_person(request: Request) -> JSON:
    return {"id": request.decided_by, "name": request.decided_by_name} if request.decided_by else None


def _explain_refusal(request: Request) -> str:
    if request.status == "approved":
        return CHANGED
    if request.status == "rejected":
        return request.reason or f"Rejected by {request.decided_by_name or 'a person'}, without a comment."
    said = ENDINGS.get(request.status, request.status)
    return f"{said} {request.reason}" if request.reason and request.reason not in said else said


def _find_reject_option(request: Request) -> str | None:
    """The reason to reject that was chosen: by its text, which is the whole response or precedes a comment."""
    if request.status != "rejected" or request.policy is None:
        return None
    found = [
        option.name
        for option in request.policy.reject_options
        if request.reason == option.text or request.reason.startswith(f"{option.text}{SEPARATOR}")
    ]
    return found[0] if len(found) == 1 else None


def _find_chosen(answer: str, options: tuple[ResponseChoice, ...]) -> ResponseChoice | None:
    said = answer.strip().casefold()
    return next(
        (
            option
            for option in options
            if said in (text.strip().casefold() for text in (option.label, option.name, option.text))
        ),
        None,
    )
