"""The groups of verbs under `countersign keys`, `audit` and `database`."""

import typer

from bot.cli import admin_commands, database_commands

keys = typer.Typer(name="keys", help="Keys to the API.", add_completion=False)
keys.command("create")(admin_commands.create_key)
keys.command("list")(admin_commands.list_keys)
keys.command("bind")(admin_commands.bind_key)
keys.command("revoke")(admin_commands.revoke_key)

audit = typer.Typer(name="audit", add_completion=False)
audit.callback(invoke_without_command=True)(admin_commands.audit)
audit.command("verify")(database_commands.verify_audit)
audit.command("sign")(database_commands.sign_audit)
audit.command("acknowledge")(database_commands.acknowledge_audit)

database = typer.Typer(name="database", help="The schema of the database.", add_completion=False)
database.command("downgrade")(database_commands.downgrade)
database.command("restored")(database_commands.mark_restored)
