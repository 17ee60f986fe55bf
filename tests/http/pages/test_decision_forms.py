"""Questions filled in, reasons chosen and typed confirmations on the page of a request, without JavaScript."""

from html import unescape
from urllib.parse import urlencode

import pytest

from bot.core import events as e
from bot.core.canonical_json import parse_json
from bot.core.people import ApproverClause
from bot.core.policy import RejectOption
from tests.http.pages.open_pages import Open, waiting
from tests.http.pages.rollout_forms import ASK, EDITS, arguments, editing, form_of
from tests.platform_fixture import MANAGERS, choose

FINAL = EDITS.model_copy(update={"irreversible": True, "typed": "tag"})
OPTIONS = (
    RejectOption(name="Not today", text="Not today: ask again tomorrow."),
    RejectOption(name="<b>Wrong</b>", text='The "wrong" one.'),
)


async def test_llm09_what_a_form_holds_is_text_and_never_markup(page_client: Open) -> None:
    evil = '"><script>alert(1)</script>'
    _, olive, _ = await editing(page_client, notes=evil, labels=[evil])
    assert not [found for tag, found in olive.page.elements if tag == "script" and not found.get("src")]
    assert form_of(olive, "field.tag")["fields"]["field.notes"] == evil


async def test_a_form_is_filled_in(page_client: Open) -> None:
    at = page_client(ASK, choose("done", message="Thank you."))
    id = await waiting(at)
    sam = await at.sign_in("sam")
    await sam.open("/")
    assert "What exactly?" in sam.page.text
    assert form_of(sam, "field.where")["fields"]["field.where"] == ""
    filled = {"field.tag": "v1", "field.count": "3", "field.where": "m\\u{430}in", "field.zones.1": "yes"}
    assert (await sam.submit(f"/requests/{id}/answer", **filled)).status_code == 303
    await at.platform.settle()
    (settled,) = [event for event in at.platform.log(id.rpartition("-")[0]) if isinstance(event, e.QuestionSettled)]
    assert parse_json(settled.answer) == {
        "tag": "v1",
        "why": None,
        "count": 3,
        "hurry": False,
        "day": None,
        "where": "m\u0430in",
        "zones": ["us"],
    }
    await sam.open(f"/requests/{id}")
    assert "Answered by Sam" in sam.page.text
    assert 'tag "v1"' in sam.page.text
    assert settled.answer in unescape(parse_json(at.platform.model.seen[-1])["messages"][-1]["content"])


async def test_a_form_that_is_not_filled_in_comes_back(page_client: Open) -> None:
    at = page_client(ASK)
    id = await waiting(at)
    sam = await at.sign_in("sam")
    await sam.open(f"/requests/{id}")
    sent = {"field.why": "because", "field.count": "many", "field.hurry": "true", "field.zones.0": "yes"}
    assert (await sam.submit(f"/requests/{id}/answer", **sent)).status_code == 422
    for said in ('"many" is not an integer', "it is required, and empty"):
        assert said in sam.page.text
    kept = form_of(sam, "field.tag")["fields"]
    assert {name: kept[name] for name in ("field.why", "field.count", "field.hurry")} == {
        name: sent[name] for name in ("field.why", "field.count", "field.hurry")
    }
    assert "field.zones.0" in kept
    assert "field.zones.1" not in kept
    assert (await at.platform.app.queries.find_request(id)).status == "pending"


@pytest.mark.parametrize(
    ("option", "reason", "said"),
    [
        ("Not today", "", "Not today: ask again tomorrow."),
        ("<b>Wrong</b>", "", 'The "wrong" one.'),
        ("Not today", "too late", "too late"),
        ("", "too late", "too late"),
    ],
)
async def test_a_reason_may_be_chosen(page_client: Open, option: str, reason: str, said: str) -> None:
    at, olive, id = await editing(page_client, MANAGERS.model_copy(update={"reject_options": OPTIONS}), "/reject")
    offered = [found["value"] for tag, found in olive.page.elements if found.get("type") == "radio"]
    assert offered == ["Not today", "<b>Wrong</b>", ""]
    assert form_of(olive, "option")["fields"]["option"] == ""
    answer = await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", option=option, reason=reason)
    assert answer.status_code == 303
    request = await at.platform.app.queries.find_request(id)
    assert (request.status, request.reason) == ("rejected", said)


async def test_a_reason_that_is_not_offered_is_refused_by_name(page_client: Open) -> None:
    at, olive, id = await editing(page_client, MANAGERS.model_copy(update={"reject_options": OPTIONS}), "/reject")
    answer = await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", option="nonsense")
    assert answer.status_code == 422
    assert "There is no option 'nonsense'. There are: Not today, <b>Wrong</b>." in olive.page.text
    assert (await at.platform.app.queries.find_request(id)).status == "pending"


async def test_what_cannot_be_undone_is_approved_by_typing_its_word(page_client: Open) -> None:
    at, olive, id = await editing(page_client, FINAL, "")
    assert "cannot be undone" in olive.page.text
    assert "Type v1.4.2 to approve." in olive.page.text
    for typed in ("", "v1.4", "yes"):
        answer = await olive.submit(f"/requests/{id}/decide", decision="approve", confirmation=typed)
        assert answer.status_code == 422
        assert "type exactly this: v1.4.2" in olive.page.text
        assert form_of(olive, "confirmation")["fields"]["confirmation"] == typed
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve", confirmation=" v1.4.2 ")
    assert answer.status_code == 303
    assert (await at.platform.app.queries.find_request(id)).status == "approved"


async def test_llm11_who_edits_what_cannot_be_undone_types_the_new_word(page_client: Open) -> None:
    at, olive, id = await editing(page_client, FINAL)
    edited = {"decision": "approve", "field.tag": "v2", "field.notes": "kept"}
    answer = await olive.submit(f"/requests/{id}/decide", "edit", confirmation="v1.4.2", **edited)
    assert answer.status_code == 422
    assert "type exactly this: v2" in olive.page.text
    assert form_of(olive, "edit")["fields"]["field.notes"] == "kept"
    assert (await olive.submit(f"/requests/{id}/decide", "edit", confirmation="v2")).status_code == 422  # no decision
    answer = await olive.submit(f"/requests/{id}/decide", "edit", confirmation="v2", decision="approve")
    assert answer.status_code == 303
    assert (await arguments(at, id))["tag"] == "v2"


async def test_a_rejection_of_it_needs_no_word(page_client: Open) -> None:
    at, olive, id = await editing(page_client, FINAL, "/reject")
    assert (await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", reason="no")).status_code == 303
    assert (await at.platform.app.queries.find_request(id)).status == "rejected"


async def test_web2_a_link_of_older_arguments_shows_what_changed_and_no_form(page_client: Open) -> None:
    two = EDITS.model_copy(update={"approvers": (ApproverClause(groups=("managers",), quorum=2),)})
    at, olive, id = await editing(page_client, two, "")
    (request,) = await at.platform.pending()
    links = [found["href"] for tag, found in olive.page.elements if tag == "a" and "data-opens" in found]
    assert [link.partition("?")[0] for link in links] == [f"/requests/{id}/reject", f"/requests/{id}/edit"]
    evil = '{"tag":"v2","notes":"<script>alert(1)</script>"}'
    await at.platform.decide(request, by="max", arguments=evil)
    for link in links:
        await olive.open(link)
        assert 'tag: "v1.4.2" → "v2"' in olive.page.text
        assert 'notes: "one\\n\\ntwo" → "<script>alert(1)</script>"' in olive.page.text
        assert [form["action"] for form in olive.page.forms] == ["/sign-out", f"/requests/{id}"]
        assert not [found for tag, found in olive.page.elements if tag == "script" and not found.get("src")]
    await olive.submit(f"/requests/{id}")


@pytest.mark.parametrize("seen", ["", "x", "0" * 64, "\u00e9" * 64])
async def test_web2_a_digest_that_never_stood_for_it_is_no_error(page_client: Open, seen: str) -> None:
    _, olive, id = await editing(page_client)
    assert (await olive.open(f"/requests/{id}?{urlencode({'seen': seen})}")).status_code == 200


async def test_web3_no_form_of_a_decision_has_a_button_that_enter_could_press(page_client: Open) -> None:
    _, olive, id = await editing(page_client, FINAL)
    for path in ("/", f"/requests/{id}", f"/requests/{id}/edit", f"/requests/{id}/reject"):
        html = (await olive.open(path)).text
        forms = html.split(f'action="/requests/{id}/decide"')[1:]
        assert forms, path
        for form in forms:
            first = form[form.index("<button") : form.index(">", form.index("<button"))]
            assert 'type="submit"' in first, path
            assert " disabled" in first, path
            assert "name=" not in first, path


async def test_web3_what_goes_back_goes_to_a_page_of_ours(page_client: Open) -> None:
    _, olive, id = await editing(page_client)
    await olive.open(f"/requests/{id}/edit?next=https://evil.example")
    assert form_of(olive, "field.tag")["fields"]["next"] == "/"


@pytest.mark.parametrize("reason", ["", "  \n "])
async def test_web4_a_rejection_without_a_reason_is_refused_beside_its_field(page_client: Open, reason: str) -> None:
    at, olive, id = await editing(page_client, EDITS, "/reject")
    answer = await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", reason=reason)
    assert answer.status_code == 422
    (wrong,) = [found for _, found in olive.page.elements if found.get("aria-invalid") == "true"]
    assert wrong["aria-describedby"] == f"wrong-reason-{id}"
    assert "Write why, or choose a reason" in olive.page.text
    assert not any("edit" in form["names"] for form in olive.page.forms)
    assert (await at.platform.app.queries.find_request(id)).status == "pending"


@pytest.mark.parametrize(
    ("headers", "is_shown"),
    [({}, True), ({"Origin": "https://evil.example"}, False), ({"Origin": ""}, False), ({"Origin": "null"}, False)],
)
async def test_web4_words_of_an_ended_session_are_shown_to_a_form_of_ours_alone(
    page_client: Open, headers: dict[str, str], is_shown: bool
) -> None:
    at, olive, id = await editing(page_client, EDITS, "/reject")
    fields = {**form_of(olive, "reason")["fields"], "reason": "<b>half a reason</b>", "decision": "reject"}
    at.platform.clock.passes(hours=13)
    answer = await olive.post(f"/requests/{id}/decide", fields, **headers)
    assert answer.status_code == 401
    assert ("&lt;b&gt;half a reason&lt;/b&gt;" in answer.text) is is_shown
    assert fields["csrf"] not in answer.text
