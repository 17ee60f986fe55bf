"""The payloads of clicks, modals and slash commands as Slack sends them, with the values people can enter; pure."""

from typing import TYPE_CHECKING, Any

from slack_double.credentials import AppInstallation, ViewTrigger
from slack_double.messages import SlackMessage, View
from slack_double.workspace import Channel, Team, User

if TYPE_CHECKING:
    from slack_double.app_registration import AppRegistration

JSON = dict[str, Any]


class CannotDo(Exception):
    """The Slack client would not let a person do that: no such button, not their message, a required field is empty."""


def frame(app: "AppRegistration", grant: AppInstallation, user: User, team: Team, trigger: ViewTrigger) -> JSON:
    """The fields of every interaction payload: user, team, app and a trigger_id."""
    who = {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.team.id}
    where: JSON = {"id": team.id, "domain": team.domain}
    payload: JSON = {"user": who, "api_app_id": app.id, "token": app.verification_token, "trigger_id": trigger.id}
    payload |= {"team": where, "enterprise": None, "is_enterprise_install": grant.is_enterprise}
    if team.enterprise_id:
        where |= {"enterprise_id": team.enterprise_id, "enterprise_name": f"{team.name} org"}
        payload["enterprise"] = {"id": team.enterprise_id, "name": f"{team.name} org"}
    return payload


def message_click(message: SlackMessage, shown: JSON, response_url: str) -> JSON:
    """The fields of a click on a message; an ephemeral one brings no `message`."""
    is_ephemeral = message.only_for is not None
    container: JSON = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
    container["is_ephemeral"] = is_ephemeral
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: JSON = {"container": container, "channel": channel_name(message.channel), "response_url": response_url}
    return payload | ({} if is_ephemeral else {"message": shown})


def view_click(view: View) -> JSON:
    """The fields of a click in a modal or a Home tab."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view.json()}


def channel_name(channel: Channel) -> JSON:
    """The channel of a payload; Slack hides the names of private ones."""
    names = {"im": "directmessage", "private": "privategroup", "mpim": channel.name}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def action(block: JSON, element: JSON, entered: Any, action_ts: str) -> JSON:
    """One entry of `actions`: the element and the value chosen in it."""
    made: JSON = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    made["action_ts"] = action_ts
    if element["type"] == "button":
        made |= {name: element[name] for name in ("text", "value", "style") if name in element}
        return made | ({"value": entered} if entered is not None else {})
    made |= {name: value for name, value in state_value(element, entered).items() if name != "type"}
    return made | ({"placeholder": element["placeholder"]} if "placeholder" in element else {})


def state_value(element: JSON, entered: Any) -> JSON:
    """One entry of `state.values`. `entered` is the text, id, date, or option value(s) a person chose; None for none."""
    kind = element["type"]
    name = {
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "datetimepicker": "selected_date_time",
        "users_select": "selected_user",
        "conversations_select": "selected_conversation",
        "channels_select": "selected_channel",
        "multi_users_select": "selected_users",
        "multi_conversations_select": "selected_conversations",
        "multi_channels_select": "selected_channels",
        "rich_text_input": "rich_text_value",
        "file_input": "files",
    }.get(kind)
    if name:
        return {"type": kind, name: entered}
    if kind in ("static_select", "external_select", "radio_buttons", "overflow"):
        return {"type": kind, "selected_option": None if entered is None else _option(element, entered)}
    if kind in ("checkboxes", "multi_static_select", "multi_external_select"):
        return {"type": kind, "selected_options": [_option(element, one) for one in entered or []]}
    return {"type": kind, "value": entered}


def _option(element: JSON, value: Any) -> JSON:
    if isinstance(value, dict):
        return value
    groups = [group["options"] for group in element.get("option_groups") or []]
    for option in [option for group in [element.get("options") or [], *groups] for option in group]:
        if value in (option.get("value"), option["text"]["text"]):
            return dict(option)
    raise CannotDo(f"{element['action_id']!r} has no option {value!r}")


def initial(element: JSON) -> Any:
    """The initial value of an element, in the form that `state_value` takes."""
    for name in ("value", "date", "time", "date_time", "user", "conversation", "channel", "option", "options", "users"):
        if f"initial_{name}" in element:
            return element[f"initial_{name}"]
    return None


def check_entry(block: JSON, element: JSON, entered: Any) -> None:
    """Refuse, as the client does before anything is sent, an empty required field or a text of the wrong length."""
    label = block.get("label", {}).get("text", block["block_id"])
    if entered in (None, "", []):
        if not block.get("optional", False):
            raise CannotDo(f"please complete this required field: {label!r}")
        return
    if element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not least <= len(entered) <= most:
            raise CannotDo(f"{label!r} takes {least} to {most} characters, not {len(entered)}")


def command_fields(app: "AppRegistration", user: User, channel: Channel, command: str, text: str) -> JSON:
    """The form of a slash command, without response_url and trigger_id."""
    named = channel_name(channel)
    team = channel.team
    fields: JSON = {"token": app.verification_token, "team_id": team.id, "team_domain": team.domain}
    if team.enterprise_id:
        fields |= {"enterprise_id": team.enterprise_id, "enterprise_name": f"{team.name} org"}
    fields |= {"channel_id": named["id"], "channel_name": named["name"], "user_id": user.id, "user_name": user.handle}
    fields |= {"command": command, "text": text, "api_app_id": app.id}
    return fields | {"is_enterprise_install": "false"}
