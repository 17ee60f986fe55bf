"""Forms on the pages, without JavaScript: arguments edited field by field, questions filled in, reasons, typed words."""

from collections.abc import AsyncIterator, Callable
from html import unescape
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

import pytest
from pydantic import Field

from bot.core import events as e
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.canonical_json import parse_json
from bot.core.people import ApproverClause
from bot.core.policy import Policy, RejectOption
from bot.core.steps import ModelAnswer, Step
from tests.http.page_browser import FormBrowser, PageClient
from tests.platform_fixture import MANAGERS, PlatformFixture, choose

EDITS = MANAGERS.model_copy(update={"edits": True})
FINAL = EDITS.model_copy(update={"irreversible": True, "typed": "tag"})
OPTIONS = (
    RejectOption(name="Not today", text="Not today: ask again tomorrow."),
    RejectOption(name="<b>Wrong</b>", text='The "wrong" one.'),
)

Open = Callable[..., PageClient]


class Rollout(Step):
    """Roll a release out."""

    intent: ClassVar[str] = "rollout"
    tag: str = Field(description="Such as v1.4.2.", pattern=r"^v[0-9.]+$")
    notes: str = Field(default="", max_length=5_000)
    count: int = Field(default=1, ge=1, le=9)
    share: float = 0.5
    force: bool = False
    sure: bool | None = True
    target: Literal["staging", "production"] = "staging"
    zones: tuple[Literal["eu", "us", "ap"], ...] = ()
    labels: list[str] = Field(default=[])


async def _ran(step: Step, at: ToolContext) -> str:
    return "It is out."


def rollout(policy: Policy = EDITS) -> Agent:
    tool: Tool[Any] = Tool(step=Rollout, run=_ran, writes=True, policy=policy)
    return Agent(
        name="pusher", job="Pushes.", prompt="You push.", tools=(tool,), owners=ApproverClause(groups=("managers",))
    )


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    houses: list[PlatformFixture] = []

    def opened(*script: ModelAnswer | Exception, **given: Any) -> PageClient:
        houses.append(PlatformFixture(tmp_path, *script, **given))
        return PageClient(houses[-1])

    yield opened
    for house in houses:
        await house.app.close()


async def waiting(desk: PageClient) -> str:
    await desk.house.launch()
    (request,) = await desk.house.pending()
    return request.id


def form_of(browser: FormBrowser, field: str) -> dict[str, Any]:
    return next(form for form in browser.page.forms if field in form["names"])


GIVEN: dict[str, Any] = {
    "tag": "v1.4.2",
    "notes": "one\n\ntwo",
    "zones": ["us", "eu"],
    "labels": ["a\u202eb"],
    "share": 1e-7,
}


async def editing(
    desk: Open, policy: Policy = EDITS, on: str = "/edit", **given: Any
) -> tuple[PageClient, FormBrowser, str]:
    """A request that waits, and Olive before one of its pages: to edit it, to reject it, or (on="") the request itself."""
    at = desk(choose("rollout", **{**GIVEN, **given}), agents=[rollout(policy)])
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}{on}")
    return at, olive, id


async def arguments(at: PageClient, id: str) -> Any:
    return (await at.house.app.views.find_request(id)).arguments


async def test_the_arguments_stand_in_inputs_of_their_kind(desk: Open) -> None:
    _, olive, _ = await editing(desk)
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


async def test_llm11_an_untouched_form_is_an_approval_and_no_edit(desk: Open) -> None:
    at, olive, id = await editing(desk)
    before = await arguments(at, id)
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", decision="approve")).status_code == 303
    (answered,) = [event for event in at.house.log(id.rpartition("-")[0]) if isinstance(event, e.Answered)]
    assert (answered.decision, answered.edited, answered.arguments) == ("approve", None, None)
    assert await arguments(at, id) == before


async def test_what_was_put_in_is_what_runs(desk: Open) -> None:
    at, olive, id = await editing(desk)
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
    desk: Open, field: str, typed: str, complaint: str
) -> None:
    at, olive, id = await editing(desk)
    sent = {"field.notes": "my own words", f"field.{field}": typed, "decision": "approve"}
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", **sent)).status_code == 422
    fields = form_of(olive, "field.tag")["fields"]
    assert (fields["field.notes"], fields[f"field.{field}"]) == ("my own words", typed)
    assert f"{complaint}" in olive.page.text.partition("These arguments run when you approve")[2]
    (wrong,) = [found for _, found in olive.page.elements if found.get("aria-invalid") == "true"]
    assert (wrong["name"], f"wrong-field-{id}-{field}" in wrong["aria-describedby"]) == (f"field.{field}", True)
    assert (await at.house.app.views.find_request(id)).status == "pending"


@pytest.mark.parametrize(
    ("name", "typed", "complaint"),
    [
        ("field.target", "moon", '"moon" is not one of: staging, production'),
        ("field.other", "x", "other: there is no such field"),
        ("field.zones.7", "yes", "zones.7: there is no such field"),
    ],
)
async def test_what_no_page_of_ours_sends_is_refused(desk: Open, name: str, typed: str, complaint: str) -> None:
    at, olive, id = await editing(desk)
    sent = {name: typed, "decision": "approve"}
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", **sent)).status_code == 422
    assert complaint in olive.page.text
    assert (await at.house.app.views.find_request(id)).status == "pending"


async def test_slk23_a_form_of_older_arguments_decides_nothing(desk: Open) -> None:
    two = EDITS.model_copy(update={"approvers": (ApproverClause(groups=("managers",), quorum=2),)})
    at, olive, id = await editing(desk, two)
    stale = form_of(olive, "field.tag")
    max = await at.sits("max")
    await max.open(f"/requests/{id}/edit")
    edited = {"decision": "approve", "field.tag": "v2"}
    assert (await max.submit(f"/requests/{id}/decide", "field.tag", **edited)).status_code == 303
    answer = await olive.post(stale["action"], {**stale["fields"], "field.count": "abc", "decision": "approve"})
    assert answer.status_code == 409
    assert "changed after it was shown" in olive.page.text
    assert 'tag: "v1.4.2" → "v2"' in olive.page.text
    assert [form["action"] for form in olive.page.forms] == ["/sign-out", f"/requests/{id}"]
    assert "abc" in olive.page.text


async def test_a_form_that_comes_too_late_says_who_decided(desk: Open) -> None:
    at, olive, _ = await editing(desk)
    form = form_of(olive, "field.tag")
    (request,) = await at.house.pending()
    await at.house.decide(request, "reject", by="max", reason="no")
    answer = await olive.post(form["action"], {**form["fields"], "decision": "approve"})
    assert answer.status_code == 409
    assert "already rejected by Max" in olive.page.text


async def test_llm09_what_a_form_holds_is_text_and_never_markup(desk: Open) -> None:
    evil = '"><script>alert(1)</script>'
    _, olive, _ = await editing(desk, notes=evil, labels=[evil])
    assert not [found for tag, found in olive.page.elements if tag == "script" and not found.get("src")]
    assert form_of(olive, "field.tag")["fields"]["field.notes"] == evil


ASK = choose(
    "ask_human",
    question="What exactly?",
    format="form",
    fields=[
        {"name": "tag", "label": "Tag", "kind": "text", "help": "Such as v1.4.2."},
        {"name": "why", "label": "Why", "kind": "long_text", "required": False},
        {"name": "count", "label": "How many", "kind": "integer"},
        {"name": "hurry", "label": "Hurry", "kind": "boolean"},
        {"name": "day", "label": "Day", "kind": "date", "required": False},
        {"name": "where", "label": "Where", "kind": "choice", "choices": ["staging", "m\u0430in"]},
        {"name": "zones", "label": "Zones", "kind": "choices", "choices": ["eu", "us"], "required": False},
    ],
)


async def test_a_form_is_filled_in(desk: Open) -> None:
    at = desk(ASK, choose("done", message="Thank you."))
    id = await waiting(at)
    sam = await at.sits("sam")
    await sam.open("/")
    assert "What exactly?" in sam.page.text
    assert form_of(sam, "field.where")["fields"]["field.where"] == ""
    filled = {"field.tag": "v1", "field.count": "3", "field.where": "m\\u{430}in", "field.zones.1": "yes"}
    assert (await sam.submit(f"/requests/{id}/answer", **filled)).status_code == 303
    await at.house.settle()
    (settled,) = [event for event in at.house.log(id.rpartition("-")[0]) if isinstance(event, e.QuestionSettled)]
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
    assert settled.answer in unescape(parse_json(at.house.model.seen[-1])["messages"][-1]["content"])


async def test_a_form_that_is_not_filled_in_comes_back(desk: Open) -> None:
    at = desk(ASK)
    id = await waiting(at)
    sam = await at.sits("sam")
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
    assert (await at.house.app.views.find_request(id)).status == "pending"


@pytest.mark.parametrize(
    ("option", "reason", "said"),
    [
        ("Not today", "", "Not today: ask again tomorrow."),
        ("<b>Wrong</b>", "", 'The "wrong" one.'),
        ("Not today", "too late", "too late"),
        ("", "too late", "too late"),
    ],
)
async def test_a_reason_may_be_chosen(desk: Open, option: str, reason: str, said: str) -> None:
    at, olive, id = await editing(desk, MANAGERS.model_copy(update={"reject_options": OPTIONS}), "/reject")
    offered = [found["value"] for tag, found in olive.page.elements if found.get("type") == "radio"]
    assert offered == ["Not today", "<b>Wrong</b>", ""]
    assert form_of(olive, "option")["fields"]["option"] == ""
    answer = await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", option=option, reason=reason)
    assert answer.status_code == 303
    request = await at.house.app.views.find_request(id)
    assert (request.status, request.reason) == ("rejected", said)


async def test_a_reason_that_is_not_offered_is_refused_by_name(desk: Open) -> None:
    at, olive, id = await editing(desk, MANAGERS.model_copy(update={"reject_options": OPTIONS}), "/reject")
    answer = await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", option="nonsense")
    assert answer.status_code == 422
    assert "There is no option 'nonsense'. There are: Not today, <b>Wrong</b>." in olive.page.text
    assert (await at.house.app.views.find_request(id)).status == "pending"


async def test_what_cannot_be_undone_is_approved_by_typing_its_word(desk: Open) -> None:
    at, olive, id = await editing(desk, FINAL, "")
    assert "cannot be undone" in olive.page.text
    assert "Type v1.4.2 to approve." in olive.page.text
    for typed in ("", "v1.4", "yes"):
        answer = await olive.submit(f"/requests/{id}/decide", decision="approve", confirmation=typed)
        assert answer.status_code == 422
        assert "type exactly this: v1.4.2" in olive.page.text
        assert form_of(olive, "confirmation")["fields"]["confirmation"] == typed
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve", confirmation=" v1.4.2 ")
    assert answer.status_code == 303
    assert (await at.house.app.views.find_request(id)).status == "approved"


async def test_llm11_who_edits_what_cannot_be_undone_types_the_new_word(desk: Open) -> None:
    at, olive, id = await editing(desk, FINAL)
    edited = {"decision": "approve", "field.tag": "v2", "field.notes": "kept"}
    answer = await olive.submit(f"/requests/{id}/decide", "edit", confirmation="v1.4.2", **edited)
    assert answer.status_code == 422
    assert "type exactly this: v2" in olive.page.text
    assert form_of(olive, "edit")["fields"]["field.notes"] == "kept"
    assert (await olive.submit(f"/requests/{id}/decide", "edit", confirmation="v2")).status_code == 422  # no decision
    answer = await olive.submit(f"/requests/{id}/decide", "edit", confirmation="v2", decision="approve")
    assert answer.status_code == 303
    assert (await arguments(at, id))["tag"] == "v2"


async def test_a_rejection_of_it_needs_no_word(desk: Open) -> None:
    at, olive, id = await editing(desk, FINAL, "/reject")
    assert (await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", reason="no")).status_code == 303
    assert (await at.house.app.views.find_request(id)).status == "rejected"


async def test_web2_a_link_of_older_arguments_shows_what_changed_and_no_form(desk: Open) -> None:
    two = EDITS.model_copy(update={"approvers": (ApproverClause(groups=("managers",), quorum=2),)})
    at, olive, id = await editing(desk, two, "")
    (request,) = await at.house.pending()
    links = [found["href"] for tag, found in olive.page.elements if tag == "a" and "data-opens" in found]
    assert [link.partition("?")[0] for link in links] == [f"/requests/{id}/reject", f"/requests/{id}/edit"]
    evil = '{"tag":"v2","notes":"<script>alert(1)</script>"}'
    await at.house.decide(request, by="max", arguments=evil)
    for link in links:
        await olive.open(link)
        assert 'tag: "v1.4.2" → "v2"' in olive.page.text
        assert 'notes: "one\\n\\ntwo" → "<script>alert(1)</script>"' in olive.page.text
        assert [form["action"] for form in olive.page.forms] == ["/sign-out", f"/requests/{id}"]
        assert not [found for tag, found in olive.page.elements if tag == "script" and not found.get("src")]
    await olive.submit(f"/requests/{id}")


@pytest.mark.parametrize("seen", ["", "x", "0" * 64, "\u00e9" * 64])
async def test_web2_a_digest_that_never_stood_for_it_is_no_error(desk: Open, seen: str) -> None:
    _, olive, id = await editing(desk)
    assert (await olive.open(f"/requests/{id}?{urlencode({'seen': seen})}")).status_code == 200


async def test_web3_no_form_of_a_decision_has_a_button_that_enter_could_press(desk: Open) -> None:
    _, olive, id = await editing(desk, FINAL)
    for path in ("/", f"/requests/{id}", f"/requests/{id}/edit", f"/requests/{id}/reject"):
        html = (await olive.open(path)).text
        forms = html.split(f'action="/requests/{id}/decide"')[1:]
        assert forms, path
        for form in forms:
            first = form[form.index("<button") : form.index(">", form.index("<button"))]
            assert 'type="submit"' in first, path
            assert " disabled" in first, path
            assert "name=" not in first, path


async def test_web3_what_goes_back_goes_to_a_page_of_ours(desk: Open) -> None:
    _, olive, id = await editing(desk)
    await olive.open(f"/requests/{id}/edit?next=https://evil.example")
    assert form_of(olive, "field.tag")["fields"]["next"] == "/"


@pytest.mark.parametrize("reason", ["", "  \n "])
async def test_web4_a_rejection_without_a_reason_is_refused_beside_its_field(desk: Open, reason: str) -> None:
    at, olive, id = await editing(desk, EDITS, "/reject")
    answer = await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", reason=reason)
    assert answer.status_code == 422
    (wrong,) = [found for _, found in olive.page.elements if found.get("aria-invalid") == "true"]
    assert wrong["aria-describedby"] == f"wrong-reason-{id}"
    assert "Write why, or choose a reason" in olive.page.text
    assert not any("edit" in form["names"] for form in olive.page.forms)
    assert (await at.house.app.views.find_request(id)).status == "pending"


@pytest.mark.parametrize(
    ("headers", "is_shown"),
    [({}, True), ({"Origin": "https://evil.example"}, False), ({"Origin": ""}, False), ({"Origin": "null"}, False)],
)
async def test_web4_words_of_an_ended_session_are_shown_to_a_form_of_ours_alone(
    desk: Open, headers: dict[str, str], is_shown: bool
) -> None:
    at, olive, id = await editing(desk, EDITS, "/reject")
    fields = {**form_of(olive, "reason")["fields"], "reason": "<b>half a reason</b>", "decision": "reject"}
    at.house.clock.passes(hours=13)
    answer = await olive.post(f"/requests/{id}/decide", fields, **headers)
    assert answer.status_code == 401
    assert ("&lt;b&gt;half a reason&lt;/b&gt;" in answer.text) is is_shown
    assert fields["csrf"] not in answer.text
