"""The groups of verbs under `countersign keys`, `grants`, `audit` and `database`."""

import typer

from bot.cli import database_commands, grant_commands, tool_key_link_and_audit_commands

keys = typer.Typer(name="keys", help="Keys to the API.", add_completion=False)
keys.command("create")(tool_key_link_and_audit_commands.create_key)
keys.command("list")(tool_key_link_and_audit_commands.list_keys)
keys.command("bind")(tool_key_link_and_audit_commands.bind_key)
keys.command("revoke")(tool_key_link_and_audit_commands.revoke_key)

grants = typer.Typer(
    name="grants", help="Grants: calls of coding agents that run without asking.", add_completion=False
)
grants.command("ask")(grant_commands.ask_grant)
grants.command("list")(grant_commands.list_grants)
grants.command("revoke")(grant_commands.revoke_grant)

audit = typer.Typer(name="audit", add_completion=False)
audit.callback(invoke_without_command=True)(tool_key_link_and_audit_commands.audit)
audit.command("verify")(database_commands.verify_audit)
audit.command("sign")(database_commands.sign_audit)
audit.command("acknowledge")(database_commands.acknowledge_audit)

database = typer.Typer(name="database", help="The schema of the database.", add_completion=False)
database.command("downgrade")(database_commands.downgrade)
database.command("restored")(database_commands.mark_restored)
