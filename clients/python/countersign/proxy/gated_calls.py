"""Calls that wait for people: asked about once, claimed once, run once with exactly what was approved, and reported."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import mcp_types as types
from pydantic import ValidationError

from countersign.client import Countersign
from countersign.errors import ApiRefusal, ApprovalLost, CallRefused, CountersignClientError, ServerUnreachable
from countersign.models import Request
from countersign.paused_call_review import is_same_json
from countersign.proxy.call_form import TITLE, ToolCallForm
from countersign.proxy.call_journal import CallJournal, OpenCall
from countersign.proxy.proxy_settings import ServerPolicy
from countersign.proxy.sanitized_server_content import describe_result, make_error, mark_result
from countersign.proxy.upstream_server import UpstreamServer

MAX_REPORT = 2_000
"""Characters of a result that are reported."""
PROGRESS_SECONDS = 10.0
TOOL_CHANGED = "its definition changed after people were asked. Call it again: they are shown the change."
TellProgress = Callable[[float, str], Awaitable[None]]

_AWAY: tuple[type[Exception], ...] = (CountersignClientError, ValidationError)
"""Errors of asking: no connection, a refusal, an answer that is none of a Countersign server."""
_UNASKED: tuple[type[Exception], ...] = (*_AWAY, ValueError)
"""Also a value that has no JSON form."""

log = logging.getLogger("countersign.proxy")


class GatedCalls:
    """The calls of one server that wait. `find_form` makes a call anew, with the tool as it is defined now."""

    def __init__(
        self,
        client: Countersign,
        server: UpstreamServer,
        policy: ServerPolicy,
        journal: CallJournal,
        find_form: Callable[[ToolCallForm], Awaitable[ToolCallForm]],
    ) -> None:
        self.client, self.server, self.policy, self.journal = client, server, policy, journal
        self.find_form = find_form
        self._flights: dict[str, _CallFlight] = {}

    async def call(self, form: ToolCallForm, tell: TellProgress) -> types.CallToolResult:
        """Wait for people and run the call. The same call while it waits is one call, with one result.

        When nobody waits for the result any more, an approval is kept for the next same call; a call that runs goes on.
        """
        flight = self._flights.get(form.digest)
        if flight is None:
            flight = self._flights[form.digest] = _CallFlight(self, form)
            flight.task.add_done_callback(lambda _: self.forget(flight))
        return await flight.wait(tell)

    def forget(self, flight: "_CallFlight") -> None:
        """Let the next same call be another flight."""
        if self._flights.get(flight.form.digest) is flight:
            del self._flights[flight.form.digest]


class _CallFlight:
    """A call that waits or runs, for one or more callers."""

    def __init__(self, calls: GatedCalls, form: ToolCallForm) -> None:
        self.calls, self.form, self.callers, self.link = calls, form, 0, ""
        self.is_committed = self.has_started = False
        self.task = asyncio.create_task(self._answer())

    async def wait(self, tell: TellProgress) -> types.CallToolResult:
        self.callers += 1
        try:
            count = 0
            while not self.task.done():
                await asyncio.wait({self.task}, timeout=PROGRESS_SECONDS)
                count += 1
                if not self.task.done():
                    await tell(count, f"Waits for people: {self.link}")
            return self.task.result()
        finally:
            self.callers -= 1
            if self.callers == 0 and not self.is_committed:
                self.task.cancel()
                self.calls.forget(self)

    async def _answer(self) -> types.CallToolResult:
        try:
            with self.calls.journal.open_call(self.form.digest) as call:
                return await self._decide_and_run(call)
        except CallRefused as refused:
            return make_error(str(refused))
        except OSError as error:  # the file of the open call
            what = "its end is not known" if self.has_started else "it was not run"
            return make_error(f"{self.form.tool}: {what}. Its file cannot be kept: {error.strerror or error}.")

    async def _decide_and_run(self, call: OpenCall) -> types.CallToolResult:
        decided = await self._get_decision(call)
        if decided.status != "approved":
            call.close()
            raise CallRefused(describe_refusal(self.form.tool, decided))
        await self._refuse_used(call, decided)
        if await self._has_changed():
            with suppress(*_AWAY):
                await self.calls.client.withdraw(
                    decided.id, "The tool changed after people were asked. It was not run."
                )
            call.close()
            raise CallRefused(f"{self.form.tool} was not run: {TOOL_CHANGED}")
        self.is_committed = (
            True  # from here it goes to its end, whether somebody waits or not: an approval is claimed once
        )
        claimed = await self._claim(call, decided)
        arguments = self.form.read_approved(claimed.arguments)
        why_not = TOOL_CHANGED if await self._has_changed() else ""
        if arguments is None or claimed.digest != decided.digest:
            why_not = "what was approved is not this call."
        if arguments is None or why_not:
            await self._report(claimed, f"It was not run: {why_not}", failed=True)
            call.close()
            raise CallRefused(f"{self.form.tool} was not run: {why_not}")
        return await self._run(call, claimed, arguments)

    async def _run(self, call: OpenCall, claimed: Request, arguments: dict[str, Any]) -> types.CallToolResult:
        call.start()
        self.has_started = True
        try:
            result = await self.calls.server.call_tool(self.form.tool, arguments, self.calls.policy.call_timeout)
        except CallRefused as error:
            await self._report(claimed, f"It was called, and its end is not known. {error}", failed=True)
            call.close()
            raise CallRefused(
                f"{self.form.tool} was approved and called, and its end is not known: it may have run. {error}"
                " Find out before you call it again."
            ) from error
        await self._report(claimed, describe_result(result, MAX_REPORT), failed=result.is_error)
        call.close()
        marked = mark_result(self.calls.server.launch.name, result, self.calls.policy.max_result)
        if not is_same_json(arguments, dict(self.form.arguments)):
            note = "An approver changed the arguments. It ran with those of the request, not with yours."
            marked.content.insert(0, types.TextContent(type="text", text=note))
        return marked

    async def _get_decision(self, call: OpenCall) -> Request:
        """Ask people, or go on with the request of an earlier process, and wait."""
        is_kept = bool(call.request)
        if not is_kept:
            await self._ask(call)
        try:
            return await self._wait(call)
        except ApiRefusal as error:
            if error.status != 404 or not is_kept:
                raise self._explain_away(error) from error
        call.ask_anew()  # the request is of another key, or of another server
        await self._ask(call)
        try:
            return await self._wait(call)
        except ApiRefusal as error:
            raise self._explain_away(error) from error

    async def _ask(self, call: OpenCall) -> None:
        call.save()
        try:
            try:
                asked = await self._send(call)
            except ApiRefusal as error:
                if error.status != 409:  # the key was used with other words: the file of the policy changed meanwhile
                    raise
                call.ask_anew()
                asked = await self._send(call)
        except _UNASKED as error:
            is_kept = isinstance(error, ApiRefusal) and error.status >= 500
            if not (
                is_kept or isinstance(error, ServerUnreachable)
            ):  # else it may have come there: the key is used again
                call.close()
            raise self._explain_away(error) from error
        call.remember_request(asked.id)

    async def _send(self, call: OpenCall) -> Request:
        form = self.form
        return await self.calls.client.approve(
            TITLE,
            form.rows,
            schema=form.schema,
            explanation=form.explanation,
            policy=self.calls.policy.policy,
            key=call.key,
        )

    async def _wait(self, call: OpenCall) -> Request:
        """Wait for the decision. Raises `CallRefused` when the time is over, and `ApiRefusal`."""
        self.link = f"{self.calls.client.url}/requests/{call.request}"
        try:
            return await self.calls.client.wait(call.request, within=self.calls.policy.wait)
        except TimeoutError as error:
            raise CallRefused(
                f"Not decided yet: {self.form.tool} waits for people at {self.link}. Nothing was run. Call it again with"
                " exactly the same arguments to go on waiting; people are not asked twice."
            ) from error
        except (ServerUnreachable, ValidationError) as error:
            raise self._explain_away(error) from error

    async def _refuse_used(self, call: OpenCall, decided: Request) -> None:
        """Raises `CallRefused` for an approval that was claimed before."""
        if decided.execution is None or decided.execution.status == "not_started":
            return
        had_started = call.has_started
        if decided.execution.status == "running":
            what = "its end is not known" if had_started else "it was not run"
            await self._report(decided, f"The proxy ended after it claimed the approval: {what}.", failed=True)
        call.close()
        if had_started:
            raise CallRefused(
                f"{self.form.tool} was approved and called before the proxy ended, and its end is not known: it may have"
                " run. Find out before you call it again; then people are asked again."
            )
        raise CallRefused(
            f"{self.form.tool} was not run here: its approval was used before. Call it again to ask anew."
        )

    async def _has_changed(self) -> bool:
        """Whether the tool is not the one that people saw."""
        return (await self.calls.find_form(self.form)).digest != self.form.digest

    async def _claim(self, call: OpenCall, decided: Request) -> Request:
        try:
            return await self.calls.client.claim(decided.id)
        except ApprovalLost as lost:
            ran = lost.request.execution
            is_held = lost.request.status == "approved" and (ran is None or ran.status == "not_started")
            if not is_held:  # else people paused it: the approval is there when the same call comes again
                call.close()
            why = lost.__cause__.detail if isinstance(lost.__cause__, ApiRefusal) else f"It is {lost.request.status}."
            raise CallRefused(
                f"{self.form.tool} was not run: its approval was used before, or cannot be used now. {why}"
            ) from lost
        except _AWAY as error:
            raise self._explain_away(error) from error

    async def _report(self, request: Request, text: str, *, failed: bool) -> None:
        """Report the end. A server that is away loses the report, and not the result."""
        try:
            await self.calls.client.report(request.id, failed=failed, text=text)
        except _AWAY as error:
            log.warning("The end of request %s was not reported: %s", request.id, error)

    def _explain_away(self, error: Exception) -> CallRefused:
        why = str(error) if isinstance(error, CountersignClientError | ValueError) else "Countersign does not answer."
        return CallRefused(f"{self.form.tool} was not run: people could not be asked. {why}")


def describe_refusal(tool: str, decided: Request) -> str:
    """Who refused the call, and why."""
    who = decided.decided_by_name or decided.decided_by
    why = f" The reason: {decided.reason}" if decided.reason else ""
    if decided.status == "rejected":
        return f"{tool} was not run: {who or 'people'} rejected it.{why}"
    return f"{tool} was not run: its request is {decided.status}.{why}"
