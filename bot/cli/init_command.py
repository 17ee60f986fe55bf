"""The verb init: asks three questions or reads flags, and prints the file, the key and the link that it made."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_options import JsonOption, make_command, read_pairs
from bot.cli.terminal_output import ask_line, print_json
from bot.cli.terminal_text import print_text
from bot.core.doctor_findings import CheckFinding
from bot.core.errors import CannotStart
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.initial_setup import SetupResult

TRIES = 3


@make_command
async def init(
    name: Annotated[str, typer.Option(help="Your name.", show_default=False)] = "",
    approver: Annotated[
        str | None, typer.Option(metavar="NAME", help='Who approves besides you; "" for nobody.', show_default=False)
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A key of the agent's table, such as repository=/srv/shop.",
            show_default=False,
        ),
    ] = None,
    agent: Annotated[str, typer.Option(help="The agent, when there are several.", show_default=False)] = "",
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Do not check the options of the agent.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a first countersign.toml, and make your admin key and sign-in link."""
    from bot import initial_setup

    settings = read_settings()
    initial_setup.refuse_existing(settings.config)
    chosen = initial_setup.choose_agent(agent)
    options = {key: value for key, value in read_pairs(given or [], "--set") if value}
    if unknown := options.keys() - (known := initial_setup.list_text_keys(chosen)):
        raise typer.BadParameter(
            f"{chosen} has no key {min(unknown)} that is text; there are: {', '.join(known)}", param_hint="--set"
        )
    name = name or _ask_person("Your name", "--name")
    initial_setup.make_person_id(name)
    for question in initial_setup.list_questions(chosen):
        if question.key not in options:
            about = f" ({question.about.rstrip('.')})" if question.about else ""
            options[question.key] = _ask_person(
                f"{question.key.capitalize()} for {chosen}{about}", f"--set {question.key}=…"
            )
    if approver is None:
        approver = _ask_person(
            "Who else may approve? (a name; empty: only you)", '--approver NAME, or --approver ""', may_be_empty=True
        )
    answers = initial_setup.SetupAnswers(name, chosen, options, approver)
    initial_setup.compose_file(answers)
    if not unchecked:
        _refuse_findings(await initial_setup.examine_answers(answers))
    made = await initial_setup.write_first_setup(settings, answers)
    if as_json:
        print_json({"config": str(made.config), "person": made.person, "key": made.secret, "link": made.link})
        return
    print_text(_describe_result(made, settings.origin))


def _ask_person(question: str, flag: str, *, may_be_empty: bool = False) -> str:
    """The line that the person types. Raises `CannotStart` without a terminal, or after `TRIES` empty lines."""
    if not sys.stdin.isatty():
        raise CannotStart(f"There is no terminal to ask at: say {flag}.")
    for _ in range(TRIES):
        answer = ask_line(f"{question}: ")
        if answer or may_be_empty:
            return answer
    raise CannotStart(f"Nothing was typed, so nothing was written. Or say {flag}.")


def _refuse_findings(faults: Sequence[CheckFinding]) -> None:
    """Raises `CannotStart` with the first of these faults."""
    if faults:
        first = faults[0]
        raise CannotStart(
            f"{first.what}: {first.text.rstrip('.')}. {first.hint} Nothing was written; correct it (--set KEY=VALUE sets a key), or say"
            " --unchecked."
        )


def _describe_result(made: "SetupResult", origin: str) -> str:
    others = "".join(f"\n  countersign link {other:<22} a sign-in link for {other}" for other in made.others)
    return f"""\
{made.config} is written. Read it: every line is explained.

Your admin key. Only its hash is kept, so this is the only time that you see it:

  {made.secret}

Next, in this folder:

  countersign serve                       start the server
  {made.link}
                                          signs you in: once, within ten minutes

For the command line, in another terminal:

  export COUNTERSIGN_URL={origin} COUNTERSIGN_API_KEY=<your admin key>
  countersign doctor                      what is wrong, if anything
  countersign link {made.person:<22} another sign-in link{others}"""
