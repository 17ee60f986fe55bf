"""A dialog shows what came of it although Slack does not take the first drawing; of two choices the last one counts (SL1)."""

from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.core.people import ApproverClause
from bot.core.policy import Policy, RejectOption
from channels.slack.installation.workspaces import NotInstalled
from channels.slack.outbound.interaction_replies import is_passing, read_wait
from slack_double.messages import View, elements
from tests.channels.slack.inbound.test_acknowledgements import INPUT, PUSH, Remote
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.platform_fixture import OutsideLedger, agent

FAULTS: dict[str, dict[str, Any]] = {
    "too often": {"kind": "rate_limited", "seconds": 1},
    "a lost connection": {"kind": "lost_before"},
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_sl1_the_result_of_a_form_replaces_the_waiting_view_also_at_a_later_try(
    tmp_path: Path, fault: str
) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=Remote().agent(edits=True)) as here:
        await here.ask()
        await here.app.click(here.user("olive"), await here.card(), "Edit & approve…")
        view = await here.modal("olive")
        here.slack.fault(on="views.update", **FAULTS[fault])
        await here.app.submit(here.user("olive"), view, {"field.tag": {INPUT: "v9"}})
        assert "being checked" in str(view.content)
        await here.until(lambda: "Approved" in str(view.content))


def refused(status: int, body: Any, **headers: str) -> SlackApiError:
    request: dict[str, Any] = {"client": None, "http_verb": "POST", "api_url": "", "req_args": {}}
    response = SlackResponse(**request, data=body, headers=headers, status_code=status)
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("error", "passes", "wait"),
    [
        (refused(200, {"ok": False, "error": "fatal_error"}), True, 0.0),
        (refused(200, {"ok": False, "error": "ratelimited"}), True, 0.0),
        (refused(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"}), True, 7.0),
        (refused(500, {}), True, 0.0),
        (ConnectionResetError(), True, 0.0),
        (TimeoutError(), True, 0.0),
        (refused(200, {"ok": False, "error": "not_found"}), False, 0.0),
        (refused(200, {"ok": False, "error": "token_revoked"}), False, 0.0),
        (NotInstalled("T1", "it is gone"), False, 0.0),
    ],
)
def test_sl1_which_refusals_pass_and_how_long_slack_asks_to_wait(error: Exception, passes: bool, wait: float) -> None:
    assert (is_passing(error), read_wait(error)) == (passes, wait)


LATE, WRONG = (
    RejectOption(name="late", text="Too late for this week."),
    RejectOption(name="wrong", text="Wrong commit."),
)


def with_reasons(ledger: OutsideLedger) -> Any:
    return agent(ledger, policy=Policy(approvers=(ApproverClause(groups=("managers",)),), reject_options=(LATE, WRONG)))


async def choose_reason(here: SlackFixture, view: View, name: str, seen: dict[str, Any]) -> None:
    """Chooses in a modal that its person still sees as `seen`."""
    block, element = next(pair for pair in elements(view.blocks) if pair[1]["type"] == "radio_buttons")
    option = next(each for each in element["options"] if each["value"] == name)
    made = {"action_id": element["action_id"], "block_id": block["block_id"], "type": "radio_buttons"}
    act = {**made, "selected_option": option, "action_ts": here.slack.world.new_ts()}
    shown = {"container": {"type": "view", "view_id": view.id}, "view": seen}
    await here.app.send_actions(here.user("olive"), [act], shown, "T0ACME")


async def test_sl1_the_second_of_two_quick_choices_fills_the_reason_in(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=with_reasons) as here:
        await here.ask()
        await here.app.click(here.user("olive"), await here.card(), "Reject…")
        view = await here.modal("olive")
        before = view.json()
        await choose_reason(here, view, "late", before)
        await here.until(lambda: "'initial_value': 'Too late" in str(view.blocks))
        await choose_reason(here, view, "wrong", before)
        await here.until(lambda: "'initial_value': 'Wrong commit" in str(view.blocks))
        late = view.json()
        await here.app.submit(here.user("olive"), view)
        await here.until(lambda: "Rejected" in str(view.content))
        await choose_reason(here, _as_it_was(view, late), "late", before)
        await here.quiet()
        assert "Rejected" in str(view.content), "a late choice brings no sent form back"
        assert ["Wrong commit." in str(answer) for answer in here.decisions()] == [True]


def _as_it_was(view: View, shown: dict[str, Any]) -> View:
    return View(view.id, view.app_id, view.bot, view.user, shown, shown["hash"], view.root_id)
