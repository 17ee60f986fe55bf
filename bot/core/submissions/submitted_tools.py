"""The tool of a call: that of the agent's registry, and for a submitted call one with its own arguments and its narrowed
policy. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from bot.core.agent import Agent, Tool, run_elsewhere
from bot.core.canonical_json import canonicalize, parse_json
from bot.core.card.call_presentation import PLAIN_PRESENTATION, CallPresentation, read_presentation
from bot.core.errors import NotUnderstood
from bot.core.escaping import quote_label
from bot.core.events import CallSubmission
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy
from bot.core.steps import Step
from bot.core.submissions.grant_scopes import GRANT_SENTENCE, find_hours
from bot.core.submissions.step_class_from_schema import SubmittedStep, infer_schema, load_step_class, select_properties
from bot.core.threads.thread import ToolCall

MAX_OPTIONS = 50
"""Reasons to reject of one request: those of the program first."""

CLAIMED = "A program outside of this server asks, and runs the call itself. The title is its own."
"""The sentence below the title of a submitted call."""


@dataclass(frozen=True, kw_only=True)
class SubmittedTool(Tool[Step]):
    """The tool of one submitted call. Nothing here runs it: its program does.

    `sent` is the program's description of the call; a change of it is another tool, so that an approval covers it.
    """

    sent: CallSubmission

    @property
    def signature(self) -> str:
        return sign_submission(self.step.intent, self.sent)


class CallRules(NamedTuple):
    """The version of a call's tool, and the policy that it needs; None: it runs at once."""

    signature: str
    gate: Policy | None


def make_policy_tool(name: str, about: str, policy: Policy) -> Tool[SubmittedStep]:
    """Return the registry's tool of a policy for submitted calls."""
    kind = type("PolicyStep", (SubmittedStep,), {"__doc__": about, "__module__": __name__, "intent": name})
    return Tool(step=kind, run=run_elsewhere, writes=True, policy=policy, offered=False)


def sign_submission(intent: str, sent: CallSubmission) -> str:
    """Return the version of the tool of a submitted call: the policy, the title and the types of the arguments."""
    shown = canonicalize([intent, sent.title, sent.typed_as])
    return f"submitted-{hashlib.sha256(shown).hexdigest()[:24]}"


def find_call_rules(call: ToolCall, agent: Agent, directory: PeopleDirectory) -> CallRules | None:
    """Return the present rules of a call; None when its tool is gone. Builds no types of arguments."""
    tool = agent.registry.get(call.intent)
    if tool is None:
        return None
    if call.submitted is None:
        return CallRules(tool.signature, tool.gate)
    sent = call.submitted.submission
    return CallRules(sign_submission(call.intent, sent), narrow_policy(tool.gate or Policy(), call, directory))


def find_call_tool(call: ToolCall, agent: Agent, directory: PeopleDirectory) -> Tool[Any] | None:
    """Return the tool of a call under the present rules; None when there is none.

    The people of a narrowed policy are looked up in the directory: a person that has left the policy's groups is not among them.
    """
    tool = agent.registry.get(call.intent)
    if tool is None or call.submitted is None:
        return tool
    sent = call.submitted.submission
    step = find_call_step(call, agent)
    assert step is not None
    policy = narrow_policy(tool.gate or Policy(), call, directory)
    return SubmittedTool(step=step, run=run_elsewhere, writes=True, policy=policy, offered=False, sent=sent)


def find_call_step(call: ToolCall, agent: Agent) -> type[Step] | None:
    """Return the class that a call's arguments are read as; None when its tool is gone."""
    tool = agent.registry.get(call.intent)
    if tool is None or call.submitted is None or call.submitted.submission.kind == "question":
        return tool.step if tool else None
    schema = call.submitted.submission.typed_as
    whole = parse_json(schema) if schema else infer_schema(parse_json(call.arguments))
    sent = canonicalize(select_properties(whole, call.arguments)).decode()
    return load_step_class(call.intent, tool.step.__doc__ or "", sent)


def narrow_policy(policy: Policy, call: ToolCall, directory: PeopleDirectory) -> Policy:
    """Return the policy with the people, the time and the terms of a submitted call, as far as the policy allows them."""
    if call.submitted is None:
        return policy
    sent, terms = call.submitted.submission, call.terms
    approvers, to = policy.approvers, terms.to or sent.to
    if to is not None:
        approvers = tuple(_narrow_clause(clause, to, directory) for clause in approvers)
    if terms.together:
        approvers = _join_clauses(policy.approvers, terms.together, directory)
    expires = policy.expires_after
    if sent.lasts is not None:
        expires = min(sent.lasts, expires) if expires else sent.lasts
    named = {option.name for option in terms.reject_options}
    options = (*terms.reject_options, *(each for each in policy.reject_options if each.name not in named))
    narrowed: dict[str, object] = {}
    if (approvers, expires) != (policy.approvers, policy.expires_after):
        narrowed |= {"approvers": approvers, "expires_after": expires, "valid_for": policy.shelf_life}
    if call.is_grant:
        narrowed |= {"valid_for": timedelta(hours=max(find_hours(call.arguments), 1))}
    if terms.is_fixed or call.is_grant:
        narrowed |= {"edits": False}
    if terms.reject_options:
        narrowed |= {"reject_options": options[:MAX_OPTIONS]}
    return policy.model_copy(update=narrowed) if narrowed else policy


def _join_clauses(
    clauses: tuple[ApproverClause, ...], together: tuple[ApproverClause, ...], directory: PeopleDirectory
) -> tuple[ApproverClause, ...]:
    """Return the clauses by which somebody of each clause of `together` approves and the policy is satisfied too.

    With one clause of the policy, each of `together` fills one of its places. With several clauses all of them stay, and
    those of `together` are added: more people than are needed, never fewer.
    """
    if len(clauses) != 1:
        return (*clauses, *together) if clauses else ()
    (clause,) = clauses
    each = tuple(_narrow_clause(clause, wanted, directory).model_copy(update={"quorum": 1}) for wanted in together)
    left = clause.quorum - len(each)
    return (*each, clause.model_copy(update={"quorum": left})) if left > 0 else each


def _narrow_clause(clause: ApproverClause, to: ApproverClause, directory: PeopleDirectory) -> ApproverClause:
    if not to.people and set(to.groups) <= set(clause.groups):
        return clause.model_copy(update={"people": (), "groups": to.groups})
    both = (each.id for each in directory.people.values() if clause.has_person(each) and to.has_person(each))
    return clause.model_copy(update={"people": tuple(sorted(both)), "groups": ()})


@lru_cache(maxsize=256)
def _present(intent: str, title: str, schema: str, arguments: str) -> CallPresentation:
    whole = schema or canonicalize(infer_schema(parse_json(arguments))).decode()
    shown = read_presentation(load_step_class(intent, "", whole), title)  # it may name an argument that was left out
    return shown._replace(title=quote_label(title) if title else "", sentence=CLAIMED)


def present_call(call: ToolCall) -> CallPresentation:
    """Return how cards show a submitted call: its title between quotation marks, since it is the program's own."""
    if call.submitted is None or call.submitted.submission.kind == "question":
        return PLAIN_PRESENTATION
    sent = call.submitted.submission
    shown = _present(call.intent, sent.title, sent.typed_as, call.arguments)
    return shown._replace(sentence=GRANT_SENTENCE) if call.is_grant else shown


def check_title(step: type[Step], title: str) -> None:
    """Raises `NotUnderstood` for a title that cannot be shown, or that names no argument of the step."""
    try:
        read_presentation(step, title)
    except ValueError as error:
        raise NotUnderstood(f"title: {error}") from error
