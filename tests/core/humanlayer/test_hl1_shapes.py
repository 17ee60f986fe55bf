"""hl1: HumanLayer's objects as its clients and its captured payloads have them, and the reading of a call, which is injective."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.errors import NotUnderstood
from bot.core.humanlayer.call_drafts import draft_function_call, draft_human_contact, read_arguments, write_arguments
from bot.core.humanlayer.shapes import ContactChannel, FunctionCall, HumanContact
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.submissions.permitted_policies_and_contacts import ProgramRules

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["fn", "kwargs", "intent", "write_arguments", "model_x", "a", "B-1", "_x", "é", "", "x" * 65])
KWARGS = st.dictionaries(NAMES | st.text(max_size=8), VALUES, max_size=4)
RULES = ProgramRules(
    {"refunds": Policy(approvers=(ApproverClause(people=("olive",)),))},
    {},
    PeopleDirectory(people={"olive": Person(id="olive", name="Olive", accounts={"email": "test@example.com"})}),
)

PYTHON_NULLS: dict[str, Any] = {
    "run_id": "agent-Zoe7fbx9D4c",
    "call_id": "call-LQvbqRWFCqg",
    "spec": {
        "fn": "send_email",
        "kwargs": {"to": "a@b.c"},
        "channel": {
            "slack": None,
            "sms": None,
            "whatsapp": None,
            "email": {
                "address": "test@example.com",
                "context_about_user": None,
                "additional_recipients": None,
                "subject": None,
                "references_message_id": None,
                "in_reply_to_message_id": None,
                "experimental_subject_line": "Re: New Ticket",
                "experimental_references_message_id": "test123",
                "experimental_in_reply_to_message_id": "test123",
                "template": None,
            },
        },
        "reject_options": None,
        "state": {"events": ["..."], "initial_email": {"...": "..."}},
    },
    "status": {"requested_at": "2024-12-27T00:47:15.226664", "responded_at": None, "approved": None, "comment": None},
}
"""As the Python package posts it, with the values of a captured webhook."""


def test_hl1_a_captured_call_is_read_and_both_names_of_the_mail_fields_are_echoed() -> None:
    drafted = draft_function_call(FunctionCall.model_validate(PYTHON_NULLS), RULES)
    assert drafted.draft.metadata is not None
    email = drafted.draft.metadata["spec"]["channel"]["email"]
    assert email["subject"] == email["experimental_subject_line"] == "Re: New Ticket"
    assert email["references_message_id"] == email["experimental_references_message_id"] == "test123"
    assert drafted.draft.metadata["state"] == PYTHON_NULLS["spec"]["state"]
    assert drafted.terms.to == ApproverClause(people=("olive",))


def test_hl1_the_typescript_sdk_leaves_out_what_it_does_not_know() -> None:
    bare = FunctionCall.model_validate({"run_id": "r", "call_id": "call-1a2b3c4d", "spec": {"fn": "f", "kwargs": {}}})
    drafted = draft_function_call(bare, RULES)
    assert (drafted.draft.policy, drafted.draft.key, drafted.terms.to) == ("refunds", "call-1a2b3c4d", None)
    contact = HumanContact.model_validate({"run_id": "r", "call_id": "human_call-1", "spec": {"msg": "Hm?"}})
    assert draft_human_contact(contact, RULES).draft.title == "Hm?"


@pytest.mark.parametrize(
    "channel",
    [
        {"slack": {"channel_or_user_id": "C1", "allowed_responder": ["U1"]}},
        {"slack": {"channel_or_user_id": "C1"}, "teams": {}},
        {"email": {"address": "a@b.c", "additional_recipients": [{"address": "d@e.f", "field": "all"}]}},
        {"all_of": {"slack": {"channel_or_user_id": "C1"}}},
        {"any_of": [{"slack": "C1"}]},
    ],
)
def test_hl1_a_field_that_humanlayer_does_not_have_is_no_channel(channel: JSON) -> None:
    with pytest.raises(ValidationError):
        ContactChannel.model_validate(channel)


@given(st.text(min_size=1, max_size=20), KWARGS)
def test_hl1_what_is_written_is_read_back(fn: str, kwargs: dict[str, JSON]) -> None:
    written = write_arguments(fn, kwargs)
    assert read_arguments(written) == (fn, kwargs)
    assert all(name.isascii() and name[:1].isalpha() for name in written)


@given(KWARGS, KWARGS)
def test_hl1_two_calls_are_never_written_alike(one: dict[str, JSON], other: dict[str, JSON]) -> None:
    same = canonicalize(write_arguments("f", one)) == canonicalize(write_arguments("f", other))
    assert same == (canonicalize(one) == canonicalize(other))


@pytest.mark.parametrize("names", [("refunds", "releases"), ("refunds", "human_contact")])
def test_hl1_a_key_of_several_policies_names_none_by_chance(names: tuple[str, ...]) -> None:
    rules = RULES._replace(policies=dict.fromkeys(names, RULES.policies["refunds"]))
    call = FunctionCall.model_validate({"run_id": "r", "call_id": "c", "spec": {"fn": "pay", "kwargs": {}}})
    with pytest.raises(NotUnderstood, match="several policies"):
        draft_function_call(call, rules)
    named = call.model_copy(update={"spec": call.spec.model_copy(update={"fn": "refunds"})})
    assert draft_function_call(named, rules).draft.policy == "refunds"


def test_hl1_a_key_of_no_policy_is_left_to_the_check_of_every_request() -> None:
    call = FunctionCall.model_validate(PYTHON_NULLS)
    assert draft_function_call(call, RULES._replace(policies={})).draft.policy is None
