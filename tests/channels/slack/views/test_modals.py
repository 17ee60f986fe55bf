"""The dialogs: their content, their submissions, and that none approves a call that it did not show."""

from typing import Any

import pytest
from hypothesis import given

from bot.core.card.card import RequestCard
from bot.core.forms import FormField
from bot.core.policy import RejectOption
from channels.slack.views import action_ids, form_inputs, modals
from tests.channels.slack.sample_cards import (
    FIELDS,
    approval,
    hostile,
    hostile_approvals,
    hostile_questions,
    look,
    outcome,
    question,
    tries,
)
from tests.channels.slack.slack_limits import check_view, objects, of_type, text_of
from tests.channels.slack.views.test_card_printer import nothing_of_others

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

OPTIONS = (
    RejectOption(name="not today", text="Not today: ask again tomorrow."),
    RejectOption(name="wrong", text="The wrong one."),
)


def typed_in(view: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The state that Slack sends when people fill in these elements, by block id; other values stay."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        initial = {
            "value": element.get("initial_value"),
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options", []),
            "selected_date": element.get("initial_date"),
        }
        state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **initial}}
    for id, value in values.items():
        (action,) = state[id].values()
        action.update(value)
    return {"values": state}


def only_says_why(view: dict[str, Any]) -> bool:
    return "submit" not in view and not of_type(view, "input", "actions")


def test_rejecting_needs_a_reason_of_three_to_a_thousand_characters() -> None:
    view = modals.make_reject_modal(approval(), "sealed")
    check_view(view)
    assert (view["callback_id"], view["private_metadata"], view["submit"]["text"]) == (
        action_ids.REJECT,
        "sealed",
        "Reject",
    )
    ((element),) = of_type(view, "plain_text_input")
    assert (element["min_length"], element["max_length"], "initial_value" in element) == (3, 1_000, False)
    assert "tag_release sha" in text_of(view)
    assert form_inputs.read_form(typed_in(view, reason={"value": "too early"}), ()).reason == "too early"
    assert form_inputs.find_input_block(typed_in(view), "reason") == "reason"


def test_a_chosen_option_stands_in_a_new_block_so_that_slack_shows_it() -> None:
    first, then = (
        modals.make_reject_modal(approval(reject_options=OPTIONS), "sealed", option) for option in ("", "not today")
    )
    check_view(first)
    check_view(then)
    (radio,) = of_type(then, "radio_buttons")
    assert (radio["action_id"], [each["value"] for each in radio["options"]]) == (
        action_ids.OPTION,
        ["not today", "wrong"],
    )
    assert radio["initial_option"] == radio["options"][0]
    state = typed_in(then)
    assert form_inputs.read_form(state, ()).reason == "Not today: ask again tomorrow."
    assert form_inputs.find_input_block(state, "reason") not in (
        "",
        form_inputs.find_input_block(typed_in(first), "reason"),
    )


def test_sl4_an_option_with_a_short_text_can_be_sent_as_it_stands() -> None:
    short = (RejectOption(name="no", text="no"), RejectOption(name="later", text="Not today."))
    for option, least in (("no", 2), ("later", 3), ("", 3)):
        (element,) = of_type(
            modals.make_reject_modal(approval(reject_options=short), "sealed", option), "plain_text_input"
        )
        assert element["min_length"] == least
        assert len(element.get("initial_value", "")) in (0, *range(least, 99))


def test_many_options_are_a_select_and_an_unknown_one_fills_in_nothing() -> None:
    many = tuple(RejectOption(name=f"option {number}", text="x") for number in range(120))
    view = modals.make_reject_modal(approval(reject_options=many), "sealed", "no such option")
    check_view(view)
    (select,) = of_type(view, "static_select")
    assert (len(select["options"]), "initial_option" in select) == (100, False)
    assert form_inputs.read_form(typed_in(view), ()).reason == ""


def test_a_typed_confirmation_stands_under_the_arguments_whole() -> None:
    view = modals.make_confirm_modal(approval(typed="v1.4.3", irreversible=True), "sealed")
    check_view(view)
    assert [block["block_id"] for block in view["blocks"]] == [
        "heading",
        *(f"{part}.confirm" for part in ("notices", "arguments", "facts", "people", "silence", "words", "footer")),
        "typed",
    ]
    assert text_of(view["blocks"][1]) == "⚠ It cannot be undone."
    assert text_of(view["blocks"][2]) == 'sha = "c0ffee"\ntag = "v1.4.3"'
    assert view["blocks"][-1]["label"]["text"] == "Type v1.4.3 to approve"
    assert form_inputs.read_form(typed_in(view, typed={"value": "v1.4.3"}), ()).typed == "v1.4.3"


@pytest.mark.parametrize(
    "of", [approval({"a": "x" * 9_999}, typed="x"), approval({"url": "https://a:b@c.example"}, typed="x")]
)
def test_llm12_nothing_is_confirmed_or_edited_that_is_not_shown_whole(of: RequestCard) -> None:
    for view in (modals.make_confirm_modal(of, "sealed"), modals.make_edit_modal(of, FIELDS, "sealed")):
        check_view(view)
        assert only_says_why(view)
        assert "inbox" in text_of(view)


def test_the_arguments_are_edited_in_fields_of_their_kinds() -> None:
    view = modals.make_edit_modal(approval(), FIELDS, "sealed")
    check_view(view)
    assert [block["element"]["type"] for block in view["blocks"] if block["type"] == "input"] == [
        "plain_text_input",
        "plain_text_input",
        "number_input",
        "number_input",
        "checkboxes",
        "static_select",
        "multi_static_select",
        "datepicker",
        "plain_text_input",
    ]


def test_gate2_where_somebody_else_must_approve_an_edit_the_form_proposes() -> None:
    view = modals.make_edit_modal(approval(edit_rule="by_another", typed="v1.4.3"), FIELDS, "sealed")
    check_view(view)
    assert (view["title"]["text"], view["submit"]["text"]) == ("Edit", "Propose")
    assert "Somebody else must approve what you propose here" in text_of(view)
    assert "Type v1.4.3 to propose" in str(view)
    assert "Edit & approve" not in str(view)
    unshown = modals.make_edit_modal(approval({"a": "x" * 9_999}, edit_rule="by_another"), FIELDS, "sealed")
    assert (unshown["title"]["text"], only_says_why(unshown)) == ("Edit", True)


def test_what_stands_in_the_fields_comes_back() -> None:
    view = modals.make_edit_modal(approval(), FIELDS, "sealed")
    assert form_inputs.read_form(typed_in(view), FIELDS).values == {
        "tag": "v1.4.3",
        "notes": "one\ntwo",
        "count": "3",
        "share": "0.0000001",
        "force": True,
        "target": "production",
        "zones": ["us", "ap"],
        "day": "2026-11-21",
        "extra": '{"a":[1]}',
    }


def test_what_was_changed_or_emptied_comes_back() -> None:
    view = modals.make_edit_modal(approval(), FIELDS, "sealed")
    changed = {
        "field.tag": {"value": "v2"},
        "field.notes": {"value": None},
        "field.force": {"selected_options": []},
        "field.target": {"selected_option": {"value": "0"}},
        "field.zones": {"selected_options": [{"value": "0"}]},
        "field.day": {"selected_date": None},
    }
    found = form_inputs.read_form(typed_in(view, **changed), FIELDS).values
    assert {name: found[name] for name in ("tag", "notes", "force", "target", "zones", "day")} == {
        "tag": "v2",
        "notes": "",
        "force": False,
        "target": "staging",
        "zones": ["eu"],
        "day": "",
    }


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        [],
        "x",
        {"values": None},
        {"values": {"field.tag": None}},
        {"values": {"field.tag": {"countersign.input": 3}}},
        {"values": {"field.target": {"countersign.input": {"selected_option": {"value": "99"}}}}},
    ],
)
def test_a_state_that_lacks_a_field_leaves_it_empty(state: Any) -> None:
    empty = {"force": False, "zones": []}
    assert form_inputs.read_form(state, FIELDS).values == {field.name: empty.get(field.name, "") for field in FIELDS}
    assert form_inputs.read_form(state, ()).reason == ""


def test_complaints_stand_at_their_fields() -> None:
    complaints = {
        "tag": '"v 2" holds a blank',
        "count": '"x" is not an integer',
        "": "v2 is older than v1",
        "odd": "what?",
    }
    assert form_inputs.find_block_errors(complaints, FIELDS) == {
        "field.tag": '"v 2" holds a blank v2 is older than v1 what?',
        "field.count": '"x" is not an integer',
    }
    assert form_inputs.find_block_errors({"": "no"}, ()) == {}
    view = modals.make_edit_modal(approval(), FIELDS, "sealed", form_inputs.FormInputState(complaints))
    check_view(view)
    for complaint in complaints.values():
        assert f"⚠ {complaint}" in text_of(view)


@pytest.mark.parametrize(
    ("field", "why"),
    [
        (FormField(name="a", label="A", kind="text", value="x" * 3_001), "3001 characters"),
        (FormField(name="a", label="A", kind="text", value="main\u202e"), "nobody would see"),
        (FormField(name="a", label="A", kind="json", value={"b": "main\u200b"}), "nobody would see"),
        (FormField(name="a", label="A", kind="choice", choices=("x" * 75 + "1", "x" * 75 + "2")), "longer ones"),
    ],
)
def test_llm09_what_an_input_would_hide_is_not_edited_here(field: FormField, why: str) -> None:
    view = modals.make_edit_modal(approval(), [field], "sealed")
    check_view(view)
    assert only_says_why(view)
    assert why in text_of(view)


def test_llm10_a_letter_that_may_be_another_is_pointed_out() -> None:
    view = modals.make_edit_modal(
        approval(), [FormField(name="a", label="A", kind="text", value="m\u0430in")], "sealed"
    )
    assert "unusual characters" in text_of(view)
    assert "submit" in view


@pytest.mark.parametrize("kind", ["integer", "number", "date"])
def test_a_value_that_slack_would_refuse_leaves_its_field_empty(kind: str) -> None:
    view = modals.make_edit_modal(
        approval(), [FormField(name="a", label="A", kind=kind, value="soon", max_length=2)], "sealed"
    )
    check_view(view)
    assert "soon" not in str(view)


def test_a_value_longer_than_its_field_allows_is_still_shown_whole() -> None:
    view = modals.make_edit_modal(
        approval(), [FormField(name="a", label="A", kind="text", value="v1.4.3", max_length=2)], "sealed"
    )
    assert [(found["initial_value"], found["max_length"]) for found in of_type(view, "plain_text_input")] == [
        ("v1.4.3", 6)
    ]


def test_an_edit_of_what_cannot_be_undone_is_typed_too() -> None:
    view = modals.make_edit_modal(approval(typed="v1.4.3"), FIELDS, "sealed")
    check_view(view)
    assert form_inputs.read_form(typed_in(view, typed={"value": "v2"}), ()).typed == "v2"


def test_many_choices_stand_in_groups() -> None:
    field = FormField(
        name="a",
        label="A",
        kind="choice",
        choices=tuple(f"c{number} {'x' * 60}" for number in range(250)),
        value="c3 " + "x" * 60,
    )
    view = modals.make_edit_modal(approval(), [field], "sealed")
    check_view(view)
    (select,) = of_type(view, "static_select")
    assert [group["label"]["text"] for group in select["option_groups"]] == ["1 to 100", "101 to 200", "201 to 250"]
    assert form_inputs.read_form(typed_in(view), [field]).values == {"a": field.value}


def test_sl4_a_form_with_more_choices_than_a_view_holds_is_edited_in_the_inbox() -> None:
    fields = [
        FormField(name=name, label=name, kind="choice", choices=tuple(f"{name} {n} {'é' * 40}" for n in range(1_000)))
        for name in "ab"
    ]
    view = modals.make_edit_modal(approval(), fields, "sealed")
    check_view(view)
    assert (of_type(view, "static_select"), "more choices than fit here" in text_of(view)) == ([], True)
    check_view(modals.make_edit_modal(approval(), fields[:1], "sealed"))


def test_an_answer_is_written_chosen_or_filled_in() -> None:
    written = modals.make_answer_modal(question(format="free_text"), "sealed")
    picked = modals.make_answer_modal(question(), "sealed")
    filled = modals.make_answer_modal(question(format="form", fields=FIELDS), "sealed")
    for view in (written, picked, filled):
        check_view(view)
        assert (view["callback_id"], view["submit"]["text"]) == (action_ids.WRITE, "Answer")
        assert "Which tag?" in text_of(view)
    long = modals.make_answer_modal(question(choices=("x" * 80, "y")), "sealed")
    assert f"1. {'x' * 80}\n2. y" in text_of(long)
    assert form_inputs.read_form(typed_in(written, answer={"value": "v2"}), ()).answer == "v2"
    assert form_inputs.read_form(typed_in(picked, answer={"selected_option": {"value": "1"}}), ()).answer == "1"
    assert form_inputs.read_form(typed_in(filled), FIELDS).values["tag"] == "v1.4.3"


def test_details_say_everything_and_decide_nothing() -> None:
    for of in (
        approval(),
        approval({"a": "x" * 40_000}),
        approval(outcome=outcome()),
        question(),
        question(format="free_text"),
    ):
        view = modals.make_details_modal(of, look(mentions=("U1",)))
        check_view(view)
        assert "submit" not in view
        assert not [found for found in objects(view) if "action_id" in found]
        assert of.digest in text_of(view)
    assert "x" * 2_900 in text_of(modals.make_details_modal(approval({"a": "x" * 40_000}), look()))
    assert "cut here" not in text_of(modals.make_details_modal(approval({"a": "x" * 40_000}), look()))


def test_a_sentence_is_a_dialog_without_anything_to_send() -> None:
    view = modals.make_sentence_modal(
        "A title that is much too long", "You may not decide this: only olive may. <!channel>"
    )
    check_view(view)
    assert only_says_why(view)
    assert len(view["title"]["text"]) == 24


@tries(80)
@given(hostile_approvals(), hostile)
def test_llm13_no_dialog_of_an_approval_holds_anything_of_others_but_text(of: RequestCard, option: str) -> None:
    fields = [FormField(name="it", label=option[:75] or "x", kind="text", value=option, help=option)]
    views = [
        modals.make_details_modal(of, look()),
        modals.make_reject_modal(of, "sealed", of.reject_options[0].name if of.reject_options else option),
        modals.make_confirm_modal(of, "sealed"),
        modals.make_edit_modal(of, fields, "sealed", form_inputs.FormInputState({"it": option, "": option})),
        modals.make_sentence_modal(option, option),
    ]
    for view in views:
        check_view(view)
        nothing_of_others(view["blocks"], "")


@tries(80)
@given(hostile_questions())
def test_llm13_no_dialog_of_a_question_holds_anything_of_others_but_text(of: RequestCard) -> None:
    for view in (modals.make_details_modal(of, look()), modals.make_answer_modal(of, "sealed")):
        check_view(view)
        nothing_of_others(view["blocks"], "")
