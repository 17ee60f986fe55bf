"""Acts of people on an app's own surfaces: click, choose, fill in, close, command.

An act that the Slack client does not offer raises `CannotDo`.
"""

import copy
from dataclasses import dataclass
from typing import Any

from slack_double import interaction_payloads
from slack_double.app_registration import AppRegistration
from slack_double.event_sender import EventDelivery
from slack_double.interaction_payloads import CannotDo
from slack_double.messages import SlackMessage, View, elements
from slack_double.size_limits import CallRefused, check_view
from slack_double.workspace import Channel, User

JSON = dict[str, Any]

STACK = 3


@dataclass(eq=False)
class PeopleClicks(AppRegistration):
    """The acts of people on buttons, modals and commands of one app."""

    async def click(
        self,
        user: User,
        on: SlackMessage | View,
        what: str,
        *,
        entered: Any = None,
        version: int | None = None,
        **forged: Any,
    ) -> EventDelivery:
        """Use an element, named by its action_id or its button's text; `entered`: the value chosen in a select.

        `version` clicks in an older version of the message (a client that has not refreshed).
        `forged` overrides fields of the action, as a hostile client may (`value="…"`).
        """
        blocks = _blocks(user, on, version)
        block, element = _find_element(blocks, what)
        made = interaction_payloads.action(block, element, entered, self.slack.world.new_ts()) | forged
        if isinstance(on, View):
            if entered is not None:
                on.typed.setdefault(block["block_id"], {})[element["action_id"]] = interaction_payloads.state_value(
                    element, entered
                )
            team_id = on.user.team.id if self.installation(on.bot.team).is_enterprise else on.bot.team.id
            return await self.send_actions(user, [made], interaction_payloads.view_click(on), team_id)
        shown = self.slack.world.shown(on) | {"blocks": copy.deepcopy(blocks)}
        grant, team = self.find_in_channel(on.channel)
        url = self.slack.response_url(self, user, grant.bot, on.channel, on)
        added = interaction_payloads.message_click(on, shown, url)
        added["state"] = {"values": _collect_state(blocks, block, element, entered)}
        return await self.send_actions(user, [made], added, team.id)

    async def send_actions(self, user: User, actions: list[JSON], added: JSON, team_id: str) -> EventDelivery:
        """Send a block_actions payload; `added`: the fields of its surface (container, message or view, …)."""
        team = self.slack.world.teams[team_id]
        grant = self.installation(team)
        trigger = self.slack.grants.trigger(self.id, user)
        payload = {"type": "block_actions"} | interaction_payloads.frame(self, grant, user, team, trigger)
        return await self.send_interaction(payload | added | {"actions": actions})

    async def send_interaction(self, payload: JSON) -> EventDelivery:
        """Send any interaction payload, signed, once."""
        return await self.slack.sender.send(self, EventDelivery(payload["type"], "interactive", payload, self.id))

    async def submit(
        self, user: User, view: View | None = None, values: dict[str, dict[str, Any]] | None = None
    ) -> EventDelivery:
        """Submit a modal (the one on top) with these entries, {block_id: {action_id: text or chosen value}}.

        The delivery's `outcome`: closed, errors, updated, pushed, cleared or failed, as the answer had it.
        """
        view = view or self._top(user)
        _fill(view, values or {})
        payload = self._view_payload("view_submission", user, view) | {"response_urls": []}
        delivery = await self.send_interaction(payload)
        delivery.outcome = self._follow(view, delivery)
        return delivery

    def _top(self, user: User) -> View:
        stack = self.slack.world.stack(user, self.id)
        if not stack:
            raise CannotDo(f"{user.name} has no modal of {self.id} open")
        return stack[-1]

    def _view_payload(self, kind: str, user: User, view: View) -> JSON:
        grant, trigger = self.installation(view.bot.team), self.slack.grants.trigger(self.id, user)
        # its `team` is the sender's, `view.app_installed_team_id` the app's: github.com/slackapi/bolt-js/issues/1614
        payload = {"type": kind} | interaction_payloads.frame(self, grant, user, view.user.team, trigger)
        return payload | {"view": view.json()}

    def _follow(self, view: View, delivery: EventDelivery) -> str:
        """Carry out the app's answer to a submission; a late, failed or unreadable answer leaves the modal open."""
        if not delivery.ok:
            return "failed"
        answer = delivery.json()
        stack = self.slack.world.stack(view.user, self.id)
        match answer.get("response_action"):
            case None:
                stack[:] = [other for other in stack if other is not view]
                return "closed"
            case "clear":
                stack.clear()
                return "cleared"
            case "errors":
                return self._errors(view, answer.get("errors"))
            case "update" | "push" as how:
                return self._replace(view, answer.get("view"), how)
            case unknown:
                self.slack.complain(
                    "view_submission", "invalid_response_action", [f"unknown response_action {unknown!r}"]
                )
                return "failed"

    def _errors(self, view: View, errors: Any) -> str:
        inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            reason = f"errors must name input blocks of the view, {sorted(inputs)}, not {errors!r}"
            self.slack.complain("view_submission", "invalid_errors", [reason])
            return "failed"
        return "errors"

    def _replace(self, view: View, content: Any, how: str) -> str:
        try:
            check_view(content, home=False)
        except CallRefused as refusal:
            self.slack.complain("view_submission", refusal.code, refusal.sentences)
            return "failed"
        if how == "update":
            self.slack.world.fill_view(view, content)
            return "updated"
        stack = self.slack.world.stack(view.user, self.id)
        if len(stack) >= STACK:
            self.slack.complain("view_submission", "push_limit_reached", [f"no more than {STACK} modals"])
            return "failed"
        pushed = self.slack.world.new_view(self.id, view.bot, view.user, content)
        pushed.root_id, pushed.previous_id = view.root_id, view.id
        stack.append(pushed)
        return "pushed"

    async def close(self, user: User, view: View | None = None, *, all_of_them: bool = False) -> EventDelivery | None:
        """Close a modal; view_closed is sent when it asked for that (notify_on_close)."""
        view = view or self._top(user)
        stack = self.slack.world.stack(user, self.id)
        stack[:] = [] if all_of_them else [other for other in stack if other is not view]
        if not view.content.get("notify_on_close"):
            return None
        return await self.send_interaction(self._view_payload("view_closed", user, view) | {"is_cleared": all_of_them})

    async def command(self, user: User, channel: Channel, command: str, text: str = "") -> EventDelivery:
        """Type a slash command in a channel; an immediate answer of the app is shown to the person (`outcome`: shown)."""
        bot = self.find_in_channel(channel)[0].bot
        url = self.slack.response_url(self, user, bot, channel, None)
        fields = interaction_payloads.command_fields(self, user, channel, command, text)
        fields |= {"response_url": url, "trigger_id": self.slack.grants.trigger(self.id, user).id}
        delivery = await self.slack.sender.send(self, EventDelivery("command", "slash_commands", fields, self.id))
        if delivery.ok and delivery.body.strip():
            answer = delivery.json() or {"text": delivery.body}
            await self.slack.responses.show(user, bot, channel, answer, None)
            delivery.outcome = "shown"
        return delivery


def _blocks(user: User, on: SlackMessage | View, version: int | None) -> list[JSON]:
    if isinstance(on, View):
        if on.user is not user:
            raise CannotDo(f"{user.name} does not see the view of {on.user.name}")
        return on.blocks
    if on.only_for not in (None, user):
        raise CannotDo(f"{user.name} does not see what only {on.only_for.name if on.only_for else ''} sees")
    if on.is_deleted and version is None:
        raise CannotDo(f"message {on.ts} is deleted; version=-1 clicks it as a client that does not know yet")
    return on.blocks if version is None else on.versions[version].blocks


def _find_element(blocks: list[JSON], what: str) -> tuple[JSON, JSON]:
    """The element of that action_id, or the button of that text; there must be exactly one."""
    pairs = elements(blocks)
    by_id = [
        pair
        for pair in pairs
        if what in (pair[1].get("action_id"), f"{pair[0].get('block_id')}/{pair[1].get('action_id')}")
    ]
    by_text = [pair for pair in pairs if isinstance(pair[1].get("text"), dict) and pair[1]["text"].get("text") == what]
    found = by_id or by_text
    if len(found) != 1:
        there = [element.get("text", {}).get("text") or element.get("action_id") for _, element in pairs]
        raise CannotDo(f"{len(found)} elements are called {what!r}; there are {there}")
    return found[0]


def _collect_state(blocks: list[JSON], clicked_in: JSON, clicked: JSON, entered: Any) -> dict[str, dict[str, JSON]]:
    """`state.values` of a message: every stateful element in it, the used one with the entered value."""
    values: dict[str, dict[str, JSON]] = {}
    for block, element in elements(blocks):
        if element.get("type") in ("button", "overflow", "feedback_buttons", "icon_button"):
            continue
        held = entered if element is clicked and block is clicked_in else interaction_payloads.initial(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = interaction_payloads.state_value(element, held)
    return values


def _fill(view: View, values: dict[str, dict[str, Any]]) -> None:
    """Type into a modal, then make the checks of the client before it submits."""
    known = {block["block_id"]: block for block in view.blocks}
    for block_id, entries in values.items():
        if block_id not in known:
            raise CannotDo(f"the modal has no block {block_id!r}; it has {sorted(known)}")
        there = {element["action_id"] for block, element in elements([known[block_id]])}
        if not set(entries) <= there:
            raise CannotDo(f"block {block_id!r} has no {sorted(set(entries) - there)}; it has {sorted(there)}")
    for block, element in elements(view.blocks):
        id, action_id = block["block_id"], element["action_id"]
        if element["type"] in ("button", "overflow", "feedback_buttons", "icon_button"):
            continue
        entered = values.get(id, {}).get(action_id)
        if action_id not in values.get(id, {}):
            held = view.typed.get(id, {}).get(action_id)
            if held is not None:
                continue
            entered = interaction_payloads.initial(element)
        if block["type"] == "input":
            interaction_payloads.check_entry(block, element, entered)
        view.typed.setdefault(id, {})[action_id] = interaction_payloads.state_value(element, entered or None)
