"""The double as a program: `python -m slack_double --port 3900 --request-url http://127.0.0.1:8080/slack/events`.

It makes a small workspace, prints the environment variables of an app, and serves until SIGINT or SIGTERM.
"""

import argparse
import asyncio
import contextlib
import signal

from slack_double.double import SlackDouble

PEOPLE = {"U0OLIVE": "Olive", "U0SAM": "Sam", "U0RAJ": "Raj", "U0MIA": "Mia"}


def main() -> None:
    """Read the arguments and serve."""
    arguments = argparse.ArgumentParser(prog="python -m slack_double", description=__doc__)
    arguments.add_argument("--port", type=int, default=3900)
    arguments.add_argument("--request-url", default="", help="where the app listens; leave it out for Socket Mode")
    arguments.add_argument("--socket-mode", action="store_true")
    arguments.add_argument("--signing-secret", default="8f742231b10e8888abcd99yyyzzz85a5")
    arguments.add_argument("--second", type=float, default=1.0, help="real seconds per second of the retry schedule")
    arguments.add_argument("--burst", type=int, default=5, help="posts at once per channel")
    arguments.add_argument("--tiers", action="store_true", help="also enforce the per-minute tiers")
    arguments.add_argument("--seed", type=int, default=0)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments.parse_args()))


async def serve(chosen: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    settings = {"second": chosen.second, "burst": chosen.burst, "tiers": chosen.tiers, "seed": chosen.seed}
    async with SlackDouble(port=chosen.port, **settings) as slack:
        print(_world(slack, chosen), flush=True)
        await stop.wait()


def _world(slack: SlackDouble, chosen: argparse.Namespace) -> str:
    team = slack.team("T0ACME", "Acme")
    people = [team.user(id, name) for id, name in PEOPLE.items()]
    room = team.channel("C0OPS", "ops", members=people)
    over_http = not chosen.socket_mode
    app = slack.app("A0CS", signing_secret=chosen.signing_secret, request_url=chosen.request_url if over_http else "")
    app.socket_mode = chosen.socket_mode
    token = app.install(team)
    app.join(room)
    lines = [f"SLACK_API_URL={slack.api_url}", f"SLACK_BOT_TOKEN={token}", f"SLACK_SIGNING_SECRET={app.signing_secret}"]
    lines += [f"SLACK_APP_TOKEN={app.app_token}"] if chosen.socket_mode else []
    who = ", ".join(f"{user.name} {user.id}" for user in people)
    lines += [f"# {who}; bot {app.bot(team).id}; channel {room.id}"]
    lines += [f"# look at {slack.url}/_page/{team.id}/{room.id}, drive it with {slack.url}/_control/mention"]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
