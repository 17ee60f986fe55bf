"""The scopes and events that the app asks for. A test compares them with manifest.yml."""

REASONS = {
    "app_mentions:read": "hear a mention in a channel (event app_mention)",
    "assistant:write": "show that the agent works, stop it, offer prompts (agents.sessions.*, assistant.threads.*)",
    "channels:history": "hear replies in threads of public channels (message.channels), find a card whose answer was lost",
    "chat:write": "post and rewrite cards and answers (chat.*)",
    "commands": "answer /approvals",
    "groups:history": "the same as channels:history, in private channels (message.groups)",
    "im:history": "hear direct messages (message.im)",
    "im:write": "open a direct conversation with a person who must decide (conversations.open)",
    "mpim:history": "hear group conversations (message.mpim)",
    "users:read": "ask at each decision whether the account is a member: no guest, bot or deactivated one (users.info)",
}
"""Each scope of the bot, and its use. Scopes that no code needs are not asked for."""

SCOPES = frozenset(REASONS)

EVENTS = frozenset(
    {
        "agent_session_stopped",
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "tokens_revoked",
    }
)

COMMANDS = frozenset({"/approvals"})
