"""A click is resolved once at the edge from our own state, and checked as a pure function of what was found (WAY1)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import AlreadySettled, BadInput, CountersignError, Forbidden, OnHold
from channels.slack.addresses import SlackTeam
from channels.slack.inbound.payload_parser import AppIdentity, ElementClick, ModalSubmission, parse_payload
from channels.slack.inbound.resolved_click import (
    ChangedSince,
    ClickResolver,
    ResolvedClick,
    UnshownCall,
    check_click,
)
from channels.slack.views import action_ids
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.inbound.test_acknowledgements import INPUT, PUSH
from tests.channels.slack.inbound.test_form_submissions import EDITED, editable
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform

TRANSPORTS: list[Transport] = ["http", "socket"]
Change = Callable[[ResolvedClick], ResolvedClick]


def resolver(here: SlackFixture) -> ClickResolver:
    judge: Any = here.surface.payloads.judge
    found: ClickResolver = judge.__self__.clicks.resolver
    return found


async def resolve(here: SlackFixture, payload: Any) -> ResolvedClick:
    """The click in a payload that the workspace sent us."""
    act = parse_payload(payload, AppIdentity(SlackTeam("T0ACME"), ""))
    assert isinstance(act, ElementClick | ModalSubmission)
    return await resolver(here).resolve_click(act)


def with_request(**changes: Any) -> Change:
    return lambda click: click._replace(request=click.request.model_copy(update=changes))  # type: ignore[union-attr]


def with_card(**changes: Any) -> Change:
    def change(click: ResolvedClick) -> ResolvedClick:
        request: Any = click.request
        card = request.card.model_copy(update=changes)
        return click._replace(request=request.model_copy(update={"card": card}))

    return change


def as_it_is(click: ResolvedClick) -> ResolvedClick:
    return click


STRANGER: Change = lambda click: click._replace(person=Forbidden("I do not know your Slack account."))  # noqa: E731
NOT_SIGNED: Change = lambda click: click._replace(token=None, request=BadInput("not one of mine"))  # noqa: E731
SETTLED, CHANGED = with_request(status="rejected"), with_request(digest="0" * 64)
PAUSED, SECRET = with_card(paused="Paused by Max."), with_card(withheld="It holds a key.")
TABLE: list[tuple[str, Change, type[CountersignError] | None]] = [
    *((button, as_it_is, None) for button in ("approve", "reject", "edit", "details", "form")),
    *((button, NOT_SIGNED, BadInput) for button in ("approve", "reject", "edit", "details", "form")),
    *((button, STRANGER, Forbidden) for button in ("reject", "edit", "details", "form")),
    *((button, SETTLED, AlreadySettled) for button in ("reject", "edit", "form")),
    *((button, CHANGED, ChangedSince) for button in ("reject", "edit", "form")),
    *((button, PAUSED, OnHold) for button in ("approve", "edit")),
    *((button, SECRET, UnshownCall) for button in ("approve", "form")),
    ("edit", with_card(edits=False), Forbidden),
    ("approve", SETTLED, None),  # the platform refuses these two as it commits, and notes it
    ("approve", CHANGED, None),
    ("reject", PAUSED, None),
    ("details", SETTLED, None),
]


async def test_way1_the_check_of_a_click_is_a_table(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable) as here:
        await here.ask()
        card = await here.card()
        clicks: dict[str, ResolvedClick] = {}
        for name, button in (("details", "Details"), ("reject", "Reject…"), ("edit", "Edit & approve…")):
            sent = await here.app.click(here.user("olive"), card, button)
            clicks[name] = await resolve(here, sent.payload)
            await here.modal("olive")
            if name != "edit":
                await here.app.close(here.user("olive"), all_of_them=True)
        clicks["approve"] = clicks["edit"]._replace(action=action_ids.APPROVE, is_decisive=True)
        sent = await here.app.submit(here.user("olive"), values=EDITED)
        clicks["form"] = (await resolve(here, sent.payload))._replace(request=clicks["edit"].request)
        assert {name: click.surface for name, click in clicks.items() if name != "form"} == dict.fromkeys(
            ("details", "reject", "edit", "approve"), "conversation"
        )
        assert clicks["form"].surface == "modal"
        for name, change, error in TABLE:
            click = change(clicks[name])
            if error is None:
                assert check_click(click) == click.request
            else:
                with pytest.raises(error) as raised:
                    check_click(click)
                assert type(raised.value) is error, (name, error)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("button", ["Approve", "Edit & approve…"])
async def test_way1_a_click_and_a_form_are_each_resolved_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: Transport, button: str
) -> None:
    acts: list[str] = []
    resolve_click = ClickResolver.resolve_click

    async def note(self: ClickResolver, act: Any, *, is_left: bool = False) -> ResolvedClick:
        acts.append(type(act).__name__)
        return await resolve_click(self, act, is_left=is_left)

    monkeypatch.setattr(ClickResolver, "resolve_click", note)
    async with slack_platform(tmp_path, *PUSH, agents=editable, transport=transport) as here:
        await here.ask()
        await here.app.click(here.user("olive"), await here.card(), button)
        if button != "Approve":
            await here.modal("olive")
            await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v1.1"}})
        await here.until(lambda: settled(here))
        await here.quiet()
        assert acts == ["ElementClick", *(["ModalSubmission"] if button != "Approve" else [])]
        assert len(here.decisions()) == 1
