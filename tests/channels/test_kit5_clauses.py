"""Where Slack and e-mail, whose inputs and messages have forms of their own, pass each clause of the contracts of channels."""

import importlib
import inspect

import pytest

from tests.channels.contract import InboundContract, PushContract, SetupContract
from tests.channels.decision_contract import DecisionContract
from tests.channels.wire_contract import WireContract

WIRE = {
    "a_request_is_delivered_to_who_may_decide_it": "who_may_decide_sees_the_call_and_its_digest",
    "a_decision_elsewhere_rewrites_the_message": "a_decision_elsewhere_is_told_and_the_old_message_decides_no_more",
    "a_genuine_input_counts_once_under_its_id": "the_same_input_many_times_is_one_decision",
    "an_approval_carries_the_digest_the_person_and_their_credential": "an_approval_is_that_of_the_person_for_the_shown_call",
    "a_rejection_carries_its_reason_and_nothing_runs": "a_rejection_carries_its_reason_and_nothing_runs",
    "forged_signature_of_the_provider_decides_nothing": "what_its_sender_cannot_prove_decides_nothing",
    "other_persons_account_counts_for_that_person_and_their_rights_alone": "who_may_not_decide_decides_nothing",
    "replay_under_the_same_id_is_again_and_decides_no_second_time": "the_same_input_again_decides_no_second_time",
    "a_refused_press_that_is_sent_again_later_decides_nothing": "an_approval_while_paused_counts_neither_then_nor_when_it_is_sent_again",
    "after_a_refused_press_the_buttons_of_the_card_posted_again_decide_once": "an_approval_while_paused_counts_neither_then_nor_when_it_is_sent_again",
    "a_token_after_an_edit_decides_nothing_and_the_new_one_decides_the_edited_call": "after_an_edit_the_old_message_decides_nothing_and_the_new_one_the_edited_call",
    "a_token_of_a_decided_request_decides_nothing": "a_decision_elsewhere_is_told_and_the_old_message_decides_no_more",
    "who_left_decides_nothing_with_their_open_button": "who_left_decides_nothing_with_an_open_message",
    "what_is_not_shown_whole_has_no_approval": "what_is_not_shown_whole_offers_no_approval_and_takes_none",
    "an_irreversible_call_has_no_button_that_approves": "an_irreversible_call_is_not_approved_without_its_word",
    "two_presses_at_once_are_one_decision": "the_same_input_many_times_is_one_decision",
}  # fmt: skip
"""The clauses that `WireContract` has at the real outside of both."""

SLACK_TESTS = "tests.channels.slack."
SLACK = {
    "one_delivery_id_leaves_one_message": "test_attacks_delivery.test_slk28_a_post_whose_answer_was_lost_is_found_and_not_posted_again",
    "a_lost_answer_leads_to_one_message_and_one_delivery": "test_attacks_delivery.test_slk28_a_post_whose_answer_was_lost_is_found_and_not_posted_again",
    "what_was_not_sent_is_not_now_and_what_may_have_been_sent_is_try_later": "outbound.test_rate_limit.test_what_a_refusal_means_to_a_delivery",
    "each_further_change_rewrites_the_same_message": "test_attacks_delivery.test_a_card_that_is_shown_in_several_places_is_decided_once_and_rewritten_in_all",
    "a_message_of_the_agent_is_delivered_whole": "outbound.test_streaming.test_a_long_answer_is_streamed_and_then_stands_as_it_would_have_been_posted",
    "no_secret_and_no_token_is_logged": "test_mod6_canaries.test_mod6_a_slack_message_is_kept_without_its_secrets",
    "the_same_id_with_another_body_is_refused_and_noted": "does not apply: a message's id is its place in the conversation, and Slack signs the whole body",
    "an_input_that_is_not_certainly_the_outsides_is_refused": "test_attacks_inbound.test_slk01_what_is_not_signed_by_slack_is_refused_and_does_nothing",
    "an_unknown_source_is_not_found": "test_attacks_inbound.test_slk17_another_workspace_or_another_app_is_refused_though_rightly_signed",
    "a_signed_body_that_does_not_fit_is_refused": "test_attacks_inbound.test_slk03_times_and_bodies_that_break_parsers_are_refused_without_an_error",
    "no_secret_is_logged_of_what_comes_in": "test_mod6_canaries.test_mod6_a_reason_and_an_edit_typed_into_slack_are_kept_without_secrets",
    "our_own_post_sent_back_to_us_decides_nothing": "test_attacks_messages.test_slk35_bots_and_our_own_words_start_nothing",
    "forged_token_decides_nothing_whichever_letter_is_changed": "test_attacks_cards.test_slk19_an_edited_value_decides_nothing",
    "a_token_of_another_conversation_decides_nothing": "test_attacks_cards.test_slk20_a_value_pasted_into_another_message_channel_or_conversation_decides_nothing",
    "a_token_of_another_channel_decides_nothing": "test_attacks_cards.test_slk21_an_invented_value_under_our_action_ids_decides_nothing",
    "a_token_of_another_request_decides_that_request_alone": "test_attacks_cards.test_slk19_one_requests_value_pasted_onto_another_requests_card_never_decides_what_that_card_shows",
    "a_token_with_the_digest_of_another_call_decides_nothing": "test_attacks_cards.test_slk19_a_rightly_sealed_value_of_another_digest_or_request_decides_nothing",
    "replay_of_a_used_button_under_a_new_id_decides_nothing": "does not apply: a click anew on the same card is the person's own, and the policy counts one vote of theirs",
    "a_vote_that_counts_already_uses_the_button_up": "does not apply: a click anew on the same card is the person's own, and the policy counts one vote of theirs",
    "expired_button_decides_nothing": "does not apply: a button has no end of its own, its request has one",
    "a_button_ends_with_its_request": "test_attacks_cards.test_slk23_a_click_on_what_the_agent_withdrew_says_so",
}  # fmt: skip

MAIL_TESTS = "tests.channels.email."
MAIL = {
    "one_delivery_id_leaves_one_message": "test_ml4_owed_sentences.test_ml4_an_answer_that_is_lost_makes_no_second_mail_of_another_id",
    "a_lost_answer_leads_to_one_message_and_one_delivery": "test_approvals.test_a_request_that_may_have_got_out_is_decided_before_it_goes_out_again",
    "what_was_not_sent_is_not_now_and_what_may_have_been_sent_is_try_later": "test_ml4_owed_sentences.test_ml4_a_mail_server_that_says_not_now_gets_the_same_mail_again",
    "each_further_change_rewrites_the_same_message": "does not apply: a mail cannot be rewritten; a change is a new mail, a vote alone is none",
    "a_message_of_the_agent_is_delivered_whole": "outbound.test_markdown.test_a_letter_is_small_enough_however_much_is_said",
    "no_secret_and_no_token_is_logged": "test_ml8_log.test_ml8_our_own_mail_that_comes_back_shows_no_token_in_its_line",
    "the_same_id_with_another_body_is_refused_and_noted": "does not apply: a Message-ID is the sender's own and not signed; the hash of the mail and its token count too",
    "an_input_that_is_not_certainly_the_outsides_is_refused": "test_attacks_identity.test_eml01_eml04_a1_a_sender_that_nothing_proves_decides_nothing_and_is_not_written_to",
    "an_unknown_source_is_not_found": "test_ml4_replies.test_ml4_a_reply_to_an_address_that_is_none_of_ours_is_answered_whoever_wrote",
    "a_signed_body_that_does_not_fit_is_refused": "test_attacks_mime.test_eml16_malformed_mails_end_nothing",
    "no_secret_is_logged_of_what_comes_in": "test_mod6_canaries.test_mod6_a_mail_is_kept_without_the_secrets_of_its_body_and_its_subject",
    "our_own_post_sent_back_to_us_decides_nothing": "test_attacks_automatic.test_a15_our_own_mail_that_comes_back_is_not_taken",
    "forged_token_decides_nothing_whichever_letter_is_changed": "test_attacks_identity.test_a6_a28_a_token_is_whole_ours_and_of_its_own_kind_in_any_case_of_letters",
    "a_token_of_another_conversation_decides_nothing": "test_attacks_identity.test_eml08_a4_a19_a_token_in_other_hands_is_worth_nothing_and_its_person_hears_of_it",
    "a_token_of_another_channel_decides_nothing": "test_attacks_identity.test_a6_a28_a_token_is_whole_ours_and_of_its_own_kind_in_any_case_of_letters",
    "a_token_of_another_request_decides_that_request_alone": "test_ml4_two_requests.test_ml4_each_reply_decides_the_request_that_it_answers_and_quotes",
    "a_token_with_the_digest_of_another_call_decides_nothing": "test_attacks_replies.test_a11_an_approval_of_what_was_changed_meanwhile_is_refused_and_asked_anew",
    "replay_of_a_used_button_under_a_new_id_decides_nothing": "test_attacks_replies.test_eml07_a9_a_mail_that_decided_decides_nothing_a_second_time",
    "a_vote_that_counts_already_uses_the_button_up": "test_ml4_killed_sentences.test_ml4_a_vote_that_is_judged_twice_counts_once_and_its_sentence_comes",
    "expired_button_decides_nothing": "test_attacks_replies.test_eml20_a_reply_after_expiry_or_cancellation_is_told_that_it_is_late",
    "a_button_ends_with_its_request": "test_attacks_replies.test_eml20_a_reply_after_expiry_or_cancellation_is_told_that_it_is_late",
}  # fmt: skip

CHANNELS = {"slack": (SLACK, SLACK_TESTS), "email": (MAIL, MAIL_TESTS)}


def list_clauses(*contracts: type) -> set[str]:
    names = {name for each in contracts for name, _ in inspect.getmembers(each, inspect.isfunction)}
    return {name.removeprefix("test_kit5_") for name in names if name.startswith("test_")}


CLAUSES = list_clauses(PushContract, InboundContract, DecisionContract) - list_clauses(SetupContract)
"""The clauses of the contracts; those of the set-up run for every channel as they are."""


@pytest.mark.parametrize("channel", CHANNELS)
def test_kit5_each_clause_is_passed_at_the_real_outside_or_says_why_it_does_not_apply(channel: str) -> None:
    own, folder = CHANNELS[channel]
    assert set(WIRE) | set(own) == CLAUSES
    assert not set(WIRE) & set(own)
    for clause, where in own.items():
        if where.startswith("does not apply: "):
            continue
        module, _, name = where.rpartition(".")
        assert inspect.isfunction(getattr(importlib.import_module(folder + module), name, None)), (clause, where)


def test_kit5_the_clauses_at_the_wire_exist() -> None:
    assert set(WIRE.values()) <= list_clauses(WireContract)
