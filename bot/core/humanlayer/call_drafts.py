"""Reads a function call or a human contact as a request of a program. Pure.

The function's name is an argument of the call, so that the digest covers it and two functions with equal arguments are two
calls. The reading is injective: two different calls have different arguments.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.errors import NotUnderstood
from bot.core.escaping import make_visible
from bot.core.events import CallTerms
from bot.core.humanlayer.channel_people import ChannelTerms, read_channel
from bot.core.humanlayer.shapes import CallRecord, FunctionCall, HumanContact, ResponseChoice
from bot.core.policy import RejectOption, describe_approvers
from bot.core.secrets.redaction import remove_secrets
from bot.core.submissions.drafts import MAX_RECORD, CallDraft
from bot.core.submissions.permitted_policies_and_contacts import ProgramRules

DIALECT = "humanlayer"
CONTACT_POLICY = "human_contact"
"""The name of the policy that human contacts use where a key may use several."""
MAX_QUESTION, MAX_MESSAGE = 2_000, 4_000
"""Characters of a message that is shown as the question itself, and at the most."""
NO_ARGUMENTS = (
    "No arguments were sent. HumanLayer's client sends none for positional arguments: do not approve it before you know what"
    " it is called with."
)

_FLAT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_NOT_FLAT = frozenset({"fn", "kwargs", "intent", "write_arguments"})


class DraftedCall(NamedTuple):
    draft: CallDraft
    terms: CallTerms


def draft_function_call(call: FunctionCall, rules: ProgramRules) -> DraftedCall:
    """Return the request of a function call. Raises `NotUnderstood`, `Forbidden`."""
    spec = call.spec
    policy = _choose_policy(spec.fn, rules)
    asked = read_channel(spec.channel, policy, rules, "approval") if policy else ChannelTerms()
    options = spec.reject_options or ()
    _refuse_unusable_options("reject_options", options)
    echoed = spec.model_dump(mode="json", include={"channel", "reject_options"})
    draft = _make_draft(
        rules,
        kind="approval",
        title="Call {fn:80}",
        arguments=write_arguments(spec.fn, spec.kwargs),
        explanation="" if spec.kwargs else NO_ARGUMENTS,
        policy=policy,
        key=call.call_id,
        metadata=_write_record(call.run_id, call.call_id, echoed, spec.state),
    )
    terms = CallTerms(
        dialect="humanlayer",
        to=asked.to,
        together=asked.together,
        reject_options=tuple(RejectOption(name=each.name, text=each.text) for each in options),
        is_fixed=True,
    )
    return DraftedCall(draft, terms)


def draft_human_contact(contact: HumanContact, rules: ProgramRules) -> DraftedCall:
    """Return the request of a human contact: a question. Raises `NotUnderstood`, `Forbidden`."""
    spec = contact.spec
    policy = _choose_policy(CONTACT_POLICY, rules)
    asked = read_channel(spec.channel, policy, rules, "question") if policy else ChannelTerms()
    if policy and describe_approvers(rules.policies[policy]) == "nobody":
        raise NotUnderstood(f"The policy {policy!r} names nobody who could answer. An operator names its approvers.")
    options = spec.response_options or ()
    _refuse_unusable_options("response_options", options)
    echoed = spec.model_dump(mode="json", include={"msg", "subject", "channel", "response_options"})
    draft = _make_draft(
        rules,
        kind="question",
        policy=policy,
        key=contact.call_id,
        metadata=_write_record(contact.run_id, contact.call_id, echoed, spec.state),
        **_write_question(spec.msg, spec.subject or "", options),
    )
    return DraftedCall(draft, CallTerms(dialect="humanlayer", to=asked.to, is_fixed=True))


def write_arguments(fn: str, kwargs: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the arguments of a call: `fn` beside the keyword arguments, or beside all of them as `kwargs` where there are
    none or one has a name that an argument here cannot have.
    """
    is_flat = bool(kwargs) and all(
        _FLAT_NAME.fullmatch(name) and name not in _NOT_FLAT and not name.startswith("model_") for name in kwargs
    )
    return {"fn": fn, **kwargs} if is_flat else {"fn": fn, "kwargs": dict(kwargs)}


def read_arguments(arguments: Mapping[str, JSON]) -> tuple[str, dict[str, JSON]]:
    """Return the function's name and the keyword arguments: the reverse of `write_arguments`."""
    if "kwargs" in arguments:
        return str(arguments["fn"]), dict(arguments["kwargs"])
    return str(arguments["fn"]), {name: value for name, value in arguments.items() if name != "fn"}


def has_choices(options: tuple[ResponseChoice, ...]) -> bool:
    """Return whether the options are the answers to choose from; else they are suggestions beside a free answer."""
    return len(options) > 1 and not any(option.interactive for option in options)


def _write_question(message: str, subject: str, options: tuple[ResponseChoice, ...]) -> dict[str, JSON]:
    """Return the fields of a question: a long message is its context."""
    context = [f"Subject: {subject}"] if subject else []
    if len(message) > MAX_QUESTION:
        context.append(message)
        message = subject or "A program asks; its message is below."
    if options and not has_choices(options):
        context.append("Suggested answers:")
    for option in options:
        if option.description or not has_choices(options):
            more = [option.description] if option.description else []
            filled = [f"“{option.prompt_fill}”"] if option.prompt_fill else []
            context.append(f"{option.label}: {' '.join((*more, *filled))}".removesuffix(": "))
    text = "\n".join(context)
    if len(text) > MAX_MESSAGE:
        raise NotUnderstood(
            f"spec.msg: with its subject and options it has more than {MAX_MESSAGE} characters. Shorten it."
        )
    if has_choices(options):
        choices = tuple(option.label for option in options)
        return {"title": message, "context": text, "format": "multiple_choice", "choices": choices}
    return {"title": message, "context": text}


def _choose_policy(name: str, rules: ProgramRules) -> str | None:
    """Return the policy of a call: the only one that lists the key, or the one of this name; None: none lists it.

    Raises `NotUnderstood` where the key may use several and none has the name.
    """
    if len(rules.policies) <= 1:
        return next(iter(rules.policies), None)
    if name in rules.policies:
        return name
    raise NotUnderstood(
        f"This key may use several policies ({', '.join(rules.policies)}), and HumanLayer's API names none. Use a key that one"
        f" policy lists, or call a policy {name[:64]!r}."
    )


def _refuse_unusable_options(field: str, options: tuple[ResponseChoice, ...]) -> None:
    """Raises `NotUnderstood` for options that cannot be told apart, by people or in the answer."""
    for number, option in enumerate(options):
        for text in (option.name, option.label, option.text, option.description or ""):
            if make_visible(text) != text:
                raise NotUnderstood(f"spec.{field}.{number}: it holds invisible characters. Leave them out.")
    taken: dict[str, int] = {}
    for number, option in enumerate(options):
        for text in {each.strip().casefold() for each in (option.name, option.label, option.text)}:
            if taken.setdefault(text, number) != number:
                raise NotUnderstood(f"spec.{field}: two options are {text[:60]!r} to a reader. Write them differently.")


def _write_record(run_id: str, call_id: str, spec: dict[str, JSON], state: dict[str, JSON] | None) -> dict[str, JSON]:
    record: dict[str, JSON] = CallRecord(run_id=run_id, call_id=call_id, spec=spec, state=state).model_dump(mode="json")
    text = canonicalize(record).decode()
    if remove_secrets(text) != text:
        raise NotUnderstood(
            "The call's ids, its state, channel or options hold what looks like a secret, and they are kept. Leave it out."
        )
    if (size := len(text.encode())) > MAX_RECORD:
        raise NotUnderstood(
            f"spec: without its arguments it has {size} bytes, most of them in state or channel; {MAX_RECORD} are the most."
            " Keep the state where your program runs, and send its id."
        )
    return record


def _make_draft(rules: ProgramRules, **fields: JSON) -> CallDraft:
    try:
        return CallDraft.model_validate({**fields, **({"callback_url": rules.webhook} if rules.webhook else {})})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise NotUnderstood(f"spec: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
