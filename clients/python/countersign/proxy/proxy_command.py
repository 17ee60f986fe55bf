"""`countersign-proxy`: stands before an MCP server, as an MCP server over stdin and stdout.

Files: ~/.config/countersign/proxy.toml (or COUNTERSIGN_PROXY_HOME). Exit codes: 0 done · 1 refused · 2 wrong usage or configuration.
"""

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence

from countersign.client import Countersign
from countersign.errors import CountersignClientError, ProxyMisconfigured
from countersign.proxy.proxy_server import ProxyServer, make_options
from countersign.proxy.proxy_settings import HEADERS_VARIABLE, ProxySettings, check_server_name, load_settings
from countersign.proxy.tool_pins import CheckedPin, PinFile, ToolDefinition, compare_definitions
from countersign.proxy.upstream_server import ServerLaunch, UpstreamServer

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(args: Sequence[str] | None = None, program: str = "countersign-proxy") -> int:
    """Run the proxy until the client closes stdin, or accept the tools of the server. Return the exit code."""
    parser = argparse.ArgumentParser(program, description=__doc__, allow_abbrev=False)
    parser.add_argument("--name", required=True, help="the name of the server in proxy.toml, and on cards")
    parser.add_argument("--url", default="", help="the URL of a server that speaks streamable HTTP")
    parser.add_argument("--accept", action="store_true", help="show the server's tools, and accept them as they are")
    parser.add_argument("--yes", action="store_true", help="with --accept: without the question")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="-- and the command that starts the server")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="countersign-proxy: %(message)s")
    try:
        given = parser.parse_args(args)
        launch = read_launch(given.name, given.url, given.command, os.environ)
        settings = load_settings()
        if given.accept:
            return asyncio.run(accept_tools(settings, launch, is_sure=given.yes))
        settings.require_countersign()
        asyncio.run(serve(settings, launch))
    except SystemExit as end:  # of argparse
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except ProxyMisconfigured as error:
        return _fail(USAGE, str(error))
    except CountersignClientError as error:
        return _fail(REFUSED, str(error))
    return DONE


def read_launch(name: str, url: str, command: Sequence[str], environment: Mapping[str, str]) -> ServerLaunch:
    """How the server is started. Raises `ProxyMisconfigured`."""
    words = list(command[1:] if command[:1] == ["--"] else command)
    check_server_name(name)
    if bool(url) == bool(words):
        raise ProxyMisconfigured("Write either --url URL, or -- and the command that starts the server.")
    if url and not url.startswith(("https://", "http://")):
        raise ProxyMisconfigured(f"--url: {url[:100]!r} is no http or https URL.")
    if url:
        return ServerLaunch(name, url=url, headers=_read_headers(environment.get(HEADERS_VARIABLE, "")))
    return ServerLaunch(name, command=words[0], args=tuple(words[1:]))


async def serve(settings: ProxySettings, launch: ServerLaunch) -> None:
    """Serve on stdin and stdout until stdin is closed."""
    from mcp.server.stdio import stdio_server

    proxy = ProxyServer(settings, launch, Countersign(settings.url, settings.key))
    server = proxy.build()
    keeping = asyncio.create_task(proxy.upstream.keep_connected())
    try:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, make_options(server))
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})


async def accept_tools(settings: ProxySettings, launch: ServerLaunch, *, is_sure: bool) -> int:
    """Show the tools of the server, and what changed of each; write the lock file after a yes."""

    async def ignore() -> None: ...

    upstream = UpstreamServer(launch, ignore)
    keeping = asyncio.create_task(upstream.keep_connected())
    try:
        tools = await upstream.list_tools()
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})
    pins, policy = PinFile(settings.lock_file), settings.find_policy(launch.name)
    checked = [pins.check(launch.name, each) for each in tools]
    for pin in checked:
        _print_pin(pin, is_read=policy.is_read(pin.definition.name))
    for name in pins.list_missing(launch.name, [each.name for each in tools]):
        _say(f"- {name}: it is listed no more, and its pin is removed")
    if not is_sure and not _is_confirmed(f"Accept these {len(tools)} tools of {launch.name} as they are? [y/N] "):
        return _fail(REFUSED, "Nothing was written.")
    pins.accept(launch.name, tools)
    _say(f"Accepted: {settings.lock_file}")
    return DONE


def _print_pin(pin: CheckedPin, *, is_read: bool) -> None:
    definition: ToolDefinition = pin.definition
    _say(f"{definition.name}: {pin.state}, {'runs at once' if is_read else 'waits for people'}")
    empty = ToolDefinition({}, {})
    diff = {"accepted": "", "changed": pin.diff, "unknown": compare_definitions(empty, definition)}[pin.state]
    for line in diff.split("\n")[2:]:
        _say(f"    {line}")


def _is_confirmed(question: str) -> bool:
    print(question, end="", file=sys.stderr, flush=True)  # noqa: T201
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _read_headers(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise ProxyMisconfigured(f"{HEADERS_VARIABLE} is no JSON.") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ProxyMisconfigured(f"{HEADERS_VARIABLE} must be a JSON object of texts.")
    return found


def _fail(code: int, text: str) -> int:
    _say(f"error: {text}")
    return code


def _say(text: str) -> None:
    """Print one line to stderr: stdout is the protocol. Characters that a terminal would obey are written as escapes."""
    shown = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
    print(shown, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
