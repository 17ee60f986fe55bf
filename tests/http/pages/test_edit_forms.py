"""Arguments are edited field by field on the page of a request, without JavaScript."""

import pytest

from bot.core import events as e
from bot.core.people import ApproverClause
from tests.http.pages.open_pages import Open
from tests.http.pages.rollout_forms import EDITS, arguments, editing, form_of


async def test_the_arguments_stand_in_inputs_of_their_kind(page_client: Open) -> None:
    _, olive, _ = await editing(page_client)
    assert form_of(olive, "field.tag")["fields"] == {
        "csrf": form_of(olive, "field.tag")["fields"]["csrf"],
        "digest": form_of(olive, "field.tag")["fields"]["digest"],
        "next": form_of(olive, "field.tag")["fields"]["next"],
        "edit": "form",
        "field.tag": "v1.4.2",
        "field.notes": "one\n\ntwo",
        "field.count": "1",
        "field.share": "0.0000001",
        "field.sure": "true",
        "field.target": "staging",
        "field.zones.0": "yes",
        "field.zones.1": "yes",
        "field.labels": '[\n  "a\\u202eb"\n]',
    }
    assert "Such as v1.4.2." in olive.page.text
    assert all(("for" in found) or ("class" in found) for tag, found in olive.page.elements if tag == "label")


async def test_llm11_an_untouched_form_is_an_approval_and_no_edit(page_client: Open) -> None:
    at, olive, id = await editing(page_client)
    before = await arguments(at, id)
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", decision="approve")).status_code == 303
    (answered,) = [event for event in at.platform.log(id.rpartition("-")[0]) if isinstance(event, e.Answered)]
    assert (answered.decision, answered.edited, answered.arguments) == ("approve", None, None)
    assert await arguments(at, id) == before


async def test_what_was_put_in_is_what_runs(page_client: Open) -> None:
    at, olive, id = await editing(page_client)
    form = form_of(olive, "field.tag")
    fields = {name: value for name, value in form["fields"].items() if not name.startswith("field.zones")}
    fields |= {"field.tag": "v2", "field.notes": "a\r\nb", "field.count": " 7", "field.share": ".25"}
    fields |= {"field.force": "true", "field.sure": "", "field.target": "production", "field.zones.2": "yes"}
    fields |= {"field.labels": '["x"]', "decision": "approve"}
    assert (await olive.post(form["action"], fields)).status_code == 303
    assert await arguments(at, id) == {
        "tag": "v2",
        "notes": "a\nb",
        "count": 7,
        "share": 0.25,
        "force": True,
        "sure": None,
        "target": "production",
        "zones": ["ap"],
        "labels": ["x"],
    }


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("tag", "one", "\"one\": String should match pattern '^v[0-9.]+$'"),
        ("tag", "", "it is required, and empty"),
        ("count", "abc", '"abc" is not an integer'),
        ("count", "12", "12: Input should be less than or equal to 9"),
        ("share", "much", '"much" is not a number'),
        ("labels", "[1", '"[1" is not JSON that can be kept'),
        ("labels", "[1]", "at 0: 1: Input should be a valid string"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(
    page_client: Open, field: str, typed: str, complaint: str
) -> None:
    at, olive, id = await editing(page_client)
    sent = {"field.notes": "my own words", f"field.{field}": typed, "decision": "approve"}
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", **sent)).status_code == 422
    fields = form_of(olive, "field.tag")["fields"]
    assert (fields["field.notes"], fields[f"field.{field}"]) == ("my own words", typed)
    assert f"{complaint}" in olive.page.text.partition("These arguments run when you approve")[2]
    (wrong,) = [found for _, found in olive.page.elements if found.get("aria-invalid") == "true"]
    assert (wrong["name"], f"wrong-field-{id}-{field}" in wrong["aria-describedby"]) == (f"field.{field}", True)
    assert (await at.platform.app.queries.find_request(id)).status == "pending"


@pytest.mark.parametrize(
    ("name", "typed", "complaint"),
    [
        ("field.target", "moon", '"moon" is not one of: staging, production'),
        ("field.other", "x", "other: there is no such field"),
        ("field.zones.7", "yes", "zones.7: there is no such field"),
    ],
)
async def test_what_no_page_of_ours_sends_is_refused(page_client: Open, name: str, typed: str, complaint: str) -> None:
    at, olive, id = await editing(page_client)
    sent = {name: typed, "decision": "approve"}
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", **sent)).status_code == 422
    assert complaint in olive.page.text
    assert (await at.platform.app.queries.find_request(id)).status == "pending"


async def test_slk23_a_form_of_older_arguments_decides_nothing(page_client: Open) -> None:
    two = EDITS.model_copy(update={"approvers": (ApproverClause(groups=("managers",), quorum=2),)})
    at, olive, id = await editing(page_client, two)
    stale = form_of(olive, "field.tag")
    max = await at.sign_in("max")
    await max.open(f"/requests/{id}/edit")
    edited = {"decision": "approve", "field.tag": "v2"}
    assert (await max.submit(f"/requests/{id}/decide", "field.tag", **edited)).status_code == 303
    answer = await olive.post(stale["action"], {**stale["fields"], "field.count": "abc", "decision": "approve"})
    assert answer.status_code == 409
    assert "changed after it was shown" in olive.page.text
    assert 'tag: "v1.4.2" → "v2"' in olive.page.text
    assert [form["action"] for form in olive.page.forms] == ["/sign-out", f"/requests/{id}"]
    assert "abc" in olive.page.text


async def test_a_form_that_comes_too_late_says_who_decided(page_client: Open) -> None:
    at, olive, _ = await editing(page_client)
    form = form_of(olive, "field.tag")
    (request,) = await at.platform.pending()
    await at.platform.decide(request, "reject", by="max", reason="no")
    answer = await olive.post(form["action"], {**form["fields"], "decision": "approve"})
    assert answer.status_code == 409
    assert "already rejected by Max" in olive.page.text
